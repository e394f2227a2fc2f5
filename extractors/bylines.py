"""Names of authors that stand alone: on a line of their own, between a teaser and the story, before a site's footer."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterator
from importlib.resources import files

from .vocabulary import pattern, words

_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
_HEAD = 600  # characters within which a story's author stands
_ALONE = re.compile(r"^[^\S\n]*([\u4e00-\u9fff]{2,3}(?:[、 ][\u4e00-\u9fff]{2,3}){0,3})[^\S\n]*$", re.MULTILINE)
_BEFORE = re.compile(r"(?<=[\s。,!?」])([\u4e00-\u9fff]{2,3})\s*$")


def find_names(folded: str, footers: tuple[int, ...] = ()) -> Iterator[tuple[int, int]]:
    """Give the places of authors' names in a folded text; `footers` are offsets at which a footer begins.

    >>> text = "国际市场占比增至三分之一 阳歌 在短暂地蜚声全球之后,公司发布首份年度业绩报告。"
    >>> [text[start:end] for start, end in find_names(text)]
    ['阳歌']
    """
    for match in pattern("metadata.yaml", "name_between").finditer(folded, 0, _HEAD):
        if is_name(match.group(1)):
            yield match.span(1)
            break
    for match in _ALONE.finditer(folded):
        near_an_end = match.start() < _HEAD or len(folded) - match.end() < 100
        if near_an_end and all(map(is_name, re.split("[、 ]", match.group(1)))) and folded.count(match.group(1)) == 1:
            yield match.span(1)
    for footer in footers:
        before = _BEFORE.search(folded, max(0, footer - 12), footer)
        if before and is_name(before.group(1)):
            yield before.span(1)


def is_name(folded: str) -> bool:
    """Tell whether two to four folded characters can be a person's name: they begin with a surname."""
    known = surnames()
    if (
        not _HAN.fullmatch(folded)
        or folded in words("metadata.yaml", "not_names")
        or folded.endswith(words("metadata.yaml", "not_name_endings"))
    ):
        return False
    return folded[0] in known or (len(folded) > 2 and folded[:2] in known)


@functools.cache
def surnames() -> frozenset[str]:
    """Give the surnames of the lexicon, folded."""
    with files("guanxi.extractors").joinpath("lexicon", "surnames.csv").open(encoding="utf-8") as stream:
        return frozenset(row["key"] for row in csv.DictReader(stream))
