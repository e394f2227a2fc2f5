"""What happened when, and what is new since a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import WrongUse
from ..literals import date_bounds
from .facts import Edge, Fact, facts, source_of

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Event:
    """A fact at a date: `date` as precise as it is told, None where nothing tells; `told` False where it is the article's.

    `claims` are those of the fact with that date. `first` and `last` are the first and the last day that it can mean.
    """

    date: str | None
    first: str | None
    last: str | None
    told: bool
    fact: Fact
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The earliest of all events, in the order of time."""

    total: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What is new of two entities and a relation since a day.

    `kind` is `new` (nothing was known), `changed` (known in another status: `before`) or `confirmed` (more sources for
    what was known). `fact` holds all that is known of it now, `claims` those that are new.
    """

    kind: str
    fact: Fact
    before: tuple[Fact, ...]
    claims: tuple[str, ...]
    published: str


@dataclass(frozen=True, slots=True)
class Since:
    """The latest of all the news since a day; `undated` claims stand in articles of no date and can't be called new."""

    since: str
    total: int
    news: tuple[News, ...]
    undated: int


def timeline(
    network: nx.MultiDiGraph[str],
    entity: str | None = None,
    *,
    relations: Collection[str] | None = None,
    limit: int | None = None,
) -> Timeline:
    """Give what is told of an entity, or of all, in the order of time; what has no date at all comes last.

    The date is the claim's own, else that of its article: then it may have happened earlier. Of two events that begin
    on one day the more precise comes first.
    """
    if entity is not None and entity not in network:
        raise WrongUse(f"{entity} is not in this network")
    events = []
    for fact in facts(network, None if entity is None else [entity], relations=relations):
        by_date: dict[tuple[str | None, bool], list[str]] = {}
        for claim, data in _edges(network, fact):
            by_date.setdefault(_date(data), []).append(claim)
        for (date, told), claims in by_date.items():
            bounds = (date and date_bounds(date)) or (date, date)
            events.append(Event(date, *bounds, told, fact, tuple(claims)))
    events.sort(key=_order)
    return Timeline(len(events), tuple(events[:limit]))


def news(network: nx.MultiDiGraph[str], since: str, *, entity: str | None = None, limit: int | None = None) -> Since:
    """Give what articles published since a day say that none before it did, of an entity or of all.

    The network must hold every status, or no change of one can be seen. WrongUse for a date that there is not.
    """
    bounds = date_bounds(since)
    if bounds is None:
        raise WrongUse(f"{since!r} is no date; write 2024, 2024-06, 2024-Q3 or 2024-06-03")
    day, undated = bounds[0], 0
    known: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in facts(network, None if entity is None else [entity]):
        known.setdefault((fact.subject, fact.relation, fact.object), []).append(fact)
    found = []
    for told in known.values():
        dated = {fact: [(claim, data) for claim, data in _edges(network, fact)] for fact in told}
        undated += sum(1 for claims in dated.values() for _, data in claims if not data.get("published"))
        # what has no date may have been known before: nothing is called new beside it
        old = {fact for fact, claims in dated.items() if any((data.get("published") or "") < day for _, data in claims)}
        found += [news for fact in told if (news := _news(fact, dated[fact], old, day))]
    found.sort(key=lambda one: one.published, reverse=True)
    return Since(day, len(found), tuple(found[:limit]), undated)


def _news(fact: Fact, claims: list[tuple[str, Edge]], old: set[Fact], day: str) -> News | None:
    fresh = [(claim, data) for claim, data in claims if (data.get("published") or "") >= day]
    if not fresh:
        return None
    before = tuple(sorted(old - {fact}, key=lambda other: other.status))
    if fact in old:
        known = {source_of(data) for _, data in claims if (data.get("published") or "") < day}
        fresh = [(claim, data) for claim, data in fresh if source_of(data) not in known]
        kind = "confirmed"
    else:
        kind = "changed" if before else "new"
    published = max((data["published"] for _, data in fresh), default="")
    return News(kind, fact, before, tuple(claim for claim, _ in fresh), published) if fresh else None


def _edges(network: nx.MultiDiGraph[str], fact: Fact) -> list[tuple[str, Edge]]:
    """Give the claims of a fact with their attributes; those of a symmetric relation may stand either way round."""
    there = network.get_edge_data(*fact.ends) or {}
    back = network.get_edge_data(*fact.ends[::-1]) or {}
    return [(claim, there[claim] if claim in there else back[claim]) for claim in fact.claims]


def _date(data: Edge) -> tuple[str | None, bool]:
    if data.get("date") and date_bounds(data["date"]):
        return data["date"], True
    return data.get("published") or None, False


def _order(event: Event) -> tuple[bool, str, str, tuple[str, ...]]:
    return event.date is None, event.first or "", event.last or "", event.claims
