"""Finds the entities that the sides of judgements are about, by their names, tickers and organisations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

from .identity import group_of
from .judgements import Side
from .model import Entity
from .names import all_names, typed_key

Key = TypeVar("Key", bound=Hashable)


class Sides(Generic[Key]):
    """Entities by their names and tickers, so that a judgement's side finds those it means."""

    def __init__(self, entities: Mapping[Key, Entity]) -> None:
        """Index entities under keys of the caller's choice."""
        self._entities = entities
        self._named: dict[str, set[Key]] = defaultdict(set)
        for key, entity in entities.items():
            for name in {*(typed_key(name, entity.type) for name in all_names(entity)), *entity.tickers}:
                self._named[name].add(key)

    def find(self, side: Side) -> list[Key]:
        """Give the keys of the entities that a side means, whatever its article is; none for an entry of a list."""
        if side.list is not None:
            return []
        return [key for key in self._named[_name(side)] if _means(side, self._entities[key])]

    def sure(self, side: Side) -> list[Key]:
        """Give the keys as `find` does; where several have the name, the one that is called by nothing else alone."""
        found = self.find(side)
        own = [key for key in found if self._entities[key].id == f"{side.type}/{_name(side)}"]
        return own if len(found) > 1 and own else found


def _name(side: Side) -> str:
    return side.ticker or typed_key(side.name, side.type)


def _means(side: Side, entity: Entity) -> bool:
    if side.ticker is not None:
        return side.ticker in entity.tickers
    at = side.at is None or "@" not in entity.id or typed_key(side.at, "company") in entity.id
    return at and group_of(side.type) == group_of(entity.type)
