"""Linked data: the IRIs of articles, entities and claims, answered under /id/ with RDF or a page.

The IRIs themselves begin with https://w3id.org/guanxi/id/; this service answers for what comes after.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from ...graph.errors import NotFound, QueryError
from ...graph.lookup import entities, rows
from ...graph.namespace import VIEW, entity_iri
from . import pages, serialization
from .entity_pages import Part, entity_page
from .limits import Limits
from .negotiation import Format
from .tasks import Answer

if TYPE_CHECKING:
    from ...graph.storage import Reader

_ENTITY = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
    {{ <{iri}> ?p ?o BIND(<{iri}> AS ?s) }} UNION {{ ?s ?p <{iri}> BIND(<{iri}> AS ?o) }}
    UNION {{ {{ <{iri}> ?r ?s }} UNION {{ ?s ?r <{iri}> }} ?s skos:prefLabel ?o BIND(skos:prefLabel AS ?p) }} }}"""
_CLAIM = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
    {{ <{iri}> ?p ?o BIND(<{iri}> AS ?s) }}
    UNION {{ <{iri}> rdf:subject|rdf:object ?s . ?s skos:prefLabel ?o BIND(skos:prefLabel AS ?p) }}
    UNION {{ <{iri}> prov:wasDerivedFrom ?s . ?s ?p ?o
             FILTER(?p IN (dcterms:identifier, schema:headline, schema:datePublished, schema:publisher, schema:url)) }} }}"""
_ARTICLE = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
    {{ GRAPH <{iri}> {{ ?s ?p ?o }} }} UNION {{ GRAPH <{view}> {{ <{iri}> ?p ?o }} BIND(<{iri}> AS ?s) }}
    UNION {{ GRAPH <{iri}> {{ ?s a gx:Mention }} GRAPH <{view}> {{ ?s gx:entity ?o }} BIND(gx:entity AS ?p) }}
    UNION {{ GRAPH <{iri}> {{ ?s a gx:Claim }} GRAPH <{view}> {{ ?s ?p ?o FILTER(?p IN (rdf:subject, rdf:object)) }} }} }}"""


@dataclass(frozen=True, slots=True)
class Thing:
    """All that is known of one article, entity or claim, by the readable path of its IRI (`company/nvidia`)."""

    path: str
    wanted: Format
    part: Part

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with RDF or a page; where another IRI has taken this one's place, lead there."""
        iri = entity_iri(self.path)
        kinds = {kind for (kind,) in rows(reader, f"SELECT ?k {{ {_node(iri)} a ?k }}")}
        if not kinds:
            return _elsewhere(reader, iri)
        kind = self.path.partition("/")[0]
        if self.wanted.name == "html":
            page = _PAGES[kind](reader, iri) if kind in _PAGES else _entity_page(reader, iri, self.part)
            return _page(page, self.wanted)
        found = reader.query(_GRAPHS.get(kind, _ENTITY).format(iri=iri, view=VIEW))
        assert isinstance(found, ox.QueryTriples)
        return serialization.triples(found, self.wanted, limits)


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri}: this is no valid IRI") from error


def _elsewhere(reader: Reader, iri: str) -> Answer:
    if iri == VIEW:
        return _see_other(f"/graphs?graph={VIEW}")
    new = [place for (place,) in rows(reader, f"SELECT ?n {{ <{iri}> dcterms:isReplacedBy ?n }} ORDER BY ?n")]
    if not new:
        raise NotFound(f"{iri}: there is nothing of this name here")
    return _see_other(pages.address(new[0]), [pages.address(place) for place in new])


def _see_other(place: str, all_: list[str] | None = None) -> Answer:
    def write(sink: IO[bytes]) -> None:
        sink.write("".join(f"{each}\n" for each in all_ or [place]).encode())

    return Answer("text/plain; charset=utf-8", write, HTTPStatus.SEE_OTHER, {"Location": place})


def _entity_page(reader: Reader, iri: str, part: Part) -> str:
    found = entities(reader, [iri])
    if iri not in found:
        raise NotFound(f"{iri}: this is no entity; it may be a part of an article")
    return entity_page(reader, found[iri], part)


def _page(text: str, wanted: Format) -> Answer:
    return Answer(wanted.content_type, lambda sink: _write(sink, text))


def _write(sink: IO[bytes], text: str) -> None:
    sink.write(text.encode())


_PAGES = {"article": pages.article_page, "claim": pages.claim_page}
_GRAPHS = {"article": _ARTICLE, "claim": _CLAIM}
