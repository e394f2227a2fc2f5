"""Web pages to articles."""

from __future__ import annotations

from collections.abc import Iterator

from ..graph.errors import SkipInput
from ..graph.model import Article
from .inputs import Blob, ReadOptions


def read_page(blob: Blob, options: ReadOptions) -> Iterator[Article]:
    """Read a page."""
    raise SkipInput(blob.place, "needs trafilatura: pip install 'guanxi[web]'")


def read_mhtml(blob: Blob, options: ReadOptions) -> Iterator[Article]:
    """Read a saved page."""
    raise SkipInput(blob.place, "needs trafilatura: pip install 'guanxi[web]'")
