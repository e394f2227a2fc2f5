"""Values as lists write them: several in one field, dates, the country at the end of an address."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...graph.literals import date_bounds

_COUNTRY = re.compile(r"(?:^|[\s,])([A-Z]{2})\W*$")
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")


def text(value: object) -> str | None:
    """Give a text on one line, None for what is none or empty.

    >>> text("  Bantian\\n Longgang "), text(" "), text(3)
    ('Bantian Longgang', None, None)
    """
    return " ".join(value.split()) or None if isinstance(value, str) else None


def parts(value: object, separators: str) -> tuple[str, ...]:
    """Give the different values of a field that holds several, in order.

    >>> parts("SMIC; SMIC Shanghai;; SMIC", ";")
    ('SMIC', 'SMIC Shanghai')
    """
    pieces = re.split(f"[{re.escape(separators)}]", value) if isinstance(value, str) else []
    return tuple(dict.fromkeys(filter(None, map(text, pieces))))


def codes(addresses: Iterable[str]) -> tuple[str, ...]:
    """Give the different countries that addresses end in.

    >>> codes(("No. 7 Zhichun Road, Beijing, CN", "Kowloon, HK", "Suite 3"))
    ('CN', 'HK')
    """
    found = (_COUNTRY.search(address) for address in addresses)
    return tuple(dict.fromkeys(match[1] for match in found if match))


def dated(value: object) -> str | None:
    """Give a date as ISO has it, and what is none as it stands.

    >>> dated("2022/12/6"), dated("2023-06"), dated("Various"), dated("")
    ('2022-12-06', '2023-06', 'Various', None)
    """
    said = text(value)
    if said is None or date_bounds(said):
        return said
    found = _DATE.match(said)
    day = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else said
    return day if date_bounds(day) else said
