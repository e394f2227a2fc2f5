"""Lists whose members name one another: what fills the place beside a firm in a list is likely one, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .fullnames import Name, is_place
from .vocabulary import pattern
from .words import Words, edge_list, edge_words

Place = tuple[int, int]


def beside_named(clean: str, likely: Iterable[Place], named: Iterable[Place]) -> set[Place]:
    """Give those stretches that fill a whole member of a list, the one beside it being a name or so shown to be.

    >>> text = "客户包括甲乙汽车、丙丁零件、戊己等"
    >>> sorted(beside_named(text, [(9, 13), (14, 16), (10, 13)], [(4, 8)]))
    [(9, 13), (14, 16)]
    """
    ends, starts = set[int](), set[int]()
    for start, end in named:
        starts.add(start)
        ends.add(end)
    waiting = sorted(place for place in set(likely) if _fills(clean, *place))
    out: set[Place] = set()
    while found := [p for p in waiting if p not in out and _adjoins(clean, *p, starts, ends)]:
        out.update(found)
        starts.update(start for start, _ in found)
        ends.update(end for _, end in found)
    return out


def _adjoins(clean: str, start: int, end: int, starts: set[int], ends: set[int]) -> bool:
    """Tell whether only a list's mark stands between a stretch and a name."""
    marks = edge_list("list_marks")
    before = clean.startswith(marks, start - 1) and start - 1 in ends if start else False
    return before or (clean.startswith(marks, end) and end + 1 in starts)


def _fills(clean: str, start: int, end: int) -> bool:
    """Tell whether a stretch is all of a member: what a list begins, goes on or ends with stands on both sides."""
    opens = start == 0 or clean[start - 1].isspace() or clean.endswith(edge_list("list_opens"), 0, start)
    return opens and (end == len(clean) or clean[end].isspace() or clean.startswith(edge_list("list_closes"), end))


_RANK = 56  # above the same form found again; what overlaps another find is left out
_SURE = 2  # members of a list that are firms, so that the others are
_MEMBER = (2, 8)  # characters
_WORDS = 3
_SEGMENT = re.compile(r"[^,。;:!?\n“”()《》]+")
_NAME = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9&\u4e00-\u9fff]*[a-z][a-z0-9& \u4e00-\u9fff]*")


def listed_members(clean: str, words: Words, names: Sequence[Name]) -> Iterator[Name]:
    """Find the firms that fill a place in a list of which two other members are firms that are found."""
    mark = edge_list("list_marks")[0]
    firms = {(n.start, n.end) for n in names if n.type == "company"}
    begins, ends = {a for a, _ in firms}, {b for _, b in firms}
    taken = {i for n in names if n.type != "place" for i in range(n.start, n.end)}
    for segment in _SEGMENT.finditer(clean):
        members = list(_members(clean, *segment.span(), mark))
        sure = [(a, b) for a, b in members if (a, b) in firms]
        sure += [(a, b) for a, b in members[:1] if b in ends and (a, b) not in firms]
        sure += [(a, b) for a, b in members[-1:] if a in begins and (a, b) not in firms]
        if len(sure) < _SURE:
            continue
        for a, b in members[1:]:
            if (a, b) not in sure and taken.isdisjoint(range(a, b)) and _may_be_firm(clean, words, a, b):
                yield Name(a, b, "company", _RANK, found_by="listed")


def _members(clean: str, start: int, end: int, mark: str) -> Iterator[tuple[int, int]]:
    """Split a stretch at a list's marks; the last member ends where the list does."""
    place = start
    for part in clean[start:end].split(mark):
        stop = place + len(part)
        if stop == end and (closing := pattern("edges.yaml", "list_end").search(clean, place, stop)):
            stop = closing.start()
        yield place, stop
        place += len(part) + len(mark)


def _may_be_firm(clean: str, words: Words, start: int, end: int) -> bool:
    """Tell whether a member may be a firm's name: short, no place, no word of the dictionary, nothing that says something."""
    import rjieba

    key = clean[start:end]
    if not _MEMBER[0] <= len(key) <= _MEMBER[1] or not _NAME.fullmatch(key) or not words.is_boundary(end):
        return False
    if is_place(key) or rjieba.has_word(key) or key.endswith(edge_list("departments")):
        return False
    first, last = words.index_at(start), words.index_at(end - 1)
    held = range(first, last + 1)
    if all(len(words.words[i]) > 1 and rjieba.has_word(words.words[i]) for i in held):
        return False  # ordinary words side by side
    return last - first < _WORDS and not any(
        words.words[i] in edge_words("before") or words.words[i] in edge_words("hard") or words.tags[i][:1] in _SAYING
        for i in held
    )


_SAYING = frozenset("mqupcdrtz")  # numbers, measures, particles, prepositions and the like stand in no firm's name here
