import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from guanxi.exports.asking import Answer, Row, Term, ask
from guanxi.exports.questions import find_question, load_questions, read_question, read_values
from guanxi.graph.errors import DataFileError, NotFound, WrongUse
from guanxi.graph.lookup import label_of
from guanxi.graph.schema import load_schema
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader
from hypothesis import given
from hypothesis import strategies as st

DATA = Path(__file__).parent / "data" / "dealings.yaml"
ANSWERS = yaml.load(DATA.read_text(encoding="utf-8"), yaml.BaseLoader)["answers"]


@pytest.fixture(scope="module")
def reader(dealings: Path) -> Iterator[Reader]:
    with open_reader(dealings) as reader:
        yield reader


def answered(reader: Reader, name: str, *words: str) -> Answer:
    question = load_questions()[name]
    return ask(reader, question, read_values(question, tuple(words)))


def shown(answer: Answer, row: Row) -> list[str]:
    """Give a row as names, words and values."""
    relations = {relation.iri: relation.labels["zh-Hans"] for relation in load_schema().relations.values()}

    def word(term: Term | None) -> str:
        if term is None:
            return ""
        if term.value in answer.claims:
            return answer.claims[term.value].quote
        return (
            label_of(answer.entities[term.value])
            if term.value in answer.entities
            else relations.get(term.value, term.value)
        )

    return [word(term) for term in row.terms]


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: " ".join([case["question"], *case["asked"]]))
def test_every_question_finds_what_the_articles_say(reader: Reader, case: dict[str, Any]) -> None:
    answer = answered(reader, case["question"], *case["asked"])
    expected = case["rows"]
    found = [shown(answer, row) for row in answer.rows]
    assert sorted(found) == sorted(expected)
    if "ORDER BY" in answer.question.sparql and case["question"] != "changed-since":
        assert found == expected
    for row in answer.rows:
        assert all(row.evidence), "each edge has its sentence"


def test_every_question_has_a_known_answer() -> None:
    assert set(load_questions()) == {case["question"] for case in ANSWERS if case["rows"]}


# What is asked with


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_stays_one_literal_whatever_it_holds(text: str) -> None:
    question = load_questions()["large-acquisitions"]
    bound = question.bound({"currency": ox.Literal(text)})
    assert bound.count(str(ox.Literal(text))) == 1
    (row,) = ox.Store().query(f"SELECT ({ox.Literal(text)} AS ?x) {{}}")  # type: ignore[misc]  # a SELECT has rows
    assert row["x"] == ox.Literal(text)
    left, right = question.sparql.split("$currency")
    assert bound == left + str(ox.Literal(text)) + right


@pytest.mark.parametrize(
    "name", ["x> } INSERT DATA { <a> <b> <c> } #", '甲"} ?s ?p ?o {"', "$company", "?x", "\\u003e", ""]
)
def test_a_name_never_becomes_part_of_the_query(reader: Reader, name: str) -> None:
    with pytest.raises(NotFound):
        answered(reader, "suppliers-of", name)


def test_a_value_is_put_in_place_of_its_parameter_alone() -> None:
    question = load_questions()["sanctions"]
    iri = ox.NamedNode("https://example.org/$sanctioned")
    bound = question.bound({"authority": iri})
    assert f"SELECT ({iri} AS ?authority) $sanctioned" in bound
    assert f"GROUP BY ({iri}) $sanctioned" in bound
    assert "$authority gx:sanctions" in bound.split("SELECT")[0], "comments stay as they are"
    assert bound.count(str(iri)) == 4


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("changed-since", "丙云软件"), "SINCE is missing; ask: changed-since COMPANY SINCE"),
        (("changed-since", "丙云软件", "last year"), "SINCE: last year is no date"),
        (("changed-since", "丙云软件", "2024-02-31"), "SINCE: 2024-02-31 is no date"),
        (("suppliers-of", "甲芯科技", "乙算智能"), "乙算智能 is one too many"),
        (("suppliers-of", "甲芯科技", "company=乙算智能"), "one too many"),
        (("large-acquisitions", "many"), "AMOUNT: many is no number"),
        (("never-completed", "buys"), "no relation is called buys; there are acquires"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(reader: Reader, words: tuple[str, ...], message: str) -> None:
    with pytest.raises(WrongUse) as caught:
        answered(reader, *words)
    assert message in str(caught.value)


def test_a_name_of_another_kind_is_refused_and_one_of_several_says_so(reader: Reader) -> None:
    with pytest.raises(NotFound, match="no authority is called 甲芯科技"):
        answered(reader, "customers-of-sanctioned", "甲芯科技")
    with pytest.raises(NotFound) as caught:
        answered(reader, "suppliers-of", "元")
    assert caught.value.near


def test_no_more_rows_than_asked_for(reader: Reader) -> None:
    question = load_questions()["investments-of"]
    answer = ask(reader, question, {"investor": "戊元资本"}, limit=1)
    assert len(answer.rows) == 1 and answer.more
    assert not ask(reader, question, {"investor": "戊元资本"}, limit=2).more


def test_a_row_counts_its_sources_and_brings_every_sentence(reader: Reader) -> None:
    (row,) = answered(reader, "rivals-of", "甲芯科技").rows
    assert row.sources == 2
    assert {claim.article.id for claim in row.evidence[0]} == {"a02", "a08"}


# Files

GOOD = """# title: {zh-Hans: 名, zh-Hant: 名, en: Title}
# description: {zh-Hans: 述, zh-Hant: 述, en: What it is}
# parameters:
#   company: {type: entity}
# evidence: ["?a gx:supplies $company"]
SELECT ?a WHERE { ?a gx:supplies $company }
"""


def test_questions_of_ones_own_stand_before_the_packages(tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "suppliers-of.rq").write_text(GOOD, encoding="utf-8")
    (tmp_path / "mine.rq").write_text(GOOD, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no question", encoding="utf-8")
    questions = load_questions(tmp_path)
    assert questions["suppliers-of"].titles["en"] == questions["mine"].titles["en"] == "Title"
    assert set(questions) == {*load_questions(), "mine"}
    assert len(ask(reader, questions["mine"], {"company": "丁车制造"}).rows) == 1


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("en: Title", "fr: Titre", "mine.rq:1: title.fr: unknown key"),
        (", en: Title", "", "mine.rq:1: title.en: is missing"),
        ("# description", "# about", "mine.rq:2: about: unknown key"),
        ("type: entity", "type: firm", "mine.rq:4: parameters.company.type: 'firm' is none of"),
        ("type: entity", "type: [", "mine.rq:4"),
        ("type: entity", "type: entity, of: [firm]", "mine.rq:4: parameters.company.of: 'firm' is none of"),
        ("#   company", "#   Company", "mine.rq:4: parameters.Company.type: a parameter's name"),
        ("#   company:", "#   firm:", "$company is none of them"),
        ("plies $company }", "plies ?company }", "?company: a parameter is written $company"),
        ('?a gx:supplies $company"', '?a supplies $company"', "mine.rq:5: evidence: '?a supplies $company' is no edge"),
        ('?a gx:supplies $company"', '?b gx:supplies $company"', "mine.rq:5: evidence: ?b is nowhere in the query"),
        ('?a gx:supplies $company"', '?a no:supplies $company"', "is no edge"),
        ("SELECT ?a", "SELECT ?a ,", "mine.rq: line 6, column 16"),
        ("SELECT ?a WHERE { ?a", "INSERT DATA { ?a", "this is an update"),
        ("{ ?a gx", "{ SERVICE <http://x> { ?a ?b ?c } ?a gx", "SERVICE asks another server"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path: Path, old: str, new: str, place: str) -> None:
    assert old in GOOD
    file = tmp_path / "mine.rq"
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        read_question(file)
    assert place in str(caught.value)


def test_a_wrong_name_or_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Mine Own.rq").write_text(GOOD, encoding="utf-8")
    with pytest.raises(DataFileError, match="lower-case"):
        load_questions(tmp_path)
    (tmp_path / "mine.rq").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(DataFileError, match="not UTF-8"):
        read_question(tmp_path / "mine.rq")
    with pytest.raises(NotFound, match="no such folder"):
        load_questions(tmp_path / "nowhere")


def test_an_unknown_question_names_the_nearest() -> None:
    with pytest.raises(NotFound) as caught:
        find_question("supplier-of", load_questions())
    assert "suppliers-of" in caught.value.near


DOCS = (Path(__file__).parents[1] / "docs" / "questions.md").read_text(encoding="utf-8")


def test_the_page_tells_of_every_question() -> None:
    assert [name for name in load_questions() if f"`{name}`" not in DOCS] == []


def test_the_question_of_the_page_can_be_asked(tmp_path: Path, reader: Reader) -> None:
    (sparql,) = re.findall(r"^```sparql\n(.*?)^```", DOCS, re.DOTALL | re.MULTILINE)
    (tmp_path / "sanctioned-customers.rq").write_text(sparql, encoding="utf-8")
    answer = ask(reader, load_questions(tmp_path)["sanctioned-customers"], {"company": "辛材股份"})
    assert [shown(answer, row) for row in answer.rows] == [["甲芯科技", "西洲委员会"]]
    assert all(len(told) == 1 for told in answer.rows[0].evidence)
