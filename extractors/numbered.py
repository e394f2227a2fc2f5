"""Funds, trusts and plans that go by a number, and exchange-traded funds: 某某稳金2号私募基金, 某某中证500ETF."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from .fullnames import Name, left_edge
from .vocabulary import pattern
from .words import Words, edge_list, edge_words

_RANK = 73  # above the manager that it begins with
_LONGEST = 14  # characters before the number
_SHORTEST = 2


def numbered_funds(clean: str, words: Words) -> Iterator[Name]:
    """Find funds by their number and what they are, and the same number alone elsewhere in the text."""
    stems = set()
    for found in _numbered().finditer(clean):
        start = left_edge(clean, found.start(), words, at_most=_LONGEST)
        while start < found.start() and clean[start] in edge_words("before"):
            start += 1
        if found.start() - start >= _SHORTEST and not clean.endswith(edge_list("streets"), start, found.start()):
            yield Name(start, found.end(), "fund", _RANK, found_by="numbered")
            if found.group("number"):
                stems.add(clean[start : found.end("number")])
    for stem in sorted(stems):
        for again in re.finditer(re.escape(stem), clean):
            yield Name(*again.span(), "fund", _RANK - 1, found_by="numbered")


@functools.cache
def _numbered() -> re.Pattern[str]:
    return pattern("edges.yaml", "numbered_plan")
