"""The judgements of a store on a server, in its books."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager

from . import locks
from .books import add_judgement, prepare, read_judgements
from .connection import Connection


class RemoteJournal:
    """The journal of a store on a server (see `journal.Journal`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.name = f"{connection.remote}, judgements"

    def lines(self) -> list[bytes]:
        """Give all lines in their order."""
        return [line.encode() for line in read_judgements(self._connection)]

    def append(self, row: Mapping[str, object]) -> None:
        """Add a line of JSON; when this returns it lasts. Whoever does this holds the journal."""
        prepare(self._connection)
        add_judgement(self._connection, len(self.lines()) + 1, json.dumps(row, ensure_ascii=False))

    def held(self) -> AbstractContextManager[object]:
        """Keep others from adding lines meanwhile."""
        return locks.held(self._connection, locks.JUDGING)
