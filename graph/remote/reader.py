"""Reads a store on a server."""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from .. import sparql as queries
from ..closing import Closing, undoing
from ..errors import QueryError, StoreError, WrongUse
from ..namespace import GXR
from ..search_patterns import asks_to_search, rewritten
from ..storage import Stamp
from . import answers, books, dialogue
from .connection import ASKED, READER, Answer, Connection

if TYPE_CHECKING:
    import rdflib

    from ..adjacency import Adjacency
    from ..premises import Premises
    from ..search import SearchIndex
    from .address import Remote

_DESCRIBE = re.compile(r"\bdescribe\b", re.IGNORECASE)


def is_published(remote: Remote) -> bool:
    """Tell whether a server holds a state that can be read."""
    with Connection(remote, patience=READER) as connection:
        state = books.read_state(connection)
        return bool(state and state.number) if state else books.has_view(connection)


class RemoteReader(Closing):
    """A store on a server (see `storage.Reader`).

    A server keeps no older states: each answer is from the newest one, also while it is being written.
    """

    def __init__(self, remote: Remote) -> None:
        """Look whether there is something to read."""
        self._open: Connection | None = Connection(remote, patience=READER)
        self._since = time.time_ns()
        self._scratch, self._index = ExitStack(), cast("SearchIndex | None", None)
        with undoing(self.close):
            self._state = books.require_state(self._open)

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            raise WrongUse("this reader is closed")
        return self._open

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
        place, layout = self._connection.endpoint("query"), self._connection.layout
        text, triples = self._prepared(sparql, base, federated=federated)
        over = queries.dataset(sparql, default_graphs, named_graphs)
        parameters = [("default-graph-uri", graph) for graph in default_graphs]
        parameters += [("named-graph-uri", graph) for graph in named_graphs]
        if over.get("use_default_graph_as_union"):
            parameters += layout.union.items()
        if triples:
            return answers.triples(self._ask(text, parameters, answers.TRIPLES), place, self._connection.most)
        return answers.rows(self._ask(text, parameters, answers.ROWS), place)

    def _prepared(self, sparql: str, base: str | None = None, *, federated: bool = False) -> tuple[str, bool]:
        """Give a query as the server understands it, and whether it asks for triples; QueryError for what is none."""
        if not federated:
            queries.refuse_service(sparql)
        triples = isinstance(queries.parsed(sparql, base=base), ox.QueryTriples)
        if asks_to_search(sparql):
            sparql = rewritten(sparql, self.search_index)
            queries.parsed(sparql, base=base)  # a search can stand where what it finds can't
        text = queries.complete(sparql, base=base)
        return (self._connection.layout.describe if _DESCRIBE.search(text) else "") + text, triples

    def _ask(self, text: str, parameters: list[tuple[str, str]], wanted: str) -> Answer:
        """Ask a query that somebody wrote: what takes too long is not asked again."""
        connection = self._connection
        answer = connection.send(
            "POST",
            "query",
            parameters=parameters,
            form={"query": text},
            headers={"Accept": wanted},
            allowed=(400, 500),
            patience=ASKED,
        )
        if answer.status == 400 or (answer.status == 500 and answer.media_type == "text/plain"):
            raise QueryError(f"{connection.endpoint('query')}: the server does not answer this: {answer.said()}")
        if answer.status == 500:
            raise connection.refusal(answer, connection.endpoint("query"))
        return answer

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Give all quads, or those of one graph by its IRI, in no promised order."""
        if graph is not None:
            return dialogue.read_graph(self._connection, graph)
        return dialogue.read_graphs(self._connection, self.graphs())

    def graphs(self) -> Iterator[str]:
        """Give the IRIs of all graphs of ours, in order; what else the server holds is left aside."""
        pattern = "GRAPH ?g {}" if self._connection.layout.everywhere else "GRAPH ?g { ?s ?p ?o }"
        # GROUP BY and not DISTINCT, at which Virtuoso 7.2.5 sits for minutes from some hundred graphs on
        for (graph,) in sorted(dialogue.select(self._connection, f"SELECT ?g {{ {pattern} }} GROUP BY ?g")):
            if graph.startswith(GXR) and graph != books.BOOKS:
                yield graph

    def rdflib(self) -> rdflib.Dataset:
        """Give the same store to users of rdflib, the default graph being the union; it can't be written."""
        from .datasets import dataset

        def ask(sparql: str, graph: str | None) -> Answer:
            text, triples = self._prepared(sparql)
            over = [("default-graph-uri", graph)] if graph else [*self._connection.layout.union.items()]
            return self._ask(text, over, answers.TRIPLES if triples else answers.ROWS)

        return dataset(ask, self.graphs)

    def search_index(self) -> SearchIndex:
        """Give the full-text index of the newest state, which is made on this machine."""
        from ..search import SearchIndex
        from .indexes import index_of

        if self._index is None:
            state = self._state and books.read_state(self._connection)
            file = self._scratch.enter_context(index_of(self, self._connection.remote, state))
            self._index = self._scratch.enter_context(closing(SearchIndex(file)))
        return self._index

    def adjacency(self) -> Adjacency:
        """Give who is linked with whom, read through once."""
        return self._adjacency

    @functools.cached_property
    def _adjacency(self) -> Adjacency:
        from ..adjacency import derive  # only here, for numpy

        return derive(self)

    def snapshot(self) -> str:
        """Give the name of the state that is read; of a graph that was only loaded, of this reader."""
        if self._state is None:
            return f"{id(self):x}-{self._since:x}"
        return f"{self._state.store}-{self._state.number}"

    def outdated(self) -> bool:
        """Tell whether a newer state has been published than the one that was there when this reader was opened."""
        return self._state is not None and books.read_state(self._connection) != self._state

    def stamps(self) -> Mapping[str, Stamp]:
        """Give the stamp of every article by its id."""
        return self._stamps

    @functools.cached_property
    def _stamps(self) -> Mapping[str, Stamp]:
        self._require_books()
        found: dict[str, Stamp] = {}
        for record in books.read_log(self._connection):
            for row in record.content.get("rows", ()) if record.done else ():
                stamp = Stamp(*row["stamp"])
                found.pop(stamp.article, None)
                if row["facts"] is not None:
                    found[stamp.article] = stamp
        return found

    def premises(self) -> Premises:
        """Give what the view was derived from beside the sources: known entities and judgements."""
        self._require_books()
        state = books.require_state(self._connection)  # anew: the one before it may be gone
        assert state is not None
        return books.read_premises(self._connection, state.premises)

    def _require_books(self) -> None:
        if self._state is None:
            raise StoreError(
                f"{self._connection.remote}: this graph was loaded and not built there: nothing says what it was made from"
            )

    def close(self) -> None:
        """Let the server go."""
        self._scratch.close()
        if self._open is not None:
            self._open.close()
        self._open = None
