"""What the tagger looks at: the tokens of a text and the hashed features of each, whole arrays at a time.

A token is one Han character, one run of Latin letters, one run of digits or one mark. Every feature is a 64-bit number:
the hash of a template's number and of what the template reads around the token. No feature is ever a string, which is
what makes the tagger fast in Python.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .words import Words, cut_words

Hashes = NDArray[np.uint64]
Integers = NDArray[np.int64]

HAN, LATIN, DIGIT, MARK = 1, 2, 3, 4
_PAD = np.uint64(1)
_RUN = 64  # characters of a run that count for its hash
_TEMPLATES: tuple[tuple[str, tuple[int, ...]], ...] = (
    # the token itself and its neighbours: single, in pairs, in threes
    *(("key", (at,)) for at in (-2, -1, 0, 1, 2)),
    *(("key", (at, at + 1)) for at in (-3, -2, -1, 0, 1, 2)),
    ("key", (-1, 1)),
    *(("key", (at, at + 1, at + 2)) for at in (-2, -1, 0)),
    # kind of character, case, length; may it begin a surname
    ("shape", (-1, 0, 1)),
    ("shape", (0,)),
    ("surname", (-2, -1, 0, 1)),
    # the words of a segmenter: where the token stands in its word, the word and its neighbours
    ("place", (-1, 0, 1)),
    ("length", (0,)),
    ("word", (0,)),
    ("before", (0,)),
    ("after", (0,)),
    # their parts of speech
    ("speech", (0,)),
    ("pair", (0,)),
    ("frame", (0,)),
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text as arrays of one length: offsets `start` and `end`, `code` (first code point), `kind`,
    `key` (hash of what is written), `shape`."""

    start: Integers
    end: Integers
    code: NDArray[np.uint32]
    kind: NDArray[np.uint8]
    key: Hashes
    shape: Hashes


def tokenize(text: str, folded: str) -> Tokens:
    """Split a text into tokens; blanks beside Latin letters and digits are none.

    `folded` is `fold(text)`; the text itself tells upper case.

    >>> tokens = tokenize("輝達 NVIDIA 5 月", "辉达 nvidia 5 月")
    >>> tokens.start.tolist()
    [0, 1, 3, 10, 12]
    """
    codes, written = _code_points(folded), _code_points(text)
    kinds = _kinds()[codes]
    first = np.ones(len(codes), bool)
    first[1:] = (kinds[1:] != kinds[:-1]) | ((kinds[1:] != LATIN) & (kinds[1:] != DIGIT))
    start = np.flatnonzero(first)
    end = np.append(start[1:], len(codes))
    kind, length = kinds[start], end - start
    upper = (written != codes) & (kinds == LATIN)
    shape = _shapes(kind, length, np.add.reduceat(upper, start, dtype=np.int64), upper[start])
    run = (kind == LATIN) | (kind == DIGIT)
    beside = np.zeros(len(start) + 2, bool)
    beside[1:-1] = run
    keep = np.flatnonzero((kind != 0) | ~(beside[:-2] | beside[2:]))
    spaced = np.zeros(len(keep), np.uint64)
    spaced[1:] = start[keep][1:] != end[keep][:-1]
    return Tokens(
        start=start[keep],
        end=end[keep],
        code=codes[start[keep]],
        kind=kind[keep],
        key=_run_hashes(codes, start, length)[keep],
        shape=shape[keep].astype(np.uint64) + np.uint64(100) * spaced,
    )


def hash_features(tokens: Tokens, folded: str, surnames: NDArray[np.bool_], cut: Words | None = None) -> Hashes:
    """Give the features of all tokens, shape (templates, tokens).

    `surnames` tells by code point whether surnames are written with it; `cut` are the words of `folded`, where they are known already.
    """
    columns = {"key": tokens.key, "shape": tokens.shape, **_word_columns(tokens, folded, cut or cut_words(folded))}
    columns["surname"] = surnames[tokens.code].astype(np.uint64)
    shifted = {name: _shifted(column) for name, column in columns.items()}
    size = len(tokens.start)
    out = np.empty((len(_TEMPLATES), size), np.uint64)
    for number, (name, offsets) in enumerate(_TEMPLATES):
        column = shifted[name]
        np.multiply(column[_REACH + offsets[0] : _REACH + offsets[0] + size], _ODD[0], out=out[number])
        for offset, odd in zip(offsets[1:], _ODD[1:], strict=False):
            out[number] += column[_REACH + offset : _REACH + offset + size] * odd
        out[number] += np.uint64((number + 1) * 0x9E3779B97F4A7C15 % 2**64)
    return _mix(out)


_REACH = 3
_ODD = tuple(np.uint64(odd) for odd in (0xD6E8FEB86659FD93, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xA0761D6478BD642F))


def _shifted(column: Hashes) -> Hashes:
    out = np.full(len(column) + 2 * _REACH, _PAD, np.uint64)
    out[_REACH : _REACH + len(column)] = column
    return out


def _mix(hashes: Hashes) -> Hashes:
    hashes = hashes ^ (hashes >> np.uint64(29))
    hashes = hashes * np.uint64(0xBF58476D1CE4E5B9)
    return hashes ^ (hashes >> np.uint64(32))


def _code_points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@functools.cache
def _kinds() -> NDArray[np.uint8]:
    """Give the kind of each code point: 0 for a blank, else HAN, LATIN, DIGIT or MARK."""
    kinds = np.full(0x110000, MARK, np.uint8)
    for low, high in ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x30000), (0x3007, 0x3008)):
        kinds[low:high] = HAN
    for code in range(0x250):
        char = chr(code)
        kinds[code] = LATIN if char.isalpha() else DIGIT if char.isdigit() else 0 if char.isspace() else MARK
    kinds[ord("\n")] = MARK
    return kinds


def _run_hashes(codes: NDArray[np.uint32], start: Integers, length: Integers) -> Hashes:
    place = np.minimum(np.arange(len(codes)) - np.repeat(start, length), _RUN - 1)
    return np.add.reduceat(codes.astype(np.uint64) * _powers()[place], start)


@functools.cache
def _powers() -> Hashes:
    return np.array([pow(0x9E3779B97F4A7C15, power + 1, 2**64) for power in range(_RUN)], np.uint64)


def _shapes(kind: NDArray[np.uint8], length: Integers, upper: Integers, first_upper: NDArray[np.bool_]) -> Integers:
    case = np.where(upper == length, np.where(length == 1, 1, 2), np.where(first_upper, 3, 4))
    shape = np.where(kind == LATIN, 10 + np.where(upper == 0, 0, case), kind.astype(np.int64))
    return np.where(kind == DIGIT, 20 + np.minimum(length, 7), shape)


def _word_columns(tokens: Tokens, folded: str, cut: Words) -> dict[str, Hashes]:
    words, tags = cut.words, cut.tags
    length = np.fromiter(map(len, words), np.int64, len(words))
    start = np.cumsum(length) - length
    hashes = _run_hashes(_code_points(folded), start, length)
    speech = np.fromiter(map(_speech, tags), np.uint64, len(tags))
    number = np.repeat(np.arange(len(words)), length)[tokens.start]
    before, after = np.maximum(number - 1, 0), np.minimum(number + 1, len(words) - 1)
    begins = tokens.start == start[number]
    ends = tokens.end >= (start + length)[number]
    place = np.where(begins, np.where(ends, 0, 1), np.where(ends, 2, 3)).astype(np.uint64)
    tagged = _mix(speech[number] + place)
    return {
        "place": place,
        "length": place * np.uint64(10) + np.minimum(length[number], 5).astype(np.uint64),
        "word": hashes[number] + place,
        "before": hashes[before] + place,
        "after": hashes[after] + place,
        "speech": tagged,
        "pair": _mix(tagged + speech[before]),
        "frame": _mix(_mix(tagged + speech[before]) + speech[after]),
    }


@functools.cache
def _speech(tag: str) -> int:
    return int.from_bytes(tag.encode()[:8].ljust(8), "little")
