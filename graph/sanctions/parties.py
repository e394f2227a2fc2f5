"""Who is under sanctions: by an entry of a list, by what articles say, or by both."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..analysis.facts import Fact, facts
from ..literals import date_bounds
from ..lookup import entities
from ..namespace import entity_iri
from .lists import ListEntry
from .matching import ENOUGH
from .screening import Screened, screened

if TYPE_CHECKING:
    import networkx as nx

    from ..storage import Reader

RELATION = "sanctions"


@dataclass(frozen=True, slots=True)
class ListedAs:
    """An entry that a party is, or may be: `score` and `reasons` are the match's, `confirmed` tells if a person said so."""

    entry: str
    list: str
    name: str
    programmes: tuple[str, ...]
    since: str | None
    until: str | None
    reason: str | None
    url: str | None
    score: float
    reasons: tuple[str, ...]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Sanctioned:
    """A party under sanctions: what lists have, the surest first, and what articles say.

    `sure` is how sure the surest of both is: 1 where a person confirmed an entry, else the match's score, or the
    confidence of what an article says.
    """

    entity: str
    listed: tuple[ListedAs, ...]
    told: tuple[Fact, ...]
    sure: float


def sanctioned_parties(
    reader: Reader,
    told: nx.MultiDiGraph[str],
    among: Iterable[str],
    *,
    lists: Collection[str] = (),
    enough: float = ENOUGH,
    as_of: str | None = None,
) -> dict[str, Sanctioned]:
    """Find who of these entities is under sanctions: by lists, and by the claims of the network `told`.

    With `as_of` an entry counts whose own dates hold on the last day that this can mean; one without dates always does.
    NotFound for a list that there is not.
    """
    wanted = sorted(set(among))
    known = entities(reader, map(entity_iri, wanted)).values()
    listed: dict[str, list[ListedAs]] = {}
    for one in screened(reader, known, names=lists, enough=enough).found:
        if _holds(one.match.listed.entry, as_of):
            listed.setdefault(one.match.entity.id, []).append(_listed_as(one))
    news: dict[str, list[Fact]] = {}
    for fact in facts(told, relations=(RELATION,), status=("actual",)):
        news.setdefault(fact.object, []).append(fact)
    return {
        entity: _party(entity, listed.get(entity, []), news.get(entity, []))
        for entity in wanted
        if entity in listed or entity in news
    }


def _holds(entry: ListEntry, as_of: str | None) -> bool:
    day = (date_bounds(as_of) or ("", ""))[1] if as_of else ""
    since, until = (date_bounds(told) if told else None for told in (entry.since, entry.until))
    return not day or ((since is None or since[0] <= day) and (until is None or day <= until[1]))


def _listed_as(one: Screened) -> ListedAs:
    match, entry = one.match, one.match.listed.entry
    about = (entry.programmes, entry.since, entry.until, entry.reason, entry.url)
    return ListedAs(one.id, match.listed.list, entry.name, *about, match.score, match.reasons, bool(one.confirmed))


def _party(entity: str, listed: Iterable[ListedAs], told: Iterable[Fact]) -> Sanctioned:
    ordered = tuple(sorted(listed, key=lambda one: (not one.confirmed, -one.score, one.entry)))
    news = tuple(sorted(told, key=lambda fact: (-fact.confidence, fact.claims)))
    sure = [1.0 if one.confirmed else one.score for one in ordered[:1]] + [fact.confidence for fact in news[:1]]
    return Sanctioned(entity, ordered, news, max(sure))
