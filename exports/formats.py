"""The formats that a graph can be written in: one function and one row of the table each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from ..graph.errors import WrongUse
from ..graph.namespace import PREFIXES
from ..graph.store import open_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What to write: the graph of which store, and the most entities to draw where the format is a picture."""

    store: Path
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the usual suffix of its files, what it is, and the function that writes it."""

    suffix: str
    description: str
    write: Callable[[Export, IO[bytes]], None]


def export(name: str, wanted: Export, target: Path | None, *, stdout: IO[bytes] | None = None) -> None:
    """Write a graph in the format of that name to a file, or to `stdout` where there is none.

    The file appears whole or not at all. Raises WrongUse for an unknown format or a file that can't be written.
    """
    if name not in FORMATS:
        raise WrongUse(f"no format is called {name}; there are {', '.join(FORMATS)}")
    if target is not None:
        with whole_file(target) as sink:
            FORMATS[name].write(wanted, sink)
    elif stdout is not None:
        FORMATS[name].write(wanted, stdout)
        stdout.flush()


@contextmanager
def whole_file(target: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its place under its name only when all is written; what was there stays until then."""
    if target.exists() and not target.is_file():  # a pipe or a device: nothing to take the place of
        if target.is_dir():
            raise WrongUse(f"{target} is a folder: name a file to write to")
        with target.open("wb") as sink:
            yield sink
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as sink:
            yield sink
        part.replace(target)
    except OSError as error:
        raise WrongUse(f"{target} can't be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


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


def _turtle(wanted: Export, sink: IO[bytes]) -> None:
    with open_reader(wanted.store) as reader:
        triples = sorted({quad.triple for quad in reader.quads()}, key=_order)
    sink.write(turtle(triples))


def _trig(wanted: Export, sink: IO[bytes]) -> None:
    sink.write(tidy(ox.serialize(_quads(wanted), format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b""))


def _json_ld(wanted: Export, sink: IO[bytes]) -> None:
    ox.serialize(_quads(wanted), sink, format=ox.RdfFormat.JSON_LD)
    sink.write(b"\n")


def _nquads(wanted: Export, sink: IO[bytes]) -> None:
    with open_reader(wanted.store) as reader:
        lines = (ox.serialize(reader.quads(), format=ox.RdfFormat.N_QUADS) or b"").split(b"\n")
    sink.writelines(line + b"\n" for line in sorted(lines) if line)


def _html(wanted: Export, sink: IO[bytes]) -> None:
    from .html import DRAWN, write_html

    with open_reader(wanted.store) as reader:
        write_html(reader, sink, limit=DRAWN if wanted.limit is None else wanted.limit)


def _ontology(wanted: Export, sink: IO[bytes]) -> None:
    from ..graph.schema import load_schema
    from .ontology import ontology_turtle

    sink.write(ontology_turtle(load_schema()).encode())


def _quads(wanted: Export) -> list[ox.Quad]:
    """Read all quads, by graph and then by subject, so that what belongs together stands together."""
    with open_reader(wanted.store) as reader:
        return sorted(reader.quads(), key=lambda quad: (str(quad.graph_name), *_order(quad.triple)))


def _order(triple: ox.Triple) -> tuple[str, str, str]:
    return str(triple.subject), str(triple.predicate), str(triple.object)


FORMATS: Mapping[str, Format] = {
    "turtle": Format(".ttl", "RDF, all statements in one graph", _turtle),
    "trig": Format(".trig", "RDF, one named graph per article and the view", _trig),
    "nquads": Format(".nq", "RDF, one sorted statement per line, the same bytes for the same graph", _nquads),
    "json-ld": Format(".jsonld", "RDF as JSON", _json_ld),
    "html": Format(".html", "a picture of the graph in one page that opens offline", _html),
    "ontology": Format(".ttl", "the vocabulary itself, as OWL; needs no store", _ontology),
}
