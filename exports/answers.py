"""The answer to a SPARQL query, as a table for people or in a standard format for programs."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rich.table import Table

from ..graph.errors import QueryError, WrongUse
from ..graph.lookup import entities, label_of
from ..graph.namespace import GXR, PREFIXES, path_of
from .console import complain, console, styled, write_bytes
from .rdf import turtle
from .results import WRITERS

if TYPE_CHECKING:
    from ..graph.storage import Reader

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
STYLES = ("table", "json", "csv", "tsv", "turtle")
ROWS = 1000  # of a table, where no limit is asked for: more than that nobody reads on a terminal

_PLACE = re.compile(r"line (\d+),? column (\d+)")


def print_answer(reader: Reader, answer: Answer, style: str, *, limit: int | None = None) -> None:
    """Print an answer to stdout; at most `limit` rows of it, where one is given."""
    if isinstance(answer, ox.QueryTriples):
        if style not in ("table", "turtle"):
            raise WrongUse("CONSTRUCT and DESCRIBE answer with triples: ask for --format turtle")
        triples = itertools.islice(answer, limit)
        write_bytes(turtle(triples))
    elif style == "turtle":
        raise WrongUse("SELECT and ASK answer with rows: ask for --format table, json, csv or tsv")
    elif style in _BOOLEAN:
        _print_serialized(answer, style, limit)
    elif isinstance(answer, ox.QueryBoolean):
        print("yes" if answer else "no")
    else:
        _print_table(reader, answer, limit or ROWS)


def point_at(error: QueryError, query: str) -> str:
    """Give the line of a query that an error is about, with a caret below the column; empty where it names none.

    >>> print(point_at(QueryError("line 2, column 3: no"), "SELECT *\\nWHERE"))
    WHERE
      ^
    """
    from rich.cells import cell_len

    place = _PLACE.search(str(error))
    lines = query.splitlines()
    if place is None or not 0 < int(place[1]) <= len(lines):
        return ""
    line = lines[int(place[1]) - 1]
    before = line[: int(place[2]) - 1]
    return f"{line}\n{' ' * cell_len(before)}^"


def shortened(iri: str) -> str:
    """Write an IRI with the vocabulary's prefix, where it has one; a thing of the graph by its path alone.

    >>> shortened("https://w3id.org/guanxi/ns#supplies"), shortened("https://w3id.org/guanxi/id/company/nvidia")
    ('gx:supplies', 'company/nvidia')
    """
    if iri.startswith(GXR):
        return path_of(iri)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _print_table(reader: Reader, answer: ox.QuerySolutions, limit: int) -> None:
    """Print rows as a table, things of the graph by their names."""
    names = [variable.value for variable in answer.variables]
    rows = [[row[name] for name in names] for row in itertools.islice(answer, limit)]
    cut = len(rows) == limit and next(answer, None) is not None
    things = {
        term.value for row in rows for term in row if isinstance(term, ox.NamedNode) and term.value.startswith(GXR)
    }
    labels = {iri: label_of(entity) for iri, entity in entities(reader, things).items()}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(styled(_cell(term, labels)) for term in row))
    console().print(table)
    if cut:
        complain(f"only the first {limit:,} rows are shown; --limit shows more")


def _cell(term: object, labels: Mapping[str, str]) -> str:
    if isinstance(term, ox.NamedNode):
        short = shortened(term.value)
        return f"{labels[term.value]} ({short})" if term.value in labels else short
    return str(getattr(term, "value", term)) if term is not None else ""


def _print_serialized(answer: ox.QuerySolutions | ox.QueryBoolean, style: str, limit: int | None) -> None:
    if isinstance(answer, ox.QueryBoolean):
        answer.serialize(sys.stdout.buffer, format=_BOOLEAN[style])
    else:
        names = [variable.value for variable in answer.variables]
        WRITERS[style](names, itertools.islice(answer, limit), sys.stdout.buffer)
    write_bytes(b"\n" if style == "json" else b"")


_BOOLEAN = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
