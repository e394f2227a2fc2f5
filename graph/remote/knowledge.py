"""What the builder of a store on a server knows of what stands there, and how it mends what a killed one left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from ..blocks import Digests
from ..facts import ArticleFacts, facts_of, from_row
from ..ledger import SLACK, Ledger
from ..namespace import article_iri
from ..sources import read_extraction
from ..storage import Stamp
from . import books
from .books import Record
from .connection import Connection
from .dialogue import read_graph


@dataclass(slots=True)
class Knowledge:
    """The ledger and the digests of what stands on the server, and the records that say so.

    `rows` counts what the records hold, out of date or not; `sizes` are the statements of each article's graph.
    `unfinished` are the records of a killed builder; `gone` are the articles that it left half written, by their
    graphs, with the facts that their blocks of the view may have been written from: they are to be read again.
    """

    ledger: Ledger = field(default_factory=Ledger)
    digests: Digests = field(default_factory=Digests)
    records: list[int] = field(default_factory=list)
    rows: int = 0
    sizes: dict[str, int] = field(default_factory=dict)
    unfinished: list[int] = field(default_factory=list)
    gone: dict[str, ArticleFacts | None] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """Give the number of the newest record."""
        return max((*self.records, *self.unfinished), default=0)

    @property
    def is_scattered(self) -> bool:
        """Tell whether so much of the records is out of date that they are better written anew."""
        live = len(self.digests.articles) + len(self.digests.entities) + len(self.ledger.stamps)
        return self.rows > 2 * live + SLACK

    def note(self, record: Record) -> None:
        """Take note of a record that is done."""
        self.records.append(record.number)
        self.rows += sum(len(record.content.get(kind, ())) for kind in ("rows", "articles", "entities"))
        self.sizes.update(record.content.get("sizes", {}))


def read_knowledge(connection: Connection) -> Knowledge:
    """Read the log of a store, and look at what a killed builder may have left half done."""
    known = Knowledge()
    log = books.read_log(connection)
    for record in log:
        if record.done:
            _replay(record, known)
            known.note(record)
    for record in log:
        if not record.done:
            _mend(record, known, connection)
    return known


def _replay(record: Record, known: Knowledge) -> None:
    for row in record.content.get("rows", ()):
        known.ledger.take(row)
    for kind, digests in (("articles", known.digests.articles), ("entities", known.digests.entities)):
        for iri, digest in record.content.get(kind, {}).items():
            if digest is None:
                digests.pop(iri, None)
            else:
                digests[iri] = digest


def _mend(record: Record, known: Knowledge, connection: Connection) -> None:
    """Find out how far a record was done; its blocks of the view are compared with the server when they are next written."""
    known.unfinished.append(record.number)
    for row in record.content.get("rows", ()):
        _mend_article(row, record.content["sizes"], known, connection)
    known.digests.articles.update(dict.fromkeys(record.content.get("articles", ()), ""))
    known.digests.entities.update(dict.fromkeys(record.content.get("entities", ()), ""))


def _mend_article(row: Mapping[str, Any], sizes: Mapping[str, int], known: Knowledge, connection: Connection) -> None:
    ledger, stamp = known.ledger, Stamp(*row["stamp"])
    graph = article_iri(stamp.article)
    quads = list(read_graph(connection, graph))
    old, meant = ledger.facts.get(graph), None if row["facts"] is None else from_row(row["facts"], ledger.table)
    known.digests.unsure[graph] = tuple(facts for facts in (old, meant) if facts)
    if meant and _hold(quads, stamp, meant, sizes.get(graph), ledger):
        ledger.take(row)
        ledger.changed.add(stamp.article)
        known.sizes[graph] = len(quads)
    elif not old or not _hold(quads, ledger.stamps[stamp.article], old, known.sizes.get(graph), ledger):
        known.gone[graph] = old or meant
        ledger.drop(stamp.article)


def _hold(quads: list[ox.Quad], stamp: Stamp, facts: ArticleFacts, size: int | None, ledger: Ledger) -> bool:
    """Tell whether quads are the whole graph of an article as it is known."""
    if len(quads) != size:
        return False
    try:
        found = read_extraction(quads)
    except (ValueError, KeyError, IndexError):
        return False
    same = (found.article.source_hash, found.extracted_with) == (stamp.source_hash, stamp.extracted_with)
    return same and facts_of(found, ledger.table) == facts
