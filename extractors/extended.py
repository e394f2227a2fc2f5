"""Listed names with what belongs to them behind: an ending that leaves the firm what it is, or makes another of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Container
from dataclasses import replace

from .fullnames import Name
from .tagged import place_rows
from .vocabulary import pattern
from .words import edge_list, edge_words

_EXTENDABLE = frozenset({"company", "organization", "fund", "exchange"})


def extended(clean: str, name: Name, listed: Container[str]) -> Name:
    """Take in the ending that belongs to a known name: with some it is the same firm, with others another one."""
    if name.type not in _EXTENDABLE or clean.endswith(edge_list("registered"), name.start, name.end):
        return name
    rest = clean[name.end : name.end + 8]
    for ending in edge_list("leaves_same"):
        held = ending in edge_words("shares") and clean.endswith(edge_list("shares_of"), 0, name.start)
        if rest.startswith(ending) and name.end - name.start >= 2 and not held:
            return replace(name, end=name.end + len(ending))
    fund = _numbered_fund().match(clean, name.end)
    if fund:
        return replace(name, end=fund.end(), type="fund", known_as=None, found_by="extended")
    branch = _branch().match(clean, name.end) or _seat().match(clean, name.end)
    if branch and name.type == "company" and clean[name.start : branch.end()] not in listed:
        return replace(name, end=branch.end(), known_as=None, found_by="extended")
    return name


@functools.cache
def _branch() -> re.Pattern[str]:
    places = "|".join(sorted(map(re.escape, (k for k in place_rows() if len(k) <= 4)), key=len, reverse=True))
    endings = "|".join(map(re.escape, edge_list("makes_another")))
    ranks = "".join(edge_list("ranks"))
    return re.compile(rf"(?:\((?:{places})\)|{places})?[{ranks}]?(?:{endings})(?:{_seat().pattern})?")


@functools.cache
def _seat() -> re.Pattern[str]:
    """Compile the bracket in a firm's name that says where it is at home."""
    places = "|".join(sorted(map(re.escape, (*place_rows(), *edge_list("regions"))), key=len, reverse=True))
    return re.compile(rf"\((?:{places})\)")


def own_body(clean: str, name: Name) -> Name | None:
    """Give the body of its own that a listed name is the first part of: an alliance named after it, an authority's branch.

    >>> text = "证监会某某专责小组"
    >>> (body := own_body(text, Name(0, 3, "authority", 70))) and text[: body.end], body.type
    ('证监会某某专责小组', 'authority')
    """
    if name.type == "authority" and (tail := pattern("edges.yaml", "authority_tail").match(clean, name.end)):
        return Name(name.start, tail.end(), "authority", name.rank + _LONGER, found_by="extended")
    if tail := pattern("edges.yaml", "body_tail").match(clean, name.end):
        return Name(name.start, tail.end(), "organization", name.rank + _LONGER, found_by="extended")
    return None


_LONGER = 3  # above a body inside that seems to begin with its seat


@functools.cache
def _numbered_fund() -> re.Pattern[str]:
    return pattern("edges.yaml", "numbered_fund")
