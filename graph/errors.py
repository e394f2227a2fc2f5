"""Errors, named by what the caller can do about them.

::

    GuanxiError
    ├── SkipInput          leave this input out; the rest goes on
    └── StopRun            nothing more can be done
        ├── WrongUse       the caller asked for something that makes no sense
        ├── NotFound       no such entity, article or file
        ├── DataFileError  a rule, lexicon or schema file is wrong; names file and line
        ├── QueryError     the query can't be answered; names line and column
        └── StoreError     the store can't be opened or written
            └── StoreBusy  another process is building into it
"""

from __future__ import annotations


class GuanxiError(Exception):
    """Any error that guanxi raises on purpose."""


class SkipInput(GuanxiError):
    """One input can't be read: it is left out by name and the rest goes on.

    `place` is the file (or URL) as the user named it, `line` a 1-based line or record number where that is known.
    """

    def __init__(self, place: str, reason: str, *, line: int | None = None) -> None:
        self.place, self.reason, self.line = place, reason, line
        super().__init__(place, reason, line)  # all three, so that the error survives the way between processes

    def bare(self) -> SkipInput:
        """Give the same without what caused it: that would keep whole lines and their readers in memory."""
        return _skip_input(self.place, self.reason, self.line)

    def __reduce__(self) -> tuple[object, ...]:
        return _skip_input, (self.place, self.reason, self.line)

    def __str__(self) -> str:
        return f"{self.place}{f':{self.line}' if self.line is not None else ''}: {self.reason}"


def _skip_input(place: str, reason: str, line: int | None) -> SkipInput:
    return SkipInput(place, reason, line=line)


class StopRun(GuanxiError):
    """Nothing more can be done."""


class WrongUse(StopRun):
    """The caller asked for something that makes no sense."""


class NotFound(StopRun):
    """No such entity, article or file; `near` holds the nearest names there are."""

    def __init__(self, message: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.near = near


class DataFileError(StopRun):
    """A rule, lexicon or schema file is wrong; the message names the file and the line or key."""


class QueryError(StopRun):
    """The query can't be answered; the message names line and column where they are known."""


class StoreError(StopRun):
    """The store can't be opened or written."""


class StoreBusy(StoreError):
    """Another process is building into the store."""
