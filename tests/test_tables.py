import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.extractors.inputs import ReadOptions, Source, blob_of
from guanxi.extractors.tables import read_csv, read_json, read_jsonl
from guanxi.graph.errors import SkipInput
from guanxi.graph.model import Article
from hypothesis import example, given, settings
from hypothesis import strategies as st

Found = list[Article | SkipInput]
GOOD = {"id": "n1", "title": "甲公司中標", "content": "甲公司公布中標。", "pub_ts": 1763710140, "source": "某報"}


def read(tmp_path: Path, name: str, content: str | bytes, **options: object) -> Found:
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    source = Source(str(file), f"file:{name}", "t", name, str(file), file.suffix[1:])
    reader = {"jsonl": read_jsonl, "json": read_json, "csv": read_csv, "tsv": read_csv}[source.format]
    chosen = ReadOptions(**options)  # type: ignore[arg-type]

    def caught() -> Iterator[Article | SkipInput]:
        try:
            yield from reader(blob_of(source), chosen)
        except SkipInput as skipped:
            yield skipped

    return list(caught())


def test_a_record_becomes_an_article_with_title_newline_and_body(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "a.jsonl", json.dumps(GOOD, ensure_ascii=False))
    assert isinstance(article, Article)
    assert (article.id, article.text, article.title) == ("n1", "甲公司中標\n甲公司公布中標。", "甲公司中標")
    assert (article.published, article.publisher, article.language) == ("2025-11-21", "某報", "zh-Hant")


def test_a_title_that_begins_the_body_stands_once(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "a.jsonl", '{"title": "甲公司中標", "text": "甲公司中標\\n公布。"}')
    assert isinstance(article, Article) and article.text == "甲公司中標\n公布。"


def test_a_bad_line_is_left_out_by_its_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = ['{"text": "一。"}', "{broken", "", "[1]", '{"title": "無"}', '{"text": ""}', '{"text": "七。"}']
    found = read(tmp_path, "a.jsonl", "\n".join(lines))
    assert [one.line if isinstance(one, SkipInput) else one.id for one in found] == ["t#1", 2, 4, 5, 6, "t#7"]
    assert str(found[1]).startswith("a.jsonl:2: not JSON: ") and "--map text=" in str(found[3])


def test_half_a_surrogate_pair_and_nul_are_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, "a.jsonl", '{"text": "壞\\ud800。"}\n{"text": "壞\\u0000。"}\n{"text": "好。"}')
    assert [isinstance(one, SkipInput) for one in found] == [True, True, False]


def test_what_a_changed_record_changes_is_its_own_hash_alone(tmp_path: Path) -> None:
    first = read(tmp_path, "a.jsonl", '{"id": 1, "text": "一。"}\n{"id": 2, "text": "二。"}')
    second = read(tmp_path, "a.jsonl", '{"text": "一。",  "id": 1}\n{"id": 2, "text": "二改。"}')
    hashes = [[one.source_hash for one in found if isinstance(one, Article)] for found in (first, second)]
    assert hashes[0][0] == hashes[1][0] and hashes[0][1] != hashes[1][1]


@pytest.mark.parametrize(
    ("document", "ids"),
    [
        ({"text": "一。", "id": "x"}, ["x"]),
        ({"text": "一。"}, ["t"]),
        ([{"text": "一。"}, {"正文": "二。"}], ["t#1", "t#2"]),
        ({"status": "ok", "response": {"docs": [{"body": "一。"}, {"body": "二。"}]}}, ["t#1", "t#2"]),
    ],
)
def test_json_is_one_article_a_list_or_an_object_around_a_list(
    tmp_path: Path, document: object, ids: list[str]
) -> None:
    found = read(tmp_path, "a.json", json.dumps(document))
    assert [one.id for one in found if isinstance(one, Article)] == ids == [getattr(one, "id", one) for one in found]


def test_lines_of_json_under_the_name_json_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, "a.json", '{"text": "一。"}\n{"text": "二。"}\n')
    assert [getattr(one, "id", one) for one in found] == ["t#1", "t#2"]


def test_deep_nesting_and_long_numbers_are_an_error_of_that_file(tmp_path: Path) -> None:
    for content in ("[" * 200_000, '{"text": ' + "9" * 9_000 + "}"):
        (skipped,) = read(tmp_path, "a.json", content)
        assert isinstance(skipped, SkipInput) and skipped.place == "a.json"


def test_a_table_with_chinese_columns_is_read_by_rows_and_named_by_lines(tmp_path: Path) -> None:
    table = '標題,內容,發布時間,來源\n甲公司,"公布,業績\n很好。",2025-11-01 08:00,某報\n乙,,2025,\n丙,丙公司上市。,,'
    first, empty, last = read(tmp_path, "a.csv", table)
    assert isinstance(first, Article) and (first.id, first.text) == ("t#2", "甲公司\n公布,業績\n很好。")
    assert (first.published, first.publisher) == ("2025-11-01", "某報")
    assert isinstance(empty, SkipInput) and empty.line == 4
    assert isinstance(last, Article) and last.id == "t#5" and last.published is None


@pytest.mark.parametrize(("name", "mark"), [("a.tsv", "\t"), ("a.csv", ";"), ("a.csv", "|")])
def test_the_delimiter_is_found(tmp_path: Path, name: str, mark: str) -> None:
    (article,) = read(tmp_path, name, f"title{mark}text\n甲{mark}乙,丙。\n")
    assert isinstance(article, Article) and article.text == "甲\n乙,丙。"


def test_a_table_from_a_chinese_windows_is_read(tmp_path: Path) -> None:
    table = "标题,正文\n甲公司公告,甲公司公布业绩，收入增长。\n"
    (article,) = read(tmp_path, "a.csv", table.encode("gb18030"))
    assert isinstance(article, Article) and article.title == "甲公司公告"


def test_a_table_without_text_says_which_columns_there_are_and_how_to_name_one(tmp_path: Path) -> None:
    (skipped,) = read(tmp_path, "a.csv", "a,b\n1,2\n")
    assert str(skipped) == "a.csv: no column holds an article's text (there are: a, b); name it with --map text=…"
    (skipped,) = read(tmp_path, "a.jsonl", '{"a\\nb": 1}')
    assert "(there are: a b)" in str(skipped)
    (article,) = read(tmp_path, "a.csv", "a,b\n甲,乙。\n", columns={"text": "b", "title": "a"})
    assert isinstance(article, Article) and article.text == "甲\n乙。"


def test_a_mapped_key_may_lie_in_an_object(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "a.jsonl", '{"data": {"b": "一。"}}', columns={"text": "data.b"})
    assert isinstance(article, Article) and article.text == "一。"


def test_old_line_ends_part_rows_and_line_separators_within_a_string_do_not(tmp_path: Path) -> None:
    found = read(tmp_path, "a.csv", "title,text\r甲,甲公司。\r乙,乙公司。\r")
    assert [getattr(one, "id", one) for one in found] == ["t#2", "t#3"]
    (article,) = read(tmp_path, "a.jsonl", '{"text": "一。\u2028二。"}\n')
    assert isinstance(article, Article) and article.text == "一。\n二。"


def test_an_empty_table_and_an_empty_list_say_so(tmp_path: Path) -> None:
    for name, content in (("a.csv", ""), ("a.json", "[]")):
        (skipped,) = read(tmp_path, name, content)
        assert isinstance(skipped, SkipInput)


@settings(max_examples=60, deadline=None)
@example(b"\r\x00")
@given(st.binary(max_size=120) | st.text(alphabet='{}[]",:\n\\u0 text一', max_size=60).map(str.encode))
def test_any_bytes_give_articles_or_errors_that_name_the_file(tmp_path_factory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("a.jsonl", "a.json", "a.csv"):
        for one in read(folder, name, data):
            assert one.place == name if isinstance(one, SkipInput) else one.text


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 200))
def test_a_cut_table_gives_what_came_before_the_cut(tmp_path_factory, cut: int) -> None:
    folder = tmp_path_factory.mktemp("cut")
    data = "\n".join(json.dumps({"id": n, "text": f"第{n}家公司上市。"}, ensure_ascii=False) for n in range(4)).encode()
    found = read(folder, "a.jsonl", data[:cut])
    whole = data[:cut].count(b"\n")
    assert [one.id for one in found if isinstance(one, Article)][:whole] == [str(n) for n in range(whole)]
