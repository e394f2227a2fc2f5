"""How a resource becomes a route: its methods, OPTIONS, and refusals as responses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from .answering import problem
from .tasks import Refused

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

Endpoint = Callable[[Request], Awaitable["ASGIApp"]]
READING = ("GET", "HEAD")


def resource(path: str, endpoint: Endpoint, methods: Collection[str] = READING) -> Route:
    """Give the route of a resource; whatever its endpoint refuses becomes a response."""
    return Route(path, _Resource(endpoint, methods))


class _Resource:
    """An endpoint with the methods that it takes."""

    def __init__(self, endpoint: Endpoint, methods: Collection[str]) -> None:
        self._endpoint, self._methods = endpoint, methods
        self._allowed = {"Allow": ", ".join(sorted({*methods, "OPTIONS"}))}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive)
        try:
            answer = await self._answer(request)
        except Refused as refused:
            answer = problem(refused, scope)
        except ClientDisconnect:
            return
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> ASGIApp:
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers=self._allowed)
        if request.method not in self._methods:
            told = f"{request.method[:40]} is not possible here; there are {self._allowed['Allow']}"
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, told, self._allowed)
        return await self._endpoint(request)
