import csv
import gzip
import io
import json
import os
import sys
import time
from pathlib import Path

import pytest
from guanxi.extractors.inputs import ReadOptions, Source
from guanxi.extractors.reading import discover, read, read_source, segments
from guanxi.graph.errors import SkipInput, WrongUse
from guanxi.graph.model import Article, Noise
from hypothesis import given, settings
from hypothesis import strategies as st

TITLE, BODY = "甲科技中標十億元項目", ["甲科技周二公布,獲中國移動十億元訂單。", "乙半導體為其代工,丙基金持有乙半導體。"]
TEXT = "\n".join([TITLE, *BODY])
SEVEN = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs"]


def articles(*paths: object, **options: object) -> list[Article]:
    found = list(read([str(path) for path in paths], ReadOptions(**options)))  # type: ignore[arg-type]
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def skipped(*paths: object) -> list[str]:
    return [str(one) for one in read([str(path) for path in paths]) if isinstance(one, SkipInput)]


def as_csv() -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows([["標題", "內容"], [TITLE, "\n".join(BODY)]])
    return stream.getvalue()


@pytest.mark.parametrize("encoding", SEVEN)
def test_one_article_in_seven_encodings_and_five_formats_is_one_text(tmp_path: Path, encoding: str) -> None:
    record = json.dumps({"title": TITLE, "text": "\n".join(BODY)}, ensure_ascii=False)
    page = f"<html><body><h1>{TITLE}</h1>{''.join(f'<p>{line}</p>' for line in BODY)}</body></html>"
    contents = {"a.txt": TEXT, "a.md": TEXT, "a.jsonl": record + "\n", "a.json": record, "a.csv": as_csv()}
    try:
        import trafilatura  # noqa: F401

        contents["a.html"] = page
    except ImportError:
        assert not os.environ.get("CI"), "trafilatura is needed"
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content.encode(encoding))
    for name in contents:
        (article,) = articles(tmp_path / name)
        assert (article.text, article.title, article.language) == (TEXT, TITLE, "zh-Hant"), name


def test_the_same_text_comes_from_word_and_packed_files(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in TEXT.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(TEXT.encode("gb18030")))
    assert [article.text for article in articles(tmp_path)] == [TEXT, TEXT]


def test_folders_are_read_by_name_below_the_folder_that_was_named(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/10.txt", "a/9.txt", "c.md", ".hidden/x.txt", "a/.x.txt", "news.v2.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = articles(tmp_path)
    assert [article.id for article in found] == ["a/10", "a/9", "b/2", "c", "news.v2"]
    assert found[0].source == "file:a/10.txt"
    assert [article.id for article in articles(f"{tmp_path}/**/*.txt")] == ["a/10", "a/9", "b/2", "news.v2"]
    assert [article.id for article in articles(tmp_path / "b" / "2.txt")] == ["2"]
    assert [article.id for article in articles(tmp_path / "b", id_prefix="hk/")] == ["hk/2"]


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(TEXT, encoding="utf-8")
    assert [article.id for article in articles(tmp_path, tmp_path / "1.txt", tmp_path / "*.txt")] == ["1"]


def test_a_source_says_what_it_is_and_its_hash_is_that_of_the_article(tmp_path: Path) -> None:
    (tmp_path / "財 1.txt").write_text(TEXT, encoding="utf-8")
    (source,) = discover([str(tmp_path)], ReadOptions())
    assert isinstance(source, Source)
    assert source.path == str(tmp_path / "財 1.txt") and source.id == "財 1"
    assert source.iri == "file:%E8%B2%A1%201.txt"
    (article,) = read_source(source, ReadOptions())
    assert isinstance(article, Article) and article.source_hash == source.hash()


def test_a_file_with_several_articles_gives_parts_with_places(tmp_path: Path) -> None:
    body = "公司公布,與乙集團簽訂供貨協議,總額十億元,由丙半導體代工,預計明年交付,有助提升市場份額及盈利能力。" * 2
    whole = f"財經\n甲公司中標大單\n2025-11-26 22:15\n{body}\n乙公司擴產計劃\n2025-08-21\n{body}\n"
    (tmp_path / "a.txt").write_text(whole, encoding="utf-8")
    first, second = articles(tmp_path, id_prefix="x-")
    assert (first.id, second.id, second.part_of) == ("x-a#1", "x-a#2", "x-a")
    assert (second.title, second.published) == ("乙公司擴產計劃", "2025-08-21")
    for part in (first, second):
        assert part.part_start is not None
        assert whole[part.part_start : part.part_start + len(part.text)] == part.text


def test_what_can_not_be_read_is_one_line_each_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    found = list(read([str(tmp_path), str(tmp_path / "missing.txt"), str(tmp_path / "*.xyz")]))
    lines = {Path(one.place).name: one.reason for one in found if isinstance(one, SkipInput)}
    assert sum(isinstance(one, Article) for one in found) == 1
    assert lines.keys() == {
        *("empty.txt", "broken.pdf", "image.png", "loop", "self.txt", "gone.txt", "pipe.txt", "missing.txt", "*.xyz")
    }
    assert lines["loop"] == "a symbolic link back into a folder above it"
    assert lines["pipe.txt"] == "not a file (a device, a pipe or a socket)"
    assert lines["missing.txt"] == "no such file or folder"
    assert all("\n" not in reason for reason in lines.values())


def test_links_to_other_folders_are_followed(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "1.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "near").mkdir()
    (tmp_path / "near" / "link").symlink_to(tmp_path / "far")
    assert [article.id for article in articles(tmp_path / "near")] == ["link/1"]


def test_a_file_beyond_the_limit_is_refused_by_size(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as stream:
        stream.truncate(2_000_000_000)  # a hole: takes no room on the disk
    assert skipped(tmp_path)[0].endswith("big.txt: larger than 64 MiB; raise the limit with --max-bytes")


def test_a_name_in_another_encoding_is_printable_and_read(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb0\xa1.txt")).write_text(TEXT, encoding="utf-8")
    (article,) = articles(tmp_path)
    assert (article.id, article.source, article.text) == ("%B0%A1", "file:%B0%A1.txt", TEXT)
    (source,) = discover([str(tmp_path)], ReadOptions())
    assert isinstance(source, Source) and source.path.encode().decode() == source.path


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (TEXT.encode("gb18030"), TEXT),
        (json.dumps({"title": TITLE, "text": "\n".join(BODY)}).encode() + b"\n", TEXT),
        (gzip.compress(TEXT.encode()), TEXT),
    ],
)
def test_standard_input_is_read_by_what_it_is(monkeypatch, data: bytes, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (article,) = articles("-")
    assert article.text == text and article.id.startswith("stdin")


def test_a_format_can_be_given(tmp_path: Path) -> None:
    (tmp_path / "export.dat").write_text('{"text": "甲公司上市。"}\n', encoding="utf-8")
    assert "no reader for .dat" in skipped(tmp_path / "export.dat")[0]
    assert articles(tmp_path / "export.dat", format="jsonl")[0].text == "甲公司上市。"


def test_a_mapping_of_a_field_that_is_none_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        list(read([str(tmp_path)], ReadOptions(columns={"body": "x"})))


def test_segments_put_together_are_the_text() -> None:
    noise = (Noise(0, 1, "byline"), Noise(3, 4, "footnote"))
    article = Article("a", "0123456", "file:a", "sha256:0", "en", noise=noise)
    assert list(segments(article)) == [("0", "byline"), ("12", None), ("3", "footnote"), ("456", None)]


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [
        ("a.html", "trafilatura", "web"),
        ("a.pdf", "pypdf", "pdf"),
        ("a.docx", "docx", "docx"),
        ("a.xml", "feedparser", "feeds"),
    ],
)
def test_what_needs_an_extra_that_is_not_installed_names_it(
    tmp_path: Path, monkeypatch, name: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_text("<p>甲公司上市。</p>", encoding="utf-8")
    assert f"pip install 'guanxi[{extra}]'" in skipped(tmp_path / name)[0]


@pytest.mark.parametrize(
    "piece",
    [
        "<a",
        "相关阅读\n",
        "甲公司中標大單\n2025-11-26 22:15\n公司公布\n",
        "责任编辑 ",
        " ",
        "_",
        "2025年去年3月",
        "[1]",
        "关注公众号",
        "未经",
        "首页 > ",
    ],
)
@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_no_repetition_makes_a_file_take_for_ever(tmp_path: Path, piece: str, suffix: str) -> None:
    """A search that goes back over what it has seen takes minutes for these."""
    (tmp_path / f"a.{suffix}").write_text("<p>甲公司公布業績。</p>" + piece * (80_000 // len(piece)), encoding="utf-8")
    started = time.monotonic()
    assert len(list(read([str(tmp_path)]))) == 1
    assert time.monotonic() - started < 10


SUFFIXES = ["txt", "json", "jsonl", "csv", "html", "mhtml", "xml", "zip", "gz", "txt.gz", "md"]


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from(SUFFIXES),
    st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"<", b"{"]),
)
def test_any_bytes_under_any_name_give_articles_or_lines_that_name_the_file(
    tmp_path_factory, data: bytes, suffix: str, start: bytes
) -> None:
    file = tmp_path_factory.mktemp("any") / f"a.{suffix}"
    file.write_bytes(start + data)
    for one in read([str(file)]):
        if isinstance(one, SkipInput):
            assert one.place.startswith(str(file)) and "\n" not in str(one)
        else:
            assert one.text and one.id.startswith("a")


def test_a_store_is_no_folder_of_articles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "my-store").mkdir()
    (tmp_path / "my-store" / "guanxi-store.json").write_text('{"format": 1}')
    (tmp_path / "my-store" / "b.txt").write_text(TEXT)
    assert [article.id for article in articles(tmp_path)] == ["a"]
    assert list(read([str(tmp_path / "my-store")])) == []
