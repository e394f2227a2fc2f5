"""Word boundaries of a text, and the small vocabularies of what stands beside a name."""

from __future__ import annotations

import bisect
import functools
import itertools
from dataclasses import dataclass

from .vocabulary import words as _listed


@dataclass(frozen=True, slots=True)
class Words:
    """A folded text cut into words: where each begins, the word, and its part of speech in jieba's tag set."""

    starts: list[int]
    words: list[str]
    tags: list[str]

    def index_at(self, place: int) -> int:
        """Give the index of the word that stands at an offset."""
        return bisect.bisect_right(self.starts, place) - 1

    def is_boundary(self, place: int) -> bool:
        """Tell whether a word begins at an offset."""
        i = bisect.bisect_left(self.starts, place)
        return i == len(self.starts) or self.starts[i] == place


def cut_words(folded: str) -> Words:
    """Cut a folded text into words with jieba's dictionary (its Rust port, measured at 4.4 million characters a second with tags).

    >>> cut_words("公司拟收购北京昆仑").words
    ['公司', '拟', '收购', '北京', '昆仑']
    """
    import rjieba

    pairs = rjieba.tag(folded)
    words = [word for word, _ in pairs]
    starts = [0, *itertools.accumulate(map(len, words))]
    return Words(starts[: len(words)], words, [tag for _, tag in pairs])


@functools.cache
def edge_words(name: str) -> frozenset[str]:
    """Give a vocabulary of `lexicon/edges.yaml` as a set."""
    return frozenset(_listed("edges.yaml", name))


@functools.cache
def edge_list(name: str) -> tuple[str, ...]:
    """Give a vocabulary of `lexicon/edges.yaml`, the longest word first."""
    return tuple(sorted(edge_words(name), key=lambda word: (-len(word), word)))
