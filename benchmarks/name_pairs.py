"""Writes `tests/data/name_pairs.csv`: pairs of names that are one thing and pairs that are two, to measure identity with.

    python benchmarks/name_pairs.py > tests/data/name_pairs.csv

Most pairs are drawn at even steps from the name lists that travel with the package (listings in mainland China, Taiwan,
Hong Kong and the United States, and the curated lexicon); the others stand in `name_pairs_by_hand.csv`. A person is written
with the organisation behind @.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import TypeVar

from guanxi.extractors.lexicon import FOLDER, load_lexicon
from guanxi.graph.names import bare_key, is_han
from guanxi.graph.readings import reading
from guanxi.graph.text import simplified, traditional

T = TypeVar("T")
Pair = tuple[str, str, str, str]  # name, name, type ("person|company" for two), what kind of pair it is

PERSONS = ("王磊", "张伟", "李娜", "陳志強", "刘洋", "黃俊傑", "Wang Lei", "林建華")


def main() -> None:
    """Print the pairs as CSV, those of one thing first."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["a", "b", "type", "same", "kind"])
    for same, pairs in (("yes", the_same()), ("no", different())):
        for a, b, kind, what in sorted(set(pairs)):
            out.writerow([a, b, kind, same, what])


def the_same() -> Iterator[Pair]:
    """Give pairs of names of one thing."""
    mainland, taiwan, curated = _rows("a-shares.csv"), _rows("taiwan.csv"), _rows("companies.csv")
    for row in _some([r for r in mainland if r["zh_hans"] != r["zh_hant"]], 40):
        yield row["zh_hans"], row["zh_hant"], "company", "script"
    for row in _some([r for r in taiwan if simplified(r["zh_hant"]) != r["zh_hant"]], 20):
        yield row["zh_hant"], simplified(row["zh_hant"]), "company", "script"
    for row in _some([r for r in mainland if len(r["zh_hans"]) == 4 and is_han(r["zh_hans"])], 30):
        yield row["zh_hans"], traditional(row["zh_hans"]) + "股份有限公司", "company", "legal form"
    for row in _some([r for r in _rows("us.csv") if r["strength"] == "strong" and len(r["en"]) > 8], 12):
        yield row["en"], row["en"].upper() + ", Inc.", "company", "legal form"
    for row in _some([r for r in (*mainland, *taiwan, *_rows("hkex.csv")) if r["tickers"]], 30):
        yield row["tickers"].split("|")[0], row["zh_hans"] or row["zh_hant"] or row["en"], "company", "ticker"
    for row in _some([r for r in curated if r["en"] and r["zh_hans"]], 40):
        yield row["en"].lstrip("?!"), row["zh_hant"].lstrip("?!") or row["zh_hans"], "company", "Latin and Chinese"
    yield from _by_hand("yes")
    for name in PERSONS:
        yield f"{name}@甲科技", f"{traditional(name)}@甲科技股份有限公司", "person", "person at one firm"


def different() -> Iterator[Pair]:
    """Give pairs of names of two things."""
    listed = [r for r in (*_rows("a-shares.csv"), *_rows("taiwan.csv")) if is_han(r["zh_hans"] or r["zh_hant"])]
    names = {bare_key(r["zh_hans"] or r["zh_hant"]): r["zh_hans"] or r["zh_hant"] for r in listed}
    two = [pair for pair in _sharing(names, _sound) if _are_two(*pair)]
    yield from ((a, b, "company", "homophones") for a, b in _some(two, 30))
    near = [pair for pair in _sharing(names, _holes) if _are_two(*pair)]
    yield from ((a, b, "company", "one character") for a, b in _some(near, 50))
    sisters = [pair for pair in _sharing(names, lambda key: [key[:2]] if len(key) == 4 else []) if _are_two(*pair)]
    yield from ((a, b, "company", "one beginning") for a, b in _some(sisters, 40))
    banks = [r["zh_hans"] for r in listed if r["zh_hans"].endswith("银行")]
    places = ("苏州", "深圳", "北京", "上海浦东")
    for number, bank in enumerate(_some(banks, 24)):
        yield bank, f"{bank}{places[number % 4]}分行", "company", "branch"
    for row in _some([r for r in listed if len(r["zh_hans"]) == 4], 12):
        yield row["zh_hans"], f"{row['zh_hans']}苏州分公司", "company", "branch"
    yield from _by_hand("no")
    for name in PERSONS:
        yield f"{name}@甲科技", f"{name}@乙银行", "person", "persons of one name"
        yield f"{name}@甲科技", name, "person|company", "person and firm"
    yield "毛戈平", "毛戈平化妆品", "person|company", "person and firm"
    yield "思元590", "寒武纪", "product|company", "product and firm"


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _some(items: Sequence[T], count: int) -> list[T]:
    return [items[i * len(items) // count] for i in range(min(count, len(items)))]


def _by_hand(same: str) -> Iterator[Pair]:
    with Path(__file__).with_name("name_pairs_by_hand.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["same"] == same]
    return ((row["a"], row["b"], "company", row["kind"]) for row in rows)


def _sharing(names: dict[str, str], traits: Callable[[str], Iterable[str]]) -> list[tuple[str, str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key in sorted(names):
        for trait in traits(key):
            groups[trait].append(names[key])
    return sorted({pair for group in groups.values() for pair in combinations(group, 2)})


def _sound(key: str) -> Iterable[str]:
    return [reading(key)]


def _holes(key: str) -> Iterable[str]:
    return [f"{i}?{key[:i]}{key[i + 1 :]}" for i in range(len(key))] if len(key) >= 4 else []


def _are_two(a: str, b: str) -> bool:
    """Tell whether the lists have the two names for different listings, each alone."""
    owners = [{form.entity for form in load_lexicon().forms if form.form == name} for name in (a, b)]
    return owners[0].isdisjoint(owners[1])


if __name__ == "__main__":
    main()
