import pytest
from guanxi.extractors.metadata import Metadata, iso_date, looks_like_headline, metadata_of, published_in, spaced


def test_a_stamp_under_the_headline_gives_date_and_publisher() -> None:
    text = "【某證券】甲雲3Q25:淨利潤首次轉正\n新浪财经· 2025-11-21 07:29\n3Q25業績概覽 - 營收增長。"
    assert metadata_of(text) == Metadata("【某證券】甲雲3Q25:淨利潤首次轉正", "2025-11-21", "新浪财经", ())


def test_the_headline_is_the_line_over_the_stamp_and_not_the_menu() -> None:
    text = "行業雲服務\n搜索文檔\n乙科技20251125\n2025-11-26 22:15\n行業與公司:公司營收7億元。"
    assert metadata_of(text).title == "乙科技20251125"
    menu = "某網\n  • 汽車\n  • 理財\n  • 科技\n  • 娛樂\n\n"
    page = f"{menu}丙公司首日破發\n\n2024-04-26 简体 HK SG TW\n\n丙公司登陸港交所。"
    assert metadata_of(page).title == "丙公司首日破發"
    assert metadata_of(page).published == "2024-04-26"


def test_the_bracketed_head_of_a_flash_is_its_title() -> None:
    assert (
        metadata_of("【丁公司:擬投資7億元建廠】丁公司公告,公司決定擴產,總額" + "約七億元," * 20 + "完。").title
        == "丁公司:擬投資7億元建廠"
    )


def test_labelled_lines_and_front_matter_say_what_they_are() -> None:
    front = '---\ntitle: "甲公司中標大單"\ndate: 2025-03-04\nauthor: 王小明、李紅\nsource: 某報\n---\n甲公司公布。'
    assert metadata_of(front) == Metadata("甲公司中標大單", "2025-03-04", "某報", ("王小明", "李紅"))
    assert metadata_of("來源:某報\n甲公司公布。").title is None


def test_a_line_of_source_and_author_may_hold_the_date() -> None:
    found = metadata_of("甲公司中標大單\n來源：某某日報 作者:王小明 2025-11-21 07:29\n甲公司公布,中標大單。")
    assert found == Metadata("甲公司中標大單", "2025-11-21", "某某日報", ("王小明",))


def test_a_code_over_the_headline_is_none() -> None:
    assert (
        metadata_of("0020.HK\nSomeone completes its reorganization\n\n該公司重組。").title
        == "Someone completes its reorganization"
    )


def test_a_text_that_begins_with_its_story_has_no_title() -> None:
    assert metadata_of("1月15日消息,央行公布了數據。\n對此,某證券認為信貸超預期。").title is None


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("標題\n公司公布業績。\n來源:某某日報", "某某日報"),
        ("标题\n原标题：公司公告    来源：财华网\n公司公告。", "财华网"),
        ("【财华社讯】某公司公布,收购地块。", "财华社"),
        ("新华社拉萨2月2日电 牧民过年。", "新华社"),
        ("某公司与某市签约。（青岛日报）", "青岛日报"),
        ("(本文首发于钛媒体 APP,作者|王健)", "钛媒体 APP"),
        ("据海南日报消息,某省出台措施。", None),
        ("來源:公司\n某公司公布。", None),
    ],
)
def test_the_publisher_is_read_from_the_text(text: str, publisher: str | None) -> None:
    assert metadata_of(text).publisher == publisher


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("上证报讯（记者 王小明）某公司公告。", ("王小明",)),
        ("新华社记者黄浩然、张宝山\n临近岁末。", ("黄浩然", "张宝山")),
        ("本报实习记者 柳明 记者 夏新 北京报道\n公司公告。", ("柳明", "夏新")),
        ("文/某财经专栏作家 李迅\n公司公告。", ("李迅",)),
        ("标题很长的一行\n作者：Ann Saxena 编译：阿宅\n公司公告。", ("Ann Saxena",)),
        ("公司董事長王小明表示,業績理想。", ()),
        ("國際市場佔比增至三分之一 陽歌 在短暫地蜚聲全球之後,公司似乎已經吸取了教訓。", ("陽歌",)),
        ("股價上升。 劉智 欲訂閱每周免費通訊,請點擊這裏", ("劉智",)),
        ("某公司重組業務\n\n肖林\n\n某集團是最早的人工智能公司之一。", ("肖林",)),
    ],
)
def test_authors_are_read_from_bylines_and_nobody_else(text: str, authors: tuple[str, ...]) -> None:
    assert metadata_of(text).authors == authors


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2025-11-21 07:29", "2025-11-21"),
        ("2025/1/2", "2025-01-02"),
        ("2025年11月21日", "2025-11-21"),
        ("２０２５年１月２日", "2025-01-02"),
        ("20251121", "2025-11-21"),
        ("2025-11-21T07:29:00+08:00", "2025-11-21"),
        ("Fri, 21 Nov 2025 07:29:00 +0800", "2025-11-21"),
        (1763710140, "2025-11-21"),
        ("1763710140000", "2025-11-21"),
        ("2025-13-01", None),
        ("2025", None),
        ("昨天", None),
        ("", None),
        (None, None),
        (True, None),
        (10**30, None),
    ],
)
def test_dates_of_tables_and_feeds_become_iso(value: object, iso: str | None) -> None:
    assert iso_date(value) == iso


def test_the_date_in_a_page_stands_near_its_headline() -> None:
    page = "2001-01-01\n甲公司上市\n2025-03-04 08:12 某網\n公司公布。\n" + "正文。\n" * 9 + "2026-01-01"
    assert published_in(page, "甲公司上市") == "2025-03-04"
    assert published_in(page, "另一標題") is None


def test_headlines_are_short_and_end_without_a_full_stop() -> None:
    assert looks_like_headline("甲公司中标10亿元大单!")
    assert not looks_like_headline("甲公司公布业绩。") and not looks_like_headline("2025-11-21")
    assert spaced("甲\u3000乙\n丙 ") == "甲\u3000乙 丙"
