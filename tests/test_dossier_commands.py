from pathlib import Path
from typing import Any

import pytest
from guanxi.graph.model import Article, Claim, Extraction, Mention, Qualifiers
from guanxi.graph.store import open_writer


@pytest.mark.parametrize(
    ("name", "file", "said"),
    [
        ("寒武紀", "x.html", '<html lang="zh-Hant">'),
        ("寒武纪", "x.HTM", '<html lang="zh-Hans">'),
        ("NVIDIA", "x.html", '<html lang="en">'),
        ("688256.SH", "x.html", '<html lang="zh-Hans">'),
        ("寒武紀", "x.md", "# 檔案：寒武紀\n"),
        ("寒武紀", "x.json", '"title": "檔案：寒武紀"'),
    ],
)
def test_the_file_is_called_after_its_form_and_the_name_tells_the_language(
    store: Path, run: Any, tmp_path: Path, name: str, file: str, said: str
) -> None:
    ended = run("dossier", name, "-o", tmp_path / file, "--store", store)
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert said in (tmp_path / file).read_text(encoding="utf-8")


def test_without_a_file_it_is_markdown_to_read(store: Path, run: Any) -> None:
    ended = run("dossier", "寒武紀", "--language", "en", "--store", store)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("# Dossier: Cambricon\n") or ended.out.startswith("# Dossier: 寒武")
    assert "**Planned, not told as done:** NVIDIA invests in" in ended.out
    assert "USD 300 m" in ended.out
    assert "Told to be under sanctions by 美国商务部" in ended.out


def test_a_name_that_is_not_there_and_one_that_may_be_several(store: Path, run: Any, tmp_path: Path) -> None:
    missed = run("dossier", "寒武记", "-o", tmp_path / "x.html", "--store", store)
    assert missed.status == 2 and "the nearest are 寒武紀" in missed.err and missed.err.count("寒武紀") == 1
    unknown = run("dossier", "不存在的公司", "-o", tmp_path / "x.html", "--store", store)
    assert (unknown.status, "nothing in the graph is called 不存在的公司" in unknown.err) == (2, True)
    assert not (tmp_path / "x.html").exists()


def test_a_name_of_two_things_is_refused_with_both(tmp_path: Path, run: Any, write_store: Any) -> None:
    line = ("1", "2024-01-01", "东海", "supplies", "甲", "actual", Qualifiers())
    folder = write_store(tmp_path / "store", [line])
    text = "乙位于东海。"
    place = Extraction(
        Article("3", text, "file:3.txt", "sha256:3", "zh-Hans"),
        (Mention("3", 1, "乙", "company", (0,)), Mention("3", 2, "东海", "place", (3,))),
        (Claim("3", 1, "located_in", 2, "actual", 0, len(text), text, ("rules:t",), 0.9),),
        "test",
    )
    with open_writer(folder, known=None) as writer:
        writer.put(place, path="/3.txt")
    ended = run("dossier", "东海", "-o", tmp_path / "x.html", "--store", folder)
    assert ended.status == 2
    assert "东海 names 2 things" in ended.err and "company/东海" in ended.err and "place/东海" in ended.err
    assert run("dossier", "place/东海", "-o", tmp_path / "x.html", "--store", folder).status == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "x.pdf"], "print it to PDF from a browser"),
        (["-o", "x.doc"], "name it .html, .md or .json"),
        (["--format", "word"], "there are html, markdown, json"),
        (["--language", "fr"], "no language is called fr"),
        (["--as-of", "yesterday"], "'yesterday' is no date"),
        (["-o", "/nowhere/x.html"], "/nowhere/x.html can't be written"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(store: Path, run: Any, words: list[str], said: str) -> None:
    ended = run("dossier", "寒武紀", *words, "--store", store)
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert said in ended.err


def test_an_entity_of_which_nothing_is_told_any_more(store: Path, run: Any) -> None:
    ended = run("dossier", "寒武紀", "--min-confidence", "1", "--language", "en", "--store", store)
    assert (ended.status, ended.err) == (0, "")
    assert "No article says anything of" in ended.out
