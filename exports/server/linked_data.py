"""The routes of linked data: /id/ and what comes after it in an IRI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answering import Answered
from .negotiation import PAGE, TRIPLES, wanted
from .requests import parameters
from .routing import resource
from .things import Thing

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp


async def thing(request: Request) -> ASGIApp:
    """Answer for an IRI: with a page where a browser asks, else with RDF."""
    (format_,) = wanted(request.headers.get("accept"), parameters(request).get("format", ()), {**TRIPLES, **PAGE})
    assert format_ is not None  # one offer, and something of it is wanted
    return Answered(Thing(request.path_params["path"], format_))


ROUTES = (resource("/id/{path:path}", thing),)
