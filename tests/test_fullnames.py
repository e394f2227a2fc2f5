from __future__ import annotations

import pytest
from guanxi.extractors.definitions import defined_names
from guanxi.extractors.fullnames import registered_names, type_of_ending
from guanxi.extractors.tickers import names_before_tickers, tickers_in
from guanxi.extractors.words import cut_words
from guanxi.graph.text import fold


def registered(text: str) -> list[str]:
    folded = fold(text)
    return [text[n.start : n.end] for n in registered_names(text, folded, cut_words(folded))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("昨日，北京澄岸科技股份有限公司宣布分红", "北京澄岸科技股份有限公司"),
        ("公司拟向廣州澄岸半導體有限公司增資", "廣州澄岸半導體有限公司"),
        ("股东浙江澄岸投资合伙企业（有限合伙）计划减持", "浙江澄岸投资合伙企业（有限合伙）"),
        ("由澄岸(苏州)新材料有限公司中标", "澄岸(苏州)新材料有限公司"),
        ("昨晚，岚澄中国控股有限公司发布公告", "岚澄中国控股有限公司"),
        ("会上，澄岸（北京）经营管理顾问有限公司出席", "澄岸（北京）经营管理顾问有限公司"),
        ("福建银保分局批准澄岸消费金融股份公司增资", "澄岸消费金融股份公司"),
        ("股東Navy Harbour Five Limited減持", "Navy Harbour Five Limited"),
    ],
)
def test_a_registered_name_has_its_edges(text: str, name: str) -> None:
    assert registered(text) == [name]


def test_a_word_for_a_firm_alone_is_no_name() -> None:
    assert registered("该股份有限公司表示，子公司亦受影响") == []


def test_a_definition_shows_a_name_and_where_it_begins() -> None:
    text = "提供商澄岸微电子（以下简称“澄岸微”）完成数亿元融资"
    folded = fold(text)
    names = [text[n.start : n.end] for n in defined_names(folded, cut_words(folded), {})]
    assert names == ["澄岸微电子"]


def test_a_defined_document_is_no_firm() -> None:
    text = "两部门发布《关于促进芯片产业的意见》（以下简称《意见》），要求落实"
    folded = fold(text)
    assert list(defined_names(folded, cut_words(folded), {})) == []


@pytest.mark.parametrize(
    ("aside", "tickers"),
    [
        ("9888.HK, BIDU.US", ["9888.HK", "BIDU.US"]),
        ("SHA: 688256", ["688256.SH"]),
        ("002230", ["002230.SZ"]),
        ("NASDAQ: NVDA", ["NVDA.US"]),
        ("00700", ["0700.HK"]),
        ("2330.TW", ["2330.TW"]),
        ("行情300251,诊股", ["300251.SZ"]),
        ("688795.SS", ["688795.SH"]),
        ("2024", []),
        ("3.020,0.04,1.34%", []),
    ],
)
def test_tickers(aside: str, tickers: list[str]) -> None:
    assert list(tickers_in(aside)) == tickers


def test_what_stands_before_a_ticker_is_a_name() -> None:
    text = "昨日，澄岸科技(002999.SZ)涨停"
    folded = fold(text)
    found = list(names_before_tickers(text, folded, cut_words(folded), {"002999.SZ": ("澄岸科技",)}))
    assert [(text[n.start : n.end], n.tickers) for n in found] == [("澄岸科技", ("002999.SZ",))]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("澄岸证券", "company"),
        ("清滨大学", "organization"),
        ("清滨市市场监督管理局", "authority"),
        ("澄岸产业投资基金", "fund"),
        ("澄岸", None),
    ],
)
def test_an_ending_says_what_a_name_names(name: str, kind: str | None) -> None:
    assert type_of_ending(name) == kind
