"""The tokens of a text that are no names: amounts, stakes, dates, and the words that stand for a name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from .dates import resolve_dates
from .fullnames import Name
from .masking import Token
from .values import Value, find_values
from .vocabulary import words
from .words import Words, edge_list, edge_words


def value_tokens(folded: str, language: str) -> Iterator[Token]:
    """Give the amounts and stakes of a text.

    A bare yuan sign in Traditional text may be any dollar: it gives no currency there.
    """
    for value in find_values(folded):
        if _beside(folded, value):
            continue
        bare = (
            value.kind == "amount" and value.currency == "CNY" and folded[value.end - 1] in edge_words("bare_currency")
        )
        named = any(word in folded[value.start : value.end] for word in edge_list("renminbi"))
        bare = bare and language == "zh-Hant" and not named
        yield Token(value.start, value.end, value.kind, value=value.number, unit=None if bare else value.currency)


def _beside(folded: str, value: Value) -> bool:
    """Tell whether a value is none of a deal: the price of one share, the growth of something."""
    before, behind = folded[max(0, value.start - 6) : value.start], folded[value.end : value.end + 3]
    if value.kind == "amount":
        return any(w in before for w in words("values.yaml", "per_share_before")) or behind.startswith(
            words("values.yaml", "per_share_after")
        )
    before = before.rstrip("".join(words("values.yaml", "about")) + "~ (-+")
    if any(w in before for w in words("values.yaml", "holding_before")):
        return False
    return before.endswith(words("values.yaml", "growth_before"))


def date_tokens(folded: str, published: str | None) -> Iterator[Token]:
    """Give the dates of a text, as precise as it says them; a relative one has a value only where `published` is known."""
    for date in resolve_dates(folded, published):
        yield Token(date.start, date.end, "date", value=date.iso)


@functools.cache
def _anaphor() -> re.Pattern[str]:
    words = "|".join(map(re.escape, edge_list("anaphor")))
    never_behind = "".join(edge_words("anaphor_not_after"))
    never_before = "".join(edge_words("anaphor_not_before"))
    long = "|".join(map(re.escape, (w for w in edge_list("anaphor") if len(w) > 2)))
    possessive = "|".join(map(re.escape, edge_list("possessive")))
    not_its = "".join(edge_list("its_not_before"))
    return re.compile(
        rf"{long}|(?<![{never_behind}])(?:{words})(?![{never_before}])|(?P<its>{possessive})(?![{not_its}])"
    )


@functools.cache
def _pronoun() -> re.Pattern[str]:
    words = "|".join(map(re.escape, edge_list("pronoun")))
    before, behind = "".join(edge_list("pronoun_not_before")), "".join(edge_list("pronoun_not_after"))
    return re.compile(rf"(?<![{behind}])(?:{words})(?![{before}])")


@functools.cache
def _both() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, edge_list("both"))))


@functools.cache
def _bare_anaphors() -> frozenset[str]:
    return frozenset(w for w in edge_list("anaphor") if len(w) == 2 and w not in edge_words("anaphor_near"))


def _is_kind(words: Words, place: int) -> bool:
    """Tell whether the word right before makes the firm one of a kind: a noun, or a word that is inside another one."""
    i = words.index_at(place)
    if words.starts[i] != place:
        return True
    return i > 0 and words.tags[i - 1][:1] in _KINDS and words.words[i - 1].strip() != ""


_KINDS = frozenset("nbasq")  # nouns, distinguishing words, adjectives, places, measures of jieba's tag set


def _manner(word: str) -> str | None:
    """Tell how a word points back: to the first or second of the two named last, to the firm named last, or to the topic."""
    manners = ("former", "anaphor_former"), ("latter", "anaphor_latter"), ("near", "anaphor_near")
    return next((manner for manner, words in manners if word in edge_words(words)), None)


def anaphors(folded: str, names: Iterable[Name], words: Words | None = None) -> Iterator[Token]:
    """Give the words that stand for a firm (the company, its), a person (he, she) or two that were named together (both).

    A word right behind a name belongs to it, unless it is a possessive; a firm of some kind (a chip company) is no firm
    in particular.
    """
    ends = {n.end for n in names}
    for found in _anaphor().finditer(folded):
        kind = words is not None and found.group() in _bare_anaphors() and _is_kind(words, found.start())
        if found["its"] or (found.start() not in ends and not kind):
            yield Token(found.start(), found.end(), "anaphor", value=_manner(found.group()))
    for found in _pronoun().finditer(folded):
        yield Token(found.start(), found.end(), "pronoun")
    for found in _both().finditer(folded):
        yield Token(found.start(), found.end(), "both")
