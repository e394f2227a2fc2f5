"""Articles that are copies of one another: found by MinHash, checked by their shingles, linked to the earliest."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from struct import pack, unpack

from .text import fold

_SEED = 20250708
_BANDS, _ROWS = 25, 5  # finds 99.9 % of the pairs that are alike to 0.8, 99 % at 0.7, 1 % at 0.2
_HASHES = _BANDS * _ROWS
_SHINGLE = 5  # characters; two unrelated news items share below 2 % of them
_BUCKET = 64  # of more articles in one bucket only the first are compared with all others
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
    """Give the MinHash of a story (500 bytes), the same for Simplified and Traditional, and for any punctuation.

    >>> signature("百度集團公布業績") == signature("百度集团，公布业绩！")
    True
    """
    from rensa import RMinHash  # type: ignore[import-untyped]  # ships no types

    sketch = RMinHash(num_perm=_HASHES, seed=_SEED)
    sketch.update(sorted(_shingles(text)))
    return pack(f"<{_HASHES}I", *sketch.digest())


def _shingles(text: str) -> frozenset[str]:
    plain = _NOT_WORD.sub("", fold(text))
    return frozenset(plain[i : i + _SHINGLE] for i in range(max(1, len(plain) - _SHINGLE + 1)))


def link_reprints(prints: Iterable[Print], story_of: Callable[[str], str]) -> dict[str, str]:
    """Give for every reprint the article it is one of: the earliest published, then the one with the smallest id.

    `story_of` gives the story of an article by its id; it is asked only for articles that look alike. What comes
    out does not depend on the order of `prints`.
    """
    ordered = sorted(prints, key=lambda one: (one.published or "9999", one.article))
    compare = _Comparison(story_of)
    groups = _Groups(one.article for one in ordered)
    for first, second in _candidates(ordered):
        if not groups.together(first, second) and compare.alike(first, second):
            groups.join(first, second)
    return groups.members()


def _candidates(ordered: Sequence[Print]) -> Iterator[tuple[str, str]]:
    """Give the pairs that share a band of their signatures, each once, in the order of the articles."""
    pairs: set[tuple[int, int]] = set()
    for band in range(_BANDS):
        part = slice(band * 4 * _ROWS, (band + 1) * 4 * _ROWS)
        buckets: dict[bytes, list[int]] = defaultdict(list)
        for number, one in enumerate(ordered):
            buckets[one.signature[part]].append(number)
        for bucket in buckets.values():
            pairs.update(combinations(bucket[:_BUCKET], 2))
            pairs.update((bucket[0], number) for number in bucket[_BUCKET:])
    for first, second in sorted(pairs):
        if _estimate(ordered[first].signature, ordered[second].signature) >= ALIKE - 0.15:  # four standard errors
            yield ordered[first].article, ordered[second].article


def _estimate(first: bytes, second: bytes) -> float:
    form = f"<{_HASHES}I"
    pairs = zip(unpack(form, first), unpack(form, second), strict=True)
    return sum(1 for one, other in pairs if one == other) / _HASHES


class _Comparison:
    """Compares stories by their shingles and figures."""

    def __init__(self, story_of: Callable[[str], str]) -> None:
        self._features = lru_cache(maxsize=4096)(lambda article: _features(story_of(article)))

    def alike(self, first: str, second: str) -> bool:
        shingles, numbers = self._features(first)
        others, other_numbers = self._features(second)
        return _jaccard(shingles, others) >= ALIKE and _within(numbers, other_numbers) >= SAME_NUMBERS


def _features(text: str) -> tuple[frozenset[str], frozenset[str]]:
    return _shingles(text), frozenset(_NUMBER.findall(fold(text)))


def _jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second) if first or second else 1.0


def _within(first: frozenset[str], second: frozenset[str]) -> float:
    fewer = min(len(first), len(second))
    return len(first & second) / fewer if fewer else 1.0


class _Groups:
    """Articles that belong together; the first in order stands for its group."""

    def __init__(self, articles: Iterable[str]) -> None:
        self._rank = {article: number for number, article in enumerate(articles)}
        self._above: dict[str, str] = {}

    def head(self, article: str) -> str:
        while article in self._above:
            article = self._above[article]
        return article

    def together(self, first: str, second: str) -> bool:
        return self.head(first) == self.head(second)

    def join(self, first: str, second: str) -> None:
        earlier, later = sorted((self.head(first), self.head(second)), key=self._rank.__getitem__)
        if earlier != later:
            self._above[later] = earlier

    def members(self) -> dict[str, str]:
        return {article: self.head(article) for article in self._rank if article in self._above}
