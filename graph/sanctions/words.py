"""The words and places of `words.yaml`: what a name is taken apart with."""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from ..datafile import Section, read_section
from ..readings import reading
from ..spellings import letters

_ALIKE = 2  # syllables from which a Chinese word in letters is known for what it is: keji, dianzi


@dataclass(frozen=True, slots=True)
class Words:
    """What words mean: a kind (`strong`, `weak`, `place`, `ignored`) and a name for the meaning.

    `latin` has joined letters, `meanings` Chinese words, which `han` finds, the longest first. `near` are pairs of meanings
    that names mix up, `within` the province of a city, `foreign` the places abroad. `common` ordinary words, `bodies` kinds of body. `homes` are the
    countries of the firms that trade at a market (`latin_homes` of those without a Chinese name), `chinese` those where Chinese names are written by their sound, `native` words by which a body is one of the mainland's.
    """

    latin: Mapping[str, tuple[str, str]]
    meanings: Mapping[str, tuple[str, str]]
    han: re.Pattern[str]
    near: frozenset[frozenset[str]]
    within: Mapping[str, str]
    foreign: frozenset[str]
    parts: tuple[str, ...]
    notes: tuple[str, ...]
    homes: Mapping[str, frozenset[str]]
    latin_homes: Mapping[str, frozenset[str]]
    common: frozenset[str]
    bodies: frozenset[str]
    chinese: frozenset[str]
    native: frozenset[str]


@functools.cache
def load_words() -> Words:
    """Read the words; DataFileError names file and line where they are wrong."""
    section = read_section(importlib.resources.files("guanxi.graph") / "sanctions" / "words.yaml")
    section.allow(
        "weak",
        "strong",
        "near",
        "ignored",
        "parts",
        "notes",
        "places",
        "homes",
        "latin-homes",
        "chinese",
        "native",
        "common",
        "bodies",
    )
    latin: dict[str, tuple[str, str]] = {}
    meanings: dict[str, tuple[str, str]] = {}
    within: dict[str, str] = {}
    foreign: set[str] = set()
    for kind in ("weak", "strong"):
        for name, word in section.section(kind).sections():
            word.allow("en", "zh")
            _learn(word, (kind, name), latin, meanings)
    for name, place in section.section("places").sections():
        place.allow("en", "zh", "in", "foreign")
        _learn(place, ("place", name), latin, meanings)
        if "in" in place.nodes:
            within[name] = place.one_of("in", section.section("places").nodes)
        if place.flag("foreign"):
            foreign.add(name)
    _learn(section.section("ignored"), ("ignored", ""), latin, meanings)
    for word, meaning in list(meanings.items()):
        if len(word) >= _ALIKE:
            latin.setdefault(letters(reading(word)), meaning)
    homes, latin_homes = section.section("homes"), section.section("latin-homes")
    ordered = sorted(meanings, key=lambda word: (-len(word), word))
    return Words(
        latin,
        meanings,
        re.compile("|".join(map(re.escape, ordered))),
        _near(section, {name for kind, name in latin.values() if kind == "strong"}),
        within,
        frozenset(foreign),
        section.texts("parts"),
        section.texts("notes"),
        *({market: frozenset(homes.texts(market)) for market in homes.nodes} for homes in (homes, latin_homes)),
        frozenset(section.texts("common")),
        frozenset(section.texts("bodies")),
        frozenset(section.texts("chinese")),
        frozenset(section.texts("native")),
    )


def _learn(
    section: Section,
    meaning: tuple[str, str],
    latin: dict[str, tuple[str, str]],
    meanings: dict[str, tuple[str, str]],
) -> None:
    for known, key in ((latin, "en"), (meanings, "zh")):
        for word in section.texts(key):
            if known.setdefault(word, meaning) != meaning:
                raise section.wrong(key, f"{word!r} means {known[word][1]} already")


def _near(section: Section, known: set[str]) -> frozenset[frozenset[str]]:
    pairs: set[frozenset[str]] = set()
    near = section.section("near")
    for key in near.nodes:
        pairs.update(map(frozenset, combinations(near.some_of(key, known), 2)))
    return frozenset(pairs)
