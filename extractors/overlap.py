"""How finds of names settle beside each other: whole words only, and of those that overlap the surer one."""

from __future__ import annotations

from dataclasses import replace

from .fullnames import Name


def whole_word(folded: str, start: int, end: int) -> bool:
    """Tell whether a Latin name is a whole word there: `gap` in `gapfill` is none."""
    if (
        folded[start].isascii()
        and folded[start].isalnum()
        and start
        and folded[start - 1].isascii()
        and folded[start - 1].isalnum()
    ):
        return False
    last = folded[end - 1]
    return not (
        last.isascii() and last.isalnum() and end < len(folded) and folded[end].isascii() and folded[end].isalnum()
    )


def without_overlap(names: list[Name]) -> list[Name]:
    """Keep, of names that overlap, the surer one, then the longer, then the earlier; join what several say of one place."""
    taken = bytearray(max((n.end for n in names), default=0))
    kept: list[Name] = []
    best: dict[tuple[int, int], Name] = {}
    for name in sorted(names, key=lambda n: (-n.rank, n.start - n.end, n.start, n.type, n.found_by)):
        place = (name.start, name.end)
        if place in best:
            best[place] = _joined(best[place], name)
            continue
        if taken.find(1, *place) < 0:
            taken[name.start : name.end] = b"\1" * (name.end - name.start)
            best[place] = name
            kept.append(name)
    return sorted((best[n.start, n.end] for n in kept), key=lambda n: n.start)


def _joined(first: Name, second: Name) -> Name:
    """Give the surer of two finds of one place with what the other knows beside."""
    known_as = first.known_as or (second.known_as if second.type == first.type else None)
    if (
        not (second.tickers or second.same_as or second.topic)
        and second.stop <= first.stop
        and known_as == first.known_as
    ):
        return first
    return replace(
        first,
        stop=max(first.stop, second.stop),
        tickers=tuple(dict.fromkeys((*first.tickers, *second.tickers))),
        known_as=known_as,
        same_as=tuple(dict.fromkeys((*first.same_as, *second.same_as))),
        topic=first.topic or second.topic,
    )
