import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from guanxi.exports.exposures import COLUMNS
from guanxi.graph.errors import NotFound
from guanxi.graph.model import Qualifiers
from guanxi.graph.sanctions.exposure import Exposed
from guanxi.graph.sanctions.lists import ListEntry, ListInfo, SanctionsList
from guanxi.graph.sanctions.reading import exposure, trading_partners
from guanxi.graph.selection import Selection
from guanxi.graph.store import open_reader, open_writer

NONE = Qualifiers()
DEALS: list[tuple[str | None, str, str, str, str, Qualifiers]] = [
    ("2024-01-05", "甲晶圆", "supplies", "乙云算", "actual", NONE),
    ("2024-02-01", "丙智能", "holds_stake_in", "乙云算", "actual", Qualifiers(stake="30")),
    ("2024-03-01", "东陆商务部", "sanctions", "丙智能", "actual", Qualifiers(date="2024-02")),
    ("2024-04-01", "乙云算", "supplies", "丁汽车", "actual", NONE),
    ("2024-05-01", "戊控股", "holds_stake_in", "乙云算", "actual", Qualifiers(stake="25")),
    ("2024-05-02", "戊控股", "holds_stake_in", "辛投资", "actual", Qualifiers(stake="60")),
    ("2024-05-03", "辛投资", "holds_stake_in", "壬科技", "actual", Qualifiers(stake="50")),
    ("2024-06-01", "己科技", "competes_with", "丙智能", "actual", NONE),
    ("2024-06-02", "甲晶圆", "supplies", "己科技", "actual", NONE),
    ("2024-07-01", "东陆商务部", "sanctions", "癸船舶", "actual", NONE),
    ("2024-08-01", "东陆商务部", "sanctions", "癸船舶", "ended", NONE),
    ("2024-08-02", "癸船舶", "supplies", "丁汽车", "actual", NONE),
    ("2024-09-01", "子控股", "holds_stake_in", "丑科技", "actual", Qualifiers(stake="70")),
    ("2024-09-01", "寅投资", "holds_stake_in", "丑科技", "actual", Qualifiers(stake="60")),
    ("2024-09-02", "丑科技", "holds_stake_in", "子控股", "actual", Qualifiers(stake="20")),
    ("2024-09-03", "东陆商务部", "sanctions", "寅投资", "actual", NONE),
]
CHAIN = ["丁汽车", "乙云算", "丙智能"]


@pytest.fixture(scope="module")
def deals(tmp_path_factory: pytest.TempPathFactory, write_store: Callable[..., Path]) -> Path:
    """Give a store of one article for each of the deals, with a list that has one party of it."""
    lines = [(str(number), *deal) for number, deal in enumerate(DEALS, 1)]
    store = write_store(tmp_path_factory.mktemp("exposure") / "store", lines, {"东陆商务部": "authority"})
    info = ListInfo(name="own", title="Own", form="own-csv", source="file:own.csv", source_hash="sha256:0", count=1)
    entry = ListEntry(key="w", name="戊控股", programmes=("Ships",), since="2023-05-01")
    with open_writer(store, known=None) as writer:
        writer.put_list(SanctionsList(info, (entry,)))
    return store


def asked(store: Path, *names: str, **more: Any) -> tuple[Exposed, ...]:
    with open_reader(store) as reader:
        return exposure(reader, Selection(status=("actual",)), [f"company/{name}" for name in names], **more)[1]


def chains(found: Exposed) -> list[list[str]]:
    """Give the entities along each chain."""
    return [
        [entity.removeprefix("company/") for entity in chain.entities]
        for one in found.exposures
        for chain in one.chains
    ]


def test_every_chain_to_the_news_and_to_lists_is_found_with_its_sentences(deals: Path) -> None:
    (found,) = asked(deals, "丁汽车")
    assert chains(found) == [["丁汽车", "乙云算", "戊控股"], CHAIN]
    listed, told = (one.party for one in found.exposures)
    assert [(one.entry, one.since, one.confirmed) for one in listed.listed] == [("own#w", "2023-05-01", False)]
    assert not listed.told and [fact.relation for fact in told.told] == ["sanctions"]
    steps = found.exposures[1].chains[0].steps
    assert [fact.relation for step in steps for fact in step.facts] == ["supplies", "holds_stake_in"]
    assert found.exposures[1].score == 0.729 and found.exposures[0].score == round(0.9**2 * listed.sure, 6)


def test_what_has_ended_and_rivalry_expose_nobody(deals: Path) -> None:
    assert "company/癸船舶" not in [one.party.entity for one in asked(deals, "丁汽车", hops=1)[0].exposures]
    (found,) = asked(deals, "己科技", hops=3)
    assert chains(found) == [["己科技", "甲晶圆", "乙云算", "戊控股"], ["己科技", "甲晶圆", "乙云算", "丙智能"]]


def test_parties_together_hold_half_of_it(deals: Path) -> None:
    (found,) = asked(deals, "乙云算", hops=1)
    assert found.rule is not None and (found.rule.sure, found.rule.low) == (True, 55.0)
    told = [(one.party.entity, one.held_by.low) for one in found.exposures]
    assert told == [("company/戊控股", 25.0), ("company/丙智能", 30.0)]


def test_a_holder_of_a_holder_counts_however_far_away(deals: Path) -> None:
    (found,) = asked(deals, "壬科技", hops=1)
    (one,) = found.exposures
    assert (one.steps, one.held_by.low, one.chains) == (None, 30.0, ())
    assert found.rule is not None and found.rule.sure  # 60 % of who has 50 %
    (found,) = asked(deals, "壬科技", hops=2)
    assert found.exposures[0].steps == 2 and found.exposures[0].held_by.low == 30.0


def test_a_party_itself_and_what_it_holds(deals: Path) -> None:
    (found,) = asked(deals, "丙智能", hops=1)
    assert found.exposures[0].steps == 0 and found.rule is None
    (found,) = asked(deals, "丑科技")
    assert [problem.total for problem in found.problems] == [130.0]  # over 100 in sum, in a cycle: bounds, and said
    assert found.exposures[0].held_by.low == 0.0 and found.exposures[0].party.entity == "company/寅投资"


def test_lists_and_scores_that_count_can_be_chosen(deals: Path) -> None:
    assert len(asked(deals, "乙云算", hops=1, enough=1.0)[0].exposures) == 1
    assert asked(deals, "乙云算", hops=1, limit=1)[0].total == 2
    with pytest.raises(NotFound, match="no list is called eu"):
        asked(deals, "乙云算", lists=("eu",))


def test_an_entry_counts_in_its_time_alone(deals: Path) -> None:
    for day, counts in (("2023-04", False), ("2024-12", True)):
        with open_reader(deals) as reader:
            told = exposure(reader, Selection(status=("actual",), as_of=day), ["company/戊控股"], hops=0)[1]
        assert bool(told[0].exposures) is counts, day


def test_customers_and_suppliers(deals: Path) -> None:
    with open_reader(deals) as reader:
        for side, partners in (("customers", ["company/丁汽车"]), ("suppliers", ["company/甲晶圆"])):
            assert trading_partners(reader, Selection(), "company/乙云算", side=side) == partners


def test_the_command_answers_with_sentences(deals: Path, run: Any) -> None:
    said = run("exposure", "--customers-of", "甲晶圆", "--hops", "1", "--store", deals)
    assert (said.status, said.err) == (0, "")
    for line in (
        "乙云算: 2 parties under sanctions, the nearest 戊控股 · 1 step; half or more held by such",
        "  50 per cent rule: half or more is held by parties under sanctions: 丙智能 30% + 戊控股 25%",
        "    listed: 戊控股 · own#w · Ships · since 2023-05-01 (a match of 0.99, not confirmed: 戊控股 is 戊控股)",
        "        2号文章:丙智能与乙云算。  30% · confidence 90%",
        "        — 2 · 2024-02-01",
        "己科技: no party under sanctions within 1 step",
    ):
        assert line in said.out.splitlines(), said.out
    assert said.out == run("exposure", "--customers-of", "甲晶圆", "--hops", "1", "--store", deals).out


def test_a_table_and_json_say_the_same(deals: Path, run: Any, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("名称,代码\n# nobody\n丁汽车,1\n壬科技,2\n己科技,3\n", encoding="utf-8")
    said = run("exposure", "--companies", tmp_path / "names.csv", "--hops", "2", "--csv", "--store", deals)
    assert said.status == 1 and "nothing in the graph is called 名称" in said.err  # the header, which is no company
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert tuple(rows[0]) == COLUMNS
    told = [(row["company"], row["party"], row["steps"], row["chain"]) for row in rows]
    assert told == [
        ("丁汽车", "戊控股", "2", "丁汽车 — 乙云算 — 戊控股"),
        ("丁汽车", "丙智能", "2", " — ".join(CHAIN)),
        ("壬科技", "戊控股", "2", "壬科技 — 辛投资 — 戊控股"),
        ("己科技", "", "", ""),
    ]
    assert rows[1]["sentences"] == "4号文章:乙云算与丁汽车。 | 2号文章:丙智能与乙云算。 | 3号文章:东陆商务部与丙智能。"
    assert rows[1]["dates"] == "2024-04-01 | 2024-02-01 | 2024-02" and rows[2]["rule"] == "yes"
    found = json.loads(run("exposure", "丁汽车", "--hops", "2", "--json", "--store", deals).out)
    (one,) = found["result"]
    assert [step["target"] for step in one["exposures"][1]["chains"][0]["steps"]] == [
        "company/乙云算",
        "company/丙智能",
    ]
    assert {claim["quote"] for claim in found["claims"].values()} >= {"4号文章:乙云算与丁汽车。"}


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ((), 2, "name companies, or give --companies FILE"),
        (("无此公司",), 2, "nothing in the graph is called 无此公司"),
        (("乙云",), 0, ""),
        (("乙云算", "无此公司"), 1, "nothing in the graph is called 无此公司"),
        (("--companies", "nowhere.csv"), 2, "nowhere.csv can't be read: No such file"),
        (("--customers-of", "丁汽车"), 0, "no customers of 丁汽车 are told of here"),
        (("乙云算", "--relation", "loves"), 2, "no relation is called loves"),
        (("乙云算", "--list", "eu"), 2, "no list is called eu"),
        (("乙云算", "--language", "xx"), 2, "no language is called xx"),
    ],
)
def test_what_cannot_be_asked_is_said(deals: Path, run: Any, words: tuple[str, ...], status: int, said: str) -> None:
    told = run("exposure", *words, "--store", deals)
    assert told.status == status and said in told.err, told.err


def test_without_sanctions_nobody_is_exposed_and_a_part_of_names_is_none(
    tmp_path: Path, write_store: Callable[..., Path], run: Any
) -> None:
    lines = [("1", "2024-01-01", "华夏", "supplies", "华夏科技", "actual", NONE)]
    store = write_store(tmp_path / "store", lines)
    told = run("exposure", "华夏", "--store", store)
    assert told.status == 0 and told.out == "nobody asked about is within 3 steps of a party under sanctions\n"
    told = run("exposure", "夏", "--store", store)
    assert told.status == 2 and "nothing in the graph is called 夏" in told.err
    assert "the nearest are" in told.err


def test_an_empty_graph_knows_nobody(tmp_path: Path, run: Any) -> None:
    with open_writer(tmp_path / "store", known={}):
        pass
    for command in (("exposure", "甲"), ("screen", "甲")):
        told = run(*command, "--store", tmp_path / "store")
        assert told.status == 2 and "nothing in the graph is called 甲" in told.err, told.err
