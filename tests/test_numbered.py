"""Funds and plans that go by a number."""

import pytest
from guanxi.extractors.numbered import numbered_funds
from guanxi.extractors.words import cut_words


def found(text: str) -> list[str]:
    return [text[n.start : n.end] for n in numbered_funds(text, cut_words(text)) if n.type == "fund"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("公司认购了岚岳稳金2号私募基金", ["岚岳稳金2号私募基金"]),
        ("投资了新泽开元57号单一资产管理计划,金额不详", ["新泽开元57号单一资产管理计划"]),
        ("旗下岚岳中证500etf上市", ["岚岳中证500etf"]),
        ("公司位于人民路561号", []),
        ("住在3号楼的基金经理", []),
    ],
)
def test_a_number_and_what_it_is_make_a_fund(text: str, names: list[str]) -> None:
    assert [name for name in found(text) if name.endswith(("基金", "计划", "etf"))] == names


def test_the_number_alone_is_found_again() -> None:
    assert found("岚岳稳金2号私募基金违约,岚岳稳金2号规模不大").count("岚岳稳金2号") == 2
