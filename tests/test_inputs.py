import io
from pathlib import Path

import pytest
from guanxi.extractors.inputs import (
    SUFFIXES,
    Blob,
    Budget,
    ReadOptions,
    Source,
    file_iri,
    format_of,
    megabytes,
    printable,
    reason_of,
    sniff,
    stem_of,
)
from guanxi.extractors.readers import READERS
from guanxi.graph.errors import SkipInput
from hypothesis import given
from hypothesis import strategies as st


def blob(data: bytes, **more: object) -> Blob:
    return Blob("x.txt", "file:x.txt", "x", "txt", lambda: io.BytesIO(data), **more)  # type: ignore[arg-type]


def test_reading_stops_at_the_limit() -> None:
    assert blob(b"12345").read(ReadOptions(), 5) == b"12345"
    with pytest.raises(SkipInput, match=r"^x\.txt: larger than 4 bytes; raise the limit with --max-bytes$"):
        blob(b"12345").read(ReadOptions(), 4)
    assert blob(b"12345").read(ReadOptions(max_bytes=9), 4) == b"12345"


def test_an_archive_as_a_whole_has_a_budget() -> None:
    budget = Budget(left=8)
    assert blob(b"12345", budget=budget).read(ReadOptions()) == b"12345"
    with pytest.raises(SkipInput, match="the archive unpacks to more than"):
        blob(b"12345", budget=budget).read(ReadOptions())


def test_a_blob_can_be_opened_again() -> None:
    one = blob(b"12345")
    assert one.read(ReadOptions()) == one.read(ReadOptions())


def test_a_file_that_is_gone_has_no_hash(tmp_path: Path) -> None:
    source = Source("/x", "file:x", "x", "x.txt", str(tmp_path / "x.txt"), "txt")
    with pytest.raises(SkipInput, match=r"x\.txt: no such file or directory"):
        source.hash()
    (tmp_path / "x.txt").write_bytes(b"")
    assert source.hash() == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_every_format_has_a_reader() -> None:
    assert {*READERS, "gz", "zip"} == SUFFIXES


@pytest.mark.parametrize(
    ("name", "format_", "stem"),
    [
        ("a/1.txt", "txt", "a/1"),
        ("a/1.TXT", "txt", "a/1"),
        ("news.jsonl.gz", "jsonl.gz", "news"),
        ("README", "txt", "README"),
        ("no.1 report", "1 report", "no.1 report"),
        ("a.b/c", "txt", "a.b/c"),
        ("a/.txt", "txt", "a/.txt"),
    ],
)
def test_format_and_stem_of_names(name: str, format_: str, stem: str) -> None:
    assert format_of(name) == format_ and stem_of(name) == stem


@pytest.mark.parametrize(
    ("start", "format_"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"PK\x03\x04", "zip"),
        (b"\x1f\x8b\x08", "gz"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "html"),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', "xml"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "xml"),
        (b'<?xml version="1.0"?><html>', "html"),
        (b'{\x00"\x00', "jsonl"),  # UTF-16
        (b' [{"text": 1}]', "json"),
        (b'{"text": 1}', "jsonl"),
        ("甲公司".encode(), "txt"),
        (b"", "txt"),
    ],
)
def test_formats_are_told_by_the_first_bytes(start: bytes, format_: str) -> None:
    assert sniff(start) == format_


def test_iris_hold_no_character_that_an_iri_may_not() -> None:
    assert file_iri("a b/<財>#1?.txt") == "file:a%20b/%3C%E8%B2%A1%3E%231%3F.txt"


@given(st.text(max_size=20))
def test_any_name_becomes_printable(name: str) -> None:
    assert printable(name).encode("utf-8").decode("utf-8").isprintable() or not name.isprintable()
    assert file_iri(name).isascii()


def test_sizes_and_reasons_are_said_in_words() -> None:
    assert megabytes(3 * 1024 * 1024) == "3 MiB" and megabytes(12) == "12 bytes"
    assert reason_of(FileNotFoundError(2, "No such file")) == "no such file"
    assert reason_of(ValueError("two\nlines")) == "two lines" and reason_of(EOFError()) == "EOFError"
