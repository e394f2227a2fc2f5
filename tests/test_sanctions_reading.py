import csv
import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from guanxi.extractors.inputs import ReadOptions
from guanxi.extractors.sanctions.forms import load_forms
from guanxi.extractors.sanctions.reading import ListFile, Wanted, read_list
from guanxi.graph.errors import SkipInput, WrongUse
from guanxi.graph.sanctions.lists import ListEntry

SAMPLES = Path(__file__).parent / "data" / "lists"
WAFER = "Wanghai Wafer Co., Ltd."


def read(file: Path | str, **wanted: str) -> ListFile:
    return read_list(str(file), Wanted(**wanted), ReadOptions())


def entry(file: str, name: str) -> ListEntry:
    return next(one for one in read(SAMPLES / file).list.entries if one.name == name)


@pytest.mark.parametrize(
    ("file", "form", "name", "count", "title", "issued"),
    [
        ("csl.csv", "csl-csv", "us-csl", 2, "US Consolidated Screening List", None),
        ("csl.json", "csl-json", "us-csl", 2, "US Consolidated Screening List", None),
        ("entity-list.json", "entity-list-json", "us-entity-list", 3, "US Entity List", "2025-11-08"),
        ("targets.simple.csv", "opensanctions-csv", "targets.simple", 2, "OpenSanctions", None),
        ("entities.ftm.json", "ftm-json", "us_trade_csl", 1, "us_trade_csl", "2026-01-02"),
        ("targets.nested.json", "ftm-json", "us_trade_csl", 1, "us_trade_csl", None),
        ("own.csv", "own-csv", "own", 2, "list of one's own", None),
    ],
)
def test_a_file_is_known_by_what_it_holds(
    file: str, form: str, name: str, count: int, title: str, issued: str | None
) -> None:
    found = read(SAMPLES / file)
    info = found.list.info
    assert (info.form, info.name, info.count, info.title, info.issued) == (form, name, count, title, issued)
    assert len(found.list.entries) == count and not found.skipped and not found.notes
    assert info.source == f"file:{file}" and info.source_hash.startswith("sha256:")
    assert len({one.key for one in found.list.entries}) == count


def test_the_two_forms_of_the_screening_list_say_the_same() -> None:
    table, document = (read(SAMPLES / f"csl.{suffix}").list.entries for suffix in ("csv", "json"))
    for a, b in zip(table, document, strict=True):
        assert replace(a, identifiers=(), url=None) == replace(b, identifiers=(), url=None)
    wafer = table[0]
    assert (wafer.key, wafer.name, wafer.type) == ("a1b2", WAFER, None)
    assert wafer.names == ("Wanghai Semiconductor", "望海晶圆")
    assert wafer.countries == ("CN", "HK") and wafer.since == "2025-03-25"
    assert wafer.programmes == ("Entity List (EL) - Bureau of Industry and Security",)
    assert table[1].type == "person" and table[1].programmes[1:] == ("RUSSIA-EO14024", "SDGT")


def test_names_of_the_entity_list_that_were_parted_at_commas_are_whole_again() -> None:
    wafer = entry("entity-list.json", WAFER)
    assert wafer.names == ("Wanghai Semiconductor Co., Ltd.", "Wanghai Micro")
    assert wafer.countries == ("CN", "HK") and len(wafer.addresses) == 2
    assert wafer.identifiers == ("90 FR 100", "90 FR 200") and wafer.programmes == ("Entity List",)
    assert wafer.type is None  # the source calls persons companies, too
    twice = [one for one in read(SAMPLES / "entity-list.json").list.entries if one.name == "Twice Trading"]
    assert sorted(one.since or "" for one in twice) == ["2015-01-02", "Various"]
    assert twice[1].key == f"{twice[0].key}-2"


def test_an_entry_of_opensanctions() -> None:
    wafer = entry("targets.simple.csv", WAFER)
    assert (wafer.key, wafer.type, wafer.countries) == ("NK-wanghai", "company", ("CN", "HK"))
    assert wafer.names == ("望海晶圆", "Wanghai Semiconductor") and wafer.since == "2025-03-26"
    assert wafer.programmes == ("US-BIS-EL",) and wafer.reason == "Entity List - 2025-03-25"
    # where no programme is told, the data set is
    assert entry("targets.simple.csv", "Ivan Ivanov").programmes == ("US Trade Consolidated Screening List (CSL)",)


def test_an_entity_of_followthemoney_with_what_others_say_of_it() -> None:
    wafer = entry("entities.ftm.json", WAFER)
    assert wafer.names == ("望海晶圆", "WHW") and wafer.tickers == ("688963.SH",)
    assert wafer.addresses == ("No. 8 Harbour Road, Shanghai",) and wafer.programmes == ("US-BIS-EL",)
    assert (wafer.since, wafer.until, wafer.reason) == ("2025-03-25", None, "Acting contrary to interests")
    nested = entry("targets.nested.json", WAFER)
    assert (nested.since, nested.until, nested.programmes) == ("2025-03-25", "2026-01-01", ("US-BIS-EL",))
    assert nested.addresses == wafer.addresses


def test_a_document_of_followthemoney_is_read_like_its_lines(tmp_path: Path) -> None:
    lines = (SAMPLES / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    (tmp_path / "all.json").write_text(json.dumps([json.loads(line) for line in lines], indent=1), encoding="utf-8")
    assert read(tmp_path / "all.json").list.entries == read(SAMPLES / "entities.ftm.json").list.entries


def test_a_table_of_ones_own_in_chinese() -> None:
    wafer = entry("own.csv", "望海晶圆股份有限公司")
    assert wafer.names == ("Wanghai Wafer", "望海") and wafer.type == "company"
    assert (wafer.countries, wafer.tickers, wafer.since) == (("CN",), ("688963.SH",), "2025-03-25")
    assert wafer.programmes == ("内部名单",) and wafer.reason == "董事会决定"


def test_what_the_user_says_comes_before_what_the_file_says() -> None:
    info = read(SAMPLES / "own.csv", name="house", title="House list", publisher="Us", date="2026-01-01").list.info
    assert (info.name, info.title, info.publisher, info.issued) == ("house", "House list", "Us", "2026-01-01")
    with pytest.raises(WrongUse, match="can't be called"):
        read(SAMPLES / "own.csv", name="a@b")


def test_a_file_may_be_packed_and_in_another_encoding(tmp_path: Path) -> None:
    text = (SAMPLES / "own.csv").read_text(encoding="utf-8")
    (tmp_path / "own.csv.gz").write_bytes(gzip.compress(text.encode("gb18030")))
    assert read(tmp_path / "own.csv.gz").list.entries == read(SAMPLES / "own.csv").list.entries


@pytest.mark.parametrize("file", ["csl.json", "entity-list.json", "entities.ftm.json", "csl.csv", "targets.simple.csv"])
def test_a_file_that_was_cut_short_is_refused(file: str, tmp_path: Path) -> None:
    data = (SAMPLES / file).read_bytes()
    for part in (0.7, 0.8, 0.93):
        (tmp_path / file).write_bytes(data[: int(len(data) * part)])
        with pytest.raises(SkipInput, match="cut short"):
            read(tmp_path / file)


def test_a_document_that_says_it_has_more_is_refused(tmp_path: Path) -> None:
    whole = json.loads((SAMPLES / "entity-list.json").read_text(encoding="utf-8"))
    (tmp_path / "e.json").write_text(json.dumps({**whole, "count": 3421}), encoding="utf-8")
    with pytest.raises(SkipInput, match="says that it has 3,421 entries and holds 3"):
        read(tmp_path / "e.json")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "foo,bar\n1,2\n", r"a column `name` \(there are: foo, bar\)"),
        ("a.json", '{"a": 1}', r"other keys \(there are: a\)"),
        ("a.json", "[1, 2]", r"other keys \(there are: none\)"),
        ("a.json", '{"results": [{"name": "x",}]}', "not JSON: .*column"),
        ("a.csv", "", "the file is empty"),
        ("a.csv", "name,country\n,CN\n", "no name"),
        ("a.csv", "name,country\n", "holds no entry"),
        ("a.json", '{"entities": [], "count": 0}', "other keys"),
    ],
)
def test_a_file_of_another_form_is_refused_in_clear_words(name: str, text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SkipInput, match=said):
        read(tmp_path / name)


def test_rows_that_cannot_be_read_are_told_by_line_and_the_others_kept(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("name,country\nA Co,CN\n,CN\nB Co,CN,too,many\nC Co,CN\n", encoding="utf-8")
    found = read(file)
    assert [one.name for one in found.list.entries] == ["A Co", "C Co"] or len(found.list.entries) == 2
    assert [str(one).removeprefix(f"{file}:") for one in found.skipped] == ["3: no name", "4: 4 values under 2 columns"]
    lines = (SAMPLES / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    (tmp_path / "e.ftm.json").write_text("\n".join([lines[0], "{no", *lines[1:]]) + "\n", encoding="utf-8")
    assert [one.line for one in read(tmp_path / "e.ftm.json").skipped] == [2]


def test_a_last_line_without_an_end_is_told(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("name,country\nA Co,C", encoding="utf-8")
    (note,) = read(tmp_path / "own.csv").notes
    assert "its last line has no end" in note


def test_a_list_of_many_rows_is_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "many.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("name", "country"), *((f"Firm {number} Ltd", "CN") for number in range(20_000))])
    found = read(tmp_path / "many.csv")
    assert len({one.key for one in found.list.entries}) == found.list.info.count == 20_000


def test_the_order_of_a_file_makes_no_difference(tmp_path: Path) -> None:
    whole = json.loads((SAMPLES / "entity-list.json").read_text(encoding="utf-8"))
    turned = {**whole, "entities": whole["entities"][::-1]}
    (tmp_path / "entity-list.json").write_text(json.dumps(turned), encoding="utf-8")
    assert read(tmp_path / "entity-list.json").list.entries == read(SAMPLES / "entity-list.json").list.entries


def test_types_are_those_of_the_schema() -> None:
    forms = load_forms()
    assert [forms.type_of(word) for word in ("Individual", "PublicBody", "LegalEntity", None)] == [
        "person",
        "authority",
        None,
        None,
    ]


def test_a_list_of_a_hundred_thousand_rows_is_read_whole_and_what_is_wrong_in_it_named(tmp_path: Path) -> None:
    rows = [f"Firm Number {number} Co.,CN,2024-01-01" for number in range(100_000)]
    rows[70_000] = ",CN,2024-01-01"
    (tmp_path / "long.csv").write_text("\n".join(["name,country,date", *rows, ""]), encoding="utf-8")
    found = read(tmp_path / "long.csv")
    assert len(found.list.entries) == found.list.info.count == 99_999
    assert [str(skipped) for skipped in found.skipped] == [f"{tmp_path / 'long.csv'}:70002: no name"]
    assert {"Firm Number 69999 Co.", "Firm Number 99999 Co."} <= {one.name for one in found.list.entries}
