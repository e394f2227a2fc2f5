"""RSS and Atom feeds to articles: one entry is one article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..graph.errors import SkipInput
from ..graph.model import Article
from .inputs import Blob, ReadOptions, reason_of
from .pages import decoded_page, visible_text
from .records import article_of

if TYPE_CHECKING:
    from feedparser import FeedParserDict  # type: ignore[import-untyped, import-not-found, unused-ignore]

_UTF8 = '<?xml version="1.0" encoding="utf-8"?>'
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
# What the parser raises on broken markup within entries.
_BROKEN = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)


def read_feed(blob: Blob, options: ReadOptions) -> Iterator[Article | SkipInput]:
    """Read an RSS or Atom feed; an entry without text is left out by its number."""
    try:
        import feedparser  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError as error:
        raise SkipInput(blob.place, "reading feeds needs feedparser: pip install 'guanxi[feeds]'") from error
    text = decoded_page(blob.read(options), blob, options)
    if _ENTITY.search(text):
        raise SkipInput(blob.place, "declares XML entities: refused")
    text = _UTF8 + _DECLARATION.sub("", text)  # on the same line, so that errors name the right one
    try:
        feed = feedparser.parse(io.BytesIO(text.encode("utf-8")))
    except _BROKEN as error:
        raise SkipInput(blob.place, f"not a feed that can be read: {reason_of(error)}") from error
    if not feed.version and not feed.entries:
        raise SkipInput(blob.place, _not_a_feed(feed), line=_line(feed))
    publisher = feed.feed.get("title")
    for number, entry in enumerate(feed.entries, 1):
        values = _values(entry, publisher)
        try:
            yield article_of(values, blob, options, number=number, record=values)
        except SkipInput as skipped:
            yield skipped
    if feed.bozo and _line(feed):  # cut off: what came before is good
        yield SkipInput(blob.place, _not_a_feed(feed), line=_line(feed))


def _values(entry: Mapping[str, object], publisher: object) -> dict[str, object]:
    contents = entry.get("content")
    content = contents[0].get("value") if isinstance(contents, list) and contents else None
    title = entry.get("title")
    values = {
        "text": visible_text(str(content or entry.get("summary") or title or "")),
        "title": visible_text(str(title)) if title else None,
        "published": entry.get("published") or entry.get("updated"),
        "publisher": publisher,
        "authors": entry.get("author"),
        "url": entry.get("link"),
        "id": entry.get("id") or entry.get("link"),
    }
    return {field: value for field, value in values.items() if value}


def _line(feed: FeedParserDict) -> int | None:
    error = feed.get("bozo_exception")
    return int(error.getLineNumber()) if hasattr(error, "getLineNumber") else None


def _not_a_feed(feed: FeedParserDict) -> str:
    error = feed.get("bozo_exception")
    message = error.getMessage() if hasattr(error, "getMessage") else reason_of(error) if error else "no entries"
    return f"not an RSS or Atom feed that can be read to its end: {message}"
