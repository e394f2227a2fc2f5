"""What an article is about, where its headline names a group and the group's unit."""

from __future__ import annotations

from guanxi.extractors.extraction import extract
from guanxi.graph.model import Article


def employers(title: str, text: str) -> set[str]:
    found = extract(Article("x", f"{title}\n\n{text}", "file:x", "sha256:", "zh-Hans", title=title))
    form = {m.number: m.form for m in found.mentions}
    return {form[c.object] for c in found.claims if c.relation == "holds_position"}


def test_a_group_that_only_says_whose_the_next_firm_is_is_not_what_the_headline_is_about() -> None:
    text = "现委任本公司执行董事张大文先生为董事长。"
    assert employers("岚澈集团旗下启澜芯片有限公司更换董事长", text) == {"启澜芯片有限公司"}
    assert employers("岚澈集团收购启澜芯片有限公司", text) == {"岚澈集团"}
