"""Checks a store against the SHACL shapes, by parts: in memory pySHACL is quick, and no part is larger than that allows.

A part is some articles with what the view says of their mentions and claims, or some entities with their edges. Of what a
part points at and does not hold, it has the type.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..graph.errors import WrongUse
from ..graph.excerpt import Excerpt, batches
from ..graph.integrity import Problem
from ..graph.lookup import solutions, values_clauses
from ..graph.namespace import VIEW, article_iri, expand, path_of
from ..graph.schema import load_schema
from .shapes import SHAPES, shape_blocks, turtle_of

if TYPE_CHECKING:
    from rdflib import Graph, Literal

    from ..graph.storage import Reader

_ARTICLES, _ENTITIES = 100, 1000  # in one part
_OF_ARTICLES, _OF_ENTITIES = ("Thing", "Article", "Noise", "Mention", "Claim"), ("Thing", "Entity")
_SH = "http://www.w3.org/ns/shacl#"


def can_validate() -> bool:
    """Tell whether pySHACL is installed."""
    from importlib.util import find_spec

    return find_spec("pyshacl") is not None


def require_pyshacl() -> None:
    """Raise WrongUse where pySHACL is not installed."""
    if not can_validate():
        raise WrongUse("checking shapes needs pySHACL: pip install 'guanxi[shacl]'")


def shape_problems(reader: Reader) -> Iterator[Problem]:
    """Check a store against the shapes and give what does not conform, each thing's part by part.

    Raises WrongUse where pySHACL is not installed.
    """
    require_pyshacl()
    from rdflib import URIRef

    relations = load_schema().relations.values()
    ends = tuple(f"{relation.term}{end}" for relation in relations for end in ("Subject", "Object"))
    for articles in batches(sorted(reader.stamps()), _ARTICLES):
        part = _graph(_of_articles(reader, list(map(article_iri, articles))))
        yield from _results(part, _OF_ARTICLES)
        for relation in relations:
            claims = part.subjects(URIRef(expand("rdf:predicate")), URIRef(relation.iri))
            yield from _results(part, (f"{relation.term}Claim",), only=map(str, claims))
    for entities in batches(Excerpt(reader).entity_iris(), _ENTITIES):
        part = _graph(_with_types(reader, entities))
        yield from _results(part, _OF_ENTITIES, only=entities)
        yield from _results(part, ends)


# Parts


def _of_articles(reader: Reader, articles: Collection[str]) -> Iterator[ox.Triple]:
    subjects: dict[str, None] = {}
    for article in articles:
        for quad in reader.quads(article):
            subjects[quad.subject.value] = None  # type: ignore[union-attr]  # there are no quoted triples
            yield quad.triple
    yield from _with_types(reader, subjects)


def _with_types(reader: Reader, subjects: Iterable[str]) -> Iterator[ox.Triple]:
    """Give what the view says of these things, and the types of what it leads to."""
    pointed: set[str] = set()
    for triple in _in_view(reader, subjects):
        if isinstance(triple.object, ox.NamedNode) and triple.predicate.value != expand("rdf:type"):
            pointed.add(triple.object.value)
        yield triple
    for values in values_clauses("?s", pointed):  # of any graph: the entries of lists are not the view's
        found = solutions(reader, f"SELECT DISTINCT ?s ?o WHERE {{ {values} ?s a ?o }}")
        yield from (ox.Triple(s, ox.NamedNode(expand("rdf:type")), o) for s, o in found)


def _in_view(reader: Reader, subjects: Iterable[str]) -> Iterator[ox.Triple]:
    for values in values_clauses("?s", subjects):
        found = solutions(reader, f"SELECT ?s ?p ?o WHERE {{ {values} GRAPH <{VIEW}> {{ ?s ?p ?o }} }}")
        yield from (ox.Triple(s, p, o) for s, p, o in found)


def _graph(triples: Iterable[ox.Triple]) -> Graph:
    from rdflib import Graph, URIRef

    graph = Graph()
    for triple in triples:
        subject, value = triple.subject, triple.object
        assert isinstance(subject, ox.NamedNode) and isinstance(
            value, ox.NamedNode | ox.Literal
        )  # nothing else is stored
        node = _literal(value) if isinstance(value, ox.Literal) else URIRef(value.value)
        graph.add((URIRef(subject.value), URIRef(triple.predicate.value), node))
    return graph


def _literal(value: ox.Literal) -> Literal:
    from rdflib import Literal, URIRef

    if value.language:
        return Literal(value.value, lang=value.language)
    # rdflib has two kinds of plain texts, and takes them for different: the shapes' are without a datatype
    kind = None if value.datatype.value == expand("xsd:string") else URIRef(value.datatype.value)
    return Literal(value.value, datatype=kind, normalize=False)


# Results


@functools.cache
def _shapes(names: tuple[str, ...]) -> Graph:
    from rdflib import Graph

    blocks = shape_blocks(load_schema())
    return Graph().parse(data=turtle_of(blocks[name] for name in names), format="turtle")


def _results(part: Graph, names: tuple[str, ...], *, only: Iterable[str] | None = None) -> Iterator[Problem]:
    """Give what does not conform to these shapes; with `only`, to the last of them, and of these things alone."""
    import pyshacl

    focus, which = (None, None) if only is None else (list(only), [f"{SHAPES}{names[-1]}"])
    if focus == []:
        return
    conforms, report, _ = pyshacl.validate(
        part, shacl_graph=_shapes(names), inplace=True, focus_nodes=focus, use_shapes=which
    )
    if not conforms:
        yield from sorted(set(_problems(report)), key=lambda problem: (problem.place, problem.message))


def _problems(report: Graph) -> Iterator[Problem]:
    from rdflib import URIRef

    for result in report.subjects(URIRef(f"{_SH}focusNode")):
        focus, message, value = (
            str(report.value(result, URIRef(_SH + term)) or "") for term in ("focusNode", "resultMessage", "value")
        )
        found = "" if value in ("", focus) else f"; here it is {path_of(value)}"
        yield Problem(path_of(focus), f"{message}{found}")
