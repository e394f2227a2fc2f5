"""The formats that a graph can be written in: one function and one row of the table each."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ..graph.errors import WrongUse
from ..graph.excerpt import EVERYTHING, Excerpt
from ..graph.schema import Schema, load_schema
from ..graph.selection import Selection
from ..graph.store import open_reader
from . import followthemoney, html, neo4j, networks, rdf, tables
from .files import whole_file, whole_folder
from .ontology import ontology_turtle
from .shapes import shapes_turtle
from .vocabulary import vocabulary_page

if TYPE_CHECKING:
    from ..graph.storage import Place, Reader

# Takes an excerpt, what it writes to and, by name, the options that the format's row lists
Write = Callable[..., object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What to write: what part of the graph of which store, and how.

    `limit` is the most entities to draw where the format is a picture; `annotations` asks for Web Annotation targets.
    """

    store: Place
    selection: Selection = EVERYTHING
    limit: int | None = None
    annotations: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the usual suffix of its files, what it is, and the function that writes it.

    A format of several files is a folder: it has no suffix, and one function for each file. `options` are the fields of
    `Export` that it knows. Where `edges` are all that it shows of claims, they are what is said to be so: actual claims,
    unless the selection names a status.
    """

    suffix: str
    description: str
    write: Write | Mapping[str, Write]
    options: tuple[str, ...] = ()
    edges: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """Something that follows from the schema alone, for which no store is needed."""

    suffix: str
    description: str
    text: Callable[[Schema], str]


def export(name: str, wanted: Export, target: Path | None, *, stdout: IO[bytes] | None = None) -> bool:
    """Write a graph in the format of that name to a file or folder, or to `stdout` where there is none.

    Gives whether anything passed the selection. A file appears whole or not at all. Raises WrongUse for an unknown
    format, an option that the format has not, or a file that can't be written.
    """
    if name in DOCUMENTS:
        _refuse_options(name, wanted, ())
        text = DOCUMENTS[name].text(load_schema()).encode()
        _write_file(lambda sink: sink.write(text), target, stdout)
        return True
    if name not in FORMATS:
        raise WrongUse(f"no format is called {name}; there are {', '.join([*FORMATS, *DOCUMENTS])}")
    row = FORMATS[name]
    _refuse_options(name, wanted, row.options)
    options = {option: value for option in row.options if (value := getattr(wanted, option))}
    with open_reader(wanted.store) as reader:
        excerpt = _excerpt(reader, wanted.selection, row)
        if callable(row.write):
            _write_file(functools.partial(row.write, excerpt, **options), target, stdout)
        elif target is None:
            raise WrongUse(f"{name} is several files: name a folder for them with -o")
        else:
            _write_folder({file: functools.partial(write, excerpt) for file, write in row.write.items()}, target)
        return excerpt.lone or not excerpt.is_empty()


def _refuse_options(name: str, wanted: Export, known: Collection[str]) -> None:
    for option in ("limit", "annotations"):
        if getattr(wanted, option) and option not in known:
            others = [other for other, row in FORMATS.items() if option in row.options]
            raise WrongUse(f"--{option} is for {', '.join(others)}, not for {name}")
    if name in DOCUMENTS and wanted.selection != EVERYTHING:
        raise WrongUse(f"{name} speaks of the vocabulary, not of a graph: there is nothing to select from")


def _excerpt(reader: Reader, selection: Selection, row: Format) -> Excerpt:
    said = dataclasses.replace(selection, status=("actual",)) if row.edges and selection.status is None else selection
    return Excerpt(reader, said, lone=selection == EVERYTHING)


def _write_file(write: Callable[[IO[bytes]], object], target: Path | None, stdout: IO[bytes] | None) -> None:
    if target is not None:
        with whole_file(target) as sink:
            write(sink)
    elif stdout is not None:
        write(stdout)
        stdout.flush()


def _write_folder(files: Mapping[str, Callable[[IO[bytes]], object]], target: Path) -> None:
    with whole_folder(target) as folder:
        for name, write in files.items():
            with (folder / name).open("wb") as sink:
                write(sink)


_RDF = ("annotations",)
FORMATS: Mapping[str, Format] = {
    "turtle": Format(".ttl", "RDF, all statements in one graph", rdf.write_turtle, _RDF),
    "trig": Format(".trig", "RDF, one named graph per article and the view", rdf.write_trig, _RDF),
    "nquads": Format(".nq", "RDF, one sorted statement per line, with its graph", rdf.write_nquads, _RDF),
    "ntriples": Format(".nt", "RDF, one sorted statement per line", rdf.write_ntriples, _RDF),
    "json-ld": Format(".jsonld", "RDF as JSON", rdf.write_json_ld, _RDF),
    "rdf-xml": Format(".rdf", "RDF as XML", rdf.write_rdf_xml, _RDF),
    "graphml": Format(".graphml", "for yEd, Gephi, Cytoscape, igraph", networks.write_graphml, edges=True),
    "gexf": Format(".gexf", "for Gephi, types in their colours", networks.write_gexf, edges=True),
    "gml": Format(".gml", "for older network tools", networks.write_gml, edges=True),
    "csv": Format(
        "",
        "a folder of nodes.csv and edges.csv",
        {"nodes.csv": tables.write_nodes_csv, "edges.csv": tables.write_edges_csv},
        edges=True,
    ),
    "parquet": Format(
        "",
        "a folder of nodes.parquet and edges.parquet, for pandas, DuckDB, R",
        {"nodes.parquet": tables.write_nodes_parquet, "edges.parquet": tables.write_edges_parquet},
        edges=True,
    ),
    "neo4j": Format(
        "",
        "a folder of nodes.csv and relationships.csv for Neo4j's bulk import",
        {"nodes.csv": neo4j.write_nodes, "relationships.csv": neo4j.write_relationships},
        edges=True,
    ),
    "cypher": Format(".cypher", "a script for Neo4j and what speaks its language", neo4j.write_cypher, edges=True),
    "ftm": Format(".ftm.json", "FollowTheMoney, for OpenAleph and yente", followthemoney.write, edges=True),
    "html": Format(".html", "a picture in one page that opens offline", html.write_html, ("limit",)),
}
DOCUMENTS: Mapping[str, Document] = {
    "ontology": Document(".ttl", "the vocabulary, as OWL", ontology_turtle),
    "shapes": Document(".ttl", "what a graph must be like, as SHACL", shapes_turtle),
    "vocabulary": Document(".md", "the vocabulary to read, with a query for each relation", vocabulary_page),
}
