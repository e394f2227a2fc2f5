"""The explorer's page: / and the files under /explorer/ that it is made of."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from .pages import render
from .routing import resource

if TYPE_CHECKING:
    from os import PathLike, stat_result

    from starlette.requests import Request
    from starlette.types import ASGIApp, Scope

BUILT = Path(__file__).resolve().parent.parent / "explorer" / "dist"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "worker-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_YEAR = "public, max-age=31536000, immutable"  # the names of the page's parts change with what is in them


def missing() -> str | None:
    """Tell why there is no page, or None where there is one."""
    if (BUILT / "index.html").is_file():
        return None
    reason = BUILT / "missing.txt"
    return reason.read_text(encoding="utf-8").strip() if reason.is_file() else "it was never built"


async def page(request: Request) -> ASGIApp:
    """Answer with the explorer for browsers; programs that ask for something else are sent to /sparql."""
    accepted = request.headers.get("accept", "*/*")
    if "html" not in accepted and "*/*" not in accepted:
        return RedirectResponse("/sparql", HTTPStatus.SEE_OTHER)
    why = missing()
    if why is not None:
        return Response(render("missing.html", title="guanxi", why=why), media_type="text/html")
    headers = {"Content-Security-Policy": CSP, "Cache-Control": "no-cache"}
    return Response((BUILT / "index.html").read_bytes(), media_type="text/html", headers=headers)


class _Parts(StaticFiles):
    """The files that the page is made of: they may be kept for good, and workers among them run under its policy."""

    def file_response(
        self, full_path: PathLike[str] | str, stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = _YEAR
        response.headers["Content-Security-Policy"] = CSP
        return response


_parts: ASGIApp = GZipMiddleware(_Parts(directory=BUILT, check_dir=False), minimum_size=500)
ROUTES: tuple[BaseRoute, ...] = (resource("/", page), Mount("/explorer", _parts))
