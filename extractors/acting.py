"""Places that act: states that do something, and places whose head is named."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..graph.text import fold
from .fullnames import Name, is_place
from .lexicon import read_table
from .vocabulary import pattern
from .words import Words, edge_list, edge_words

if TYPE_CHECKING:
    from .tagged import Span

# From which probability on a state that says or does something is one that acts: of 49 such in unseen articles 29 were.
STATE = 0.9
# The same for one of several states that do something together.
LISTED_STATE = 0.5
_RANK = 66  # above the place itself and a person that a guess begins with it
_DOES = frozenset("vdp")  # parts of speech behind what acts: a verb, an adverb, a preposition


@functools.cache
def _states() -> frozenset[str]:
    rows = [r for r in read_table("places") if r["kind"] in ("country", "region", "territory")]
    names = [name for r in rows for name in (r["key"], r["zh_hans"], *r["names"].split("|")) if name]
    return frozenset(fold(name) for name in names)


def is_state(key: str) -> bool:
    """Tell whether a folded name is that of a state or a region with a government of its own, under any of its names."""
    return key in _states()


def acts(clean: str, words: Words, span: Span) -> bool:
    """Tell whether a state is one that acts: the tagger is sure of it, and what follows is something done, and no place precedes."""
    if span.type != "authority" or clean.endswith(edge_list("whereabouts"), 0, span.start):
        return False
    end = _list_end(clean, span.end)
    least = STATE if end == span.end else LISTED_STATE
    if span.probability < least or end >= len(clean) or not words.is_boundary(end):
        return False
    return words.tags[words.index_at(end)][:1] in _DOES


def _list_end(clean: str, place: int) -> int:
    """Give where a list of states ends that goes on at an offset, the offset itself where none does."""
    end = place
    while clean[end : end + 1] in edge_words("couples"):
        longest = next((n for n in range(_LONGEST, 1, -1) if is_state(clean[end + 1 : end + 1 + n])), 0)
        if not longest:
            break
        end += 1 + longest
    return end + next((len(word) for word in edge_list("and_so_on") if end > place and clean.startswith(word, end)), 0)


def is_whereabouts(key: str) -> bool:
    """Tell whether a tagged authority is a mere place, with or without the country before it.

    >>> is_whereabouts("上海市"), is_whereabouts("上海市政府")
    (True, False)
    """
    if is_place(key):
        return True
    cuts = [i for i in range(2, len(key) - 1) if is_state(key[:i])]
    return any(is_place(key[i:]) or key[i:] in edge_words("part_of_country") for i in cuts)


def headed_places(clean: str) -> Iterator[Name]:
    """Find places as authorities by the title of their head right behind: 湛江市市長, 南達科他州女州長."""
    for found in _heads().finditer(clean):
        end = found.start()
        for length in range(_LONGEST, 1, -1):
            if length <= end and is_place(clean[end - length : end]):
                yield Name(end - length, end, "authority", _RANK, found_by="headed")
                break


_LONGEST = 9  # characters of a place's name with the word for its rank


@functools.cache
def _heads() -> re.Pattern[str]:
    return pattern("edges.yaml", "place_heads")
