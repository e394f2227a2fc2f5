"""A data file's values come with their lines, and what is wrong is said where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from guanxi.graph.datafile import read_section
from guanxi.graph.errors import DataFileError


def write(folder: Path, text: str) -> Path:
    file = folder / "words.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_values_are_read_by_kind(tmp_path: Path) -> None:
    top = read_section(write(tmp_path, "名: 收購\nsure: true\norder: 7\nwords: [收購, 併購]\ninner:\n  a: {b: 'no'}\n"))
    assert top.text("名") == "收購"
    assert top.flag("sure") and not top.flag("absent")
    assert top.number("order") == 7
    assert top.texts("words") == ("收購", "併購") and top.texts("absent") == ()
    assert top.section("inner").section("a").text("b") == "no"
    assert [(key, inner.key, inner.line) for key, inner in top.section("inner").sections()] == [("a", "inner.a", 6)]


def test_an_error_names_file_line_and_place(tmp_path: Path) -> None:
    file = write(tmp_path, "a: x\ninner:\n  deep:\n    b: 1\n")
    deep = read_section(file).section("inner").section("deep")
    with pytest.raises(DataFileError) as caught:
        deep.text("b")
    assert str(caught.value).startswith(f"{file}:4: inner.deep.b: must be a text")
    with pytest.raises(DataFileError, match=r":4: inner\.deep\.c: is missing"):
        deep.text("c")
    with pytest.raises(DataFileError, match=r":1: a: 'x' is none of y, z"):
        read_section(file).one_of("a", ["y", "z"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1: the file is empty"),
        ("# nothing but a comment\n", ":1: the file is empty"),
        ("- a\n- b\n", ":1: the file: must be a mapping"),
        ("a: 1\nb: [\n", ":3: "),
        ("a: 1\nb: 2\na: 3\n", ":3: a: stands twice"),
        ("a: 1\n? [b]\n: 2\n", ":2: the file: a key must be a text"),
        ("a: \x01\n", "words.yaml"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataFileError) as caught:
        read_section(write(tmp_path, text))
    assert message in str(caught.value)


@pytest.mark.parametrize("value", ["yes", "maybe", "[a]", "null", "''"])
def test_a_flag_is_true_or_false(tmp_path: Path, value: str) -> None:
    with pytest.raises(DataFileError, match=r":1: sure: must be true or false"):
        read_section(write(tmp_path, f"sure: {value}\n")).flag("sure")


@pytest.mark.parametrize("value", ["1", "yes", "null", "''", "[a]", "2024-01-01"])
def test_what_yaml_reads_as_something_else_is_no_text(tmp_path: Path, value: str) -> None:
    with pytest.raises(DataFileError, match=r":1: word: must be a text"):
        read_section(write(tmp_path, f"word: {value}\n")).text("word")


@pytest.mark.parametrize("value", ["a", "[a, a]", "[a, [b]]", "[a, 1]"])
def test_a_list_holds_different_texts(tmp_path: Path, value: str) -> None:
    with pytest.raises(DataFileError, match=r":1: words: must be a list"):
        read_section(write(tmp_path, f"words: {value}\n")).texts("words")


def test_bytes_that_are_not_utf_8_are_named(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_bytes("a: 收購".encode("gb18030"))
    with pytest.raises(DataFileError, match="not UTF-8 at byte 3"):
        read_section(file)
