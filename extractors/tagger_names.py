"""Makes up names and puts them into training articles, so that the tagger learns what surrounds a name.

By cross-validation this is the largest gain on names that nobody listed: see `docs/names.md`.
"""

from __future__ import annotations

import csv
import functools
import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ..graph.text import fold
from .lexicon import load_lexicon

_FOLDER = Path(__file__).parent
_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9&]+( [A-Za-z0-9&]+)?")
_NAME_MARKS = re.compile(r"[·・•.\-]")
# How often the names of a type are replaced; countries and ministries are few and known.
RATES = {
    "company": 0.85,
    "person": 0.9,
    "fund": 0.8,
    "product": 0.6,
    "organization": 0.5,
    "authority": 0.4,
    "place": 0.5,
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and the names in it: start, end, type, in order, none overlapping."""

    id: str
    text: str
    spans: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What names are built from: short names and Latin names of companies, surnames, places, and the word lists of
    `models/material.yaml`."""

    shorts: tuple[str, ...]
    latin: tuple[str, ...]
    surnames: tuple[str, ...]
    places: tuple[str, ...]
    countries: tuple[str, ...]
    words: Mapping[str, Sequence[str]]

    def ending(self, name: str) -> str:
        """Give the trade or legal form that a name ends with, empty when there is none."""
        for tail in _by_length((*self.words["legal"], *self.words["trades"], *self.words["fund_tails"])):
            if name.endswith(tail) and len(name) - len(tail) >= 2:
                return tail
        return ""


@functools.cache
def load_material() -> Material:
    """Read the material from the package's own lexicon and `models/material.yaml`."""
    import yaml

    names = sorted({form.key: form.form for form in load_lexicon().forms if form.type == "company"}.items())
    places = [(row["key"], row["kind"]) for row in _rows("places.csv")]
    words = yaml.safe_load((_FOLDER / "models" / "material.yaml").read_text(encoding="utf-8"))
    return Material(
        shorts=tuple(key for key, _ in names if 2 <= len(key) <= 5 and all(ord(char) >= 0x3400 for char in key)),
        latin=tuple(form for _, form in names if len(form) < 22 and _LATIN_NAME.fullmatch(form)),
        surnames=tuple(sorted({row["key"] for row in _rows("surnames.csv")})),
        places=tuple(sorted({key for key, kind in places if kind != "country"})),
        countries=tuple(sorted({key for key, kind in places if kind == "country"})),
        words=cast(Mapping[str, Sequence[str]], words),
    )


def replace_names(article: Labelled, pool: Mapping[str, Sequence[str]], seed: str) -> Labelled:
    """Put other names of the same type for the names of an article, each everywhere the same.

    `pool` are names of authorities and organisations that may be taken as they are, by type. The same seed gives the
    same names.
    """
    maker = NameMaker(random.Random(seed), load_material(), pool)
    new: dict[tuple[str, str], str] = {}
    names = {(article.text[start:end], kind) for start, end, kind in article.spans}
    for name, kind in sorted(names, key=lambda pair: (len(pair[0]), pair)):
        new[name, kind] = _other_name(name, kind, new, maker)
    parts, spans, done, length = [], [], 0, 0
    for start, end, kind in article.spans:
        name = new[article.text[start:end], kind]
        parts += [article.text[done:start], name]
        length += start - done
        spans.append((length, length + len(name), kind))
        length, done = length + len(name), end
    return Labelled(article.id, "".join((*parts, article.text[done:])), tuple(spans))


def _other_name(name: str, kind: str, new: Mapping[tuple[str, str], str], maker: NameMaker) -> str:
    if maker.random.random() > RATES.get(kind, 0.0):
        return name
    shorter = [old for old, of in new if of == kind and len(old) >= 2 and old in name and new[old, of] != old]
    if shorter and not _is_latin(name):
        longest = max(shorter, key=len)
        return name.replace(longest, new[longest, kind], 1)
    return maker.make(kind, name)


class NameMaker:
    """Makes up names that look like an old one of the same type."""

    def __init__(self, source: random.Random, material: Material, pool: Mapping[str, Sequence[str]]) -> None:
        """Draw from `source`; `pool` are names of authorities and organisations that may be taken as they are."""
        self.random, self.material, self.pool = source, material, pool
        self._makers: dict[str, Callable[[str], str]] = {
            "company": self.company,
            "person": self.person,
            "authority": self.authority,
            "organization": self.organization,
            "fund": self.fund,
            "product": self.product,
            "place": self.place,
        }

    def make(self, kind: str, old: str) -> str:
        """Make up a name of a type."""
        return self._makers[kind](old if _is_latin(old) else fold(old))

    def person(self, old: str) -> str:
        """Make up a person: Chinese, transliterated or Latin, as the old one is."""
        words = self.material.words
        if _is_latin(old):
            given, family = self._pick(words["latin_given"]), self._pick(words["latin_family"])
            return f"{given} {family}" if " " in old or len(old) > 10 else self._pick((given, family))
        mark = _NAME_MARKS.search(old)
        if mark:
            return self._foreign(2, 4) + mark.group() + self._foreign(2, 4)
        foreign = set(old) <= set(words["foreign"][0]) and self._chance(0.5)
        if len(old) > 3 or old[0] not in self.material.surnames or foreign:
            return self._foreign(2, 5)
        chosen = [self._pick(words["given"][0]) for _ in range(1 if self._chance(0.28) else 2)]
        return self._pick(self.material.surnames) + "".join(chosen)

    def company(self, old: str) -> str:
        """Make up a company: full, short or Latin, as the old one is."""
        words = self.material.words
        if _is_latin(old):
            return self._latin() + (self._pick(words["latin_legal"]) if self._chance(0.25) else "")
        tail = self.material.ending(old)
        if tail in words["legal"]:
            return self._registered(tail)
        if tail and self._chance(0.5):
            return self._brand() + tail
        return self._latin() if self._chance(0.08) else self._short()

    def authority(self, old: str) -> str:
        """Make up an authority, or take one of the pool."""
        if _is_latin(old) or self._chance(0.6):
            return self._pick(self.pool["authority"])
        if len(old) <= 3:
            return self._pick(self.material.countries)
        return self._place() + self._pick(self.material.words["authority_tails"])

    def organization(self, old: str) -> str:
        """Make up an organisation, or take one of the pool."""
        if _is_latin(old):
            return self._latin()
        if self._chance(0.4):
            return self._pick(self.pool["organization"])
        first = self._place() if self._chance(0.7) else self._pick(self.material.shorts)[:2]
        return first + self._pick(self.material.words["organization_tails"])

    def fund(self, old: str) -> str:
        """Make up a fund."""
        place = self._pick(self.material.places) if self._chance(0.4) else ""
        name = self._pick(self.material.shorts) if self._chance(0.5) else self._brand()
        return place + name + self._pick(self.material.words["fund_tails"])

    def product(self, old: str) -> str:
        """Make up a product: Latin with or without a number, or a brand."""
        if not _is_latin(old):
            return self._brand() + (self._pick(self.material.words["product_tails"]) if self._chance(0.5) else "")
        if self._chance(0.4):
            return self._pick("ABCDEFGHKMNPRSTVXZ") + str(self.random.randint(1, 9999))
        number = self._pick("- ") + str(self.random.randint(1, 99)) if self._chance(0.4) else ""
        return self._latin().split()[0] + number

    def place(self, old: str) -> str:
        """Take another place, a country for a country."""
        countries = self.material.countries
        return self._pick(countries if old in countries else self.material.places)

    def _registered(self, tail: str) -> str:
        words = self.material.words
        core = self._pick(self.material.shorts) if self._chance(0.4) else self._brand()
        place = self._pick(self.material.places) if self._chance(0.5) else ""
        legal = tail if self._chance(0.6) else self._pick(words["legal"])
        if place and self._chance(0.3):
            return f"{core}{self._pick(words['trades'])}({place}){legal}"
        return place + core + (self._pick(words["trades"]) if self._chance(0.7) else "") + legal

    def _short(self) -> str:
        draw = self.random.random()
        if draw < 0.45:
            return self._pick(self.material.shorts)
        if draw < 0.6:
            return self._brand()
        if draw < 0.75:
            return self._brand() + self._pick(self.material.words["trades"])
        if draw < 0.82:
            return self._pick(self.material.places) + self._pick(self.material.words["trades"])
        return self._foreign(2, 4) if draw < 0.95 else self._place() + self._brand()

    def _brand(self) -> str:
        first, second, third = (self._pick(self.material.shorts) for _ in range(3))
        return first[0] + second[1] + (third[2:3] if self._chance(0.2) else "")

    def _latin(self) -> str:
        name = self._pick(self.material.latin)
        if name.isupper() and len(name) > 5 and self._chance(0.7):
            name = name.title()
        return name.split()[0] if self._chance(0.6) else name

    def _foreign(self, low: int, high: int) -> str:
        return "".join(self._pick(self.material.words["foreign"][0]) for _ in range(self.random.randint(low, high)))

    def _place(self) -> str:
        return self._pick(self.material.places if self._chance(0.8) else self.material.countries)

    def _pick(self, choices: Sequence[str]) -> str:
        return self.random.choice(choices)

    def _chance(self, share: float) -> bool:
        return self.random.random() < share


def _is_latin(name: str) -> bool:
    return all(ord(char) < 0x250 for char in name)


def _by_length(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / "lexicon" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
