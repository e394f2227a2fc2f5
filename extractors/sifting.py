"""Guessed names that turn out to be none: everyday words taken for persons, bare words for bodies that are nobody in particular."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .fullnames import Name
from .tagged import GUESSED
from .words import edge_words

_GUESSED = GUESSED | {"tagger", "again"}


def without_everyday(clean: str, names: Iterable[Name]) -> Iterator[Name]:
    """Leave out persons that are an everyday word which dictionaries take for a name."""
    for name in names:
        guessed = name.type == "person" and name.found_by in _GUESSED
        if not guessed or clean[name.start : name.end] not in edge_words("no_person"):
            yield name


def without_bare(clean: str, names: Iterable[Name]) -> Iterator[Name]:
    """Leave out words for bodies (the government, the parliament) that no fuller name before them says whose they are."""
    for name in names:
        guessed = name.type in ("authority", "organization") and name.found_by in _GUESSED
        if not guessed or name.same_as or clean[name.start : name.end] not in edge_words("bare_words"):
            yield name
