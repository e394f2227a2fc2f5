"""The route that takes judgements: from pages of this service alone, and from those who have its token."""

from __future__ import annotations

import hmac
from http import HTTPStatus
from typing import TYPE_CHECKING

from ..answering import Answered
from ..requests import body
from ..tasks import Refused
from .endpoints import JUDGE, Setting
from .judging import Judge
from .parameters import from_json, posted, read

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from .following import Follower

TOKEN = "x-guanxi-token"


async def judgement(request: Request) -> ASGIApp:
    """Take a judgement, or refuse it."""
    setting: Setting = request.app.state.setting
    _check(request, setting)
    values = read(JUDGE, from_json(posted(await body(request))))
    if (values["kind"] is None) == (values["undo"] is None):
        raise Refused(HTTPStatus.BAD_REQUEST, "say with `kind` what you judge, or with `undo` what to take back")
    return _Followed(Answered(Judge(store=setting.store, **values)), request.app.state.follower)


def _check(request: Request, setting: Setting) -> None:
    """Refuse whoever may not judge."""
    headers, token = request.headers, request.app.state.token
    if not setting.curate:
        raise Refused(HTTPStatus.FORBIDDEN, "this service only reads: it was started without --curate")
    host = headers.get("host", "").lower()
    own = headers.get("origin") in (None, f"http://{host}", f"https://{host}")
    if not own or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise Refused(HTTPStatus.FORBIDDEN, "judgements are taken from pages of this service alone")
    if not hmac.compare_digest(headers.get(TOKEN, "").encode(), token.encode()):
        raise Refused(HTTPStatus.FORBIDDEN, "open the address that guanxi serve --curate printed: it holds the token")
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "a judgement is posted as application/json")


class _Followed:
    """An answer after which the graph follows what was judged."""

    def __init__(self, answered: Answered, follower: Follower) -> None:
        self._answered, self._follower = answered, follower

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then follow: also where the client is gone, for what was judged may be written."""
        try:
            await self._answered(scope, receive, send)
        finally:
            self._follower.wake()
