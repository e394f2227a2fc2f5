"""Several articles in one text: where each begins, and only where the text itself shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..graph.text import fold
from .metadata import above_stamp, block_labels, looks_like_headline
from .vocabulary import pattern

_FILE = "metadata.yaml"
_SHORTEST_BODY = 60  # characters below a headline; shorter ones are lists of headlines with teasers
_FULL_STOP = re.compile(r"(?<!\.\.)[。.!?)」”]$")
_RULE = re.compile(r"[-=*_#~—]{3,}")


@dataclass(frozen=True, slots=True)
class Part:
    """One article of a text: `text[start:end]`, from its headline to where the next one begins."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    folded: str


def split(text: str) -> tuple[Part, ...]:
    """Give the articles of a text, in order; a single one is the whole text.

    An article begins at a headline over a date stamp, behind the footer of the one before, at a label such as 「快讯:」
    over a blank line, at a repeated block of labels (title, date, source, text), or behind a ruled line.

    >>> [part.start for part in split("甲公司中標\\n2025-01-02 07:00\\n" + "公司公布。" * 20)]
    [0]
    """
    lines = _filled_lines(fold(text))
    if len(lines) < 4 or is_headline_list(text):
        return (Part(0, len(text)),)
    starts = sorted(_starts(lines, text))
    if len(starts) < 2:
        return (Part(0, len(text)),)
    ends = [*starts[1:], len(text)]
    return tuple(Part(start, _trimmed(text, start, end)) for start, end in zip(starts, ends, strict=True))


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _filled_lines(folded: str) -> list[_Line]:
    lines, start = [], 0
    for raw in folded.split("\n"):
        stripped = raw.strip()
        if stripped:
            lines.append(_Line(start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip()), stripped))
        start += len(raw) + 1
    return lines


def _starts(lines: Sequence[_Line], text: str) -> set[int]:
    """Give the offsets at which articles begin; empty or one where there is no evidence of several."""
    found = {*_below_stamps(lines), *_below_footers(lines), *_below_labels(lines, text)}
    if not found:
        found = _blocks(lines) or _stamps_over_headlines(lines) or _ruled(lines) or _flashes(lines)
        if found:
            return {lines[number].start for number in found}
        found = _below_closers(lines)
    if not found:
        return set()
    first = _first_headline(lines, min(found))
    return {lines[number].start for number in {*found, *first}}


def _first_headline(lines: Sequence[_Line], before: int) -> tuple[int, ...]:
    """Give the headline of the article that stands before the first boundary that was found."""
    body = sum(len(line.folded) for line in lines[:before])
    if body < _SHORTEST_BODY:
        return ()
    heads = [number for number in range(min(before, 12)) if looks_like_headline(lines[number].folded)]
    return (heads[0] if heads else 0,)


def _below_stamps(lines: Sequence[_Line]) -> set[int]:
    """Headlines over a date stamp with an article below; one stamp alone is the date of the only article."""
    at = _stamps(lines)
    if len(at) < 2:
        return set()
    folded = [line.folded for line in lines]
    over = {n: above_stamp(folded, n) for n in at}
    ends = [over[n] or n for n in at[1:]] + [len(lines)]
    heads = {over[n] for n, end in zip(at, ends, strict=True) if _has_body(lines[n + 1 : end])}
    found = {head for head in heads if head is not None}
    return found if len(found) > 1 else set()


def _stamps(lines: Sequence[_Line]) -> list[int]:
    stamp = pattern(_FILE, "stamp")
    return [n for n, line in enumerate(lines) if len(line.folded) < 64 and stamp.search(line.folded)]


def _stamps_over_headlines(lines: Sequence[_Line]) -> set[int]:
    """Date stamps over a headline, the first of them at the top of the text, the others behind a sentence's end."""
    at = _stamps(lines)
    if len(at) < 2 or at[0] > 1:
        return set()
    found = {
        n
        for n, end in zip(at, [*at[1:], len(lines)], strict=True)
        if n + 2 < len(lines)
        and looks_like_headline(lines[n + 1].folded)
        and _has_body(lines[n + 2 : end])
        and (n == at[0] or _FULL_STOP.search(lines[n - 1].folded))
    }
    return found if len(found) == len(at) else set()


def _has_body(lines: Sequence[_Line]) -> bool:
    return sum(len(line.folded) for line in lines) >= _SHORTEST_BODY


def _below_closers(lines: Sequence[_Line]) -> set[int]:
    """Headlines behind a line with which articles end, where at least two articles end so."""
    closer = pattern(_FILE, "closer")
    ends = [n for n, line in enumerate(lines) if len(line.folded) < 300 and closer.search(line.folded)]
    last = {n for n in ends if n + 1 not in set(ends)}
    found = {
        n + 1
        for n in last
        if n + 2 < len(lines)
        and looks_like_headline(lines[n + 1].folded)
        and len(lines[n + 2].folded) >= _SHORTEST_BODY
    }
    return found if len(found) > 1 or (found and len(lines) - 1 in last) else set()


def _below_footers(lines: Sequence[_Line]) -> set[int]:
    """Headlines right behind a line that ends in a site's footer."""
    footer = pattern(_FILE, "footer")
    return {
        n + 1
        for n, line in enumerate(lines[:-2])
        if footer.search(line.folded)
        and looks_like_headline(lines[n + 1].folded)
        and len(lines[n + 2].folded) >= _SHORTEST_BODY
    }


def _below_labels(lines: Sequence[_Line], text: str) -> set[int]:
    """Lines such as 「快讯:…」 that stand alone over a blank line and an article; at least two."""
    label = pattern(_FILE, "headline_label")
    heads = {
        n
        for n, line in enumerate(lines[:-1])
        if label.match(line.folded)
        and looks_like_headline(line.folded)
        and text[line.end : lines[n + 1].start].count("\n") > 1
        and len(lines[n + 1].folded) >= _SHORTEST_BODY
    }
    return heads if len(heads) > 1 else set()


def _blocks(lines: Sequence[_Line]) -> set[int]:
    """Repeated blocks of labelled lines: title, at least one more field, and so on again."""
    labels = block_labels()
    fields = [labels.get(re.split(r"[::]", line.folded, maxsplit=1)[0].strip("# *[]【】"), "") for line in lines]
    heads = {
        n
        for n, field in enumerate(fields)
        if field == "title" and any(f and f != "title" for f in fields[n + 1 : n + 5])
    }
    return heads if len(heads) > 1 else set()


def _ruled(lines: Sequence[_Line]) -> set[int]:
    """Articles between ruled lines, each with a headline and a body."""
    after = [0, *(n + 1 for n, line in enumerate(lines) if _RULE.fullmatch(line.folded))]
    if len(after) < 2:
        return set()
    ends = [*(n - 1 for n in after[1:]), len(lines)]
    blocks = [(start, end) for start, end in zip(after, ends, strict=True) if end > start]
    whole = all(
        end - start > 1
        and looks_like_headline(lines[start].folded.lstrip("# "))
        and sum(len(line.folded) for line in lines[start + 1 : end]) >= _SHORTEST_BODY
        for start, end in blocks
    )
    return {start for start, _ in blocks} if whole and len(blocks) > 1 else set()


_FLASH = re.compile(r"(?:\d{1,2}:\d{2}(?::\d{2})? ?)?【[^】]{5,60}】.{30,}")


def _flashes(lines: Sequence[_Line]) -> set[int]:
    """A ticker of news: every line is 【headline】 and its text."""
    return set(range(len(lines))) if all(_FLASH.match(line.folded) for line in lines) else set()


def is_headline_list(text: str) -> bool:
    """Tell whether a text is a list of headlines, one a line, of which no two belong together.

    >>> is_headline_list("台積電擴產\\n鴻海營收創新高\\n聯發科推新晶片\\n友達處分廠房 獲利入帳\\n華碩股東會登場")
    True
    """
    lines = [line.strip() for line in fold(text).split("\n") if line.strip()]
    if len(lines) < 4:
        return False
    headlines = sum(
        4 <= len(line) <= 60 and not line.endswith(("。", ".", ";", ",")) and "。" not in line for line in lines
    )
    return headlines >= 0.9 * len(lines)
