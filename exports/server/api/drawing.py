"""The tasks that bring a picture's parts: what lies next to an entity, and what links those that are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....graph.errors import NotFound
from ....graph.lookup import entities
from ....graph.namespace import entity_iri
from ....graph.relationships import Relationship, Wanted, relationships
from ....graph.ties import ties_among
from ..limits import Limits
from ..tasks import Answer
from .answers import answer
from .judged import wrong_claims
from .nodes import nodes
from .remembered import remembered, ties_at, whole

if TYPE_CHECKING:
    from ....graph.storage import Place, Reader


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Some of what lies next to an entity, the best told first; `direction` is `out`, `in` or `both`."""

    store: Place
    id: str
    direction: str
    offset: int
    limit: int
    wanted: Wanted

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with nodes and edges, and how many neighbours there are."""
        around = by_neighbour(at(reader, self.id, self.wanted), self.id, self.direction)
        own = around.pop(self.id, [])  # what leads from it to itself: a firm buys its own shares
        # a neighbour stands where its best relationship does
        shown = list(around)[self.offset : self.offset + self.limit]
        drawn = [*(own if not self.offset else ()), *(edge for other in shown for edge in around[other])]
        told = edges(drawn, wrong_claims(reader, self.store))
        return answer(
            reader,
            {"total": len(around), "offset": self.offset, "nodes": nodes(reader, [self.id, *shown]), "edges": told},
        )


@dataclass(frozen=True, slots=True)
class Graph:
    """Entities and all that links them to one another, or the `new` among them and what links these; what is gone is named."""

    store: Place
    ids: tuple[str, ...]
    new: tuple[str, ...]
    wanted: Wanted

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with nodes, edges and what is gone."""
        there = nodes(reader, self.new or self.ids)
        known = {str(node["id"]) for node in there}
        told = relationships(ties_among(reader, whole(reader), self.ids, self.new), self.wanted)
        gone = [id_ for id_ in self.new or self.ids if id_ not in known]
        return answer(
            reader,
            {"total": len(there), "nodes": there, "edges": edges(told, wrong_claims(reader, self.store)), "gone": gone},
        )


def at(reader: Reader, id_: str, wanted: Wanted) -> list[Relationship]:
    """Give an entity's relationships, the best told first; NotFound where there is no such entity."""
    iri = entity_iri(id_)
    if iri not in entities(reader, [iri]):
        raise NotFound(f"{id_}: there is no such entity here; it may have another id now")
    last = remembered(reader, "relationships", lambda _: dict[tuple[str, Wanted], list[Relationship]]())
    if (iri, wanted) not in last:  # the next page, or the claims of a neighbour, ask for the same
        last.clear()
        told = relationships(ties_at(reader, iri), wanted)
        kinds = wanted.types
        last[iri, wanted] = [one for one in told if not kinds or one.other(id_).partition("/")[0] in kinds]
    return last[iri, wanted]


def by_neighbour(told: Iterable[Relationship], id_: str, direction: str = "both") -> dict[str, list[Relationship]]:
    """Put relationships together by the other end, in the order of the best."""
    found: dict[str, list[Relationship]] = defaultdict(list)
    for one in told:
        if direction == "both" or way(one, id_) in ("both", direction):
            found[one.other(id_)].append(one)
    return found


def way(one: Relationship, id_: str) -> str:
    """Tell how a relationship leads from an entity: `out`, `in`, or `both` where it is symmetric."""
    if one.symmetric:
        return "both"
    return "out" if one.subject == id_ else "in"


def edges(told: Iterable[Relationship], wrong: Collection[str]) -> list[dict[str, object]]:
    """Give relationships as edges, each with how many of its claims are among those judged to be wrong."""
    return [
        {
            "id": one.id,
            "subject": one.subject,
            "relation": one.relation,
            "object": one.object,
            "status": one.status,
            "statuses": list(one.statuses),
            "contradicted": one.contradicted,
            "sources": one.sources,
            "confidence": one.confidence,
            "first": one.first,
            "last": one.last,
            "claims": len(one.claims),
            "wrong": sum(1 for claim in one.claims if claim in wrong) if wrong else 0,
        }
        for one in told
    ]
