"""The example articles, their gold, and the challenge set of statuses are what they say they are."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import opencc
import pytest
from guanxi.graph.model import STATUSES

HERE = Path(__file__).parent
ARTICLES = HERE.parent / "examples" / "articles"
GOLD = HERE.parent / "examples" / "gold"
CHALLENGE = HERE / "data" / "status.jsonl"

SIMPLIFIED = opencc.OpenCC("t2s").convert
TRADITIONAL = opencc.OpenCC("s2t").convert

TYPES = {"company", "person", "authority", "exchange", "organization", "product", "fund", "place"}
RELATIONS = {
    "invests_in",
    "holds_stake_in",
    "reduces_stake_in",
    "acquires",
    "sells_to",
    "owns",
    "spins_off",
    "merges_with",
    "supplies",
    "manufactures_for",
    "partners_with",
    "competes_with",
    "lends_to",
    "sanctions",
    "sues",
    "rules_on",
    "listed_on",
    "repurchases_shares",
    "founded_by",
    "holds_position",
    "produces",
    "covers",
    "located_in",
}
QUALIFIERS = ("date", "amount", "currency", "stake", "product", "title", "attributed_to")
RELATION_KEYS = {"subject", "relation", "object", "status", "required", "evidence", *QUALIFIERS}

Json = dict[str, Any]  # a record of a JSON file: its shape is what these tests hold


def gold() -> dict[str, Json]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLD.glob("*.json"))}


def article(stem: str) -> str:
    return (ARTICLES / f"{stem}.txt").read_text(encoding="utf-8")


def challenge() -> list[Json]:
    return [json.loads(line) for line in CHALLENGE.read_text(encoding="utf-8").splitlines()]


def script(text: str) -> str:
    """The script of which more characters could not be the other."""
    traditional = sum(a != b for a, b in zip(text, SIMPLIFIED(text), strict=True))
    simplified = sum(a != b for a, b in zip(text, TRADITIONAL(text), strict=True))
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def test_every_article_has_its_gold_and_no_gold_is_left_over() -> None:
    articles = {path.stem for path in ARTICLES.glob("*.txt")}
    assert len(articles) >= 10
    assert articles == set(gold())


@pytest.mark.parametrize("stem", sorted(gold()))
def test_gold_has_the_form_of_the_guide(stem: str) -> None:
    record = gold()[stem]
    assert list(record) == ["article", "title", "language", "published", "entities", "relations"]
    assert record["article"] == stem
    assert article(stem).splitlines()[0] == record["title"]
    assert record["language"] == script(article(stem))
    ids = [entity["id"] for entity in record["entities"]]
    assert len(ids) == len(set(ids))
    for entity in record["entities"]:
        assert set(entity) == {"id", "type", "names", "tickers"}
        assert entity["type"] in TYPES
    for relation in record["relations"]:
        assert set(relation) == RELATION_KEYS
        assert relation["relation"] in RELATIONS
        assert relation["status"] in STATUSES
        assert isinstance(relation["required"], bool)
        assert {relation["subject"], relation["object"]} <= set(ids)
        assert relation["currency"] is None or relation["amount"] is not None


@pytest.mark.parametrize("stem", sorted(gold()))
def test_what_gold_quotes_stands_in_the_article(stem: str) -> None:
    text = article(stem)
    record = gold()[stem]
    for entity in record["entities"]:
        absent = [form for form in entity["names"] + entity["tickers"] if form not in text]
        assert not absent, f"{stem}: {entity['id']}"
    for relation in record["relations"]:
        assert relation["evidence"] in text
        assert len(relation["evidence"]) <= 120
        named = [relation[key] for key in ("product", "title") if relation[key]]
        absent = [words for words in named if words not in text]
        assert not absent, f"{stem}: {relation['evidence']}"


def test_no_fact_is_annotated_twice_with_one_status() -> None:
    for stem, record in gold().items():
        facts = Counter((r["subject"], r["relation"], r["object"], r["status"]) for r in record["relations"])
        assert not [fact for fact, count in facts.items() if count > 1], stem


def test_examples_show_every_relation_and_every_status() -> None:
    relations = [relation for record in gold().values() for relation in record["relations"]]
    required = [relation for relation in relations if relation["required"]]
    assert {relation["relation"] for relation in relations} == RELATIONS
    assert {relation["relation"] for relation in required} == RELATIONS - {"located_in"}
    assert {relation["status"] for relation in required} == set(STATUSES)


def test_examples_are_written_in_both_scripts() -> None:
    assert {record["language"] for record in gold().values()} == {"zh-Hans", "zh-Hant"}


def test_customers_of_the_chip_maker_lead_to_a_sanctioned_company() -> None:
    """The question that `examples/README.md` begins with has the answer given there."""
    facts = {
        (SIMPLIFIED(relation["subject"]), relation["relation"], SIMPLIFIED(relation["object"]))
        for record in gold().values()
        for relation in record["relations"]
        if relation["status"] == "actual"
    }
    links = {frozenset((s, o)) for s, r, o in facts if r in {"supplies", "holds_stake_in", "invests_in", "owns"}}
    sanctioned = {o for _, relation, o in facts if relation == "sanctions"}
    customers = {o for s, relation, o in facts if (s, relation) == ("星澜半导体", "supplies")}
    near = {c for c in customers for s in sanctioned if {c, s} in links}
    further = {
        c
        for c in customers - near
        for s in sanctioned
        for link in links
        for m in link
        if {c, m} in links and {m, s} in links
    }
    assert near == {"北辰云算"}
    assert further == {"岱岳数据"}
    assert customers == {"北辰云算", "岱岳数据", "镜湖机器人"}


def test_challenge_set_is_even_over_statuses_and_scripts() -> None:
    rows = challenge()
    counts = Counter((row["status"], script(row["text"])) for row in rows)
    assert len(rows) >= 240
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == len(rows)
    assert {status for status, _ in counts} == set(STATUSES)
    assert min(counts.values()) >= 20
    assert max(counts.values()) - min(counts.values()) <= 5


def test_challenge_rows_name_both_ends_of_a_known_relation() -> None:
    rows = challenge()
    for row in rows:
        assert set(row) - {"note"} == {"id", "text", "subject", "relation", "object", "status"}
        assert row["subject"] in row["text"], row["id"]
        assert row["object"] in row["text"], row["id"]
        assert (row["subject"] == row["object"]) == (row["relation"] == "repurchases_shares"), row["id"]
    assert {row["relation"] for row in rows} == RELATIONS
