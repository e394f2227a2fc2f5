"""Names that stand in quotation marks."""

import pytest
from guanxi.extractors.quoted import quoted_names
from guanxi.extractors.words import cut_words
from guanxi.graph.text import fold


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("公司推出“闪借”，用户增多", "闪借", "product"),
        ("公司旗下品牌「山泉記」擴張", "山泉记", "product"),
        ("家长使用“阅趣坊”平台", "阅趣坊", "product"),
        ("政府公布「本地漁業津貼試行計劃」詳情", "本地渔业津贴试行计划", "product"),
        ("兩地成立「水務合作專責小組」跟進", "水务合作专责小组", "organization"),
        ("基金投资了“豆芽菜团”，金额不详", "豆芽菜团", "company"),
    ],
)
def test_a_word_beside_the_marks_or_an_ending_tells_what_is_quoted(text: str, name: str, kind: str) -> None:
    folded = fold(text)
    found = [(folded[n.start : n.end], n.type) for n in quoted_names(folded, cut_words(folded))]
    assert found == [(name, kind)]


@pytest.mark.parametrize(
    "text",
    ["市场进入“寒冬”", "他称此为“看不见的手”", "公司推出“你的未来”", "坚持“稳增长”方针", "美妆品牌“日本制造”热销"],
)
def test_what_is_said_is_no_name(text: str) -> None:
    assert not list(quoted_names(text, cut_words(text)))
