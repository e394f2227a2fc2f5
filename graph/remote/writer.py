"""Builds into a store on a server."""

from __future__ import annotations

import functools
import hashlib
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from ..closing import Finishing, undoing
from ..errors import NotFound, WrongUse
from ..facts import ArticleFacts, facts_of
from ..judgements import Log, read_journal
from ..namespace import article_iri
from ..premises import Known, Premises, digest_known, digest_with
from ..rejections import rejected
from ..sanctions.lists import lines as lines_of_list
from ..sanctions.verdicts import judged_entries
from ..sources import lines, named_claims
from ..storage import Stamp, is_due
from ..view import VERSION, View
from . import books, locks
from .connection import Connection
from .dialogue import asked
from .journal import RemoteJournal
from .knowledge import read_knowledge
from .lists import has_list, write_list
from .publication import Publication
from .spool import Spool

if TYPE_CHECKING:
    from ..model import Entity, Extraction
    from ..sanctions.lists import SanctionsList
    from .address import Remote


class RemoteWriter(Finishing):
    """The one that builds into a store on a server (see `storage.Writer`).

    What is put waits on this machine's disk until it is published. Other than on a disk, readers see a publication
    while it is being written; `publication` says in which order.
    """

    def __init__(self, remote: Remote, known: Known | Mapping[str, Entity] | None) -> None:
        """Take the store, and mend what a killed builder left."""
        with ExitStack() as stack:
            self._connection = stack.enter_context(Connection(remote))
            books.prepare(self._connection)
            self._right = stack.enter_context(ExitStack())
            self._claim = self._right.enter_context(locks.held(self._connection, locks.BUILDING))
            self._state = books.prepare(self._connection)
            self._stand = read_knowledge(self._connection)
            self._spool = stack.enter_context(Spool())
            if known is None:
                known = _known_before(self._connection, self._state)
            self._open: ExitStack | None = stack.pop_all()
        self._known = known if isinstance(known, Known) else Known.of(known)
        self._known_digest = digest_known(self._known.digest, VERSION)
        self._journal = RemoteJournal(self._connection)
        self._made_with = "" if self._stand.unfinished else self._state.made_with
        self._replaced: dict[str, ArticleFacts | None] = dict(self._stand.gone)
        self._lists: dict[str, SanctionsList | None] = {}  # put, or dropped
        for graph in self._stand.gone:
            self._spool.put(graph, "")
        self._published, self._took = time.monotonic(), 0.0

    def _require_open(self) -> None:
        if self._open is None:
            raise WrongUse("this writer is closed")

    def stamps(self) -> Mapping[str, Stamp]:
        """Give the stamp of every article by its id, what is not yet published included."""
        return self._stand.ledger.stamps

    def put(self, extraction: Extraction, *, path: str) -> None:
        """Write what one article says in place of what was there; `path` is where it was read from."""
        self._require_open()
        article, ledger = extraction.article, self._stand.ledger
        claims = named_claims(extraction)
        facts = facts_of(extraction, ledger.table, claims)
        stamp = Stamp(article.id, article.source, path, article.source_hash, extraction.extracted_with)
        self._replaced.setdefault(facts.graph, ledger.put(stamp, facts))
        self._spool.put(facts.graph, lines(extraction, claims))

    def drop(self, article: str) -> None:
        """Take an article out; NotFound if there is none of that id."""
        self._require_open()
        if article not in self._stand.ledger.stamps:
            raise NotFound(f"no article {article!r} in the store")
        self._replaced.setdefault(article_iri(article), self._stand.ledger.drop(article))
        self._spool.put(article_iri(article), "")

    def put_list(self, listed: SanctionsList) -> None:
        """Write a sanctions list in place of the one of its name; what articles say is untouched."""
        self._require_open()
        self._lists[listed.info.name] = listed

    def drop_list(self, name: str) -> None:
        """Take a sanctions list out; NotFound if there is none of that name."""
        self._require_open()
        if self._lists.get(name) is None and (name in self._lists or not has_list(self._connection, name)):
            raise NotFound(f"no list {name!r} in the store")
        self._lists[name] = None

    def due(self) -> bool:
        """Tell whether enough has come together, and enough time gone by, to publish."""
        return is_due(len(self._replaced), time.monotonic() - self._published, self._took)

    def publish(self) -> None:
        """Derive the view and write all that was put and dropped; nothing happens if nothing changed.

        The judgements are read anew each time. Where this fails, the writer is at its end, and the next one goes on.
        """
        self._require_open()
        log = read_journal(self._journal)
        made_with = self._digest(log)
        same = self._made_with == made_with and self._state.number
        if same and not self._replaced and not self._lists:
            return
        start = time.monotonic()
        with undoing(self._end):
            self._write(log, made_with)
        self._published = time.monotonic()
        self._took = self._published - start

    def _write(self, log: Log, made_with: str) -> None:
        stand, ledger = self._stand, self._stand.ledger
        for name, listed in self._lists.items():
            self._claim.check()
            write_list(self._connection, name, lines_of_list(listed) if listed else ())
        ask = functools.partial(asked, self._connection)
        view = View(
            ledger.facts,
            ledger.table,
            self._known.names,
            log.standing,
            entries=judged_entries(ask, log.standing),
            rejected={*rejected(ask, log.rejected), *self._spool.rejected(self._replaced, log.rejected)},
        )
        changes = stand.digests.compare(view, ledger.facts, self._replaced)
        publication = Publication(self._connection, self._claim, self._spool, stand)
        publication.write(changes)
        stand.digests.take(changes)
        self._write_state(log, made_with)
        books.forget(self._connection, stand.unfinished)
        stand.unfinished.clear()
        stand.digests.unsure.clear()
        ledger.changed.clear()
        self._replaced.clear()
        self._lists.clear()
        self._spool.clear()
        if stand.is_scattered:
            publication.rewrite()

    def _write_state(self, log: Log, made_with: str) -> None:
        """Make what was written the newest state."""
        name = hashlib.sha256(made_with.encode()).hexdigest()[:16]
        other = name != self._state.premises
        if other:
            premises = Premises(self._known.names.entities, log.standing, self._known.digest, log.rejected)
            books.write_premises(self._connection, name, premises)
        self._claim.check()
        self._state = replace(self._state, number=self._state.number + 1, made_with=made_with, premises=name)
        books.write_state(self._connection, self._state)
        self._made_with = made_with
        if other:
            books.forget_premises(self._connection, name)

    def close(self) -> None:
        """Publish what is unpublished and let other writers in; no judgement is lost in between."""
        while self._open is not None:
            self.publish()
            with (
                self._journal.held()
            ):  # whoever judged before this is heard, whoever judges after it finds nobody building
                heard = self._made_with == self._digest(read_journal(self._journal))
                if heard:
                    self._right.close()
            if heard:
                self._end()

    def _digest(self, log: Log) -> str:
        return digest_with(self._known_digest, log.standing, log.rejected)

    def _end(self) -> None:
        if self._open is not None:
            held, self._open = self._open, None
            held.close()


def _known_before(connection: Connection, state: books.State) -> Known:
    """Give what was known when a store was last built."""
    if not state.premises:
        return Known.of({})
    held = books.read_premises(connection, state.premises)
    return Known(held.digest, lambda: held.known)
