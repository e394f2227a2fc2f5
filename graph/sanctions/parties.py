"""Who is under sanctions: by an entry of a list, by what articles say, or by both."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..analysis.facts import Fact, facts
from ..literals import date_bounds
from ..lookup import entities
from ..namespace import entity_iri
from .lists import ListEntry, lists
from .matching import ENOUGH
from .screening import Screened, screened

if TYPE_CHECKING:
    import networkx as nx

    from ..analysis.counted import Counted
    from ..storage import Reader

RELATION = "sanctions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which entries of lists count: of these lists (all where none is named), matched by a score from `enough` on, or confirmed.

    With `as_of` an entry counts whose own dates hold on the last day that this can mean; one without dates always does.
    """

    lists: tuple[str, ...] = ()
    enough: float = ENOUGH
    as_of: str | None = None


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


class Parties:
    """Who of some entities is under sanctions; how surely, and in which words, is read for those that it is asked about."""

    def __init__(self, reader: Reader, counted: Counted, among: Iterable[str], choice: Choice) -> None:
        """Find them by lists, and by the claims that count; NotFound for a list that there is not."""
        import numpy as np

        wanted, whole = sorted(set(among)), counted.whole
        self._counted = counted
        self._listed = _listed(reader, wanted, choice)
        known = np.zeros(len(whole.nodes), dtype=np.bool_)
        known[[whole.places[entity] for entity in wanted if entity in whole.places]] = True
        self._arcs = np.flatnonzero(counted.arcs(whole.of([RELATION]) & known[whole.ends[:, 1]], actual=True))
        self._of = [whole.nodes[place] for place in whole.ends[self._arcs, 1].tolist()]
        self.entities = tuple(sorted({*self._listed, *self._of}))

    def sure(self, entities: Collection[str]) -> dict[str, float]:
        """Give how sure it is of each of these parties, as `Sanctioned` has it."""
        found = {entity: _surest(self._listed.get(entity, ())) for entity in entities}
        arcs = self._arcs[[entity in found for entity in self._of]]
        of = [entity for entity in self._of if entity in found]
        for entity, sure in zip(of, self._counted.sure(arcs).tolist(), strict=True):
            found[entity] = max(found[entity], sure)
        return found

    def told(self, entities: Collection[str]) -> nx.MultiDiGraph[str]:
        """Read what is told of sanctions against these parties."""
        return self._counted.network(self._arcs[[entity in entities for entity in self._of]])

    def named(self, told: nx.MultiDiGraph[str], entities: Collection[str]) -> dict[str, Sanctioned]:
        """Give these parties with their entries and what is told of each in a network that `told` read."""
        news: dict[str, list[Fact]] = {}
        for fact in facts(told, relations=(RELATION,), status=("actual",)):
            news.setdefault(fact.object, []).append(fact)
        return {entity: _party(entity, self._listed.get(entity, ()), news.get(entity, ())) for entity in entities}


def _listed(reader: Reader, wanted: Collection[str], choice: Choice) -> dict[str, tuple[ListedAs, ...]]:
    """Give the entries that entities are or may be; without a list nobody's name need be read."""
    if not choice.lists and not lists(reader):
        return {}
    known = entities(reader, map(entity_iri, wanted)).values()
    found: dict[str, list[ListedAs]] = {}
    for one in screened(reader, known, names=choice.lists, enough=choice.enough).found:
        if _holds(one.match.listed.entry, choice.as_of):
            found.setdefault(one.match.entity.id, []).append(_listed_as(one))
    return {
        entity: tuple(sorted(listed, key=lambda one: (not one.confirmed, -one.score, one.entry)))
        for entity, listed in found.items()
    }


def _holds(entry: ListEntry, as_of: str | None) -> bool:
    day = (date_bounds(as_of) or ("", ""))[1] if as_of else ""
    since, until = (date_bounds(told) if told else None for told in (entry.since, entry.until))
    return not day or ((since is None or since[0] <= day) and (until is None or day <= until[1]))


def _listed_as(one: Screened) -> ListedAs:
    match, entry = one.match, one.match.listed.entry
    about = (entry.programmes, entry.since, entry.until, entry.reason, entry.url)
    return ListedAs(one.id, match.listed.list, entry.name, *about, match.score, match.reasons, bool(one.confirmed))


def _party(entity: str, listed: tuple[ListedAs, ...], told: Iterable[Fact]) -> Sanctioned:
    news = tuple(sorted(told, key=lambda fact: (-fact.confidence, fact.claims)))
    return Sanctioned(entity, listed, news, max(_surest(listed), *(fact.confidence for fact in news[:1]), 0.0))


def _surest(listed: Collection[ListedAs]) -> float:
    """Give how sure the first of some entries in order is, which is the surest."""
    return next((1.0 if one.confirmed else one.score for one in listed), 0.0)
