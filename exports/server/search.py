"""Full-text search over HTTP: /search?q=…, answered with JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from .answering import Answered
from .finding import Search
from .requests import only, parameters
from .routing import resource
from .tasks import Refused

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

_USUAL, _MOST = 20, 1000  # things, and sentences, of an answer


async def search(request: Request) -> ASGIApp:
    """Answer with what is like ?q=, at most ?limit= of each kind."""
    given = parameters(request)
    text, limit = only(given, "q"), only(given, "limit")
    if not text:
        raise Refused(HTTPStatus.BAD_REQUEST, "say what to search for, with ?q=TEXT")
    if limit is not None and not (limit.isascii() and limit.isdecimal() and 0 < int(limit[:9]) <= _MOST):
        raise Refused(HTTPStatus.BAD_REQUEST, f"limit is a whole number from 1 to {_MOST:,}")
    return Answered(Search(text, int(limit) if limit else _USUAL))


ROUTES = (resource("/search", search),)
