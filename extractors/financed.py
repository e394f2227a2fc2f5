"""Firms that were taken for products: what is financed, founded or led is a firm, and so is its name everywhere in the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .fullnames import Name
from .vocabulary import pattern

_UNSURE = frozenset({"tagger", "quoted", "again", "title"})  # ways of finding that guess the type


def financed(clean: str, names: Sequence[Name]) -> list[Name]:
    """Give the names with those as companies that the text says to have been financed, founded or led.

    A product right behind its maker stays one: 甲科技乙平台创始人 leads the maker's.
    """
    rule = pattern("edges.yaml", "financed")
    ends = {name.end for name in names if name.type == "company"}
    firms = {
        clean[name.start : name.end]
        for name in names
        if name.type == "product"
        and name.found_by in _UNSURE
        and name.start not in ends
        and rule.match(clean, name.end)
    }
    return [
        replace(name, type="company") if name.type == "product" and clean[name.start : name.end] in firms else name
        for name in names
    ]
