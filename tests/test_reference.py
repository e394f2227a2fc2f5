"""What a subject that is left out refers to, and what stands before a name and is no party."""

import pytest
from guanxi.extractors.extraction import extract
from guanxi.graph.model import Article


def claims_of(text: str) -> set[tuple[str, str, str]]:
    article = Article(
        id="x", text=text, source="file:x", source_hash="0", language="zh-Hans", title=text.split("\n")[0]
    )
    extraction = extract(article)
    forms = {mention.number: mention.form for mention in extraction.mentions}
    return {(forms[c.subject], c.relation, forms[c.object]) for c in extraction.claims}


@pytest.mark.parametrize("party", ["由", "获得来自", "与"])
def test_a_firm_by_from_or_with_which_something_is_done_is_no_left_out_subject(party: str) -> None:
    text = f"北辰电子有限公司发展迅速。\n去年{party}腾讯投资后，又获百度A轮融资。"
    said = claims_of(text)
    assert ("百度", "invests_in", "北辰电子有限公司") in said
    assert ("百度", "invests_in", "腾讯") not in said


def test_a_country_before_a_firm_says_where_it_is_from() -> None:
    said = claims_of("腾讯与美国微软、德国西门子达成战略合作。")
    assert {("腾讯", "partners_with", "微软"), ("腾讯", "partners_with", "西门子")} <= said


def test_an_unknown_member_ends_no_list() -> None:
    said = claims_of("腾讯投资了百度、疯狂外语、京东等公司。")
    assert {("腾讯", "invests_in", "百度"), ("腾讯", "invests_in", "京东")} <= said
