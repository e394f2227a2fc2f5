"""What the pair classifier sees: two names as marks in their sentence, the text around them, and how the names look."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..graph.text import fold

FIRST, SECOND, OTHER = "\ue000", "\ue001", "\ue002"
BLOCKS = ("before", "between", "after", "whole", "edges", "clause", "words", "look", "name")
_LEFT, _RIGHT = 25, 35  # characters that count before the first name and after the second
_NUMBER = re.compile("[0-9]+")
_MARK = re.compile("[,;:!?\u3002]")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names in a sentence, the one that stands first in the text first.

    `text` is the folded sentence with `FIRST`, `SECOND` and `OTHER` in the places of names; `first` and `second` are
    the offsets of the two that are meant; `names` are the two names, folded. `swapped` tells that the one asked for as
    head stands second. A pair of which one name has no place of its own has an empty text.
    """

    text: str
    first: int
    second: int
    names: tuple[str, str]
    swapped: bool = False


def pair_in_sentence(head: str, tail: str, sentence: str, others: Iterable[str] = ()) -> Pair:
    """Find two names in a sentence, nearest each other; `others` are further names that are known to stand in it.

    >>> pair = pair_in_sentence("乙公司", "甲公司", "昨日甲公司收购了乙公司")
    >>> pair.swapped, pair.text == f"昨日{FIRST}收购了{SECOND}"
    (True, True)
    """
    spans = _places({head, tail, *others}, sentence)
    heads = [start for start, _, name in spans if name == head]
    tails = [start for start, _, name in spans if name == tail]
    if head == tail or not heads or not tails:
        return Pair("", 0, 0, (fold(head), fold(tail)))
    near = min(((h, t) for h in heads for t in tails), key=lambda ends: abs(ends[0] - ends[1]))
    swapped = near[1] < near[0]
    names = (tail, head) if swapped else (head, tail)
    marks = {names[0]: FIRST, names[1]: SECOND}
    pieces, at, place, length = [], {}, 0, 0
    for start, end, name in spans:
        between = _plain(sentence[place:start])
        pieces += [between, marks.get(name, OTHER)]
        at[start] = length + len(between)
        length = at[start] + 1
        place = end
    text = "".join([*pieces, _plain(sentence[place:])])
    return Pair(text, at[min(near)], at[max(near)], (fold(names[0]), fold(names[1])), swapped)


def _plain(text: str) -> str:
    """Fold a text and write every number as FinRE does."""
    return _NUMBER.sub("<n>", fold(text))


def _places(names: Iterable[str], sentence: str) -> list[tuple[int, int, str]]:
    """Give every place of every name, longer names first, none overlapping another."""
    taken = bytearray(len(sentence))
    found = []
    for name in sorted(set(names), key=lambda n: (-len(n), n)):
        start = sentence.find(name) if name else -1
        while start >= 0:
            end = start + len(name)
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * len(name)
                found.append((start, end, name))
            start = sentence.find(name, start + 1)
    return sorted(found)


def pair_features(pair: Pair) -> list[list[int]]:
    """Give the features of a pair as 32-bit numbers, one sorted list for each of `BLOCKS`."""
    strings: dict[str, set[str]] = {block: set() for block in BLOCKS}
    if pair.text:
        _regions(pair, strings)
        strings["edges"].update(_edges(pair))
        strings["clause"].update(_clause(pair))
        strings["words"].update(_word_pairs(pair))
    strings["look"].update(_looks(*pair.names))
    strings["name"].update((f"1{pair.names[0]}", f"2{pair.names[1]}", "|".join(sorted(pair.names))))
    return [sorted({zlib.crc32(f"{block}\0{string}".encode()) for string in strings[block]}) for block in BLOCKS]


def _sides(pair: Pair) -> tuple[str, str, str]:
    return pair.text[: pair.first], pair.text[pair.first + 1 : pair.second], pair.text[pair.second + 1 :]


def runs(text: str, shortest: int, longest: int) -> Iterator[str]:
    """Give all runs of so many characters of a text, the short ones first."""
    for size in range(shortest, longest + 1):
        for start in range(len(text) - size + 1):
            yield text[start : start + size]


def _regions(pair: Pair, strings: dict[str, set[str]]) -> None:
    before, between, after = _sides(pair)
    strings["before"].update(runs(before[-_LEFT:], 1, 3))
    strings["between"].update(runs(between, 1, 4))
    strings["after"].update(runs(after[:_RIGHT], 1, 4))
    strings["whole"].update(runs(pair.text, 2, 4))


def _edges(pair: Pair) -> Iterator[str]:
    """Give what stands right beside the two names."""
    before, between, after = _sides(pair)
    for size in range(1, 7):
        yield f"<{between[:size]}"
        yield f">{between[-size:]}"
        yield f"r{after[:size]}"
        yield f"l{before[-size:]}"
    if len(between) <= 12:
        yield f"={between}"


def _clause(pair: Pair) -> Iterator[str]:
    """Give the characters of the clause that holds both names; what lies between them counts only where it is short."""
    before, between, after = _sides(pair)
    inner = between if len(between) < 15 else "\u2026"
    yield from runs(f"{_MARK.split(before)[-1]}{FIRST}{inner}{SECOND}{_MARK.split(after)[0]}", 2, 3)


def _word_pairs(pair: Pair) -> Iterator[str]:
    """Give a word between the names together with one after them: transfer … to, with … signs."""
    import rjieba

    _, between, after = _sides(pair)
    inner, outer = rjieba.cut(between), rjieba.cut(after[:_RIGHT])
    left = [*inner[:1], *inner[-1:], *_long(inner)[:8]]
    for one in left:
        for other in _long(outer)[:6]:
            yield f"{one}|{other}"


def _long(words: Sequence[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if len(word) > 1]


def _looks(first: str, second: str) -> Iterator[str]:
    """Give how the names look: their ends, lengths and scripts, and what they share."""
    for side, name in (("1", first), ("2", second)):
        for size in (2, 3, 4):
            yield f"{side}>{name[-size:]}"
        yield f"{side}<{name[:2]}"
        yield f"{side}#{min(len(name), 12)}"
        yield f"{side}a{name.isascii()}"
    yield f"{first[-2:]}|{second[-2:]}"
    shared = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    yield f"prefix{min(shared, 4)}"
    yield f"shared{min(4, len(set(first) & set(second)))}"
    yield f"within{first in second}{second in first}"
    short, long = sorted((first, second), key=len)
    characters = iter(long)
    yield f"short for{all(character in characters for character in short)}"
