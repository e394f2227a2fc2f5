"""The dossier of small worlds: what it says, and what it must never say."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from guanxi.exports.dossier.document import Block, Dossier, Section, Statement
from guanxi.exports.dossier.making import Options, make
from guanxi.exports.show import wanted
from guanxi.graph.judgements import Side, judge
from guanxi.graph.model import Qualifiers
from guanxi.graph.store import open_reader, open_writer

# day, subject, relation, object, status and what is added: each is told by an article of its own
MADE: list[tuple[str | None, str, str, str, str, Qualifiers]] = [
    ("2024-01-05", "星河半导体", "supplies", "北岸云算", "actual", Qualifiers(amount="1100000000", currency="HKD")),
    ("2024-02-01", "赤霞光电", "supplies", "北岸云算", "actual", Qualifiers()),
    ("2024-02-02", "赤霞光电", "supplies", "北岸云算", "actual", Qualifiers()),
    ("2024-03-01", "玄石智能", "holds_stake_in", "北岸云算", "actual", Qualifiers(stake="11.4")),
    ("2024-03-05", "东陆商务部", "sanctions", "玄石智能", "actual", Qualifiers(date="2024-02")),
    ("2024-03-06", "东陆商务部", "sanctions", "北岸云算", "reported", Qualifiers()),
    ("2024-05-02", "北岸控股", "owns", "北岸云算", "actual", Qualifiers(stake="60")),
    ("2024-05-03", "何嘉明", "holds_stake_in", "北岸控股", "actual", Qualifiers(stake="50")),
    ("2024-05-04", "北岸云算", "holds_stake_in", "镜面机器人", "actual", Qualifiers(stake="40")),
    ("2024-05-05", "镜面机器人", "owns", "镜湖软件", "actual", Qualifiers(stake="30")),
    ("2024-06-01", "沧海资本", "invests_in", "北岸云算", "actual", Qualifiers(date="2024-04-15", round="C轮")),
    ("2024-06-02", "沧海资本", "invests_in", "嵐天雲", "actual", Qualifiers()),
    ("2024-06-03", "北岸云算", "competes_with", "嵐天雲", "actual", Qualifiers()),
    ("2024-07-01", "北岸云算", "acquires", "曜日汽车", "planned", Qualifiers()),
    ("2024-09-01", "北岸云算", "acquires", "曜日汽车", "denied", Qualifiers()),
    ("2024-09-02", "苏映雪", "holds_position", "北岸云算", "ended", Qualifiers(role="总裁")),
    ("2024-09-03", "嵐天雲", "sues", "北岸云算", "possible", Qualifiers()),
    (None, "孤山地产", "holds_stake_in", "北岸云算", "actual", Qualifiers(stake="45")),
]
TYPES = {"东陆商务部": "authority", "何嘉明": "person", "苏映雪": "person"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, write_store: Callable[..., Path]) -> Path:
    """Give a store of one article for each line above."""
    lines = [(str(number), *line) for number, line in enumerate(MADE, 1)]
    return write_store(tmp_path_factory.mktemp("dossier") / "store", lines, TYPES)


def dossier_of(store: Path, name: str, **options: Any) -> Dossier:
    with open_reader(store) as reader:
        return make(reader, wanted(reader, name)[0], Options(**{"language": "en", **options}))


def section(dossier: Dossier, key: str) -> Section:
    (found,) = [one for one in dossier.sections if one.key == key]
    return found


def block(dossier: Dossier, key: str, title: str) -> Block:
    (found,) = [one for one in section(dossier, key).blocks if one.title == title]
    return found


def statements(dossier: Dossier) -> list[Statement]:
    return [told for one in dossier.sections for part in one.blocks for told in part.statements]


def cells(part: Block) -> list[list[str]]:
    assert part.table is not None
    return [
        [cell.text or "; ".join(d.text for line in cell.lines for d in line) for cell in row] for row in part.table.rows
    ]


def test_who_owns_it_and_what_it_owns_looked_through(made: Path) -> None:
    dossier = dossier_of(made, "北岸云算")
    holders = cells(block(dossier, "ownership", "Direct holders"))
    assert holders[0] == ["沧海资本", "unknown; ultimate, as far as told", "invests in: 15 April 2024, C轮"]
    assert holders[1] == ["北岸控股", "unknown, at most 60%; control told in words; in doubt, see below", "owns: 60%"]
    assert [
        "玄石智能",
        "unknown, at most 11.4%; in doubt, see below; ultimate, as far as told",
        "holds a stake in: 11.4%",
    ] in holders
    assert cells(block(dossier, "ownership", "Owners, looked through")) == [
        ["何嘉明", "unknown, at most 30%", "over 2 steps (北岸控股); ultimate, as far as told"]
    ]
    assert cells(block(dossier, "ownership", "Holdings, looked through")) == [
        ["镜湖软件", "12%", "over 2 steps (镜面机器人)"]
    ]
    (problem,) = block(dossier, "contradictions", "What does not add up").notes
    assert problem.text == "Shares in 北岸云算 add up to 116.4%: 北岸控股 60%, 孤山地产 45%, 玄石智能 11.4%."
    assert len(problem.refs) == 3


def test_every_statement_rests_on_a_numbered_sentence_with_article_and_date(made: Path) -> None:
    dossier = dossier_of(made, "北岸云算")
    numbers = [one.number for one in dossier.evidence]
    assert numbers == list(range(1, len(numbers) + 1))
    for told in statements(dossier):
        assert any(detail.refs for detail in told.details), told
    refs = {n for told in statements(dossier) for detail in (*told.details, *told.also) for n in detail.refs}
    assert refs <= set(numbers)
    by_number = {one.number: one for one in dossier.evidence}
    (customer,) = [told for told in statements(dossier) if told.subject == "星河半导体"]
    (detail,) = customer.details
    assert detail.text == "HKD 1.1 bn"
    sentence = by_number[detail.refs[0]]
    assert (sentence.quote, sentence.article, sentence.published) == (
        "1号文章:星河半导体与北岸云算。",
        "1",
        "5 January 2024",
    )
    assert "characters 0 to 16" in sentence.added and "confidence 90%" in sentence.added
    assert next(one.published for one in dossier.evidence if one.article == "18") == "no known date"


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_what_is_not_said_to_be_so_is_told_in_words_and_never_as_a_fact(made: Path, language: str) -> None:
    """Each line of the table above that is not actual, by its two ends."""
    dossier = dossier_of(made, "北岸云算", language=language)
    by_status = {told.status: told for told in statements(dossier)}
    assert by_status.keys() == {"actual", "reported", "denied", "ended", "possible"}
    for status, told in by_status.items():
        assert bool(told.lead) == (status != "actual"), told
    assert by_status["denied"].also[0].text  # that it was planned
    legend = dict(dossier.legend)
    assert {told.lead for status, told in by_status.items() if status != "actual"} <= legend.keys()


def test_leads_in_english(made: Path) -> None:
    leads = {(told.subject, told.relation): told.lead for told in statements(dossier_of(made, "北岸云算"))}
    assert leads["东陆商务部", "sanctions"] == "Unconfirmed report:"
    assert leads["北岸云算", "acquires"] == "Denied:"
    assert leads["岚天云", "sues"] == "Merely possible:"
    assert leads["苏映雪", "holds a position at"] == "Ended or called off:"
    assert leads["赤霞光电", "supplies"] == ""


def test_sanctions_told_as_rumour_are_none_and_parties_under_sanctions_are_named(made: Path) -> None:
    dossier = dossier_of(made, "北岸云算")
    notes = [note.text for part in section(dossier, "sanctions").blocks for note in part.notes]
    assert "No article says that 北岸云算 is under sanctions." in notes
    (row,) = cells(block(dossier, "sanctions", "Chains to parties under sanctions"))
    chain = "玄石智能 holds a stake in 北岸云算"
    assert row == ["玄石智能 (direct)", chain, "under sanctions by 东陆商务部: February 2024"]
    assert dossier.glance[0].text == "Linked with parties told to be under sanctions: 玄石智能"
    assert "under sanctions" in dossier.picture
    assert dossier_of(made, "玄石智能").glance[0].text == "Told to be under sanctions by 东陆商务部"


def test_time_line_contradictions_single_sources_and_what_rivals_share(made: Path) -> None:
    dossier = dossier_of(made, "北岸云算")
    (lines,) = section(dossier, "timeline").blocks
    told = cells(lines)
    assert told[0][0] == "(5 January 2024)" and told[-1][0] == "no date"
    assert ["15 April 2024", "沧海资本 invests in 北岸云算"] in told
    assert ["(1 July 2024)", "(planned) 北岸云算 acquires 曜日汽车"] in told
    (contradiction,) = block(dossier, "contradictions", "Told by some, denied by others").statements
    assert (contradiction.lead, contradiction.object) == ("Denied:", "曜日汽车")
    (single,) = section(dossier, "single").blocks
    assert single.notes[0].text.startswith("Of 8 standing facts, 7 are told by one source alone")
    (common,) = block(dossier, "rivals", "What it shares with rivals").notes
    assert common.text == "沧海资本: investor in both with 岚天云" and len(common.refs) == 2


def test_as_told_up_to_a_date(made: Path) -> None:
    dossier = dossier_of(made, "北岸云算", as_of="2024-02-01")
    assert {told.subject for told in statements(dossier)} == {"星河半导体", "赤霞光电"}
    assert "as told up to 1 February 2024" in dossier.head.counted
    nobody = dossier_of(made, "北岸云算", as_of="2020")
    assert nobody.sections == () or {one.key for one in nobody.sections} == {"sanctions"}
    assert nobody.head.counted == "No article says anything of 北岸云算." and nobody.evidence == ()


def test_long_blocks_say_how_much_is_left_out(made: Path) -> None:
    dossier = dossier_of(made, "北岸云算", limit=1)
    assert block(dossier, "ownership", "Direct holders").more == "and 3 more of the kind"
    assert block(dossier, "trade", "Suppliers and manufacturers").more == "and 1 more of the kind"
    (lines,) = section(dossier, "timeline").blocks
    assert any("earlier events are left out" in note.text for note in lines.notes)


def test_sentences_that_several_claims_rest_on_have_one_number(dealings: Path) -> None:
    dossier = dossier_of(dealings, "甲芯科技")
    places = [(one.article, one.quote) for one in dossier.evidence]
    assert len(places) == len(set(places))


def test_a_reprint_is_no_second_source(reprinted: Path) -> None:
    (told,) = [one for one in statements(dossier_of(reprinted, "甲科技")) if one.relation == "partners with"]
    assert told.tags == ("2 sources, latest 9 July 2025",)
    assert any("reprint of" in one.added for one in dossier_of(reprinted, "甲科技").evidence)


def test_what_a_person_confirmed_stands_beside_the_news(made: Path, tmp_path: Path, run: Any) -> None:
    store = tmp_path / "store"
    shutil.copytree(made, store)
    listed = tmp_path / "own.csv"
    listed.write_text(
        "name,type,date,reason\nBeian Cloud,company,2026-01-16,<b>acts</b>\nOther Firm,company,2026-01-16,\n"
    )
    assert run("sanctions", "import", listed, "--name", "own", "--title", "Own list", "--store", store).status == 0
    before = dossier_of(store, "北岸云算")
    known, none = block(before, "sanctions", "Imported sanctions lists").notes
    assert known.text.startswith("Lists in this graph: Own list") and "2 entries" in known.text
    assert none.text.startswith("Nobody has confirmed that 北岸云算 is an entry")
    judge(store, "same", Side("北岸云算", "company"), Side("Beian Cloud", "company", list="own"))
    judge(store, "different", Side("北岸云算", "company"), Side("Other Firm", "company", list="own"))
    open_writer(store, known=None).close()
    after = dossier_of(store, "北岸云算")
    assert cells(block(after, "sanctions", "Imported sanctions lists")) == [
        ["Beian Cloud", "Own list", "16 January 2026", "<b>acts</b>", "confirmed by a person"],
        ["Other Firm", "Own list", "16 January 2026", "", "rejected by a person"],
    ]
    assert after.glance[0].text == "Confirmed on sanctions lists: Own list"
    maker = dossier_of(store, "星河半导体")
    assert maker.glance[0].text.startswith("At most 2 steps from parties told to be under sanctions: 北岸云算")
    listed, told = cells(block(maker, "sanctions", "Chains to parties under sanctions"))
    assert listed == [
        "北岸云算 (direct)",
        "星河半导体 supplies 北岸云算",
        "listed as Beian Cloud; Own list; 16 January 2026; confirmed by a person",
    ]
    assert told[0] == "玄石智能 (over 2 steps)"
    assert told[1] == "星河半导体 supplies 北岸云算; 玄石智能 holds a stake in 北岸云算"


def test_json_holds_the_whole(made: Path, run: Any, tmp_path: Path) -> None:
    target = tmp_path / "x.json"
    assert run("dossier", "北岸云算", "-o", target, "--store", made).status == 0
    read = json.loads(target.read_text(encoding="utf-8"))
    assert read["head"]["id"] == "company/北岸云算" and len(read["evidence"]) > 10


def test_a_name_alike_on_a_list_is_a_guess_and_told_as_one(made: Path, tmp_path: Path, run: Any) -> None:
    store, listed = tmp_path / "store", tmp_path / "own.csv"
    shutil.copytree(made, store)
    listed.write_text("name,type,country\n星河半导体有限公司,company,CN\n")
    assert run("sanctions", "import", listed, "--name", "own", "--title", "Own list", "--store", store).status == 0
    maker = dossier_of(store, "星河半导体")
    assert maker.glance[0].text == "A name alike stands on a sanctions list, not judged: Own list"
    ((*_, verdict),) = cells(block(maker, "sanctions", "Imported sanctions lists"))
    assert verdict.startswith("name alike (") and verdict.endswith("), not judged")
    customer = dossier_of(store, "北岸云算")
    assert any(line.text.endswith("not judged: 星河半导体") for line in customer.glance)
    assert "on a sanctions list?" in customer.picture


def test_the_fifty_per_cent_rule(tmp_path: Path, write_store: Callable[..., Path]) -> None:
    lines = [
        ("1", "2024-01-01", "甲控股", "holds_stake_in", "乙科技", "actual", Qualifiers(stake="51")),
        ("2", "2024-01-01", "东陆商务部", "sanctions", "甲控股", "actual", Qualifiers()),
    ]
    dossier = dossier_of(write_store(tmp_path / "store", lines, TYPES), "乙科技")
    (rule,) = [line for line in dossier.glance if "50 per cent rule" in line.text]
    assert rule.text.startswith("Parties under sanctions hold 51% of it together") and rule.refs
    ((_, chain, _),) = cells(block(dossier, "sanctions", "Chains to parties under sanctions"))
    assert chain.endswith("holds 51% of 乙科技, looked through")
