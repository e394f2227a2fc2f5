"""What every request passes: whose name it calls the service by, which page sent it, and what a browser may do with it."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

from .answering import problem
from .tasks import Refused

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_EVERYWHERE = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_READ = "GET, HEAD, POST, OPTIONS"
_HEADERS = "Accept, Content-Type"
_DAY = "86400"  # seconds that a browser may remember a preflight


@dataclass(frozen=True, slots=True)
class Doors:
    """Who may come in, beside this machine by its own names.

    `hosts` are further names that the service may be called by, without port. `origins` are further origins of pages
    that may read from it in a browser (`https://yasgui.example.org`), `*` for any. `addresses` lets it be called by any
    IP address, for one that listens on all of a machine's.
    """

    hosts: Collection[str] = ()
    origins: Collection[str] = ()
    addresses: bool = False

    def knows(self, host: str) -> bool:
        """Tell whether the service may be called by a host's name.

        A page whose own name is made to point here (DNS rebinding) would call it by that name.
        """
        address = _address(host)
        if address is not None:
            return self.addresses or address.is_loopback or host in self.hosts
        return host == "localhost" or host.endswith(".localhost") or host in self.hosts

    def welcomes(self, origin: str) -> bool:
        """Tell whether a page of that origin may read: those of this machine may, and those that are named."""
        if "*" in self.origins or origin in self.origins:
            return True
        try:
            parts = urlsplit(origin)
            host = (parts.hostname or "").lower()
        except ValueError:
            return False
        address = _address(host)
        local = address.is_loopback if address else host == "localhost" or host.endswith(".localhost")
        return parts.scheme in ("http", "https") and local


class Guard:
    """The middleware around all routes."""

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self._app, self._doors = app, doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in or refuse it, and say in the answer what a browser may do with it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in _EVERYWHERE.items():
                    out.setdefault(name, value)
                out.add_vary_header("Accept, Origin")
                if origin is not None and self._doors.welcomes(origin):
                    out["Access-Control-Allow-Origin"] = origin
            await send(message)

        answer = self._refusal(scope, headers, origin) or _preflight(scope["method"], headers) or self._app
        await answer(scope, receive, dressed)

    def _refusal(self, scope: Scope, headers: Headers, origin: str | None) -> Response | None:
        host = headers.get("host", "")
        try:
            name = (urlsplit(f"//{host}").hostname or "").lower()
        except ValueError:
            name = ""
        if not self._doors.knows(name):
            told = f"this service is not called {host[:100]!r}; name it with --name if it is"
            return problem(Refused(HTTPStatus.MISDIRECTED_REQUEST, told), scope)
        own = (f"http://{host}".lower(), f"https://{host}".lower())
        if origin is not None and origin not in own and not self._doors.welcomes(origin):
            told = f"pages of {origin[:100]!r} may not read from this service; --cors lets them"
            return problem(Refused(HTTPStatus.FORBIDDEN, told), scope)
        return None


def _preflight(method: str, headers: Headers) -> Response | None:
    """Answer a browser that asks whether a page may ask."""
    if method != "OPTIONS" or "access-control-request-method" not in headers:
        return None
    allowed = {
        "Access-Control-Allow-Methods": _READ,
        "Access-Control-Allow-Headers": _HEADERS,
        "Access-Control-Max-Age": _DAY,
    }
    if "access-control-request-private-network" in headers:
        allowed["Access-Control-Allow-Private-Network"] = "true"
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=allowed)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
