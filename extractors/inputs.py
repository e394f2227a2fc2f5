"""What can be read: options, named inputs, and bytes opened under a limit."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import quote

from ..graph.errors import SkipInput

MIB = 1024 * 1024
DOCUMENT_LIMIT = 64 * MIB  # formats that are held in memory whole: a parsed page or PDF takes ten times its size
STREAM_LIMIT = 4096 * MIB  # formats that are read record by record
ARCHIVE_LIMIT = 4096 * MIB  # everything that one archive unpacks to
RATIO_LIMIT = 200  # news text deflates about 3 to 1, repetitive JSON 30 to 1; a bomb 1000 to 1
RATIO_FROM = 8 * MIB  # below that, no ratio is dangerous
NESTING_LIMIT = 3  # archives within archives
_TEXTS = "txt text md markdown html htm xhtml shtml mhtml mht json jsonl ndjson csv tsv xml rss atom"
SUFFIXES = frozenset([*_TEXTS.split(), "pdf", "docx", "gz", "zip"])


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs are read.

    `encoding` is used for every text instead of the recognised one. `columns` maps a field (`text title published
    publisher authors url id`) to the column or key that holds it (`{"text": "body"}`). `id_prefix` is put
    before every article id. `max_bytes` replaces the limits per file (64 MiB for documents, 4 GiB for records that
    stream). `format` is a suffix without dot (`jsonl`), for inputs whose name tells nothing. `timeout` is how
    many seconds a server may be silent.
    """

    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    id_prefix: str = ""
    max_bytes: int | None = None
    format: str | None = None
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class Source:
    """One file, URL or standard input to read.

    `path` is an absolute path, a URL or `-`; `iri` is `file:` and the path below the folder that was named, or the
    URL; `id` the article id without suffix; `place` the name that messages use; `file` the local file that holds
    the bytes; `format` a suffix without dot; `charset` what a server said about the encoding.
    """

    path: str
    iri: str
    id: str
    place: str
    file: str
    format: str
    charset: str | None = None

    def hash(self) -> str:
        """Give `sha256:…` over the bytes; raises SkipInput when they can't be read."""
        try:
            with Path(self.file).open("rb") as stream:
                return "sha256:" + hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise SkipInput(self.place, reason_of(error)) from error


@dataclass(slots=True)
class Budget:
    """What one archive, with all that is nested in it, may still unpack to, in bytes."""

    left: int = ARCHIVE_LIMIT


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that can be opened again and again: a file, a member of an archive, something unpacked.

    `packed` is the size of the compressed bytes where they are compressed, else None; `depth` counts the archives
    around it.
    """

    place: str
    iri: str
    id: str
    format: str
    opener: Callable[[], BinaryIO]
    charset: str | None = None
    packed: int | None = None
    budget: Budget | None = None
    depth: int = 0

    @contextmanager
    def open(self, options: ReadOptions, limit: int) -> Iterator[BinaryIO]:
        """Open for reading; reading more than `limit` bytes, or unpacking a bomb, raises SkipInput."""
        with errors_of(self.place), self.opener() as raw:
            yield io.BufferedReader(_Limited(raw, self, options.max_bytes or limit), 64 * 1024)

    def read(self, options: ReadOptions, limit: int = DOCUMENT_LIMIT) -> bytes:
        """Give all the bytes; more than `limit` raises SkipInput."""
        with self.open(options, limit) as stream:
            return stream.read()


@contextmanager
def errors_of(place: str) -> Iterator[None]:
    """Turn what goes wrong in reading or unpacking bytes into a SkipInput that names the place."""
    try:
        yield
    except _UNREADABLE as error:
        raise SkipInput(place, reason_of(error)) from error


_UNREADABLE = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, NotImplementedError)


class _Limited(io.RawIOBase):
    """A raw stream that refuses to give more than its limit."""

    def __init__(self, raw: BinaryIO, blob: Blob, limit: int) -> None:
        self._raw, self._blob, self._limit, self._read = raw, blob, limit, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]  # a writable buffer, as io has it
        data = self._raw.read(len(buffer))
        self._read += len(data)
        self._check(len(data))
        buffer[: len(data)] = data
        return len(data)

    def _check(self, new: int) -> None:
        blob = self._blob
        if self._read > self._limit:
            raise SkipInput(blob.place, f"larger than {megabytes(self._limit)}; raise the limit with --max-bytes")
        if blob.packed is not None and self._read > max(RATIO_FROM, RATIO_LIMIT * blob.packed):
            raise SkipInput(blob.place, f"unpacks to more than {RATIO_LIMIT} times its size: refused")
        if blob.budget is not None:
            blob.budget.left -= new
            if blob.budget.left < 0:
                raise SkipInput(blob.place, f"the archive unpacks to more than {megabytes(ARCHIVE_LIMIT)}: refused")


def blob_of(source: Source) -> Blob:
    """Give the bytes of a source; a compressed one is not unpacked yet."""
    path = Path(source.file)
    return Blob(source.place, source.iri, source.id, source.format, lambda: path.open("rb"), source.charset)


def unpacked(blob: Blob, options: ReadOptions) -> Blob:
    """Give the bytes inside a gzip file, under the name without `.gz`."""
    inner = options.format or ("" if blob.format == "gz" else blob.format.removesuffix(".gz"))
    with blob.open(options, STREAM_LIMIT) as stream:
        packed = _size(stream)
    return replace(
        blob, format=inner, opener=lambda: _gunzip(blob), packed=packed, depth=blob.depth + 1, budget=blob.budget
    )


def _gunzip(blob: Blob) -> BinaryIO:
    return gzip.GzipFile(fileobj=blob.opener(), mode="rb")  # type: ignore[return-value]  # reads like a BinaryIO


def _size(stream: BinaryIO) -> int:
    return sum(len(chunk) for chunk in iter(lambda: stream.read(MIB), b""))


def megabytes(size: int) -> str:
    """Say a size in words.

    >>> megabytes(64 * 1024 * 1024), megabytes(300)
    ('64 MiB', '300 bytes')
    """
    return f"{size // MIB:,} MiB" if size >= MIB else f"{size:,} bytes"


def reason_of(error: BaseException) -> str:
    """Say in one line why an input can't be read."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    text = " ".join(str(error).split()) or type(error).__name__
    return text[:200]


def format_of(name: str) -> str:
    """Give the format of a file name: its suffix, both of them for compressed files, `txt` where there is none.

    >>> format_of("a/News.HTML"), format_of("a/news.jsonl.gz"), format_of("README")
    ('html', 'jsonl.gz', 'txt')
    """
    suffixes = [suffix[1:].lower() for suffix in PurePosixPath(name).suffixes[-2:]]
    if suffixes and suffixes[-1] == "gz":
        return ".".join(suffixes)
    return suffixes[-1] if suffixes else "txt"


def stem_of(path: str) -> str:
    """Give a path without the suffix that names its format.

    >>> stem_of("a/1.txt"), stem_of("a/news.jsonl.gz"), stem_of("a/no.1 report")
    ('a/1', 'a/news', 'a/no.1 report')
    """
    for _ in range(2):
        head, dot, suffix = path.rpartition(".")
        if dot and head and not head.endswith("/") and suffix.lower() in SUFFIXES:
            path = head
    return path


def sniff(start: bytes) -> str:
    """Tell the format of bytes that have no name.

    >>> sniff(b'{"text": "x"}'), sniff(b"%PDF-1.7"), sniff("寒武纪".encode())
    ('jsonl', 'pdf', 'txt')
    """
    for magic, name in _MAGIC:
        if start.startswith(magic):
            return name
    head = start[:2048].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<?xml", b"<rss", b"<feed")) and (b"<rss" in head or b"<feed" in head or b"<rdf" in head):
        return "xml"
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")):
        return "html"
    if head.startswith(b"["):
        return "json"
    return "jsonl" if head.startswith(b"{") else "txt"


_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gz"),
)


def printable(name: str) -> str:
    """Give a file name that can be printed and stored: bytes that are not UTF-8 become `%XX`.

    >>> printable("news-\\udcb0\\udca1.txt")
    'news-%B0%A1.txt'
    """
    return _UNPRINTABLE.sub(_percent, name)


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in _bytes_of(match.group()))


def _bytes_of(name: str) -> bytes:
    try:
        return os.fsencode(name)
    except UnicodeEncodeError:  # a lone surrogate that no file system gave
        return name.encode("utf-8", "surrogatepass")


def file_iri(relative: str) -> str:
    """Give the IRI of a file from its path below the folder that was named.

    >>> file_iri("財經/a 1.txt")
    'file:%E8%B2%A1%E7%B6%93/a%201.txt'
    """
    return "file:" + quote(_bytes_of(relative.replace(os.sep, "/")), safe="/-._~!$&'()*+,;=:@")
