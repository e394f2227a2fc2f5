import os
from pathlib import Path

import pytest
from guanxi.extractors.noise import clean_title, find_noise
from hypothesis import given, settings
from hypothesis import strategies as st

ARTICLES = Path(__file__).parents[2] / "shared" / "articles"


def noise(text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in find_noise(text)]


def told(text: str) -> str:
    """The text without its noise."""
    kept, end = "", 0
    for one in find_noise(text):
        kept, end = kept + text[end : one.start], one.end
    return kept + text[end:]


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("收入增長70%[2][6] * 公司簽約", "footnote", "[2][6]"),
        ("中國醫藥(13.060,-0.01,-0.08%)攜控股股東中標", "widget", "(13.060,-0.01,-0.08%)"),
        ("航锦科技（行情000818，诊股）公告，子公司投产", "widget", "（行情000818，诊股）"),
        ("农产品(000061,股吧)总量过剩", "widget", "(000061,股吧)"),
        ("股價上升。 欲訂閱每周免費通訊,請點擊這裏", "subscription", "欲訂閱每周免費通訊,請點擊這裏"),
        ("業績理想。\n更多精彩內容請下載本報客戶端查看", "subscription", "更多精彩內容請下載本報客戶端查看"),
        ("公司上市。\n长按二维码关注我们的公众号", "subscription", "长按二维码关注我们的公众号"),
        ("公司上市。\n免責聲明:以上資料僅供參考", "disclaimer", "免責聲明:以上資料僅供參考"),
        (
            "買入評級。本文內容純屬作者個人意見,不代表本網立場。",
            "disclaimer",
            "本文內容純屬作者個人意見,不代表本網立場。",
        ),
        ("股价上涨。投资者据此操作，风险自担。", "disclaimer", "投资者据此操作，风险自担。"),
        ("公司上市。\n【版权提示】本网尊重知识产权", "copyright", "【版权提示】本网尊重知识产权"),
        ("公司上市。\n©2022 某某網 版權所有", "copyright", "©2022 某某網 版權所有"),
        ("公司上市。\n未经本报书面授权，不得转载。", "copyright", "未经本报书面授权，不得转载。"),
        ("公司上市。\n下一篇:某公司回購股份", "related", "下一篇:某公司回購股份"),
        ("首頁 > 財經 > 公司新聞\n某公司上市", "navigation", "首頁 > 財經 > 公司新聞"),
        ("公司上市。\n隱私政策 | 服務條款 | 聯繫我們", "navigation", "隱私政策 | 服務條款 | 聯繫我們"),
        ("公司上市。\n分享到: 微信 微博 Facebook", "share", "分享到: 微信 微博 Facebook"),
        ("上证报讯（记者 王小明）三一重工公告", "byline", "（记者 王小明）"),
        ("公司上市。\n【我要纠错】 责任编辑：李小红", "byline", "【我要纠错】"),
        ("标题\n原标题：某公司公告    来源：某某网\n正文。", "byline", "原标题："),
        ("收入增長 (圖片來源:某圖庫)\n公司表示", "caption", "(圖片來源:某圖庫)"),
    ],
)
def test_noise_is_found_with_its_kind(text: str, kind: str, what: str) -> None:
    assert (kind, what) in noise(text)


@pytest.mark.parametrize(
    ("headline", "slogan"),
    [
        ("寒武紀中標十億元訂單", "_彩神争霸app下载"),
        ("騰訊公布收購甲公司。", "天天中彩票注册送彩金"),
        ("甲公司淨利增三成", "-一分快三计划官网"),
        ("乙公司獲投資,", "加微信abc123领取牛股!"),
        ("丙公司上市", "【点击领取内部消息】"),
        ("丁公司獲得訂單", "大发时时彩官方网站"),
        ("戊公司任命總裁", "—腾讯分分彩计划"),
        ("己公司簽訂合同。", "彩票平台注册送彩金首选凤凰娱乐"),
    ],
)
def test_injected_promotion_is_found_at_the_end_and_in_the_middle(headline: str, slogan: str) -> None:
    assert told(headline + slogan).strip() == headline
    assert told(f"{headline}{slogan} 公司股價上升。").replace(" ", "") == f"{headline}公司股價上升。"


def test_a_headline_is_kept_without_what_was_put_into_it() -> None:
    assert clean_title("寒武紀中標十億元訂單_彩神争霸app下载") == "寒武紀中標十億元訂單"
    assert clean_title("甲公司(13.060,-0.01,-0.08%)回購股份[2]") == "甲公司回購股份"
    assert clean_title(None) is None and clean_title("[1]") is None


def test_a_line_that_is_an_advertisement_is_noise_as_a_whole() -> None:
    text = "甲公司公布業績。\n牛市還在,你還在等什麼?點擊立即開戶,三分鐘極速響應!\n淨利增長。"
    assert told(text) == "甲公司公布業績。\n\n淨利增長。"


@pytest.mark.parametrize(
    "text",
    [
        "快三公司完成融資,投資者包括紅杉。",
        "北京公司在澳門開設分店,騰訊為其提供官方平台。",
        "澳門博彩收入上升,金沙中國及銀河娛樂受惠。",
        "彩票公司公布業績,福彩及體彩銷量上升。",
        "滴滴為新用戶發放紅包,並推出優惠券。",
        "用戶掃描二維碼就能找到共享單車。",
        "林世雄離任聲明:以局長一職完成公務生涯",
        "重點:\n  • 商湯完成重組,將生成式人工智能作為主要增長動力\n  • 公司仍處於虧損狀態",
        "公司股價升3.2%,報12.5元(2024年為10元)。",
        "股東名單:甲基金、乙基金、丙集團",
        "記者向公司查詢,公司表示不予置評。",
    ],
)
def test_what_the_story_tells_is_no_noise(text: str) -> None:
    assert noise(text) == []


def test_a_menu_and_a_list_of_other_headlines_are_noise_and_the_story_between_them_is_not() -> None:
    menu = "\n".join(f"  • {word}" for word in ["汽車", "理財", "科技", "娛樂", "社會"])
    listed = "\n".join(f"  • 某公司宣布第{n}輪融資 王某 | 2025-05-0{n}" for n in range(1, 5))
    text = f"{menu}\n\n某集團收購某網站\n集團公布,以十億元收購網站。\n\n熱門排行\n{listed}\n\n©2022 某網 版權所有"
    assert told(text).strip() == "某集團收購某網站\n集團公布,以十億元收購網站。"
    assert told(f"某集團收購某網站\n集團公布。\n{listed}").strip() == "某集團收購某網站\n集團公布。"


def test_related_stories_end_where_the_story_goes_on() -> None:
    story = "該公司其後發出聲明,指有關交易仍須獲股東大會及監管機構批准,預計於年底前完成,完成後將成為全資子公司。"
    assert told(f"甲公司公布業績。\n延伸閱讀:\n乙公司上市\n{story}") == f"甲公司公布業績。\n\n{story}"


def test_of_real_articles_nearly_all_is_told() -> None:
    if not ARTICLES.is_dir():
        assert not os.environ.get("CI"), f"{ARTICLES} is needed"
        pytest.skip(f"{ARTICLES} is not there")
    shares = []
    for file in ARTICLES.glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        shares.append(sum(one.end - one.start for one in find_noise(text)) / len(text))
    assert sum(share < 0.2 for share in shares) > 0.97 * len(shares)
    assert sum(share == 0 for share in shares) > 0.5 * len(shares)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="公司來源:|•[1]()%,.0彩票下载點擊關注公眾號\n。【】首頁>分享 記者編輯2025-", max_size=120))
def test_noise_is_ascending_without_overlap_in_any_text(text: str) -> None:
    end = 0
    for one in find_noise(text):
        assert end <= one.start < one.end <= len(text)
        end = one.end
