import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from guanxi.extractors.inputs import ReadOptions
from guanxi.extractors.lexicon import load_lexicon
from guanxi.extractors.sanctions.reading import Wanted, read_list
from guanxi.graph.model import Entity
from guanxi.graph.names import all_names
from guanxi.graph.sanctions.lists import ListEntry
from guanxi.graph.sanctions.matching import ENOUGH, EntryIndex, Listed, Match, screen
from guanxi.graph.sanctions.names import names_within, take_apart
from guanxi.graph.text import name_key

DATA = Path(__file__).parent / "data" / "screening"


def company(*names: str, kind: str = "company", tickers: tuple[str, ...] = ()) -> Entity:
    first, *others = names
    return Entity(f"{kind}/{first}", kind, (("zh-Hans", first),), tuple(others), tickers)


def found(entity: Entity, *entries: ListEntry, enough: float = ENOUGH) -> list[Match]:
    return list(screen([entity], EntryIndex(Listed("own", entry) for entry in entries), enough=enough))


def listed(name: str, *names: str, countries: tuple[str, ...] = (), **more: str) -> ListEntry:
    return ListEntry(key=name, name=name, names=names, countries=countries, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "core", "sound", "words", "places"),
    [
        ("中科星图股份有限公司", "中科星图", "zhongkexingtu", set(), set()),
        ("Zhongke Xingtu Co., Ltd.", "zhongkexingtu", "zhongkexingtu", set(), set()),
        ("上海微電子裝備(集團)股份有限公司", "", "", {"microelectronics", "equipment"}, {"shanghai"}),
        (
            "Shanghai Micro Electronics Equipment (Group) Co., Ltd.",
            "",
            "",
            {"microelectronics", "equipment"},
            {"shanghai"},
        ),
        ("Xi'an Huawei Technologies Co., Ltd., Xi'an, Shaanxi", "huawei", "huawei", set(), {"xian", "shaanxi"}),
        ("HiSilicon Technologies Co., Ltd, Bantian Longgang District", "hisilicon", "hisilicon", set(), set()),
        ("Beijing Keji Dianzi Youxian Gongsi", "", "", {"electronics"}, {"beijing"}),
    ],
)
def test_a_name_is_taken_apart(name: str, core: str, sound: str, words: set[str], places: set[str]) -> None:
    parts = take_apart(name)
    assert (parts.core, parts.sound, set(parts.words), set(parts.places)) == (core, sound, words, places)


def test_what_a_list_packs_into_one_name_comes_apart() -> None:
    assert list(names_within("Wanghai Micro (WHM)")) == ["Wanghai Micro", "WHM"]
    assert list(names_within("Wanghai Corp., Limited (WHC) 701st Research Institute")) == [
        "Wanghai Corp., Limited 701st Research Institute"
    ]
    assert list(names_within("CETC. Subordinate Institution - Tonghui Electronics")) == ["Tonghui Electronics"]
    assert list(names_within("Wanghai (Kunshan) Co., Ltd. (a subsidiary of Wanghai)")) == ["Wanghai (Kunshan) Co., Ltd"]


def test_scripts_and_languages_do_not_matter() -> None:
    cambricon = listed("Cambricon Technologies Corporation Limited", countries=("CN",))
    (match,) = found(load_lexicon().entities["company/688256.SH"], cambricon)
    assert match.score == 0.95 and match.reasons == ("cambricon is cambricon", "addresses in CN")
    for name in ("中科星圖", "中科星图"):
        (match,) = found(
            company(name), listed("GEOVIS", "Zhongke Xingtu Space Technology Co., Ltd.", countries=("CN",))
        )
        assert match.reasons[0] == "中科星图 sounds like zhongkexingtu"


def test_a_ticker_is_enough_and_a_foreign_address_speaks_against() -> None:
    entry = listed("Nothing Alike Ltd", tickers=("688256.SS",))  # type: ignore[arg-type]
    (match,) = found(company("寒武纪", tickers=("688256.SH",)), entry)
    assert match.score == 0.99 and match.reasons == ("both trade as 688256.SH",)
    at_home, abroad = (listed("Wanghai Jingyuan Ltd", countries=(land,)) for land in ("CN", "RU"))
    wafer = company("望海晶元", tickers=("688963.SH",))
    assert found(wafer, at_home) and not found(wafer, abroad)
    (match,) = found(wafer, abroad, enough=0.5)
    assert match.reasons[-1] == "but its addresses are in RU"


def test_where_another_entry_fits_better_a_branch_is_none() -> None:
    names = ("Wanghai Chip Co., Ltd.", "Wanghai Chip (Xi'an) Co., Ltd.", "Wanghai Chip Software Co., Ltd.")
    matches = found(company("Wanghai Chip"), *map(listed, names), enough=0.0)
    assert [match.listed.entry.name for match in matches if match.score >= ENOUGH] == [names[0]]
    assert "another entry fits better" in matches[1].reasons


def test_a_person_is_never_sure_by_name_alone_and_a_product_is_no_party() -> None:
    entry = listed("Li Daming", type="person")
    assert found(company("李大明", kind="person"), entry, enough=0.5)[0].score == 0.7
    assert not found(company("李大明"), entry, enough=0.0)
    assert not found(company("Wanghai Chip", kind="product"), listed("Wanghai Chip"), enough=0.0)


def test_the_order_is_always_the_same() -> None:
    entries = [listed("Wanghai Chip"), ListEntry(key="b", name="Wanghai Chip"), ListEntry(key="a", name="Wanghai Chip")]
    assert [match.listed.entry.key for match in found(company("Wanghai Chip"), *entries)] == ["Wanghai Chip", "a", "b"]


def counts(rows: Iterable[dict[str, str]]) -> Counter[tuple[str, bool, bool]]:
    """Count the pairs of the check set by half, verdict and what screening finds."""
    entries = read_list(str(DATA / "entries.json"), Wanted(), ReadOptions()).list.entries
    index = EntryIndex(Listed("us", entry) for entry in entries)
    by_name: dict[str, Entity] = {}
    for entity in load_lexicon().entities.values():
        for name in all_names(entity):
            by_name.setdefault(name_key(name), entity)
    counted: Counter[tuple[str, bool, bool]] = Counter()
    for row in rows:
        entity = by_name.get(name_key(row["name"]))
        assert entity or row["verdict"] == "different", row  # true pairs are of names that the lexicon knows
        matches = screen([entity or company(row["name"])], index)
        same = row["entry"] in {match.listed.entry.name for match in matches}
        counted[row["half"], row["verdict"] == "same", same] += 1
    return counted


def test_on_the_check_set_it_is_precise_and_misses_little() -> None:
    with (DATA / "pairs.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) >= 300 and len({(row["name"], row["entry"]) for row in rows}) == len(rows)
    counted = counts(rows)
    halves = {half for half, _, _ in counted}
    assert halves == {"development", "held-out"}
    for chosen, precision, recall in ((halves, 0.95, 0.94), ({"held-out"}, 0.93, 0.92)):
        right, wrong, missed = (
            sum(counted[half, is_same, said] for half in chosen)
            for is_same, said in ((True, True), (False, True), (True, False))
        )
        assert right / (right + wrong) >= precision, counted
        assert right / (right + missed) >= recall, counted
