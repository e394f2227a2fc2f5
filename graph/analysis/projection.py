"""What a network looks like when only who is linked with whom counts: simple graphs, and arrays for the long sums."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import STATUSES
from .facts import Edge, symmetric_relations

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


def linked(
    network: nx.MultiDiGraph[str], relations: Collection[str], status: Collection[str] = STATUSES
) -> nx.Graph[str]:
    """Give the undirected graph of who is linked with whom by these relations and statuses, in sorted order.

    An edge's `weight` is the number of independent sources of the facts between the two, its `confidence` the best of
    theirs. Who is linked with nobody, or with itself alone, is left out.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    _fill(
        graph,
        (((a, b) if a < b else (b, a), data) for a, b, data in _told(network, relations) if data["status"] in status),
    )
    return graph


def directed(network: nx.MultiDiGraph[str], relations: Collection[str]) -> nx.DiGraph[str]:
    """Give the directed graph of these relations, as `linked` does; symmetric relations lead both ways."""
    import networkx as nx

    both = symmetric_relations()
    graph: nx.DiGraph[str] = nx.DiGraph()
    _fill(graph, (way for a, b, data in _told(network, relations) for way in _ways(a, b, data, both)))
    return graph


def _told(network: nx.MultiDiGraph[str], relations: Collection[str]) -> Iterator[tuple[str, str, Edge]]:
    for a, around in network.adjacency():  # loops of our own: networkx's views of a million edges take twice as long
        for b, keyed in around.items():
            if a != b:
                yield from ((a, b, data) for data in keyed.values() if data["relation"] in relations)


def _ways(a: str, b: str, data: Edge, both: Collection[str]) -> Iterator[tuple[tuple[str, str], Edge]]:
    yield (a, b), data
    if data["relation"] in both:
        yield (b, a), data


def _fill(graph: nx.Graph[str], told: Iterable[tuple[tuple[str, str], Edge]]) -> None:
    """Put together what is told of the same pair: the weights of parallel edges add up to their facts' sources."""
    pairs: dict[tuple[str, str], tuple[float, float]] = {}
    for pair, data in told:
        weight, sure = pairs.get(pair, (0.0, 0.0))
        pairs[pair] = weight + data["weight"], max(sure, data["confidence"])
    graph.add_nodes_from(sorted({end for pair in pairs for end in pair}))
    graph.add_edges_from((*pair, {"weight": pairs[pair][0], "confidence": pairs[pair][1]}) for pair in sorted(pairs))


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """A graph as arrays: arc `i` leads from node `tail[i]` to node `head[i]`; an undirected edge is two arcs.

    Arcs are sorted by tail and head; those of node `n` are `first[n]` to `first[n + 1]`.
    """

    nodes: list[str]
    tail: Ints
    head: Ints
    weight: Floats
    first: Ints


def arcs(graph: nx.Graph[str]) -> Arcs:
    """Give a graph, directed or not, as arrays."""
    import numpy as np

    nodes = list(graph)
    place = {node: number for number, node in enumerate(nodes)}
    rows = [(place[a], place[b], data["weight"]) for a, b, data in graph.edges(data=True)]
    tail, head = (np.array([row[end] for row in rows], dtype=np.int64) for end in (0, 1))
    weight = np.array([row[2] for row in rows], dtype=np.float64)
    if not graph.is_directed():
        tail, head, weight = np.r_[tail, head], np.r_[head, tail], np.r_[weight, weight]
    order = np.lexsort((head, tail))
    first = np.zeros(len(nodes) + 1, dtype=np.int64)
    first[1:] = np.cumsum(np.bincount(tail, minlength=len(nodes)))
    return Arcs(nodes, tail[order], head[order], weight[order], first)
