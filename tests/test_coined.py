from __future__ import annotations

import pytest
from guanxi.extractors.coined import coined_names
from guanxi.extractors.words import cut_words
from guanxi.graph.text import fold


def found(text: str) -> list[str]:
    folded = fold(text)
    return [text[n.start : n.end] for n in coined_names(folded, cut_words(folded))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("曜川汽车计划明年建厂", "曜川汽车"),
        ("公司拟收购澄峤制药六成股权", "澄峤制药"),
        ("璟弢瀾科技已向港交所遞表", "璟弢瀾科技"),
        ("昨日，赤霄光電宣布派息", "赤霄光電"),
    ],
)
def test_a_coined_word_and_an_ending_are_a_name(text: str, name: str) -> None:
    assert found(text) == [name]


@pytest.mark.parametrize(
    "text", ["國產汽車銷量上升", "推動智能科技發展", "全球半導體市場復甦", "該行投資銀行業務", "用於數據中心的芯片"]
)
def test_everyday_words_are_none(text: str) -> None:
    assert found(text) == []
