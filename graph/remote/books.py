"""What a store on a server keeps beside the graph, in one named graph of its own: what the disk keeps in files.

`gxr:books` says which published state this is and what its view was derived from. `gxr:books/log/…` are the ledger's
rows and the view's digests, in records that are only ever added: a record stands there before what it tells of is
written, and `done` stands beside it after. So whoever finds one that is not done knows where somebody was killed.
"""

from __future__ import annotations

import base64
import json
import secrets
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from ..errors import NotFound, StoreError
from ..literals import text_literal
from ..namespace import GXR, VIEW
from ..premises import Premises, from_text, to_text
from .connection import Connection
from .dialogue import add, read_graph, select, update

BOOKS = GXR + "books"
FORMAT = 1  # of these books; a store of a newer format is refused
_STATE, _RECORD, _DONE, _CHUNK, _JUDGEMENT = (
    f"{BOOKS}#{term}" for term in ("state", "record", "done", "chunk", "judgement")
)
_SIZE = 100_000  # characters of a literal: Virtuoso takes half a minute for one of five million
_AT_ONCE = 50  # records taken away by one request
_DAMAGED = "the books of this store are damaged; build again into an empty one"


@dataclass(frozen=True, slots=True)
class State:
    """A published state: its number, what all but the sources of its view is called, and where its premises are.

    `store` sets this store apart from others that are or were at its address.
    """

    store: str
    number: int = 0
    made_with: str = ""
    premises: str = ""
    format: int = FORMAT


def read_state(connection: Connection) -> State | None:
    """Give the newest published state; None where there are no books. StoreError for books of a newer format."""
    found = [json.loads(text) for (text,) in _values(connection, BOOKS, _STATE)]
    if not found:
        return None
    newest = max(found, key=lambda state: int(state["number"]))
    if newest["format"] > FORMAT:
        raise StoreError(
            f"{connection.remote}: made by a newer guanxi (format {newest['format']}, known here up to {FORMAT}); update guanxi"
        )
    return State(**newest)


def write_state(connection: Connection, state: State) -> None:
    """Make a state the newest: others are taken away after it stands there."""
    text = json.dumps(asdict(state))
    add(connection, BOOKS, _line(BOOKS, _STATE, text))
    others = f"GRAPH <{BOOKS}> {{ <{BOOKS}> <{_STATE}> ?o }}"
    update(connection, f"DELETE {{ {others} }} WHERE {{ {others} FILTER(?o != {text_literal(text)}) }}")


def prepare(connection: Connection) -> State:
    """Give the newest state of a store, with books opened where the server holds nothing of ours yet."""
    state = read_state(connection)
    if state is None:
        if has_view(connection):
            raise StoreError(
                f"{connection.remote}: there is a graph of guanxi's that was loaded and not built; it can be read, and built into only where it is not"
            )
        state = State(secrets.token_hex(8))
        write_state(connection, state)
    return state


def require_state(connection: Connection) -> State | None:
    """Give the state to read; None for a graph that was only loaded. NotFound where there is neither."""
    state = read_state(connection)
    if state is None and not has_view(connection):
        place = connection.remote
        raise NotFound(f"{place}: there is no graph of guanxi's here; `guanxi build PATH… --store {place}` makes one")
    if state is not None and not state.number:
        raise StoreError(f"{connection.remote}: nothing has been published into this store yet")
    return state


def has_view(connection: Connection) -> bool:
    """Tell whether the server holds a view, whoever put it there."""
    return bool(select(connection, f"SELECT ?s {{ GRAPH <{VIEW}> {{ ?s ?p ?o }} }} LIMIT 1"))


# The log


@dataclass(slots=True)
class Record:
    """One record of the log: its number, what it tells, and whether that is done."""

    number: int
    content: dict[str, Any]  # JSON has no narrower type
    done: bool = False


def read_log(connection: Connection) -> list[Record]:
    """Give all records in their order."""
    packed: dict[int, str] = {}
    done: set[int] = set()
    for quad in read_graph(connection, BOOKS):
        subject, term = quad.subject.value, quad.predicate.value  # type: ignore[union-attr]
        if term == _RECORD:
            packed[int(subject.rpartition("/")[2])] = quad.object.value  # type: ignore[union-attr]
        elif term == _DONE:
            done.add(int(subject.rpartition("/")[2]))
    return [Record(number, _unpacked(packed[number], connection), number in done) for number in sorted(packed)]


def write_record(connection: Connection, record: Record) -> None:
    """Write down what is about to be done."""
    text = base64.b85encode(zlib.compress(json.dumps(record.content, separators=(",", ":")).encode(), 6)).decode()
    add(connection, BOOKS, _line(_name(record.number), _RECORD, text))


def settle(connection: Connection, numbers: Iterable[int]) -> None:
    """Write down that records are done."""
    add(connection, BOOKS, "".join(_line(_name(number), _DONE, "1") for number in numbers))


def forget(connection: Connection, numbers: Iterable[int]) -> None:
    """Take records away that later ones have made superfluous."""
    _clear(connection, map(_name, numbers))


def _unpacked(text: str, connection: Connection) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(zlib.decompress(base64.b85decode(text)))
    except (ValueError, zlib.error) as error:
        raise StoreError(f"{connection.remote}: {_DAMAGED}") from error
    return found


def _name(number: int) -> str:
    return f"{BOOKS}/log/{number:06}"


# Premises and judgements


def write_premises(connection: Connection, name: str, premises: Premises) -> None:
    """Keep premises under a name of their own."""
    text = base64.b85encode(zlib.compress(to_text(premises).encode(), 6)).decode()
    pieces = [text[start : start + _SIZE] for start in range(0, len(text), _SIZE)]
    for number, piece in enumerate(pieces):
        add(connection, BOOKS, _line(_chunk(name, number), _CHUNK, f"{len(pieces)} {piece}"))


def read_premises(connection: Connection, name: str) -> Premises:
    """Give the premises of that name."""
    query = f"SELECT ?s ?o {{ GRAPH <{BOOKS}> {{ ?s <{_CHUNK}> ?o }} }}"
    start = _chunk(name, 0).rpartition("/")[0] + "/"
    pieces = sorted((iri, text) for iri, text in select(connection, query) if iri.startswith(start))
    try:
        if len(pieces) != int(pieces[0][1].partition(" ")[0]):
            raise ValueError("not all pieces are there")
        text = "".join(piece.partition(" ")[2] for _, piece in pieces)
        return from_text(zlib.decompress(base64.b85decode(text)).decode())
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        raise StoreError(f"{connection.remote}: {_DAMAGED}") from error


def forget_premises(connection: Connection, kept: str) -> None:
    """Take away all premises but those of one name."""
    start = _chunk(kept, 0).rpartition("/")[0] + "/"
    found = select(connection, f"SELECT ?s {{ GRAPH <{BOOKS}> {{ ?s <{_CHUNK}> ?o }} }}")
    _clear(connection, (iri for (iri,) in found if not iri.startswith(start)))


def _chunk(name: str, number: int) -> str:
    return f"{BOOKS}/premises/{name}/{number:04}"


def read_judgements(connection: Connection) -> list[str]:
    """Give the lines of the log of judgements."""
    query = f"SELECT ?s ?o {{ GRAPH <{BOOKS}> {{ ?s <{_JUDGEMENT}> ?o }} }}"
    return [line for _, line in sorted(select(connection, query))]


def add_judgement(connection: Connection, number: int, line: str) -> None:
    """Add a line to the log of judgements; whoever does holds its lock."""
    add(connection, BOOKS, _line(f"{BOOKS}/judgements/{number:08}", _JUDGEMENT, line))


def _values(connection: Connection, subject: str, term: str) -> list[list[str]]:
    return select(connection, f"SELECT ?o {{ GRAPH <{BOOKS}> {{ <{subject}> <{term}> ?o }} }}")


def _line(subject: str, term: str, text: str) -> str:
    return f"<{subject}> <{term}> {text_literal(text)} .\n"


def _clear(connection: Connection, subjects: Iterable[str]) -> None:
    waiting = list(subjects)
    for start in range(0, len(waiting), _AT_ONCE):
        gone = (f"DELETE WHERE {{ GRAPH <{BOOKS}> {{ <{iri}> ?p ?o }} }}" for iri in waiting[start : start + _AT_ONCE])
        update(connection, " ; ".join(gone))
