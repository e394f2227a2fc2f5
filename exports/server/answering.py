"""Turns what a worker answers into an HTTP response, and ends the work when the client goes away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse, Response

from ..plain import plain
from .pool import Asked, Pool
from .tasks import DROPPED, Refused, Task

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

_LOG = logging.getLogger(__name__)


def problem(refused: Refused, scope: Scope) -> Response:
    """Give the response that says why there is no answer: to a call of the API as JSON."""
    if scope["path"].startswith("/api/"):
        said = {"error": str(refused), **({"near": list(refused.near)} if refused.near else {})}
        return JSONResponse(said, refused.status, refused.headers)
    return PlainTextResponse(f"{refused}\n", refused.status, refused.headers)


class Answered:
    """The response to a task: it streams, has a length where that is known, and ends with its client."""

    def __init__(self, task: Task, headers: Mapping[str, str] | None = None) -> None:
        self._task, self._headers, self._begun = task, headers or {}, False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or give up when the client is gone."""
        answering = asyncio.create_task(self._answer(scope, receive, send))
        leaving = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            answering.cancel()
            leaving.cancel()
            ended, _ = await asyncio.gather(answering, leaving, return_exceptions=True)
        if isinstance(ended, Exception):
            raise ended

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        pool: Pool = scope["app"].state.pool
        try:
            async with pool.asked(self._task) as asked:
                await self._stream(asked, send, headless=scope["method"] == "HEAD")
        except Refused as refused:
            if refused.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                _LOG.warning("%d: %s: %s", refused.status, plain(str(refused)), plain(repr(self._task))[:500])
            if not self._begun:
                await problem(refused, scope)(scope, receive, send)
                return
            # its end is left open, so that no client takes what it has for the whole answer
            body = DROPPED + str(refused).encode() + b"\n"
            await send({"type": "http.response.body", "body": body, "more_body": True})

    async def _stream(self, asked: Asked, send: Send, *, headless: bool) -> None:
        headers = [
            (name.lower().encode(), value.encode()) for name, value in {**asked.headers, **self._headers}.items()
        ]
        if asked.length is not None:
            headers.append((b"content-length", str(asked.length).encode()))
        await send({"type": "http.response.start", "status": asked.status, "headers": headers})
        self._begun = True
        if not headless or asked.length is not None:  # a short answer is read to its end, which spares the worker
            async for piece in asked.pieces:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
