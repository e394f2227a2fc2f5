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


@pytest.mark.parametrize(
    ("text", "relation", "key", "value"),
    [
        ("岚澈科技投资启澜芯片有限公司，股价涨至17港元。", "invests_in", "amount", None),
        ("岚澈科技曾获得启澜投资有限公司的数百万美元A轮融资。", "invests_in", "amount", None),
        ("股东张大文减持岚澈科技股份628.95万股，减持后持股比例降至5.95%。", "reduces_stake_in", "stake", None),
        ("岚澈科技股东张大文减持公司628.95万股股份，占总股本的5.95%。", "reduces_stake_in", "stake", "5.95"),
        ("2011年中泰证券收购岚澈科技，2012年市场回升。", "acquires", "date", "2011"),
        ("股东张大文在2018至2024年间担任岚澈科技副总裁。", "holds_position", "date", "2018"),
    ],
)
def test_prices_other_shares_and_other_days_are_none_of_the_deal(
    text: str, relation: str, key: str, value: str | None
) -> None:
    assert {getattr(qualifiers, key) for _, _, qualifiers in said(text, relation)} <= {value}
    assert value is None or said(text, relation)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("岚澈科技输电及供电业务部高级总监张大文表示满意。", "输电及供电业务部高级总监"),
        ("岚澈科技董事长林晓明、投资部总经理张大文出席。", "投资部总经理"),
        ("美国商务部长张大文表示满意。", "部长"),
        ("岚澈科技董事长一职由张大文接任。", "董事长"),
        ("股东张大文加入岚澈科技担任首席财务官。", "首席财务官"),
        ("岚澈科技助理总裁（法规）张大文表示满意。", "助理总裁（法规）"),
    ],
)
def test_a_title_is_told_with_its_department_and_no_more(text: str, title: str) -> None:
    found = extract(Article("x", text, "file:x", "sha256:", "zh-Hans"))
    form = {m.number: m.form for m in found.mentions}
    assert title in {c.qualifiers.role for c in found.claims if form[c.subject] == "张大文"}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("天眼查信息显示，岚澈科技发生工商变更，股东张大文卸任董事。", "天眼查"),
        ("新华社记者获悉，岚澈科技收购启澜芯片有限公司。", None),
        ("岚澈科技董事长张大文接受新华社记者采访时表示满意。", None),
    ],
)
def test_a_source_is_whom_the_sentence_goes_by(text: str, source: str | None) -> None:
    found = extract(Article("x", text, "file:x", "sha256:", "zh-Hans")).claims
    assert {c.qualifiers.attributed_to for c in found} == {source}
