"""The quality gate: how true the graph is, held by floors that only ever rise.

The floors stand in `data/quality.json`. To raise them after an improvement, write the new figures there; a floor below one
that the repository's history has seen fails the tests.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from guanxi.exports.evaluate import Scores, evaluate_folders

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
FLOORS = Path(__file__).parent / "data" / "quality.json"


def floors() -> dict[str, float]:
    """Give the floors, by figure."""
    return {k: v for k, v in json.loads(FLOORS.read_text(encoding="utf-8")).items() if isinstance(v, int | float)}


@pytest.fixture(scope="module")
def scores() -> Scores:
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("../shared is missing: the quality gate can't run")
        pytest.skip("../shared is not here: the gold articles are no part of the repository")
    without = frozenset((SHARED / "eval" / "set-aside.txt").read_text(encoding="utf-8").split())
    return evaluate_folders(SHARED / "gold", SHARED / "articles", without=without)


def test_the_figures_hold_their_floors(scores: Scores) -> None:
    figures = {
        "relation_precision": scores.rate("relation").precision,
        "relation_recall": scores.rate("relation").recall,
        "status": scores.rate("status").f1,
        "qualifier": scores.rate("qualifier").f1,
        "entity_precision": scores.rate("entity").precision,
        "entity_recall": scores.rate("entity").recall,
        "type": scores.share("type"),
        "evidence": scores.share("evidence"),
    }
    assert set(figures) == set(floors())
    below = {name: (figure, floors()[name]) for name, figure in figures.items() if (figure or 0) < floors()[name]}
    assert below == {}, f"below their floors: {below}"


def test_no_floor_was_ever_lowered() -> None:
    name = FLOORS.relative_to(ROOT).as_posix()
    git = ["git", "-C", str(ROOT)]
    history = subprocess.run([*git, "rev-list", "HEAD", "--", name], capture_output=True, text=True)
    if history.returncode != 0:
        pytest.skip("no git history here")
    for commit in history.stdout.split():
        shown = subprocess.run([*git, "show", f"{commit}:{name}"], capture_output=True, text=True, check=True).stdout
        earlier = {k: v for k, v in json.loads(shown).items() if isinstance(v, int | float)}
        lowered = {k: (v, floors().get(k)) for k, v in earlier.items() if floors().get(k, 0) < v}
        assert lowered == {}, f"lower than in {commit[:8]}: {lowered}"
