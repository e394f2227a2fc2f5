"""Bytes that are no file yet: standard input and, only where the user names one, a URL; spooled under a limit."""

from __future__ import annotations

import atexit
import math
import re
import shutil
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import Protocol

from ..graph.errors import SkipInput
from .inputs import MIB, STREAM_LIMIT, ReadOptions, format_of, megabytes, printable, reason_of, stem_of

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_SCHEMES = ("http", "https")
_PAGE_LIMIT = 64 * MIB
_PATIENCE = 4  # an answer may take so many times as long as a silence
_BY_TYPE = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "application/json": "json",
    "application/x-ndjson": "jsonl",
    "text/csv": "csv",
    "application/pdf": "pdf",
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/zip": "zip",
    "application/gzip": "gz",
    "application/x-gzip": "gz",
    "multipart/related": "mhtml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


class _Readable(Protocol):
    def read1(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Page:
    """What a URL gave: the spooled file, an article id made from the URL, format and encoding as the server says."""

    file: Path
    id: str
    format: str | None
    charset: str | None


def is_url(path: str) -> bool:
    """Tell whether a path is a URL of any scheme."""
    return bool(_URL.match(path))


def fetch(url: str, options: ReadOptions) -> Page:
    """Get one URL (http or https) within the limits of time and size; raises SkipInput."""
    scheme = urllib.parse.urlsplit(url).scheme.lower()
    if scheme not in _SCHEMES:
        raise SkipInput(url, f"{scheme}: is not read; only http and https are")
    request = urllib.request.Request(url, headers={"User-Agent": "guanxi", "Accept-Encoding": "identity"})
    try:
        with urllib.request.build_opener(_SameSchemes).open(request, timeout=options.timeout) as answer:
            headers: HTTPMessage = answer.headers
            file = spool(answer, url, options, limit=_PAGE_LIMIT, seconds=_PATIENCE * options.timeout)
    except urllib.error.HTTPError as error:
        raise SkipInput(url, f"the server answers {error.code} {error.reason}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise SkipInput(url, reason_of(getattr(error, "reason", error) if _nested(error) else error)) from error
    return Page(file, _id_of(url), _format(url, headers), headers.get_content_charset())


def _nested(error: BaseException) -> bool:
    return isinstance(error, urllib.error.URLError) and isinstance(error.reason, BaseException)


class _SameSchemes(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https alone."""

    def redirect_request(  # type: ignore[no-untyped-def]  # typed in typeshed by position only
        self, req, fp, code, msg, headers, newurl
    ):
        if urllib.parse.urlsplit(newurl).scheme.lower() not in _SCHEMES:
            raise urllib.error.URLError(f"redirects to {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _format(url: str, headers: HTTPMessage) -> str | None:
    by_type = _BY_TYPE.get(headers.get_content_type())
    by_name = format_of(urllib.parse.urlsplit(url).path)
    return by_type if by_type and not (by_type == "txt" and by_name != "txt") else None


def _id_of(url: str) -> str:
    """Give a readable article id for a URL.

    >>> _id_of("https://example.com/news/2025/a-1.html?x=1")
    'example.com/news/2025/a-1?x=1'
    """
    parts = urllib.parse.urlsplit(url)
    path = stem_of(urllib.parse.unquote(parts.path).rstrip("/"))
    query = f"?{parts.query}" if parts.query else ""
    return printable(f"{parts.netloc.rpartition('@')[2]}{path}{query}".replace("#", ""))


def spool(
    stream: _Readable, place: str, options: ReadOptions, *, limit: int = STREAM_LIMIT, seconds: float = math.inf
) -> Path:
    """Copy a stream into a temporary file that goes when the process ends; raises SkipInput beyond the limits."""
    limit = options.max_bytes or limit
    folder = tempfile.mkdtemp(prefix="guanxi-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = Path(folder) / "input"
    size, until = 0, time.monotonic() + seconds
    with file.open("wb") as out:
        while chunk := stream.read1(MIB):
            size += len(chunk)
            if size > limit:
                raise SkipInput(place, f"larger than {megabytes(limit)}; raise the limit with --max-bytes")
            if time.monotonic() > until:
                raise SkipInput(place, f"takes longer than {seconds:.0f} seconds")
            out.write(chunk)
    return file
