"""A sentence as the rules see it: every name and value is one private-use character, and offsets are kept."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# One character per kind of token. The order is part of the rules' vocabulary: pieces.yaml names kinds, not characters.
KINDS: tuple[str, ...] = (
    "company", "person", "authority", "exchange", "organization", "product", "fund", "place",
    "anaphor", "amount", "stake", "date", "role", "state", "pronoun", "office", "founding_role",
    "both",
)  # fmt: skip
CHAR_OF: dict[str, str] = {kind: chr(0xE000 + i) for i, kind in enumerate(KINDS)}
KIND_OF: dict[str, str] = {char: kind for kind, char in CHAR_OF.items()}
NAMES = "".join(CHAR_OF[k] for k in (*KINDS[:8], "anaphor", "state", "pronoun"))
VALUES = "".join(CHAR_OF[k] for k in ("amount", "stake", "date", "role", "office", "founding_role"))


_BITS = {char: 1 << i for i, char in enumerate(KIND_OF)}


def kinds_in(chars: Iterable[str]) -> int:
    """Give the kinds of token among some characters, as a set of bits."""
    return functools.reduce(operator.or_, (_BITS[c] for c in set(chars) if c in _BITS), 0)


@dataclass(frozen=True, slots=True)
class Token:
    """A name, a value or a word that stands for a name: `text[start:end]`.

    `mention` is the index of the mention that is meant (None for values and for words not resolved yet); `value` the
    number, ISO date or title; `unit` the currency. `stop` is where the token ends for masking, when an aside behind it
    (its ticker, its English name) belongs to it. `pair` are the mentions of the two that a word for both stands for.
    """

    start: int
    end: int
    kind: str
    mention: int | None = None
    value: str | None = None
    unit: str | None = None
    stop: int = 0
    pair: tuple[int, int] | None = None


@dataclass(slots=True)
class Masked:
    """A masked sentence: its string, for each character where it begins and ends in the text, and its tokens by position."""

    string: str
    starts: list[int]
    ends: list[int]
    tokens: dict[int, Token] = field(default_factory=dict)


_WHOLE = 4  # characters of a name that is complete without the city before it
_FROM_SOMEWHERE = frozenset({"company", "fund", "organization"})
FILLER = "\u2060"  # stands for noise inside a sentence (the word joiner: it has no width)
_QUOTES = '"“”「」『』‘’《》〈〉'
_ASIDE = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,10}\]")


def mask(folded: str, start: int, end: int, tokens: list[Token]) -> Masked:
    """Mask the sentence `folded[start:end]`; `tokens` are those inside it, in order, none overlapping another.

    Quotation marks, fillers and white space go; so does an aside in brackets that holds no token, and the country right
    before a firm that says where it comes from.
    """
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at: dict[int, Token] = {}
    place = start
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.start < place:
            continue
        if following is not None and _says_whence(token, following):
            _copy(folded, place, token.start, chars, starts, ends)
            place = token.end
            continue
        _copy(folded, place, token.start, chars, starts, ends)
        at[len(chars)] = token
        chars.append(CHAR_OF[token.kind])
        starts.append(token.start)
        ends.append(token.end)
        place = max(token.end, token.stop)
    _copy(folded, place, end, chars, starts, ends)
    return Masked("".join(chars), starts, ends, at)


def _says_whence(token: Token, following: Token) -> bool:
    """Tell whether a place only says where the firm named right behind it comes from.

    A city before a short name may be part of the name of another firm, its branch there.
    """
    if following.kind not in _FROM_SOMEWHERE or token.end != following.start:
        return False
    return token.kind == "state" or (token.kind == "place" and following.end - following.start >= _WHOLE)


def _copy(folded: str, start: int, end: int, chars: list[str], starts: list[int], ends: list[int]) -> None:
    if start >= end:
        return
    place = start
    for drop in _DROPPED.finditer(folded, start, end):
        if drop.group().isspace() and _separates(folded, drop.start(), drop.end(), start, end):
            if drop.end() - drop.start() == 1:
                continue
            _keep(folded, place, drop.start() + 1, chars, starts, ends)
            place = drop.end()
            continue
        _keep(folded, place, drop.start(), chars, starts, ends)
        place = drop.end()
        if drop.group() == ",":  # the comma of 15,878,650 ends no clause
            _keep(".", 0, 1, chars, starts, ends, drop.start())
    _keep(folded, place, end, chars, starts, ends)


def _keep(
    text: str, start: int, end: int, chars: list[str], starts: list[int], ends: list[int], at: int | None = None
) -> None:
    if start < end:
        first = start if at is None else at
        chars.extend(text[start:end])
        starts.extend(range(first, first + end - start))
        ends.extend(range(first + 1, first + 1 + end - start))


# What does not stand in a masked string: asides without tokens, quotation marks, most white space, commas inside numbers.
_DROPPED = re.compile(rf"{_ASIDE.pattern}|[{re.escape(_QUOTES)}{FILLER}]|\s+|(?<=\d),(?=\d)")


def _separates(folded: str, begin: int, stop: int, start: int, end: int) -> bool:
    """Tell whether white space separates two phrases of a headline, or two Latin words.

    Around Latin words in Chinese text it is mere typography, and so it is beside a token where it stands on both sides of
    it or between Chinese and Latin; but between two Chinese characters it is the break of a headline.
    """
    if begin == 0 or stop >= len(folded) or folded[begin - 1] in _QUOTES:
        return False
    inside = start < begin and stop < end
    return inside or (_is_han(folded[begin - 1]) and _is_han(folded[stop])) or _one_sided(folded, begin, stop, start)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _one_sided(folded: str, begin: int, stop: int, start: int) -> bool:
    """Tell whether a Latin name has a space behind it but none before: then the space is no typography."""
    if begin != start or not folded[begin - 1].isascii() or not _is_han(folded[stop]):
        return False
    first = begin - 1
    while first > 0 and folded[first - 1].isascii() and folded[first - 1] not in ",()":
        first -= 1
    return first > 0 and _is_han(folded[first - 1]) and not folded[first].isspace()
