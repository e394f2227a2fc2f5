"""The ontology that is generated from the schema is sound RDF, whole, and always the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from guanxi import __version__
from guanxi.exports.ontology import ONTOLOGY, ontology, ontology_turtle
from guanxi.graph.model import Article, Claim, Extraction, Mention, Noise, Qualifiers
from guanxi.graph.namespace import GX, expand
from guanxi.graph.schema import load_schema
from guanxi.graph.sources import quads
from rdflib import BNode, Graph, Literal, URIRef, namespace
from rdflib.namespace import DCTERMS, ORG, OWL, PROV, RDF, RDFS, SKOS

# What rdf-model writes down of articles, mentions and claims, beside types and relations.
CLASSES = ["Entity", "Mention", "Claim", "Noise"]
OBJECT_PROPERTIES = [
    *["mentionType", "knownAs", "sameAs", "organization", "entity", "mentions", "subjectMention", "objectMention"],
    *["partOf", "reprintOf", "noise"],
]
DATATYPE_PROPERTIES = {
    "asWritten": namespace.XSD.string,
    "at": namespace.XSD.integer,
    "ticker": namespace.XSD.string,
    "tickerWritten": namespace.XSD.string,
    "status": namespace.XSD.string,
    "confidence": namespace.XSD.double,
    "quote": namespace.XSD.string,
    "start": namespace.XSD.integer,
    "end": namespace.XSD.integer,
    "date": namespace.XSD.string,
    "notBefore": namespace.XSD.date,
    "notAfter": namespace.XSD.date,
    "amount": namespace.XSD.decimal,
    "currency": namespace.XSD.string,
    "stake": namespace.XSD.decimal,
    "role": namespace.XSD.string,
    "round": namespace.XSD.string,
    "product": namespace.XSD.string,
    "attributedTo": namespace.XSD.string,
    "extractor": namespace.XSD.string,
    "sourceHash": namespace.XSD.string,
    "extractedWith": namespace.XSD.string,
    "partStart": namespace.XSD.integer,
    "noiseStart": namespace.XSD.integer,
    "noiseEnd": namespace.XSD.integer,
    "noiseKind": namespace.XSD.string,
}


def gx(term: str) -> URIRef:
    return URIRef(GX + term)


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The ontology, after a round through Turtle."""
    return Graph().parse(data=ontology_turtle(load_schema()), format="turtle")


def test_turtle_holds_all_that_the_graph_holds(graph: Graph) -> None:
    assert set(graph) == set(ontology(load_schema())) and len(graph) > 1000


def test_there_are_no_blank_nodes(graph: Graph) -> None:
    assert not [node for triple in graph for node in triple if isinstance(node, BNode)]


def test_its_iri_has_a_version(graph: Graph) -> None:
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [URIRef(ONTOLOGY)]
    assert graph.value(URIRef(ONTOLOGY), OWL.versionIRI) == URIRef(f"https://w3id.org/guanxi/ns/{__version__}")
    assert graph.value(URIRef(ONTOLOGY), OWL.versionInfo) == Literal(__version__)
    assert graph.value(URIRef(ONTOLOGY), DCTERMS.identifier) == Literal(load_schema().digest)


def test_every_type_is_a_class_and_an_entity(graph: Graph) -> None:
    for name in ["Company", "Person", "Authority", "Exchange", "Organization", "Product", "Fund", "Place"]:
        assert (gx(name), RDF.type, OWL.Class) in graph
        assert (gx(name), RDFS.subClassOf, gx("Entity")) in graph
    assert (gx("Company"), RDFS.subClassOf, ORG.Organization) in graph
    assert (gx("Company"), SKOS.closeMatch, URIRef("https://schema.followthemoney.tech/#Company")) in graph
    assert (gx("Person"), RDFS.subClassOf, namespace.SDO.Person) in graph


def test_every_relation_is_an_object_property_with_three_labels(graph: Graph) -> None:
    for relation in load_schema().relations.values():
        assert (URIRef(relation.iri), RDF.type, OWL.ObjectProperty) in graph
        labels = {Literal(text, lang=language) for language, text in relation.labels.items()}
        assert set(graph.objects(URIRef(relation.iri), RDFS.label)) == labels
        assert len(list(graph.objects(URIRef(relation.iri), gx("inverseLabel")))) == 3
    assert Literal("採購自", lang="zh-Hant") in graph.objects(gx("supplies"), gx("inverseLabel"))


def test_an_end_of_one_type_is_exact_and_one_of_several_says_what_it_includes(graph: Graph) -> None:
    assert set(graph.objects(gx("holdsPosition"), RDFS.domain)) == {gx("Person")}
    assert set(graph.objects(gx("holdsPosition"), namespace.SDO.domainIncludes)) == set()
    assert set(graph.objects(gx("holdsPosition"), RDFS.range)) == {gx("Entity")}
    assert set(graph.objects(gx("holdsPosition"), namespace.SDO.rangeIncludes)) == {
        gx(name) for name in ["Company", "Authority", "Organization", "Exchange", "Fund"]
    }


def test_symmetry_and_special_cases_are_said(graph: Graph) -> None:
    assert set(graph.subjects(RDF.type, OWL.SymmetricProperty)) == {
        gx(name) for name in ["mergesWith", "partnersWith", "competesWith", "sameAs"]
    }
    assert (gx("manufacturesFor"), RDFS.subPropertyOf, gx("supplies")) in graph
    assert (gx("foundedBy"), RDFS.subPropertyOf, namespace.SDO.founder) in graph


def test_the_families_can_be_asked_for(graph: Graph) -> None:
    assert set(graph.subjects(gx("family"), Literal("conflict"))) == {gx("sanctions"), gx("sues"), gx("rulesOn")}


def test_all_terms_of_claims_and_mentions_are_there(graph: Graph) -> None:
    for name in CLASSES:
        assert (gx(name), RDF.type, OWL.Class) in graph
    for name in OBJECT_PROPERTIES:
        assert (gx(name), RDF.type, OWL.ObjectProperty) in graph
    for name, datatype in DATATYPE_PROPERTIES.items():
        assert (gx(name), RDF.type, OWL.DatatypeProperty) in graph
        assert graph.value(gx(name), RDFS.range) == datatype, name
    assert (gx("Claim"), RDFS.subClassOf, PROV.Entity) in graph
    assert (gx("Claim"), RDFS.subClassOf, RDF.Statement) in graph


def test_what_an_article_is_written_down_as_fits_the_ontology(graph: Graph) -> None:
    text = "輝達向台積電下單五億美元。廣告"
    said = Qualifiers("2024-H1", "500000000", "USD", "12.5", "董事長", "A輪", "晶片", "公司公告")
    article = Article(
        *("a", text, "file:a.txt", "sha256:0", "zh-Hant", "標題", "2024-05-01", "某報", ("某人",)),
        *("https://news.example/a", "whole", 7, (Noise(13, 15, "advertisement"),)),
    )
    mentions = (
        Mention("a", 1, "輝達", "company", (0,), ("NVDA.US",), "company/nvidia", (2,)),
        Mention("a", 2, "台積電", "company", (3,), organization=1),
    )
    claim = Claim("a", 2, "manufactures_for", 1, "actual", 0, 13, text[:13], ("rules:x",), 0.9, said)
    used: set[str] = set()
    for quad in quads(Extraction(article, mentions, (claim,), "1")):
        term = URIRef(str(quad.predicate.value))
        used.add(term.removeprefix(GX))
        if term.startswith(GX) and isinstance(quad.object, ox.Literal):
            assert graph.value(term, RDFS.range) == URIRef(quad.object.datatype.value), term
            assert (term, RDF.type, OWL.DatatypeProperty) in graph
        elif term.startswith(GX):
            assert (term, RDF.type, OWL.ObjectProperty) in graph, term
    seen_in_the_view_only = {"ticker", "entity", "mentions", "reprintOf"}
    assert used >= {*DATATYPE_PROPERTIES, *OBJECT_PROPERTIES} - seen_in_the_view_only


def test_every_term_is_described_and_nothing_undefined_is_used(graph: Graph) -> None:
    own = {node for triple in graph for node in triple if isinstance(node, URIRef) and str(node).startswith(GX)}
    for node in own:
        assert (node, RDFS.isDefinedBy, URIRef(ONTOLOGY)) in graph, node
        for predicate in (RDFS.label, RDFS.comment):
            texts = [text for text in graph.objects(node, predicate) if isinstance(text, Literal)]
            assert sorted(str(text.language) for text in texts) == ["en", "zh-Hans", "zh-Hant"], node


def test_the_terms_of_other_vocabularies_exist() -> None:
    """Rdflib knows these vocabularies term by term; oa and FollowTheMoney it doesn't."""
    known = {
        "schema": namespace.SDO,
        "org": ORG,
        "prov": PROV,
        "skos": SKOS,
        "dcterms": DCTERMS,
        "rdf": RDF,
        "rdfs": RDFS,
    }
    schema = load_schema()
    names = {name for term in schema.terms.values() for name in (*term.domain, *term.range)}
    for item in (
        *schema.types.values(),
        *schema.relations.values(),
        *schema.qualifiers.values(),
        *schema.terms.values(),
    ):
        names |= {name for link in item.mappings for name in (link.how, link.target)}
    asked = 0
    for name in names:
        prefix = name.partition(":")[0]
        if prefix in known:
            asked += 1
            assert URIRef(expand(name)) in known[prefix], name
    assert asked > 30


def test_a_new_relation_file_is_in_the_ontology(tmp_path: Path) -> None:
    own = Path(__file__).parents[1] / "graph" / "schema"
    folder = Path(shutil.copytree(own, tmp_path / "schema"))
    text = (own / "relations" / "manufactures_for.yaml").read_text(encoding="utf-8")
    (folder / "relations" / "assembles_for.yaml").write_text(text.replace("代工", "组装"), encoding="utf-8")
    graph = ontology(load_schema(folder))
    assert (gx("assemblesFor"), RDFS.subPropertyOf, gx("supplies")) in graph
    assert (gx("assemblesFor"), RDFS.label, Literal("组装", lang="zh-Hans")) in graph


def test_the_text_is_the_same_under_any_hash_seed() -> None:
    code = (
        "import sys; from guanxi.exports.ontology import ontology_turtle; from guanxi.graph.schema import load_schema; "
        "sys.stdout.buffer.write(ontology_turtle(load_schema()).encode())"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert texts == {ontology_turtle(load_schema()).encode()}
