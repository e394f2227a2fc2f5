"""Texts to articles: the text stays whole, several articles in one text become parts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from ..graph.errors import SkipInput
from ..graph.model import Article
from ..graph.text import script_of
from .decoding import decode
from .inputs import Blob, ReadOptions
from .metadata import UNSTORABLE, Metadata, metadata_of
from .noise import clean_title, find_noise
from .splitting import split


def read_text(blob: Blob, options: ReadOptions) -> Iterator[Article]:
    """Read a text file or Markdown."""
    data = blob.read(options)
    text = decode(data, place=blob.place, encoding=options.encoding or blob.charset)
    yield from articles_of(text, blob, options, digest=digest_of(data))


def articles_of(
    text: str,
    blob: Blob,
    options: ReadOptions,
    *,
    digest: str,
    known: Metadata | None = None,
    url: str | None = None,
) -> Iterator[Article]:
    """Give the articles of one text; `known` is what the file says beside the text, and counts for a single one."""
    if not text.strip():
        raise SkipInput(blob.place, "holds no text")
    if odd := UNSTORABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        raise SkipInput(blob.place, "holds what is no character (NUL or half a surrogate pair)", line=line)
    whole = options.id_prefix + blob.id
    parts = split(text)
    for number, part in enumerate(parts, 1):
        alone = len(parts) == 1
        article = _article(text[part.start : part.end], blob, digest, known if alone else None)
        if alone:
            yield replace(article, id=whole, url=url)
        else:
            yield replace(article, id=f"{whole}#{number}", url=url, part_of=whole, part_start=part.start)


def _article(text: str, blob: Blob, digest: str, known: Metadata | None) -> Article:
    noise = find_noise(text)
    read = metadata_of(text, noise)
    known = known or Metadata()
    return Article(
        id="",
        text=text,
        source=blob.iri,
        source_hash=digest,
        language=script_of(text),
        title=clean_title(known.title or read.title),
        published=known.published or read.published,
        publisher=known.publisher or read.publisher,
        authors=known.authors or read.authors,
        noise=noise,
    )


def digest_of(data: bytes) -> str:
    """Give `sha256:…` over some bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()
