"""Short names that a text defines in brackets behind a name: (以下简称“X”), (下稱X), (X, 9888.HK)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .fullnames import Name, is_ordinary, left_edge, type_of_ending, with_seat
from .tickers import tickers_in
from .words import Words, edge_list, edge_words

_QUOTED_ONLY = re.compile(r"^[\"“”「『‘](?P<short>[^\"“”「」『』‘’]{2,20})[\"“”」』’]$")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,120}(?:\([^()]{0,40}\)[^()\[\]]{0,80})?)[)\]]")
_LATIN_GLOSS = re.compile(r"^[A-Za-zÀ-ɏ][\w&.,'’\- À-ɏ]{1,60}$")


@dataclass(frozen=True, slots=True)
class Aside:
    """A bracket behind a name: what it defines, which tickers it holds, and whether the text makes the name "the company"."""

    start: int
    end: int
    short: tuple[tuple[int, int], ...]
    tickers: tuple[str, ...]
    topic: bool


@functools.cache
def _definition() -> re.Pattern[str]:
    words = "|".join(map(re.escape, edge_list("defined")))
    return re.compile(
        rf"(?:{words})[{''.join(edge_list('defined_as'))}]?[:,\s]*[\"“”「『‘《]?(?P<short>[^\"“”「」『』‘’《》,，、;；:()（）]{{2,30}})[\"“”」』’》]?(?:[{''.join(edge_list('defined_or'))}][\"“”「『‘]?(?P<more>[^\"“”「」『』‘’,，、;；:()（）]{{2,20}})[\"“”」』’])?"
    )


def defined_names(folded: str, words: Words, registered: Mapping[int, int]) -> Iterator[Name]:
    """Find the names behind which a bracket defines a short form: the bracket shows that what stands before it is a name.

    `registered` maps the ends of names found by their legal form to their starts. The short form also shows where a name
    begins: its characters must all be inside.
    """
    for bracket in _BRACKET.finditer(folded):
        defined = _definition().search(bracket.group(1))
        end = _rstrip(folded, bracket.start())
        if not defined or end == 0 or folded[end - 1] in "\u300b>":
            continue
        short = defined["short"].strip()
        start = _quoted_start(folded, end)
        if start is None:
            start = registered.get(end, left_edge(folded, end, words, at_most=40))
            start = with_seat(words, _reached(folded, start, end, short, words))
            start = _trimmed(folded, start, end, short, words)
            start = _with_latin(folded, start)
        kind = type_of_ending(folded[start:end]) or type_of_ending(short)
        if kind is None and folded.startswith(edge_list("acts"), bracket.end()):
            kind = "company"
        if kind and 2 <= end - start <= 40:
            yield Name(start, end, kind, 82, found_by="defines")


def _quoted_start(folded: str, end: int) -> int | None:
    """Give where a quoted name begins whose closing mark stands right behind it."""
    marks = {"”": "“", "」": "「", "』": "『", '"': '"'}
    opening = folded.rfind(marks[folded[end]], max(0, end - 40), end) if folded[end : end + 1] in marks else -1
    return opening + 1 if opening >= 0 else None


def _with_latin(folded: str, start: int) -> int:
    """Take in the Latin words that a name begins with: NEIWAI内外, Mr Zoo 小小动物元."""
    latin = _LATIN_BEFORE.search(folded, max(0, start - 24), start)
    return latin.start() if latin else start


_LATIN_BEFORE = re.compile(r"[a-z][a-z0-9&.'-]*(?: [a-z0-9&.'-]+)* ?$")


def _rstrip(folded: str, end: int) -> int:
    while end and folded[end - 1] in ' "”」』)':
        if folded[end - 1] == ")" and folded.rfind("(", 0, end) > folded.rfind(")", 0, end - 1):
            break
        end -= 1
    return end


def _reached(folded: str, start: int, end: int, short: str, words: Words) -> int:
    """Move a name's start to the left until the name holds the characters of its short form in their order.

    It stays within its clause and behind words that stand in no name.
    """
    if _is_inside(short, folded[start:end]):
        return start
    clause = max(folded.rfind(c, 0, start) for c in ',。;:!?\n"“”「」、()') + 1
    barred = [
        i for i in range(words.index_at(clause), words.index_at(start)) if words.words[i] in edge_words("kinship")
    ]
    if start and barred:
        clause = words.starts[barred[-1] + 1]
    for left in range(start - 1, max(clause, end - 40) - 1, -1):
        if _is_inside(short, folded[left:end]):
            return left
    return start


def _trimmed(folded: str, start: int, end: int, short: str, words: Words) -> int:
    """Cut ordinary words off a name's beginning that its short form does not use: what the firm is, before its name."""
    first = max(
        (p for p in range(start, end) if folded[p] == short[:1] and _is_inside(short, folded[p:end])), default=start
    )
    first = max(start, with_seat(words, _with_latin(folded, first)))
    i, last = words.index_at(start), words.index_at(first)
    if first == start or not words.is_boundary(first):
        return start
    describing = words.words[last - 1] in edge_words("describes")
    if describing or all(is_ordinary(words, j) or words.tags[j] in ("x", "eng", "s", "n") for j in range(i, last)):
        return first
    return start


def _is_inside(short: str, name: str) -> bool:
    rest = iter(name)
    return all(c in rest for c in short)


_CLOSING = (" ", "”", "」", "』", '"')


def aside_after(text: str, folded: str, end: int) -> Aside | None:
    """Read the bracket that stands right behind a name; None when there is none, or one that only says whose the name's bearer is."""
    start = end + 1 if folded[end : end + 1] in _CLOSING else end
    if folded[start : start + 1] not in ("(", "["):
        return None
    bracket = _BRACKET.match(folded, start)
    if not bracket:
        return None
    begin, stop = bracket.span(1)
    inner = folded[begin:stop]
    tickers = tuple(tickers_in(text[begin:stop]))
    shorts: list[tuple[int, int]] = []
    topic = False
    for found in _definition().finditer(inner):
        for group in ("short", "more"):
            if (word := found[group]) and word.strip():
                left, right = begin + found.start(group), begin + found.end(group)
                while left < right and folded[left].isspace():
                    left += 1
                while right > left and folded[right - 1].isspace():
                    right -= 1
                if folded[left:right] in edge_words("defined_topic"):
                    topic = True
                elif not folded[left:right].isdigit():
                    shorts.append((left, right))
    if not shorts and not topic and not tickers:
        gloss = _QUOTED_ONLY.match(inner)
        if gloss:
            shorts.append((begin + gloss.start("short"), begin + gloss.end("short")))
        elif _LATIN_GLOSS.match(inner):
            shorts.append((begin, stop))
        elif any(word in inner for word in edge_words("aside_says")):
            return None
    return Aside(start, bracket.end(), tuple(shorts), tickers, topic)
