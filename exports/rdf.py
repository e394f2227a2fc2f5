"""Writes a graph as RDF: sorted, each statement once, and never more of it in memory than a part."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO

import pyoxigraph as ox

from ..graph.excerpt import Excerpt
from ..graph.namespace import PREFIXES
from ..graph.sorting import sorted_lines
from ..graph.subgraph import quads
from .plain import printable

_AT_ONCE = 10_000  # statements


def turtle(triples: Iterable[ox.Triple]) -> bytes:
    """Write triples as Turtle, with the vocabulary's prefixes."""
    return tidy(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"")


def tidy(document: bytes) -> bytes:
    """Sort a Turtle document's prefixes, which come in an order that changes from run to run, and drop the unused.

    >>> tidy(b"@prefix skos: <s#> .\\n@prefix gx: <g#> .\\n@prefix oa: <o#> .\\ngx:a gx:b skos:c .")
    b'@prefix gx: <g#> .\\n@prefix skos: <s#> .\\n\\ngx:a gx:b skos:c .'
    """
    lines = document.split(b"\n")
    length = next((number for number, line in enumerate(lines) if not line.startswith(b"@prefix")), 0)
    body = b"\n".join(lines[length:])
    used = [line for line in sorted(lines[:length]) if line.split()[1] in body]
    return b"\n".join([*used, b"", body])


# One function for each format


def write_turtle(excerpt: Excerpt, sink: IO[bytes], *, annotations: bool = False) -> None:
    """Write all statements in one graph, as Turtle."""
    _serialize(_triples(excerpt, annotations), sink, ox.RdfFormat.TURTLE)


def write_ntriples(excerpt: Excerpt, sink: IO[bytes], *, annotations: bool = False) -> None:
    """Write all statements in one graph, one per line."""
    sink.writelines(f"{line} .\n".encode() for line in _triple_lines(excerpt, annotations))


def write_rdf_xml(excerpt: Excerpt, sink: IO[bytes], *, annotations: bool = False) -> None:
    """Write all statements in one graph, as RDF/XML, with U+FFFD for what XML can't hold."""
    _serialize(map(_for_xml, _triples(excerpt, annotations)), sink, ox.RdfFormat.RDF_XML)


def write_trig(excerpt: Excerpt, sink: IO[bytes], *, annotations: bool = False) -> None:
    """Write each named graph, as TriG."""
    _serialize(_quads(excerpt, annotations), sink, ox.RdfFormat.TRIG)


def write_json_ld(excerpt: Excerpt, sink: IO[bytes], *, annotations: bool = False) -> None:
    """Write each named graph, as JSON-LD."""
    ox.serialize(_quads(excerpt, annotations), sink, format=ox.RdfFormat.JSON_LD)
    sink.write(b"\n")


def write_nquads(excerpt: Excerpt, sink: IO[bytes], *, annotations: bool = False) -> None:
    """Write one statement with its graph per line, all lines sorted."""
    lines = sorted_lines(map(str, _all_quads(excerpt, annotations)))
    sink.writelines(f"{line} .\n".encode() for line in lines)


# Sorted statements


def _all_quads(excerpt: Excerpt, annotations: bool) -> Iterator[ox.Quad]:
    if not annotations:
        return quads(excerpt)
    from .annotations import annotation_quads

    return itertools.chain(quads(excerpt), annotation_quads(excerpt))


def _triple_lines(excerpt: Excerpt, annotations: bool) -> Iterator[str]:
    return sorted_lines(str(quad.triple) for quad in _all_quads(excerpt, annotations))


def _triples(excerpt: Excerpt, annotations: bool) -> Iterator[ox.Triple]:
    lines = _triple_lines(excerpt, annotations)
    return (quad.triple for quad in _parsed(lines, ox.RdfFormat.N_TRIPLES))


def _quads(excerpt: Excerpt, annotations: bool) -> Iterator[ox.Quad]:
    """Give all quads by graph and then by subject, so that what belongs together stands together."""
    keyed = (f"{quad.graph_name} {quad.triple}" for quad in _all_quads(excerpt, annotations))
    graphs_last = (" ".join(reversed(line.split(" ", 1))) for line in sorted_lines(keyed))
    return _parsed(graphs_last, ox.RdfFormat.N_QUADS)


def _parsed(lines: Iterator[str], form: ox.RdfFormat) -> Iterator[ox.Quad]:
    while some := list(itertools.islice(lines, _AT_ONCE)):
        yield from ox.parse("".join(f"{line} .\n" for line in some), form)


def _for_xml(triple: ox.Triple) -> ox.Triple:
    value = triple.object
    if not isinstance(value, ox.Literal) or (clean := printable(value.value)) == value.value:
        return triple
    if value.language:
        return ox.Triple(triple.subject, triple.predicate, ox.Literal(clean, language=value.language))
    return ox.Triple(triple.subject, triple.predicate, ox.Literal(clean, datatype=value.datatype))


# Prefixes, which Oxigraph writes in an order that changes from run to run


def _serialize(statements: Iterable[ox.Triple] | Iterable[ox.Quad], sink: IO[bytes], form: ox.RdfFormat) -> None:
    order = _declarations_of_xml if form == ox.RdfFormat.RDF_XML else _declarations
    sorting = _SortedHead(sink, order)
    ox.serialize(statements, sorting, format=form, prefixes=PREFIXES)  # type: ignore[arg-type]  # all that it needs
    sorting.close()


class _SortedHead:
    """Writes on to a sink, the lines of the head in order; `order` gives the head it knows whole, and the rest."""

    def __init__(self, sink: IO[bytes], order: Callable[[bytes], tuple[bytes, bytes] | None]) -> None:
        self._sink, self._order = sink, order
        self._head: bytes | None = b""

    def write(self, data: bytes) -> int:
        if self._head is None:
            self._sink.write(data)
            return len(data)
        self._head += bytes(data)
        if found := self._order(self._head):
            self._sink.write(b"".join(found))
            self._head = None
        return len(data)

    def flush(self) -> None:
        """Leave the sink alone: it is flushed when all is written."""

    def close(self) -> None:
        """Write what never became more than a head."""
        if self._head is not None:
            self._sink.write(b"".join(line + b"\n" for line in sorted(self._head.splitlines())))


def _declarations(data: bytes) -> tuple[bytes, bytes] | None:
    lines = data.split(b"\n")
    length = next((number for number, line in enumerate(lines[:-1]) if not line.startswith(b"@prefix")), None)
    if length is None:
        return None
    return b"".join(line + b"\n" for line in [*sorted(lines[:length]), b""]), b"\n".join(lines[length:])


def _declarations_of_xml(data: bytes) -> tuple[bytes, bytes] | None:
    found = re.match(rb"(.*?<rdf:RDF)((?: xmlns:\w+=\"[^\"]*\")*)(/?>)", data, re.DOTALL)
    if found is None:
        return None
    declared = b"".join(b" " + each for each in sorted(found[2].split()))
    return found[1] + declared + found[3], data[found.end() :]
