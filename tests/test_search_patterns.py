from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from guanxi.graph.errors import QueryError
from guanxi.graph.lookup import rows
from guanxi.graph.search_patterns import rewritten
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def reader(dealings: Path) -> Iterator[Reader]:
    with open_reader(dealings) as reader:
        yield reader


def asked(reader: Reader, sparql: str) -> list[list[str]]:
    return [[cell.rpartition("/")[2] for cell in row] for row in rows(reader, sparql)]


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ('SELECT ?e { ?e gx:search "甲芯科技" }', [["甲芯科技"]]),
        ('SELECT ?e { ?e gx:search "jiaxinkeji" . }', [["甲芯科技"]]),
        ('SELECT ?x { ?e gx:search "甲芯" ; gx:supplies ?x }', [["丁车制造"]]),
        ('SELECT ?x { ?e gx:search "甲芯" ; ; gx:supplies ?x . }', [["丁车制造"]]),
        ('SELECT ?e { ?e gx:search "甲芯" ; . }', [["甲芯科技"]]),
        ('SELECT ?x { ?x gx:supplies ?e . ?e gx:search "甲芯" }', [["辛材股份"]]),
        ('SELECT ?x { ?x gx:supplies ?e . ?e gx:search "甲芯" . ?x a gx:Company }', [["辛材股份"]]),
        ('SELECT ?e ?n { (?e ?n) gx:search ("元" 1) }', [["戊元资本", "1"]]),
        ('SELECT ?e ?n { (?e ?n) gx:search "元" } ORDER BY ?n', [["戊元资本", "1"], ["己元基金", "2"]]),
        ('SELECT ?e { (?e) gx:search ("元" 1) }', [["戊元资本"]]),
        ('SELECT ?e { ?e <https://w3id.org/guanxi/ns#search> "甲芯"@zh-hans }', [["甲芯科技"]]),
        ("PREFIX g: <https://w3id.org/guanxi/ns#> SELECT ?e { ?e g:search '甲芯' }", [["甲芯科技"]]),
        ('SELECT ?e { ?e gx:search """\\u7532芯""" }', [["甲芯科技"]]),
        ('SELECT ?q { ?c gx:searchSentence "晶片" ; gx:quote ?q }', []),
        (
            'SELECT ?q { ?c gx:searchSentence "實體清單" ; gx:quote ?q }',
            [["东陆商务部2022年12月将辛材股份列入实体清单"]],
        ),
        ('SELECT ?e { ?e gx:search "zzz" }', []),
        (
            'SELECT ?e { { ?e gx:search "甲芯" } UNION { ?e gx:search "乙算" } } ORDER BY ?e',
            [["乙算智能"], ["甲芯科技"]],
        ),
        (
            'SELECT ?e ?x { ?e a gx:Authority OPTIONAL { ?e gx:search "西洲" . ?e gx:sanctions ?x } } ORDER BY ?e',
            [["东陆商务部", ""], ["西洲委员会", "甲芯科技"]],
        ),
        ('SELECT ?a ?b { ?a gx:search "甲芯" . ?a gx:supplies ?b . ?b gx:search "丁车" }', [["甲芯科技", "丁车制造"]]),
        ('SELECT ?n { ?e gx:search "甲芯" ; gx:nothing "gx:search" } # ?e gx:search "x"', []),
        ('PREFIX gx: <https://example.org/> SELECT ?e { ?e gx:search "甲芯" }', []),
        ("SELECT ?e { ?e ?p gx:search . }", []),
        ("SELECT ?e { gx:search ?p ?e }", []),
    ],
)
def test_a_search_is_a_pattern_like_others(reader: Reader, sparql: str, expected: list[list[str]]) -> None:
    assert asked(reader, sparql) == expected


def test_a_search_stands_in_every_form_of_query(reader: Reader) -> None:
    assert bool(reader.query('ASK { ?e gx:search "甲芯" }'))
    assert not bool(reader.query('ASK { ?e gx:search "zzz" }'))
    triples = reader.query('CONSTRUCT { ?e gx:found true } WHERE { ?e gx:search "甲芯" }')
    assert len(list(triples)) == 1
    assert len(list(reader.query('DESCRIBE ?e { ?e gx:search "甲芯" }'))) > 3
    dataset = reader.rdflib()
    assert len(list(dataset.query('SELECT ?e { ?e gx:search "甲芯" }'))) == 1


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { ?e gx:search ?text }",
        "SELECT * { ?e gx:search 5 }",
        'SELECT * { ?e gx:search ("甲" 0) }',
        'SELECT * { ?e gx:search ("甲" 100000) }',
        'SELECT * { ?e gx:search ("甲" "乙") }',
        'SELECT * { ?e gx:search "甲", "乙" }',
        'SELECT * { ?e a gx:Company ; gx:search "甲" }',
        'SELECT * { (?a ?b ?c) gx:search "甲" }',
        'SELECT * { gxr:x gx:search "甲" }',
        'SELECT * { ?e gx:search/gx:owns "甲" }',
        'SELECT * { ?e ^gx:search "甲" }',
        'SELECT * { [] gx:search "甲" }',
    ],
)
def test_a_search_that_makes_no_sense_is_pointed_at(reader: Reader, sparql: str) -> None:
    with pytest.raises(QueryError, match=r"line 1, column \d+: gx:search stands between a variable and a text"):
        reader.query(sparql)


def test_what_is_wrong_is_told_of_the_query_as_it_was_written(reader: Reader) -> None:
    with pytest.raises(QueryError) as caught:
        reader.query('SELECT ?e {\n ?e gx:search "公司" .\n ?e gx:supplies }')
    assert str(caught.value).startswith("line 3, column 17")
    with pytest.raises(QueryError, match="template of CONSTRUCT"):
        reader.query('CONSTRUCT { ?e gx:search "甲芯" } WHERE { ?e a gx:Company }')
    with pytest.raises(QueryError, match="this is an update"):
        reader.query('INSERT DATA { <a> gx:search "b" }')


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_no_text_becomes_part_of_the_query(reader: Reader, text: str) -> None:
    sparql = f"SELECT ?e {{ ?e gx:search {ox.Literal(text)} }}"
    found = {hit.iri for hit in reader.search_index().names(text)}
    assert {iri for (iri,) in rows(reader, sparql)} == found
    assert rewritten(sparql, reader.search_index).startswith("SELECT ?e { VALUES ?e {")
