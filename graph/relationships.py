"""Relationships as a picture draws them: what all claims say of a relation between two entities, in one edge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from .model import Status
from .namespace import path_of, relation_name
from .schema import load_schema
from .selection import Row, Selection, admission
from .ties import Tie, facts_over

# what of several statuses an edge is drawn as; what is over is decided before
STRONGEST: tuple[Status, ...] = ("actual", "ended", "planned", "reported", "denied", "possible")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which relationships are wanted: of claims as a selection has them, of so many sources, of some publishers and types.

    `selection.around` has no meaning here. `types` are those that the other end of a neighbourhood may have.
    """

    selection: Selection = field(default_factory=Selection)
    min_sources: int = 1
    publishers: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A relation between two entities, whatever it is told to be; ids are paths (`fact/9f2c…`, `company/nvidia`).

    `status` is the strongest of `statuses`; what was told to be over is `ended`. `sources` and `confidence` are those
    of the strongest, `claims` the IRIs of all that is said, and `contradicted` tells whether a denial or an end stands
    beside something else. `first` and `last` are ISO days, None where nothing tells. The ends of symmetric relations
    stand in sorted order.
    """

    id: str
    subject: str
    relation: str
    object: str
    status: str
    statuses: tuple[str, ...]
    contradicted: bool
    sources: int
    confidence: float
    first: str | None
    last: str | None
    claims: tuple[str, ...]
    symmetric: bool = False

    def other(self, end: str) -> str:
        """Give the end that this one is not."""
        return self.object if self.subject == end else self.subject


def relationships(told: Iterable[Tie], wanted: Wanted | None = None) -> list[Relationship]:
    """Put claims together to the relationships that are wanted, the best told first.

    All claims of a fact must be there, or nobody can tell what is over.
    """
    wanted = wanted or Wanted()
    selection = wanted.selection
    admits = admission(replace(selection, status=None, min_confidence=0.0))
    known = [tie for tie in told if admits(tie.row) and (not wanted.publishers or tie.publisher in wanted.publishers)]
    history = selection.since is not None or selection.until is not None
    over = frozenset[str]() if history else facts_over(known)
    facts: dict[str, list[tuple[str, Tie]]] = defaultdict(list)
    for tie in known:
        row = tie.row
        status = "ended" if row.status == "actual" and tie.fact in over else row.status
        if (selection.status is None or status in selection.status) and row.confidence >= selection.min_confidence:
            facts[tie.fact].append((status, tie))
    found = (_relationship(fact, told) for fact, told in facts.items())
    return sorted((one for one in found if one.sources >= wanted.min_sources), key=_order)


def _order(one: Relationship) -> tuple[int, int, float, str]:
    return -one.sources, STRONGEST.index(one.status), -one.confidence, one.id


def _relationship(fact: str, told: list[tuple[str, Tie]]) -> Relationship:
    there = {status for status, _ in told}
    statuses = tuple(status for status in STRONGEST if status in there)
    strongest = [tie for status, tie in told if status == statuses[0]]
    row = told[0][1].row
    subject, object_ = sorted((row.subject, row.object)) if row.relation in _symmetric() else (row.subject, row.object)
    days = sorted(day for _, tie in told for day in _days(tie.row) if day)
    return Relationship(
        id=path_of(fact),
        subject=path_of(subject),
        relation=relation_name(row.relation),
        object=path_of(object_),
        status=statuses[0],
        statuses=statuses,
        contradicted=len(there) > 1 and not there.isdisjoint(("denied", "ended")),
        sources=len({tie.source for tie in strongest}),
        confidence=max(tie.row.confidence for tie in strongest),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        claims=tuple(sorted(tie.row.claim for _, tie in told)),
        symmetric=row.relation in _symmetric(),
    )


def _days(row: Row) -> tuple[str, str]:
    return row.first or row.published, row.last or row.published


@cache
def _symmetric() -> Collection[str]:
    return frozenset(relation.iri for relation in load_schema().relations.values() if relation.symmetric)
