"""The shapes are sound SHACL, follow from the schema, and find what each of them is for."""

from __future__ import annotations

import dataclasses

import pyshacl
import pytest
from guanxi.exports.shapes import SHAPES, shape_blocks, shapes_turtle, turtle_of
from guanxi.graph.model import Article, Claim, Extraction, Mention, Noise, Qualifiers
from guanxi.graph.namespace import GX, expand
from guanxi.graph.schema import load_schema
from guanxi.graph.sources import quads
from guanxi.graph.view import derive_view
from rdflib import RDF, Graph, Literal, Namespace, URIRef

SH = Namespace("http://www.w3.org/ns/shacl#")
GX_ = Namespace(GX)
TEXT = "甲科技供應乙半導體,丙一任甲科技主席。"


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=shapes_turtle(load_schema()), format="turtle")


def _whole() -> Graph:
    """Give the graph of one article and its view."""
    article = Article("1", TEXT, "file:1", "sha256:0", "zh-Hant", "題", "2025-07-08", noise=(Noise(0, 1, "menu"),))
    mentions = (
        Mention("1", 1, "甲科技", "company", (0, 12), tickers=("0700.HK",)),
        Mention("1", 2, "乙半導體", "company", (5,), same_as=(1,)),
        Mention("1", 3, "丙一", "person", (10,), organization=1),
    )
    added = Qualifiers(date="2025", amount="1.5", currency="HKD", product="晶片")
    claims = (
        Claim("1", 1, "supplies", 2, "actual", 0, 9, TEXT[:9], ("rules:a",), 0.9, added),
        Claim("1", 3, "holds_position", 1, "actual", 10, len(TEXT), TEXT[10:], ("rules:b",), 0.9),
    )
    stored = list(quads(Extraction(article, mentions, claims, "test")))
    triples = [str(quad.triple) for quad in (*stored, *derive_view(stored, {}))]
    return Graph().parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")


def _found(graph: Graph, shapes: Graph) -> str:
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes)
    return "" if conforms else str(text)


def test_the_shapes_are_sound_shacl() -> None:
    """All but those of most relations, which are alike: the shapes of shapes take their time."""
    relations = tuple(relation.term for relation in load_schema().relations.values() if relation.name != "supplies")
    few = [block for name, block in shape_blocks(load_schema()).items() if not name.startswith(relations)]
    assert len(few) == 11
    some = Graph().parse(data=turtle_of(few), format="turtle")
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=some, meta_shacl=True)
    assert conforms, text


def test_they_are_always_the_same() -> None:
    assert shapes_turtle(load_schema()) == shapes_turtle(load_schema())


def test_every_class_and_relation_has_its_shapes(shapes: Graph) -> None:
    named = {str(node).removeprefix(SHAPES) for node in shapes.subjects(RDF.type, SH.NodeShape)}
    assert named == set(shape_blocks(load_schema()))
    assert {"Article", "Mention", "Claim", "Entity", "suppliesSubject", "suppliesObject", "suppliesClaim"} <= named
    assert len(named) == 8 + 3 * len(load_schema().relations)


def test_every_term_of_articles_mentions_and_claims_is_in_a_shape(shapes: Graph) -> None:
    schema = load_schema()
    terms = {GX_[term.term] for term in schema.terms.values() if term.kind in ("object", "datatype")}
    terms |= {GX_[qualifier.term] for qualifier in schema.qualifiers.values()}
    assert terms <= set(shapes.objects(None, SH.path))


def test_what_is_written_conforms(shapes: Graph) -> None:
    assert _found(_whole(), shapes) == ""


def test_a_new_relation_has_shapes_of_its_own() -> None:
    schema = load_schema()
    one = dataclasses.replace(schema.relations["supplies"], name="feeds", term="feeds", qualifiers=("date",))
    more = dataclasses.replace(schema, relations={**schema.relations, "feeds": one})
    assert "gxs:feedsClaim" in shapes_turtle(more)
    assert "sh:path gx:amount ; sh:maxCount 0" in shape_blocks(more)["feedsClaim"]


def _iri(name: str) -> URIRef:
    return URIRef(expand(name))


# What is done to the graph: the class whose thing is changed, the property, the new value (None takes it away)
DAMAGE = [
    ("schema:NewsArticle", "schema:articleBody", None, "schema:articleBody should be exactly one"),
    ("schema:NewsArticle", "schema:inLanguage", Literal("fr"), "schema:inLanguage should be exactly one"),
    ("schema:NewsArticle", "gx:sourceHash", Literal("md5:0"), "gx:sourceHash should be"),
    ("gx:Noise", "gx:noiseEnd", Literal(0), "gx:noiseStart should be"),
    ("gx:Mention", "gx:mentionType", _iri("gx:Ghost"), "gx:mentionType should be exactly one of gx:Company"),
    ("gx:Mention", "gx:at", Literal(-1), "gx:at should be at least one"),
    ("gx:Mention", "gx:entity", None, "gx:entity should be exactly one"),
    ("gx:Mention", "gx:entity", _iri("gxr:company/nobody"), "gx:entity should be exactly one"),
    ("gx:Claim", "gx:status", Literal("perhaps"), "gx:status should be exactly one"),
    ("gx:Claim", "gx:confidence", Literal(1.5), "gx:confidence should be exactly one"),
    ("gx:Claim", "gx:quote", Literal("長" * 301), "gx:quote should be exactly one"),
    ("gx:Claim", "gx:end", Literal(0), "gx:start should be exactly one"),
    ("gx:Claim", "gx:start", Literal("0"), "gx:start should be exactly one xsd:integer"),
    ("gx:Claim", "rdf:subject", None, "rdf:subject should be exactly one"),
    ("gx:Claim", "rdf:object", _iri("gxr:company/nobody"), "rdf:object should be exactly one entity"),
    ("gx:Claim", "rdf:predicate", _iri("gx:admires"), "rdf:predicate should be exactly one of gx:acquires"),
    ("gx:Claim", "prov:wasDerivedFrom", None, "prov:wasDerivedFrom should be exactly one"),
    ("gx:Claim", "gx:extractor", None, "gx:extractor should be at least one"),
    ("gx:Claim", "gx:amount", Literal("plenty"), "gx:amount should be at most one xsd:decimal"),
    ("gx:Claim", "gx:notAfter", Literal("1999-01-01", datatype=_iri("xsd:date")), "gx:notBefore should be"),
    ("gx:Person", "skos:prefLabel", None, "skos:prefLabel should be at least one"),
    ("gx:Company", "gx:ticker", Literal("not one"), "gx:ticker should be any number of"),
]


@pytest.mark.parametrize(("kind", "term", "value", "said"), DAMAGE, ids=[f"{d[1]}-{d[2]}"[:40] for d in DAMAGE])
def test_what_is_wrong_is_found(kind: str, term: str, value: object, said: str, shapes: Graph) -> None:
    graph = _whole()
    things = sorted(graph.subjects(RDF.type, _iri(kind)))
    this = next((thing for thing in things if (thing, _iri(term), None) in graph), things[0])
    graph.remove((this, _iri(term), None))
    if value is not None:
        graph.add((this, _iri(term), value))  # type: ignore[arg-type]  # a literal or an IRI
    assert said in _found(graph, shapes)


def test_ends_that_a_relation_does_not_admit_are_found(shapes: Graph) -> None:
    graph = _whole()
    (person,) = graph.subjects(RDF.type, GX_.Person)
    (company, *_) = sorted(graph.objects(person, GX_.holdsPosition))
    graph.add((company, GX_.holdsPosition, person))
    found = _found(graph, shapes)
    assert "the subject of gx:holdsPosition should be one of gx:Person" in found
    assert "the object of gx:holdsPosition should be one of gx:Company" in found


@pytest.mark.parametrize("damage", ["mention", "qualifier"])
def test_a_claim_that_its_relation_does_not_admit_is_found(damage: str, shapes: Graph) -> None:
    graph = _whole()
    (claim,) = graph.subjects(RDF.predicate, GX_.holdsPosition)
    if damage == "mention":
        (mention,) = graph.objects(claim, GX_.subjectMention)
        graph.set((mention, GX_.mentionType, GX_.Company))
    else:
        graph.add((claim, GX_.stake, Literal("1.5", datatype=_iri("xsd:decimal"))))
    found = _found(graph, shapes)
    assert "a claim of gx:holdsPosition has an end or a qualifier that the relation does not admit" in found
