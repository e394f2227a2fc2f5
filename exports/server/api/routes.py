"""The API's routes: each endpoint of the table, its description, and a word for what is not there."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response

from .... import __version__
from ....graph import snapshots
from ....graph.journal import FILE
from ..answering import Answered
from ..requests import body, parameters
from ..routing import READING, resource
from ..tasks import Refused
from .answers import JSON, written
from .curating import judgement
from .endpoints import JUDGING, Endpoint, Setting, endpoints
from .openapi import described
from .parameters import from_json, posted, read

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import Route
    from starlette.types import ASGIApp


def routes() -> list[Route]:
    """Give the routes."""
    calls = [_route(endpoint) for endpoint in endpoints()]
    return [resource("/openapi.json", _openapi), *calls, resource("/api/{rest:path}", _nothing)]


def _route(endpoint: Endpoint) -> Route:
    async def call(request: Request) -> ASGIApp:
        setting: Setting = request.app.state.setting
        given = {**parameters(request), **{name: [value] for name, value in request.path_params.items()}}
        if request.method == "POST":
            given |= from_json(posted(await body(request)))
        tag = _tag(request, setting)
        headers = {"Cache-Control": "no-cache", **({"ETag": tag} if tag else {})}
        if tag and request.method != "POST" and tag in request.headers.get("if-none-match", ""):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Answered(endpoint.task(read(endpoint.parameters, given, more=endpoint.open), setting), headers)

    if endpoint.path == JUDGING:
        return resource(endpoint.path, lambda r: judgement(r) if r.method == "POST" else call(r), (*READING, "POST"))
    return resource(endpoint.path, call, (*READING, "POST") if endpoint.posted else READING)


def _tag(request: Request, setting: Setting) -> str:
    """Give a tag that changes with the question, the store's state, what was judged, and the program.

    A store on a server has none: to ask for its state takes as long as many an answer.
    """
    store = setting.store
    if not isinstance(store, Path):
        return ""
    folder = snapshots.newest(store)
    try:
        judged = (store / FILE).stat().st_size
    except OSError:
        judged = 0
    state = snapshots.name_of(folder) if folder else ""
    told = f"{__version__} {setting} {state} {judged} {request.url.path}?{request.url.query}"
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:24]}"'


async def _openapi(request: Request) -> Response:
    return Response(written(described()), media_type=JSON, headers={"Cache-Control": "no-cache"})


async def _nothing(request: Request) -> Response:
    calls = ", ".join(endpoint.path for endpoint in endpoints())
    raise Refused(HTTPStatus.NOT_FOUND, f"there is no such call; there are {calls}; /openapi.json tells more")
