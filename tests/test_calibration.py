from __future__ import annotations

from pathlib import Path

import yaml
from guanxi.exports.calibration import Judged, counts_yaml, judge_folders, reliability, rule_counts
from guanxi.extractors.precision import confidence_of
from guanxi.extractors.rules import load_rules

ROOT = Path(__file__).resolve().parent.parent
JUDGED = [
    Judged(("rules:acquires/buys",), 0.92, True),
    Judged(("rules:acquires/buys", "rules:acquires/bid"), 0.95, True),
    Judged(("rules:acquires/bid",), 0.55, False),
]


def test_a_claim_counts_for_every_rule_that_found_it() -> None:
    assert rule_counts(JUDGED) == {"acquires/bid": (1, 2), "acquires/buys": (2, 2)}


def test_the_table_says_what_was_promised_and_what_was_kept() -> None:
    low, high = reliability(JUDGED)
    assert (low.low, low.claims, low.kept) == (0.5, 1, 0.0)
    assert (high.claims, high.kept, round(high.promised, 3)) == (2, 1.0, 0.935)


def test_the_counts_are_written_as_they_are_read() -> None:
    counts = rule_counts(JUDGED)
    assert yaml.safe_load(counts_yaml(counts, "a test"))["rules"] == {k: list(v) for k, v in counts.items()}


def test_the_examples_are_judged_by_their_gold() -> None:
    judged = judge_folders(ROOT / "examples" / "gold", ROOT / "examples" / "articles")
    assert len(judged) > 60
    assert 0.6 < sum(claim.right for claim in judged) / len(judged) < 1


def test_confidence_is_a_share_and_follows_the_counts() -> None:
    confidences = {rule.id: confidence_of(rule) for rule in load_rules()}
    assert all(0 < c < 1 for c in confidences.values())
    assert len(set(confidences.values())) > 10
