"""What a server answers, as Oxigraph's own objects, so that nobody notices who was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, cast

import pyoxigraph as ox

from ..errors import StoreError
from ..namespace import PREFIXES
from .connection import Answer

# JSON and not XML, which Virtuoso writes five times as fast: but it leaves `&{` as it is, and Oxigraph takes blanks off
ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
_DOUBLE = PREFIXES["xsd"] + "double"
_NUMERIC = re.compile(rb'("datatype": "http://www\.w3\.org/2001/XMLSchema#boolean", "value": )"([01])"')
_MOST = 512 << 20  # bytes of triples that a query may answer with: they are held in memory


def rows(answer: Answer, place: str) -> ox.QuerySolutions | ox.QueryBoolean:
    """Give rows or a boolean; StoreError for what is neither, and for what a server has cut off."""
    if answer.media_type not in (ROWS, "application/json"):
        raise strange(answer, place, "rows")
    if most := answer.headers.get("x-sparql-maxrows"):
        raise cut(place, most)
    try:
        found = _parsed(answer)
        if isinstance(found, ox.QuerySolutions):
            for _ in found:  # to the end, so that nobody has read half of it when something is wrong
                pass
            found = _parsed(answer)
    except SyntaxError as error:
        raise StoreError(f"{place}: the server's answer can't be read: {error}") from error
    return found


def texts(found: ox.QuerySolutions | ox.QueryBoolean) -> list[list[str]]:
    """Give rows as texts, "" where a variable is not bound."""
    assert isinstance(found, ox.QuerySolutions)  # whoever asks ASK reads `rows`
    return [[str(getattr(term, "value", "")) for term in row] for row in found]


def _parsed(answer: Answer) -> ox.QuerySolutions | ox.QueryBoolean:
    answer.body.seek(0)
    body = answer.body if not answer.headers.get("server", "").startswith("Virtuoso") else _Repaired(answer.body)
    return ox.parse_query_results(cast(IO[bytes], body), ox.QueryResultsFormat.JSON)


class _Repaired:
    """Reads rows as Virtuoso writes them, each on a line of its own, with true and false for its 1 and 0."""

    def __init__(self, body: IO[bytes]) -> None:
        self._body, self._line, self._start = body, b"", 0

    def read(self, size: int = -1) -> bytes:
        if self._start == len(self._line):
            line = self._body.readline()
            self._line, self._start = _NUMERIC.sub(_boolean, line) if b"#boolean" in line else line, 0
        end = len(self._line) if size < 0 else self._start + size
        data, self._start = self._line[self._start : end], min(end, len(self._line))
        return data


def _boolean(found: re.Match[bytes]) -> bytes:
    return found[1] + (b'"true"' if found[2] == b"1" else b'"false"')


def triples(answer: Answer, place: str, most: int | None = None) -> ox.QueryTriples:
    """Give the triples of a CONSTRUCT or DESCRIBE; StoreError where there are more than the server gives, too."""
    if most is not None and count(answer) > most:
        raise cut(place, most)
    if answer.media_type not in (TRIPLES, "text/plain"):
        raise strange(answer, place, "triples")
    if answer.body.seek(0, 2) > _MOST:
        raise StoreError(
            f"{place}: the answer is larger than {_MOST >> 20} MiB; ask for part of it, or export the graph"
        )
    answer.body.seek(0)
    held = ox.Store()
    try:
        held.bulk_load(answer.body, ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise StoreError(f"{place}: the server's answer can't be read: {error}") from error
    found = held.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(found, ox.QueryTriples)
    return found


def quads(answer: Answer, graph: str, place: str) -> Iterator[ox.Quad]:
    """Give the quads of a graph, numbers written as Oxigraph writes them."""
    if answer.media_type not in (TRIPLES, "text/plain", "text/turtle"):
        raise strange(answer, place, "triples")
    name = ox.NamedNode(graph)
    try:
        for quad in ox.parse(answer.body, ox.RdfFormat.N_TRIPLES):
            yield ox.Quad(quad.subject, quad.predicate, _tidy(quad.object), name)
    except SyntaxError as error:
        raise StoreError(f"{place}: the server's answer can't be read: {error}") from error


def count(answer: Answer) -> int:
    """Count the triples of an answer, one on each line."""
    answer.body.seek(0)
    found = sum(line.startswith((b"<", b"_")) for line in answer.body)
    answer.body.seek(0)
    return found


def cut(place: str, most: object) -> StoreError:
    """Say that an answer is not all of it: Virtuoso says so itself of rows alone."""
    return StoreError(
        f"{place}: the server breaks off its answers at {most} rows; raise ResultSetMaxRows in its virtuoso.ini,"
        " or ask for fewer with LIMIT"
    )


def strange(answer: Answer, place: str, wanted: str) -> StoreError:
    """Say that an answer is not what it should be."""
    what = "a web page" if answer.media_type == "text/html" else answer.media_type or "something without a type"
    return StoreError(f"{place}: {wanted} were asked for, and the server answers with {what}: {answer.said()}")


def _tidy(
    term: ox.Triple | ox.NamedNode | ox.BlankNode | ox.Literal,
) -> ox.Triple | ox.NamedNode | ox.BlankNode | ox.Literal:
    """Write a whole number of type double as Oxigraph does: Virtuoso writes 1.0 for 1."""
    if isinstance(term, ox.Literal) and term.datatype.value == _DOUBLE and term.value.endswith(".0"):
        return ox.Literal(term.value[:-2], datatype=term.datatype)
    return term
