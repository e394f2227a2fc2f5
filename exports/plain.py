"""Making text from the outside harmless to look at."""

from __future__ import annotations

import re

BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # Unicode 15, Bidi_Control: they reorder what stands around them
_CONTROL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{BIDI}]")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    r"""Take out what could steer a terminal or reorder a line, and fold white space to one line.

    >>> plain("\x1b[31m寒武紀\u202e\n公司")
    '[31m寒武紀 公司'
    """
    return _SPACE.sub(" ", _CONTROL.sub("", text)).strip()
