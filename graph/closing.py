"""What is closed at the end of a `with`, and what is undone where it does not come to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Self


class Closing:
    """What a `with` closes at its end."""

    def close(self) -> None:
        """Let go of what is held."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        """Give the thing itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


class Finishing(Closing):
    """What a `with` closes where it comes to its end, and lets go of as it is after an error."""

    def _end(self) -> None:
        """Let go without finishing; nothing where that is done."""
        raise NotImplementedError

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close; after an error without finishing."""
        try:
            if kind is None:
                self.close()
        finally:
            self._end()


@contextmanager
def undoing(undo: Callable[[], object]) -> Iterator[None]:
    """Do what undoes the work inside where that does not come to its end.

    >>> done = []
    >>> with undoing(done.clear):
    ...     done.append("whole")
    >>> done
    ['whole']
    """
    with ExitStack() as stack:
        stack.callback(undo)
        yield
        stack.pop_all()
