"""Reads what a request says, within bounds: parameters, forms and bodies."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from .limits import Limits
from .tasks import Refused

if TYPE_CHECKING:
    from starlette.requests import Request

Parameters = Mapping[str, Sequence[str]]
_FIELDS = 1000  # parameters of one request


def parameters(request: Request) -> Parameters:
    """Give the parameters of a request's address."""
    limits: Limits = request.app.state.limits
    raw: bytes = request.scope["query_string"]
    if len(raw) > limits.request:
        raise Refused(HTTPStatus.REQUEST_URI_TOO_LONG, f"{_too_long(limits)}; POST takes no more than GET")
    return decoded(raw)


def decoded(raw: bytes) -> Parameters:
    """Decode parameters as a form writes them; Refused for what is no UTF-8."""
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "the parameters are not percent-encoded UTF-8") from error
    except ValueError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, f"more than {_FIELDS:,} parameters") from error
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def only(given: Parameters, name: str) -> str | None:
    """Give the one value of a parameter, None where it is not there; Refused where it is there twice."""
    values = given.get(name, ())
    if len(values) > 1:
        raise Refused(HTTPStatus.BAD_REQUEST, f"{name} is given {len(values)} times; give it once")
    return values[0] if values else None


async def body(request: Request) -> bytes:
    """Read a request's body, no more of it and no longer than the limits say."""
    limits: Limits = request.app.state.limits
    parts, size = [], 0
    try:
        async with asyncio.timeout(limits.seconds):
            async for part in request.stream():
                parts.append(part)
                size += len(part)
                if size > limits.request:
                    raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _too_long(limits), {"Connection": "close"})
    except TimeoutError:
        message = f"the request's body did not arrive within {limits.seconds:g} s"
        raise Refused(HTTPStatus.REQUEST_TIMEOUT, message, {"Connection": "close"}) from None
    return b"".join(parts)


def _too_long(limits: Limits) -> str:
    return f"the request is longer than {limits.request:,} bytes"
