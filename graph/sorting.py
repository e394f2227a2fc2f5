"""Sorts more lines than memory holds: sorted runs on disk, merged as they are read."""

from __future__ import annotations

import heapq
import itertools
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

_MEMORY = 64_000_000  # characters of lines held at once: some 150 MB, whatever is sorted
_RUNS = 100  # files that are open at once


def sorted_lines(lines: Iterable[str], *, memory: int = _MEMORY) -> Iterator[str]:
    r"""Give lines sorted by code points, each once; no line may hold a line feed.

    >>> list(sorted_lines(["b", "a", "c", "a"], memory=2))
    ['a', 'b', 'c']
    """
    with tempfile.TemporaryDirectory(prefix="guanxi-sort-") as folder:
        files = (Path(folder) / str(number) for number in itertools.count())
        runs: list[Path] = []
        for chunk, is_last in _chunks(lines, memory):
            chunk.sort()
            if is_last and not runs:
                yield from _once(chunk)
                return
            if len(runs) == _RUNS:
                runs = [_write(next(files), _merged(runs))]
            runs.append(_write(next(files), chunk))
            chunk.clear()
        yield from _merged(runs)


def _chunks(lines: Iterable[str], memory: int) -> Iterator[tuple[list[str], bool]]:
    """Give lines by as many as memory may hold, and whether those are the last."""
    chunk: list[str] = []
    size = 0
    for line in lines:
        if size >= memory:
            yield chunk, False
            chunk, size = [], 0
        chunk.append(line)
        size += len(line)
    yield chunk, True


def _write(file: Path, lines: Iterable[str]) -> Path:
    with file.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as out:
        out.writelines(f"{line}\n" for line in lines)
    return file


def _merged(runs: Iterable[Path]) -> Iterator[str]:
    return _once(heapq.merge(*map(_read, runs)))


def _read(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8", errors="surrogatepass", newline="\n") as lines:
        for line in lines:
            yield line[:-1]
    file.unlink()


def _once(lines: Iterable[str]) -> Iterator[str]:
    """Leave out what stands twice in sorted lines."""
    return (line for line, _ in itertools.groupby(lines))


def differences(first: Iterable[str], second: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Give the lines that only one of two sorted streams has, and whether it is the first.

    >>> list(differences(["a", "b", "d"], ["b", "c"]))
    [('a', True), ('c', False), ('d', True)]
    """
    marked = heapq.merge(((line, True) for line in first), ((line, False) for line in second))
    for line, both in itertools.groupby(marked, key=lambda pair: pair[0]):
        sides = {is_first for _, is_first in both}
        if len(sides) == 1:
            yield line, sides.pop()
