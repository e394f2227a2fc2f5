"""Makes a store of as many claims as wanted over invented names, and tells what that cost in time and memory.

    python benchmarks/big_store.py STORE [--claims 300000] [--seed 7]

The same seed and number give the same store. Some 8 claims make an article of 500 characters, in one script or the
other; every sentence stands in its article. One article in 25 is a reprint. A tenth of the firms are known as from a
lexicon, with Latin names and tickers. The world is that of invented.py, its words those of big_store.yaml. No
extraction runs: this is about stores. Other benchmarks call `make`.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import itertools
import random
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from string import Formatter

from guanxi.graph.model import Article, Claim, Extraction, Mention, Qualifiers
from guanxi.graph.store import open_writer
from guanxi.graph.text import traditional
from invented import WORDS, Telling, Thing, Word, World

FIRST_DAY = datetime.date(2022, 1, 3)
REPRINTED, TRADITIONAL, UNSURE = 0.04, 0.4, 0.03  # shares of the articles, and of the claims
Key = tuple[str, str]  # a mention by its type and form


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--claims", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    started, used = time.perf_counter(), time.process_time()
    articles = make(asked.store, asked.claims, seed=asked.seed)
    took, used = time.perf_counter() - started, time.process_time() - used
    newest = asked.store / "snapshots" / (asked.store / "CURRENT").read_text(encoding="utf-8").strip()
    size = sum(file.stat().st_size for file in newest.rglob("*") if file.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{asked.claims:,} claims in {articles:,} articles: {took:,.0f} s ({used:,.0f} s of processor time)")
    print(f"peak memory {peak:,.0f} MiB, {size / 1e6:,.0f} MB on disk")


def make(store: Path, claims: int, *, seed: int = 7) -> int:
    """Build a store of exactly so many claims and give the number of its articles."""
    world, number = World(claims, seed), 0
    with open_writer(store, known=world.known()) as writer:
        for extraction in articles(world, claims):
            writer.put(extraction, path=f"/news/{extraction.article.id}.txt")
            number += 1
            if writer.due():
                writer.publish()
    return number


def articles(world: World, claims: int) -> Iterator[Extraction]:
    """Write what happens into articles, the oldest first, until so many claims are made."""
    tellings = list(itertools.islice(world.tellings(), claims))
    tellings.sort(key=lambda one: (one.day, one.edition, one.subject.order, one.subject.name))
    start, number, dice = 0, 0, world.dice
    while claims:
        size, number = min(dice.randint(4, 12), claims), number + 1
        yield (one := Writing(dice, number).extraction(tellings[start : start + size]))
        start, claims = start + size, claims - size
        if dice.random() < REPRINTED and claims >= size:
            number, claims = number + 1, claims - size
            yield reprint(one, dice, number)


def reprint(one: Extraction, dice: random.Random, number: int) -> Extraction:
    """Give the same article as another paper prints it the day after."""
    day = datetime.date.fromisoformat(one.article.published or "") + datetime.timedelta(1)
    id_, publisher = name(number), dice.choice(WORDS["publishers"])
    return replace(
        one,
        article=replace(one.article, id=id_, source=f"file:{id_}.txt", published=day.isoformat(), publisher=publisher),
        mentions=tuple(replace(mention, article=id_) for mention in one.mentions),
        claims=tuple(replace(claim, article=id_) for claim in one.claims),
    )


def name(number: int) -> str:
    """Give an article's id."""
    return f"{number // 1000:03}/{number:06}"


@functools.cache
def _traditional(text: str) -> str:
    return traditional(text)


@dataclass(slots=True)
class Writing:
    """One article while it is written: its text so far, and where each mention stands in it."""

    dice: random.Random
    number: int
    hant: bool = False
    text: str = ""
    mentions: dict[Key, Mention] = field(default_factory=dict)

    def extraction(self, tellings: Sequence[Telling]) -> Extraction:
        """Write the article that tells all this."""
        self.hant = self.dice.random() < TRADITIONAL
        title = self.script(f"{tellings[0].subject.name}等要闻")
        self.text = title + "\n"
        claims = [self.claim(telling) for telling in tellings]
        id_, day = name(self.number), FIRST_DAY + datetime.timedelta(tellings[-1].day)
        language, publisher = "zh-Hant" if self.hant else "zh-Hans", self.dice.choice(WORDS["publishers"])
        article = Article(
            id_,
            self.text,
            f"file:{id_}.txt",
            f"sha256:{self.number:064}",
            language,
            title=title,
            published=day.isoformat(),
            publisher=publisher,
        )
        return Extraction(article, tuple(self.mentions.values()), tuple(claims), "benchmark")

    def claim(self, telling: Telling) -> Claim:
        """Write the sentence of a claim, and a sentence or two that claim nothing."""
        sentence = self.dice.choice(WORDS["statuses"][telling.status]).replace("{says}", telling.says)
        start, ends = len(self.text), {}
        said: dict[str, str] = {}
        for literal, word, _, _ in Formatter().parse(sentence):
            self.text += self.script(literal)
            if word in ("s", "o"):
                ends[word] = self.mention(telling.subject if word == "s" else telling.object)
            elif word:
                value = telling.words.get(word) or self.word(word, telling)
                said |= value.qualifiers
                self.text += self.script(value.written)
        end = len(self.text)
        ends.setdefault("o", ends["s"])
        if telling.relation == "holds_position":
            self.change(ends["s"], organization=self.mentions[ends["o"]].number)
        for _ in range(self.dice.randint(0, 2)):
            self.filler(telling.subject)
        sure = 0.3 if self.dice.random() < UNSURE else round(self.dice.uniform(0.55, 0.97), 2)
        subject, object_ = (self.mentions[ends[end]].number for end in "so")
        said = {key: self.script(value) for key, value in said.items()}
        found = (f"rules:{telling.relation}/made-up",)
        place = (telling.status, start, end, self.text[start:end])
        return Claim(name(self.number), subject, telling.relation, object_, *place, found, sure, Qualifiers(**said))

    def mention(self, thing: Thing) -> Key:
        """Write one of a thing's names, seldom with its ticker or its short name behind it; give the mention's key."""
        turn = self.dice.random()
        if thing.full and turn < 0.05:
            full = self.write(thing, self.script(thing.full))
            self.text += self.script("(下称")
            short = self.write(thing, self.script(thing.name))
            self.text += ")"
            self.change(full, same_as=(self.mentions[short].number,))
            return full
        if thing.latin and turn < 0.12:
            return self.write(thing, thing.latin, known=bool(thing.known_as))
        key = self.write(thing, self.script(thing.name))
        if thing.ticker and turn > 0.9:
            self.text += f"({thing.ticker})"
            self.change(key, tickers=(thing.ticker,))
        return key

    def write(self, thing: Thing, form: str, *, known: bool = True) -> Key:
        """Write a name where the text has come to."""
        key = (thing.type, form)
        if key not in self.mentions:
            listed = thing.known_as if known else None
            self.mentions[key] = Mention(
                name(self.number), len(self.mentions) + 1, form, thing.type, (), known_as=listed
            )
        self.change(key, at=(*self.mentions[key].at, len(self.text)))
        self.text += form
        return key

    def change(self, key: Key, **fields: object) -> None:
        """Change what is known of a mention."""
        self.mentions[key] = replace(self.mentions[key], **fields)  # type: ignore[arg-type]  # fields of a mention

    def word(self, word: str, telling: Telling) -> Word:
        """Give what stands for a word that belongs to the status: a date or a source."""
        if word == "source":
            source = self.dice.choice(WORDS["sources"])
            return Word(source, (("attributed_to", source),))
        day = FIRST_DAY + datetime.timedelta(telling.day)
        written, iso = self.dice.choice(
            (
                (f"{day.year}年", "%Y"),
                (f"{day.year}年{day.month}月", "%Y-%m"),
                (f"{day.year}年{day.month}月{day.day}日", "%Y-%m-%d"),
            )
        )
        return Word(written, (("date", day.strftime(iso)),))

    def filler(self, thing: Thing) -> None:
        """Write a sentence that claims nothing."""
        trade = WORDS["trades"][thing.trade]
        numbers = {"n": self.dice.randint(2, 99), "m": self.dice.randint(2, 11)}
        product, sentence = self.dice.choice(trade["products"]), self.dice.choice(WORDS["fillers"])
        self.text += self.script(sentence).format(
            trade=self.script(trade["name"]), product=self.script(product), **numbers
        )

    def script(self, text: str) -> str:
        """Give a text in the article's script."""
        return _traditional(text) if self.hant else text


if __name__ == "__main__":
    main()
