"""Entries of sanctions lists as people write them: LIST#KEY, NAME@LIST, or NAME@LIST#KEY."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..graph.errors import NotFound
from ..graph.judgements import Side
from ..graph.names import bare_key
from ..graph.sanctions.lists import entries, lists

if TYPE_CHECKING:
    from ..graph.storage import Reader


def entry_side(reader: Reader, text: str) -> Side | None:
    """Give the side of a judgement for an entry of a list, None where the text names no list.

    NotFound where the list is there and the entry is not.
    """
    name, at, place = text.rpartition("@")
    list_, mark, key = place.partition("#")
    if not (at or mark) or list_ not in {info.name for info in lists(reader)}:
        return None
    listed = entries(reader, list_)
    if mark:
        found = next((entry for entry in listed if entry.key == key), None)
        if found is None:
            raise NotFound(f"the list {list_} has no entry {key}", tuple(f"{list_}#{one.key}" for one in listed[:3]))
        return Side(found.name, found.type or "company", list=place)
    same = [entry for entry in listed if bare_key(entry.name) == bare_key(name)]
    if not same:
        raise NotFound(f"the list {list_} has no entry called {name}; guanxi screen shows those that are near")
    return Side(same[0].name, same[0].type or "company", list=list_)
