import random

from guanxi.graph.reprints import Print, link_reprints, signature, story

WIRE = (
    "甲科技(600001)公布,與乙半導體簽訂五年供貨協議,總額12.5億元,由乙半導體提供先進封裝服務。"
    "甲科技董事長王大明表示,協議有助公司擴大在汽車電子市場的份額,並預計2026年第二季度開始交付。"
    "分析員認為,乙半導體的產能利用率將升至九成,兩家公司的股價早段分別上升3.2%和5.1%。"
)


def linked(texts: dict[str, str], dates: dict[str, str] | None = None) -> dict[str, str]:
    prints = [Print(name, (dates or {}).get(name), signature(text)) for name, text in texts.items()]
    random.Random(len(prints)).shuffle(prints)
    return link_reprints(prints)


def test_a_reprint_is_linked_to_the_earliest_published_and_then_to_the_smallest_id() -> None:
    texts = {"b": WIRE, "a": WIRE + "更多消息容後報道。", "c": WIRE.replace("早段", "午後")}
    assert linked(texts) == {"b": "a", "c": "a"}
    assert linked(texts, {"a": "2025-07-09", "c": "2025-07-08"}) == {"a": "c", "b": "c"}


def test_script_width_and_punctuation_make_no_other_article() -> None:
    simplified = WIRE.replace("簽訂", "签订").replace("協議", "协议").replace("總額", "总额").replace(",", "，")
    assert signature(simplified) == signature(WIRE)
    assert linked({"hk": WIRE, "cn": simplified}) == {"hk": "cn"}


def test_notices_from_one_template_with_other_figures_are_no_reprints() -> None:
    notice = (
        "丙控股於{}在香港交易所回購{}萬股,耗資{}萬港元。公司表示,回購反映董事會對業務前景的信心,"
        "並會按照股東周年大會授予的一般授權,視乎市況及資金安排,在公開市場繼續購回股份,購回的股份將予註銷。"
        "公司主席李大為指出,集團現金流穩健,足以支持研發投入及派息政策,未來會繼續留意合適的併購機會,為股東創造長遠價值。"
    )
    first = notice.format("2025年3月4日", "18.2", "301.77")
    second = notice.format("2024年6月25日", "40.1", "777.35")
    words = notice.format("", "", "")
    assert linked({"a": words, "b": words + "完。"}) == {"b": "a"}
    assert linked({"a": first, "b": second}) == {}


def test_other_articles_of_the_same_day_are_not_linked() -> None:
    other = "丁銀行公布中期業績,淨利潤按年增長4%,淨息差收窄,董事會建議派發中期股息每股0.21元。" * 2
    assert linked({"a": WIRE, "b": other}) == {}


def test_neither_order_nor_company_changes_the_links() -> None:
    texts = {f"n{number}": WIRE + "續。" * (number % 3) for number in range(12)}
    texts["x"] = "戊能源投資風電項目,總投資八億元,預計明年並網發電,由己集團負責施工。"
    prints = [Print(name, None, signature(text)) for name, text in texts.items()]
    first = link_reprints(prints)
    assert first == link_reprints(reversed(prints))
    assert set(first.values()) == {"n0"} and len(first) == 11
    assert first == link_reprints([one for one in prints if one.article != "x"])


def test_ten_thousand_copies_and_as_many_from_one_template_are_linked_in_seconds() -> None:
    mark = signature(WIRE)
    same = [Print(f"{number:05}", None, mark) for number in range(10_000)]
    other = [
        Print(
            f"x{number:04}",
            None,
            signature(f"{WIRE[:70]}今日成交{number + 7000}手,換手率{number * 7 % 2003 + 20000}。"),
        )
        for number in range(2_000)
    ]
    links = link_reprints([*other, *same])
    assert links == {f"{number:05}": "00000" for number in range(1, 10_000)}


def test_a_story_is_the_text_without_its_noise() -> None:
    assert story("標題\n正文[2]。訂閱", [(8, 11), (5, 8)]) == "標題\n正文"
    assert story("正文") == "正文"
    assert signature(story("甲公司(1.0,2%)公布業績", [(3, 11)])) == signature("甲公司公布業績")


def test_empty_stories_are_no_reprints_of_one_another() -> None:
    assert signature("") == signature("。!") == b""
    assert linked({"a": "。", "b": "", "c": "!"}) == {}
