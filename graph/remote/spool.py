"""Keeps the texts of changed graphs on this machine's disk until they are published, so that memory stays bounded."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from ..closing import Closing
from ..rejections import Rejection, rejected
from .dialogue import batches

_AT_ONCE = 200  # texts looked through at a time


class Spool(Closing):
    """Texts by name, the newest of each, in a temporary file that goes with this process."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `close`
        self._places: dict[str, tuple[int, int]] = {}

    def put(self, name: str, text: str) -> None:
        """Keep a text in place of the one before."""
        data = text.encode()
        self._places[name] = self._file.seek(0, 2), len(data)
        self._file.write(data)

    def size(self, name: str) -> int:
        """Give how many bytes a text has."""
        return self._places[name][1]

    def get(self, name: str) -> str:
        """Give a text."""
        start, length = self._places[name]
        self._file.seek(start)
        return self._file.read(length).decode()

    def rejected(self, names: Iterable[str], rejections: Sequence[Rejection]) -> dict[str, int]:
        """Give the IRIs of the claims in some texts, of N-Quads, that judgements mean, each with its judgement's number."""
        found: dict[str, int] = {}
        for some in batches(names, _AT_ONCE) if rejections else ():
            held = ox.Store()
            held.bulk_load("".join(map(self.get, some)).encode(), ox.RdfFormat.N_QUADS)
            found |= rejected(held.query, rejections)
        return found

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a text of that name."""
        return name in self._places

    def clear(self) -> None:
        """Forget all texts."""
        self._places.clear()
        self._file.seek(0)
        self._file.truncate()

    def close(self) -> None:
        """Let the file go."""
        self._file.close()
