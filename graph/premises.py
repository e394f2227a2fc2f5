"""Keeps in a snapshot what its view was derived from beside the sources: known entities and people's judgements.

So a judgement, a check or a page needs no lexicon: the store says itself which one it was built with.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import StoreError
from .judgements import Judgement, digest_of, from_row, to_row
from .model import Entity
from .schema import load_schema

FILE = "premises.json"


@dataclass(frozen=True, slots=True)
class Premises:
    """The entities that the lexicon knew, by id, and the judgements that stood, the newest first."""

    known: Mapping[str, Entity]
    judgements: tuple[Judgement, ...] = ()


def digest_known(known: Mapping[str, Entity], version: str) -> str:
    """Give a hash of all but sources and judgements that a view is made of; `version` is that of the code."""
    digest = hashlib.sha256(f"{version} {load_schema().digest}".encode())
    for id_ in sorted(known):
        digest.update(repr(known[id_]).encode("utf-8", "replace"))
    return digest.hexdigest()


def digest_with(known: str, judgements: Iterable[Judgement]) -> str:
    """Give a hash of all but the sources that a view is made of, from that of all else."""
    return ":".join(filter(None, (known, digest_of(judgements))))


def to_text(premises: Premises) -> str:
    """Write premises as a text of JSON."""
    known = [[e.id, e.type, e.labels, e.names, e.tickers] for _, e in sorted(premises.known.items())]
    held = {"known": known, "judgements": [to_row(one) for one in premises.judgements]}
    return json.dumps(held, separators=(",", ":"))  # whole: piece by piece into a file it takes ten times as long


def from_text(text: str) -> Premises:
    """Read back what `to_text` wrote; ValueError, KeyError or TypeError for what is none."""
    held = json.loads(text)
    known = {
        id_: Entity(id_, kind, tuple((tag, label) for tag, label in labels), tuple(names), tuple(tickers))
        for id_, kind, labels, names, tickers in held["known"]
    }
    return Premises(known, tuple(map(from_row, held["judgements"])))


def save(premises: Premises, folder: Path) -> None:
    """Write premises into the folder of a new snapshot."""
    with (folder / FILE).open("w", encoding="utf-8") as out:
        out.write(to_text(premises))
        out.flush()
        os.fsync(out.fileno())


def load(folder: Path) -> Premises:
    """Read the premises of a snapshot; StoreError when they are missing or damaged."""
    file = folder / FILE
    try:
        return from_text(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{file}: missing or damaged; build again into a new folder") from error
