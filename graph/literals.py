"""Writes single values as N-Quads writes them."""

from __future__ import annotations

import calendar
import datetime
import re

import pyoxigraph as ox

from .namespace import PREFIXES, entity_iri, escaped

_XSD = PREFIXES["xsd"]
_DECIMAL, _DAY = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII), re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d\d)(?:-(\d\d))?))?", re.ASCII)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SPECIAL = re.compile(r'[\\"\n\r]')  # most texts have none of these, and to look is faster than to translate
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def whole(text: str) -> str:
    """Put U+FFFD for each half of a surrogate pair: no store takes it, and offsets stay true."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def text_literal(value: str) -> str:
    """Write a text as a literal of N-Quads."""
    text = whole(value)
    return f'"{text.translate(_ESCAPED) if _SPECIAL.search(text) else text}"'


def uri_literal(value: str) -> str:
    """Write an address as a literal, which may be none."""
    return f"{text_literal(value)}^^<{_XSD}anyURI>"


def integer_literal(value: int) -> str:
    """Write a whole number."""
    return f'"{value}"^^<{_XSD}integer>'


def is_decimal(value: str) -> bool:
    """Tell whether a text is a decimal number.

    >>> is_decimal("33.4"), is_decimal("1e9")
    (True, False)
    """
    return _DECIMAL.fullmatch(value) is not None


def decimal_literal(value: str) -> str:
    """Write a decimal number; what is none stays a text.

    >>> decimal_literal("33.4")
    '"33.4"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    return f'"{value}"^^<{_XSD}decimal>' if is_decimal(value) else text_literal(value)


def day_literal(value: str) -> str:
    """Write a day of the calendar; what is none, as a month, stays a text."""
    return f'"{value}"^^<{_XSD}date>' if _DAY.fullmatch(value) and date_bounds(value) else text_literal(value)


def address(value: str) -> str:
    """Give an address as an IRI; what is none even when escaped stands below `source/`."""
    address = escaped(value)
    try:
        ox.NamedNode(address)
    except ValueError:
        address = entity_iri("source/" + value)
    return f"<{address}>"


def date_bounds(date: str) -> tuple[str, str] | None:
    """Give the first and the last day of a date as precise as a text gives it; None if it is no date.

    >>> date_bounds("2023-H1"), date_bounds("2024-02"), date_bounds("2023-13")
    (('2023-01-01', '2023-06-30'), ('2024-02-01', '2024-02-29'), None)
    """
    found = _DATE.fullmatch(date)
    if found is None:
        return None
    year, (half, quarter, month, day) = int(found[1]), (found[2], found[3], found[4], found[5])
    first, last = (int(month), int(month)) if month else (1, 12)
    if half:
        first, last = int(half) * 6 - 5, int(half) * 6
    elif quarter:
        first, last = int(quarter) * 3 - 2, int(quarter) * 3
    try:
        start = datetime.date(year, first, int(day or 1))
        end = start if day else datetime.date(year, last, calendar.monthrange(year, last)[1])
    except ValueError:
        return None
    return start.isoformat(), end.isoformat()
