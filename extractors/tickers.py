"""Tickers in brackets, and the names that stand before them: 商湯(0020.HK), 光线传媒(行情300251,诊股)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from .fullnames import Name, left_edge
from .words import Words, edge_list

_CODE = re.compile(
    r"(?P<a>\d{4,6})\s?[.:]\s?(?P<am>HK|SH|SS|SZ|BJ|TW|TWO|US|OQ|N|T|KS|DE)\b|"
    r"\b(?P<bm>SHA|SHE|SH|SZ|HKG|HKEX|HKSE|SEHK|HK|BJ|TPE|TWSE|TW)\s?[:：.]?\s?(?P<b>\d{4,6})\b|"
    r"\b(?P<cm>NASDAQ|NYSE|NASD|AMEX)\s?[:：]\s?(?P<c>[A-Z]{1,5})\b|"
    r"\b(?P<d>[A-Z]{1,6})\s?\.\s?(?P<dm>US|O|N|OQ|DE|L|PA|AS|KS|T)\b|"
    r"(?<![\d.,])(?P<e>\d{6})(?![\d%]|[.,]\d)|(?<![\d.,])(?P<f>0\d{4})(?![\d%]|[.,]\d)"
)  # fmt: skip
_MARKET = {
    "SS": "SH", "SHA": "SH", "SHE": "SZ", "HKG": "HK", "HKEX": "HK", "HKSE": "HK", "SEHK": "HK", "TPE": "TW", "TWSE": "TW",
    "TWO": "TW", "OQ": "US", "O": "US", "N": "US",
}  # fmt: skip


def tickers_in(text: str) -> Iterator[str]:
    """Find the tickers in the text of an aside, as `CODE.MARKET`.

    >>> list(tickers_in("9888.HK, BIDU.US")), list(tickers_in("SHA: 688256")), list(tickers_in("NASDAQ: NVDA"))
    (['9888.HK', 'BIDU.US'], ['688256.SH'], ['NVDA.US'])
    >>> list(tickers_in("行情002354,诊股")), list(tickers_in("00382"))
    (['002354.SZ'], ['0382.HK'])
    """
    seen: set[str] = set()
    ticker: str | None
    for m in _CODE.finditer(text):
        if m["a"]:
            ticker = _numbered(m["a"], m["am"])
        elif m["b"]:
            ticker = _numbered(m["b"], m["bm"])
        elif m["c"]:
            ticker = f"{m['c']}.US"
        elif m["d"]:
            ticker = f"{m['d']}.{_MARKET.get(m['dm'], m['dm'])}"
        elif m["e"]:
            ticker = _mainland(m["e"])
        else:
            ticker = _numbered(m["f"], "HK")
        if ticker and ticker not in seen:
            seen.add(ticker)
            yield ticker


def _numbered(code: str, market: str) -> str:
    market = _MARKET.get(market, market)
    if market == "HK":
        code = f"{int(code):04d}"
    return f"{code}.{market}"


def _mainland(code: str) -> str | None:
    """Give a bare six-digit code the market of its number, None when no mainland market numbers so."""
    if code.startswith(("600", "601", "603", "605", "688", "689", "900")):
        return f"{code}.SH"
    if code.startswith(("000", "001", "002", "003", "300", "301", "302", "200")):
        return f"{code}.SZ"
    if code.startswith(("43", "83", "87", "88", "92")):
        return f"{code}.BJ"
    return None


@functools.cache
def _quote_widget() -> re.Pattern[str]:
    label = "|".join(edge_list("code_label"))
    return re.compile(
        rf"\((?:{label})?\s?[A-Za-z]{{0,2}}\s?\d{{6}}[^()]{{0,20}}\)|"
        r"\([^()\n]{0,20}\d{4,6}\s?[.]\s?[A-Z]{2}[^()\n]{0,40}\)|\([A-Z]{2,6}\s?:\s?\w{1,6}[^()\n]{0,30}\)|\(0\d{4}[^()\n%]{0,20}\)"
    )


def names_before_tickers(
    text: str, folded: str, words: Words, listings: Mapping[str, tuple[str, ...]]
) -> Iterator[Name]:
    """Find the name that stands before a ticker in brackets.

    `listings` maps a ticker to the folded names it is listed under: the longest that stands there is the name. Where none
    does, the name goes back to the nearest edge, at most eight characters.
    """
    for widget in _quote_widget().finditer(folded):
        end = widget.start()
        while end and folded[end - 1] in ' "”」』':
            end -= 1
        tickers = tuple(tickers_in(text[widget.start() : widget.end()].replace("（", "(")))
        if not end or not tickers:
            continue
        known = [n for t in tickers for n in listings.get(t, ()) if folded.endswith(n, 0, end)]
        start = end - max(map(len, known)) if known else _short_edge(folded, end, words)
        if end - start >= 2:
            yield Name(start, end, "company", 90 if known else 60, widget.end(), tickers, found_by="ticker")


def _short_edge(folded: str, end: int, words: Words) -> int:
    start = left_edge(folded, end, words, at_most=10)
    return start if end - start <= 8 else end
