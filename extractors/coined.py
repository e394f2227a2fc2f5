"""Names that nobody listed, by their build: a coined word and an ending that firms have (曜川汽车, 嵐天雲科技)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .fullnames import Name, kind_of_firm
from .lexicon import read_table
from .words import Words, edge_list, edge_words

if TYPE_CHECKING:
    import ahocorasick_rs

_RANK = 57  # above what the tagger half believes, below what a definition or a list says
_SHORTEST, _LONGEST = 2, 4  # characters of the coined word
# Parts of speech that may end right before a name: verbs, prepositions, conjunctions, particles, adverbs, times, marks, numbers.
_BEFORE = frozenset("vpcdutxyfrmq")


@functools.cache
def _endings() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[str, str], ...]]:
    import ahocorasick_rs

    rows = tuple(
        (r["key"], r["type"])
        for r in read_table("legal_suffixes")
        if r["strength"] == "strong" and r["type"] in ("company", "fund") and _tells(r["key"])
    )
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    return ahocorasick_rs.AhoCorasick([key for key, _ in rows], matchkind=kind), rows


def _tells(ending: str) -> bool:
    """Tell whether an ending makes a coined word a firm's name: no everyday noun, no legal form (registered names have those)."""
    everyday = ending in edge_words("everyday_endings") or ending.endswith(edge_list("registered"))
    return len(ending) >= 2 and not ending.isascii() and not everyday


def coined_names(clean: str, words: Words) -> Iterator[Name]:
    """Find names made of a word that no dictionary has and an ending that firms have.

    The coined word has two characters, or up to four at the edge of a clause. It begins where a clause does or right behind a verb, a preposition or the like; the
    ending must end a word.
    """
    automaton, rows = _endings()
    for index, start, end in automaton.find_matches_as_indexes(clean):
        if not words.is_boundary(end):
            continue
        for length in range(_SHORTEST, _LONGEST + 1):
            begin = start - length
            if begin < 0 or not _is_coined(clean[begin:start]):
                continue
            if length > _SHORTEST and not (begin == 0 or clean[begin - 1] in _MARKS):
                continue
            if kind_of_firm().fullmatch(clean, begin, end):
                continue
            if _opens(clean, words, begin) and not _crosses(clean, begin, start):
                yield Name(begin, end, rows[index][1], _RANK + length, found_by="coined")
                break


def _crosses(clean: str, begin: int, start: int) -> bool:
    """Tell whether a dictionary word runs over either edge of the coined word: 自来水集团, 风投资本 hold none."""
    import rjieba

    before, head = clean[max(0, begin - 1) : begin], clean[begin:start]
    over = (before + head[0], before + head, head[-1] + clean[start : start + 1])
    return any(_HAN.fullmatch(word) and len(word) > 1 and rjieba.has_word(word) for word in over)


_HAN = re.compile(r"[\u4e00-\u9fff]+")


@functools.cache
def _hard() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, edge_list("hard"))))


def _is_coined(head: str) -> bool:
    import rjieba

    if not _HAN.fullmatch(head) or rjieba.has_word(head):
        return False
    if _hard().search(head) or head[0] in edge_words("never_first") or head[0] in edge_words("in_phrases"):
        return False
    # A verb or the like and one character more is a phrase: 考虑到, 如同某.
    if len(head) > _SHORTEST and rjieba.has_word(head[:2]) and rjieba.tag(head[:2])[0][1][:1] in _SAYING:
        return False
    # Two dictionary words side by side are a phrase and no coinage: 国产智能.
    if len(head) > _SHORTEST and (any(c in edge_words("in_phrases") for c in head) or rjieba.has_word(head[-2:])):
        return False
    return not (len(head) == 4 and rjieba.has_word(head[:2]) and rjieba.has_word(head[2:]))


_SAYING = frozenset("vpcdr")  # parts of speech that no coined word begins with


def _opens(clean: str, words: Words, begin: int) -> bool:
    """Tell whether a name may begin at an offset: at an edge of the text, or behind a word that stands before names."""
    if clean[begin - 1 : begin].isdigit():
        return False  # a unit behind a number
    if begin == 0 or clean[begin - 1] in _MARKS or clean.endswith(edge_list("before"), max(0, begin - 6), begin):
        return True
    if not words.is_boundary(begin):
        return False
    return words.tags[words.index_at(begin) - 1][:1] in _BEFORE


_MARKS = ' ,。;:!?、\n"“”「」『』()（）《》|/'
