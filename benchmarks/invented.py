"""The invented world of big_store.py: firms, funds, persons, authorities, and what happens between them.

Few firms are told of often and many seldom. A fact is told by one article or several, comes as a plan or rumour that
turns out true, denied or neither, and may end; firms have one owner, persons move between firms.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

import yaml
from guanxi.graph.model import Entity, Status
from guanxi.graph.text import traditional

WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("big_store.yaml").read_text(encoding="utf-8"))
DAYS = 1250
KNOWN, LISTED, LATIN = 0.1, 0.15, 0.3  # shares of the firms, the most told of first
_STAYS = 0.6  # of what is told of a person who has a post, how much is of that post
_MOST = 12  # articles that tell one fact


@dataclass(eq=False, slots=True)
class Thing:
    """Something that is told of: its type, its short name and what else articles may write, and how seldom it is told of."""

    type: str
    name: str
    full: str | None = None
    latin: str | None = None
    ticker: str | None = None
    known_as: str | None = None
    trade: int = 0
    order: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence, and the qualifiers that follow from it."""

    written: str
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """One fact told on a day in a status: `says` is what stands behind the subject, with its words in braces.

    `edition` is how many told it before.
    """

    day: int
    edition: int
    subject: Thing
    relation: str
    object: Thing
    status: Status
    says: str
    words: dict[str, Word]


def words_in(sentence: str) -> list[str]:
    """Give the words in braces of a sentence."""
    return [word for _, word, _, _ in Formatter().parse(sentence) if word]


class World:
    """All there is, and what happens."""

    def __init__(self, claims: int, seed: int) -> None:
        self.dice = random.Random(seed)
        count = max(60, claims // 12)
        self.firms = [self._firm(*stem, number, count) for number, stem in enumerate(self._stems(count))]
        self.rivals: dict[int, list[Thing]] = {}
        for firm in self.firms:
            self.rivals.setdefault(firm.trade, []).append(firm)
        self.others = {
            "fund": list(self._things("fund", ("资本", "基金"), count // 40)),
            "product": list(self._things("product", ("一号", "X3", "云脑"), count // 8)),
            "person": [Thing("person", name) for name in self._persons(max(10, count // 3))],
            "authority": [Thing("authority", name) for name in WORDS["authorities"]],
            "exchange": [Thing("exchange", name) for name in WORDS["exchanges"]],
            "place": [Thing("place", name) for name in WORDS["places"]],
        }
        self.owners: dict[Thing, Thing] = {}
        self.employers: dict[Thing, Thing] = {}

    def known(self) -> dict[str, Entity]:
        """Give what a lexicon would know."""
        return {
            firm.known_as: Entity(
                firm.known_as,
                "company",
                (("zh-Hans", firm.name), ("zh-Hant", traditional(firm.name)), ("en", firm.latin or firm.name)),
                (firm.full,) if firm.full else (),
                (firm.ticker,) if firm.ticker else (),
            )
            for firm in self.firms
            if firm.known_as
        }

    # What there is

    def _stems(self, count: int) -> list[tuple[str, str, int]]:
        pairs = itertools.product(WORDS["syllables"].items(), repeat=2)
        trades = range(len(WORDS["trades"]))
        return self.dice.sample([(a + c, b + d.lower(), t) for (a, b), (c, d) in pairs for t in trades], count)

    def _firm(self, stem: str, latin: str, trade: int, number: int, count: int) -> Thing:
        words = WORDS["trades"][trade]
        name, roman = stem + words["name"], f"{latin} {words['latin']}"
        return Thing(
            "company",
            name,
            f"{self.dice.choice(WORDS['places'])}{name}{self.dice.choice(WORDS['legal_forms'])}",
            roman if number < LATIN * count else None,
            (f"{600001 + number}.SH" if number % 2 else f"{number + 1:04}.HK") if number < LISTED * count else None,
            f"company/{roman.lower().replace(' ', '-')}-{number}" if number < KNOWN * count else None,
            trade,
            number,
        )

    def _things(self, kind: str, ends: Sequence[str], count: int) -> Iterator[Thing]:
        stems = map("".join, itertools.permutations(WORDS["syllables"], 2))
        names = [stem + end for stem in stems for end in ends]
        yield from (Thing(kind, name) for name in self.dice.sample(names, min(max(4, count), len(names))))

    def _persons(self, count: int) -> Iterator[str]:
        for _ in range(count):
            given = self.dice.sample(WORDS["given"], self.dice.randint(1, 2))
            yield self.dice.choice(WORDS["surnames"]) + "".join(given)

    # What happens

    def tellings(self) -> Iterator[Telling]:
        """Give one fact after the other, each as often and in as many statuses as it is told, without end."""
        relations = WORDS["relations"]
        shares = [relation["share"] for relation in relations.values()]
        weights, courses = zip(*WORDS["courses"], strict=True)
        while True:
            relation = self.dice.choices(list(relations), shares)[0]
            subject, object_ = self._ends(relations[relation]["ends"])
            course, day = self.dice.choices(courses, weights)[0], self.dice.randrange(DAYS)
            if relation == "holds_position":
                course = ["actual"]
                if (before := self.employers.get(subject)) not in (None, object_):
                    yield from self._course(relation, subject, before, ["ended"], day)
                self.employers[subject] = object_
            yield from self._course(relation, subject, object_, course, day)

    def _course(
        self, relation: str, subject: Thing, object_: Thing, course: Sequence[Status], day: int
    ) -> Iterator[Telling]:
        """Tell a fact in one status after the other, each by one article or several within days."""
        says = self.dice.choice(WORDS["relations"][relation]["says"])
        words = {word: self._word(word, subject) for word in words_in(says) if word != "o"}
        for status in course:
            for edition in range(min(_MOST, int(self.dice.paretovariate(1.6)))):
                if (told := day + self.dice.randrange(3)) < DAYS:
                    yield Telling(told, edition, subject, relation, object_, status, says, words)
            day += self.dice.randint(5, 200)

    def _ends(self, kinds: tuple[str, str]) -> tuple[Thing, Thing]:
        while True:
            object_ = subject = self._end(kinds[0], None)
            if kinds[1] == "self":
                return subject, object_
            object_ = self._end(kinds[1], subject)
            if kinds[0] == "owner" and object_ is not subject:  # a firm has one owner, and one that is told of oftener
                first, second = sorted((subject, object_), key=lambda firm: firm.order)
                return self.owners.setdefault(second, first), second
            if object_ is not subject:
                return subject, object_

    def _end(self, kind: str, subject: Thing | None) -> Thing:
        if kind == "rival" and subject:
            return self._often(self.rivals[subject.trade])
        if kind == "employer" and subject in self.employers and self.dice.random() < _STAYS:
            return self.employers[subject]
        return self._often(self.others.get(kind, self.firms))

    def _often(self, things: Sequence[Thing]) -> Thing:
        """Choose one, the first ones much oftener."""
        return things[int(len(things) * self.dice.random() ** 2.5)]

    def _word(self, word: str, subject: Thing) -> Word:
        """Give what stands for a word in braces."""
        dice = self.dice
        if word == "amount":
            number, (unit, code) = dice.randint(11, 980), dice.choice(WORDS["currencies"])
            return Word(f"{number / 10:g}亿{unit}", (("amount", str(number * 10_000_000)), ("currency", code)))
        if word == "stake":
            share = f"{dice.randint(10, 990) / 10:g}"
            return Word(f"{share}%", (("stake", share),))
        if word == "product":
            product = dice.choice(WORDS["trades"][subject.trade]["products"])
            return Word(product, (("product", product),))
        key, qualifier = {"measure": ("measures", "product"), "matter": ("matters", "product")}.get(
            word, (f"{word}s", word)
        )
        value = dice.choice(WORDS[key])
        return Word(value, ((qualifier, value),))
