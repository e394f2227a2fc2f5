"""What belongs to a claim beside its ends: shares, totals and days, and what belongs to somebody else."""

from __future__ import annotations

import pytest
from guanxi.extractors.extraction import extract
from guanxi.graph.model import Article, Qualifiers


def said(text: str, relation: str) -> list[tuple[str, str, Qualifiers]]:
    found = extract(Article("x", text, "file:x", "sha256:", "zh-Hans"))
    form = {m.number: m.form for m in found.mentions}
    return [(form[c.subject], form[c.object], c.qualifiers) for c in found.claims if c.relation == relation]


@pytest.mark.parametrize(
    ("text", "stake"),
    [
        ("岚澈科技公告，全资子公司启澜芯片有限公司拟扩产。", "100"),
        ("启澜芯片有限公司是岚澈科技下属全资子公司。", "100"),
        ("岚澈科技的控股子公司启澜芯片有限公司拟扩产。", None),
    ],
)
def test_wholly_owned_is_a_hundred_per_cent(text: str, stake: str | None) -> None:
    ((_, owned, qualifiers),) = said(text, "owns")
    assert (owned, qualifiers.stake) == ("启澜芯片有限公司", stake)


def test_what_is_called_the_total_counts_wherever_in_the_sentence_it_stands() -> None:
    text = "岚澈科技公告，公司累计回购股份数量为6064.5万股，占公司当前总股本的2.2560%，最高成交价为4.5元/股，成交总金额为2.3亿元。"
    ((_, _, qualifiers),) = said(text, "repurchases_shares")
    assert (qualifiers.amount, qualifiers.currency, qualifiers.stake) == ("230000000", "CNY", "2.256")
    (claim,) = extract(Article("x", text, "file:x", "sha256:", "zh-Hans")).claims
    assert "2.3亿元" in claim.quote and text[claim.start : claim.end] == claim.quote


def test_numbers_of_shares_are_no_money() -> None:
    ((_, _, qualifiers),) = said("岚澈科技股东张大文减持公司151.75万股股份。", "reduces_stake_in")
    assert qualifiers.amount is None


def test_what_two_hold_together_belongs_to_neither() -> None:
    stakes = {
        who: qualifiers.stake
        for who, _, qualifiers in said(
            "公司控股股东启澜投资有限公司及其一致行动人张大文先生合计持有岚澈科技股份有限公司股份5000万股，占公司总股本的5.2%。",
            "holds_stake_in",
        )
    }
    assert set(stakes.values()) == {None}


def test_a_span_of_time_begins_with_its_first_day() -> None:
    ((_, _, qualifiers),) = said("自2014年1月5日至2019年9月29日，张大文担任岚澈科技副总裁。", "holds_position")
    assert qualifiers.date == "2014-01-05"
