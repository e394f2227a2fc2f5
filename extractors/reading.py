"""Files, folders, standard input and URLs to articles: the way in."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..graph.errors import SkipInput
from ..graph.model import Article
from ..graph.snapshots import MARKER
from .fetching import fetch, is_url, spool
from .inputs import ReadOptions, Source, blob_of, file_iri, format_of, printable, reason_of, sniff, stem_of
from .readers import READERS, read_blob
from .records import check_columns

if TYPE_CHECKING:
    from io import BufferedReader

__all__ = ["ReadOptions", "Source", "discover", "read", "read_source", "segments"]

_MAGIC = frozenset("*?[")


def read(paths: Sequence[str], options: ReadOptions | None = None) -> Iterator[Article | SkipInput]:
    """Give the articles of files, folders, globs, `-` and URLs, in stable order."""
    options = options or ReadOptions()
    for source in discover(paths, options):
        if isinstance(source, SkipInput):
            yield source
        else:
            yield from read_source(source, options)


def discover(paths: Sequence[str], options: ReadOptions) -> Iterator[Source | SkipInput]:
    """Find what there is to read: files, folders (recursive, by name), globs, `-` for standard input, URLs.

    What can't be read comes as a SkipInput in its place; a file that is named twice comes once.
    """
    check_columns(options.columns)
    seen: set[str] = set()
    for path in paths:
        for found in _found(path, options):
            key = found.path if isinstance(found, Source) else str(found)
            if key not in seen:
                seen.add(key)
                yield found


def read_source(source: Source, options: ReadOptions) -> Iterator[Article | SkipInput]:
    """Give the articles of one source; what can't be read comes as a SkipInput in its place."""
    yield from read_blob(blob_of(source), options)


def segments(article: Article) -> Iterator[tuple[str, str | None]]:
    """Give an article's text piece by piece, each with the kind of noise it is, None for the story itself.

    >>> from guanxi.graph.model import Noise
    >>> article = Article("a", "百度[2]", "file:a.txt", "sha256:0", "zh-Hans", noise=(Noise(2, 5, "footnote"),))
    >>> list(segments(article))
    [('百度', None), ('[2]', 'footnote')]
    """
    end = 0
    for noise in article.noise:
        if noise.start > end:
            yield article.text[end : noise.start], None
        yield article.text[noise.start : noise.end], noise.kind
        end = noise.end
    if end < len(article.text):
        yield article.text[end:], None


def _found(path: str, options: ReadOptions) -> Iterator[Source | SkipInput]:
    if path == "-" or is_url(path):
        yield _fetched(path, options)
    elif os.path.isdir(path):  # noqa: PTH112  # a name in another encoding stays as it is
        yield from _in_folder(path, options)
    elif os.path.lexists(path):
        yield _file(path, os.path.basename(path), options, named=True)  # noqa: PTH119
    elif _MAGIC & set(path):
        yield from _globbed(path, options)
    else:
        yield SkipInput(printable(path), "no such file or folder")


def _globbed(path: str, options: ReadOptions) -> Iterator[Source | SkipInput]:
    base = _before_magic(path)
    matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207  # Path.glob can't take an absolute pattern
    if not matches:
        yield SkipInput(printable(path), "no file matches")
    for match in matches:
        if not os.path.isdir(match):  # noqa: PTH112
            yield _file(match, os.path.relpath(match, base), options)


def _before_magic(path: str) -> str:
    """Give the folder of a glob before its first wildcard."""
    plain = []
    for part in path.split("/"):
        if _MAGIC & set(part):
            break
        plain.append(part)
    return "/".join(plain) or ("/" if path.startswith("/") else ".")


def _in_folder(folder: str, options: ReadOptions) -> Iterator[Source | SkipInput]:
    """Walk a folder by name; symbolic links are followed, but not back into a folder above."""
    stack: list[tuple[str, str, frozenset[tuple[int, int]]]] = [(folder, "", frozenset())]
    while stack:
        path, below, above = stack.pop()
        try:
            status = os.stat(path)  # noqa: PTH116
            here = (status.st_dev, status.st_ino)
            if here in above:
                yield SkipInput(printable(path), "a symbolic link back into a folder above it")
            elif stat.S_ISDIR(status.st_mode):
                names = sorted((name for name in os.listdir(path) if not name.startswith(".")), reverse=True)  # noqa: PTH208
                if MARKER in names:
                    continue  # a store of ours: what it holds are no articles
                inside = above | {here}
                stack += [(f"{path.rstrip('/')}/{name}", f"{below}/{name}".lstrip("/"), inside) for name in names]
            else:
                yield _file(path, below, options)
        except OSError as error:
            yield SkipInput(printable(path), reason_of(error))


def _file(path: str, below: str, options: ReadOptions, *, named: bool = False) -> Source | SkipInput:
    place = printable(path)
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError as error:
        return SkipInput(place, reason_of(error))
    if not stat.S_ISREG(status.st_mode):
        return SkipInput(place, "not a file (a device, a pipe or a socket)")
    name = printable(below)
    suffix = options.format or format_of(name)
    if not named and suffix not in READERS and suffix != "zip" and not suffix.endswith("gz"):
        return SkipInput(place, f"no reader for .{suffix}")
    absolute = os.path.abspath(path)  # noqa: PTH100  # as named: links are not resolved
    return Source(printable(absolute), file_iri(below), stem_of(name), place, absolute, suffix)


def _fetched(path: str, options: ReadOptions) -> Source | SkipInput:
    try:
        if path == "-":
            file = spool(cast("BufferedReader", sys.stdin.buffer), "-", options)
            return Source("-", "file:-", "stdin", "-", str(file), options.format or sniff(_start(file)))
        page = fetch(path, options)
    except SkipInput as skipped:
        return skipped
    suffix = options.format or page.format or sniff(_start(page.file))
    return Source(path, path, page.id, path, str(page.file), suffix, page.charset)


def _start(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(4096)
