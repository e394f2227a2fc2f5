"""Counts how often each rule is right on annotated articles, and how well confidences keep their word.

The counts are the basis of the claims' confidence (`extractors/precision.py`); they travel with the package as
`extractors/rules/precision.yaml`. A claim that gold calls arguable counts as right: it is stated, if not plainly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..graph.storage import Reader
from .evaluate import by_key, stand_ins
from .gold import Annotated, join_parts, load_gold, said_by

_BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """One claim of a built graph, judged by gold: the rules that found it, its confidence, and whether gold has it."""

    extractors: tuple[str, ...]
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims whose confidence lies between two bounds: how many, the mean of what they promise, and the share that is right."""

    low: float
    high: float
    claims: int
    promised: float
    kept: float


def judge_rules(gold_folder: Path, articles_folder: Path, *, without: Collection[str] = ()) -> list[Judged]:
    """Judge every claim that the rules make before a second opinion weighs in: what their precision is counted on."""
    from ..extractors.rescoring import unweighed

    with unweighed():
        return judge_folders(gold_folder, articles_folder, without=without)


def judge_folders(
    gold_folder: Path, articles_folder: Path, *, without: Collection[str] = (), jobs: int = 1
) -> list[Judged]:
    """Build the annotated articles into a store that is thrown away, and judge every claim."""
    import tempfile

    from ..extractors.pipeline import build
    from ..graph.store import open_reader

    gold = load_gold(gold_folder, without=without)
    files = [str(f) for f in sorted(articles_folder.iterdir()) if f.stem in gold]
    with tempfile.TemporaryDirectory(prefix="guanxi-") as folder:
        build(files, Path(folder) / "store", jobs=jobs)
        with open_reader(Path(folder) / "store") as reader:
            return list(judge(reader, gold))


def judge(reader: Reader, gold: Mapping[str, Annotated]) -> Iterator[Judged]:
    """Judge every claim of a store whose article gold knows."""

    for article, annotated in join_parts(said_by(reader), gold).items():
        if article not in gold:
            continue
        stands = stand_ins(annotated.parties.values(), gold[article].parties)
        known = by_key(gold[article].facts, None)
        for fact in annotated.facts:
            right = next(iter(by_key([fact], stands))) in known
            yield Judged(fact.extractors, fact.confidence, right)


def rule_counts(judged: Collection[Judged]) -> dict[str, tuple[int, int]]:
    """Give, for each rule, how many of its claims are right and how many there are."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for claim in judged:
        for extractor in claim.extractors:
            counts[extractor][0] += claim.right
            counts[extractor][1] += 1
    return {name.removeprefix("rules:"): (right, total) for name, (right, total) in sorted(counts.items())}


def reliability(judged: Collection[Judged]) -> list[Bin]:
    """Give the reliability table: among claims said to be 0.9 sure, about nine in ten should be right."""
    bins: dict[int, list[Judged]] = defaultdict(list)
    for claim in judged:
        bins[min(int(claim.confidence * _BINS), _BINS - 1)].append(claim)
    return [
        Bin(
            number / _BINS,
            (number + 1) / _BINS,
            len(claims),
            sum(c.confidence for c in claims) / len(claims),
            sum(c.right for c in claims) / len(claims),
        )
        for number, claims in sorted(bins.items())
    ]


def counts_yaml(counts: Mapping[str, tuple[int, int]], source: str) -> str:
    """Write the counts as the data file that travels with the rules."""
    lines = [f"# Claims of each rule that are right, and all its claims, counted on {source}.", "rules:"]
    return "\n".join([*lines, *(f"  {rule}: [{right}, {total}]" for rule, (right, total) in counts.items()), ""])
