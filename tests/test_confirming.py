"""Everyday words that a text shows to be names."""

import pytest
from guanxi.extractors.confirming import confirmed
from guanxi.extractors.fullnames import Name


def shown(text: str, word: str, *firms: str) -> bool:
    start = text.index(word)
    weak = Name(start, start + len(word), "company", 45, known_as="company/x")
    sure = [Name(text.index(firm), text.index(firm) + len(firm), "company", 70) for firm in firms]
    return bool(list(confirmed([weak], sure, text)))


@pytest.mark.parametrize(
    ("text", "word", "firms", "expected"),
    [
        ("友邦、苹果及腾讯跌1%", "苹果", ["友邦", "腾讯"], True),  # in a list of firms
        ("苹果、梨及葡萄跌价", "苹果", [], False),
        ("美股收市,苹果连升3日", "苹果", [], True),  # a share's move
        ("苹果集团宣布裁员", "苹果", [], True),
        ("他每天吃苹果", "苹果", [], False),
    ],
)
def test_lists_moves_and_endings_show_a_name(text: str, word: str, firms: list[str], expected: bool) -> None:
    assert shown(text, word, *firms) is expected
