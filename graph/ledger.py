"""Keeps beside the quads what a writer must know of every article without reading them: its stamp and its facts.

A snapshot's ledger is a row of files of JSON lines. Each publication adds one with what changed and links the older,
so that a small change costs little; when half of the lines are out of date all is written anew. A store on a server
keeps the same lines in its own way (`remote.books`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .errors import StoreError
from .facts import ArticleFacts, NameTable, from_row, to_row
from .namespace import article_iri
from .snapshots import link
from .storage import Stamp

SLACK = 1000  # lines out of date that are not worth writing all anew for


class Ledger:
    """The stamps by article id and the facts by article IRI, and the ids of the articles whose rows are not yet written."""

    def __init__(self) -> None:
        """Start empty."""
        self.table = NameTable()
        self.stamps: dict[str, Stamp] = {}
        self.facts: dict[str, ArticleFacts] = {}
        self.changed: set[str] = set()

    def take(self, row: Mapping[str, Any]) -> None:  # as it comes out of JSON
        """Take in a row that was written before; a later one of the same article counts."""
        stamp = Stamp(*row["stamp"])
        self._forget(stamp.article)
        if row["facts"] is not None:
            self._keep(stamp, from_row(row["facts"], self.table))

    def row(self, article: str) -> dict[str, Any]:  # JSON has no narrower type
        """Write what is known of an article, or that it is gone, as what JSON can hold."""
        stamp = self.stamps.get(article, Stamp(article, "", "", "", ""))
        facts = self.facts.get(article_iri(article))
        values = [stamp.article, stamp.source, stamp.path, stamp.source_hash, stamp.extracted_with]
        return {"stamp": values, "facts": None if facts is None else to_row(facts, self.table)}

    def put(self, stamp: Stamp, facts: ArticleFacts) -> ArticleFacts | None:
        """Take in an article and give the facts it had before."""
        old = self._forget(stamp.article)
        self._keep(stamp, facts)
        self.changed.add(stamp.article)
        return old

    def drop(self, article: str) -> ArticleFacts | None:
        """Take an article out and give the facts it had."""
        self.changed.add(article)
        return self._forget(article)

    def _keep(self, stamp: Stamp, facts: ArticleFacts) -> None:
        self.stamps[stamp.article] = stamp
        self.facts[facts.graph] = facts

    def _forget(self, article: str) -> ArticleFacts | None:
        self.stamps.pop(article, None)
        return self.facts.pop(article_iri(article), None)


class LedgerFiles(Ledger):
    """The ledger of a store on disk."""

    def __init__(self, folder: Path | None) -> None:
        """Read the ledger of a snapshot, or start an empty one."""
        super().__init__()
        self._files: list[Path] = [] if folder is None else _files(folder)
        self._lines = 0
        for row in _rows(self._files):
            self._lines += 1
            self.take(row)

    def save(self, folder: Path) -> None:
        """Write the ledger of a new snapshot into its folder."""
        if self._lines + len(self.changed) > 2 * len(self.stamps) + SLACK:
            self._files, self._lines, self.changed = [], 0, set(self.stamps)
        files = [folder / f"ledger-{number}.jsonl" for number in range(len(self._files) + 1)]
        for old, new in zip(self._files, files, strict=False):
            link(old, new)
        with files[-1].open("w", encoding="utf-8") as out:
            for article in sorted(self.changed):
                out.write(json.dumps(self.row(article), separators=(",", ":")) + "\n")
            out.flush()
            os.fsync(out.fileno())
        self._lines += len(self.changed)

    def saved(self, folder: Path) -> None:
        """Take note that the snapshot now stands in this folder."""
        self._files = _files(folder)
        self.changed.clear()


def read_stamps(folder: Path) -> dict[str, Stamp]:
    """Give the stamps of a snapshot by article id."""
    stamps: dict[str, Stamp] = {}
    for row in _rows(_files(folder)):
        stamp = Stamp(*row["stamp"])
        stamps.pop(stamp.article, None)
        if row["facts"] is not None:
            stamps[stamp.article] = stamp
    return stamps


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("ledger-*.jsonl"), key=lambda file: int(file.stem.partition("-")[2]))


def _rows(files: list[Path]) -> Iterator[dict[str, Any]]:  # JSON has no narrower type
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise StoreError(
                        f"{file}:{number}: the ledger is damaged; build again into a new folder"
                    ) from error
