"""The RDF of an excerpt: whole in itself, so that no claim in it lacks its ends, its article or its sentence."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .excerpt import EVERYTHING, Excerpt, batches
from .facts import FIRM
from .lookup import solutions, values_clauses
from .namespace import GX, VIEW, expand
from .schema import load_schema
from .selection import Row
from .sorting import sorted_lines

if TYPE_CHECKING:
    from .storage import Reader

_KEPT = {
    *map(expand, ("rdf:type", "skos:prefLabel", "skos:altLabel", "gx:ticker", "gx:ambiguous")),
    *map(expand, ("rdf:subject", "rdf:object", "gx:entity", "gx:fact", "gx:reprintOf")),
}
_BETWEEN_MENTIONS = {GX + "sameAs", GX + "organization"}
_MENTIONS = ox.NamedNode(GX + "mentions")
_VIEW = ox.NamedNode(VIEW)


def quads(excerpt: Excerpt) -> Iterator[ox.Quad]:
    """Give an excerpt's quads in no promised order, some more than once.

    Of an article, those are itself with its text, its noise, the chosen claims and the mentions at their ends; of the view,
    what they stand for, the entities' names, types and tickers, and the direct edges that a chosen claim makes.
    """
    if excerpt.selection == EVERYTHING:
        yield from excerpt.reader.quads()
        return
    claims = sorted_lines(f"{row.article}\t{row.claim}" for row in excerpt.rows())
    pairs = (line.split("\t") for line in claims)
    for article, chosen in itertools.groupby(pairs, key=lambda pair: pair[0]):
        yield from _article(excerpt.reader, article, [claim for _, claim in chosen])
    for iris in batches(excerpt.entity_iris()):
        yield from _described(excerpt.reader, iris)
    yield from _edges(excerpt)


def _article(reader: Reader, article: str, claims: Collection[str]) -> Iterator[ox.Quad]:
    there = list(reader.quads(article))
    kept = set(claims) | {article}
    for quad in there:
        if quad.predicate.value == GX + "noise" or (
            quad.predicate.value in (GX + "subjectMention", GX + "objectMention") and _iri(quad.subject) in kept
        ):
            kept.add(_iri(quad.object))
    for quad in there:
        if _iri(quad.subject) in kept and (quad.predicate.value not in _BETWEEN_MENTIONS or _iri(quad.object) in kept):
            yield quad
    for quad in _described(reader, sorted(kept)):
        yield quad
        if quad.predicate.value == GX + "entity":
            yield ox.Quad(ox.NamedNode(article), _MENTIONS, quad.object, _VIEW)


def _described(reader: Reader, iris: Iterable[str]) -> Iterator[ox.Quad]:
    """Give what the view says of these things and that speaks of nothing that may be left out."""
    for values in values_clauses("?s", iris):
        found = solutions(reader, f"SELECT ?s ?p ?o WHERE {{ {values} GRAPH <{VIEW}> {{ ?s ?p ?o }} }}")
        yield from (ox.Quad(s, p, o, _VIEW) for s, p, o in found if p.value in _KEPT)


def _edges(excerpt: Excerpt) -> Iterator[ox.Quad]:
    """Give the direct edges that the chosen claims make; on a date asked for, those that stood then."""
    lines = sorted_lines("\t".join(edge) for row in excerpt.rows() for edge in _made(row))
    for few in batches(lines):
        edges = [f"<{s}> <{p}> <{o}>" for s, p, o in (line.split("\t") for line in few)]
        if excerpt.selection.as_of is None:
            edges = list(_standing(excerpt.reader, edges))
        for edge in edges:
            subject, predicate, object_ = (ox.NamedNode(iri.strip("<>")) for iri in edge.split())
            yield ox.Quad(subject, predicate, object_, _VIEW)


def _made(row: Row) -> Iterator[tuple[str, str, str]]:
    """Give the direct edges that a claim makes where it stands: its own, the wider ones, and their way back."""
    if row.status != "actual" or row.confidence < FIRM:
        return
    schema = load_schema()
    name = next((relation.name for relation in schema.relations.values() if relation.iri == row.relation), None)
    for wide in (name, *schema.wider(name)) if name else ():
        relation = schema.relations[wide]
        yield row.subject, relation.iri, row.object
        if relation.symmetric:
            yield row.object, relation.iri, row.subject


def _standing(reader: Reader, edges: Collection[str]) -> Iterator[str]:
    values = " ".join(f"({edge})" for edge in edges)
    pattern = f"VALUES (?s ?p ?o) {{ {values} }} GRAPH <{VIEW}> {{ ?s ?p ?o }}"
    for solution in solutions(reader, f"SELECT ?s ?p ?o WHERE {{ {pattern} }}"):
        yield " ".join(map(str, solution))


def _iri(term: object) -> str:
    return getattr(term, "value", "")
