"""The graph as NetworkX sees it: entities as nodes, claims as edges."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import TYPE_CHECKING

from .excerpt import Excerpt
from .lookup import ClaimView, count_sources, label_of
from .model import Entity
from .selection import Selection

if TYPE_CHECKING:
    import networkx as nx

    from .storage import Reader


def graph(
    reader: Reader,
    *,
    relations: Collection[str] | None = None,
    status: Collection[str] = ("actual",),
    min_confidence: float = 0.0,
) -> nx.MultiDiGraph[str]:
    """Build a directed multigraph of all entities and of the claims that pass the filters; see `network`.

    `relations` None means all. Raises WrongUse for a relation or status that there is not.
    """
    which = None if relations is None else tuple(relations)
    selection = Selection(relations=which, status=tuple(status), min_confidence=min_confidence)
    return network(Excerpt(reader, selection, lone=True))


def network(excerpt: Excerpt) -> nx.MultiDiGraph[str]:
    """Build a directed multigraph of an excerpt's entities and claims.

    Nodes are entity ids (`company/nvidia`) with `label`, `labels`, `names`, `type` and `tickers`. Edges are keyed by
    claim id and carry `relation`, `status`, `confidence`, `quote`, `article`, `headline`, `published`, `publisher`,
    `url`, `reprint_of` and the qualifiers that are known (`date`, `amount`, …). `sources` is the number of independent
    articles behind the relation between the two, in that status (an article and its reprints are one), and `weight`
    the edge's share of it: the weights of parallel edges add up to their sources. Nodes and edges stand in sorted order.
    """
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in sorted(excerpt.entities(), key=lambda entity: entity.id):
        network.add_node(entity.id, **_node(entity))
    facts = ((told, count_sources(told)) for told in excerpt.facts())
    kept = [(claim, sources, len(told)) for told, sources in facts for claim in told]
    for claim, sources, parallel in sorted(kept, key=lambda row: (row[0].subject.id, row[0].object.id, row[0].id)):
        about = {**_edge(claim), "sources": sources, "weight": sources / parallel}
        network.add_edge(claim.subject.id, claim.object.id, key=claim.id, **about)
    return network


def _node(entity: Entity) -> dict[str, object]:
    return {
        "label": label_of(entity),
        "labels": dict(entity.labels),
        "names": list(entity.names),
        "type": entity.type,
        "tickers": list(entity.tickers),
    }


def _edge(claim: ClaimView) -> dict[str, object]:
    known = {name: value for name, value in asdict(claim.qualifiers).items() if value is not None}
    about = asdict(claim.article)
    return {
        "relation": claim.relation,
        "status": claim.status,
        "confidence": claim.confidence,
        "quote": claim.quote,
        "article": about.pop("id"),
        **about,
        **known,
    }
