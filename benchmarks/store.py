"""How fast articles go into a store, the view is derived and a store is opened again, on made-up articles.

    python benchmarks/store.py [--articles 6000]

Each article has 900 characters, 12 mentions of some 2,000 things at 3 places each, and 6 claims: 176 quads, and some 45
of the view. Rates are over the process's processor time, loading in the background included; no extraction is measured.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from guanxi.graph.facts import NameTable, facts_of
from guanxi.graph.model import Article, Claim, Entity, Extraction, Mention, Qualifiers
from guanxi.graph.names import KnownNames
from guanxi.graph.store import open_reader, open_writer
from guanxi.graph.view import View

LETTERS = "甲乙丙丁戊己庚辛壬癸金木水火土天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
RELATIONS = ("supplies", "competes_with", "invests_in", "owns", "manufactures_for", "partners_with")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=6000)
    count = parser.parse_args().articles
    world = World(count)
    articles = [world.article(number) for number in range(count)]
    derive(articles, world.known)
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(scratch) / "store", articles, world)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


def derive(articles: list[Extraction], known: dict[str, Entity]) -> None:
    table = NameTable()
    facts = {one.graph: one for one in (facts_of(extraction, table) for extraction in articles)}
    mentions, names = sum(len(one.names) for one in facts.values()), KnownNames(known)
    for turn in ("first", "again"):
        start = time.process_time()
        view = View(facts, table, names)
        entities = view.entities()
        for one in facts.values():
            view.article(one)
        seconds = time.process_time() - start
        print(f"view, {turn}: {len(entities):,} entities, {mentions / seconds:,.0f} mentions/s")


def build(store: Path, articles: list[Extraction], world: World) -> None:
    with open_writer(store, known=world.known) as writer:
        start = time.process_time()
        for extraction in articles:
            writer.put(extraction, path="/")
        with timed("publish the rest and the view"):
            writer.publish()
        print(f"put and published: {len(articles) / (time.process_time() - start):,.0f} articles/s")
    with timed("open to build, and close"):
        open_writer(store, known=world.known).close()
    with timed("one article more"), open_writer(store, known=world.known) as writer:
        writer.put(world.article(len(articles)), path="/")
    with timed("open to read"), open_reader(store) as reader:
        reader.query("ASK {}")
    size = sum(file.stat().st_size for file in store.rglob("*") if file.stat().st_nlink == 1 or file.suffix != ".sst")
    print(f"size: {size / len(articles) / 1024:,.0f} KiB an article")


class timed:
    def __init__(self, what: str) -> None:
        self.what, self.start = what, time.time()

    def __enter__(self) -> None:
        self.start = time.time()

    def __exit__(self, *_: object) -> None:
        print(f"{self.what}: {time.time() - self.start:.2f} s wall")


class World:
    """Companies, a third of them in the lexicon, and persons."""

    def __init__(self, count: int) -> None:
        self.dice = random.Random(7)
        kinds = ("科技", "半导体", "资本", "银行", "集团")
        self.firms = list(dict.fromkeys(self._name() + self.dice.choice(kinds) for _ in range(max(600, count // 3))))
        self.persons = [self._name() for _ in range(max(200, count // 6))]
        self.ids = {firm: f"company/{number}" for number, firm in enumerate(self.firms[: len(self.firms) // 3])}
        self.known = {
            id_: Entity(id_, "company", (("zh-Hans", firm),), (f"{firm}股份有限公司",))
            for firm, id_ in self.ids.items()
        }

    def _name(self) -> str:
        return "".join(self.dice.sample(LETTERS, 3))

    def article(self, number: int) -> Extraction:
        id_, body = str(number), "".join(self.dice.choices(LETTERS, k=900))
        about = Article(
            id_, body, f"file:{id_}.txt", f"sha256:{number:064}", "zh-Hans", published=f"2025-01-{1 + number % 28:02}"
        )
        return Extraction(about, tuple(self._mentions(id_)), tuple(self._claims(id_, body)), "benchmark")

    def _mentions(self, id_: str) -> Iterator[Mention]:
        firms = self.dice.sample(self.firms, 9)
        full = f"{firms[0]}股份有限公司"
        said = [(firm, "company", self.ids.get(firm), (), None) for firm in firms]
        said.append((full, "company", self.ids.get(firms[0]), (1,), None))
        said += [(self.dice.choice(self.persons), "person", None, (), place) for place in (2, None)]
        for number, (form, kind, known, same, place) in enumerate(said, 1):
            at = tuple(sorted(self.dice.sample(range(800), 3)))
            yield Mention(id_, number, form, kind, at, (), known, same, place)

    def _claims(self, id_: str, body: str) -> Iterator[Claim]:
        for start in self.dice.sample(range(800), 6):
            ends, relation = self.dice.sample(range(1, 10), 2), self.dice.choice(RELATIONS)
            quote, said = body[start : start + 60], Qualifiers("2024", "1000")
            yield Claim(id_, ends[0], relation, ends[1], "actual", start, start + 60, quote, ("rules:a/b",), 0.8, said)


if __name__ == "__main__":
    main()
