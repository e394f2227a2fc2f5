"""An article is read again when anything that extraction is made of changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from guanxi.extractors.materials import FOLDERS, materials_digest


@pytest.mark.parametrize(
    "changed", ["lexicon/noise.yaml", "lexicon/surnames.csv", "models/tagger.npz", "rules/owns.yaml"]
)
def test_a_change_of_any_material_changes_the_hash(changed: str, tmp_path: Path) -> None:
    copies = []
    for folder in FOLDERS:
        copies.append(tmp_path / folder.name)
        shutil.copytree(folder, copies[-1])
    before = materials_digest(copies)
    assert before == materials_digest(FOLDERS)
    with (tmp_path / changed).open("ab") as file:
        file.write(b"\n")
    assert materials_digest(copies) != before
