"""Claims that people judge to be wrong: they leave the view, come back when it is undone, and outlive a rebuild."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from guanxi.graph.errors import NotFound
from guanxi.graph.integrity import problems
from guanxi.graph.judgements import read_log, reject, undo
from guanxi.graph.lookup import claims, rows
from guanxi.graph.model import Extraction
from guanxi.graph.namespace import VIEW
from guanxi.graph.network import graph
from guanxi.graph.rejections import Reading, Rejection, from_row, reading, rejected, to_row
from guanxi.graph.store import open_reader, open_writer

READING = Reading("甲科技收購乙半導體", "acquires", "甲科技", "乙半導體", "actual", "a/1")


@pytest.fixture
def own(tmp_path: Path, articles: list[Extraction]) -> Path:
    """Give a store of one's own over the three articles."""
    return build(tmp_path / "store", articles)


def build(store: Path, articles: list[Extraction]) -> Path:
    with open_writer(store, known={}) as writer:
        for said in articles:
            writer.put(said, path=f"/{said.article.id}.txt")
    return store


def follow(store: Path) -> None:
    with open_writer(store, known=None):
        pass


def view(store: Path) -> set[str]:
    with open_reader(store) as reader:
        return {str(quad) for quad in reader.quads(VIEW)}


def supplied(store: Path) -> tuple[list[str], int]:
    """Give the claims that something supplies something, and how many such direct edges there are."""
    with open_reader(store) as reader:
        told = [claim.id for claim in claims(reader) if claim.relation == "supplies"]
        return sorted(told), len(list(rows(reader, "SELECT ?a ?b { ?a gx:supplies ?b }")))


def test_a_claim_judged_wrong_leaves_the_view_until_that_is_undone(own: Path, articles: list[Extraction]) -> None:
    before = view(own)
    told, edges = supplied(own)
    with open_reader(own) as reader:
        about = reading(reader, told[0])
    made = reject(own, about, reason="another firm")
    assert supplied(own) == (told, edges), "nothing is rewritten before the graph follows"
    follow(own)
    assert supplied(own) == (told[1:], edges - 1)
    with open_reader(own) as reader:
        assert [*rows(reader, "SELECT ?c { ?c gx:rejected true }")] == [[f"https://w3id.org/guanxi/id/{told[0]}"]]
        assert reader.premises().rejected == (made,)
        assert not list(problems(reader))
        assert told[0] not in {key for *_, key in graph(reader, status=None).edges(keys=True)}
    rebuilt = view(own)
    assert view(build(own, articles)) == rebuilt, "an article that is read again is judged as it was"
    undo(own, made.number)
    follow(own)
    assert view(own) == before


def test_what_is_wrong_is_wrong_in_a_reprint_too(reprinted: Path) -> None:
    with open_reader(reprinted) as reader:
        told = list(claims(reader))
        about = reading(reader, next(claim.id for claim in told if claim.article.id == "b"))
        found = rejected(reader.query, [Rejection(1, about)])
    assert len(found) == 2 and set(found.values()) == {1}  # c's own sentence ends otherwise


def test_a_claim_is_judged_once(own: Path) -> None:
    first, again = reject(own, READING), reject(own, READING)
    assert first == again and read_log(own).rejections == (first,)
    undo(own)
    assert read_log(own).rejected == () and reject(own, READING).number == 2


def test_no_claim_no_judgement(own: Path) -> None:
    with open_reader(own) as reader, pytest.raises(NotFound, match="no such claim"):
        reading(reader, "claim/<> \ud800")


def test_a_rejection_comes_back_as_it_was() -> None:
    made = Rejection(4, READING, "why", "2025-07-08T09:00:00+00:00")
    assert from_row(to_row(made)) == made


@pytest.mark.parametrize(
    "change",
    [{"claim": {}}, {"claim": {"quote": 1}}, {"number": "x"}, {"claim": {**asdict(READING), "relation": "> <"}}],
)
def test_a_line_that_is_none_is_left_out_by_name(own: Path, change: dict[str, Any]) -> None:
    with (own / "judgements.jsonl").open("a", encoding="utf-8") as out:
        out.write(json.dumps({**to_row(Rejection(1, READING)), **change}) + "\n")
    log = read_log(own)
    assert (log.rejections, [skipped.line for skipped in log.skipped]) == ((), [1])


def test_the_command_judges_and_takes_back(own: Path, run: Callable[..., Any]) -> None:
    told, _ = supplied(own)
    done = run("wrong", told[0], "--reason", "no", "--store", own)
    assert done.status == 0 and "the graph follows" in done.out
    listed = run("judgements", "--store", own).out
    assert listed.startswith("1. wrong ") and "no" in listed
    assert supplied(own)[0] == told[1:]
    assert run("check", "--store", own).status == 0
    assert "took back judgement 1" in run("undo", "--store", own).out
    assert supplied(own)[0] == told
    assert run("wrong", "claim/none", "--store", own).status == 2
    assert "no claim's sentence" in run("wrong", "nothing says so", "--store", own).err
    several = run("wrong", "寒武紀", "--store", own)
    assert several.status == 2 and several.err.count("claim/") > 1
