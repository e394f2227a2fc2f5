"""The SPARQL 1.1 Protocol, its query operation: https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from .answering import Answered
from .description import described
from .negotiation import ROWS, TRIPLES, wanted
from .queries import Query
from .requests import Parameters, body, decoded, only, parameters
from .routing import READING, resource
from .tasks import Refused

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_NO_UPDATES = "this service only reads: there are no updates"


async def sparql(request: Request) -> ASGIApp:
    """Answer a query, or describe the service where there is none."""
    given = parameters(request)
    if request.method == "POST":
        given = await _posted(request, given)
    if "update" in given:
        raise Refused(HTTPStatus.FORBIDDEN, _NO_UPDATES)
    text = only(given, "query")
    if text is None and request.method == "POST":
        raise Refused(HTTPStatus.BAD_REQUEST, "the form has no parameter query")
    if text is None:
        return described(request, given)
    rows, triples = wanted(request.headers.get("accept"), given.get("format", ()), ROWS, TRIPLES)
    default, named = (tuple(given.get(f"{kind}-graph-uri", ())) for kind in ("default", "named"))
    return Answered(Query(text, default, named, rows, triples))


async def _posted(request: Request, given: Parameters) -> Parameters:
    """Give the parameters of a POST request in one of its two forms, with those of its address."""
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind == _UPDATE:
        raise Refused(HTTPStatus.FORBIDDEN, _NO_UPDATES)
    if kind not in (_FORM, _QUERY):
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"a query is posted as {_QUERY} or {_FORM}")
    if (charset := _charset(rest)) not in ("", "utf-8", "utf8", "us-ascii"):
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"a query is posted in UTF-8, not in {charset[:40]}")
    data = await body(request)
    posted = decoded(data) if kind == _FORM else {"query": [_text(data)]}
    return {name: [*given.get(name, ()), *posted.get(name, ())] for name in given.keys() | posted.keys()}


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, f"the query is no UTF-8 from byte {error.start} on") from error


def _charset(parameters: str) -> str:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return ""


ROUTES = (resource("/sparql", sparql, (*READING, "POST")),)
