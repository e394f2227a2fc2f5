"""Web pages, saved or fetched, to articles: the article's text, without what stands around it."""

from __future__ import annotations

import email
import email.policy
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING

from ..graph.errors import SkipInput
from ..graph.model import Article
from ..graph.text import fold
from .decoding import clean, codec, decode
from .inputs import MIB, Blob, ReadOptions, reason_of
from .metadata import Metadata, iso_date, published_in, spaced
from .noise import find_noise
from .texts import articles_of, digest_of
from .vocabulary import words

if TYPE_CHECKING:
    from configparser import ConfigParser

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,20})""", re.I
)
_TAG = re.compile(r"<[a-zA-Z!/][^<>]*>")  # stops at the next tag: a page of open brackets takes no longer
_SENTENCE = re.compile(r"[。!?;]|\. |[\u4e00-\u9fff][^\n]{30,}|[a-z][^\n]{60,}")
_SITE_SUFFIX = re.compile(r"\s*[-_|–—]{1,2}\s*([^-_|–—\s]{2,16})$")
_BREAK = re.compile(r"<(?:br|p|div|li|tr|h\d|article|section|td)\b[^<>]*>", re.I)
_HIDDEN = re.compile(r"<(script|style|noscript|head)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_LONGEST_TITLE = 200
_NESTED = re.compile(r"<(/?)(?!(?:br|img|meta|link|input|hr|p|li|td|tr|option)\b)[a-z][^<>]*?(/?)>", re.I)
_PAGE_LIMIT = 16 * MIB  # a parsed page takes ten times its size in memory, and long ones take minutes
_NESTING_LIMIT = 2_000  # deeper trees overflow the C stack of serialisers; real pages stay below 100


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    known: Metadata
    url: str | None


def read_page(blob: Blob, options: ReadOptions) -> Iterator[Article]:
    """Read an HTML page; raises SkipInput where it holds no article."""
    data = blob.read(options, _PAGE_LIMIT)
    html = decoded_page(data, blob, options)
    yield from _articles(html, blob, options, digest_of(data))


def read_mhtml(blob: Blob, options: ReadOptions) -> Iterator[Article]:
    """Read a page that a browser saved as MHTML: its first HTML part."""
    data = blob.read(options)
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        part = next((p for p in message.walk() if p.get_content_type() in ("text/html", "application/xhtml+xml")), None)
        body = part.get_payload(decode=True) if isinstance(part, EmailMessage) else None
    except (ValueError, LookupError, AttributeError, RecursionError, TypeError) as error:  # what broken headers raise
        raise SkipInput(blob.place, f"not MHTML that can be read: {reason_of(error)}") from error
    if part is None or not isinstance(body, bytes) or not body:
        raise SkipInput(blob.place, "holds no HTML page")
    charset = part.get_content_charset()
    html = decoded_page(body, blob, options, charset=charset)
    yield from _articles(html, blob, options, digest_of(data), url=_location(message))


def _location(message: EmailMessage) -> str | None:
    for header in ("Snapshot-Content-Location", "Content-Location"):
        value = str(message.get(header) or "").strip()
        if value.startswith(("http://", "https://")):
            return value
    return None


def decoded_page(data: bytes, blob: Blob, options: ReadOptions, *, charset: str | None = None) -> str:
    """Decode a page: as given, as the server or the page says where that is true, else as recognised."""
    if options.encoding:
        return decode(data, place=blob.place, encoding=options.encoding)
    said = _CHARSET.search(data, 0, 4096)
    for name in (charset, blob.charset, said.group(1).decode("ascii") if said else None):
        if name:
            try:
                return clean(data.decode(codec(name, blob.place)))
            except (SkipInput, UnicodeDecodeError):
                continue
    return decode(data, place=blob.place)


def _articles(html: str, blob: Blob, options: ReadOptions, digest: str, url: str | None = None) -> Iterator[Article]:
    page = _extracted(html, blob.place)
    address = url or (blob.iri if blob.iri.startswith("http") else page.url)
    yield from articles_of(page.text, blob, options, digest=digest, known=page.known, url=address)


def _extracted(html: str, place: str) -> _Page:
    try:
        import trafilatura
        from lxml.etree import LxmlError  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError as error:
        raise SkipInput(place, "reading pages needs trafilatura: pip install 'guanxi[web]'") from error
    if not _TAG.search(html):
        raise SkipInput(place, "not HTML")
    if _depth(html) > _NESTING_LIMIT:
        raise SkipInput(place, f"tags nested more than {_NESTING_LIMIT:,} deep: refused")
    try:
        found = trafilatura.bare_extraction(
            html,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            config=_settings(),
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        raise SkipInput(place, f"not a page that can be read: {reason_of(error)}") from error
    body = clean(getattr(found, "text", None) or "").strip()
    if not _is_story(body):
        raise SkipInput(place, "no article in this page")
    title = _title(getattr(found, "title", None), getattr(found, "sitename", None))
    text = body if not title or body.startswith(title) else f"{title}\n{body}"
    return _Page(text, _known(found, title, html), getattr(found, "url", None))


def _known(found: object, title: str | None, html: str) -> Metadata:
    author = getattr(found, "author", None) or ""
    site = getattr(found, "sitename", None)
    return Metadata(
        title=title,
        published=iso_date(getattr(found, "date", None)) or published_in(visible_text(html), title),
        publisher=spaced(site.lstrip("@")) if site else None,
        authors=tuple(name for name in map(spaced, author.split(";")) if name),
    )


@functools.cache
def _settings() -> ConfigParser:
    """Give trafilatura's settings for short articles: its least sizes are made for Latin script."""
    from trafilatura.settings import use_config

    config: ConfigParser = use_config()
    for key, value in (("MIN_EXTRACTED_SIZE", "40"), ("MIN_OUTPUT_SIZE", "1"), ("EXTRACTION_TIMEOUT", "0")):
        config.set("DEFAULT", key, value)
    return config


def _depth(html: str) -> int:
    """Give an upper bound of how deep tags are nested, without parsing."""
    depth = deepest = 0
    for match in _NESTED.finditer(html):
        depth += -1 if match.group(1) else (0 if match.group(2) else 1)
        depth = max(depth, 0)
        deepest = max(deepest, depth)
    return deepest


def _is_story(text: str) -> bool:
    """Tell whether a text has sentences beside menus, links and notices."""
    folded, told, end = fold(text), [], 0
    for noise in find_noise(text):
        told.append(folded[end : noise.start])
        end = noise.end
    told.append(folded[end:])
    return bool(_SENTENCE.search("".join(told)))


def _title(title: str | None, site: str | None) -> str | None:
    """Give a page's headline without the name of the site behind it."""
    title = spaced(title or "")[:_LONGEST_TITLE]
    while match := _SITE_SUFFIX.search(title):
        suffix = match.group(1)
        if not (suffix == site or fold(suffix).endswith(words("metadata.yaml", "site_endings"))) or match.start() < 4:
            break
        title = title[: match.start()]
    return title or None


def visible_text(html: str) -> str:
    """Give the text of a piece of HTML, a line for each block.

    >>> visible_text("<p>百度</p><p>昆仑芯 <b>分拆</b>&nbsp;上市</p>")
    '百度\\n昆仑芯 分拆 上市'
    """
    from html import unescape

    text = _HIDDEN.sub("\n", html)
    text = _TAG.sub("", _BREAK.sub("\n", text))
    lines = (" ".join(unescape(line).split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
