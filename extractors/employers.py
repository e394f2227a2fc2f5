"""Bodies that nobody listed, by the title and the person right behind them: 童立方總裁楊文軒."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .acting import is_state
from .fullnames import Name, bars_name, is_place, type_of_ending
from .masking import Token
from .words import Words, edge_list, edge_words

_RANK = 56  # above the same form found again; what overlaps another find is left out
_LONGEST, _SHORTEST = 16, 2  # characters of a body's name
_ALOUD = ' :"“'  # what may stand between a title and a person


def employers(clean: str, words: Words, names: Sequence[Name], roles: Sequence[Token]) -> Iterator[Name]:
    """Find the bodies that stand between an edge and a title, where a person that is found stands behind it.

    What ends as bodies do is one of its kind; what has another end is a firm where the title is one that firms give.
    """
    persons = {name.start for name in names if name.type == "person"}
    taken = bytearray(len(clean) + 1)
    for name in names:
        if name.type != "place":
            stop = max(name.end, name.stop)
            taken[name.start : stop] = b"\1" * (stop - name.start)
    for role in roles:
        behind = role.end
        while behind < len(clean) and clean[behind] in _ALOUD:
            behind += 1
        if behind in persons and not taken[role.start] and not taken[role.start - 1]:
            begin = _begin(clean, words, role.start, taken)
            kind = _kind(clean, words, begin, role)
            if kind:
                yield Name(begin, role.start, kind, _RANK, found_by="employer")


def _begin(clean: str, words: Words, end: int, taken: bytearray) -> int:
    """Give where the body begins that ends at an offset: behind a mark, a word that stands before names, or what it is."""
    if not words.is_boundary(end):
        return end
    i, begin = words.index_at(end - 1), end
    while i >= 0 and end - words.starts[i] <= _LONGEST:
        word = words.words[i]
        if taken[words.starts[i]]:  # what follows a name is a part of that body, and no body
            return begin if begin < end and clean[begin - 1] in _SEPARATE else end
        if not word.isalnum() or word in _stops() or bars_name(words, i) or _is_time(words.tags[i]):
            return begin
        if is_state(word):  # a body is named with its country, a firm without an ending is not
            return begin if type_of_ending(clean[begin:end]) is None else words.starts[i]
        begin = words.starts[i]
        i -= 1
    return end


_SEPARATE = "、,;"


def _stops() -> frozenset[str]:
    return edge_words("before") | edge_words("describes") | edge_words("no_employer")


def _is_time(tag: str) -> bool:
    return tag in ("t", "m", "mq")


def _kind(clean: str, words: Words, begin: int, role: Token) -> str | None:
    """Tell what a stretch before a title names, None where it may be a department, a trade or a word."""
    import rjieba

    key = clean[begin : role.start]
    if len(key) < _SHORTEST or is_place(key) or is_state(key) or key.endswith(edge_list("departments")):
        return None
    ending = type_of_ending(key)
    firms = role.value is not None and role.value.endswith(edge_list("firm_titles"))
    if ending and (firms or ending != "company"):
        halved = clean[begin - 1 : begin] in edge_words("bureau_and")  # the second half of Chemistry and Engineering
        return ending if len(key) > _ENDED and not halved else None
    edge = begin == 0 or not clean[begin - 1].isalnum() or words.words[words.index_at(begin) - 1] in _stops()
    return "company" if firms and edge and not rjieba.has_word(key) else None


_ENDED = 4  # characters with which a body's name says more than what it is
