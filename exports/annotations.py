"""Claims as Web Annotations: each points at its words, by their place and by the words around them.

https://www.w3.org/TR/annotation-model/#selectors. Nodes have IRIs below their claim's, so that there are no blank ones.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pyoxigraph as ox

from ..graph.excerpt import Excerpt
from ..graph.lookup import ClaimView
from ..graph.namespace import article_iri, expand, resource
from ..graph.sources import read_extraction

_AROUND = 32  # characters before and behind the words: enough to find them where the text was changed elsewhere
_A, _SOURCE, _SELECTOR = (ox.NamedNode(expand(name)) for name in ("rdf:type", "oa:hasSource", "oa:hasSelector"))
_INTEGER = ox.NamedNode(expand("xsd:nonNegativeInteger"))


def annotation_quads(excerpt: Excerpt) -> Iterator[ox.Quad]:
    """Give the quads that make the claims of an excerpt annotations of their articles, in the articles' graphs."""
    for article, claims in itertools.groupby(excerpt.claims(), key=lambda claim: claim.article.id):
        graph = ox.NamedNode(article_iri(article))
        text = read_extraction(excerpt.reader.quads(graph.value)).article.text
        for claim in claims:
            yield from (ox.Quad(t.subject, t.predicate, t.object, graph) for t in _triples(claim, graph, text))


def _triples(claim: ClaimView, article: ox.NamedNode, text: str) -> Iterator[ox.Triple]:
    this = ox.NamedNode(resource(claim.id))
    target, place, words = (ox.NamedNode(f"{this.value}#{part}") for part in ("target", "position", "words"))
    for node, kind in (
        (this, "Annotation"),
        (target, "SpecificResource"),
        (place, "TextPositionSelector"),
        (words, "TextQuoteSelector"),
    ):
        yield ox.Triple(node, _A, _oa(kind))
    yield ox.Triple(this, _oa("motivatedBy"), _oa("describing"))
    yield ox.Triple(this, _oa("hasTarget"), target)
    yield ox.Triple(target, _SOURCE, article)
    yield ox.Triple(target, _SELECTOR, place)
    yield ox.Triple(target, _SELECTOR, words)
    yield ox.Triple(place, _oa("start"), ox.Literal(str(claim.start), datatype=_INTEGER))
    yield ox.Triple(place, _oa("end"), ox.Literal(str(claim.end), datatype=_INTEGER))
    yield ox.Triple(words, _oa("exact"), ox.Literal(claim.quote))
    for term, around in (
        ("prefix", text[max(0, claim.start - _AROUND) : claim.start]),
        ("suffix", text[claim.end : claim.end + _AROUND]),
    ):
        yield ox.Triple(words, _oa(term), ox.Literal(around))


def _oa(term: str) -> ox.NamedNode:
    return ox.NamedNode(expand(f"oa:{term}"))
