"""What a worker works out once for each state of the store that it reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from ....graph.ties import Tie, ties_of

if TYPE_CHECKING:
    from ....graph.adjacency import Adjacency
    from ....graph.storage import Reader

_T = TypeVar("_T")
_KEPT = 30_000  # claims in short that are kept for the next question, some 20 MB
_known: WeakKeyDictionary[Reader, dict[str, Any]] = WeakKeyDictionary()


def remembered(reader: Reader, name: str, make: Callable[[Reader], _T]) -> _T:
    """Give what a function makes of a state, made once; it goes when the reader goes."""
    known = _known.setdefault(reader, {})
    if name not in known:
        known[name] = make(reader)
    found: _T = known[name]
    return found


def whole(reader: Reader) -> Adjacency:
    """Give who is linked with whom in a state."""
    return remembered(reader, "adjacency", lambda reader: reader.adjacency())


def ties_at(reader: Reader, iri: str) -> list[Tie]:
    """Give all claims at an entity in short; those of the last ones are kept."""
    kept = remembered(reader, "ties", lambda _: dict[str, list[Tie]]())
    if iri not in kept:
        found = ties_of(reader, iri)
        while kept and sum(map(len, kept.values())) + len(found) > _KEPT:
            del kept[next(iter(kept))]
        kept[iri] = found
    return kept[iri]
