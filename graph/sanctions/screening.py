"""Screens the entities of a store against the lists in it, beside what people judged of their matches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..lookup import entities, rows
from ..model import Entity
from ..namespace import VIEW, path_of
from .lists import ListInfo, entries, entry_iri, find_list, lists
from .matching import ENOUGH, EntryIndex, Listed, Match, screen

if TYPE_CHECKING:
    from ..storage import Reader

_VERDICTS = {"listedAs": True, "notListedAs": False}


@dataclass(frozen=True, slots=True)
class Screened:
    """A match, and what a person judged of it: True where it was confirmed, False where rejected, None for nobody yet."""

    match: Match
    confirmed: bool | None

    @property
    def id(self) -> str:
        """Give the entry as the command line takes it.

        >>> from .lists import ListEntry
        >>> Screened(Match(Entity("company/a", "company", ()), Listed("own", ListEntry(key="k1", name="A")), 0.9, ()), None).id
        'own#k1'
        """
        return f"{self.match.listed.list}#{self.match.listed.entry.key}"


@dataclass(frozen=True, slots=True)
class Screen:
    """The lists that were screened against, and what was found, the likeliest first for each entity."""

    lists: tuple[ListInfo, ...]
    found: tuple[Screened, ...]


def screened(
    reader: Reader,
    wanted: Iterable[Entity] | None = None,
    *,
    names: Collection[str] = (),
    enough: float = ENOUGH,
    rejected: bool = False,
    index: EntryIndex | None = None,
) -> Screen:
    """Screen these entities, or all of a store, against its lists, or those of these names.

    `index` is that of these lists' entries, where it is at hand. What a person confirmed is there whatever its score, and what was rejected only where that is asked for. NotFound for
    a list that there is not.
    """
    chosen = tuple(find_list(reader, name) for name in names) if names else tuple(lists(reader))
    index = index or EntryIndex(Listed(info.name, entry) for info in chosen for entry in entries(reader, info.name))
    people = _verdicts(reader)
    found: list[Screened] = []
    for entity in entities(reader).values() if wanted is None else wanted:
        judged = people.get(entity.id, {})
        found.extend(one for one in _of(entity, index, judged, enough) if rejected or one.confirmed is not False)
    return Screen(chosen, tuple(found))


def _of(entity: Entity, index: EntryIndex, judged: Mapping[str, bool], enough: float) -> Iterator[Screened]:
    matches = {_iri(match.listed): match for match in screen([entity], index, enough=0.0 if judged else enough)}
    for iri in judged.keys() - matches.keys():
        if (listed := index.by_iri.get(iri)) is not None:
            matches[iri] = Match(entity, listed, 0.0, ())
    for iri, match in matches.items():
        if match.score >= enough or iri in judged:
            yield Screened(match, judged.get(iri))


def _iri(listed: Listed) -> str:
    return entry_iri(listed.list, listed.entry.key)


def _verdicts(reader: Reader) -> dict[str, dict[str, bool]]:
    """Give what people judged: by entity, the IRIs of entries that it is, or is not."""
    found: dict[str, dict[str, bool]] = {}
    for term, verdict in _VERDICTS.items():
        for iri, entry in rows(reader, f"SELECT ?e ?l WHERE {{ GRAPH <{VIEW}> {{ ?e gx:{term} ?l }} }}"):
            found.setdefault(path_of(iri), {})[entry] = verdict
    return found
