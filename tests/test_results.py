import csv
import io
import json
from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from guanxi.exports.results import WRITERS

XSD = "http://www.w3.org/2001/XMLSchema#"
FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
TRIPLE = ox.Triple(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal('"x"', language="en"))
ROWS: list[list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]] = [
    [ox.NamedNode("https://example.org/寒武紀?a=1&b='<"[:-1]), ox.Literal("寒武紀")],
    [ox.BlankNode("b1"), ox.Literal('a "quoted", <b>&amp;\nsecond\tline\\ \r\n end', language="zh-hant")],
    [None, ox.Literal("3.50", datatype=ox.NamedNode(XSD + "decimal"))],
    [None, None],
    [TRIPLE, ox.Literal("")],
    [ox.NamedNode("a:a"), ox.Literal("\u2028\U0001f600 ]]> {}")],
]


def written(name: str, variables: Sequence[str] = ("x", "y"), rows: object = ROWS) -> bytes:
    sink = io.BytesIO()
    WRITERS[name](variables, rows, sink)  # type: ignore[arg-type]  # rows of terms
    return sink.getvalue()


@pytest.mark.parametrize("name", ["json", "xml", "tsv"])
def test_what_is_written_is_read_back_the_same(name: str) -> None:
    read = ox.parse_query_results(written(name), format=FORMATS[name])
    assert isinstance(read, ox.QuerySolutions)
    assert [variable.value for variable in read.variables] == ["x", "y"]
    assert [list(row) for row in read] == ROWS


def test_csv_is_read_back_as_plain_values() -> None:
    rows = list(csv.reader(io.StringIO(written("csv").decode(), newline="")))
    assert rows[0] == ["x", "y"]
    assert rows[2] == ["_:b1", ROWS[1][1].value]  # type: ignore[union-attr]  # a literal
    assert rows[4] == ["", ""]
    assert len(rows) == 1 + len(ROWS)


@pytest.mark.parametrize("name", ["json", "csv"])
def test_the_bytes_are_those_of_the_store_itself(name: str) -> None:
    store = ox.Store()
    store.extend(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode(f"a:{n}"), ROWS[n][1]) for n in (0, 1, 2, 4, 5))  # type: ignore[arg-type]  # literals
    query = "SELECT ?p ?o { ?s ?p ?o } ORDER BY ?p"
    answer = store.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    mine = written(name, ["p", "o"], [[row["p"], row["o"]] for row in answer])
    theirs = store.query(query)
    assert isinstance(theirs, ox.QuerySolutions)
    assert mine == theirs.serialize(format=FORMATS[name])


@pytest.mark.parametrize("name", WRITERS)
def test_no_rows_and_no_variables(name: str) -> None:
    assert written(name, ["x"], [])
    if name in ("json", "xml"):
        read = ox.parse_query_results(written(name, [], [[], []]), format=FORMATS[name])
        assert isinstance(read, ox.QuerySolutions)
        assert len(list(read)) == 2


def test_xml_holds_nothing_that_it_may_not() -> None:
    text = written("xml", ["x"], [[ox.Literal("\x1b[31m\x00\ufffe")]]).decode()
    assert "<literal>\ufffd[31m\ufffd\ufffd</literal>" in text


def test_json_is_json() -> None:
    document = json.loads(written("json"))
    assert document["head"] == {"vars": ["x", "y"]}
    assert document["results"]["bindings"][3] == {}
    assert document["results"]["bindings"][2]["y"] == {"type": "literal", "value": "3.50", "datatype": XSD + "decimal"}
