"""What the second opinion on a claim looks at: two names in their masked sentence, and the text around them."""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Iterator

from .masking import KIND_OF
from .pairs_features import runs

_LEFT, _RIGHT = 25, 30  # characters that count before the first name and after the second
_LONGEST = 40  # characters between the names that are read whole; of more, the two ends
_NEAR = 15
_NUMBER = re.compile(r"\d+(\.\d+)?")
_MARK = re.compile("[,;:!?。]")
_FIRST, _SECOND, _OMITTED = "\ue100", "\ue101", "…"


@functools.lru_cache(maxsize=64)  # several rules find the same two names
def pair_features(masked: str, first: int, second: int) -> tuple[int, ...]:
    """Give the features of the names at two positions of a masked sentence, `first < second`, as ascending 32-bit numbers.

    No name is a feature, only its kind: what is learned holds for names that nobody has seen.
    """
    before, after = masked[:first][-_LEFT:], masked[second + 1 :][:_RIGHT]
    between = _NUMBER.sub("0", masked[first + 1 : second])
    kinds = KIND_OF[masked[first]], KIND_OF[masked[second]]
    strings = {f"k{kinds[0]}|{kinds[1]}", *_runs_around(before, between, after), *_clause(before, between, after)}
    edges = set(_edges(before, between, after))
    if len(between) < _NEAR:
        edges.add(f"={between}")
    strings |= edges | {f"{kinds[0]}|{kinds[1]}|{edge}" for edge in edges if len(edge) < 6}
    others = [KIND_OF[char] for char in masked[first + 1 : second] if char in KIND_OF]
    strings |= {f"d{min(len(between) // 4, 12)}", f"n{'|'.join(others[:5])}", f"N{min(len(others), 6)}"}
    strings |= {f"m{kind}" for kind in others} | {f"x{',' in between}{';' in between}"}
    return tuple(sorted({zlib.crc32(string.encode()) for string in strings}))


def _runs_around(before: str, between: str, after: str) -> Iterator[str]:
    if len(between) > _LONGEST:
        between = between[: _LONGEST // 2] + _OMITTED + between[-_LONGEST // 2 :]
    yield from (f"b{run}" for run in runs(between, 1, 4))
    yield from (f"l{run}" for run in runs(_NUMBER.sub("0", before[-12:]), 1, 3))
    yield from (f"r{run}" for run in runs(_NUMBER.sub("0", after[:_NEAR]), 1, 3))


def _edges(before: str, between: str, after: str) -> Iterator[str]:
    """Give what stands right beside the two names."""
    for size in range(1, 7):
        yield f"<{between[:size]}"
        yield f">{between[-size:]}"
        yield f"L{before[-size:]}"
        yield f"R{after[:size]}"


def _clause(before: str, between: str, after: str) -> Iterator[str]:
    """Give the characters of the clause that holds both names; what lies between them counts only where it is short."""
    inner = between if len(between) < _NEAR else _OMITTED
    clause = f"{_MARK.split(before)[-1]}{_FIRST}{inner}{_SECOND}{_MARK.split(after)[0]}"
    yield from (f"c{run}" for run in runs(clause, 2, 3))
