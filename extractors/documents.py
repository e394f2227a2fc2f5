"""PDF and Word documents to articles."""

from __future__ import annotations

import collections
import io
import logging
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..graph.errors import SkipInput
from ..graph.model import Article
from ..graph.text import fold
from .decoding import clean
from .inputs import DOCUMENT_LIMIT, RATIO_FROM, RATIO_LIMIT, Blob, ReadOptions, megabytes, reason_of
from .texts import articles_of, digest_of
from .vocabulary import pattern

if TYPE_CHECKING:
    from docx.document import Document
    from pypdf import PdfReader

_PAGE_LIMIT = 3_000
_TEXT_LIMIT = 20_000_000  # characters of one document
# What the parsers raise on broken files besides their own errors.
_BROKEN = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, AssertionError)
_BROKEN_TOO = (NotImplementedError, OSError, EOFError, MemoryError, struct.error, zlib.error)
_ENDS = re.compile(r"[。！？!?：:；;…」』”）)】]$|\.$")
_SPACED_HAN = re.compile(
    r"(?<=[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]) +(?=[\u3400-\u9fff\u3000-\u303f\uff00-\uffef])"
)


def read_pdf(blob: Blob, options: ReadOptions) -> Iterator[Article]:
    """Read a PDF's text: page numbers and running heads left out, wrapped lines joined."""
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise SkipInput(blob.place, "reading PDF needs pypdf: pip install 'guanxi[pdf]'") from error
    data = blob.read(options)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is said in one line, below
    try:
        pages = _pages(pypdf.PdfReader(io.BytesIO(data)), blob.place)
    except (PyPdfError, *_BROKEN, *_BROKEN_TOO) as error:
        raise SkipInput(blob.place, f"not a PDF that can be read: {reason_of(error)}") from error
    text = _joined(_without_running_heads(pages))
    if not text.strip():
        raise SkipInput(blob.place, "holds no text (a scan needs recognition first)")
    yield from articles_of(text, blob, options, digest=digest_of(data))


def _pages(reader: PdfReader, place: str) -> list[list[str]]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise SkipInput(place, "encrypted")
    if len(reader.pages) > _PAGE_LIMIT:
        raise SkipInput(place, f"more than {_PAGE_LIMIT:,} pages: refused")
    pages, size = [], 0
    for page in reader.pages:
        text = clean(page.extract_text()).replace("\x00", "")
        size += len(text)
        if size > _TEXT_LIMIT:
            raise SkipInput(place, f"more than {_TEXT_LIMIT:,} characters of text: refused")
        pages.append([_SPACED_HAN.sub("", line.rstrip()) for line in text.split("\n") if line.strip()])
    return pages


def _without_running_heads(pages: Sequence[Sequence[str]]) -> list[str]:
    """Leave out page numbers, and first and last lines that stand on most of at least three pages."""
    edges = collections.Counter(line for page in pages for line in {*page[:1], *page[-1:]})
    often = {line for line, count in edges.items() if count >= 3 and count * 2 > len(pages)}
    lines: list[str] = []
    for page in pages:
        for number, line in enumerate(page):
            at_edge = number in (0, len(page) - 1)
            if not (at_edge and (line in often or pattern("metadata.yaml", "page_number").fullmatch(fold(line)))):
                lines.append(line)
    return lines


def _joined(lines: Sequence[str]) -> str:
    """Join lines that were wrapped at the margin: nearly as wide as the widest, and without a sentence's end."""
    widths = sorted(_width(line) for line in lines)
    margin = 0.85 * widths[int(len(widths) * 0.9)] if len(widths) > 2 else float("inf")
    text = ""
    for line in lines:
        wrapped = text and not text.endswith("\n")
        gap = " " if wrapped and text[-1].isascii() and line.strip()[:1].isascii() else ""
        text += gap + (line.strip() if wrapped else line)
        if _width(line) < margin or _ENDS.search(line):
            text += "\n"
    return text.strip("\n")


def _width(line: str) -> int:
    """Give the width of a line in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def read_docx(blob: Blob, options: ReadOptions) -> Iterator[Article]:
    """Read a Word document: paragraphs, and the rows of tables with tabs between cells."""
    try:
        import docx
        from docx.opc.exceptions import OpcError
        from lxml.etree import LxmlError  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError as error:
        raise SkipInput(blob.place, "reading Word documents needs python-docx: pip install 'guanxi[docx]'") from error
    data = blob.read(options)
    try:
        _check_size(data, blob.place)
        text = "\n".join(_paragraphs(docx.Document(io.BytesIO(data))))
    except (OpcError, LxmlError, zipfile.BadZipFile, *_BROKEN, *_BROKEN_TOO) as error:
        raise SkipInput(blob.place, f"not a Word document that can be read: {reason_of(error)}") from error
    yield from articles_of(clean(text), blob, options, digest=digest_of(data))


def _check_size(data: bytes, place: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(info.file_size for info in archive.infolist())
    if size > DOCUMENT_LIMIT * 4 or size > max(RATIO_FROM, RATIO_LIMIT * len(data)):
        raise SkipInput(place, f"unpacks to {megabytes(size)}: refused")


def _paragraphs(document: Document) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(cell.text.strip() for cell in row.cells)
        else:
            yield block.text
