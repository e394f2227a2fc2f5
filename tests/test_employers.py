"""Bodies that nobody listed, by the title and the person right behind them."""

import pytest
from guanxi.extractors.extraction import extract
from guanxi.graph.model import Article


def names_of(text: str) -> dict[str, str]:
    article = Article(id="x", text=text, source="file:x", source_hash="0", language="zh-Hans", title=None)
    return {mention.form: mention.type for mention in extract(article).mentions}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("会上，杏林小筑总裁王立群表示，市场很大。", "杏林小筑", "company"),
        ("租车平台探砂创始人王立群告诉记者，价格不变。", "探砂", "company"),
        ("会上，西山读书人联谊总会主席王立群表示支持。", "西山读书人联谊总会", "organization"),
    ],
)
def test_what_stands_before_a_title_and_a_person_is_a_body(text: str, name: str, kind: str) -> None:
    assert names_of(text).get(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "会上，公司总裁王立群表示，市场很大。",
        "会上，时任总裁王立群表示，市场很大。",
        "会上，亚太区市场部总监王立群表示，市场很大。",
        "会上，疫苗专家王立群表示，市场很大。",
        "会上，资深外汇分析师王立群表示，市场很大。",
    ],
)
def test_a_department_a_trade_and_a_word_are_no_bodies(text: str) -> None:
    assert set(names_of(text)) == {"王立群"}
