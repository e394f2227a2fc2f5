import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.extractors.lexicon import load_lexicon
from guanxi.graph.name_pairs import Named, one_thing
from guanxi.graph.names import KnownNames

PAIRS = Path(__file__).parent / "data" / "name_pairs.csv"
TICKER_MARKETS = ("SH", "SZ", "BJ", "HK", "TW", "US")


def named(text: str, kind: str) -> Named:
    """Read a name as the pairs have it: a ticker, a person at an organisation, or a name alone."""
    name, _, at = text.partition("@")
    ticker = text if kind == "company" and text.rpartition(".")[2] in TICKER_MARKETS and text[0].isalnum() else None
    return Named(name, kind, ticker if ticker and " " not in ticker else None, at or None)


def judged() -> Iterator[tuple[dict[str, str], bool]]:
    known = KnownNames(load_lexicon().entities)
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            kinds = row["type"].split("|")
            a, b = named(row["a"], kinds[0]), named(row["b"], kinds[-1])
            yield row, one_thing(a, b, known)


@pytest.fixture(scope="module")
def pairs() -> list[tuple[dict[str, str], bool]]:
    return list(judged())


def test_there_are_enough_pairs_of_either_kind(pairs: list[tuple[dict[str, str], bool]]) -> None:
    counts = [sum(row["same"] == same for row, _ in pairs) for same in ("yes", "no")]
    assert sum(counts) >= 300
    assert min(counts) >= 120


def test_recall_and_precision_of_joining_names(pairs: list[tuple[dict[str, str], bool]]) -> None:
    joined = [row for row, one in pairs if one]
    missed = [f"{row['a']} {row['b']} ({row['kind']})" for row, one in pairs if row["same"] == "yes" and not one]
    wrong = [f"{row['a']} {row['b']} ({row['kind']})" for row in joined if row["same"] == "no"]
    wanted = sum(row["same"] == "yes" for row, _ in pairs)
    assert 1 - len(missed) / wanted >= 0.97, missed
    assert 1 - len(wrong) / len(joined) >= 0.99, wrong


if __name__ == "__main__":
    for row, one in judged():
        if one != (row["same"] == "yes"):
            print("joined" if one else "missed", *row.values())
