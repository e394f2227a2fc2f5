import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from guanxi.extractors.pipeline import build
from guanxi.graph.store import open_writer

ROOT = Path(__file__).resolve().parents[1]
EACH = [
    ["centrality"],
    ["centrality", "--by", "betweenness"],
    ["centrality", "--by", "brokers"],
    ["communities"],
    ["communities", "--method", "leiden"],
    ["path", "3790.HK", "玄穹智能", "-k", "3"],
    ["path", "3790.HK", "玄穹智能", "--surest"],
    ["neighbourhood", "沧溟资本", "--steps", "2"],
    ["bridges"],
    ["circles", "--status", "all"],
    ["concentration", "北辰云算", "--side", "suppliers"],
    ["concentration"],
    ["shared", "--json"],
    ["timeline", "北辰云算"],
    ["timeline", "--limit", "5"],
    ["new", "2026-03"],
    ["suggest"],
    ["ownership", "北辰云算"],
]


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store of the bundled examples."""
    store = tmp_path_factory.mktemp("analyse") / "store"
    build([str(ROOT / "examples" / "articles")], store)
    return store


def test_every_analysis_answers_and_is_the_same_twice(examples: Path) -> None:
    """Two processes in which sets have another order each; one after the other, for a process takes long to begin."""
    code = "import sys; from guanxi.exports.cli import app; [app(w, standalone_mode=False) for w in WORDS]"
    words = [["analyse", *words, "--store", str(examples)] for words in EACH]
    program = code.replace("WORDS", repr(words))
    told = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert [(one.returncode, one.stderr) for one in told] == [(0, b""), (0, b"")]
    assert told[0].stdout == told[1].stdout
    assert len(told[0].stdout) > 20_000


def test_every_claim_of_an_answer_comes_with_its_sentence(examples: Path, run: Any) -> None:
    ended = run("analyse", "path", "星瀾半導體", "玄穹智能", "--number", "2", "--json", "--store", examples)
    assert (ended.status, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert found["analysis"] == "path"
    facts = [fact for chain in found["result"] for step in chain["steps"] for fact in step["facts"]]
    told = [claim for fact in facts for claim in fact["claims"]]
    assert told and set(told) == set(found["claims"])
    assert "沧溟资本、玄穹智能分别持股14.2%和11.4%。" in [claim["quote"] for claim in found["claims"].values()]
    ends = {end for chain in found["result"] for step in chain["steps"] for end in (step["source"], step["target"])}
    assert ends <= set(found["entities"])
    assert found["entities"]["company/玄穹智能"]["label"] == "玄穹智能"
    assert found["asked"] == {"status": ["actual"], "hops": 1}


def test_the_question_of_the_readme(examples: Path, run: Any) -> None:
    """A customer of 星瀾半導體 is one step from 玄穹智能, which is sanctioned."""
    told = run("analyse", "path", "3790.HK", "美国商务部", "--store", examples).out
    assert "星澜半导体 — 北辰云算 — 玄穹智能 — 美国商务部 · 3 steps" in told
    assert "玄穹智能分别持股14.2%和11.4%" in told


def test_names_stand_in_the_script_asked_in(examples: Path, run: Any) -> None:
    assert "滄溟資本" in run("analyse", "ownership", "北辰雲算", "--store", examples).out
    assert "沧溟资本" in run("analyse", "ownership", "北辰雲算", "--language", "zh-Hans", "--store", examples).out


def test_unknown_and_ambiguous_names_show_what_is_near(examples: Path, run: Any) -> None:
    missed = run("analyse", "neighbourhood", "北辰运算", "--store", examples)
    assert missed.status == 2
    assert "nothing in the graph is called 北辰运算" in missed.err
    assert "北辰云算" in missed.err
    several = run("analyse", "timeline", "北辰", "--store", examples)
    assert several.status == 2
    assert all(name in several.err for name in ("company/北辰云算", "company/北辰控股", "company/北辰能源"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["path", "星瀾半導體", "谷歌"], "no chain of at most 8 steps leads from 星瀾半導體 to 谷歌"),
        (["path", "星瀾半導體", "北辰雲算", "--relation", "sues"], "no chain"),
        (["circles"], "no money goes in a circle here"),
        (["shared"], "no rivals share anybody here"),
        (["new", "2030"], "nothing is new since 2030"),
        (["centrality", "--since", "2030"], "no relation links anybody here"),
        (["ownership", "SK海力士"], "no stake in SK海力士 or of it is told"),
        (["concentration", "谷歌"], "no customers are told of here"),
    ],
)
def test_where_there_is_no_answer_it_is_said(examples: Path, run: Any, words: list[str], said: str) -> None:
    ended = run("analyse", *words, "--store", examples)
    assert (ended.status, ended.err) == (0, "")
    assert said in ended.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["path", "星瀾半導體", "3790.HK"], "a chain needs two different ends"),
        (["centrality", "--by", "fame"], "no measure is called fame; there are pagerank"),
        (["centrality", "--relation", "admires"], "no relation is called admires"),
        (["centrality", "--status", "perhaps"], "no status is called perhaps"),
        (["timeline", "--since", "yesterday"], "'yesterday' is no date"),
        (["new", "yesterday"], "'yesterday' is no date"),
        (["concentration", "--side", "friends"], "no side is called friends"),
        (["communities", "--method", "kmeans"], "no method is called kmeans"),
        (["neighbourhood", "星瀾半導體", "--language", "fr"], "no language is called fr"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(examples: Path, run: Any, words: list[str], said: str) -> None:
    ended = run("analyse", *words, "--store", examples)
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
