"""The command that serves a store over HTTP."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from ..graph.errors import WrongUse
from .options import HERE, Store

_MEBI = 1 << 20


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: guanxi serve --store my-store --port 8420")(serve)


def serve(
    store: Store = HERE,
    host: Annotated[str, typer.Option(help="Listen on this address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Listen on this port; 0 takes a free one.")] = 8420,
    public: Annotated[bool, typer.Option("--public", help="Allow an address that other machines can reach.")] = False,
    name: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="A further name this service is called by; repeatable.")
    ] = None,
    cors: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN", help="Let web pages of this origin read, * for any; repeatable. Local pages always may."
        ),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="How many queries are answered at a time.")] = 4,
    seconds: Annotated[float, typer.Option(min=0.1, help="End a query that takes longer.")] = 30.0,
    memory: Annotated[int, typer.Option(min=64, metavar="MIB", help="End a query that needs more memory.")] = 1024,
    rows: Annotated[int, typer.Option(min=1, help="Break off an answer with more rows or triples.")] = 1_000_000,
    request: Annotated[int, typer.Option(min=1024, metavar="BYTES", help="Refuse a longer request.")] = _MEBI,
    service: Annotated[
        bool, typer.Option("--service", help="Let queries ask other servers with SERVICE: they reach the network.")
    ] = False,
    curate: Annotated[
        bool, typer.Option("--curate", help="Take judgements from the page whose address, with a token, is printed.")
    ] = False,
) -> None:
    """Serve the graph on this machine: SPARQL, graphs and linked data over HTTP, for reading only without --curate."""
    for needed in ("starlette", "uvicorn", "jinja2"):
        if find_spec(needed) is None:
            raise WrongUse(f"serving needs {needed}: pip install 'guanxi[serve]'")
    from .server.guard import Doors
    from .server.limits import Limits
    from .server.serving import Address
    from .server.serving import serve as run

    limits = Limits(
        workers=workers, seconds=seconds, memory=memory * _MEBI, rows=rows, request=request, federated=service
    )
    doors = Doors(hosts={each.lower() for each in name or ()}, origins=cors or ())
    run(store, Address(host=host, port=port, public=public), limits, doors, curate=curate)
