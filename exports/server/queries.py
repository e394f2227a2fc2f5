"""The tasks behind SPARQL and graphs: answer a query, write a graph or the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ...graph.errors import NotFound, QueryError
from ...graph.schema import load_schema
from ..ontology import ontology_turtle
from . import serialization
from .limits import Limits
from .negotiation import ROWS, TRIPLES, Format, not_acceptable
from .tasks import Answer, Refused

if TYPE_CHECKING:
    from ...graph.storage import Reader


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL query over the graphs that are named, and the formats that are wanted of rows and of triples."""

    sparql: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    rows: Format | None
    triples: Format | None

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer in the wanted format; Refused where what the query answers with is not wanted."""
        for graph in (*self.default_graphs, *self.named_graphs):
            if not has_graph(reader, graph):
                raise Refused(HTTPStatus.BAD_REQUEST, f"{graph}: there is no graph of this name here")
        found = reader.query(
            self.sparql,
            default_graphs=self.default_graphs,
            named_graphs=self.named_graphs,
            federated=limits.federated,
        )
        if isinstance(found, ox.QueryTriples):
            if self.triples is None:
                raise not_acceptable(TRIPLES)
            return serialization.triples(found, self.triples, limits)
        if self.rows is None:
            raise not_acceptable(ROWS)
        if isinstance(found, ox.QueryBoolean):
            return serialization.boolean(found, self.rows)
        return serialization.rows(found, self.rows, limits)


@dataclass(frozen=True, slots=True)
class Graph:
    """All triples of one graph, or of the union of all where no name is given."""

    name: str | None
    wanted: Format

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with the graph; NotFound where there is none of that name."""
        if self.name is not None and not has_graph(reader, self.name):
            raise NotFound(f"{self.name}: there is no graph of this name here")
        found: Iterable[ox.Triple] = (quad.triple for quad in reader.quads(self.name))
        return serialization.triples(found, self.wanted, limits)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ontology: what the IRIs mean that begin with https://w3id.org/guanxi/ns#."""

    wanted: Format

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with the ontology."""
        found = ox.parse(ontology_turtle(load_schema()), ox.RdfFormat.TURTLE)
        return serialization.triples((quad.triple for quad in found), self.wanted, limits)


def has_graph(reader: Reader, name: str) -> bool:
    """Tell whether a store has a graph of that name; QueryError where it is no IRI."""
    try:
        node = ox.NamedNode(name)
    except ValueError as error:
        raise QueryError(f"{name[:200]}: this is no valid IRI of a graph") from error
    return bool(reader.query(f"ASK {{ GRAPH {node} {{ ?s ?p ?o }} }}"))
