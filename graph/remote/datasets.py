"""A store on a server as users of rdflib know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..namespace import PREFIXES
from . import answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import rdflib

    from .connection import Answer


def dataset(ask: Callable[[str, str | None], Answer], graphs: Callable[[], Iterable[str]]) -> rdflib.Dataset:
    """Give a dataset whose default graph is the union, and that can't be written.

    `ask` asks a query over the graph of that name, or over the union of all; `graphs` gives their names.
    """
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore
    from rdflib.query import Result

    class Asked(SPARQLStore):
        def _query(self, query: str, default_graph: Any = None) -> Result:  # as rdflib calls it
            answer = ask(query, None if default_graph is None else str(default_graph))
            kind = answers.TRIPLES if answer.media_type == "text/plain" else answer.media_type
            return Result.parse(answer.body, content_type=kind)

        def contexts(self, triple: Any = None) -> Iterator[rdflib.URIRef]:  # type: ignore[override]  # of SPARQLStore's
            if triple is None or not any(triple):
                return (rdflib.URIRef(graph) for graph in graphs())
            return super().contexts(triple)  # type: ignore[return-value]  # of any node

        def add_graph(self, graph: rdflib.Graph) -> None:
            """Let rdflib speak of a graph: it calls this even to read one."""

    found = rdflib.Dataset(Asked(query_endpoint="asked"), default_union=True)
    for prefix, iri in PREFIXES.items():
        found.bind(prefix, iri)
    return found
