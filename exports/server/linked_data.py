"""The routes of linked data: /id/ and what comes after it in an IRI, and /ns for the terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answering import Answered
from .negotiation import PAGE, TRIPLES, wanted
from .queries import Vocabulary
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


async def vocabulary(request: Request) -> ASGIApp:
    """Answer with the ontology, which all IRIs of terms share."""
    (format_,) = wanted(request.headers.get("accept"), parameters(request).get("format", ()), TRIPLES)
    assert format_ is not None  # one offer, and something of it is wanted
    return Answered(Vocabulary(format_))


ROUTES = (resource("/id/{path:path}", thing), resource("/ns", vocabulary))
