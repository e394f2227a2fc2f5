"""Suggestions: pairs that no article links and that much speaks for looking at. None of them is a fact."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .facts import Fact, facts_between
from .projection import linked
from .roles import chosen, load_roles

if TYPE_CHECKING:
    import networkx as nx

_HUB = 200  # links above which an entity suggests nothing: it has to do with everybody
_PAIRS = 3_000_000  # pairs scored at most, some 700 MB: in a large network only those who know few still suggest


@dataclass(frozen=True, slots=True)
class Because:
    """An entity that two others are both linked with, by which facts, and what it adds to the score."""

    entity: str
    adds: float
    to_first: tuple[Fact, ...]
    to_second: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entities that may have to do with each other: a guess from the shape of the network, not said by any article."""

    first: str
    second: str
    score: float
    common: int
    because: tuple[Because, ...]


def suggestions(
    network: nx.MultiDiGraph[str],
    *,
    of: str | None = None,
    relations: Collection[str] | None = None,
    limit: int = 20,
    because: int = 3,
) -> tuple[Suggestion, ...]:
    """Suggest links between entities, or those of one, by what they are both linked with, the likeliest first.

    The score is that of Adamic and Adar (2003): each common neighbour adds 1/ln of the number of its own links, so that
    one who knows few says more. Links are what is actual. Who has more than 200 links suggests nothing; in networks from some 100,000 links on,
    where pairs would be too many, fewer. Pairs that any claim of the network links, in whatever status or relation,
    are left out: give it all statuses.
    """
    names = chosen(relations, load_roles().linking)
    graph = linked(network, names, status=("actual",))
    scores: dict[tuple[str, str], float] = {}
    most = _HUB if of is not None else _most_links(graph)
    for entity in graph if of is None else graph.adj.get(of, ()):
        around = list(graph[entity])
        if 2 <= len(around) <= most:
            adds = 1 / math.log(len(around))
            for pair in _pairs(around, of):
                scores[pair] = scores.get(pair, 0.0) + adds
    order = sorted(scores, key=lambda pair: (-round(scores[pair], 9), pair))
    found: list[Suggestion] = []
    for first, second in order:
        if len(found) == limit:
            break
        if not (network.has_edge(first, second) or network.has_edge(second, first)):
            common = [one for one in graph[first] if one in graph[second] and len(graph[one]) <= most]
            why = sorted(common, key=lambda one: (len(graph[one]), one))[:because]
            reasons = tuple(_because(network, graph, first, second, one, names) for one in why)
            found.append(Suggestion(first, second, round(scores[first, second], 6), len(common), reasons))
    return tuple(found)


def _most_links(graph: nx.Graph[str]) -> int:
    """Give the number of links up to which entities may suggest, so that the pairs stay countable."""
    pairs = 0
    for links, entities in sorted(Counter(len(graph[entity]) for entity in graph).items()):
        pairs += entities * links * (links - 1) // 2
        if links > _HUB or pairs > _PAIRS:
            return links - 1
    return _HUB


def _pairs(around: list[str], of: str | None) -> list[tuple[str, str]]:
    if of is not None:
        return [(min(of, other), max(of, other)) for other in around if other != of]
    return [(a, b) for place, a in enumerate(around) for b in around[place + 1 :]]


def _because(
    network: nx.MultiDiGraph[str], graph: nx.Graph[str], first: str, second: str, common: str, names: Collection[str]
) -> Because:
    to_first, to_second = (tuple(facts_between(network, end, common, relations=names)) for end in (first, second))
    return Because(common, round(1 / math.log(len(graph[common])), 6), to_first, to_second)
