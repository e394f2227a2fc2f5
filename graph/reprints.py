"""Articles that are copies of one another: found by MinHash, told apart by their figures, linked to the earliest."""

from __future__ import annotations

import re
from array import array
from binascii import crc32
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from struct import pack

from .text import fold

_SEED = 20250708
_BANDS, _ROWS = 25, 5  # finds 99.9 % of the pairs that are alike to 0.8, 99 % at 0.7, 1 % at 0.2
_HASHES = _BANDS * _ROWS  # of which the lower 16 bits are kept: the share of equal ones is off by 0.04 at 0.7
_SHINGLE = 5  # characters; two unrelated news items share below 2 % of them
_NUMBERS = 125  # figures kept of one article: a table of thousands needs no more to be told from another
_NEAR = 16  # articles of one bucket that each is compared with, those published just before it
ALIKE = 0.7  # share of common shingles from which two articles are one (Jaccard)
# Notices made from one template share their words, but not their figures: the share of those of the one with fewer.
SAME_NUMBERS = 0.6
_NOT_WORD = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Print:
    """One article as reprints are looked for: its id, ISO date of publication where known, and signature."""

    article: str
    published: str | None
    signature: bytes


def story(text: str, noise: Iterable[tuple[int, int]] = ()) -> str:
    """Give a text without its noise: two sites print one story with different bylines and disclaimers.

    >>> story("百度[2]公布業績。", [(2, 5)])
    '百度公布業績。'
    """
    kept, end = [], 0
    for start, stop in sorted(noise):
        kept.append(text[end:start])
        end = max(end, stop)
    return "".join([*kept, text[end:]])


def signature(text: str) -> bytes:
    """Give what a story is recognised by: its MinHash (250 bytes) and its figures, hashed; nothing for an empty one.

    It is the same for Simplified and Traditional, and for any punctuation.

    >>> signature("百度集團公布業績") == signature("百度集团，公布业绩！")
    True
    """
    from rensa import RMinHash  # type: ignore[import-untyped]  # ships no types

    folded = fold(text)
    plain = _NOT_WORD.sub("", folded)
    if not plain:
        return b""
    sketch = RMinHash(num_perm=_HASHES, seed=_SEED)
    sketch.update(sorted({plain[i : i + _SHINGLE] for i in range(max(1, len(plain) - _SHINGLE + 1))}))
    numbers = sorted({crc32(number.encode()) for number in _NUMBER.findall(folded)})[:_NUMBERS]
    hashes = (value & 0xFFFF for value in sketch.digest())
    return pack(f"<{_HASHES}H{len(numbers)}I", *hashes, *numbers)


def link_reprints(prints: Iterable[Print]) -> dict[str, str]:
    """Give for every reprint the article it is one of: the earliest published, then the one with the smallest id.

    What comes out does not depend on the order of `prints`.
    """
    ordered = sorted((p for p in prints if p.signature), key=lambda one: (one.published or "9999", one.article))
    groups = _Groups()
    first: dict[bytes, int] = {}
    for number, one in enumerate(ordered):
        groups.join(first.setdefault(one.signature, number), number)
    for earlier, later in _candidates(ordered, sorted(first.values())):
        if not groups.together(earlier, later) and _same_figures(ordered[earlier].signature, ordered[later].signature):
            groups.join(earlier, later)
    return {ordered[number].article: ordered[head].article for number, head in groups.members().items()}


def _candidates(ordered: Sequence[Print], distinct: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the pairs of numbers of articles that are alike, of those that share a band and are near in the order."""
    import numpy as np

    marks = np.frombuffer(b"".join(ordered[n].signature[: 2 * _HASHES] for n in distinct), "<u2").reshape(-1, _HASHES)
    for band in range(_BANDS):
        part = slice(band * 2 * _ROWS, (band + 1) * 2 * _ROWS)
        buckets: dict[bytes, list[int]] = defaultdict(list)
        for row, number in enumerate(distinct):
            buckets[ordered[number].signature[part]].append(row)
        shared = [bucket for bucket in buckets.values() if len(bucket) > 1]
        rows = np.array([row for bucket in shared for row in bucket], np.int64)
        which = np.repeat(np.arange(len(shared)), [len(bucket) for bucket in shared])
        for back in range(1, _NEAR + 1):
            together = which[back:] == which[:-back]
            if not together.any():
                break
            earlier, later = rows[:-back][together], rows[back:][together]
            alike = (marks[earlier] == marks[later]).sum(axis=1) >= ALIKE * _HASHES
            for one, other in zip(earlier[alike].tolist(), later[alike].tolist(), strict=True):
                yield distinct[one], distinct[other]


def _same_figures(first: bytes, second: bytes) -> bool:
    # arrays read numbers in whatever byte order the machine has: they are only compared
    numbers, others = (set(array("I", mark[2 * _HASHES :])) for mark in (first, second))
    return len(numbers & others) >= SAME_NUMBERS * min(len(numbers), len(others))


class _Groups:
    """Numbers of articles that belong together; the smallest stands for its group."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def head(self, number: int) -> int:
        while number in self._above:
            number = self._above[number]
        return number

    def together(self, first: int, second: int) -> bool:
        return self.head(first) == self.head(second)

    def join(self, first: int, second: int) -> None:
        earlier, later = sorted((self.head(first), self.head(second)))
        if earlier != later:
            self._above[later] = earlier

    def members(self) -> Mapping[int, int]:
        return {number: self.head(number) for number in self._above}
