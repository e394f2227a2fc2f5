"""The graph as NetworkX sees it: entities as nodes, claims as edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict
from typing import TYPE_CHECKING

from .errors import WrongUse
from .lookup import ClaimView, claims, count_sources, entities, label_of
from .model import STATUSES, Entity
from .namespace import GX, relation_term
from .schema import load_schema

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
    """Build a directed multigraph of all entities and of the claims that pass the filters.

    Nodes are entity ids (`company/nvidia`) with `label`, `labels`, `names`, `type` and `tickers`. Edges are keyed by
    claim id and carry `relation`, `status`, `confidence`, `quote`, `article`, `headline`, `published`, `publisher`,
    `url`, `reprint_of` and the qualifiers that are known (`date`, `amount`, …). `sources` is the number of independent
    articles behind the relation between the two, in that status (an article and its reprints are one), and `weight`
    the edge's share of it: the weights of parallel edges add up to their sources. `relations` None means all; nodes
    and edges stand in sorted order. Raises WrongUse for a relation or status that there is not.
    """
    import networkx as nx

    for kind, names, there in (("relation", relations or (), load_schema().relations), ("status", status, STATUSES)):
        if unknown := sorted(set(names) - set(there)):
            raise WrongUse(f"no {kind} is called {unknown[0]}; there are {', '.join(there)}")
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in sorted(entities(reader).values(), key=lambda entity: entity.id):
        network.add_node(entity.id, **_node(entity))
    facts: dict[tuple[str, ...], list[ClaimView]] = defaultdict(list)
    for claim in claims(reader, _pattern(relations, status, min_confidence)):
        facts[_fact(claim)].append(claim)
    sources = {key: count_sources(told) for key, told in facts.items()}
    kept = [(claim, sources[key], len(told)) for key, told in facts.items() for claim in told]
    for claim, number, parallel in sorted(kept, key=lambda row: (row[0].subject.id, row[0].object.id, row[0].id)):
        about = {**_edge(claim), "sources": number, "weight": number / parallel}
        network.add_edge(claim.subject.id, claim.object.id, key=claim.id, **about)
    return network


def _fact(claim: ClaimView) -> tuple[str, ...]:
    """Give what claims have in common that say the same: relation, status and ends, whose order may not matter."""
    ends = (claim.subject.id, claim.object.id)
    relation = load_schema().relations.get(claim.relation)
    return (claim.relation, claim.status, *(sorted(ends) if relation and relation.symmetric else ends))


def _pattern(relations: Collection[str] | None, status: Collection[str], min_confidence: float) -> str:
    """Give the SPARQL pattern over `?c` that selects the claims wanted."""
    which = " ".join(f"<{GX}{relation_term(name)}>" for name in sorted(relations or ()))
    said = " ".join(f'"{value}"' for value in sorted(status))
    return (
        (f"VALUES ?r {{ {which} }} ?c rdf:predicate ?r . " if relations is not None else "?c a gx:Claim . ")
        + f"VALUES ?status {{ {said} }} ?c gx:status ?status ; gx:confidence ?sure "
        + f"FILTER(?sure >= {float(min_confidence)!r})"
    )


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
