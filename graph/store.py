"""The store on disk: Oxigraph behind the contract of `storage`, in the snapshots of `snapshots`; its writer."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

import pyoxigraph as ox

from . import adjacency, premises, snapshots
from .adjacency import Adjacency
from .blocks import Blocks
from .closing import Finishing
from .errors import NotFound, WrongUse
from .facts import ArticleFacts, facts_of
from .indexing import Indexing
from .journal import FileJournal
from .judgements import Log, read_journal, read_log
from .ledger import LedgerFiles
from .loader import Loader
from .model import Entity, Extraction
from .namespace import article_iri
from .premises import Known, Premises, digest_known, digest_with
from .rejections import rejected
from .sanctions.lists import SanctionsList, list_iri
from .sanctions.lists import lines as lines_of_list
from .sanctions.loading import exchange
from .sanctions.verdicts import judged_entries
from .snapshots import named
from .sources import lines, named_claims
from .storage import Place, Reader, Stamp, Writer, is_due
from .store_reader import StoreReader
from .view import VERSION, View

__all__ = ["StoreReader", "StoreWriter", "is_published", "open_reader", "open_writer"]

# A store of many batches answers half as fast as one whose tables were put in order, which takes a twelfth of the build.
_TIDY, _TIDY_SHARE = 5000, 0.25  # articles written in one go from which that is done, and their share of all


def open_reader(store: Place) -> Reader:
    """Open the newest published state of a store; NotFound or StoreError say why that can't be."""
    if isinstance(store, Path):
        return StoreReader(store)
    from .remote.reader import RemoteReader

    return RemoteReader(store)


def open_writer(store: Place, *, known: Known | Mapping[str, Entity] | None) -> Writer:
    """Open a store for building, made where there is none; `known` is what the lexicon knows, as entities by id or to be read.

    None stands for what it knew when the store was last built. StoreBusy when another process builds into it,
    StoreError when the folder holds something else.
    """
    if isinstance(store, Path):
        return StoreWriter(store, known)
    from .remote.writer import RemoteWriter

    return RemoteWriter(store, known)


def is_published(store: Place) -> bool:
    """Tell whether a store has a state that can be read; NotFound or StoreError where there is no store."""
    if isinstance(store, Path):
        snapshots.check(store)
        return snapshots.newest(store) is not None
    from .remote.reader import is_published

    return is_published(store)


class StoreWriter(Finishing):
    """The one that builds into a store (see `storage.Writer`)."""

    def __init__(self, store: Path, known: Known | Mapping[str, Entity] | None) -> None:
        """Take the store and make a working copy of its newest snapshot."""
        snapshots.create(store)
        self._path, self._stack = store.resolve(), ExitStack()
        with ExitStack() as stack:
            work = stack.enter_context(snapshots.writing(store))
            newest = snapshots.newest(store)
            self._ledger = LedgerFiles(newest)
            self._blocks = Blocks(newest)
            if known is None:
                known = Known.kept(newest)
            with named(work, "opened"):
                self._opened: ox.Store | None = ox.Store(str(work))
            self._loader = stack.enter_context(Loader(self._path))
            self._stack = stack.pop_all()
        self._known = known if isinstance(known, Known) else Known.of(known)
        self._known_digest = digest_known(self._known.digest, VERSION)
        self._index = Indexing()
        self._replaced: dict[str, ArticleFacts | None] = {}  # changed articles' graphs, and the facts published of them
        self._relisted = False  # whether a list was put or dropped
        self._published, self._took = time.monotonic(), 0.0
        self._folder = newest
        self._written, self._ending = 0, False  # articles since the tables were last put in order; whether no more come

    @property
    def _store(self) -> ox.Store:
        if self._opened is None:
            raise WrongUse("this writer is closed")
        return self._opened

    def stamps(self) -> Mapping[str, Stamp]:
        """Give the stamp of every article by its id, what is not yet published included."""
        return self._ledger.stamps

    def put(self, extraction: Extraction, *, path: str) -> None:
        """Write what one article says in place of what was there; `path` is where it was read from."""
        store, article = self._store, extraction.article
        claims = named_claims(extraction)
        facts = facts_of(extraction, self._ledger.table, claims)
        self._index.put(facts.graph, claims)
        stamp = Stamp(article.id, article.source, path, article.source_hash, extraction.extracted_with)
        self._change(store, facts.graph, lines(extraction, claims), self._ledger.put(stamp, facts))

    def drop(self, article: str) -> None:
        """Take an article out; NotFound if there is none of that id."""
        store = self._store
        if article not in self._ledger.stamps:
            raise NotFound(f"no article {article!r} in the store")
        self._index.put(article_iri(article), {})
        self._change(store, article_iri(article), "", self._ledger.drop(article))

    def put_list(self, listed: SanctionsList) -> None:
        """Write a sanctions list in place of the one of its name; what articles say is untouched."""
        self._relist(listed.info.name, lines_of_list(listed))

    def drop_list(self, name: str) -> None:
        """Take a sanctions list out; NotFound if there is none of that name."""
        if not self._store.contains_named_graph(ox.NamedNode(list_iri(name))):
            raise NotFound(f"no list {name!r} in the store")
        self._relist(name, ())

    def _relist(self, name: str, lines: Iterable[str]) -> None:
        store, self._relisted = self._store, True
        self._loader.wait()
        with named(self._path, "written"):
            exchange(store, name, lines)

    def _change(self, store: ox.Store, graph: str, text: str, old: ArticleFacts | None) -> None:
        self._replaced.setdefault(graph, old)
        self._written += 1
        self._loader.put(store, graph, text)

    def due(self) -> bool:
        """Tell whether enough has come together, and enough time gone by, to publish."""
        return is_due(len(self._replaced), time.monotonic() - self._published, self._took)

    def publish(self) -> None:
        """Derive the view and make all that was put and dropped visible at once; nothing happens if nothing changed.

        The judgements are read anew each time.
        """
        log = read_log(self._path)
        judgements, made_with = log.standing, self._made_with(log)
        same = self._folder is not None and self._blocks.made_with == made_with
        if same and not self._replaced and not self._relisted:
            return
        start, store = time.monotonic(), self._store
        self._loader.load(store)
        if log.rejected or any(one.listing for one in judgements):
            self._loader.wait()  # claims and lists must be there to be asked; else the view is derived while all is loaded
        view = View(
            self._ledger.facts,
            self._ledger.table,
            self._known.names,
            judgements,
            entries=judged_entries(store.query, judgements),
            rejected=rejected(store.query, log.rejected),
        )
        self._loader.wait()
        with named(self._path, "written"):
            changes = self._blocks.update(store, view, self._ledger.facts, self._replaced)
            self._blocks.made_with = made_with
            known = self._known
            kept = self._folder if same else Premises(known.names.entities, judgements, known.digest, log.rejected)
            index = functools.partial(
                self._index.save, last=self._folder, store=store, described=view.described(), changes=changes
            )
            self._folder = snapshots.publish(
                self._path, lambda folder: self._fill(folder, kept, index, view.adjacency())
            )
        self._ledger.saved(self._folder)
        self._index.saved()
        self._replaced.clear()
        self._relisted = False
        self._published = time.monotonic()
        self._took = self._published - start

    def _made_with(self, log: Log) -> str:
        return digest_with(self._known_digest, log.standing, log.rejected)

    def _fill(
        self, folder: Path, kept: Premises | Path | None, index: Callable[[Path], None], links: Adjacency
    ) -> None:
        index(folder)
        self._store.flush()
        if self._ending and self._written >= max(_TIDY, _TIDY_SHARE * len(self._ledger.stamps)):
            self._store.optimize()
            self._written = 0
        self._store.backup(folder / "graph")
        self._ledger.save(folder)
        self._blocks.save(folder)
        adjacency.save(links, folder)
        if isinstance(kept, Premises):
            premises.save(kept, folder)
        elif kept is not None:
            snapshots.link(kept / premises.FILE, folder / premises.FILE)

    def close(self) -> None:
        """Publish what is unpublished and let other writers in; no judgement is lost in between."""
        self._ending = True
        while self._opened is not None:
            self.publish()
            journal = FileJournal(self._path)
            with journal.held():  # whoever judged before this is heard, whoever judges after it finds nobody building
                if self._blocks.made_with == self._made_with(read_journal(journal)):
                    self._end()

    def _end(self) -> None:
        try:
            self._loader.close()
        finally:
            self._opened = None  # closes Oxigraph before its folder goes
            self._stack.close()
