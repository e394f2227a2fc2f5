"""Keeps a snapshot's full-text index in step with it: what a writer puts into the store goes into the index as well."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from .blocks import Changes
from .errors import StoreError
from .model import Claim, Entity
from .namespace import GX, GXR
from .search_index import FILE, IndexWriter, usable

_QUOTE = ox.NamedNode(GX + "quote")


class Indexing:
    """What the next snapshot's index differs in from the last one's."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._quotes: dict[str, dict[str, str]] = {}

    def put(self, article: str, claims: Mapping[str, Claim]) -> None:
        """Take note of an article's claims, by the hashes of their IRIs; none where it is dropped."""
        self._quotes[article] = {f"{GXR}claim/{name}": claim.quote for name, claim in claims.items()}

    def save(
        self, folder: Path, last: Path | None, store: ox.Store, described: Mapping[str, Entity], changes: Changes
    ) -> None:
        """Write the index into a new snapshot's folder, anew where the last one has none that is of use."""
        old = usable(last)
        try:
            writer = IndexWriter(folder / FILE, old)
            changed: Iterable[str] = [block.iri for block in changes.entities] if old else described
            writer.put_entities({iri[1:-1]: described.get(iri) for iri in changed})
            writer.put_counts({iri[1:-1]: count for iri, count in changes.mentioned.items()})
            for article, quotes in sorted((self._quotes if old else _all_quotes(store)).items()):
                writer.put_sentences(article, quotes)
            writer.close()
        except sqlite3.Error as error:
            raise StoreError(f"{folder / FILE}: can't be written: {error}") from error

    def saved(self) -> None:
        """Take note that the snapshot is published."""
        self._quotes.clear()


def _all_quotes(store: ox.Store) -> Mapping[str, dict[str, str]]:
    """Read the quotes of all claims out of a store, by article."""
    quotes: dict[str, dict[str, str]] = defaultdict(dict)
    for claim, _, quote, graph in store.quads_for_pattern(None, _QUOTE, None, None):
        quotes[graph.value][claim.value] = quote.value
    return quotes
