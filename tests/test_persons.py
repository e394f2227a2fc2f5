from __future__ import annotations

import pytest

from guanxi.extractors.persons import find_roles, person_at, persons_beside_roles, speakers
from guanxi.graph.text import fold


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("董事长王涛表示", "王涛"),
        ("行政總裁歐陽文菲指出", "歐陽文菲"),
        ("外交部發言人毛敏在記者會說", "毛敏"),
        ("CEO凯文·伯恩斯宣布", "凯文·伯恩斯"),
        ("首席执行官Ted Priceton透露", "Ted Priceton"),
        ("总经理陈思远，于今日离职", "陈思远"),
    ],
)
def test_the_person_behind_a_title(text: str, person: str) -> None:
    folded = fold(text)
    assert [text[n.start : n.end] for n in persons_beside_roles(text, folded, find_roles(folded))] == [person]


def test_several_persons_share_a_title() -> None:
    text = "副总裁王涛、陈思远和李敏出席"
    folded = fold(text)
    assert [text[n.start : n.end] for n in persons_beside_roles(text, folded, find_roles(folded))] == ["王涛", "陈思远", "李敏"]


def test_what_follows_a_title_and_is_no_name() -> None:
    for text in ("董事长在会上表示", "总经理将辞职", "行政總裁及財務總監"):
        folded = fold(text)
        assert list(persons_beside_roles(text, folded, find_roles(folded))) == []


def test_who_speaks_is_a_person() -> None:
    text = "王涛表示，公司会派息。市场认为偏高。"
    assert [text[n.start : n.end] for n in speakers(text, fold(text))] == ["王涛"]


def test_joined_titles_are_one() -> None:
    assert [t.value for t in find_roles("董事长兼首席执行官")] == ["董事长兼首席执行官"]


def test_a_holder_or_founder_is_no_post() -> None:
    assert {t.kind for t in find_roles("实际控制人和创始人")} == {"epithet"}


def test_no_person_begins_with_what_is_no_surname() -> None:
    assert person_at("明天开会", "明天开会", 1) is None
