"""Measures screening: a whole list against many entities, and the check set; beside comparing names letter by letter.

python benchmarks/screening.py us-entity-list.json --entities 10000
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from guanxi.extractors.inputs import ReadOptions
from guanxi.extractors.lexicon import load_lexicon
from guanxi.extractors.sanctions.reading import Wanted, read_list
from guanxi.graph.model import Entity
from guanxi.graph.names import all_names
from guanxi.graph.sanctions.lists import ListEntry
from guanxi.graph.sanctions.matching import ENOUGH, EntryIndex, Listed, screen
from guanxi.graph.text import name_key

PAIRS = Path(__file__).parent.parent / "tests" / "data" / "screening" / "pairs.csv"
Finder = Callable[[Entity], Iterable[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("list", help="a list's file, as the check set is written for: the US Entity List")
    parser.add_argument("--entities", type=int, default=10_000)
    asked = parser.parse_args()
    entries = read_list(asked.list, Wanted(), ReadOptions()).list.entries
    known = load_lexicon().entities
    chosen = sorted(known.values(), key=lambda entity: entity.id)
    step = max(len(chosen) // asked.entities, 1)
    chosen = chosen[::step][: asked.entities]
    for name, make in (("screen", by_screening), ("equal names", by_equal_names)):
        start = time.perf_counter()
        find = make(entries)
        made = time.perf_counter() - start
        found = sum(len(list(find(entity))) for entity in chosen)
        took = time.perf_counter() - start
        print(
            f"{name}: {len(entries):,} entries against {len(chosen):,} entities in {took:.2f} s"
            f" ({made:.2f} s to prepare), {found} matches; {checked(find)}"
        )


def by_screening(entries: Iterable[ListEntry]) -> Finder:
    index = EntryIndex(Listed("list", entry) for entry in entries)
    return lambda entity: (match.listed.entry.name for match in screen([entity], index, enough=ENOUGH))


def by_equal_names(entries: Iterable[ListEntry]) -> Finder:
    named: dict[str, list[str]] = {}
    for entry in entries:
        for name in (entry.name, *entry.names):
            named.setdefault(name_key(name), []).append(entry.name)
    return lambda entity: (entry for name in all_names(entity) for entry in named.get(name_key(name), ()))


def checked(find: Finder) -> str:
    by_name: dict[str, Entity] = {}
    for entity in load_lexicon().entities.values():
        for label in (*(label for _, label in entity.labels), *entity.names):
            by_name.setdefault(name_key(label), entity)
    counts = {"development": [0, 0, 0], "held-out": [0, 0, 0]}
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            name = row["name"]
            entity = by_name.get(name_key(name)) or Entity(f"company/{name}", "company", (("zh-Hans", name),))
            found, same = row["entry"] in set(find(entity)), row["verdict"] == "same"
            if found or same:
                counts[row["half"]][0 if found and same else 1 if found else 2] += 1
    return "; ".join(
        f"{half}: precision {right / max(right + wrong, 1):.3f}, recall {right / (right + missed):.3f}"
        for half, (right, wrong, missed) in counts.items()
    )


if __name__ == "__main__":
    main()
