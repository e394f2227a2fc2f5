"""How finds of names settle beside each other and beside other words: whole words only, and of those that overlap the surer one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from .fullnames import Name
from .lexicon import Form
from .words import edge_list


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


_SHORTEST = 2  # characters of a firm's name
_ROUND = re.compile(r"(?:pre-?)?[a-h][0-9]?$")


def without_rounds(clean: str, names: Sequence[Name]) -> Iterator[Name]:
    """Leave the letter of a financing round to the round: neither C1 nor the name before it with it is a name."""
    for name in names:
        behind = name.end + clean.startswith("+", name.end)
        letter = _ROUND.search(clean, name.start, name.end) if clean.startswith(edge_list("rounds"), behind) else None
        end = letter.start() if letter else name.end
        if end == name.end:
            yield name
        elif end - name.start > 1:
            yield replace(name, end=end, known_as=None)


def before_verb(clean: str, name: Name, forms: Mapping[str, Sequence[Form]], firms: Collection[int]) -> Name:
    """Leave a listed firm's ending that is a verb to the sentence: in 腾讯投资的燧原, 腾讯控股燧原 the firm is 腾讯.

    `firms` are the offsets where firms' names begin.
    """
    for verb in edge_list("verb_endings") if name.type == "company" else ():
        for end in (name.end - len(verb), name.end - len(verb) + 1):
            if not clean.startswith(verb, end) or (end + len(verb) == name.end and name.end not in firms):
                continue
            if _is_strong(clean[name.start : end], forms):
                return replace(name, end=end, known_as=None)
    return name


def before_control(clean: str, name: Name, forms: Mapping[str, Sequence[Form]]) -> Name:
    """Leave a firm's ending to the shareholder behind it: in 云杉集团控股股东 the firm is 云杉集团.

    A listed firm keeps it where without it no firm is listed.
    """
    ending = next((word for word in edge_list("control") if clean.endswith(word, name.start, name.end)), "")
    if (
        name.type != "company"
        or not ending
        or (name.found_by == "lexicon" and not _is_strong(clean[name.start : name.end - len(ending)], forms))
        or name.end - len(ending) - name.start < _SHORTEST
        or not clean.startswith(edge_list("controls"), name.end)
        or clean.startswith(edge_list("controls_not"), name.end)
    ):
        return name
    return replace(name, end=name.end - len(ending), known_as=None)


def _is_strong(written: str, forms: Mapping[str, Sequence[Form]]) -> bool:
    return any(form.strength == "strong" for form in forms.get(written, ()))
