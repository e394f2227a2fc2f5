"""Keeps in a snapshot what its view was derived from beside the sources: known entities and people's judgements.

So a judgement, a check or a page needs no lexicon: the store says itself which one it was built with.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from . import rejections
from .errors import StoreError
from .judgements import Judgement, digest_of, from_row, to_row
from .model import Entity
from .names import KnownNames
from .rejections import Rejection
from .schema import load_schema

FILE = "premises.json"


@dataclass(frozen=True, slots=True)
class Premises:
    """The entities that the lexicon knew, by id, with their hash, and the judgements that stood, the newest first.

    `rejected` are those of claims.
    """

    known: Mapping[str, Entity]
    judgements: tuple[Judgement, ...] = ()
    digest: str = ""
    rejected: tuple[Rejection, ...] = ()


class Known:
    """What a lexicon knows: its hash at once, its entities when they are needed. A build that finds nothing new never does."""

    def __init__(self, digest: str, read: Callable[[], Mapping[str, Entity]]) -> None:
        """Take a hash that changes whenever the entities do, and what reads them, by id."""
        self.digest, self._read = digest, read

    @classmethod
    def of(cls, entities: Mapping[str, Entity]) -> Self:
        """Take entities that are at hand."""
        digest = hashlib.sha256()
        for id_ in sorted(entities):
            digest.update(repr(entities[id_]).encode("utf-8", "replace"))
        return cls(digest.hexdigest(), lambda: entities)

    @classmethod
    def kept(cls, folder: Path | None) -> Self:
        """Take what was known when a snapshot was made; nothing where there is none."""
        held = load(folder) if folder else Premises({})
        return cls(held.digest, lambda: held.known)

    @cached_property
    def names(self) -> KnownNames:
        """Index the entities by their names and tickers."""
        return KnownNames(self._read())


def digest_known(known: str, version: str) -> str:
    """Give a hash of all but sources and judgements that a view is made of, from that of what is known; `version` is that of the code."""
    return hashlib.sha256(f"{version} {load_schema().digest} {known}".encode()).hexdigest()


def digest_with(known: str, judgements: Iterable[Judgement], rejected: Iterable[Rejection] = ()) -> str:
    """Give a hash of all but the sources that a view is made of, from that of all else."""
    return ":".join(filter(None, (known, digest_of(judgements, rejected))))


def to_text(premises: Premises) -> str:
    """Write premises as a text of JSON."""
    known = [[e.id, e.type, e.labels, e.names, e.tickers] for _, e in sorted(premises.known.items())]
    judged = [to_row(one) for one in premises.judgements]
    wrong = [rejections.to_row(one) for one in premises.rejected]
    held = {"digest": premises.digest, "known": known, "judgements": judged, "rejected": wrong}
    return json.dumps(held, separators=(",", ":"))  # whole: piece by piece into a file it takes ten times as long


def from_text(text: str) -> Premises:
    """Read back what `to_text` wrote; ValueError, KeyError or TypeError for what is none."""
    held = json.loads(text)
    known = {
        id_: Entity(id_, kind, tuple((tag, label) for tag, label in labels), tuple(names), tuple(tickers))
        for id_, kind, labels, names, tickers in held["known"]
    }
    wrong = tuple(map(rejections.from_row, held.get("rejected", ())))
    return Premises(known, tuple(map(from_row, held["judgements"])), held.get("digest", ""), wrong)


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
