"""Date expressions in a text, with their places and ISO values as precise as the text."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..graph.errors import DataFileError
from .vocabulary import load_yaml, words

_FILE = "dates.yaml"
_FAR = 400  # characters over which a date lends its year to the next
_PIECE = re.compile(r"(?<!\(\?P)<(\w+)>")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """One date expression: its place in the text, and its ISO value (`2025-07-08`, `2025-07`, `2025`, `2025-Q3`,
    `2025-H1`), None where the text and the date of publication do not tell it."""

    start: int
    end: int
    iso: str | None


def resolve_dates(text: str, published: str | None = None) -> list[DateSpan]:
    """Find all date expressions of a folded text (`graph.text.fold`), ascending, without overlaps.

    What is relative (last year, Wednesday, the 12th) resolves against `published`, an ISO date; a day
    without a year also against a full date before it in the same line.

    >>> resolve_dates("去年12月签约,2025年上半年完成", "2025-11-21")
    [DateSpan(start=0, end=5, iso='2024-12'), DateSpan(start=8, end=16, iso='2025-H1')]
    """
    anchor = dt.date.fromisoformat(published) if published and len(published) >= 10 else None
    spans: list[DateSpan] = []
    last: _Last | None = None
    yearless: dict[int, str] = {}
    for match in _matches(text):
        if last and (match.start() - last.end > _FAR or "\n" in text[last.end : match.start()]):
            last = None
        found = _Found(match, text, anchor, last)
        iso = found.iso()
        spans.append(DateSpan(match.start(), match.end(), iso))
        if iso is None and anchor is None and (day := found.day_of_year()):
            yearless[len(spans) - 1] = day
        if iso and iso[:4].isdigit() and found.absolute:
            last = _Last(match.end(), int(iso[:4]), int(iso[5:7]) if iso[5:7].isdigit() else None)
    return _with_years(spans, yearless) if yearless else spans


def _with_years(spans: Sequence[DateSpan], yearless: Mapping[int, str]) -> list[DateSpan]:
    """Give days without a year the year that the same day, or its month, has elsewhere in the text, where it is always the same one."""
    years: dict[str, set[str]] = defaultdict(set)
    for span in spans:
        for cut in {7, len(span.iso or "")}:
            if span.iso and len(span.iso) >= cut and span.iso[5:7].isdigit():
                years[span.iso[5:cut]].add(span.iso[:4])
    out = list(spans)
    for index, day in yearless.items():
        known = years.get(day) or years.get(day[:2], set())
        if len(known) == 1:
            out[index] = replace(spans[index], iso=f"{next(iter(known))}-{day}")
    return out


def _matches(text: str) -> Iterator[re.Match[str]]:
    start, expression = _start(), _expression()
    position = 0
    while begun := start.search(text, position):
        match = expression.match(text, begun.start())
        if match:
            yield match
        position = match.end() if match else begun.end()


@dataclass(frozen=True, slots=True)
class _Last:
    """The nearest date before that names its year."""

    end: int
    year: int
    month: int | None


class _Found:
    """One match, its pieces by name, and what it can be resolved against."""

    __slots__ = ("absolute", "anchor", "last", "match", "pieces", "text")

    def __init__(self, match: re.Match[str], text: str, anchor: dt.date | None, last: _Last | None) -> None:
        self.match, self.text, self.anchor, self.last = match, text, anchor, last
        self.pieces = {
            name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value is not None
        }
        self.absolute = bool({"year", "short_year", "roc", "year_word"} & self.pieces.keys())

    def iso(self) -> str | None:
        pieces = self.pieces
        if "day_word" in pieces:
            return self._days(_words("days")[pieces["day_word"]])
        if "weekday" in pieces or "week_word" in pieces:
            return self._weekday()
        if "number_day" in pieces:
            return self._day_alone(int(pieces["number_day"]))
        if "month_word" in pieces:
            return self._month_word()
        year = self._year()
        if year is None:
            return self._without_year()
        return self._in_year(year)

    def day_of_year(self) -> str | None:
        """Give the month and the day (`07-08`, `07`) of a date that names no year and no other unit."""
        if "month" not in self.pieces or {"year_word", "same_year", "edge"} & self.pieces.keys():
            return None
        full = _date(2000, _number(self.pieces["month"]), _number(self.pieces.get("day", "1")))
        return full and (full[5:] if "day" in self.pieces else full[5:7])

    def _days(self, offset: int) -> str | None:
        return (self.anchor + dt.timedelta(days=offset)).isoformat() if self.anchor else None

    def _weekday(self) -> str | None:
        day = _words("weekdays").get(self.pieces.get("weekday", ""))
        if self.anchor is None or day is None:
            return None
        if "week_word" in self.pieces:
            week = _words("weeks")[self.pieces["week_word"]]
            return self._days(7 * week + day - self.anchor.isoweekday())
        return self._days(-((self.anchor.isoweekday() - day) % 7))  # the last one, the day of publication included

    def _day_alone(self, day: int) -> str | None:
        before = self.text[: self.match.start()][-1:]
        if self.last and self.last.month and self.last.end == self.match.start() - 1 and before in _ranges():
            return _date(self.last.year, self.last.month, day)
        if self.anchor is None:
            return None
        month = self.anchor if day <= self.anchor.day else self.anchor.replace(day=1) - dt.timedelta(days=1)
        return _date(month.year, month.month, day)

    def _month_word(self) -> str | None:
        if self.anchor is None:
            return None
        months = self.anchor.year * 12 + self.anchor.month - 1 + _words("months")[self.pieces["month_word"]]
        return self._in_month(months // 12, months % 12 + 1)

    def _year(self) -> int | None:
        pieces = self.pieces
        if "year" in pieces:
            return _number(pieces["year"])
        if "short_year" in pieces:
            return 2000 + int(pieces["short_year"]) % 100
        if "roc" in pieces:
            return 1911 + int(pieces["roc"])
        if "year_word" in pieces:
            return self.anchor.year + _words("years")[pieces["year_word"]] if self.anchor else None
        if "same_year" in pieces:
            return self.last.year if self.last else None
        return None

    def _in_year(self, year: int) -> str | None:
        pieces = self.pieces
        if "month" in pieces:
            return self._in_month(year, _number(pieces["month"]))
        if "quarter" in pieces:
            return f"{year}-Q{_number(pieces['quarter'])}"
        if "half" in pieces or "latin_half" in pieces:
            return f"{year}-H{pieces.get('latin_half') or _words('halves')[pieces['half']]}"
        if pieces.get("edge") in _year_ends():
            return self._until(year, 12) or f"{year}-12"
        return str(year)

    def _in_month(self, year: int, month: int) -> str | None:
        if "day" in self.pieces:
            return _date(year, month, _number(self.pieces["day"]))
        if self.pieces.get("edge") in _year_ends():
            return self._until(year, month) or f"{year}-{month:02}"
        return f"{year}-{month:02}"

    def _until(self, year: int, month: int) -> str | None:
        """Give the last day of a month where the text says up to its end."""
        before = self.text[max(0, self.match.start() - 4) : self.match.start()].rstrip()
        if before.endswith(words(_FILE, "until")):
            return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}"
        return None

    def _without_year(self) -> str | None:
        pieces = self.pieces
        if {"year_word", "same_year"} & pieces.keys():
            return None
        if "month" in pieces:
            month = _number(pieces["month"])
            year = self._year_near(month)
            return self._in_month(year, month) if year else None
        if self.anchor is None:
            return None
        if "quarter" in pieces or "first" in pieces:
            quarter = _number(pieces.get("quarter", "1"))
            began = quarter * 3 - 2 <= self.anchor.month  # the last one that has begun
            return f"{self.anchor.year - (not began)}-Q{quarter}"
        if "half" in pieces:
            half = _words("halves")[pieces["half"]]
            return f"{self.anchor.year}-H{half}" if half == 1 or self.anchor.month > 6 else None
        return None

    def _year_near(self, month: int) -> int | None:
        """Give the year of a month without one: from eight months before publication to four after it in the same
        year; without a date of publication that of a full date before it in the line, as long as months go forward."""
        if self.last and self.last.month and self.last.month <= month and not self.anchor:
            return self.last.year
        if self.anchor is None:
            return None
        if month == 1 and self.anchor.month == 12:
            return self.anchor.year + 1
        return self.anchor.year - (month - self.anchor.month > 4)


def _number(written: str) -> int:
    """Give the number of digits or of Chinese numerals up to 31, or of a year written digit by digit."""
    if written.isdigit() and written.isascii():
        return int(written)
    digits = _words("digits")
    if len(written) == 4:
        return int("".join(str(digits[char]) if char in digits else char for char in written))
    total = 0
    for char in written:
        value = digits[char]
        total = max(total, 1) * 10 if value == 10 else total + value
    return total


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


@functools.cache
def _expression() -> re.Pattern[str]:
    """Compile all expressions into one pattern; a piece's name gets a number wherever it stands."""
    data = load_yaml(_FILE)
    pieces = data.get("pieces")
    if not isinstance(pieces, dict):
        raise DataFileError(f"lexicon/{_FILE}: pieces: not a mapping")
    known = {**pieces, "number_day": data.get("number_day")}
    counter = iter(range(1_000))

    def group(match: re.Match[str]) -> str:
        if match.group(1) not in known:
            raise DataFileError(f"lexicon/{_FILE}: no piece <{match.group(1)}>")
        return f"(?P<{match.group(1)}{next(counter)}>{known[match.group(1)]})"

    parts = [_PIECE.sub(group, expression) for expression in words(_FILE, "expressions")]
    try:
        return re.compile("|".join(f"(?:{part})" for part in parts))
    except re.error as error:
        raise DataFileError(f"lexicon/{_FILE}: expressions: {error}") from error


@functools.cache
def _start() -> re.Pattern[str]:
    # A folded YAML scalar has a space where a line ends.
    try:
        return re.compile(re.sub(r"(?<=[|:]) (?=\(\?<)", "", str(load_yaml(_FILE).get("start", "("))))
    except re.error as error:
        raise DataFileError(f"lexicon/{_FILE}: start: {error}") from error


@functools.cache
def _words(name: str) -> Mapping[str, int]:
    listed = load_yaml(_FILE).get("words")
    if not isinstance(listed, dict) or not isinstance(listed.get(name), dict):
        raise DataFileError(f"lexicon/{_FILE}: words: {name}: not a mapping")
    return {str(word): int(value) for word, value in listed[name].items()}


@functools.cache
def _year_ends() -> frozenset[str]:
    listed = load_yaml(_FILE).get("words")
    return frozenset(listed["year_end"]) if isinstance(listed, dict) else frozenset()


@functools.cache
def _ranges() -> frozenset[str]:
    return frozenset(words(_FILE, "ranges"))
