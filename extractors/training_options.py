"""The options of the trainers that learn from annotated articles."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path


def add_gold_options(parser: argparse.ArgumentParser) -> None:
    """Add the folders of annotations and of their articles, the ids that take no part, and where the model goes."""
    parser.add_argument("--gold", type=Path, action="append", required=True, help="folder of gold files (*.json)")
    parser.add_argument(
        "--articles", type=Path, action="append", required=True, help="folder of their articles (*.txt)"
    )
    parser.add_argument(
        "--without", type=Path, action="append", default=[], help="file of ids that take no part, one per line"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, help="the model (*.npz)")


def read_ids(files: Iterable[Path]) -> frozenset[str]:
    """Read the ids of some files."""
    return frozenset(name for file in files for name in file.read_text(encoding="utf-8").split())
