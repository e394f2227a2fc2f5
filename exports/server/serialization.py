"""Writes rows, booleans and triples in the format that was wanted, no more of them than the limit says."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import IO, TypeVar, cast

import pyoxigraph as ox

from ...graph.namespace import PREFIXES
from ..results import WRITERS, without_xml_controls
from .limits import Limits
from .negotiation import Format
from .tasks import Answer, Refused

_T = TypeVar("_T")
_RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_PREFIX = re.compile(rb"(?:@prefix[^\n]*\n)*")


def rows(solutions: ox.QuerySolutions, wanted: Format, limits: Limits) -> Answer:
    """Answer with the rows of a SELECT query."""
    names = [variable.value for variable in solutions.variables]

    def write(sink: IO[bytes]) -> None:
        WRITERS[wanted.name](names, limited(solutions, "rows", limits), sink)

    return Answer(wanted.content_type, write)


def boolean(answer: ox.QueryBoolean, wanted: Format) -> Answer:
    """Answer an ASK query."""

    def write(sink: IO[bytes]) -> None:
        answer.serialize(sink, format=_RESULTS[wanted.name])

    return Answer(wanted.content_type, write)


def triples(found: Iterable[ox.Triple], wanted: Format, limits: Limits) -> Answer:
    """Answer with triples."""

    def write(sink: IO[bytes]) -> None:
        kind = _RDF[wanted.name]
        cleaned = cast(IO[bytes], _CLEANED[wanted.name](sink)) if wanted.name in _CLEANED else sink
        prefixes = PREFIXES if wanted.name == "turtle" else None  # in XML their order would change from run to run
        ox.serialize(limited(found, "triples", limits), cleaned, format=kind, prefixes=prefixes)

    return Answer(wanted.content_type, write)


def document(found: Iterable[ox.Triple], wanted: Format) -> bytes:
    """Give few triples as one document."""
    sink = io.BytesIO()
    triples(found, wanted, Limits()).write(sink)
    return sink.getvalue()


def limited(found: Iterable[_T], what: str, limits: Limits) -> Iterator[_T]:
    """Give no more than the limit of rows says, and then refuse: half an answer must not pass for a whole one."""
    for number, one in enumerate(found):
        if number >= limits.rows:
            message = f"the answer has more than {limits.rows:,} {what}; ask for part of it with LIMIT and OFFSET"
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message)
        yield one


class _Turtle:
    """Passes Turtle on with its prefixes sorted: Oxigraph's order changes from run to run."""

    def __init__(self, sink: IO[bytes]) -> None:
        self._sink, self._head = sink, True

    def write(self, data: bytes) -> int:
        if self._head:  # the serializer gives far more than the prefixes at once
            self._head = False
            found = _PREFIX.match(data)
            end = found.end() if found else 0
            data = b"".join(sorted(data[:end].splitlines(keepends=True))) + data[end:]
        self._sink.write(data)
        return len(data)

    def flush(self) -> None:
        self._sink.flush()


class _Xml:
    """Passes XML on without the characters that it may not hold and that articles may."""

    def __init__(self, sink: IO[bytes]) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        self._sink.write(without_xml_controls(data))
        return len(data)

    def flush(self) -> None:
        self._sink.flush()


_CLEANED = {"turtle": _Turtle, "rdfxml": _Xml}
