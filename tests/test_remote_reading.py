"""What a store on a server answers against what a local one answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import yaml
from guanxi.exports.asking import ask
from guanxi.exports.questions import load_questions, read_values
from guanxi.graph.candidates import candidates
from guanxi.graph.errors import QueryError, WrongUse
from guanxi.graph.lookup import claims, iri_of, matches
from guanxi.graph.namespace import GX, GXR, VIEW, article_iri
from guanxi.graph.network import graph
from guanxi.graph.reasons import reasons
from guanxi.graph.remote.address import Remote
from guanxi.graph.search import search
from guanxi.graph.storage import Place, Reader
from guanxi.graph.store import open_reader
from remotes import copied, dump

ANSWERS = yaml.load((Path(__file__).parent / "data" / "dealings.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)[
    "answers"
]


def edges(reader: Reader) -> list[Any]:  # of edges' own data
    return sorted((a, b, sorted(data.items(), key=str)) for a, b, data in graph(reader).edges(data=True))


def rows(store: Place, sparql: str) -> list[list[str]]:
    with open_reader(store) as reader:
        found = reader.query(sparql)
        assert isinstance(found, ox.QuerySolutions)
        return sorted([term.value for term in row] for row in found)


# Asking


def test_what_is_asked_is_answered_as_locally(remote: Remote, store: Path) -> None:
    copied(store, remote)
    for sparql in (
        "SELECT ?a ?b { ?a gx:supplies ?b }",
        "SELECT ?s ?c ?q { ?c gx:status ?s ; gx:confidence ?n ; gx:quote ?q FILTER(?n > 0.5) }",
        "PREFIX gx: <http://example.com/> SELECT ?a { ?a gx:supplies ?b }",
        "SELECT (COUNT(*) AS ?n) FROM gxr:view { ?s ?p ?o }",
        'SELECT ?t { ?thing gx:search "hanwuji" ; gx:ticker ?t }',
        'SELECT ?l { ?thing skos:prefLabel "寒武纪"@zh-hans , ?l }',
    ):
        assert rows(remote, sparql) == rows(store, sparql), sparql
    with open_reader(remote) as reader:
        assert reader.query("ASK { ?a gx:sanctions ?b }")
        assert not reader.query("ASK { <view> ?p ?o }", base=GXR)
        found = reader.query("CONSTRUCT WHERE { ?a gx:supplies ?b }")
        assert isinstance(found, ox.QueryTriples) and len(list(found)) == 2
        found = reader.query("DESCRIBE gxr:company\\/nvidia")
        assert isinstance(found, ox.QueryTriples)
        assert f"{GX}ticker" in {triple.predicate.value for triple in found}
        view = reader.query("SELECT ?p { ?s ?p ?o }", default_graphs=[VIEW])
        assert GX + "asWritten" not in {row["p"].value for row in view}  # type: ignore[union-attr,index]
        named = reader.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", named_graphs=[VIEW])
        assert [row["g"].value for row in named] == [VIEW]  # type: ignore[union-attr,index]
        with pytest.raises(QueryError, match="can't stand here"):
            reader.query('CONSTRUCT { ?a gx:search "x" } WHERE { ?a gx:supplies ?b }')


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("SELECT ?a\nWHERE { ?a gx:supplies ?b", r"line 2, column 26: this can't stand here"),
        ("INSERT DATA { GRAPH gxr:view { gx:a gx:b gx:c } }", "this is an update"),
        ("DROP ALL", "this is an update"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE asks another server"),
        ("SELECT (<http://example.com/none>(?s) AS ?x) { ?s ?p ?o }", "example.com/none"),
    ],
)
def test_what_can_not_be_asked_is_refused_before_it_is_sent(
    remote: Remote, store: Path, sparql: str, said: str
) -> None:
    copied(store, remote)
    with open_reader(remote) as reader, pytest.raises(QueryError, match=said):
        reader.query(sparql)
    assert dump(remote) == dump(store)


def test_every_saved_question_is_answered_as_locally(remote: Remote, dealings: Path) -> None:
    copied(dealings, remote)
    with open_reader(remote) as there, open_reader(dealings) as here:
        for case in ANSWERS:
            question = load_questions()[case["question"]]
            values = read_values(question, tuple(case["asked"]))
            local = ask(here, question, values)
            assert ask(there, question, values) == local, case["question"]


def test_everything_that_reads_a_store_reads_it(remote: Remote, store: Path) -> None:
    copied(store, remote)
    with open_reader(remote) as there, open_reader(store) as here:
        assert matches(there, "寒武紀") == matches(here, "寒武紀")
        entity = matches(there, "688256")[0].entity
        assert reasons(there, entity) == reasons(here, entity)
        assert candidates(there) == candidates(here)
        assert search(there, "晶片") == search(here, "晶片")
        assert sorted(map(repr, claims(there))) == sorted(map(repr, claims(here)))
        assert edges(there) == edges(here)
        assert iri_of(entity) in {quad.object.value for quad in there.quads(VIEW)}  # type: ignore[union-attr]


def test_users_of_rdflib_read_it_and_write_nothing(remote: Remote, store: Path) -> None:
    copied(store, remote)
    with open_reader(remote) as reader, open_reader(store) as here:
        dataset = reader.rdflib()
        assert len(list(dataset.query("SELECT ?a ?b { ?a gx:supplies ?b }"))) == 2
        assert bool(dataset.query("ASK { ?a gx:sanctions ?b }"))
        assert len(dataset.query("CONSTRUCT WHERE { ?a gx:supplies ?b }").graph or ()) == 2
        ticker = rdflib.URIRef(GX + "ticker")
        assert {str(each) for each in dataset.objects(None, ticker)} == {"688256.SH", "NVDA.US", "0700.HK"}
        assert len(dataset.graph(rdflib.URIRef(VIEW))) == len(list(here.quads(VIEW)))
        assert {str(each.identifier) for each in dataset.graphs()} >= {VIEW, article_iri("hk/1")}
        with pytest.raises(QueryError, match="SERVICE"):
            dataset.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
        with pytest.raises(TypeError, match="read only"):
            dataset.add((rdflib.RDF.type, rdflib.RDF.type, rdflib.RDF.type))
    with pytest.raises(WrongUse, match="closed"):
        reader.query("ASK {}")
