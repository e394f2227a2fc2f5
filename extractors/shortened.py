"""Short forms of the registered names that a text gives: 中民外滩 after 中民外滩房地产开发有限公司."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from ..graph.names import bare_key, unextended
from .fullnames import Name, is_place
from .lexicon import read_table
from .words import Words, edge_list, edge_words

_RANK = 56  # above the same form found again, below what is listed or defined
_SURE = 3  # characters from which on a short form is no word by chance
_BRACKET = re.compile(r"\([^()]*\)")
_FOUND = frozenset({"registered", "defines", "tagger", "extended"})


def short_forms(clean: str, words: Words, names: Sequence[Name]) -> Iterator[Name]:
    """Find the other places where a firm of the text stands without its legal form, its trade or its seat.

    Of several names with one short form none is meant. The longest short form at a place counts.
    """
    owners: dict[str, list[Name]] = {}
    for name in names:
        key = clean[name.start : name.end]
        if name.type in ("company", "fund") and name.found_by in _FOUND and is_registered(key):
            for short in shortened(key):
                owners.setdefault(short, []).append(name)
    clear = {
        short: found[0]
        for short, found in owners.items()
        if len({bare_key(clean[n.start : n.end]) for n in found}) == 1
    }
    if not clear:
        return
    covered = bytearray(len(clean))
    for name in names:
        if name.type != "place":  # the seat belongs to the short form where it stands before it: 苏州恒久
            covered[name.start : name.end] = b"\1" * (name.end - name.start)
    for found in re.finditer("|".join(map(re.escape, sorted(clear, key=lambda s: (-len(s), s)))), clean):
        start, end = found.span()
        if not any(covered[start:end]) and words.is_boundary(start) and _ends(clean, words, end):
            full = clear[found.group()]
            yield Name(start, end, full.type, _RANK, same_as=(clean[full.start : full.end],), found_by="short")


def _ends(clean: str, words: Words, end: int) -> bool:
    """Tell whether a name may end at an offset: where a word ends and no other firm's ending follows."""
    return words.is_boundary(end) and not clean.startswith(edge_list("makes_another"), end)


def is_registered(key: str) -> bool:
    """Tell whether a folded name ends with a legal form."""
    return key.endswith(edge_list("registered"))


@functools.lru_cache(maxsize=4096)
def shortened(key: str) -> frozenset[str]:
    """Give the short forms under which a registered name (folded) may go on.

    >>> sorted(shortened("中民外滩房地产开发有限公司"))
    ['中民外滩', '中民外滩房地产开发']
    """
    bare = bare_key(_BRACKET.sub("", key))
    out = set()
    for name in {bare, _without_seat(bare)}:
        while len(name) >= 2:
            if _tells(name):
                out.add(name)
            shorter = _without_trade(name)
            if shorter == name:
                break
            name = shorter
    return frozenset(out)


def _without_seat(name: str) -> str:
    for length in (4, 3, 2):
        if is_place(name[:length]):
            return name[length:]
    return name


def _without_trade(name: str) -> str:
    shorter = unextended(name)
    if shorter != name:
        return shorter
    return next((name[: -len(trade)] for trade in _trades() if name.endswith(trade) and len(name) > len(trade)), name)


@functools.cache
def _trades() -> tuple[str, ...]:
    endings = {r["key"] for r in read_table("legal_suffixes") if r["type"] in ("company", "fund")}
    return tuple(sorted(endings | edge_words("trades"), key=lambda word: (-len(word), word)))


def _tells(name: str) -> bool:
    """Tell whether a short form can name only one thing: long enough, and no dictionary word, place or trade alone."""
    import rjieba

    rest = _without_seat(name)
    if len(rest) < 2 or rest in _trades() or is_place(name) or is_place(rest):
        return False
    if not all("\u4e00" <= char <= "\u9fff" or char.isalnum() for char in name):
        return False
    return not rjieba.has_word(name) if len(name) >= _SURE else not rjieba.has_word(name) and not is_place(name[:1])
