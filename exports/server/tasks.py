"""What a route asks a worker for, and what it gets: the contract between the two sides of the pipe.

A task is a frozen dataclass of plain values that is pickled to the worker; a new kind of question is a new one, with the
route that makes it. Modules of tasks import nothing of the web.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Protocol

from ...graph.errors import StopRun

if TYPE_CHECKING:
    from ...graph.storage import Reader
    from .limits import Limits

DROPPED = b"\n# broken off: "  # stands before the reason where an answer had begun and can't be ended


class Refused(StopRun):
    """A question is not answered; `status` is HTTP's word for why, and the message says what to do.

    `near` holds the nearest names that there are.
    """

    def __init__(
        self, status: HTTPStatus, message: str, headers: Mapping[str, str] | None = None, near: Collection[str] = ()
    ) -> None:
        super().__init__(message)
        self.status, self.headers, self.near = status, dict(headers or {}), tuple(near)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its media type, and the function that writes it to a sink, piece by piece."""

    media_type: str
    write: Callable[[IO[bytes]], None]
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


class Task(Protocol):
    """A question to the store, answered in a worker."""

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer, or raise Refused, QueryError (400) or NotFound (404)."""
