"""Amounts of money and shares in per cent: where they stand in a text, and what they come to."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ..graph.errors import DataFileError
from .vocabulary import load_yaml
from .words import edge_list


@dataclass(frozen=True, slots=True)
class Value:
    """A value in folded text: `kind` is `amount` or `stake`; `number` a plain decimal; `currency` an ISO code or None."""

    start: int
    end: int
    kind: str
    number: str
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    amount: re.Pattern[str]
    stake: re.Pattern[str]
    units: dict[str, int]
    currencies: dict[str, str]
    hint: re.Pattern[str]
    digits: str


@functools.cache
def _vocabulary() -> _Vocabulary:
    name = "values.yaml"
    raw = load_yaml(name)
    try:
        units = {str(k): int(v) for k, v in raw["units"].items()}
        currencies = {str(word): str(code) for code, words in raw["currencies"].items() for word in words}
        digits, tenths = str(raw["digits"]), frozenset(raw["tenths"])
        percents, prefix = raw["percents"], "|".join(raw["approximations"])
    except (KeyError, TypeError, AttributeError) as error:
        raise DataFileError(f"{name}: {error}") from error
    unit = "|".join(sorted(units, key=len, reverse=True))
    money = "|".join(sorted(map(re.escape, currencies), key=len, reverse=True))
    arabic = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    han = f"(?:[{digits}]|[{raw['round']}](?=[{raw['large']}]))[{digits}{''.join(u for u in units if len(u) == 1)}]*"
    number = rf"(?:(?:{arabic})\s?(?:{unit})*(?:(?:{arabic})(?:{unit}))*|{han})"
    amount = rf"(?P<before>{money})?\s?(?:{prefix})?(?P<number>{number})(?P<vague>[{raw['vague']}])?\s?(?P<after>{money})(?P<again>{money})?"
    before = rf"(?P<before2>{money})\s?(?:{prefix})?(?P<number2>{number})"
    bare = rf"(?P<number3>(?:{arabic}|[{digits}]+)(?:{raw['bare_units']})+)(?=[{raw['bare_after']}])(?!{raw['bare_not_before']})"
    stake = rf"(?P<percent>{arabic})\s?%|(?:{'|'.join(percents)})(?P<hundredth>[{digits}]+)|(?P<tenth>[{digits}])(?:{'|'.join(tenths)})(?P<hundredth2>[{digits}])?(?![{raw['not_after_tenth']}])"
    hint = re.compile(f"{money}|{raw['bare_units']}")
    return _Vocabulary(re.compile(f"{amount}|{before}|{bare}"), re.compile(stake), units, currencies, hint, digits)


def find_values(folded: str) -> list[Value]:
    """Find every amount of money and every percentage in a folded text, in order.

    >>> [(v.kind, v.number, v.currency) for v in find_values("以3.08亿元收购60%股权,另八亿六千万港元")]
    [('amount', '308000000', 'CNY'), ('stake', '60', None), ('amount', '860000000', 'HKD')]
    """
    if not _NUMBER.search(folded):
        return []
    words = _vocabulary()
    found = [
        v
        for start, end in _stretches(folded, words)
        for m in words.amount.finditer(folded, start, end)
        if (v := _amount(m, words))
    ]
    taken = {i for v in found for i in range(v.start, v.end)}
    found += [v for m in words.stake.finditer(folded) if m.start() not in taken and (v := _stake(m))]
    return sorted(found, key=lambda v: v.start)


def _stretches(folded: str, words: _Vocabulary) -> Iterator[tuple[int, int]]:
    """Give the lines and sentences in which a currency or a large unit stands: no other holds an amount."""
    start = 0
    for mark in _END.finditer(folded):
        if words.hint.search(folded, start, mark.end()):
            yield start, mark.end()
        start = mark.end()


_END = re.compile(r"[\n\u3002;]|$")
_NUMBER = re.compile(r"[0-9\u4e00\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343]")


def _amount(match: re.Match[str], words: _Vocabulary) -> Value | None:
    written = match["number"] or match["number2"] or match["number3"]
    money = match["again"] or match["after"] or match["before2"]
    if match["before"] and match["after"] and not match["again"]:
        money = max(match["before"], match["after"], key=len)
    number = parse_number(written, words.units)
    if number is None:
        return None
    return Value(match.start(), match.end(), "amount", number, words.currencies[money] or None if money else None)


def _stake(match: re.Match[str]) -> Value | None:
    if match["percent"]:
        number = Decimal(match["percent"].replace(",", ""))
    elif match["hundredth"]:
        number = _han(match["hundredth"])
    else:
        number = _han(match["tenth"]) * 10 + (_han(match["hundredth2"]) if match["hundredth2"] else 0)
    return Value(match.start(), match.end(), "stake", plain(number))


def parse_number(written: str, units: dict[str, int]) -> str | None:
    """Work out a number in digits, in Chinese numerals or in both, as a plain decimal; None when it makes no number.

    >>> parse_number("3,800亿", {"亿": 100_000_000})
    '380000000000'
    """
    written = written.replace(",", "").replace(" ", "")
    if written[0].isdigit():
        return _mixed(written, units)
    return _pure_han(written)


def _mixed(written: str, units: dict[str, int]) -> str | None:
    total = Decimal(0)
    for part in _PART.finditer(written):
        factor = 1
        for unit in _unit_words(tuple(units)).findall(part[2]):
            factor *= units[unit]
        try:
            total += Decimal(part[1]) * factor
        except InvalidOperation:
            return None
    return plain(total)


_PART = re.compile(r"(\d+(?:\.\d+)?)([^\d.]*)")


@functools.cache
def _unit_words(units: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(units, key=len, reverse=True)))


def _pure_han(written: str) -> str | None:
    number = _han(written)
    return plain(number) if number else None


def _han(written: str) -> Decimal:
    import cn2an  # type: ignore[import-untyped]  # ships no types

    if written[0] not in _vocabulary().digits:
        written = edge_list("one")[0] + written
    try:
        return Decimal(str(cn2an.cn2an(written, "smart")))
    except ValueError:
        return Decimal(0)


def plain(number: Decimal) -> str:
    """Write a decimal without exponent or trailing zeros.

    >>> plain(Decimal("33.40"))
    '33.4'
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
