"""Files within files: gzip and zip, read under limits of size, ratio and nesting."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from ..graph.errors import SkipInput
from ..graph.model import Article
from .inputs import (
    NESTING_LIMIT,
    STREAM_LIMIT,
    Blob,
    Budget,
    ReadOptions,
    errors_of,
    file_iri,
    format_of,
    printable,
    sniff,
    stem_of,
    unpacked,
)

Read = Callable[[Blob, ReadOptions], Iterator[Article | SkipInput]]
_MEMBER_LIMIT = 100_000


def read_gzip(blob: Blob, options: ReadOptions, read: Read) -> Iterator[Article | SkipInput]:
    """Read what a gzip file holds under its name without `.gz`."""
    _check_nesting(blob)
    inner = unpacked(blob, options)
    if not inner.format:
        with inner.open(options, STREAM_LIMIT) as stream:
            inner = replace(inner, format=sniff(stream.read(4096)))
    yield from read(inner, options)


def _check_nesting(blob: Blob) -> None:
    if blob.depth >= NESTING_LIMIT:
        raise SkipInput(blob.place, f"archives nested more than {NESTING_LIMIT} deep: refused")


def read_zip(blob: Blob, options: ReadOptions, read: Read) -> Iterator[Article | SkipInput]:
    """Read the members of a zip file in the order of their names; hidden ones are left out."""
    _check_nesting(blob)
    budget = blob.budget or Budget()
    options = replace(options, format=None)  # a given format is the archive's, not its members'
    # An archive within another is held in memory: seeking in packed bytes unpacks them again and again.
    stream = io.BytesIO(blob.read(options)) if blob.depth else blob.opener()
    with stream:
        with errors_of(blob.place):
            archive = zipfile.ZipFile(stream)
        with archive:
            for info in _members(archive, blob):
                yield from read(_member(blob, archive, info, budget), options)


def _members(archive: zipfile.ZipFile, blob: Blob) -> list[zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if not info.is_dir() and not _hidden(_name(info))]
    if len(infos) > _MEMBER_LIMIT:
        raise SkipInput(blob.place, f"holds more than {_MEMBER_LIMIT:,} files: refused")
    return sorted(infos, key=_name)


def _hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _name(info: zipfile.ZipInfo) -> str:
    """Give a member's name; names that are neither UTF-8 nor ASCII were written on a Chinese Windows."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = info.filename
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return printable("/".join(parts))


def _member(blob: Blob, archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Blob:
    name = _name(info)
    place = f"{blob.place}/{name}"

    def opener() -> BinaryIO:
        if info.flag_bits & 0x1:
            raise SkipInput(place, "encrypted")
        with errors_of(place):
            return archive.open(info)  # type: ignore[return-value]  # reads like a BinaryIO

    return replace(
        blob,
        place=place,
        iri=f"{blob.iri}/{file_iri(name).removeprefix('file:')}",
        id=f"{blob.id}/{stem_of(name)}",
        format=format_of(name),
        charset=None,
        opener=opener,
        packed=info.compress_size,
        budget=budget,
        depth=blob.depth + 1,
    )
