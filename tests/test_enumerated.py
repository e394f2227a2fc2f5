"""Lists whose members name one another."""

import pytest
from guanxi.extractors.enumerated import beside_named, listed_members
from guanxi.extractors.extraction import extract
from guanxi.extractors.fullnames import Name
from guanxi.extractors.words import cut_words
from guanxi.graph.model import Article


def places(text: str, *forms: str) -> list[tuple[int, int]]:
    return [(text.index(form), text.index(form) + len(form)) for form in forms]


@pytest.mark.parametrize(
    ("text", "named", "likely", "shown"),
    [
        ("投资方为甲资本、乙丙、丁戊等", ["甲资本"], ["乙丙", "丁戊"], ["乙丙", "丁戊"]),
        ("投资方为乙丙、丁戊、甲资本", ["甲资本"], ["乙丙", "丁戊"], ["乙丙", "丁戊"]),
        ("投资方为甲资本、乙丙公司", ["甲资本"], ["乙丙"], []),  # no whole member
        ("投资方为甲资本,乙丙、丁戊", ["甲资本"], ["乙丙"], []),  # another clause
        ("投资方为乙丙、丁戊", [], ["乙丙", "丁戊"], []),
    ],
)
def test_a_whole_member_beside_a_name_is_one(text: str, named: list[str], likely: list[str], shown: list[str]) -> None:
    assert beside_named(text, places(text, *likely), places(text, *named)) == set(places(text, *shown))


def forms_of(text: str) -> set[str]:
    article = Article(
        id="x", text=text, source="file:x", source_hash="0", language="zh-Hans", title=text.split("\n")[0]
    )
    return {mention.form for mention in extract(article).mentions}


@pytest.mark.parametrize("round_", ["C1轮", "D轮", "C+轮"])
def test_a_rounds_letter_is_no_name(round_: str) -> None:
    forms = forms_of(f"北辰电子有限公司完成{round_}融资，由腾讯领投。腾讯曾参投百度{round_}融资。")
    assert not {form for form in forms if form[-1:] in "CD1"}
    assert {"腾讯", "百度"} <= forms


@pytest.mark.parametrize(
    ("text", "firms", "found"),
    [
        ("京东、小米、岚掌、百度等公司布局", ["京东", "小米", "百度"], ["岚掌"]),
        ("他投资过京东、小米、岚掌等", ["京东", "小米"], ["岚掌"]),
        ("京东、小米、生物柴油等行业", ["京东", "小米"], []),  # ordinary words
        ("京东、岚掌、绩效考核", ["京东"], []),  # one firm shows nothing
    ],
)
def test_who_stands_in_a_list_with_two_firms_is_one(text: str, firms: list[str], found: list[str]) -> None:
    names = [Name(text.index(firm), text.index(firm) + len(firm), "company", 70) for firm in firms]
    members = listed_members(text, cut_words(text), names)
    assert [text[n.start : n.end] for n in members] == found
