"""RSS and Atom feeds to articles."""

from __future__ import annotations

from collections.abc import Iterator

from ..graph.errors import SkipInput
from ..graph.model import Article
from .inputs import Blob, ReadOptions


def read_feed(blob: Blob, options: ReadOptions) -> Iterator[Article]:
    """Read a feed."""
    raise SkipInput(blob.place, "needs feedparser: pip install 'guanxi[feeds]'")
