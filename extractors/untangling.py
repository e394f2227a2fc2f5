"""Tagged names that swallowed what stands beside a name which the article has elsewhere too."""

from __future__ import annotations

from dataclasses import replace

from .acting import is_state
from .fullnames import Name
from .words import Words

_PERSON = 3  # characters from which on a person's name within another is no chance
_FIRM = 2


def untangled(clean: str, words: Words, names: list[Name]) -> list[Name]:
    """Cut tagged names that swallowed a verb, what the firm is, a person, or a character behind a name that goes on alone.

    A firm with the name of a person of the text before the word for a firm is his, and no name.
    """
    keys = {clean[n.start : n.end]: n.type for n in names if n.type != "place"}
    out = []
    for name in names:
        if name.found_by == "tagger":
            name = _cut(clean, words, name, keys)
        out.append(name)
    return out


def _cut(clean: str, words: Words, name: Name, keys: dict[str, str]) -> Name:
    key = clean[name.start : name.end]
    for i in range(1, len(key) - 1):
        kind, length = keys.get(key[i:]), len(key) - i
        enough = length > _FIRM or (kind == "company" == name.type and i >= _FIRM)
        if kind == "company" == name.type and length >= _FIRM and is_state(key[:i]):
            return replace(name, start=name.start + i)
        if kind and enough and says_something(words, name.start, name.start + i):
            return replace(name, start=name.start + i)
        if kind == "person" != name.type and length >= _PERSON and i >= _FIRM:
            return replace(name, end=name.start + i)
    if name.type == "company" and len(key) == _PERSON and keys.get(key[:-1]) == "company":
        return replace(name, end=name.end - 1)
    return name


def says_something(words: Words, start: int, end: int) -> bool:
    """Tell whether a stretch holds a verb or ends with an ordinary noun of two characters or more: no part of a name."""
    i, last = words.index_at(start), words.index_at(end - 1)
    if words.starts[i] != start or not words.is_boundary(end):
        return False
    return any(words.tags[j] == "v" for j in range(i, last + 1)) or words.tags[last] in ("n", "vn")
