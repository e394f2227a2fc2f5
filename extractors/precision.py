"""How often each rule has been right on annotated articles, and the confidence that follows from it."""

from __future__ import annotations

import functools
from collections import Counter
from importlib import resources

from .rules import Rule
from .vocabulary import load_yaml

_FILE = "precision.yaml"
# A rule counted n times weighs n against this many counts of its relation's other rules: with few cases the family decides.
_PRIOR_WEIGHT = 6.0


@functools.cache
def _counted() -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
    """Give, by rule and by relation, how many claims were right and how many were counted."""
    there = resources.files(__package__).joinpath("rules", _FILE).is_file()
    raw = load_yaml(_FILE, "rules") if there else {}
    rules = {str(k): (int(v[0]), int(v[1])) for k, v in (raw.get("rules") or {}).items()}
    right, counted = Counter[str](), Counter[str]()
    for rule, (good, total) in rules.items():
        right[rule.split("/")[0]] += good
        counted[rule.split("/")[0]] += total
    return rules, {k: (right[k], counted[k]) for k in counted}


def confidence_of(rule: Rule) -> float:
    """Give the confidence of a rule's claims: its own precision, shrunk towards its relation's and that towards the rule's prior."""
    rules, families = _counted()
    good, total = families.get(rule.relation, (0, 0))
    family = (good + _PRIOR_WEIGHT * rule.prior) / (total + _PRIOR_WEIGHT)
    good, total = rules.get(rule.id, (0, 0))
    return round((good + _PRIOR_WEIGHT * family) / (total + _PRIOR_WEIGHT), 3)
