"""Joins nodes into clusters, and never two that are known to be different things."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from .names import board


class Clusters:
    """A union-find over nodes that carry at most one lexicon id and one ticker per board.

    What a cluster comes to be depends on the joins alone, but where joins clash, the first wins: call in a fixed order.
    """

    def __init__(self, tickers: Mapping[str, tuple[str, ...]]) -> None:
        """Start with no nodes; `tickers` are those of the things that the lexicon knows, by their ids."""
        self._tickers = tickers
        self._nodes: dict[Hashable, int] = {}
        self._parents: list[int] = []
        self.known: dict[int, str] = {}  # the lexicon's id, by root
        self.codes: dict[int, dict[str, str]] = {}  # the ticker on each board, by root

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
            self.known[node] = id_
            codes: dict[str, str] = {}
            for ticker in sorted(self._tickers.get(id_, ())):
                codes.setdefault(board(ticker), ticker)
            self.codes[node] = codes
        return node

    def ticker(self, ticker: str) -> int:
        """Give the node of a ticker that the lexicon does not know."""
        node = self.node(("ticker", ticker))
        if self._parents[node] == node and node not in self.codes:
            self.codes[node] = {board(ticker): ticker}
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

    def clash(self, a: int, b: int) -> bool:
        """Tell whether two clusters are known to be different things."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        if a in self.known and b in self.known:
            return True
        codes, others = self.codes.get(a, {}), self.codes.get(b, {})
        return any(others.get(market, code) != code for market, code in codes.items())

    def join(self, a: int, b: int) -> bool:
        """Make one cluster of two and tell whether they are one now; what clashes stays apart."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if self.clash(a, b):
            return False
        self._parents[b] = a
        if b in self.known:
            self.known[a] = self.known.pop(b)
        if b in self.codes:
            self.codes[a] = {**self.codes.get(a, {}), **self.codes.pop(b)}
        return True
