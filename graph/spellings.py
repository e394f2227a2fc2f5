"""How a name can be typed with Latin letters: as it stands, in pinyin, by its initials, or with a slip."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .readings import reading
from .text import fold, simplified

HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_SIGN = re.compile(r"[\W_]+")
_LU = re.compile("(?<=[ln])v")  # lü is typed lv by some and lu by others
_SLIPS = 8  # letters from which a name may have two slips in it, and not one


class Spelling(NamedTuple):
    """One way to type a name: all its letters, and its initials, "" where a single word has none."""

    letters: str
    initials: str


def letters(text: str) -> str:
    """Give the letters and digits of a Latin text, folded, without marks and accents.

    >>> letters("Nestlé S.A."), letters("Hán Wǔ Jì"), letters("Lü")
    ('nestlesa', 'hanwuji', 'lu')
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return _SIGN.sub("", plain.casefold())


@functools.lru_cache(maxsize=100_000)
def spellings(name: str) -> frozenset[Spelling]:
    """Give the ways to type a name: a Chinese one in pinyin, with the readings that its words have and the commonest.

    >>> sorted(spellings("招商銀行"))
    [Spelling(letters='zhaoshangyinhang', initials='zsyh'), Spelling(letters='zhaoshangyinxing', initials='zsyx')]
    >>> sorted(spellings("Advanced Micro Devices"))
    [Spelling(letters='advancedmicrodevices', initials='amd')]
    """
    if not HAN.search(name):
        words = [word for part in name.split() if (word := letters(part))]
        return frozenset([Spelling("".join(words), _initials(words))] if words else [])
    from pypinyin import lazy_pinyin

    by_word = lazy_pinyin(simplified(name), errors=_characters)  # type: ignore[arg-type]  # may give a list
    return frozenset({_pinyin(by_word), commonest(name)})


def commonest(name: str) -> Spelling:
    """Give a Chinese name in pinyin with the commonest reading of each character.

    >>> commonest("寒武记").letters == commonest("寒武紀").letters
    True
    """
    return _pinyin(reading(fold(name)).split(" "))


def _characters(run: str) -> list[str]:
    return list(run)


def _pinyin(syllables: Iterable[str]) -> Spelling:
    typed = [_LU.sub("u", word) for syllable in syllables if (word := letters(syllable))]
    return Spelling("".join(typed), _initials(typed))


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def slips(typed: str, text: str) -> int | None:
    """Count the slips (a letter wrong, too many, missing, or two swapped) in the beginning of a text, as it was typed.

    None where there are more than such a word may have: one, and two from eight letters on.

    >>> slips("hauwei", "huawei"), slips("cambrican", "cambricontechnologies"), slips("intel", "nvidia")
    (1, 1, None)
    """
    most = 2 if len(typed) >= _SLIPS else 1
    before: list[int] = []
    row = list(range(len(text[: len(typed) + most]) + 1))
    for i, char in enumerate(typed, 1):
        older, before, row = before, row, [i]
        for j in range(1, len(before)):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != text[j - 1]))
            if i > 1 and j > 1 and char == text[j - 2] and typed[i - 2] == text[j - 1]:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
    return found if (found := min(row)) <= most else None
