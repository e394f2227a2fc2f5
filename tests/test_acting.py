"""Places that act: states that do something, and places whose head is named."""

import pytest
from guanxi.extractors.acting import acts, headed_places, is_state, is_whereabouts
from guanxi.extractors.tagged import Span
from guanxi.extractors.words import cut_words
from guanxi.graph.text import fold


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("昨天法国宣布新的措施", "法国", True),
        ("昨天法国对此表示关切", "法国", True),
        ("昨天法国经济继续增长", "法国", False),  # an economy, not the state
        ("公司在法国设立工厂", "法国", False),  # only where
        ("昨天访问法国", "法国", False),
    ],
)
def test_a_state_acts_where_something_is_done(text: str, place: str, expected: bool) -> None:
    start = text.index(place)
    span = Span(start, start + len(place), "authority", 0.95)
    assert acts(text, cut_words(text), span) is expected


def test_a_state_the_tagger_doubts_does_not_act() -> None:
    text = "昨天法国宣布新的措施"
    assert not acts(text, cut_words(text), Span(2, 4, "authority", 0.7))


def test_states_in_a_list_act_together() -> None:
    text = "法国、巴西和德国等国都同意"
    assert acts(text, cut_words(text), Span(3, 5, "authority", 0.6))
    assert not acts(text[:8] + "市场增长", cut_words(text[:8] + "市场增长"), Span(3, 5, "authority", 0.6))


def test_states_go_by_all_their_names() -> None:
    assert all(map(is_state, ("韩国", "南韩", "澳洲", "香港"))) and not is_state("上海")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("上海市", True), ("中国大陆", True), ("西藏自治区", True), ("上海市政府", False), ("中国证监会", False)],
)
def test_whereabouts_are_no_authorities(name: str, expected: bool) -> None:
    assert is_whereabouts(name) is expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("与湛江市市長甲乙會面", "湛江市"),
        ("上海市副市长甲乙致辞", "上海市"),
        ("南達科他州女州長甲乙", "南達科他州"),
        ("浙江省代省长甲乙", "浙江省"),
        ("这位市长说", None),
    ],
)
def test_a_place_before_its_heads_title_is_an_authority(text: str, place: str | None) -> None:
    found = [text[n.start : n.end] for n in headed_places(fold(text)) if n.type == "authority"]
    assert found == ([place] if place else [])
