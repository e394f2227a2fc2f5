"""Writes what changed to a server, so that it can be killed at any moment and gone on with.

In this order: what is new of the entities, then the articles by batches, each with its block of the view, then what is
no longer true of the entities. So at no moment a claim has an end that is described nowhere. What a record of the log
tells of may stand there half as long as the record is not done.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from ..blocks import Block, Changes
from ..namespace import VIEW, article_id
from . import books
from .books import Record
from .connection import Connection
from .dialogue import add, batches, described, exchange, without_graph, write_graphs
from .knowledge import Knowledge
from .locks import Claim
from .spool import Spool

_ARTICLES, _SIZE = 200, 4_000_000  # of one batch: articles, and bytes of their graphs
_ENTITIES = 1000  # of one batch
_GONE = 5000  # statements taken out at a time


@dataclass(slots=True)
class Publication:
    """One publication: where to, what the articles' graphs are to be, and what is known of them.

    `number` is the last record's; `claim` is the right to write.
    """

    connection: Connection
    claim: Claim
    spool: Spool
    known: Knowledge
    number: int = field(init=False)

    def __post_init__(self) -> None:
        """Go on where the last record ended."""
        self.number = self.known.last

    def write(self, changes: Changes) -> None:
        """Write the graphs in the spool and what became other in the view."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as gone:
            waiting = [self._add_entities(batch, gone) for batch in batches(changes.entities, _ENTITIES)]
            for blocks in self._batches(changes.articles):
                self._write_articles(blocks)
            gone.seek(0)
            for lines in batches(gone, _GONE):
                self.claim.check()
                exchange(self.connection, VIEW, lines, ())
        for record in waiting:
            self._settle(record)

    def _add_entities(self, blocks: list[Block], gone: Any) -> Record:  # a text file: typing's name for it is longer
        """Write what is new of some entities, and note what is no longer true of them."""
        record = self._begin({"entities": {block.iri: block.digest for block in blocks}})
        old, new = self._compared(blocks)
        for start in range(0, len(added := sorted(new - old)), _GONE):
            add(self.connection, VIEW, "".join(added[start : start + _GONE]))
        gone.writelines(sorted(old - new))
        return record

    def _write_articles(self, blocks: list[Block]) -> None:
        """Write some articles' graphs and their blocks of the view."""
        changed = [block.iri for block in blocks if block.iri in self.spool]
        rows = [
            self.known.ledger.row(id_)
            for block in blocks
            if (id_ := article_id(block.iri)) in self.known.ledger.changed
        ]
        texts = {iri: without_graph(self.spool.get(iri), iri) for iri in changed}
        record = self._begin(
            {
                "rows": rows,
                "articles": {block.iri: block.digest for block in blocks},
                "sizes": {iri: len(set(text.splitlines())) for iri, text in texts.items()},
            }
        )
        write_graphs(self.connection, texts.items())
        old, new = self._compared(blocks)
        exchange(self.connection, VIEW, old - new, new - old)
        self._settle(record)

    def _compared(self, blocks: Iterable[Block]) -> tuple[set[str], set[str]]:
        """Give what the view says and what it is to say, where blocks are concerned."""
        subjects = [iri for block in blocks if block.subjects for iri in block.subjects()]
        text = "".join(block.text() for block in blocks)
        new = {f"{quad.triple} .\n" for quad in ox.parse(text, ox.RdfFormat.N_QUADS)}
        return described(self.connection, VIEW, subjects), new

    def _batches(self, blocks: Iterable[Block]) -> Iterator[list[Block]]:
        batch: list[Block] = []
        size = 0
        for block in blocks:
            batch.append(block)
            size += self.spool.size(block.iri) if block.iri in self.spool else 0
            if len(batch) == _ARTICLES or size >= _SIZE:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _begin(self, content: Mapping[str, Any]) -> Record:  # JSON has no narrower type
        self.claim.check()
        self.number += 1
        record = Record(self.number, dict(content))
        books.write_record(self.connection, record)
        return record

    def rewrite(self) -> None:
        """Write the records anew, without what is out of date."""
        digests, ledger, old = self.known.digests, self.known.ledger, self.known.records
        self.known.records, self.known.rows = [], 0
        for graphs in batches(sorted(digests.articles), _ARTICLES):
            rows = [ledger.row(article_id(graph)) for graph in graphs]
            sizes = {graph: self.known.sizes[graph] for graph in graphs}
            content = {"rows": rows, "articles": {g: digests.articles[g] for g in graphs}, "sizes": sizes}
            self._settle(self._begin(content))
        for iris in batches(sorted(digests.entities), 10 * _ENTITIES):
            self._settle(self._begin({"entities": {iri: digests.entities[iri] for iri in iris}}))
        books.forget(self.connection, old)

    def _settle(self, record: Record) -> None:
        books.settle(self.connection, [record.number])
        self.known.note(record)
