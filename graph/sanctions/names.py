"""Takes names apart: what tells a firm from others, the words that many names share, and the places in them.

So a Chinese name and a Latin one can be compared: words and places by what they mean, the rest by its sound.

>>> name = take_apart("杭州海康威视数字技术股份有限公司")
>>> name.core, name.sound, sorted(name.words), sorted(name.places)
('海康威视', 'haikangweishi', ['digital'], ['hangzhou'])
>>> name = take_apart("Hangzhou Hikvision Digital Technology Co., Ltd.")
>>> name.core, sorted(name.words), sorted(name.places)
('hikvision', ['digital'], ['hangzhou'])
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..names import bare_key, is_han, latin_forms
from ..readings import reading
from ..spellings import letters
from ..text import fold
from .words import Words, load_words

_BRACKETS = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*")
_TOKEN = re.compile(r"[^\W_]+(?:[-‐‑–][^\W_]+)*")
_APOSTROPHES = re.compile(r"['’‘`´]")
_BEHIND_FORM = re.compile(r"(?<=ltd|inc|llc)\.?,|(?<=limited|company),|(?<=corporation),", re.IGNORECASE)
_LONGEST = 4  # words that make one of the vocabulary together


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart.

    `core` is what is left without words and places: Chinese characters, or letters. `sound` is the same in letters,
    `syllables` how many a Chinese one has, or one in pinyin that is known to be (0 for another Latin one). `words` are those that tell what a firm does, `weak` those
    that tell nothing apart. `han` tells the script; `short` that it is nothing but capitals; `branch` that a place stands
    in brackets or behind the legal form, where mostly a branch or a subsidiary sits.
    """

    text: str
    core: str
    sound: str
    syllables: int
    words: frozenset[str]
    weak: frozenset[str]
    places: frozenset[str]
    han: bool
    short: bool
    branch: bool


@functools.lru_cache(maxsize=400_000)
def take_apart(text: str) -> Parts:
    """Take one name apart; brackets that hold a place count as it, others are left out."""
    return _han(text) if is_han(fold(text)) else _latin(text)


def names_within(text: str) -> Iterator[str]:
    """Give the names that a list packs into one: the party behind its parent's, an abbreviation in brackets.

    >>> list(names_within("Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Huawei Mobile Technology Ltd."))
    ['Huawei Mobile Technology Ltd.']
    >>> list(names_within("Semiconductor Manufacturing International Corporation (SMIC)"))
    ['Semiconductor Manufacturing International Corporation', 'SMIC']
    >>> list(names_within("Piotech (Beijing) Co., Ltd."))
    ['Piotech (Beijing) Co., Ltd.']
    """
    words = load_words()
    for part in words.parts:
        head, mark, tail = text.partition(part)
        if mark and tail.strip():
            text = tail if part.startswith(("Aff", "Sub")) else f"{head}; {tail}"
    for piece in filter(None, map(str.strip, text.split(";"))):
        other: list[str] = []

        def taken(found: re.Match[str], other: list[str] = other) -> str:
            inner = found[1].strip()
            if any(note in inner.casefold() for note in words.notes):
                return " "
            told = _latin_words(inner) if inner.isascii() else ()
            if not told or " " in inner or any(kind in ("place", "weak") for kind, _ in told):
                return found[0]
            behind = found.string[found.end() - 1 :].lstrip(") ）")
            if not behind.strip(" .,") or behind.startswith(","):
                other.append(inner)  # in the midst of a name it abbreviates what stands before it alone
                return " "
            return " " if inner.isupper() else found[0]

        plain = " ".join(_BRACKETS.sub(taken, piece).split()).replace(" ,", ",")
        yield plain.rstrip(" ,;.") + ("." if piece.endswith(".") else "")
        yield from other


def _latin(text: str) -> Parts:
    head, *behind = _BEHIND_FORM.split(_APOSTROPHES.sub("", text), maxsplit=1)
    after = [piece for part in behind for piece in _latin_words(part)]
    found: dict[str, set[str]] = {"strong": set(), "weak": set(), "place": set()}
    if any(kind in ("strong", "weak") or word in latin_forms() for kind, word in after):  # no address: the name goes on
        head, after = " ".join((head, *behind)), []
    core = []
    for kind, word in _latin_words(head):
        if kind == "core":
            core.append(word)
        elif kind != "ignored":
            found[kind].add(word)
    there = {word for kind, word in after if kind == "place"}
    joined = "".join(core)
    return Parts(
        text,
        joined,
        joined[:-1] if len(joined) > 5 and joined.endswith("s") else joined,
        0,
        frozenset(found["strong"]),
        frozenset(found["weak"]),
        frozenset(found["place"] | there),
        False,
        len(joined) <= 5 and joined.upper() in text and not (found["strong"] or found["weak"]),
        bool(there - found["place"]) or _branch(text),
    )


def _branch(text: str) -> bool:
    """Tell whether brackets of a name hold a place."""
    return any(kind == "place" for found in _BRACKETS.finditer(text) for kind, _ in _latin_words(found[1]))


def _latin_words(text: str) -> list[tuple[str, str]]:
    """Give the words of a Latin name in order, each as `core`, `strong`, `weak`, `place` or `ignored`."""
    words, forms = load_words(), latin_forms()
    tokens = [letters(token) for token in _TOKEN.findall(fold(_APOSTROPHES.sub("", text)))]
    tokens = [token for token in tokens if token]
    out: list[tuple[str, str]] = []
    at = 0
    while at < len(tokens):
        size, known = _longest(tokens, at, words)
        token = "".join(tokens[at : at + size])
        out.append(known or (("ignored" if token in forms else "core"), token))
        at += size
    return out


def _longest(tokens: Sequence[str], at: int, words: Words) -> tuple[int, tuple[str, str] | None]:
    for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
        known = words.latin.get("".join(tokens[at : at + size]))
        if known is not None:
            return size, known
    return 1, None


def _han(text: str) -> Parts:
    words = load_words()
    key = bare_key(text)
    found: dict[str, set[str]] = {"strong": set(), "weak": set(), "place": set(), "ignored": set()}
    core: list[str] = []
    at = 0
    while at < len(key):
        match = words.han.match(key, at)
        # one character is a word at the end of a name only: 微 in 景嘉微
        if match and (match.end() - at > 1 or (match.end() == len(key) and core)):
            kind, word = words.meanings[match[0]]
            found[kind].add(word)
            at = match.end()
        else:
            core.append(key[at])
            at += 1
    joined = "".join(core)
    return Parts(
        text,
        joined,
        sound_of(joined),
        sum(1 for char in joined if is_han(char)),
        frozenset(found["strong"]),
        frozenset(found["weak"]),
        frozenset(found["place"]),
        True,
        False,
        False,
    )


@functools.lru_cache(maxsize=400_000)
def sound_of(key: str) -> str:
    """Give the letters of a Chinese name as it is read.

    >>> sound_of("寒武纪")
    'hanwuji'
    """
    return letters(reading(key))
