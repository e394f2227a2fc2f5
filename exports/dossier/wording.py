"""What a dossier says in one of its languages: texts, money, dates and shares as that language writes them."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ...graph.datafile import Section, read_section
from ...graph.errors import WrongUse
from ...graph.literals import date_bounds, is_decimal
from ...graph.model import STATUSES, Qualifiers
from ...graph.schema import LANGUAGES
from ..ownership_text import per_cent

LEADS = ("unsure", "disputed", "planned", "reported", "ended", "denied", "possible")
_DIGITS = 4  # places behind the point that a sum in millions may have; one with more is written out, never rounded
_GROUPS = ("leads", "also", "sections", "blocks", "columns", "texts")
_MARKS = ("comma", "list", "colon", "open", "close", "quote_open", "quote_close", "names", "space")
_DATES = ("year", "month", "day", "first_half", "second_half", "quarter")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language by group and key, and how it writes sums and dates."""

    language: str
    groups: Mapping[str, Mapping[str, str]]
    marks: Mapping[str, str]
    units: tuple[tuple[int, str], ...]
    money: Mapping[str, str]
    currencies: Mapping[str, str]
    dates: Mapping[str, str]
    months: tuple[str, ...]

    def say(self, key: str, **values: object) -> str:
        """Give a text with its values put in; where `n` is 1 the text for one, if the language has another for it.

        >>> load_words("en").say("more_sentences", n=1), load_words("en").say("more_sentences", n=1200)
        ('and 1 more sentence', 'and 1,200 more sentences')
        """
        texts = self.groups["texts"]
        text = texts.get(f"{key}_one", texts[key]) if values.get("n") == 1 else texts[key]
        return text.format(**{name: f"{v:,}" if isinstance(v, int) else v for name, v in values.items()})

    def named(self, group: str, key: str) -> str:
        """Give the text of a group under a key, or the key itself where there is none."""
        return self.groups[group].get(key, key)

    def listed(self, names: tuple[str, ...]) -> str:
        """Give names as a list to read."""
        return self.marks["names"].join(names)

    def bracketed(self, text: str) -> str:
        """Give a text in brackets."""
        return f"{self.marks['open'].strip()}{text}{self.marks['close']}"

    def sum(self, amount: str, currency: str | None) -> str:
        """Give a sum of money as the language writes it; what is no number stays as it is.

        >>> load_words("en").sum("3080000000", "CNY"), load_words("zh-Hant").sum("3080000000", "CNY")
        ('CNY 3.08 bn', '人民幣 30.8 億元')
        """
        if not is_decimal(amount):  # nor does 7e999 have a million digits to write out
            return " ".join(filter(None, (currency, amount)))
        written = self._scaled(Decimal(amount))
        if not currency:
            return self.money["unknown"].format(number=written)
        pattern = self.currencies.get(currency, self.money["plain"])
        return pattern.format(number=written, code=currency)

    def _scaled(self, number: Decimal) -> str:
        for size, unit in self.units:
            if abs(number) >= size:
                scaled = (number / size).normalize()
                if -int(scaled.as_tuple().exponent) <= _DIGITS:
                    return self.money["scaled"].format(number=f"{scaled:,f}", unit=unit)
                break
        return f"{number.normalize():,f}"

    def date(self, date: str | None) -> str:
        """Give a date as precise as it is told; what is none stays as it is.

        >>> load_words("en").date("2023-06-03"), load_words("en").date("2023-H1"), load_words("zh-Hans").date("2023-Q3")
        ('3 June 2023', 'first half of 2023', '2023年第三季度')
        """
        if not date or date_bounds(date) is None:
            return date or ""
        year, *rest = date.split("-")
        if not rest:
            return self.dates["year"].format(year=year)
        if rest[0] in ("H1", "H2"):
            return self.dates["first_half" if rest[0] == "H1" else "second_half"].format(year=year)
        if rest[0].startswith("Q"):
            return self.dates["quarter"].format(year=year, quarter=self._ordinal(rest[0][1]))
        month = self.months[int(rest[0]) - 1]
        if len(rest) == 1:
            return self.dates["month"].format(year=year, month=month)
        return self.dates["day"].format(year=year, month=month, day=int(rest[1]))

    def _ordinal(self, digit: str) -> str:
        return self.groups["ordinals"][digit]

    def added(self, qualifiers: Qualifiers) -> str:
        """Give what a text adds to a relation, in words to read.

        >>> load_words("en").added(Qualifiers(date="2023", amount="308000000", currency="CNY", stake="33.4"))
        '2023, CNY 308 m, 33.4%'
        """
        parts = [
            self.date(qualifiers.date),
            self.sum(qualifiers.amount, qualifiers.currency) if qualifiers.amount else "",
            f"{qualifiers.stake}%" if qualifiers.stake else "",
            *(value or "" for value in (qualifiers.role, qualifiers.round, qualifiers.product)),
            self.say("according_to", who=qualifiers.attributed_to) if qualifiers.attributed_to else "",
        ]
        return self.marks["comma"].join(filter(None, parts))

    def bounds(self, low: float, high: float) -> str:
        """Give a share of which only bounds may be known, in per cent.

        >>> load_words("en").bounds(30, 30), load_words("en").bounds(30, 100), load_words("en").bounds(0, 28.6)
        ('30%', 'at least 30%', 'unknown, at most 28.6%')
        """
        if low == high:
            return per_cent(low)
        if low == 0:
            return self.say("unknown") if high == 100 else self.say("at_most", high=per_cent(high))
        if high == 100:
            return self.say("at_least", low=per_cent(low))
        return self.say("between", low=per_cent(low), high=per_cent(high))


@functools.cache
def load_words(language: str) -> Words:
    """Read the words of a language that come with the package, once; WrongUse for a language that there is not."""
    if language not in LANGUAGES:
        raise WrongUse(f"no language is called {language}; there are {', '.join(LANGUAGES)}")
    top = read_section(importlib.resources.files("guanxi.exports.dossier") / "words" / f"{language}.yaml")
    top.allow("money", "dates", "marks", "ordinals", *_GROUPS)
    money, dates = top.section("money"), top.section("dates")
    for needed, group in ((LEADS, top.section("leads")), (STATUSES, top.section("also")), (_DATES, dates)):
        for key in needed:
            group.text(key)
    units = money.section("units")
    return Words(
        language,
        {group: _texts(top.section(group)) for group in (*_GROUPS, "ordinals")},
        {key: _mark(top.section("marks"), key) for key in _MARKS},
        tuple(sorted(((int(size), units.text(size)) for size in units.nodes), reverse=True)),
        {key: money.text(key) for key in ("scaled", "plain", "unknown")},
        _texts(money.section("currencies")),
        {key: dates.text(key) for key in _DATES},
        dates.texts("months"),
    )


def _texts(section: Section) -> dict[str, str]:
    return {key: section.text(key) for key in section.nodes}


def _mark(section: Section, key: str) -> str:
    """Give a mark, which may be nothing or a space."""
    node = section.nodes.get(key)
    if node is None or not isinstance(node.value, str):
        raise section.wrong(key, "must be a text")
    return node.value
