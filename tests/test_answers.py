import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from guanxi.exports.answers import point_at, print_answer, shortened
from guanxi.graph.errors import QueryError, WrongUse
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader

SUPPLIES = "SELECT ?a ?b WHERE { ?a gx:supplies ?b } ORDER BY ?a"


@pytest.fixture(scope="module")
def reader(store: Path) -> Iterator[Reader]:
    with open_reader(store) as reader:
        yield reader


def _printed(
    reader: Reader, capfd: pytest.CaptureFixture[str], query: str, style: str, limit: int | None = None
) -> str:
    print_answer(reader, reader.query(query), style, limit=limit)
    return capfd.readouterr().out


def test_a_table_names_the_things(reader: Reader, capfd: pytest.CaptureFixture[str]) -> None:
    printed = _printed(reader, capfd, SUPPLIES, "table")
    assert "寒武纪 (company/688256.SH)" in printed
    assert "https://" not in printed


def test_a_table_is_safe_to_look_at(reader: Reader, capfd: pytest.CaptureFixture[str]) -> None:
    printed = _printed(reader, capfd, "SELECT ?q WHERE { ?c gx:quote ?q FILTER(CONTAINS(?q, 'script')) }", "table")
    assert "alert" in printed
    assert not set("\x1b\u202e\u2028") & set(printed)


def test_markup_is_no_markup(reader: Reader, capfd: pytest.CaptureFixture[str]) -> None:
    assert "[red]甲[/red]" in _printed(reader, capfd, "SELECT ('[red]甲[/red]' AS ?a) {}", "table")


def test_unbound_and_numbers(reader: Reader, capfd: pytest.CaptureFixture[str]) -> None:
    assert "42" in _printed(reader, capfd, "SELECT (42 AS ?a) ?b {}", "table")


def test_more_rows_than_the_limit_are_said_to_be_left_out(reader: Reader, capfd: pytest.CaptureFixture[str]) -> None:
    print_answer(reader, reader.query("SELECT ?s { ?s ?p ?o }"), "table", limit=3)
    printed = capfd.readouterr()
    assert len(printed.out.splitlines()) == 4
    assert "3 rows" in printed.err
    print_answer(reader, reader.query(SUPPLIES), "table", limit=2)
    assert capfd.readouterr().err == ""


def test_programs_get_the_standard_formats(reader: Reader, capfd: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(_printed(reader, capfd, SUPPLIES, "json"))["results"]["bindings"]
    assert len(rows) == 2
    assert next(csv.reader(io.StringIO(_printed(reader, capfd, SUPPLIES, "csv")))) == ["a", "b"]
    assert _printed(reader, capfd, SUPPLIES, "tsv").startswith("?a\t?b\n")


@pytest.mark.parametrize(("style", "lines"), [("csv", 2), ("tsv", 2)])
def test_a_limit_holds_for_rows(reader: Reader, capfd: pytest.CaptureFixture[str], style: str, lines: int) -> None:
    assert len(_printed(reader, capfd, SUPPLIES, style, 1).splitlines()) == lines


def test_a_limit_holds_for_json(reader: Reader, capfd: pytest.CaptureFixture[str]) -> None:
    assert len(json.loads(_printed(reader, capfd, SUPPLIES, "json", 1))["results"]["bindings"]) == 1


def test_a_question_is_answered_yes_or_no(reader: Reader, capfd: pytest.CaptureFixture[str]) -> None:
    assert _printed(reader, capfd, "ASK { ?a gx:supplies ?b }", "table") == "yes\n"
    assert _printed(reader, capfd, "ASK { ?a gx:suppliesX ?b }", "table") == "no\n"
    assert json.loads(_printed(reader, capfd, "ASK {}", "json"))["boolean"] is True


def test_construct_gives_turtle(reader: Reader, capfd: pytest.CaptureFixture[str]) -> None:
    query = "CONSTRUCT { ?a gx:supplies ?b } WHERE { ?a gx:supplies ?b }"
    for style in ("table", "turtle"):
        printed = _printed(reader, capfd, query, style)
        assert len(list(ox.parse(printed, ox.RdfFormat.TURTLE))) == 2
        assert "@prefix oa:" not in printed


def test_a_format_that_does_not_fit_is_refused(reader: Reader) -> None:
    with pytest.raises(WrongUse, match="turtle"):
        print_answer(reader, reader.query("DESCRIBE gx:supplies"), "csv")
    with pytest.raises(WrongUse, match="rows"):
        print_answer(reader, reader.query(SUPPLIES), "turtle")


def test_an_error_points_at_its_place(reader: Reader) -> None:
    query = "SELECT ?a\nWHERE { ?a gx:supplies }"
    with pytest.raises(QueryError) as caught:
        print_answer(reader, reader.query(query), "table")
    line, caret = point_at(caught.value, query).splitlines()
    assert line == "WHERE { ?a gx:supplies }"
    assert caret.index("^") == line.index("}")


def test_the_caret_stands_below_wide_characters() -> None:
    pointed = point_at(QueryError("line 1, column 4: no"), "寒武纪 x")
    assert pointed.splitlines()[1] == "      ^"


def test_an_error_without_a_place_points_nowhere() -> None:
    assert point_at(QueryError("no"), "SELECT") == ""
    assert point_at(QueryError("line 7, column 1: no"), "SELECT") == ""


def test_iris_are_shortened() -> None:
    assert shortened("http://www.w3.org/2004/02/skos/core#prefLabel") == "skos:prefLabel"
    assert shortened("https://w3id.org/guanxi/id/company/甲%20乙") == "company/甲 乙"
    assert shortened("https://example.com/x") == "https://example.com/x"
