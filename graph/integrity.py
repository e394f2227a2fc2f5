"""Whether a store is whole: what it says follows from its articles, and its view from its sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .lookup import rows
from .model import STATUSES, Claim, Extraction
from .namespace import VIEW, article_iri, path_of, relation_name
from .schema import load_schema
from .sources import read_extraction
from .view import derive_view

if TYPE_CHECKING:
    from .storage import Reader

_QUOTE_LIMIT = 300  # characters: longer is no evidence that anybody checks

_SHOWN = 10  # statements of the view: where one is wrong, thousands may be, for one reason


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that must not be so: `place` is the path of a claim, article or entity."""

    place: str
    message: str


def problems(reader: Reader) -> Iterator[Problem]:
    """Check a whole store, article by article and then its view, and give what is wrong."""
    for article in sorted(reader.stamps()):
        yield from article_problems(reader, article)
    yield from _end_problems(reader)
    yield from _edge_problems(reader)
    yield from _twofold_problems(reader)
    yield from _view_problems(reader)


def article_problems(reader: Reader, article: str) -> Iterator[Problem]:
    """Check one article's graph: it can be read back, its quotes and mentions stand in its text."""
    place = path_of(article_iri(article))
    try:
        extraction = read_extraction(reader.quads(article_iri(article)))
    except (ValueError, KeyError, IndexError) as error:
        yield Problem(place, f"is no article's graph: {error!r}")
        return
    yield from _mention_problems(extraction, place)
    for claim in extraction.claims:
        yield from (Problem(place, message) for message in _claim_problems(claim, extraction))


def _mention_problems(extraction: Extraction, place: str) -> Iterator[Problem]:
    text = extraction.article.text
    for mention in extraction.mentions:
        for start in mention.at:
            if not text.startswith(mention.form, start):
                yield Problem(place, f"mention {mention.number} ({mention.form}) does not stand at {start}")


def _claim_problems(claim: Claim, extraction: Extraction) -> Iterator[str]:
    what = f"the claim at {claim.start} ({claim.relation})"
    numbers = {mention.number for mention in extraction.mentions}
    if extraction.article.text[claim.start : claim.end] != claim.quote:
        yield f"{what}: its quote is not what stands there"
    if not 0 < len(claim.quote) <= _QUOTE_LIMIT:
        yield f"{what}: its quote has {len(claim.quote)} characters"
    if claim.status not in STATUSES:
        yield f"{what}: there is no status {claim.status}"
    if claim.relation not in load_schema().relations:
        yield f"{what}: there is no such relation"
    if not {claim.subject, claim.object} <= numbers:
        yield f"{what}: one of its ends is no mention of the article"


def _end_problems(reader: Reader) -> Iterator[Problem]:
    """Find claims and mentions whose entities are missing from the view."""
    # in sets, because Oxigraph answers FILTER NOT EXISTS by asking again for each claim: 13 seconds for 1,300 of them
    named = {
        iri for (iri,) in rows(reader, f"SELECT DISTINCT ?e {{ GRAPH <{VIEW}> {{ ?e a ?type ; skos:prefLabel ?n }} }}")
    }
    for kind, term, message in (
        ("gx:Claim", "rdf:subject", "its subject is no entity of the view"),
        ("gx:Claim", "rdf:object", "its object is no entity of the view"),
        ("gx:Mention", "gx:entity", "it stands for no entity of the view"),
    ):
        ends = dict(rows(reader, f"SELECT ?x ?e {{ ?x {term} ?e }}"))
        for (one,) in sorted(rows(reader, f"SELECT ?x {{ ?x a {kind} }}")):
            if ends.get(one) not in named:
                yield Problem(path_of(one), message)


def _edge_problems(reader: Reader) -> Iterator[Problem]:
    """Find direct edges that no actual claim says, in their own relation or a narrower one."""
    schema = load_schema()
    relations = schema.relations
    said: set[tuple[str, ...]] = set()
    actual = '?c gx:status "actual" ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o'
    terms = {relation.iri: relation for relation in relations.values()}
    for subject, term, object_ in rows(reader, f"SELECT DISTINCT ?s ?p ?o WHERE {{ {actual} }}"):
        name = terms[term].name if term in terms else None
        for relation in [relations[wide] for wide in (name, *schema.wider(name))] if name else []:
            said.add((subject, relation.iri, object_))
            if relation.symmetric:
                said.add((object_, relation.iri, subject))
    values = " ".join(f"<{iri}>" for iri in sorted(terms))
    query = f"SELECT ?s ?p ?o WHERE {{ VALUES ?p {{ {values} }} GRAPH <{VIEW}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o"
    for edge in rows(reader, query):
        if tuple(edge) not in said:
            yield Problem(path_of(edge[0]), f"no actual claim says {relation_name(edge[1])} {path_of(edge[2])}")


def _twofold_problems(reader: Reader) -> Iterator[Problem]:
    """Find statements that stand in the view and in a source too: a query would count them twice."""
    both = f"GRAPH <{VIEW}> {{ ?s ?p ?o }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{VIEW}>)"
    for subject, term, graph in rows(reader, f"SELECT ?s ?p ?g WHERE {{ {both} }} ORDER BY ?s ?p ?g"):
        yield Problem(path_of(subject), f"{term} stands in the view and in {path_of(graph)}")


def _view_problems(reader: Reader) -> Iterator[Problem]:
    """Find what the view says that does not follow from the sources, and what it lacks."""
    premises = reader.premises()
    stored, derived = set(reader.quads(VIEW)), set(derive_view(reader.quads(), premises.known, premises.judgements))
    for quads, message in ((stored - derived, "does not follow from the sources"), (derived - stored, "is missing")):
        for quad in sorted(map(str, quads))[:_SHOWN]:
            yield Problem("view", f"{quad} {message}")
        if len(quads) > _SHOWN:
            yield Problem("view", f"{len(quads) - _SHOWN:,} more such: {message}")
