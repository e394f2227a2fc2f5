"""What a store is: the whole contract, so that another one can stand in for Oxigraph on disk."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from .remote.address import Remote

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

    from .adjacency import Adjacency
    from .model import Extraction
    from .premises import Premises
    from .sanctions.lists import SanctionsList
    from .search import SearchIndex

Place = Path | Remote  # where a store is: in a folder of this machine, or on a server
# Articles, seconds, and times the last publication's length before the next is due
_MANY, _LONG, _SHARE = 3000, 30.0, 3.0


def is_due(articles: int, seconds: float, took: float) -> bool:
    """Tell whether to publish: so many articles wait, so long after the last publication, which took so long."""
    return (seconds >= _LONG or articles >= _MANY) and seconds >= _SHARE * took


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a store keeps about one article beside its quads, to tell whether it must be read again.

    `article` is its id, `source` the IRI and `path` the absolute path or URL of what it was read from, `source_hash`
    the hash of that, `extracted_with` the versions of rules, models, lexicon and schema.
    """

    article: str
    source: str
    path: str
    source_hash: str
    extracted_with: str


class Reader(Protocol):
    """Reads one published state of a store, whatever is built into the store meanwhile."""

    def query(
        self,
        sparql: str,
        *,
        base: str | None = None,
        default_graphs: Collection[str] = (),
        named_graphs: Collection[str] = (),
        federated: bool = False,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Answer a SPARQL query; the prefixes of the vocabulary are known to it.

        Its default graph is the union of all graphs, unless it says FROM, or graphs are named here: then these are
        the whole dataset, whatever it says. `federated` lets it ask other servers with SERVICE.
        QueryError for a query that is wrong (with line and column), an update, or SERVICE where that is not allowed.
        """

    def search_index(self) -> SearchIndex:
        """Give the full-text index over the names and sentences of this state."""

    def adjacency(self) -> Adjacency:
        """Give who is linked with whom in this state."""

    def snapshot(self) -> str:
        """Give the name of the state that is read; every other state has another."""

    def outdated(self) -> bool:
        """Tell whether a newer state has been published than the one that is read."""

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Give all quads, or those of one graph by its IRI, in no promised order."""

    def graphs(self) -> Iterator[str]:
        """Give the IRIs of all graphs, in no promised order."""

    def rdflib(self) -> rdflib.Dataset:
        """Give the same store to users of rdflib, the default graph being the union; it can't be written."""

    def stamps(self) -> Mapping[str, Stamp]:
        """Give the stamp of every article by its id."""

    def premises(self) -> Premises:
        """Give what the view was derived from beside the sources: known entities and judgements."""

    def close(self) -> None:
        """Let the state go."""

    def __enter__(self) -> Self:
        """Give the reader itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""


class Writer(Protocol):
    """Builds into a store; nobody sees what it does before it publishes."""

    def stamps(self) -> Mapping[str, Stamp]:
        """Give the stamp of every article by its id, what is not yet published included."""

    def put(self, extraction: Extraction, *, path: str) -> None:
        """Write what one article says in place of what was there; `path` is where it was read from."""

    def drop(self, article: str) -> None:
        """Take an article out; NotFound if there is none of that id."""

    def put_list(self, listed: SanctionsList) -> None:
        """Write a sanctions list in place of the one of its name; what articles say is untouched."""

    def drop_list(self, name: str) -> None:
        """Take a sanctions list out; NotFound if there is none of that name."""

    def due(self) -> bool:
        """Tell whether enough has come together, and enough time gone by, to publish."""

    def publish(self) -> None:
        """Derive the view and make all that was put and dropped visible at once; nothing happens if nothing changed."""

    def close(self) -> None:
        """Publish what is unpublished and let other writers in."""

    def __enter__(self) -> Self:
        """Give the writer itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close; after an error without publishing."""
