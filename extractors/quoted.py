"""Names that stand in quotation marks: products by the word beside them, schemes and bodies by their ending."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from .fullnames import Name, type_of_ending
from .vocabulary import pattern
from .words import Words, edge_words

_RANK = 56  # below a listed name, above the same form found again
_QUOTED = re.compile(r"[“「『]([^“”「」『』\n,。;:!?、()]{2,16})[”」』]")
_ENDED = 5  # characters with which a scheme's or a body's name says more than what it is
_NEAR = 6  # characters beside the marks in which the word for what it is stands


def quoted_names(clean: str, words: Words) -> Iterator[Name]:
    """Find what quotation marks show to be a name: 推出「甲乙」, “甲乙”平台, 「甲乙丙資助計劃」, 投資了“甲乙”."""
    for found in _QUOTED.finditer(clean):
        start, end = found.span(1)
        if _says(words, start, end):
            continue
        if kind := _kind(clean, found):
            yield Name(start, end, kind, _RANK, found_by="quoted")


def _kind(clean: str, found: re.Match[str]) -> str | None:
    inside = found.group(1)
    if len(inside) >= _ENDED:
        for kind in ("product", "fund", "organization"):
            if _rule(f"quoted_{kind}_ending").search(inside):
                return kind
    before = clean[max(0, found.start() - _NEAR) : found.start()]
    if not any(char.isalpha() for char in inside):
        return None
    behind = found.end(1)
    if _rule("before_quoted_company").search(before) or _rule("financed").match(clean, behind):
        return "company"
    ended = len(inside) > _SHORT and type_of_ending(inside) == "company"
    if _rule("near_coined_company").search(before) and (ended or _coined(inside)):
        return "company"
    beside = _rule("before_quoted_product").search(before) or _rule("behind_quoted_product").match(clean, behind)
    near = _rule("near_coined_product").search(before) or _rule("behind_coined_product").match(clean, behind)
    return "product" if beside or (near and _coined(inside)) else None


def _coined(inside: str) -> bool:
    """Tell whether what is quoted is more than ordinary words: 日本製造 is no product by the word 品牌 beside it."""
    import rjieba

    parts = rjieba.tag(inside)
    odd = (not rjieba.has_word(word) or (len(word) == 1 and tag[:1] not in _PLAIN) for word, tag in parts)
    return any(odd)


@functools.cache
def _rule(name: str) -> re.Pattern[str]:
    return pattern("edges.yaml", name)


def _says(words: Words, start: int, end: int) -> bool:
    """Tell whether what is quoted is said rather than named: it holds a particle, a pronoun or the like."""
    first, last = words.index_at(start), words.index_at(end - 1)
    return any(
        (words.tags[i][:1] in _SAYING and len(words.words[i]) == 1) or words.words[i] in edge_words("hard")
        for i in range(first, last + 1)
    ) or not words.is_boundary(end)


_SHORT = 3  # characters of which an ending leaves no name
_PLAIN = frozenset("avdm")  # adjectives, verbs, adverbs and numbers of one character belong to phrases
_SAYING = frozenset("uryeo")  # particles, pronouns, interjections
