"""Joins nodes into clusters, and never two that are known to be different things."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from .names import board, market_order


class Clusters:
    """A union-find over nodes that carry lexicon ids and at most one ticker per board.

    Two lexicon ids are two things, but for plain listings (`company/9618.HK`, `company/JD.US`) that a text joins.
    What a cluster comes to be depends on the joins alone, but where joins clash, the first wins: call in a fixed order.
    What people judged to be different is never joined, and what they judged to be the same is, whatever it carries.
    """

    def __init__(self, tickers: Mapping[str, tuple[str, ...]]) -> None:
        """Start with no nodes; `tickers` are those of the things that the lexicon knows, by their ids."""
        self._tickers = tickers
        self._nodes: dict[Hashable, int] = {}
        self._parents: list[int] = []
        self.known: dict[int, tuple[str, ...]] = {}  # the lexicon's ids, by root, the one that stands for all first
        self.codes: dict[int, dict[str, tuple[str, ...]]] = {}  # the ticker on each board (several by judgement alone)
        self._apart: dict[int, set[int]] = {}  # roots that must never become one, by root

    def node(self, key: Hashable) -> int:
        """Give the node of a key, a new one when it is new."""
        node = self._nodes.setdefault(key, len(self._parents))
        if node == len(self._parents):
            self._parents.append(node)
        return node

    def lexicon(self, id_: str) -> int:
        """Give the node of a thing that the lexicon knows."""
        node = self.node(("lexicon", id_))
        if self._parents[node] == node and node not in self.known:
            self.known[node] = (id_,)
            codes: dict[str, tuple[str, ...]] = {}
            for ticker in sorted(self._tickers.get(id_, ())):
                codes.setdefault(board(ticker), (ticker,))
            self.codes[node] = codes
        return node

    def ticker(self, ticker: str) -> int:
        """Give the node of a ticker that the lexicon does not know."""
        node = self.node(("ticker", ticker))
        if self._parents[node] == node and node not in self.codes:
            self.codes[node] = {board(ticker): (ticker,)}
        return node

    def find(self, node: int) -> int:
        """Give the root of a node's cluster."""
        parents = self._parents
        root = node
        while parents[root] != root:
            root = parents[root]
        while parents[node] != root:
            parents[node], node = root, parents[node]
        return root

    def strong(self, node: int) -> bool:
        """Tell whether a node's cluster has a lexicon id or a ticker."""
        root = self.find(node)
        return root in self.known or root in self.codes

    def keep_apart(self, a: int, b: int) -> bool:
        """Let two clusters never become one, and tell whether they are still two."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        self._apart.setdefault(a, set()).add(b)
        self._apart.setdefault(b, set()).add(a)
        return True

    def apart(self, a: int, b: int) -> bool:
        """Tell whether people judged that two clusters are different things."""
        return self.find(b) in self._apart.get(self.find(a), ())

    def clash(self, a: int, b: int, *, said: bool = False) -> bool:
        """Tell whether two clusters are known to be different things; `said` when a text says that they are one."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        if self.apart(a, b):
            return True
        if a in self.known and b in self.known and not (said and (self._plain(a) or self._plain(b))):
            return True
        codes, others = self.codes.get(a, {}), self.codes.get(b, {})
        return any(set(others.get(market, code)).isdisjoint(code) for market, code in codes.items())

    def _plain(self, root: int) -> bool:
        return all(is_listing(id_) for id_ in self.known[root])

    def join(self, a: int, b: int, *, said: bool = False, judged: bool = False) -> bool:
        """Make one cluster of two and tell whether they are one now; what clashes stays apart.

        `judged` when a person says that they are one: then only another judgement keeps them apart.
        """
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if self.apart(a, b) if judged else self.clash(a, b, said=said):
            return False
        self._parents[b] = a
        for other in self._apart.pop(b, ()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart.setdefault(a, set()).add(other)
        if b in self.known:
            self.known[a] = tuple(sorted({*self.known.get(a, ()), *self.known.pop(b)}, key=_order))
        if b in self.codes:
            codes = self.codes.setdefault(a, {})
            for market, code in self.codes.pop(b).items():
                codes[market] = tuple(sorted({*codes.get(market, ()), *code}))
        return True


def is_listing(id_: str) -> bool:
    """Tell whether a lexicon id is that of a plain listing.

    >>> is_listing("company/688795.SH"), is_listing("company/nvidia")
    (True, False)
    """
    return "." in id_.partition("/")[2]


def _order(id_: str) -> tuple[bool, tuple[int, str]]:
    return is_listing(id_), market_order(id_)
