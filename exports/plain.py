"""Making text from the outside harmless to look at."""

from __future__ import annotations

import re

BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # Unicode 15, Bidi_Control: they reorder what stands around them
_CONTROL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{BIDI}]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, what is no Char
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    r"""Take out what could steer a terminal or reorder a line, and fold white space to one line.

    >>> plain("\x1b[31m寒武紀\u202e\n公司")
    '[31m寒武紀 公司'
    """
    return _SPACE.sub(" ", _CONTROL.sub("", text)).strip()


def printable(text: str) -> str:
    r"""Put U+FFFD for each character that XML, tables and scripts can't hold; offsets stay true.

    >>> printable("寒武紀\x00\n") == "寒武紀\ufffd\n"
    True
    """
    return _UNPRINTABLE.sub("\ufffd", text)
