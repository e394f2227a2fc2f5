"""Finds the entries of lists that entities may be: the likeliest first, each with a score and what speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..model import Entity
from ..names import all_names, bare_key, split_ticker
from ..persons import PERSON
from .comparing import Likeness, compare
from .lists import ListEntry, entry_iri
from .names import Parts, names_within, take_apart
from .words import load_words

ENOUGH = 0.75  # the score from which a match is shown; set on the development half of the check set
_TICKER = 0.99
_ABROAD, _AT_HOME = 0.3, 0.02  # what it takes off that an entry's addresses are all in other countries, and adds else
_SISTER = 0.2  # what it takes off where another entry fits better and this one's name says more than the entity's
_NO_PARTIES = frozenset({"product", "place", "exchange"})
_PERSON_MOST = 0.7  # persons of one name are many: a name alone never makes two of them one


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry and the list that it is on."""

    list: str
    entry: ListEntry


@dataclass(frozen=True, slots=True)
class Match:
    """An entity and an entry that may be one: a score from 0 to 1, and the reasons for it.

    It is a guess until a person judged it: nothing is joined by it.
    """

    entity: Entity
    listed: Listed
    score: float
    reasons: tuple[str, ...]


class EntryIndex:
    """The names and tickers of the entries of some lists, by what names can have in common."""

    def __init__(self, listed: Iterable[Listed]) -> None:
        """Take the names of all entries apart."""
        self.entries = tuple(listed)
        self.by_iri = {entry_iri(one.list, one.entry.key): one for one in self.entries}
        self._by_key: dict[object, list[tuple[int, Parts]]] = defaultdict(list)
        self._main: list[Parts] = []
        self._by_ticker: dict[tuple[str, str | None], list[int]] = defaultdict(list)
        for number, one in enumerate(self.entries):
            written = dict.fromkeys(name for text in (one.entry.name, *one.entry.names) for name in names_within(text))
            self._main.append(take_apart(next(iter(written), one.entry.name)))
            for parts in map(take_apart, written):
                for key in _keys(parts):
                    self._by_key[key].append((number, parts))
            for ticker in filter(None, map(split_ticker, one.entry.tickers)):
                self._by_ticker[ticker].append(number)

    def alike(
        self, own: Parts, *, label: bool = False, seats: frozenset[str] = frozenset()
    ) -> Iterator[tuple[int, Likeness]]:
        """Give the entries that have a name like this one, by number, some of them several times.

        `label` tells that the entity is mainly called so, `seats` are the places in any of its names. A place that an entry is mainly named with counts for its other
        names too.
        """
        seen: set[tuple[int, str]] = set()
        for key in _keys(own):
            for number, parts in self._by_key.get(key, ()):
                if (number, parts.text) not in seen:
                    seen.add((number, parts.text))
                    main = self._main[number]
                    if main.branch and not parts.branch and parts.core:
                        parts = replace(parts, places=parts.places | main.places, branch=True)
                    if (found := compare(own, parts, usual=label and parts.text == main.text, seats=seats)) is not None:
                        yield number, found

    def traded(self, entity: Entity) -> Iterator[tuple[int, str]]:
        """Give the entries that have a ticker of this entity, by number."""
        for ticker in entity.tickers:
            if (code := split_ticker(ticker)) is not None:
                yield from ((number, ticker) for number in self._by_ticker.get(code, ()))


def screen(entities: Iterable[Entity], index: EntryIndex, *, enough: float = ENOUGH) -> Iterator[Match]:
    """Give the entries that each of these entities may be, from a score on, the likeliest first for each entity."""
    for entity in entities:
        found = sorted(_matches(entity, index), key=lambda match: (-match.score, _place(match)))
        yield from (match for match in found if match.score >= enough)


def _place(match: Match) -> tuple[str, str]:
    return match.listed.list, match.listed.entry.key


def _keys(parts: Parts) -> Iterator[object]:
    yield "text", bare_key(parts.text)
    if parts.core:
        yield "sound", parts.sound
    elif parts.words:
        yield "words", parts.words


def _matches(entity: Entity, index: EntryIndex) -> list[Match]:
    best: dict[int, Likeness] = {}
    labels = {name for _, name in entity.labels}
    own = _own(entity)
    seats = frozenset[str]().union(*(parts.places for parts in own))
    for parts in own:
        for number, likeness in index.alike(parts, label=parts.text in labels, seats=seats):
            if number not in best or _order(likeness) > _order(best[number]):
                best[number] = likeness
    fits = {number: likeness.score for number, likeness in best.items() if not likeness.more}
    traded = dict(index.traded(entity))
    found = []
    for number in {*best, *traded}:
        one = index.entries[number]
        if not _kinds_fit(entity, one.entry):
            continue
        score, reasons = 0.0, []
        if number in best:
            score, reasons = min(best[number].score, 0.99), list(best[number].reasons)
            if best[number].more and any(other >= score for other in fits.values()):
                score -= _SISTER
                reasons.append("another entry fits better")
            if best[number].more and entity.type == "authority":
                score -= _SISTER  # what bears a state's name is not the state
            change, told = _home(entity, own, one.entry, best[number].loose)
            score, reasons = score + change, reasons + told
        if number in traded:
            score, reasons = max(score, _TICKER), [f"both trade as {traded[number]}", *reasons]
        if entity.type == PERSON:
            score = min(score, _PERSON_MOST)
        found.append(Match(entity, one, round(min(max(score, 0.0), 0.99), 2), tuple(reasons)))
    return found


def _order(likeness: Likeness) -> tuple[float, bool]:
    return likeness.score, not likeness.loose


def _own(entity: Entity) -> list[Parts]:
    """Take the names of an entity apart; a Latin name that is the pinyin of a Chinese one says no more than its sound."""
    parts = [take_apart(name) for name in dict.fromkeys(all_names(entity))]
    spoken = {one.sound: one.syllables for one in parts if one.han and one.core}
    return [replace(one, syllables=one.syllables or spoken.get(one.sound, 0)) if one.core else one for one in parts]


def _kinds_fit(entity: Entity, entry: ListEntry) -> bool:
    return entity.type not in _NO_PARTIES and (entry.type is None or (entity.type == PERSON) == (entry.type == PERSON))


def _home(entity: Entity, own: Iterable[Parts], entry: ListEntry, loose: bool) -> tuple[float, list[str]]:
    """Give what the countries of an entry's addresses add or take off."""
    words = load_words()
    markets = {ticker.rpartition(".")[2] for ticker in entity.tickers}
    known = words.homes if any(one.han for one in own) else {**words.homes, **words.latin_homes}
    homes = frozenset[str]().union(*(known.get(market, ()) for market in markets))
    if not homes and (loose or any(one.places - words.foreign or one.words & words.native for one in own)):
        homes = words.chinese
    if not homes or not entry.countries:
        return 0.0, []
    if homes.isdisjoint(entry.countries):
        return -_ABROAD, [f"but its addresses are in {', '.join(entry.countries)}"]
    return _AT_HOME, [f"addresses in {', '.join(sorted(homes & set(entry.countries)))}"]
