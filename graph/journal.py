"""Where judgements are written down: a log beside the store that is only ever added to."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from . import snapshots
from .errors import StoreError
from .remote.address import Remote
from .storage import Place

FILE = "judgements.jsonl"


class Journal(Protocol):
    """A log of lines; `name` is how messages call it."""

    name: str

    def lines(self) -> list[bytes]:
        """Give all lines in their order."""

    def append(self, row: Mapping[str, object]) -> None:
        """Add a line of JSON; when this returns it lasts. Whoever does this holds the journal."""

    def held(self) -> AbstractContextManager[object]:
        """Keep others from adding lines meanwhile."""


@contextmanager
def open_journal(store: Place) -> Iterator[Journal]:
    """Open the journal of a store, wherever that is."""
    if isinstance(store, Remote):
        from .remote.connection import Connection
        from .remote.journal import RemoteJournal

        with Connection(store) as connection:
            yield RemoteJournal(connection)
    else:
        yield FileJournal(store)


class FileJournal:
    """The journal of a store on disk: a file beside the snapshots."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._file = store / FILE
        self.name = str(self._file)

    def lines(self) -> list[bytes]:
        """Give all lines in their order."""
        try:
            return self._file.read_bytes().split(b"\n")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(f"{self._file}: can't be read: {error.strerror}") from error

    def append(self, row: Mapping[str, object]) -> None:
        """Add one line in one write; a line that was cut off before it is closed first, so that it spoils nothing."""
        line = json.dumps(row, ensure_ascii=False) + "\n"
        try:
            new = not self._file.exists()
            handle = os.open(self._file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                size = os.fstat(handle).st_size
                torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
                os.write(handle, (b"\n" if torn else b"") + line.encode("utf-8", "replace"))
                os.fsync(handle)
            finally:
                os.close(handle)
            if new:
                snapshots.sync(self._store)
        except OSError as error:
            raise StoreError(f"{self._file}: can't be written: {error.strerror}") from error

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep others from adding lines meanwhile."""
        snapshots.check(self._store)
        try:
            handle = os.open(self._store, os.O_RDONLY)
        except OSError as error:
            raise StoreError(f"{self._store}: can't be read: {error.strerror}") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
