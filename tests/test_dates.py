import datetime as dt

import pytest
from guanxi.extractors.dates import resolve_dates
from guanxi.graph.text import fold
from hypothesis import given, settings
from hypothesis import strategies as st


def dates(text: str, published: str | None = None) -> list[tuple[str, str | None]]:
    return [(text[span.start : span.end], span.iso) for span in resolve_dates(fold(text), published)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-11-21", "2025-11-21"),
        ("2020/7/3", "2020-07-03"),
        ("2023年6月3日", "2023-06-03"),
        ("２０２３年６月", "2023-06"),
        ("2024 年 4 月 22 日", "2024-04-22"),
        ("二〇一九年三月五日", "2019-03-05"),
        ("二零一八年", "2018"),
        ("2019年上半年", "2019-H1"),
        ("2020年第三季度", "2020-Q3"),
        ("2020年三季度", "2020-Q3"),
        ("2018年底", "2018-12"),
        ("2022年初", "2022"),
        ("3Q25", "2025-Q3"),
        ("2025Q2", "2025-Q2"),
        ("1H25", "2025-H1"),
        ("FY2024", "2024"),
        ("民國113年5月", "2024-05"),
    ],
)
def test_what_names_its_year_needs_no_date_of_publication(text: str, iso: str) -> None:
    assert dates(text) == [(text, iso)]
    assert dates(f"公司於{text},公布業績") == [(text, iso)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("去年", "2024"),
        ("去年12月", "2024-12"),
        ("今年上半年", "2025-H1"),
        ("今年八月", "2025-08"),
        ("明年", "2026"),
        ("本月12日", "2025-11-12"),
        ("上個月", "2025-10"),
        ("昨日", "2025-11-20"),
        ("前日", "2025-11-19"),
        ("今日", "2025-11-21"),
        ("上周三", "2025-11-12"),  # the day of publication is a Friday
        ("本周四", "2025-11-20"),
        ("下周一", "2025-11-24"),
        ("周三", "2025-11-19"),
        ("星期五", "2025-11-21"),
        ("3月13日", "2025-03-13"),
        ("10月", "2025-10"),
        ("第三季度", "2025-Q3"),
        ("首季", "2025-Q1"),
        ("14日", "2025-11-14"),
        ("28日", "2025-10-28"),
    ],
)
def test_what_is_relative_resolves_against_the_date_of_publication_or_not_at_all(text: str, iso: str) -> None:
    assert dates(f"{text}晚間公告", "2025-11-21")[0] == (text, iso)
    assert dates(f"{text}晚間公告")[0] == (text, None)


def test_a_month_without_a_year_is_the_one_nearest_to_publication() -> None:
    assert dates("12月簽約", "2025-02-03") == [("12月", "2024-12")]
    assert dates("1月開業", "2025-12-30") == [("1月", "2026-01")]
    assert dates("5月開業", "2025-03-01") == [("5月", "2025-05")]


def test_up_to_the_end_of_a_month_is_its_last_day() -> None:
    assert dates("截至6月底,員工減少", "2024-08-01") == [("6月底", "2024-06-30")]
    assert dates("6月底上市", "2024-08-01") == [("6月底", "2024-06")]
    assert dates("截至2019年底") == [("2019年底", "2019-12-31")]


def test_a_day_takes_its_year_or_month_from_the_date_before_it_in_the_same_line() -> None:
    assert dates("2019年9月12日提出,10月16日收到警示函") == [
        ("2019年9月12日", "2019-09-12"),
        ("10月16日", "2019-10-16"),
    ]
    assert dates("2019年11月15日至20日招股")[1] == ("20日", "2019-11-20")
    assert dates("2019年9月12日提出\n10月16日收到警示函")[1] == ("10月16日", None)
    assert dates("2019年12月12日提出,1月16日收到")[1] == ("1月16日", None)
    assert dates("2014年成立,同年3月投產")[1] == ("同年3月", "2014-03")


@pytest.mark.parametrize(
    "text", ["15個交易日", "6個月內", "30日均線", "上世紀90年代", "共3.68元", "寒武紀", "5,354萬股"]
)
def test_numbers_of_days_and_other_numbers_are_no_dates(text: str) -> None:
    assert dates(text, "2025-11-21") == []


def test_what_no_calendar_holds_stays_unset() -> None:
    assert dates("2023年2月30日") == [("2023年2月30日", None)]
    assert dates("前三季度", "2025-11-21") == [("前三季度", None)]


def test_a_comparison_with_last_year_is_no_date() -> None:
    assert dates("較去年同期增長", "2025-11-21") == []


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="0123456789年月日季度上下去今本周三第一二十初底至截 qQhH-/.\n股", max_size=60),
    st.dates(dt.date(1990, 1, 1)),
)
def test_any_text_gives_ascending_spans_with_valid_values(text: str, published: dt.date) -> None:
    end = 0
    for span in resolve_dates(fold(text), published.isoformat()):
        assert end <= span.start < span.end <= len(text)
        assert span.iso is None or len(span.iso) in (4, 7, 10)
        end = span.end


def test_a_day_without_a_year_takes_that_of_the_same_day_elsewhere_where_nothing_else_tells_it() -> None:
    text = "10月16日,證監會下發警示函。\n\n公司於2019年10月16日收到,此前2018年3月亦有一次。"
    assert dates(text)[0] == ("10月16日", "2019-10-16")
    assert dates(text.replace("10月16日,", "3月,"))[0] == ("3月", "2018-03")
    assert dates(text.replace("10月16日,", "5月,"))[0] == ("5月", None)
    assert dates(text, "2021-01-01")[0] == ("10月16日", "2020-10-16")
    assert dates(f"{text}2017年10月16日另有一次。")[0] == ("10月16日", None)


def test_the_first_year_of_a_span_is_a_date_and_the_middle_of_a_year_is_no_name() -> None:
    assert dates("在2018至2024年間任職") == [("2018", "2018"), ("2024年", "2024")]
    assert dates("2019年中國平安入股") == [("2019年", "2019")]
