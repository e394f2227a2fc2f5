"""Runs the service on an address of this machine, and on no other unless that is asked for."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import logging
import secrets
import socket
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...graph.errors import WrongUse
from ...graph.store import open_reader

if TYPE_CHECKING:
    import uvicorn

    from ...graph.storage import Place
    from .guard import Doors
    from .limits import Limits

_GRACE = 2  # seconds that answers under way have left when the service ends
_BACKLOG = 2048
_CONNECTIONS = 800  # at once; fewer than the files that a process may usually have open
_HEAD = 1 << 16  # bytes of a request's head beside what is asked in its address
_LOOK = 0.02  # seconds between looks whether the service is up


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen: `public` allows what others can reach, port 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int = 8420
    public: bool = False


def serve(store: Place, address: Address, limits: Limits, doors: Doors, *, curate: bool = False) -> None:
    """Serve a store until a signal ends it, with `curate` also for judging; WrongUse for an address that can't be had."""
    open_reader(store).close()  # says clearly what is wrong with it
    import uvicorn

    from .app import app

    with _listening(address) as listening:
        host, port = listening.getsockname()[:2]
        doors = replace(
            doors, hosts={*doors.hosts, address.host.lower()}, addresses=ipaddress.ip_address(host).is_unspecified
        )
        logging.basicConfig(format="guanxi: %(message)s", level=logging.WARNING)
        logging.getLogger("uvicorn.error").addFilter(_left_open)
        token = secrets.token_urlsafe(24) if curate else None
        config = uvicorn.Config(
            app(store, limits, doors=doors, token=token),
            log_config=None,
            access_log=False,
            server_header=False,
            backlog=_BACKLOG,
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=_GRACE,
            h11_max_incomplete_event_size=limits.request + _HEAD,
            http="h11",  # httptools, where it is installed, has a bound of its own for the length of an address
        )
        place = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
        try:
            told = f"{store} is served at {place} and {place}sparql"
            told += f"\nopen {place}#token={token} to judge" if token else ""
            asyncio.run(_run(uvicorn.Server(config), listening, told))
        except KeyboardInterrupt:
            return


async def _run(server: uvicorn.Server, listening: socket.socket, message: str) -> None:
    """Run the server, and say so when it takes questions."""
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not serving.done():
        await asyncio.sleep(_LOOK)
    if server.started:
        print(message, flush=True)
    await serving


def _listening(address: Address) -> socket.socket:
    """Open the socket, on this machine alone unless the address is to be public."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise WrongUse(f"--host {address.host}: this is no address of this machine") from error
    family, kind, protocol, _, place = found[0]
    if not address.public and not all(ipaddress.ip_address(str(each[4][0])).is_loopback for each in found):
        raise WrongUse(
            f"--host {address.host}: others could reach this address, and the service asks nobody who they are; "
            "add --public if that is meant"
        )
    # the protocol by its number, for asyncio to send what is there at once: else each second answer waits for 40 ms
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(place)
    except OSError as error:
        listening.close()
        taken = "it is in use; name another with --port" if error.errno == errno.EADDRINUSE else error.strerror
        raise WrongUse(f"{address.host}, port {address.port}: {taken}") from error
    return listening


def _left_open(record: logging.LogRecord) -> bool:
    """Keep back uvicorn's word on answers that were broken off on purpose: why they were, is said already."""
    return "without completing response" not in record.getMessage()
