"""Tells persons apart: a name and an organisation make one person, the same name elsewhere another.

What joins them: one article that places a person at both, a lexicon id. A name without an organisation is the one
person of that name, where there is one only, or the one whose organisation the article names; else a person apart.
Chinese and Latin spellings of a name that an article says are the same hold for all; other short forms (a surname and a
title) hold in their article only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from .facts import ArticleFacts
from .judgements import Judgement, Side
from .names import fullness, is_han, typed_key
from .namespace import article_iri

if TYPE_CHECKING:
    from .identity import Identity

PERSON = "person"


class _Figure(NamedTuple):
    """One person in one article: positions of the mentions, the main spellings, organisations, the lexicon's ids.

    `pin` is the article's IRI where somebody judged about this figure alone.
    """

    mentions: tuple[int, ...]
    spellings: tuple[str, ...]
    places: tuple[int, ...]
    known: tuple[str, ...]
    pin: str


class Persons:
    """The persons of all articles."""

    def __init__(self, identity: Identity) -> None:
        """Start with none; `identity` knows everything that is no person."""
        self._identity = identity
        self._figures: dict[str, list[_Figure]] = {}
        self._classes: dict[str, str] = {}  # a Latin spelling, and the Chinese one that it stands for
        self._owners: dict[str, set[int]] = defaultdict(set)  # the nodes of the persons of a name
        self._bare: dict[str, int] = {}  # names that people judged without an organisation, and their nodes
        self.places: dict[int, set[int]] = defaultdict(set)  # the organisations of a person's node

    def read(
        self,
        facts: Sequence[ArticleFacts],
        roots: Mapping[str, Sequence[int | None]],
        judgements: Iterable[Judgement] = (),
    ) -> None:
        """Take the persons of articles in; `roots` are their other mentions' roots, `judgements` the newest first."""
        for article in facts:
            figures = list(self._read(article, roots[article.graph]))
            if figures:
                self._figures[article.graph] = figures
        self._spell()
        self._judge(judgements)
        for graph in self._figures:
            for figure in self._figures[graph]:
                self._join(figure)
        self._join_units()

    def _read(self, facts: ArticleFacts, roots: Sequence[int | None]) -> Iterable[_Figure]:
        keys, names = self._identity.keys, self._identity.names
        persons = [i for i, number in enumerate(facts.names) if names[number].type == PERSON]
        for group in _components(persons, facts.same):
            spelled = sorted(group, key=lambda i: (-fullness(keys[facts.names[i]]), i))
            spellings = {is_han(keys[facts.names[i]]): keys[facts.names[i]] for i in reversed(spelled)}
            places = dict.fromkeys(root for a, b in facts.places if a in group and (root := roots[b]) is not None)
            known = {id_ for i in group if (id_ := names[facts.names[i]].known_as)}
            main = tuple(spellings[han] for han in (True, False) if han in spellings)
            pin = max((names[facts.names[i]].pin for i in group), default="")
            yield _Figure(tuple(group), main, tuple(places), tuple(sorted(known)), pin)

    def _spell(self) -> None:
        """Learn which Latin spelling stands for which Chinese one: those that stand for one only."""
        spellings: dict[str, set[str]] = defaultdict(set)
        for figures in self._figures.values():
            for figure in figures:
                if len(figure.spellings) == 2:
                    spellings[figure.spellings[1]].add(figure.spellings[0])
        self._classes = {latin: next(iter(han)) for latin, han in spellings.items() if len(han) == 1}

    def _name(self, figure: _Figure) -> str:
        """Give the one spelling that others are compared with: the Chinese one where it is known."""
        return self._classes.get(figure.spellings[0], figure.spellings[0])

    def _judge(self, judgements: Iterable[Judgement]) -> None:
        """Join and keep apart the persons that people judged about."""
        clusters = self._identity.clusters
        wanted = [one for one in judgements if (one.a.type, one.b.type) == (PERSON, PERSON)]
        named: dict[str, list[_Figure]] = defaultdict(list)
        for figures in self._figures.values() if wanted else ():
            for figure in figures:
                named[self._name(figure)].append(figure)
        for one in wanted:
            a, b = self._side(one.a, named), self._side(one.b, named)
            if a is None or b is None:
                continue
            if one.verdict == "same":
                clusters.join(a, b, judged=True)
            else:
                clusters.keep_apart(a, b)

    def _side(self, side: Side, named: Mapping[str, Sequence[_Figure]]) -> int | None:
        """Give the node that a judgement is about; None while its organisation is nowhere named."""
        clusters, key = self._identity.clusters, typed_key(side.name, PERSON)
        name = self._classes.get(key, key)
        if side.article is not None:
            return clusters.node((PERSON, name, article_iri(side.article)))
        if side.at is not None:
            place = self._identity.named(side.at)
            return None if place is None else clusters.node((PERSON, name, place))
        if name not in self._bare:
            figures = named.get(name, ())
            ends = {*(place for f in figures for place in f.places), *(id_ for f in figures for id_ in f.known)}
            self._bare[name] = clusters.node((PERSON, name))
            if len(ends) == 1:
                end = ends.pop()
                one = clusters.lexicon(end) if isinstance(end, str) else clusters.node((PERSON, name, end))
                clusters.join(one, self._bare[name], judged=True)
        return self._bare[name]

    def _join(self, figure: _Figure) -> None:
        clusters, name = self._identity.clusters, self._name(figure)
        if figure.pin:
            self.places[clusters.node((PERSON, name, figure.pin))].update(figure.places)
            return
        nodes = [clusters.lexicon(id_) for id_ in figure.known]
        for place in figure.places:
            node = clusters.node((PERSON, name, place))
            self.places[node].add(place)
            nodes.append(node)
        self._owners[name].update(nodes)
        for other in nodes[1:]:
            clusters.join(nodes[0], other)

    def _join_units(self) -> None:
        """Join a name's persons at organisations one of which is named after the other: 国泰 and 国泰航空."""
        clusters, firms = self._identity.clusters, self._identity.firms()
        for name in sorted(self._owners):
            at = ((node, place) for node in self._owners[name] for place in self.places.get(node, ()))
            placed = sorted((key, node) for node, place in at for key in firms.get(place, ()))
            for (short, node), (long, other) in combinations(placed, 2):
                if fullness(short) >= 4 and long.startswith(short):
                    clusters.join(node, other)

    def complete(self, facts: ArticleFacts, roots: Sequence[int | None]) -> tuple[int, ...]:
        """Give the roots of all mentions of an article."""
        out = list(roots)
        here = set(roots)
        for figure in self._figures.get(facts.graph, ()):
            root = self._find(figure, here)
            for position in figure.mentions:
                out[position] = root
        return tuple(root for root in out if root is not None)

    def _find(self, figure: _Figure, here: set[int | None]) -> int:
        clusters, name = self._identity.clusters, self._name(figure)
        if figure.pin:
            return clusters.find(clusters.node((PERSON, name, figure.pin)))
        if figure.known:
            return clusters.find(clusters.lexicon(figure.known[0]))
        if figure.places:
            return clusters.find(clusters.node((PERSON, name, figure.places[0])))
        if name in self._bare:
            return clusters.find(self._bare[name])
        known = {id_ for spelling in {name, *figure.spellings} for id_ in self._identity.known_as(PERSON, spelling)}
        nodes = self._owners.get(name, set()) | {clusters.lexicon(id_) for id_ in known}
        owners = {clusters.find(node) for node in nodes}
        here_alone = {clusters.find(node) for node in nodes if not self.places.get(node, set()).isdisjoint(here)}
        for found in (owners, here_alone):
            if len(found) == 1:
                return found.pop()
        apart = clusters.find(clusters.node((PERSON, name)))
        if owners:
            self._identity.unclear[apart] |= owners
        return apart


def _components(persons: Sequence[int], same: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Group positions that are the same person, each group ascending."""
    groups = {person: [person] for person in persons}
    for a, b in same:
        if a in groups and b in groups and groups[a] is not groups[b]:
            joined = sorted(groups[a] + groups[b])
            for person in joined:
                groups[person] = joined
    return sorted({tuple(group): group for group in groups.values()}.values())
