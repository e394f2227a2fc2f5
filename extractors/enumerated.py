"""Lists whose members name one another: what fills the place beside a firm in a list is likely one, too."""

from __future__ import annotations

from collections.abc import Iterable

from .words import edge_list

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
