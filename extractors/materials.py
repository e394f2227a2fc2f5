"""What extraction is made of beside the user's own files: a hash over it makes an article stale when any of it changed."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

FOLDERS = tuple(Path(__file__).parent / name for name in ("lexicon", "models", "rules"))


@functools.cache
def shipped_digest() -> str:
    """Hash every rule, model, list of words and lexicon that travels with the package, and its code."""
    return materials_digest((*FOLDERS, Path(__file__).parent))


def materials_digest(folders: Iterable[Path]) -> str:
    """Hash the files that lie right in some folders, their names included, whatever order the folders list them in."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(f for f in folder.iterdir() if f.suffix in (".csv", ".npz", ".py", ".yaml")):
            digest.update(f"{folder.name}/{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
