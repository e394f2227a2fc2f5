"""PDF and Word documents to articles."""

from __future__ import annotations

from collections.abc import Iterator

from ..graph.errors import SkipInput
from ..graph.model import Article
from .inputs import Blob, ReadOptions


def read_pdf(blob: Blob, options: ReadOptions) -> Iterator[Article]:
    """Read a PDF."""
    raise SkipInput(blob.place, "needs pypdf: pip install 'guanxi[pdf]'")


def read_docx(blob: Blob, options: ReadOptions) -> Iterator[Article]:
    """Read a Word document."""
    raise SkipInput(blob.place, "needs python-docx: pip install 'guanxi[docx]'")
