"""Sentences, clauses and paragraphs of a text, as offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What ends a sentence in folded text, with closing marks that still belong to it. A full stop between Latin letters or
# digits (Inc., 3.08) ends nothing, so only the ideographic one counts.
_END = re.compile(
    r"[。!?;]+[\"”’」』)\]】]*|(?<=[\u4e00-\u9fff])\.(?=\s*[\u4e00-\u9fff])|\n+|【|】|[•●◆■▲](?=\s)|\s\*\s|\u3000{2,}|[ \t]{3,}"
)
_OPEN, _CLOSE = "(「『“《", ")」』”》"
_LONG = 400


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `text[start:end]`, the number of its paragraph, and whether it is a heading line."""

    start: int
    end: int
    paragraph: int
    heading: bool = False


def split_sentences(folded: str) -> list[Sentence]:
    """Split a folded text into sentences, in order, white space around them left out.

    A sentence never runs over a line end, so that two headlines are never one.

    >>> text = "甲公司收购乙公司。作价3.5亿元;已完成!"
    >>> [text[s.start:s.end] for s in split_sentences(text)]
    ['甲公司收购乙公司。', '作价3.5亿元;', '已完成!']
    """
    found: list[Sentence] = []
    start = paragraph = 0
    for mark in _END.finditer(folded):
        newline = "\n" in mark.group()
        opens = mark.group() in "【】"
        end = mark.start() if newline or opens or not mark.group().strip() else mark.end()
        if not newline and not opens and _inside_brackets(folded, start, mark.start()):
            continue
        found.extend(_trimmed(folded, start, end, paragraph, newline))
        start = mark.end()
        paragraph += newline
    found.extend(_trimmed(folded, start, len(folded), paragraph, False))
    return found


def _inside_brackets(folded: str, start: int, place: int) -> bool:
    """Tell whether a bracket opened in this sentence is still open: an aside with its own full stop ends no sentence."""
    if place - start > _LONG:
        return False
    piece = folded[start:place]
    return piece.count("(") > piece.count(")")


def _trimmed(folded: str, start: int, end: int, paragraph: int, newline: bool) -> Iterator[Sentence]:
    piece = folded[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if right > left:
        heading = newline and right - left <= 60 and folded[right - 1] not in "。!?;…”」』"
        yield Sentence(left, right, paragraph, heading)
