import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from guanxi.exports.cli import main
from guanxi.exports.questions import load_questions


@pytest.fixture
def ask(dealings: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    def ended(*words: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["guanxi", "ask", *words, "--store", str(dealings)])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, *capfd.readouterr()

    return ended


def test_the_list_names_every_question_in_a_language(ask: Any) -> None:
    status, out, err = ask("--list")
    assert (status, err) == (0, "")
    for question in load_questions().values():
        assert question.usage in out and question.titles["en"] in out
    assert load_questions()["sanctions"].titles["zh-Hant"] in ask("--list", "--language", "zh-Hant")[1]
    listed = json.loads(ask("--list", "--json")[1])
    assert {entry["name"] for entry in listed} == set(load_questions())


def test_an_answer_names_things_and_shows_the_sentence(ask: Any) -> None:
    status, out, err = ask("customers-of", "甲芯科技")
    assert (status, err) == (0, "")
    assert "丁车制造" in out and "丁车制造采购甲芯科技的芯片" in out and "2024-03-01" in out
    assert "https://" not in out


def test_an_answer_comes_in_the_script_of_the_question(ask: Any) -> None:
    assert "丁車製造" in ask("customers-of", "甲芯科技", "--language", "zh-Hant")[1]
    assert "壬控集團" in ask("owners-of", "丁車製造")[1]
    assert "acquires" in ask("owners-of", "庚光通信", "--language", "en")[1]


def test_an_answer_as_lines_has_names_and_ids(ask: Any) -> None:
    for style, delimiter in (("csv", ","), ("tsv", "\t")):
        (row,) = csv.DictReader(io.StringIO(ask("large-acquisitions", "1", "--format", style)[1]), delimiter=delimiter)
        assert (row["acquirer"], row["acquirer_id"]) == ("丁车制造", "company/丁车制造")
        assert (row["claim_sentence"], row["claim_amount"]) == ("丁车制造以9亿元收购庚光通信", "900000000")
        assert (row["claim_article"], row["claim_published"]) == ("a04", "2023-07-01")
    (row,) = csv.DictReader(io.StringIO(ask("rivals-of", "甲芯科技", "--format", "csv")[1]))
    assert (row["rival"], row["sources"]) == ("丙云软件", "2")
    assert row["sentence"] in ("甲芯科技与丙云软件在算力上竞争", "丙云软件是甲芯科技的对手")


def test_an_answer_as_json_has_all_the_evidence(ask: Any) -> None:
    answer = json.loads(ask("rivals-of", "甲芯科技", "--json")[1])
    assert answer["asked"]["company"]["id"] == "company/甲芯科技"
    (row,) = answer["rows"]
    assert row["rival"]["labels"]["zh-Hant"] == "丙雲軟件"
    (told,) = row["evidence"]
    assert {claim["article"]["id"] for claim in told} == {"a02", "a08"}
    assert all(claim["quote"] and claim["status"] == "actual" for claim in told)


def test_nothing_found_is_said_and_no_error(ask: Any) -> None:
    status, out, err = ask("suppliers-of", "庚光通信")
    assert (status, err) == (0, "")
    assert "nothing in the graph answers this" in out


def test_fewer_rows_are_said_on_stderr(ask: Any) -> None:
    status, out, err = ask("sanctions", "--limit", "1")
    assert status == 0 and "only the first 1 rows" in err
    assert out.count("— a") == 1


def test_the_query_itself_can_be_had(ask: Any) -> None:
    status, out, _ = ask("suppliers-of", "甲芯科技", "--sparql")
    assert status == 0
    assert "?supplier gx:supplies <https://w3id.org/guanxi/id/company/甲芯科技>" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name a question"),
        (("supplier-of", "甲芯科技"), "no question is called supplier-of"),
        (("suppliers-of",), "COMPANY is missing"),
        (("suppliers-of", "甲心科技"), "nothing in the graph is called 甲心科技"),
        (("suppliers-of", "甲芯科技", "--format", "xml"), "--format xml"),
        (("suppliers-of", "甲芯科技", "--language", "fr"), "--language fr"),
        (("suppliers-of", "甲芯科技", "--folder", "nowhere"), "nowhere: there is no such folder"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(ask: Any, words: tuple[str, ...], said: str) -> None:
    status, out, err = ask(*words)
    assert (status, out) == (2, "")
    assert said in err.splitlines()[0]


def test_questions_from_a_folder_of_ones_own(ask: Any, tmp_path: Path) -> None:
    header = "# title: {zh-Hans: 名, zh-Hant: 名, en: Mine}\n# description: {zh-Hans: 述, zh-Hant: 述, en: Mine}\n"
    (tmp_path / "firms.rq").write_text(header + "SELECT ?firm { ?firm a gx:Company }", encoding="utf-8")
    status, out, _ = ask("firms", "--folder", str(tmp_path))
    assert status == 0 and "壬控集团" in out
