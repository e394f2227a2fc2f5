"""How the names of things are compared: legal forms cut off, and which of two names is the fuller one."""

from __future__ import annotations

import functools
import importlib.resources
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from .datafile import read_section
from .model import Entity
from .text import fold, name_key

_PLAIN = re.compile("[\u3400-\u9fff]{2,}")
_HAN, _BETWEEN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]"), re.compile(r"[\s,]+")
# One company has one share of a kind at one market, so two codes of a board are two companies. B shares (900xxx in
# Shanghai, 200xxx in Shenzhen) and Hong Kong's renminbi counters (8xxxx) stand beside a company's usual share.
_BOARDS = (("SH", "900", 6), ("SZ", "200", 6), ("HK", "8", 5))
_NATURAL = frozenset({"person", "product", "place"})
_MARKETS = ("SH", "SZ", "BJ", "HK", "TW", "US", "NASDAQ", "NYSE")
_WRITTEN = {"SS": "SH", "SHA": "SH", "SHE": "SZ", "HKG": "HK", "HKEX": "HK"}  # other ways to write a ticker's market
_TICKER = re.compile(r"([0-9A-Z]{1,6})(?:\.([A-Z]{1,6}))?")
_SAME_MARKET = {"SS": "SH", "NASDAQ": "US", "NYSE": "US", "O": "US", "N": "US"}


@dataclass(frozen=True, slots=True)
class _Forms:
    han: tuple[str, ...]
    parts: tuple[str, ...]
    latin: frozenset[str]
    extensions: frozenset[str]
    listed: tuple[str, ...]
    seats: re.Pattern[str]


@functools.cache
def _forms() -> _Forms:
    file = importlib.resources.files("guanxi.graph") / "legal_forms.yaml"
    section = read_section(file)
    section.allow("han", "parts", "latin", "extensions", "listed", "seats", "seat_ends")
    seats, ends = ("|".join(map(re.escape, section.texts(key))) for key in ("seats", "seat_ends"))
    han = tuple(sorted(section.texts("han"), key=len, reverse=True))
    return _Forms(
        han,
        section.texts("parts"),
        frozenset(section.texts("latin")),
        frozenset(section.texts("extensions")),
        section.texts("listed"),
        re.compile(f"(?:{seats})(?:{ends})?"),
    )


@functools.lru_cache(maxsize=400_000)
def bare_key(name: str) -> str:
    """Give the key under which two spellings of one name are equal, its legal form cut off.

    >>> bare_key("摩爾線程智能科技（北京）股份有限公司"), bare_key("NVIDIA Corp."), bare_key("百度集团公司")
    ('摩尔线程智能科技北京', 'nvidia', '百度集团')
    >>> bare_key("中国银行苏州分公司"), bare_key("Zinc")
    ('中国银行苏州分公司', 'zinc')
    """
    return _cut(name)[0]


def typed_key(name: str, kind: str) -> str:
    """Give the key of a name of a type: a person, product or place has no legal form; marks alone are their own key.

    >>> typed_key("Maria Co", "person"), typed_key("Maria Co", "company")
    ('mariaco', 'maria')
    """
    return (name_key(name) if kind in _NATURAL else bare_key(name)) or name


@functools.lru_cache(maxsize=400_000)
def has_legal_form(name: str) -> bool:
    """Tell whether a name is written with its legal form.

    >>> has_legal_form("甲科技有限公司"), has_legal_form("甲科技")
    (True, False)
    """
    return _cut(name)[1]


@functools.lru_cache(maxsize=400_000)
def unseated(name: str) -> str:
    """Give the key of a registered name without the seat it begins with; empty where too little is left to know it by.

    >>> unseated("江苏恒瑞医药股份有限公司"), unseated("北京银行股份有限公司"), unseated("北京时间科技")
    ('恒瑞医药', '', '')
    """
    key = bare_key(name)
    seat = _forms().seats.match(key) if has_legal_form(name) else None
    rest = key[seat.end() :] if seat else ""
    return rest if fullness(rest) >= 8 else ""  # two words: what is left of 上海电气 is no name


def latin_forms() -> frozenset[str]:
    """Give the legal forms in Latin script, folded, each a word of its own at the end of a name."""
    return _forms().latin


def is_listed_form(name: str) -> bool:
    """Tell whether a name has the legal form that a listed company has.

    >>> is_listed_form("江蘇恆瑞醫藥股份有限公司"), is_listed_form("上海恒瑞医药有限公司")
    (True, False)
    """
    return fold(name).endswith(_forms().listed)


def _cut(name: str) -> tuple[str, bool]:
    """Give a name's key and whether a legal form was cut off; at least two characters stay."""
    forms = _forms()
    if _PLAIN.fullmatch(name) and not (folded := fold(name)).endswith(forms.han):
        return folded, False  # most names: all that follows would leave them as they are
    words = _BETWEEN.split(fold(unicodedata.normalize("NFKC", name)).strip(" ,.\t\n"))
    count = len(words)
    while len(words) > 1 and words[-1].replace(".", "") in forms.latin:
        words.pop()
    whole = name_key(" ".join(words))
    key = whole
    if not whole.endswith(forms.parts):
        key = next((whole[: -len(form)] for form in forms.han if whole.endswith(form)), whole)
    if len(key) < 2:
        return name_key(name), False
    return key, len(words) < count or key != whole


def is_han(key: str) -> bool:
    """Tell whether a name holds Chinese characters."""
    return _HAN.search(key) is not None


@functools.lru_cache(maxsize=400_000)
def fullness(key: str) -> int:
    """Measure how much a name says: a Chinese character as much as two letters.

    >>> fullness("台积电") > fullness("tsmc")
    True
    """
    return sum(2 if char > "\u2e7f" else 1 for char in key)


def extends(key: str, short: str) -> bool:
    """Tell whether a name is a shorter one with a word behind it that makes no other name of it.

    >>> extends("百度集团", "百度"), extends("百度网盘", "百度")
    (True, False)
    """
    return short != key and unextended(key) == short


def unextended(key: str) -> str:
    """Give a name without the word behind it that makes no other name of it.

    >>> unextended("百度集团"), unextended("百度")
    ('百度', '百度')
    """
    word = next(filter(key.endswith, _forms().extensions), "")
    return key[: len(key) - len(word)] if len(key) - len(word) >= 2 else key


def board(ticker: str) -> str:
    """Give the board of a ticker: a company has one code there.

    >>> board("600000.SH"), board("900901.SH"), board("NVDA.NASDAQ")
    ('SH', 'SH 900', 'US')
    """
    code, _, market = ticker.rpartition(".")
    market = _SAME_MARKET.get(market, market)
    return next(
        (
            f"{m} {start}"
            for m, start, length in _BOARDS
            if m == market and len(code) == length and code.startswith(start)
        ),
        market,
    )


def market_order(ticker: str) -> tuple[int, str]:
    """Order tickers: the markets first that most of the corpus trades at.

    >>> sorted(["JD.US", "9618.HK", "600000.SH"], key=market_order)
    ['600000.SH', '9618.HK', 'JD.US']
    """
    market = ticker.rpartition(".")[2]
    return _MARKETS.index(market) if market in _MARKETS else len(_MARKETS), ticker


def split_ticker(text: str) -> tuple[str, str | None] | None:
    """Split a ticker into code without leading zeros and market, None where the text is no ticker.

    >>> split_ticker("0700.hk"), split_ticker("688256.SS"), split_ticker("nvda"), split_ticker("百度")
    (('700', 'HK'), ('688256', 'SH'), ('NVDA', None), None)
    """
    found = _TICKER.fullmatch(text.strip().upper())
    return (found[1].lstrip("0"), found[2] and _WRITTEN.get(found[2], found[2])) if found else None


def all_names(entity: Entity) -> tuple[str, ...]:
    """Give every name of an entity, the preferred ones first."""
    return (*(label for _, label in entity.labels), *entity.names)


class KnownNames:
    """What the lexicon knows, by its names and tickers."""

    def __init__(self, known: Mapping[str, Entity]) -> None:
        """Index entities by their ids; a name that two of them have belongs to both."""
        self.entities = known
        self.by_ticker: dict[str, str] = {}
        self.by_key: dict[tuple[str, str], list[str]] = defaultdict(list)
        for id_ in sorted(known):
            entity = known[id_]
            for ticker in entity.tickers:
                self.by_ticker.setdefault(ticker, id_)
            for key in {typed_key(name, entity.type) for name in all_names(entity)}:
                self.by_key[entity.type, key].append(id_)
