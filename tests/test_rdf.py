"""RDF in every form, whole and in parts, read back by rdflib and by Oxigraph."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from guanxi.exports.formats import Export, export
from guanxi.exports.shapes import shapes_turtle
from guanxi.graph.model import STATUSES
from guanxi.graph.namespace import GX, GXR, VIEW, entity_iri, expand
from guanxi.graph.schema import load_schema
from guanxi.graph.selection import Selection
from guanxi.graph.store import open_reader

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its parsers use what it deprecates
FLAT = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES}
NAMED = {"trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS, "json-ld": ox.RdfFormat.JSON_LD}
RDFLIB = {"ntriples": "nt", "rdf-xml": "xml"}


def _written(name: str, store: Path, selection: Selection | None = None, *, annotations: bool = False) -> bytes:
    sink = io.BytesIO()
    wanted = Export(store=store, selection=selection or Selection(), annotations=annotations)
    export(name, wanted, None, stdout=sink)
    return sink.getvalue()


def _quads(store: Path) -> set[ox.Quad]:
    with open_reader(store) as reader:
        return set(reader.quads())


def _part(store: Path, **wanted: object) -> rdflib.Graph:
    selection = Selection(**wanted)  # type: ignore[arg-type]  # the tests name its fields
    return rdflib.Graph().parse(data=_written("ntriples", store, selection), format="nt")


@pytest.mark.parametrize("name", FLAT)
def test_one_graph_holds_every_statement(store: Path, name: str) -> None:
    read = {quad.triple for quad in ox.parse(_written(name, store), FLAT[name])}
    assert read == {quad.triple for quad in _quads(store)}


@pytest.mark.parametrize("name", NAMED)
def test_datasets_hold_every_statement_in_its_graph(store: Path, name: str) -> None:
    read = set(ox.parse(_written(name, store), NAMED[name]))
    assert read == _quads(store)
    assert ox.NamedNode(VIEW) in {quad.graph_name for quad in read}


@pytest.mark.parametrize("name", [*FLAT, *NAMED, "rdf-xml"])
def test_rdflib_reads_them(store: Path, name: str) -> None:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=_written(name, store), format=RDFLIB.get(name, name))
    assert len(set(dataset.triples((None, None, None)))) == len({quad.triple for quad in _quads(store)})


def test_xml_holds_what_xml_can_hold(store: Path) -> None:
    """The hostile article has an escape character in it, which no XML may hold, not even as a reference."""
    read = rdflib.Graph().parse(data=_written("rdf-xml", store), format="xml")
    stored = {str(quad.object.value) for quad in _quads(store) if isinstance(quad.object, ox.Literal)}
    lost = {text for text in stored if "\x1b" in text}
    literals = {str(value) for value in read.objects() if isinstance(value, rdflib.Literal)}
    assert lost and literals == {text.replace("\x1b", "\ufffd") for text in stored}


@pytest.mark.parametrize("name", ["nquads", "ntriples"])
def test_lines_are_sorted_and_stand_once(store: Path, name: str) -> None:
    lines = _written(name, store).splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(set(lines)) > 100


def test_prefixes_are_sorted(store: Path) -> None:
    for name in ("turtle", "trig"):
        heads = [line for line in _written(name, store).splitlines() if line.startswith(b"@prefix")]
        assert heads == sorted(heads) and len(heads) > 5
    root = _written("rdf-xml", store).split(b"<rdf:RDF", 1)[1].split(b">", 1)[0].split()
    assert root == sorted(root) and len(root) > 5


@pytest.mark.parametrize("name", [*FLAT, *NAMED, "rdf-xml"])
def test_nothing_is_a_document_too(store: Path, name: str) -> None:
    nothing = _written(name, store, Selection(relations=("lends_to",)))
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=nothing, format=RDFLIB.get(name, name))
    assert len(dataset) == 0


# Parts

GX_ = rdflib.Namespace(GX)


def test_a_part_is_part_of_the_whole(dated: Path) -> None:
    """But for a state of the past, whose edges may be over."""
    for wanted in ({"status": ("actual",)}, {"since": "2023"}, {"around": (entity_iri("company/丁软件"),)}):
        read = set(ox.parse(_written("nquads", dated, Selection(**wanted)), ox.RdfFormat.N_QUADS))  # type: ignore[arg-type]
        assert set() < read < _quads(dated)


@pytest.mark.parametrize(
    "wanted",
    [
        {"relations": ("supplies", "partners_with")},
        {"status": ("planned", "ended", "reported")},
        {"since": "2021", "until": "2023"},
        {"as_of": "2023-08-15"},
        {"around": (entity_iri("company/丁软件"),), "hops": 2},
    ],
    ids=str,
)
def test_a_part_conforms_to_the_shapes(dated: Path, wanted: dict[str, object]) -> None:
    import pyshacl

    part = _part(dated, **wanted)
    shapes = rdflib.Graph().parse(data=shapes_turtle(load_schema()), format="turtle")
    conforms, _, text = pyshacl.validate(part, shacl_graph=shapes)
    assert conforms, text
    assert len(part) > 40


def test_a_part_of_the_hostile_store_conforms_too(store: Path) -> None:
    import pyshacl

    part = _part(store, relations=("supplies", "sanctions", "holds_position"))
    shapes = rdflib.Graph().parse(data=shapes_turtle(load_schema()), format="turtle")
    conforms, _, text = pyshacl.validate(part, shacl_graph=shapes)
    assert conforms, text


def test_a_part_holds_its_claims_with_their_text_and_no_others(store: Path) -> None:
    part = _part(store, relations=("owns",))
    (claim,) = part.subjects(rdflib.RDF.type, GX_.Claim)
    (article,) = part.objects(claim, rdflib.URIRef(expand("prov:wasDerivedFrom")))
    text, quote = part.value(article, rdflib.URIRef(expand("schema:articleBody"))), part.value(claim, GX_.quote)
    start, end = (int(str(part.value(claim, term))) for term in (GX_.start, GX_.end))
    assert str(text)[start:end] == str(quote)
    ends = {str(end) for end in (*part.objects(claim, rdflib.RDF.subject), *part.objects(claim, rdflib.RDF.object))}
    assert (
        {str(e) for e in part.objects(article, GX_.mentions)}
        == ends
        == {
            entity_iri("company/0700.HK"),
            entity_iri("company/元宝科技"),
        }
    )
    assert len(list(part.subjects(rdflib.RDF.type, GX_.Mention))) == 2


def _edges(part: rdflib.Graph) -> set[tuple[str, str, str]]:
    relations = {relation.iri: name for name, relation in load_schema().relations.items()}
    short = {str(term): str(term).removeprefix(GXR + "company/") for triple in part for term in triple}
    return {(short[str(s)], relations[str(p)], short[str(o)]) for s, p, o in part if str(p) in relations}


def test_direct_edges_are_those_that_the_chosen_claims_make(dated: Path) -> None:
    partners = {("丁软件", "partners_with", "戊银行"), ("戊银行", "partners_with", "丁软件")}
    assert _edges(_part(dated, relations=("partners_with",))) == partners
    assert _edges(_part(dated, status=("planned", "reported", "ended"))) == set()
    assert _edges(_part(dated, relations=("supplies",))) == {
        ("乙半导体", "supplies", "丙控股")
    }  # the other one is over


def test_a_state_of_the_past_has_the_edges_of_that_day(dated: Path) -> None:
    both = {("乙半导体", "supplies", "丙控股"), ("甲科技", "supplies", "乙半导体")}
    assert _edges(_part(dated, as_of="2021")) == both
    assert _edges(_part(dated, as_of="2022")) == {("乙半导体", "supplies", "丙控股")}


def test_a_special_relation_brings_the_wider_one(tmp_path: Path, store: Path) -> None:
    from guanxi.graph.model import Article, Claim, Extraction, Mention
    from guanxi.graph.store import open_writer

    text = "乙半導體為甲科技代工。"
    about = Article("1", text, "file:1", "sha256:0", "zh-Hant")
    ends = (Mention("1", 1, "乙半導體", "company", (0,)), Mention("1", 2, "甲科技", "company", (5,)))
    said = Claim("1", 1, "manufactures_for", 2, "actual", 0, len(text), text, ("rules:test",), 0.9)
    unsure = Claim("1", 2, "competes_with", 1, "actual", 0, len(text), text, ("rules:test",), 0.4)
    with open_writer(tmp_path / "store", known={}) as writer:
        writer.put(Extraction(about, ends, (said, unsure), "test"), path="/1")
    edges = {(p, o) for _, p, o in _edges(_part(tmp_path / "store", relations=("manufactures_for",)))}
    assert edges == {("manufactures_for", "甲科技"), ("supplies", "甲科技")}
    assert _edges(_part(tmp_path / "store", relations=("competes_with",))) == set()  # not sure enough for an edge


# Web Annotations

OA = rdflib.Namespace(expand("oa:"))


def test_claims_are_annotations_where_asked_for(store: Path) -> None:
    assert b"/oa#" not in _written("ntriples", store)
    data = _written("nquads", store, annotations=True)
    whole = rdflib.Dataset(default_union=True)
    whole.parse(data=data, format="nquads")
    claims = set(whole.subjects(rdflib.RDF.type, GX_.Claim))
    assert set(whole.subjects(rdflib.RDF.type, OA.Annotation)) == claims and len(claims) == 7
    assert not [term for quad in whole.quads() for term in quad[:3] if isinstance(term, rdflib.BNode)]
    for claim in claims:
        (target,) = whole.objects(claim, OA.hasTarget)
        (article,) = whole.objects(target, OA.hasSource)
        text = str(whole.value(article, rdflib.URIRef(expand("schema:articleBody"))))
        selectors = {whole.value(each, rdflib.RDF.type): each for each in whole.objects(target, OA.hasSelector)}
        place, words = selectors[OA.TextPositionSelector], selectors[OA.TextQuoteSelector]
        start, end = (int(str(whole.value(place, term))) for term in (OA.start, OA.end))
        exact, before, behind = (str(whole.value(words, term)) for term in (OA.exact, OA.prefix, OA.suffix))
        assert text[start:end] == exact == str(whole.value(claim, GX_.quote))
        assert text[:start].endswith(before) and text[end:].startswith(behind)
        assert before or start == 0


def test_annotations_go_with_parts_and_are_for_what_is_chosen(store: Path) -> None:
    data = _written("turtle", store, Selection(relations=("owns",), status=STATUSES), annotations=True)
    part = rdflib.Graph().parse(data=data, format="turtle")
    assert len(list(part.subjects(rdflib.RDF.type, OA.Annotation))) == 1
