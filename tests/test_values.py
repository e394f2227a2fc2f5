from __future__ import annotations

import pytest
from guanxi.extractors.tokens import value_tokens
from guanxi.extractors.values import find_values
from guanxi.graph.text import fold


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("作价3.08亿元", "308000000", "CNY"),
        ("涉資八億六千萬港元", "860000000", "HKD"),
        ("约10亿美元", "1000000000", "USD"),
        ("3,800億元人民幣", "380000000000", "CNY"),
        ("人民币2500万元", "25000000", "CNY"),
        ("逾百億美元", "10000000000", "USD"),
        ("1450万港元", "14500000", "HKD"),
        ("2兆新台幣", "2000000000000", "TWD"),
        ("500萬歐元", "5000000", "EUR"),
        ("US$30 million 之外的2.5亿英镑", "250000000", "GBP"),
    ],
)
def test_amounts(text: str, number: str, currency: str) -> None:
    amounts = [v for v in find_values(fold(text)) if v.kind == "amount"]
    assert (amounts[-1].number, amounts[-1].currency) == (number, currency)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("持股60%", "60"),
        ("持有1.2％股權", "1.2"),
        ("四成二", "42"),
        ("百分之五", "5"),
        ("佔三成股權", "30"),
        ("2.4656%", "2.4656"),
    ],
)
def test_stakes(text: str, number: str) -> None:
    assert [v.number for v in find_values(fold(text)) if v.kind == "stake"] == [number]


def test_words_that_only_look_like_shares_are_none() -> None:
    assert not [v for v in find_values(fold("公司一成立便完成七成熟的方案")) if v.kind == "stake" and v.number == "10"]


def test_a_bare_dollar_in_traditional_text_has_no_currency() -> None:
    assert [t.unit for t in value_tokens(fold("作價3億元"), "zh-Hant") if t.kind == "amount"] == [None]
    assert [t.unit for t in value_tokens(fold("作價3億元人民幣"), "zh-Hant") if t.kind == "amount"] == ["CNY"]
    assert [t.unit for t in value_tokens(fold("作价3亿元"), "zh-Hans") if t.kind == "amount"] == ["CNY"]


def test_a_value_stands_where_it_says() -> None:
    text = fold("甲以1.5亿元购入乙25%股权")
    assert [text[v.start : v.end] for v in find_values(text)] == ["1.5亿元", "25%"]
