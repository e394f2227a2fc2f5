"""Reads one published state of the store on disk: Oxigraph behind the contract of `storage`."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from . import premises, snapshots
from .closing import Closing, undoing
from .errors import QueryError, WrongUse
from .ledger import read_stamps
from .namespace import PREFIXES
from .premises import Premises
from .search_index import FILE, usable
from .search_patterns import asks_to_search, rewritten
from .snapshots import named
from .sparql import dataset, explain, parse, refuse_service
from .storage import Stamp

if TYPE_CHECKING:
    import rdflib

    from .adjacency import Adjacency
    from .search import SearchIndex


class StoreReader(Closing):
    """One published state of a store (see `storage.Reader`)."""

    def __init__(self, store: Path) -> None:
        """Open the newest snapshot and keep it from being cleaned away."""
        self._path = store
        self._folder, self._lock = snapshots.reading(store)
        self._name = snapshots.name_of(self._folder)
        self._opened: ox.Store | None = None
        self._index: SearchIndex | None = None
        self._scratch = ExitStack()
        with undoing(self._lock.close), named(self._folder, "opened"):
            self._opened = ox.Store.read_only(str(self._folder / "graph"))

    @property
    def _store(self) -> ox.Store:
        if self._opened is None:
            raise WrongUse("this reader is closed")
        return self._opened

    def query(
        self,
        sparql: str,
        *,
        base: str | None = None,
        default_graphs: Collection[str] = (),
        named_graphs: Collection[str] = (),
        federated: bool = False,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Answer a SPARQL query, over the union of all graphs unless others are named (see `storage.Reader`)."""
        if not federated:
            refuse_service(sparql)
        over = dataset(sparql, default_graphs, named_graphs)
        asked = sparql
        try:
            asked = self._searched(sparql, base)
            return self._store.query(asked, prefixes=PREFIXES, base_iri=base, **over)
        except SyntaxError as error:
            if asked != sparql:
                raise QueryError("a search can't stand in the template of CONSTRUCT; write it behind WHERE") from None
            raise explain(sparql, error) from None
        except ValueError as error:
            raise QueryError(str(error)) from error
        except RuntimeError as error:
            if "function" not in str(error):  # a file that is damaged, and not a function that nobody knows
                raise
            raise QueryError(str(error)) from error

    def _searched(self, sparql: str, base: str | None = None) -> str:
        """Put what the index finds in place of the searches in a query, which is read first as it was written."""
        if not asks_to_search(sparql):
            return sparql
        parse(sparql, base)
        return rewritten(sparql, self.search_index)

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Give all quads, or those of one graph by its IRI, in no promised order."""
        return self._store.quads_for_pattern(None, None, None, None if graph is None else ox.NamedNode(graph))

    def graphs(self) -> Iterator[str]:
        """Give the IRIs of all graphs, in no promised order."""
        return (str(getattr(graph, "value", "")) for graph in self._store.named_graphs())

    def rdflib(self) -> rdflib.Dataset:
        """Give the same store to users of rdflib, the default graph being the union; it can't be written."""
        import rdflib
        from oxrdflib import OxigraphStore

        searched = self._searched

        class Checked(OxigraphStore):
            def query(self, query: Any, *more: Any, **options: Any) -> rdflib.query.Result:  # as rdflib calls it
                refuse_service(str(query))
                return super().query(searched(query) if isinstance(query, str) else query, *more, **options)

        dataset = rdflib.Dataset(Checked(store=self._store), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri)
        return dataset

    def search_index(self) -> SearchIndex:
        """Give the full-text index of this state; a snapshot of an older guanxi has none, and one is made for the while."""
        from . import search  # only here: few that read a store search in it

        if self._index is None:
            file = usable(self._folder)
            if file is None:
                scratch = self._scratch.enter_context(tempfile.TemporaryDirectory(prefix="guanxi-"))
                search.derive(self, file := Path(scratch) / FILE)
            self._index = self._scratch.enter_context(closing(search.SearchIndex(file)))
        return self._index

    def adjacency(self) -> Adjacency:
        """Give who is linked with whom in this state; a snapshot of an older guanxi does not tell, and is read through."""
        from . import adjacency  # only here, for numpy

        return adjacency.load(self._folder) or adjacency.derive(self)

    def snapshot(self) -> str:
        """Give the name of the state that is read; every other state has another, also of a store made anew."""
        return self._name

    def outdated(self) -> bool:
        """Tell whether a newer state has been published than the one that is read."""
        newest = snapshots.newest(self._path)
        return newest is None or snapshots.name_of(newest) != self._name

    def stamps(self) -> Mapping[str, Stamp]:
        """Give the stamp of every article by its id."""
        return read_stamps(self._folder)

    def premises(self) -> Premises:
        """Give what the view was derived from beside the sources: known entities and judgements."""
        return premises.load(self._folder)

    def close(self) -> None:
        """Let the state go."""
        self._opened = None
        self._scratch.close()
        self._lock.close()
