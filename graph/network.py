"""The graph as NetworkX sees it: entities as nodes, claims as edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from .edges import Edge, read_edges
from .excerpt import Excerpt
from .lookup import entities, label_of
from .model import Entity
from .namespace import entity_iri
from .selection import Selection

if TYPE_CHECKING:
    import networkx as nx

    from .storage import Reader


def graph(
    reader: Reader,
    *,
    relations: Collection[str] | None = None,
    status: Collection[str] | None = ("actual",),
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
    min_confidence: float = 0.0,
    sources: int = 1,
    around: Collection[str] = (),
    hops: int = 1,
    evidence: bool = True,
) -> nx.MultiDiGraph[str]:
    """Build a directed multigraph of entities and of the claims that pass the filters, as `Selection` has them.

    `relations` and `status` None mean all. `sources` leaves out facts that fewer independent articles tell. `around` are
    ids of entities: then only what at most `hops` claims lead to is read; else all entities are nodes. `evidence=False`
    leaves quotes, headlines, publishers and addresses out, for large graphs (docs/analysis.md tells what memory they
    take). Where neither a time nor `ended` is asked for, what is over by what was published last is left out, as from the
    view's direct edges.

    Nodes are entity ids (`company/nvidia`) with `label`, `labels`, `names`, `type` and `tickers`. Edges are keyed by
    claim id (`claim/9f2c…`, whose IRI `namespace.resource` gives) and carry `relation`, `status`, `confidence`, `quote`,
    `article`, `headline`, `published`, `publisher`, `url`, `reprint_of` and the qualifiers that are known (`date`,
    `amount`, …). `sources` is the number of independent articles behind the relation between the two, in that status (an
    article and its reprints are one), and `weight` the edge's share of it: the weights of parallel edges add up to
    their sources. Nodes and edges stand in sorted order. Raises WrongUse for a relation, status or date that there is not.
    """
    selection = Selection(
        relations=None if relations is None else tuple(relations),
        status=None if status is None else tuple(status),
        since=since,
        until=until,
        as_of=as_of,
        min_confidence=min_confidence,
        around=tuple(entity_iri(entity) for entity in sorted(around)),
        hops=hops,
    )
    return read_network(reader, selection, sources=sources, evidence=evidence)


def network(excerpt: Excerpt) -> nx.MultiDiGraph[str]:
    """Build the multigraph of an excerpt's entities and claims, with nodes and edges as those of `graph`."""
    return assembled(excerpt.entities(), read_edges(excerpt.reader, excerpt.selection, standing=False))


def read_network(
    reader: Reader, selection: Selection, *, sources: int = 1, evidence: bool = True, closing: bool = True
) -> nx.MultiDiGraph[str]:
    """Build the multigraph that `graph` does from a selection; `closing` is as `edges.read_edges` has it."""
    edges = read_edges(reader, selection, evidence=evidence, closing=closing)
    wanted = _ends(selection, edges) if selection.around else None
    return assembled(entities(reader, wanted).values(), edges, sources=sources)


def assembled(nodes: Iterable[Entity], edges: list[Edge], *, sources: int = 1) -> nx.MultiDiGraph[str]:
    """Put entities and edges, in sorted order, together as `graph` does; the list of edges is emptied on the way."""
    import networkx as nx

    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in sorted(nodes, key=lambda entity: entity.id):
        found.add_node(entity.id, **_node(entity))
    told: dict[tuple[str, ...], list[Edge]] = defaultdict(list)
    for edge in edges:
        told[(*edge.fact, edge.about["status"])].append(edge)
    for same in told.values():
        number = len({edge.about["reprint_of"] or edge.about["article"] for edge in same})
        for edge in same:
            edge.about.update(sources=number, weight=number / len(same))
    told.clear()
    for edge in _taken(edges):
        if edge.about["sources"] >= sources:
            found.add_edge(edge.subject, edge.object, key=edge.claim, **edge.about)
    return found


def _taken(edges: list[Edge]) -> Iterator[Edge]:
    """Give edges in order and let each go: networkx copies their attributes."""
    edges.reverse()
    while edges:
        yield edges.pop()


def _ends(selection: Selection, edges: list[Edge]) -> set[str]:
    ends = {entity_iri(end) for edge in edges for end in (edge.subject, edge.object)}
    return ends | set(selection.around)


def _node(entity: Entity) -> dict[str, object]:
    return {
        "label": label_of(entity),
        "labels": dict(entity.labels),
        "names": list(entity.names),
        "type": entity.type,
        "tickers": list(entity.tickers),
    }
