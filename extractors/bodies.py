"""Bodies that begin with their seat and end as bodies do: 香港建造業總工會, 挪威管理學院, 廣東省藥品監督管理局."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .fullnames import Name, bars_name, is_place, is_title
from .lexicon import read_table
from .vocabulary import pattern
from .words import Words, edge_list, edge_words

if TYPE_CHECKING:
    import ahocorasick_rs

_RANK = 72  # above a listed name inside it: 香港 in 香港建造業總工會
_LONGEST = 18  # characters from the seat to the ending: longer ones hold more than a name
_SHORTEST = 2  # characters of the ending


@functools.cache
def _endings() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[str, str], ...]]:
    import ahocorasick_rs

    rows = tuple(
        (r["key"], r["type"])
        for r in read_table("legal_suffixes")
        if r["strength"] == "strong"
        and r["type"] in ("organization", "authority")
        and len(r["key"]) >= _SHORTEST
        and not r["key"].isascii()
        and r["key"] not in edge_words("everyday_bodies")
    )
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    return ahocorasick_rs.AhoCorasick([key for key, _ in rows], matchkind=kind), rows


def seated_bodies(clean: str, words: Words) -> Iterator[Name]:
    """Find bodies by their seat and their ending; what stands between must be able to stand inside one name."""
    automaton, rows = _endings()
    for index, start, end in automaton.find_matches_as_indexes(clean):
        if (words.is_boundary(end) or is_title(clean, end)) and (begin := _seat(words, start, end)) is not None:
            yield Name(begin, end, rows[index][1], _RANK, found_by="seated")


def mission_bodies(clean: str) -> Iterator[Name]:
    """Find bodies that begin with what they are to do: 推動資產管理業發展專責小組."""
    for found in pattern("edges.yaml", "mission_body").finditer(clean):
        yield Name(*found.span(), "organization", _RANK, found_by="seated")


def _seat(words: Words, start: int, end: int) -> int | None:
    """Give where the seat begins of a body whose ending starts at `start`, None where it has none."""
    i = words.index_at(end - 1)
    begin = None
    while i >= 0 and end - words.starts[i] <= _LONGEST:
        word = words.words[i]
        if words.starts[i] < start:
            if is_place(word):
                begin = words.starts[i]
            elif begin is not None:
                return begin  # the outermost of the places that stand side by side
            elif word in edge_words("bureau_and") and not words.words[i - 1].endswith(edge_list("bureau_ends")):
                pass  # of policy research and regional development
            elif not word.isalnum() or word.isascii() or word in edge_words("hard") or bars_name(words, i):
                return None
        i -= 1
    return begin
