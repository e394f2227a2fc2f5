"""The service as an ASGI application: one row of routes from each module that has some."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from ...graph.storage import Place
from . import explorer, graph_store, linked_data, protocol, search
from .api.endpoints import Setting
from .api.following import Follower
from .api.routes import routes as api_routes
from .guard import Doors, Guard
from .limits import Limits
from .pool import Pool

ROUTES: tuple[BaseRoute, ...] = (
    *protocol.ROUTES,
    *graph_store.ROUTES,
    *linked_data.ROUTES,
    *search.ROUTES,
    *explorer.ROUTES,
    Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
)


def app(
    store: str | Place, limits: Limits | None = None, *, doors: Doors | None = None, token: str | None = None
) -> Starlette:
    """Give the service over a store; its workers start and end with its lifespan.

    With a `token` it takes judgements from whoever has that.
    """
    limits = limits or Limits()
    place = Path(store) if isinstance(store, str) else store
    pool, follower = Pool(place, limits), Follower(place)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            await follower.close()
            await pool.close()

    service = Starlette(
        routes=[*ROUTES, *api_routes()], lifespan=lifespan, middleware=[Middleware(Guard, doors or Doors())]
    )
    service.state.pool, service.state.limits = pool, limits
    service.state.setting = Setting(place, curate=token is not None)
    service.state.token, service.state.follower = token or "", follower
    return service
