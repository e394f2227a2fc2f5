import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from guanxi.graph.model import Qualifiers
from guanxi.graph.store import open_writer

DEALS: list[tuple[str | None, str, str, str, str, Qualifiers]] = [
    ("2024-01-05", "星河半导体", "supplies", "北岸云算", "actual", Qualifiers(amount="1100000000", currency="HKD")),
    ("2024-02-01", "赤霞光电", "supplies", "北岸云算", "actual", Qualifiers()),
    ("2024-03-01", "玄石智能", "holds_stake_in", "北岸云算", "actual", Qualifiers(stake="11.4")),
    ("2024-03-05", "东陆商务部", "sanctions", "玄石智能", "actual", Qualifiers(date="2024-02")),
    ("2024-04-01", "北岸云算", "supplies", "曜日汽车", "actual", Qualifiers()),
    ("2024-04-02", "北岸云算", "supplies", "曜日汽车", "actual", Qualifiers()),
    ("2024-05-01", "星河半导体", "invests_in", "北岸云算", "actual", Qualifiers(date="2024-04-15")),
    ("2024-05-02", "北岸控股", "owns", "北岸云算", "actual", Qualifiers(stake="60")),
    ("2024-05-03", "何嘉明", "holds_stake_in", "北岸控股", "actual", Qualifiers(stake="50")),
    ("2024-06-01", "沧海资本", "invests_in", "北岸云算", "actual", Qualifiers()),
    ("2024-06-02", "沧海资本", "invests_in", "嵐天雲", "actual", Qualifiers()),
    ("2024-06-03", "北岸云算", "competes_with", "嵐天雲", "actual", Qualifiers()),
    ("2024-07-01", "曜日汽车", "acquires", "镜面机器人", "planned", Qualifiers()),
    ("2024-09-01", "曜日汽车", "acquires", "镜面机器人", "denied", Qualifiers()),
    (None, "孤山地产", "owns", "孤山物业", "actual", Qualifiers(stake="120")),
    ("2024-10-01", "嵐天雲", "listed_on", "江口交易所", "actual", Qualifiers()),
]
TYPES = {"东陆商务部": "authority", "何嘉明": "person", "江口交易所": "exchange"}
EACH = [
    ["centrality"],
    ["centrality", "--by", "betweenness"],
    ["centrality", "--by", "brokers"],
    ["communities"],
    ["communities", "--method", "leiden"],
    ["path", "星河半导体", "东陆商务部", "-k", "3"],
    ["path", "星河半导体", "东陆商务部", "--surest"],
    ["neighbourhood", "沧海资本", "--steps", "2"],
    ["bridges"],
    ["circles"],
    ["concentration", "北岸云算", "--side", "suppliers"],
    ["concentration", "--at-least", "1"],
    ["shared"],
    ["timeline", "北岸云算"],
    ["timeline", "--limit", "5"],
    ["new", "2024-05"],
    ["suggest"],
    ["ownership", "北岸云算"],
    ["ownership", "沧海资本", "--with", "玄石智能", "--json"],
]


@pytest.fixture(scope="module")
def deals(tmp_path_factory: pytest.TempPathFactory, write_store: Callable[..., Path]) -> Path:
    """Give a store of one article for each of the deals."""
    lines = [(str(number), *deal) for number, deal in enumerate(DEALS, 1)]
    return write_store(tmp_path_factory.mktemp("analyse") / "store", lines, TYPES)


def test_every_analysis_answers_and_is_the_same_twice(deals: Path) -> None:
    """Two processes in which sets have another order each; one after the other, for a process takes long to begin."""
    words = [["analyse", *words, "--store", str(deals)] for words in EACH]
    program = f"from guanxi.exports.cli import app; [app(words, standalone_mode=False) for words in {words!r}]"
    told = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert [(one.returncode, one.stderr) for one in told] == [(0, b""), (0, b"")]
    assert told[0].stdout == told[1].stdout
    assert len(told[0].stdout) > 9000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["path", "星河半导体", "东陆商务部"], ["星河半导体 — 北岸云算 — 玄石智能 — 东陆商务部 · 3 steps", "3号文章"]),
        (["circles"], ["1. 北岸云算 → 星河半导体 → 北岸云算 · capital and goods · 2024-01-05 to 2024-04-15"]),
        (["shared"], ["investor of both: 沧海资本", "10号文章", "11号文章"]),
        (["concentration", "北岸云算", "--side", "suppliers"], ["50% of sources: 星河半导体; HKD 1100000000, 100% of"]),
        (["bridges"], ["北岸云算 cuts off 2", "星河半导体"]),
        (["new", "2024-09", "曜日汽车"], ["2024-09-01 · changed, before: planned", "14号文章"]),
        (["timeline", "玄石智能"], ["2024-02\n", "(2024-03-01)\n"]),
        (["suggest"], ["Suggestions, not facts", "score"]),
        (["communities"], ["communities by louvain", "members;"]),
        (["neighbourhood", "玄石智能"], ["1 step away: 2", "4号文章"]),
        (["centrality"], ["1. 北岸云算 · 0.", "% by "]),
        (
            ["ownership", "北岸云算"],
            ["北岸控股 · 60% · controls", "何嘉明 · 30% · 2 steps · ultimate", "unknown, at most 28.6%"],
        ),
        (["ownership", "何嘉明"], ["北岸云算 · 30% · 2 steps"]),
        (["ownership", "孤山物业"], ["孤山地产 120% of 孤山物业 can't be: left out"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_is_printed(deals: Path, run: Any, words: list[str], said: list[str]) -> None:
    ended = run("analyse", *words, "--store", deals)
    assert (ended.status, ended.err) == (0, "")
    for text in said:
        assert text in ended.out


def test_every_claim_of_an_answer_comes_with_its_sentence(deals: Path, run: Any) -> None:
    ended = run("analyse", "path", "星河半导体", "玄石智能", "--json", "--store", deals)
    assert (ended.status, ended.err) == (0, "")
    found = json.loads(ended.out)
    facts = [fact for chain in found["result"] for step in chain["steps"] for fact in step["facts"]]
    told = [claim for fact in facts for claim in fact["claims"]]
    assert len(told) == 3 and set(told) == set(found["claims"])
    assert {claim["quote"] for claim in found["claims"].values()} == {
        "1号文章:星河半导体与北岸云算。",
        "3号文章:玄石智能与北岸云算。",
        "7号文章:星河半导体与北岸云算。",
    }
    assert set(found["entities"]) == {"company/星河半导体", "company/北岸云算", "company/玄石智能"}
    assert found["entities"]["company/玄石智能"]["label"] == "玄石智能"
    assert (found["analysis"], found["asked"]) == ("path", {"status": ["actual"]})


def test_names_stand_in_the_script_asked_in(deals: Path, run: Any) -> None:
    assert "岚天云" in run("analyse", "neighbourhood", "北岸云算", "--store", deals).out
    assert "嵐天雲" in run("analyse", "neighbourhood", "北岸雲算", "--store", deals).out
    assert "嵐天雲" in run("analyse", "shared", "北岸云算", "--language", "zh-Hant", "--store", deals).out


def test_unknown_and_ambiguous_names_show_what_is_near(deals: Path, run: Any) -> None:
    missed = run("analyse", "neighbourhood", "北岸运算", "--store", deals)
    assert missed.status == 2
    assert "nothing in the graph is called 北岸运算" in missed.err
    assert "北岸云算" in missed.err
    several = run("analyse", "timeline", "北岸", "--store", deals)
    assert several.status == 2
    assert all(name in several.err for name in ("company/北岸云算", "company/北岸控股"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["path", "星河半导体", "孤山物业"], "no chain of at most 8 steps leads from 星河半导体 to 孤山物业"),
        (["path", "星河半导体", "北岸云算", "--relation", "sues"], "no chain"),
        (["circles", "--as-of", "2024-04-10"], "no money goes in a circle here"),
        (["shared", "孤山地产"], "no rivals share anybody here"),
        (["new", "2030"], "nothing is new since 2030"),
        (["centrality", "--since", "2030"], "no relation links anybody here"),
        (["ownership", "东陆商务部"], "no stake in 东陆商务部 or of it is told"),
        (["concentration", "孤山地产"], "no customers are told of here"),
        (["neighbourhood", "江口交易所"], "nothing is linked with 江口交易所 here"),
    ],
)
def test_where_there_is_no_answer_it_is_said(deals: Path, run: Any, words: list[str], said: str) -> None:
    ended = run("analyse", *words, "--store", deals)
    assert (ended.status, ended.err) == (0, "")
    assert said in ended.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["path", "北岸云算", "北岸雲算"], "a chain needs two different ends"),
        (["centrality", "--by", "fame"], "no measure is called fame; there are pagerank"),
        (["centrality", "--relation", "admires"], "no relation is called admires"),
        (["centrality", "--status", "perhaps"], "no status is called perhaps"),
        (["timeline", "--since", "yesterday"], "'yesterday' is no date"),
        (["new", "yesterday"], "'yesterday' is no date"),
        (["concentration", "--side", "friends"], "no side is called friends"),
        (["communities", "--method", "kmeans"], "no method is called kmeans"),
        (["neighbourhood", "北岸云算", "--language", "fr"], "no language is called fr"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(deals: Path, run: Any, words: list[str], said: str) -> None:
    ended = run("analyse", *words, "--store", deals)
    assert ended.status == 2
    assert said in ended.err and ended.err.count("\n") == 1


@pytest.mark.parametrize("word", ["centrality", "communities", "bridges", "circles", "timeline", "suggest", "shared"])
def test_an_empty_graph(tmp_path: Path, run: Any, word: str) -> None:
    open_writer(tmp_path / "store", known={}).close()
    ended = run("analyse", word, "--store", tmp_path / "store")
    assert (ended.status, ended.err, ended.out.count("\n")) == (0, "", 1)


def test_hostile_text_can_not_steer_the_terminal(store: Path, run: Any) -> None:
    told = "".join(run("analyse", word, "--store", store).out for word in ("timeline", "centrality", "bridges"))
    assert "onerror" in told
    assert not set(told) & {"\x1b", "\u202e", "\u202c", "\u2028"}
