"""Who may write: locks in the books of a store on a server, for machines that share no other place.

Whoever wants one claims it and then looks for other claims. Two that come at once both see both and step back for a
moment; a claim is renewed as long as its holder lives. Times are the server's own.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ..errors import GuanxiError, StoreBusy
from ..literals import text_literal
from .books import BOOKS
from .connection import Connection
from .dialogue import add, select, update

BUILDING, JUDGING = "building", "judging"
BEAT = 20.0  # seconds between signs of life
DEAD = 120.0  # seconds without one after which a claim on another machine counts no more
_WAIT = {BUILDING: 2.0, JUDGING: 30.0}  # seconds until another's claim is taken for an answer
_CLAIM, _SEEN = f"{BOOKS}#lock", f"{BOOKS}#seen"
_held: set[str] = set()  # claims of this process


@dataclass(slots=True)
class Claim:
    """A claim to a lock: its name, what it claims, who makes it, and when the server last heard of him."""

    token: str
    kind: str
    host: str
    process: int
    seen: datetime | None = None
    lost: threading.Event = field(default_factory=threading.Event)

    def check(self) -> None:
        """Raise StoreBusy when another has taken this claim for a dead one's."""
        if self.lost.is_set():
            raise StoreBusy("the server has not heard of this process for too long, and another builds now")


@contextmanager
def held(connection: Connection, kind: str) -> Iterator[Claim]:
    """Hold a lock; StoreBusy names who has it."""
    claim = Claim(secrets.token_hex(8), kind, _host(), os.getpid())
    _held.add(claim.token)
    stop = threading.Event()
    beating = threading.Thread(target=_beat, args=(connection, claim, stop), daemon=True)
    try:
        _take(connection, claim)
        beating.start()
        yield claim
    finally:
        stop.set()
        if beating.ident is not None:
            beating.join()
        with contextlib.suppress(GuanxiError):  # a server that is gone forgets it by itself
            _drop(connection, claim)
        _held.discard(claim.token)


def _take(connection: Connection, claim: Claim) -> None:
    until = time.monotonic() + _WAIT[claim.kind]
    while True:
        _write(connection, claim)
        others = _living(connection, claim)
        if not others:
            return
        _drop(connection, claim)
        if time.monotonic() > until:
            other = others[0]
            who = f"another process (number {other.process}{'' if other.host == _host() else f' on {_machine(other)}'})"
            raise StoreBusy(f"{connection.remote}: {who} is building into it; wait until it has ended")
        time.sleep(random.uniform(0.1, 0.6))


def _living(connection: Connection, claim: Claim) -> list[Claim]:
    """Give the claims of others to the same lock; those of the dead are taken away."""
    now, others = _now(connection), []
    for other in _claims(connection):
        if other.token == claim.token or other.kind != claim.kind:
            continue
        if _is_dead(other, now):
            _drop(connection, other)
        else:
            others.append(other)
    return others


def _is_dead(claim: Claim, now: datetime) -> bool:
    if claim.token in _held:
        return False
    if claim.host == _host():
        return claim.process == os.getpid() or not _runs(claim.process)
    return claim.seen is None or (now - claim.seen).total_seconds() > DEAD


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _beat(connection: Connection, claim: Claim, stop: threading.Event) -> None:
    """Give signs of life until the lock is let go; while the server is away, others can't take it either."""
    while not stop.wait(BEAT):
        with contextlib.suppress(GuanxiError):
            if all(other.token != claim.token for other in _claims(connection)):
                claim.lost.set()
                return
            _write(connection, claim)


def _claims(connection: Connection) -> list[Claim]:
    query = f"SELECT ?s ?o ?t {{ GRAPH <{BOOKS}> {{ ?s <{_CLAIM}> ?o OPTIONAL {{ ?s <{_SEEN}> ?t }} }} }}"
    found: dict[str, Claim] = {}
    for iri, text, seen in select(connection, query):
        token, time_ = iri.rpartition("/")[2], _time(seen) if seen else None
        one = found.setdefault(token, Claim(token, **json.loads(text)))
        one.seen = max(filter(None, (one.seen, time_)), default=None)
    return [found[token] for token in sorted(found)]


def _write(connection: Connection, claim: Claim) -> None:
    this, now = _name(claim), _now(connection)
    said = text_literal(json.dumps({"kind": claim.kind, "host": claim.host, "process": claim.process}))
    seen = text_literal(now.isoformat())
    add(connection, BOOKS, f"<{this}> <{_CLAIM}> {said} .\n<{this}> <{_SEEN}> {seen} .\n")
    old = f"GRAPH <{BOOKS}> {{ <{this}> <{_SEEN}> ?t }}"
    update(connection, f"DELETE {{ {old} }} WHERE {{ {old} FILTER(?t != {seen}) }}")


def _drop(connection: Connection, claim: Claim) -> None:
    update(connection, f"DELETE WHERE {{ GRAPH <{BOOKS}> {{ <{_name(claim)}> ?p ?o }} }}")


def _name(claim: Claim) -> str:
    return f"{BOOKS}/locks/{claim.token}"


def _now(connection: Connection) -> datetime:
    ((text,),) = select(connection, "SELECT (NOW() AS ?now) {}")
    return _time(text)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=None)


def _host() -> str:
    """Name this machine and, of a machine with containers, which of them: process numbers count within it."""
    try:
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        space = ""
    return f"{socket.gethostname()} {space}".strip()


def _machine(claim: Claim) -> str:
    return claim.host.partition(" ")[0]
