"""Puts quads into a store on disk beside the interpreter, which Oxigraph lets go on meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox

from .closing import Closing
from .snapshots import named

_BATCH = 5_000_000  # characters of N-Quads loaded at once, beside the extraction of the next ones: some 200 articles


class Loader(Closing):
    """Gathers what graphs are to hold and loads it a batch at a time; it keeps no store open.

    `place` is the store that errors name.
    """

    def __init__(self, place: Path) -> None:
        """Start with nothing to load."""
        self._place, self._thread = place, ThreadPoolExecutor(1)
        self._waiting: dict[str, str] = {}
        self._size = 0  # of what is waiting
        self._loading: Future[None] | None = None

    def put(self, store: ox.Store, graph: str, text: str) -> None:
        """Have a graph hold these N-Quads in place of what it held; what waits is loaded when it is enough."""
        self._waiting[graph] = text
        self._size += len(text)
        if self._size >= _BATCH:
            self.load(store)

    def load(self, store: ox.Store) -> None:
        """Begin to load what waits, after what is being loaded."""
        self.wait()
        self._loading = self._thread.submit(_replace_graphs, store, self._waiting)
        self._waiting, self._size = {}, 0

    def wait(self) -> None:
        """Wait until what is being loaded is there; StoreError where it can't be written."""
        if self._loading is not None:
            with named(self._place, "written"):
                self._loading.result()
            self._loading = None

    def close(self) -> None:
        """Load no more, but end what has begun."""
        if self._loading is not None:
            self._loading.cancel()
        self._thread.shutdown()


def _replace_graphs(store: ox.Store, texts: Mapping[str, str]) -> None:
    """Put new quads in place of each graph's old ones."""
    for graph in texts:
        node = ox.NamedNode(graph)
        if store.contains_named_graph(node):
            store.remove_graph(node)
    store.bulk_load("".join(texts.values()).encode(), ox.RdfFormat.N_QUADS)
