"""The SPARQL 1.1 Graph Store HTTP Protocol, for reading: https://www.w3.org/TR/sparql11-http-rdf-update/."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from .answering import Answered
from .negotiation import TRIPLES, wanted
from .queries import Graph
from .requests import only, parameters
from .routing import resource
from .tasks import Refused

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp


async def graph(request: Request) -> ASGIApp:
    """Answer with one graph: ?graph=IRI, or ?default for the union of all."""
    given = parameters(request)
    name = only(given, "graph")
    if (name is None) == ("default" not in given):
        raise Refused(HTTPStatus.BAD_REQUEST, "name a graph with ?graph=IRI, or ask for all of them with ?default")
    (format_,) = wanted(request.headers.get("accept"), given.get("format", ()), TRIPLES)
    assert format_ is not None  # one offer, and something of it is wanted
    return Answered(Graph(name, format_))


ROUTES = (resource("/graphs", graph),)
