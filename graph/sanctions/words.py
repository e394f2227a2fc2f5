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

_KEYS = (
    "weak",
    "strong",
    "near",
    "ignored",
    "places",
    "parts",
    "notes",
    "common",
    "bodies",
    "chinese",
    "native",
    "homes",
)
_ALIKE = 2  # syllables from which a Chinese word in letters is known for what it is: keji, dianzi


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What words mean: a kind (`strong`, `weak`, `place`, `ignored`) and a name for the meaning.

    `latin` has joined letters, `meanings` Chinese words, which `han` finds, the longest first. `near` are pairs of meanings
    that names mix up, `within` the province of a city, `foreign` the places abroad. `parts` is what stands before the party
    itself in a long name, `notes` what brackets hold that is no name. `common` are ordinary words, `bodies` kinds of body,
    `native` those of the mainland alone. `homes` are the countries of the firms that trade at a market (`latin_homes` of
    those without a Chinese name), `chinese` those where Chinese names are written by their sound.
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
    section.allow(*_KEYS, "latin_homes")
    latin: dict[str, tuple[str, str]] = {}
    meanings: dict[str, tuple[str, str]] = {}
    for kind in ("weak", "strong"):
        for name, word in section.section(kind).sections():
            word.allow("en", "zh")
            _learn(word, (kind, name), latin, meanings)
    within, foreign = _places(section.section("places"), latin, meanings)
    _learn(section.section("ignored"), ("ignored", ""), latin, meanings)
    for chinese, meaning in list(meanings.items()):
        if len(chinese) >= _ALIKE:
            latin.setdefault(letters(reading(chinese)), meaning)
    ordered = sorted(meanings, key=lambda word: (-len(word), word))
    return Words(
        latin=latin,
        meanings=meanings,
        han=re.compile("|".join(map(re.escape, ordered))),
        near=_near(section, {name for kind, name in latin.values() if kind == "strong"}),
        within=within,
        foreign=foreign,
        parts=section.texts("parts"),
        notes=section.texts("notes"),
        common=frozenset(section.texts("common")),
        bodies=frozenset(section.texts("bodies")),
        chinese=frozenset(section.texts("chinese")),
        native=frozenset(section.texts("native")),
        homes=_table(section.section("homes")),
        latin_homes=_table(section.section("latin_homes")),
    )


def _places(
    section: Section, latin: dict[str, tuple[str, str]], meanings: dict[str, tuple[str, str]]
) -> tuple[dict[str, str], frozenset[str]]:
    """Learn the names of places; give what they lie in, and which are abroad."""
    within: dict[str, str] = {}
    foreign: set[str] = set()
    for name, place in section.sections():
        place.allow("en", "zh", "in", "foreign")
        _learn(place, ("place", name), latin, meanings)
        if "in" in place.nodes:
            within[name] = place.one_of("in", section.nodes)
        if place.flag("foreign"):
            foreign.add(name)
    return within, frozenset(foreign)


def _table(section: Section) -> dict[str, frozenset[str]]:
    return {key: frozenset(section.texts(key)) for key in section.nodes}


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
