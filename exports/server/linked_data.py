"""The routes of linked data: /id/ and what comes after it in an IRI, and /ns for the terms."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from .answering import Answered
from .entity_pages import Part
from .negotiation import PAGE, TRIPLES, wanted
from .queries import Vocabulary
from .requests import Parameters, only, parameters
from .routing import resource
from .tasks import Refused
from .things import Thing

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp


async def thing(request: Request) -> ASGIApp:
    """Answer for an IRI: with a page where a browser asks, else with RDF."""
    given = parameters(request)
    (format_,) = wanted(request.headers.get("accept"), given.get("format", ()), {**TRIPLES, **PAGE})
    assert format_ is not None  # one offer, and something of it is wanted
    return Answered(Thing(request.path_params["path"], format_, _part(given)))


def _part(given: Parameters) -> Part:
    relation, side, page = (only(given, name) for name in ("relation", "side", "page"))
    if page is not None and not (page.isascii() and page.isdecimal() and int(page[:9]) > 0):
        raise Refused(HTTPStatus.BAD_REQUEST, "page is a whole number from 1 on")
    return Part(relation, side != "object", int(page[:9]) if page else 1)


async def vocabulary(request: Request) -> ASGIApp:
    """Answer with the ontology, which all IRIs of terms share."""
    (format_,) = wanted(request.headers.get("accept"), parameters(request).get("format", ()), TRIPLES)
    assert format_ is not None  # one offer, and something of it is wanted
    return Answered(Vocabulary(format_))


ROUTES = (resource("/id/{path:path}", thing), resource("/ns", vocabulary))
