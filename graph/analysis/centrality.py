"""Who is central: by rank, by standing between others, by linking who is not linked; and what drives each score."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import WrongUse
from .betweenness import betweenness
from .facts import Fact, facts_between
from .projection import Arcs, arcs, directed, linked
from .roles import chosen, load_roles

if TYPE_CHECKING:
    import networkx as nx

    from .projection import Floats

_DAMPING, _ROUNDS, _CLOSE = 0.85, 200, 1e-12  # of PageRank: as Brin and Page have it, and when it stands still


@dataclass(frozen=True, slots=True)
class Driver:
    """What a score comes from: an entity next to the ranked one, its share of the score, and the facts between them."""

    entity: str
    share: float
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Rank:
    """An entity's place by a measure, from 1, its score and what drives it, the greatest share first."""

    place: int
    entity: str
    score: float
    drivers: tuple[Driver, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The first by a measure; `entities` is how many were ranked, `starts` from how many betweenness was counted."""

    measure: str
    entities: int
    ranks: tuple[Rank, ...]
    starts: int | None = None


# the scores in the nodes' order, the shares that others have in one node's score, and how many starting points
_Scored = tuple["Floats", Callable[[int], Mapping[int, float]], int | None]


def centrality(
    network: nx.MultiDiGraph[str],
    measure: str = "pagerank",
    *,
    relations: Collection[str] | None = None,
    limit: int = 20,
    drivers: int = 3,
    seed: int = 0,
) -> Ranking:
    """Rank the entities of a network by one of `MEASURES`.

    pagerank: a random reader's share of time who follows relations from subject to object, and symmetric ones both
    ways; betweenness: the share of pairs of others between which an entity stands; brokers: Burt's effective size, the
    number of entities next to one less the links among them, so that what links the unlinked scores high. A relation
    weighs as many times as it has independent sources in pagerank, once in the others. WrongUse for another measure.
    """
    if measure not in MEASURES:
        raise WrongUse(f"no measure is called {measure}; there are {', '.join(MEASURES)}")
    names = chosen(relations, load_roles().linking)
    graph = directed(network, names) if measure == "pagerank" else linked(network, names)
    if not len(graph):
        return Ranking(measure, 0, ())
    array = arcs(graph)
    scores, shares, starts = MEASURES[measure](graph, array, seed)
    # rounded, so that sums in another order put nobody before another
    order = sorted(range(len(array.nodes)), key=lambda node: (-round(float(scores[node]), 12), array.nodes[node]))
    ranks = []
    for place, node in enumerate(order[:limit], 1):
        entity = array.nodes[node]
        found = sorted(shares(node).items(), key=lambda share: (-round(share[1], 12), array.nodes[share[0]]))
        told = [(array.nodes[other], share) for other, share in found[:drivers] if share > 0]
        why = tuple(Driver(o, round(s, 6), _facts(network, entity, o, names)) for o, s in told)
        ranks.append(Rank(place, entity, round(float(scores[node]), 9), why))
    return Ranking(measure, len(array.nodes), tuple(ranks), starts)


def _facts(network: nx.MultiDiGraph[str], a: str, b: str, relations: Collection[str]) -> tuple[Fact, ...]:
    return tuple(facts_between(network, a, b, relations=relations))


def _pagerank(graph: nx.Graph[str], array: Arcs, seed: int) -> _Scored:
    """Score by PageRank; a node's shares are what the nodes with arcs to it hand on, the rest comes by chance."""
    import numpy as np

    number = len(array.nodes)
    given = np.bincount(array.tail, weights=array.weight, minlength=number)
    part = array.weight / given[array.tail]
    score = np.full(number, 1.0 / number)
    for _ in range(_ROUNDS):
        lost = float(score[given == 0].sum())
        flow = np.bincount(array.head, weights=score[array.tail] * part, minlength=number)
        after = _DAMPING * (flow + lost / number) + (1 - _DAMPING) / number
        moved, score = float(np.abs(after - score).sum()), after
        if moved < _CLOSE:
            break

    def shares(node: int) -> Mapping[int, float]:
        into = np.flatnonzero(array.head == node)
        tails = array.tail[into]
        return dict(zip(tails.tolist(), (_DAMPING * score[tails] * part[into] / score[node]).tolist(), strict=True))

    return score, shares, None


def _betweenness(graph: nx.Graph[str], array: Arcs, seed: int) -> _Scored:
    """Score by betweenness; a node's shares are those of its links in the ways that lead over its links."""
    import numpy as np

    score, flow, starts = betweenness(array, seed=seed)

    def shares(node: int) -> Mapping[int, float]:
        if score[node] <= 0:
            return {}
        out, into = np.flatnonzero(array.tail == node), np.flatnonzero(array.head == node)
        over = flow[out] + flow[into]  # arcs are sorted: those from and to one neighbour stand at one place in both
        return dict(zip(array.head[out].tolist(), (over / over.sum()).tolist(), strict=True))

    return score, shares, starts


def _brokers(graph: nx.Graph[str], array: Arcs, seed: int) -> _Scored:
    """Score by effective size; a node's shares are what each neighbour adds: 1 less its part in links to the others."""
    import networkx as nx
    import numpy as np

    triangles: dict[str, int] = nx.triangles(graph)  # type: ignore[assignment]  # of all nodes it is a dict
    links = dict(graph.degree)
    size = np.array([links[node] - 2 * triangles[node] / links[node] for node in array.nodes])
    places = {node: number for number, node in enumerate(array.nodes)}

    def shares(node: int) -> Mapping[int, float]:
        around = graph[array.nodes[node]]
        ties = {other: sum(1 for third in graph[other] if third in around) for other in around}
        return {places[other]: (1 - tied / len(around)) / float(size[node]) for other, tied in ties.items()}

    return size, shares, None


MEASURES: Mapping[str, Callable[[nx.Graph[str], Arcs, int], _Scored]] = {
    "pagerank": _pagerank,
    "betweenness": _betweenness,
    "brokers": _brokers,
}
