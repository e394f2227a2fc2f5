"""Firms that the text shows by what happens to them, and media that only tell the news."""

from __future__ import annotations

import pytest
from guanxi.extractors.extraction import extract
from guanxi.graph.model import Article


def told(text: str) -> tuple[dict[str, str], set[tuple[str, str, str]]]:
    """Give the type of each name, and the relations."""
    extraction = extract(Article("a/1", text, "file:a.txt", "sha256:a", "zh-Hans"))
    mentions = {mention.number: mention for mention in extraction.mentions}
    forms = {mention.form: mention.type for mention in extraction.mentions}
    return forms, {(mentions[c.subject].form, c.relation, mentions[c.object].form) for c in extraction.claims}


@pytest.mark.parametrize(
    "text",
    [
        "智能分拣设备商“砚台机器人”获得数千万元B+轮融资，由沧鹭资本领投。",
        "宠物鲜食品牌「砚台机器人」近日宣布完成近亿元A轮融资，由沧鹭资本领投。",
    ],
)
def test_who_is_financed_is_a_firm(text: str) -> None:
    forms, claims = told(text)
    assert forms["砚台机器人"] == "company"
    assert ("沧鹭资本", "invests_in", "砚台机器人") in claims


def test_a_medium_at_the_head_of_a_sentence_is_no_party() -> None:
    text = "亿欧11月2日消息，智能分拣设备商“砚台机器人”获得数千万元B+轮融资，投资方包括沧鹭资本和青杉基金。其客户包括云集通快递。"
    _, claims = told(text)
    assert not [claim for claim in claims if "亿欧" in claim]
    assert ("沧鹭资本", "invests_in", "砚台机器人") in claims
    assert ("砚台机器人", "supplies", "云集通快递") in claims  # its: of whom the sentence before was about


def test_a_medium_that_acts_is_one() -> None:
    _, claims = told("亿欧获得沧鹭资本数千万元A轮融资。")
    assert ("沧鹭资本", "invests_in", "亿欧") in claims
