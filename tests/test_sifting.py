"""Guessed names that are none are left out; what was found by its build or by a list stays."""

from __future__ import annotations

import pytest
from guanxi.extractors.extraction import extract
from guanxi.graph.model import Article


def named(text: str) -> set[tuple[str, str]]:
    found = extract(Article("x", text, "file:x", "sha256:", "zh-Hans"))
    return {(m.form, m.type) for m in found.mentions}


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("调查结果表明，企业家信心有所恢复，银行家占比为两成。", {"信心", "占比"}),
        ("专家普遍认为，货币政策方向不变。", {"普遍"}),
        ("买入江南嘉捷（601313）的投资者不少。", {"买入江南嘉捷"}),
        ("这家上海岚澈餐饮管理有限公司已停业。", {"这家上海岚澈餐饮管理有限公司"}),
        ("销售私募投资基金须备案，证券投资基金业协会负责。", {"私募投资基金", "证券投资基金"}),
        ("考虑到科技的进步，公司将扩产。", {"考虑到科技"}),
        ("省政府昨日开会，房管局列席。", {"省政府", "房管局"}),
        ("某平台（微信号：lanchetoutiao）发文。", {"lanchetoutiao"}),
    ],
)
def test_no_name(text: str, none: set[str]) -> None:
    assert not {form for form, _ in named(text)} & none


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("岚澈科技董事长高峰峻表示乐观。", ("高峰峻", "person")),
        ("这家上海岚澈餐饮管理有限公司已停业。", ("上海岚澈餐饮管理有限公司", "company")),
        ("岚澈私募投资基金已备案。", ("岚澈私募投资基金", "fund")),
    ],
)
def test_a_name(text: str, name: tuple[str, str]) -> None:
    assert name in named(text)
