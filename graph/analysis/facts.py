"""Facts: what claims say alike, put together from the edges of a network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from ..literals import date_bounds
from ..lookup import ClaimView, claims_with
from ..namespace import resource
from ..schema import load_schema

if TYPE_CHECKING:
    import networkx as nx

    from ..storage import Reader

Edge = Mapping[str, Any]  # the attributes of an edge: texts and numbers, as networkx keeps them
Keyed = tuple[str, str, str, dict[str, Any]]  # subject, object, claim and attributes


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation between two entities in one status, with the claims that say so, the surest first.

    `sources` counts independent articles, `confidence` is that of the surest claim: claims that are alike are often
    wrong alike, so many of them don't make it surer. `first` and `last` are the earliest and the latest date that
    belongs to a claim (its own, else its article's), None where there is none. The ends of symmetric relations stand
    in sorted order.
    """

    subject: str
    relation: str
    object: str
    status: str
    sources: int
    confidence: float
    first: str | None
    last: str | None
    claims: tuple[str, ...]

    @property
    def ends(self) -> tuple[str, str]:
        """Give its two ends."""
        return self.subject, self.object


def facts(
    network: nx.MultiDiGraph[str],
    around: Iterable[str] | None = None,
    *,
    relations: Collection[str] | None = None,
    status: Collection[str] | None = None,
) -> list[Fact]:
    """Give the facts of a network, or those that one of these entities is an end of, in sorted order."""
    return _facts(_edges(network) if around is None else _edges_of(network, around), relations, status)


def facts_between(
    network: nx.MultiDiGraph[str],
    a: str,
    b: str,
    *,
    relations: Collection[str] | None = None,
    directed: bool = False,
) -> list[Fact]:
    """Give the facts between two entities, those with most sources first; `directed` those from `a` to `b` alone.

    A symmetric relation leads both ways.
    """
    there: list[Keyed] = [(a, b, str(key), data) for key, data in (network.get_edge_data(a, b) or {}).items()]
    back: list[Keyed] = [(b, a, str(key), data) for key, data in (network.get_edge_data(b, a) or {}).items() if a != b]
    if directed:
        symmetric = symmetric_relations()
        back = [edge for edge in back if edge[3]["relation"] in symmetric]
    return sorted(
        _facts(there + back, relations, None), key=lambda fact: (-fact.sources, -fact.confidence, fact.claims)
    )


def symmetric_relations() -> frozenset[str]:
    """Give the names of the relations that read the same from both sides."""
    return frozenset(name for name, relation in load_schema().relations.items() if relation.symmetric)


def day_of(edge: Edge, *, latest: bool = False) -> str:
    """Give the first day (or the last) that a claim can mean by its own date, else its article's date, else ""."""
    bounds = date_bounds(edge["date"]) if edge.get("date") else None
    return bounds[latest] if bounds else edge.get("published") or ""


def source_of(edge: Edge) -> str:
    """Give the article that a claim is from, or the one that this is a reprint of: both are one source."""
    return str(edge["reprint_of"] or edge["article"])


def sentences(reader: Reader, ids: Iterable[str]) -> dict[str, ClaimView]:
    """Read the claims with these ids (`claim/9f2c…`) with their sentences and articles, by id in sorted order."""
    found = claims_with(reader, {resource(id_) for id_ in ids})
    return {claim.id: claim for _, claim in sorted(found.items())}


def claims_in(result: object, *, surest: bool = False) -> Iterator[str]:
    """Give the ids of the claims that the result of an analysis names, or of each of its facts the surest alone."""
    if is_dataclass(result) and not isinstance(result, type):
        for field in fields(result):
            value = getattr(result, field.name)
            if field.name == "claims":
                yield from value[:1] if surest else value
            else:
                yield from claims_in(value, surest=surest)
    elif isinstance(result, list | tuple):
        for value in result:
            yield from claims_in(value, surest=surest)


def _edges(network: nx.MultiDiGraph[str]) -> Iterator[Keyed]:
    """Give every edge: in loops of our own, which are twice as fast as networkx's views of a million edges."""
    for subject, around in network.adjacency():
        for object_, keyed in around.items():
            for claim, data in keyed.items():
                yield subject, object_, str(claim), data


def _edges_of(network: nx.MultiDiGraph[str], around: Iterable[str]) -> Iterator[Keyed]:
    """Give each edge at one of these entities once."""
    seen = {entity for entity in around if entity in network}
    for entity in sorted(seen):
        yield from network.out_edges(entity, keys=True, data=True)
        for edge in network.in_edges(entity, keys=True, data=True):
            if edge[0] not in seen:
                yield edge


def _facts(
    edges: Iterable[Keyed],
    relations: Collection[str] | None,
    status: Collection[str] | None,
) -> list[Fact]:
    symmetric = symmetric_relations()
    told: dict[tuple[str, str, str, str], list[tuple[str, Edge]]] = defaultdict(list)
    for subject, object_, claim, data in edges:
        relation, said = data["relation"], data["status"]
        if (relations is None or relation in relations) and (status is None or said in status):
            if relation in symmetric and subject > object_:
                subject, object_ = object_, subject
            told[subject, relation, object_, said].append((claim, data))
    return [_fact(key, told[key]) for key in sorted(told)]


def _fact(key: tuple[str, str, str, str], told: list[tuple[str, Edge]]) -> Fact:
    ordered = sorted(told, key=lambda claim: (-claim[1]["confidence"], claim[0]))
    days = sorted(filter(None, (day_of(data) for _, data in told)))
    return Fact(
        *key,
        sources=len({source_of(data) for _, data in told}),
        confidence=ordered[0][1]["confidence"],
        first=days[0] if days else None,
        last=days[-1] if days else None,
        claims=tuple(claim for claim, _ in ordered),
    )
