"""Joins names that articles say are one thing's, and those that follow from how registered names are made.

What one article teaches holds for all, unless two that are different claim one short name: then the name is ambiguous.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Set
from itertools import combinations
from typing import TYPE_CHECKING

from .facts import ArticleFacts, Name
from .names import (
    all_names,
    bare_key,
    extends,
    fullness,
    has_legal_form,
    is_han,
    is_listed_form,
    unextended,
    unseated,
)
from .persons import PERSON

if TYPE_CHECKING:
    from .identity import Identity

_ALIKE = frozenset({"company", "fund", "exchange"})  # groups whose mentions an article may call the same thing


class Links:
    """The links between names, and what they join."""

    def __init__(self, identity: Identity) -> None:
        """Start from what is known of the names by themselves."""
        self._identity = identity
        self._names, self._keys, self._clusters = identity.names, identity.keys, identity.clusters
        self._node, self._ambiguous = identity.node, identity.ambiguous

    def join(self, facts: Collection[ArticleFacts]) -> None:
        """Join what articles say is the same."""
        pairs = {(a.names[i], a.names[j]) for a in facts for i, j in a.same} | set(self._extended(facts))
        claimants: dict[tuple[int, str, str, str], set[int]] = defaultdict(set)
        nodes: dict[tuple[int, str, str, str], int] = {}
        implied: dict[tuple[int, str, str, str], int] = {}
        for pair in sorted(pairs, key=lambda pair: [order_of(self._names[number]) for number in pair]):
            if not self._may_be_one(*pair):
                continue
            short, long = sorted(pair, key=lambda n: (fullness(self._keys[n]), self._keys[n]))
            key, name = self._keys[short], self._names[short]
            if key == self._keys[long]:
                self._clusters.join(self._node(short), self._node(long))
            else:
                place = fullness(key), key, self._identity.group(short), _marks(name)
                claimants[place].add(long)
                nodes[place] = self._node(short)
        for number, short in self._unseated():
            key = self._keys[short]
            place = fullness(key), key, self._identity.group(short), _marks(self._names[short])
            if place not in nodes:  # what a text says of a name counts more
                claimants[place].add(number)
                implied[place] = self._node(short)
        nodes.update(implied)
        for place in sorted(claimants, reverse=True):  # the fuller first, so that claimants are settled
            self._settle(place[1], nodes[place], claimants[place])

    def _extended(self, facts: Collection[ArticleFacts]) -> Iterator[tuple[int, int]]:
        """Give the names that an article has with 集团 behind them and without: one thing in 24 of 25 cases."""
        longer = {n: key for n in self._identity.counts if (key := unextended(self._keys[n])) != self._keys[n]}
        for article in facts:
            if not longer.keys().isdisjoint(article.names):
                shorter = {(self._identity.group(n), self._keys[n]): n for n in article.names}
                for number in longer.keys() & set(article.names):
                    short = shorter.get((self._identity.group(number), longer[number]))
                    if short is not None:
                        yield number, short

    def _unseated(self) -> Iterator[tuple[int, int]]:
        """Give registered names and the names that they are but for the seat they begin with.

        Of a known thing only a listed company's name is one, and only where the lexicon does not know it: a known
        company's other names with a seat are mostly its subsidiaries'.
        """
        by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number in self._identity.counts:
            if (key := self._keys[number]) and not self._names[number].pin:
                by_key[self._identity.group(number), key].append(number)
        for number in self._identity.counts:
            name = self._names[number]
            if self._identity.group(number) != "company" or name.pin or not (rest := unseated(name.form)):
                continue
            for short in by_key.get(("company", rest), ()):
                node = self._node(short)
                known = self._identity.listed(self._clusters.find(node))
                full = any(has_legal_form(other) for entity in known for other in all_names(entity))
                if not self._clusters.strong(node) or (is_listed_form(name.form) and not full):
                    yield number, short

    def _may_be_one(self, a: int, b: int) -> bool:
        groups = {self._identity.group(a), self._identity.group(b)}
        return PERSON not in groups and (len(groups) == 1 or groups <= _ALIKE)

    def _settle(self, key: str, short: int, longer: set[int]) -> None:
        """Join a short name with those that claim it, unless they are rivals."""
        find, join = self._clusters.find, self._clusters.join
        longer = {number for number in longer if not self._clusters.apart(self._node(number), short)}
        full = sorted(
            (n for n in longer if not extends(self._keys[n], key)),
            key=lambda n: order_of(self._names[n]),
        )
        if short in self._ambiguous:
            self._ambiguous[short].update(map(self._node, full))
            return
        claims: dict[int, set[str]] = defaultdict(set)
        for number in full:
            claims[find(self._node(number))].add(self._keys[number])
        own = claims.pop(find(short), set())
        judged = self._identity.is_judged(short)
        if self._rivals(short, claims, own if judged else set()):
            if not self._clusters.strong(short) and not judged:
                self._ambiguous[short] = set(claims)
            full = []
        for number in (*full, *sorted(longer.difference(full), key=lambda n: order_of(self._names[n]))):
            if full or extends(self._keys[number], key):
                join(short, self._node(number))

    def _rivals(self, short: int, claims: Mapping[int, set[str]], judged: Set[str]) -> bool:
        """Tell whether two of those that claim a name are different things: known so, or by full names of their own.

        `judged` are full names that people judged to be the short one's.
        """
        names = dict(claims)
        own = self._clusters.find(short)
        legal = {
            bare_key(name)
            for entity in self._identity.listed(own)
            for name in all_names(entity)
            if has_legal_form(name)
        }
        if legal or judged:
            names[own] = legal | judged
        for a, b in combinations(sorted(names), 2):
            if self._clusters.clash(a, b) or not all(_agree(x, y) for x in names[a] for y in names[b]):
                return True
        return any(self._clusters.clash(short, root) for root in claims)


def _marks(name: Name) -> str:
    """Give what sets a name apart from others of its key."""
    return "|".join((name.pin, name.known_as or "", *name.tickers))


def order_of(name: Name) -> tuple[str, ...]:
    """Give what names are ordered by wherever the first one wins."""
    return (name.form, name.type, *name.tickers, name.known_as or "", name.pin)


def _agree(a: str, b: str) -> bool:
    """Tell whether two full names may be one thing's: one Chinese and one Latin, or one with a place before it."""
    return is_han(a) != is_han(b) or a.endswith(b) or b.endswith(a) or extends(a, b) or extends(b, a)
