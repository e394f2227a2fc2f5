"""Which reader reads which format, and how a format is told from a name or from the first bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..graph.errors import SkipInput
from ..graph.model import Article
from .archives import read_gzip, read_zip
from .documents import read_docx, read_pdf
from .feeds import read_feed
from .inputs import Blob, ReadOptions
from .pages import read_mhtml, read_page
from .tables import read_csv, read_json, read_jsonl
from .texts import read_text

Reader = Callable[[Blob, ReadOptions], Iterator[Article | SkipInput]]

# One row per suffix: a new format is one function and one row.
READERS: dict[str, Reader] = {
    "txt": read_text,
    "text": read_text,
    "md": read_text,
    "markdown": read_text,
    "html": read_page,
    "htm": read_page,
    "xhtml": read_page,
    "shtml": read_page,
    "mhtml": read_mhtml,
    "mht": read_mhtml,
    "json": read_json,
    "jsonl": read_jsonl,
    "ndjson": read_jsonl,
    "csv": read_csv,
    "tsv": read_csv,
    "pdf": read_pdf,
    "docx": read_docx,
    "xml": read_feed,
    "rss": read_feed,
    "atom": read_feed,
}


def read_blob(blob: Blob, options: ReadOptions) -> Iterator[Article | SkipInput]:
    """Give the articles of some bytes; what can't be read comes as a SkipInput in its place."""
    try:
        yield from _articles(blob, options)
    except SkipInput as skipped:
        yield skipped


def _articles(blob: Blob, options: ReadOptions) -> Iterator[Article | SkipInput]:
    if blob.format == "gz" or blob.format.endswith(".gz"):
        yield from read_gzip(blob, options, read_blob)
    elif blob.format == "zip":
        yield from read_zip(blob, options, read_blob)
    elif blob.format in READERS:
        yield from READERS[blob.format](blob, options)
    else:
        there_are = "" if blob.depth else f"; there are: {', '.join(sorted(READERS))}, zip, gz"
        raise SkipInput(blob.place, f"no reader for .{blob.format}{there_are}")
