"""Names of one text that stand for one thing: short forms found, lengths settled, joined with the full name."""

from __future__ import annotations

import pytest
from guanxi.extractors.bodies import mission_bodies, seated_bodies
from guanxi.extractors.extraction import extract
from guanxi.extractors.shortened import shortened
from guanxi.extractors.words import cut_words
from guanxi.graph.model import Article
from guanxi.graph.text import fold


def together(text: str) -> list[set[str]]:
    """Give the written forms that an extraction joins, those alone left out."""
    found = extract(Article("x", text, "file:x", "sha256:", "zh-Hans"))
    form = {m.number: m.form for m in found.mentions}
    return [{m.form, *(form[n] for n in m.same_as)} for m in found.mentions if m.same_as]


def forms(text: str, kind: str) -> set[str]:
    found = extract(Article("x", text, "file:x", "sha256:", "zh-Hans"))
    return {m.form for m in found.mentions if m.type == kind}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("岚澈外滩房地产开发有限公司", "岚澈外滩"),
        ("上海澄峤置业有限公司", "澄峤"),
        ("广州启澜投资咨询有限公司", "启澜投资咨询"),
        ("岚澈信托股份有限公司", "岚澈信托"),
    ],
)
def test_short_forms_of_registered_names(name: str, short: str) -> None:
    assert short in shortened(fold(name))


@pytest.mark.parametrize("name", ["上海投资管理有限公司", "北京科技有限公司", "中国银行股份有限公司"])
def test_places_and_trades_alone_are_no_short_forms(name: str) -> None:
    assert not {"上海", "北京", "投资管理", "科技", "银行", "中国"} & shortened(fold(name))


def test_a_short_form_is_found_and_joined() -> None:
    text = "公告称，岚澈外滩房地产开发有限公司获得融资。其后岚澈外滩的股权由三家公司持有。"
    assert {"岚澈外滩", "岚澈外滩房地产开发有限公司"} in together(text)


def test_a_short_form_of_two_full_names_joins_none() -> None:
    text = "上海澄峤置业有限公司与北京澄峤置业有限公司签约，澄峤置业表示满意。"
    assert all("澄峤置业" not in group for group in together(text))


def test_last_names_are_joined_with_full_names() -> None:
    text = "分析师霍华德·阿彻表示，需求回升。阿彻认为，价格仍会上升，阿彻又说，风险不大。"
    assert {"霍华德·阿彻", "阿彻"} in together(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("她是香港建造業總工會理事長", "香港建造業總工會"),
        ("早年畢業於挪威管理學院", "挪威管理學院"),
        ("澳門政策研究和區域發展局局長張作文", "澳門政策研究和區域發展局"),
        ("山西省药品监督管理局公布结果", "山西省药品监督管理局"),
    ],
)
def test_bodies_by_seat_and_ending(text: str, name: str) -> None:
    folded = fold(text)
    assert name in [text[n.start : n.end] for n in seated_bodies(folded, cut_words(folded))]


@pytest.mark.parametrize("text", ["香港表示會研究成立委員會", "他在北京收购学院的股权", "中国企业向大学捐款"])
def test_no_bodies(text: str) -> None:
    folded = fold(text)
    assert [text[n.start : n.end] for n in seated_bodies(folded, cut_words(folded))] == []


def test_all_places_decide_where_a_persons_name_ends() -> None:
    always = "董事長呂志和表示滿意。呂志和認為前景良好，呂志和又說會派息。"
    once = "董事长许刚于6月5日质押股份。许刚累计质押股份1亿股。"
    assert "呂志和" in forms(always, "person")
    assert "许刚" in forms(once, "person") and "许刚于" not in forms(once, "person")


def test_a_ticker_with_the_exchange_before_the_code() -> None:
    text = "快讯，岚澈佰利（SZ 002999，收盘价：17.11元）发布公告称，公司控股股东许刚增持股份。"
    assert "岚澈佰利" in forms(text, "company")


def test_a_part_of_the_world_before_a_title_is_no_part_of_the_firm() -> None:
    assert "高盛" in forms("高盛亞太首席股票策略分析師慕天輝認為是好事", "company")


def claims(text: str) -> set[tuple[str, str, str]]:
    found = extract(Article("x", text, "file:x", "sha256:", "zh-Hans"))
    form = {m.number: m.form for m in found.mentions}
    return {(form[c.subject], c.relation, form[c.object]) for c in found.claims}


def test_the_former_and_the_latter_are_the_two_named_last() -> None:
    text = "岚澈科技有限公司的股东是启澜投资有限公司和澄峤资本有限公司，前者持股60%，后者持股40%。"
    assert {
        ("启澜投资有限公司", "holds_stake_in", "岚澈科技有限公司"),
        ("澄峤资本有限公司", "holds_stake_in", "岚澈科技有限公司"),
    } <= claims(text)
    assert ("岚澈科技有限公司", "supplies", "启澜投资有限公司") in claims(
        "启澜投资有限公司与岚澈科技有限公司签署协议，后者将向前者供应芯片。"
    )


def test_both_are_the_two_that_were_named_together() -> None:
    lead = "启澜科技有限公司与岚澈芯片有限公司的负责人昨日会面。"
    pair = ("启澜科技有限公司", "partners_with", "岚澈芯片有限公司")
    assert pair in claims(lead + "双方签署战略合作协议。")
    assert pair in claims(lead.replace("与", "、") + "两家公司将在电池领域开展合作。")


@pytest.mark.parametrize(
    "text",
    [
        "启澜科技有限公司、岚澈芯片有限公司和澄峤资本有限公司的负责人会面。双方签署战略合作协议。",
        "启澜科技有限公司与岚澈芯片有限公司的负责人会面。天气晴朗。路上车多。双方签署战略合作协议。",
        "负责人会面。双方签署战略合作协议。",
    ],
)
def test_both_are_nobody_where_no_two_were_named_together(text: str) -> None:
    assert not {relation for _, relation, _ in claims(text)} & {"partners_with"}


def test_a_form_of_address_is_the_person_of_that_surname() -> None:
    said = "岚澈科技董事长张大文昨日表示，公司将扩产。张先生说，市场很好。李女士买了一台。"
    assert together(said) == [{"张先生", "张大文"}]
    assert "李女士" in forms(said, "person")
    two = said.replace("扩产。", "扩产，总裁张小武同意。")
    assert together(two) == []


def test_a_body_without_its_seat_is_the_one_with_it() -> None:
    assert {"零售管理協會", "香港零售管理協會"} in together("香港零售管理協會公布數據。零售管理協會認為市道差。")
    assert {"国家统计局", "中国国家统计局"} in together("中国国家统计局发言人回应。国家统计局将公布数据。")
    assert not together("日本国家统计局发言人回应。国家统计局将公布数据。")


def test_what_is_taken_up_at_the_head_of_a_clause_is_spoken_of_from_there_on() -> None:
    text = "前字节跳动副总裁张大文创办岚澈芯片有限公司，该公司去年亏损，2025年12月登上科创板。"
    assert ("岚澈芯片有限公司", "listed_on", "科创板") in claims(text)
    assert ("字节跳动", "listed_on", "科创板") not in claims(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("推動漁業可持續發展專責小組成立", "推动渔业可持续发展专责小组"),
        ("上星期解決積水問題工作組提交報告", "解决积水问题工作组"),
        ("政府推动成立专责小组", None),
    ],
)
def test_a_body_may_begin_with_what_it_is_to_do(text: str, name: str | None) -> None:
    folded = fold(text)
    assert [folded[n.start : n.end] for n in mission_bodies(folded)] == ([name] if name else [])
