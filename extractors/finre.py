"""Reads FinRE: head, tail, label and sentence per line, tab-separated (thunlp/Chinese_NRE)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..graph.errors import WrongUse
from .pairs_features import Pair, pair_in_sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One line: two names in a sentence and the label it gives them."""

    head: str
    tail: str
    label: str
    sentence: str


def read_finre(path: Path) -> list[Row]:
    """Read a file of FinRE, the label may be left out; raises WrongUse that names the line that is something else."""
    rows = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise WrongUse(f"{path}: no UTF-8 at byte {error.start}") from error
    for number, line in enumerate(lines, 1):
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) == 3:
            columns.insert(2, "")
        if len(columns) == 4:
            rows.append(Row(*columns))
        elif line.strip():
            raise WrongUse(f"{path}:{number}: head, tail, label and sentence expected, separated by tabs")
    return rows


def row_pairs(rows: Sequence[Row]) -> list[Pair]:
    """Give the pair of each row; the names of all rows with the same sentence are known to stand in it."""
    names: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        names[row.sentence] |= {row.head, row.tail}
    return [pair_in_sentence(row.head, row.tail, row.sentence, names[row.sentence]) for row in rows]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the classifier says of a file: a label per row, and how right it is by the labels in the file."""

    labels: tuple[str, ...]
    precision: float
    recall: float
    f1: float


def evaluate_finre(path: Path) -> Outcome:
    """Classify every row of a file of FinRE, in order; the labels in the file serve for comparison alone."""
    from .pairs import default_pairs

    rows = read_finre(path)
    labels = default_pairs().classify(row_pairs(rows))
    return Outcome(tuple(labels), *micro_f1([row.label for row in rows], labels))


def micro_f1(gold: Iterable[str], said: Iterable[str]) -> tuple[float, float, float]:
    """Give precision, recall and micro-F1 as FinRE's paper counts them: `unknown` is no relation.

    >>> micro_f1(["a", "b", "unknown", "b"], ["a", "unknown", "b", "b"])
    (0.6666666666666666, 0.6666666666666666, 0.6666666666666666)
    """
    pairs = list(zip(gold, said, strict=True))
    right = sum(g == s != "unknown" for g, s in pairs)
    given, wanted = sum(s != "unknown" for _, s in pairs), sum(g != "unknown" for g, _ in pairs)
    return right / max(given, 1), right / max(wanted, 1), 2 * right / max(given + wanted, 1)
