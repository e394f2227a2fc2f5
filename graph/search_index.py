"""The full-text index of a snapshot: names and sentences in one SQLite file, changed only where the store changed.

Names are kept under their keys, so that either script finds them, and as they can be typed with Latin letters
(`spellings`), three letters at a time for slips. Sentences are kept character by character, which finds any words of Chinese
without cutting it into words; Latin words are kept whole. The same store gives the same answers, however it was built.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from .names import all_names, bare_key, split_ticker
from .spellings import HAN, spellings
from .text import fold, name_key

if TYPE_CHECKING:
    from .model import Entity

FILE = "search.db"
VERSION = 1  # of the tables and of what is written into them; an index of another version is made anew
_TABLES = """
    CREATE TABLE entities(id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, type TEXT NOT NULL, articles INTEGER NOT NULL);
    CREATE TABLE names(entity INTEGER NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, bare TEXT NOT NULL);
    CREATE INDEX names_entity ON names(entity);
    CREATE INDEX names_key ON names(key);
    CREATE INDEX names_bare ON names(bare);
    CREATE TABLE tickers(entity INTEGER NOT NULL, code TEXT NOT NULL, market TEXT);
    CREATE INDEX tickers_entity ON tickers(entity);
    CREATE INDEX tickers_code ON tickers(code);
    CREATE TABLE spellings(id INTEGER PRIMARY KEY, entity INTEGER NOT NULL, name TEXT NOT NULL, letters TEXT NOT NULL,
        initials TEXT NOT NULL);
    CREATE INDEX spellings_entity ON spellings(entity);
    CREATE INDEX spellings_letters ON spellings(letters);
    CREATE INDEX spellings_initials ON spellings(initials);
    CREATE VIRTUAL TABLE trigrams USING fts5(letters, content='', tokenize='trigram');
    CREATE TABLE sentences(id INTEGER PRIMARY KEY, claim TEXT NOT NULL, article TEXT NOT NULL, text TEXT NOT NULL);
    CREATE INDEX sentences_article ON sentences(article);
    CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='unicode61 remove_diacritics 0');
"""
_FAST = ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-65536")


class _Blanks(dict[int, str]):
    """Maps a character to itself, between blanks where it is Chinese; filled on demand."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = f" {char} " if HAN.match(char) else char
        return self[code]


_BLANKS = _Blanks()


def spaced(folded: str) -> str:
    """Put blanks around every Chinese character of a folded text: each is a word of its own to the index.

    >>> spaced("辉达 nvidia")
    ' 辉  达  nvidia'
    """
    return folded.translate(_BLANKS)


def usable(folder: Path | None) -> Path | None:
    """Give the index in a snapshot's folder; None where there is none, or one of another version."""
    file = folder / FILE if folder else None
    if file is None or not file.is_file():
        return None
    try:
        with closing(open_index(file)) as opened:
            (version,) = opened.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError:
        return None
    return file if version == VERSION else None


def open_index(file: Path) -> sqlite3.Connection:
    """Open an index that nobody changes any more, for reading, from any thread."""
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


class IndexWriter:
    """Writes the index of a new snapshot, from a copy of the one before where there is one."""

    def __init__(self, file: Path, old: Path | None = None) -> None:
        """Open the file, which nobody reads yet, so that nothing need be safe before it is closed."""
        self._file = file
        if old is not None:
            shutil.copyfile(old, file)
        self._opened = sqlite3.connect(file, isolation_level=None)
        for pragma in _FAST:
            self._opened.execute(f"PRAGMA {pragma}")
        self._opened.execute("BEGIN")
        if old is None:
            for table in filter(str.strip, _TABLES.split(";")):
                self._opened.execute(table)
            self._opened.execute(f"PRAGMA user_version={VERSION}")
        (self._number,) = self._opened.execute("SELECT COALESCE(MAX(id), 0) FROM sentences").fetchone()

    def put_entities(self, changed: Mapping[str, Entity | None]) -> None:
        """Write entities by IRI, in place of what stands of them; None stands for one that is gone."""
        run = self._opened.execute
        for iri in sorted(changed):
            entity = changed[iri]
            known = run("SELECT id FROM entities WHERE iri = ?", (iri,)).fetchone()
            if known:
                self._forget(known[0])
            if entity is None:
                run("DELETE FROM entities WHERE iri = ?", (iri,))
                continue
            if known:
                run("UPDATE entities SET type = ? WHERE id = ?", (entity.type, known[0]))
            else:
                known = (
                    run("INSERT INTO entities(iri, type, articles) VALUES (?, ?, 0)", (iri, entity.type)).lastrowid,
                )
            self._write(known[0], entity)

    def put_counts(self, articles: Mapping[str, int]) -> None:
        """Write in how many articles each entity is mentioned, where that has changed."""
        stands = dict(self._opened.execute("SELECT iri, articles FROM entities"))
        changed = [(count, iri) for iri, count in articles.items() if stands.get(iri) != count]
        self._opened.executemany("UPDATE entities SET articles = ? WHERE iri = ?", changed)

    def put_sentences(self, article: str, quotes: Mapping[str, str]) -> None:
        """Write the quotes of an article's claims, by the claims' IRIs, in place of what stands of the article."""
        run = self._opened.execute
        for number, text in run("SELECT id, text FROM sentences WHERE article = ?", (article,)).fetchall():
            run("INSERT INTO words(words, rowid, text) VALUES ('delete', ?, ?)", (number, spaced(text)))
        run("DELETE FROM sentences WHERE article = ?", (article,))
        told = [(self._number + place, claim, fold(quotes[claim])) for place, claim in enumerate(sorted(quotes), 1)]
        self._number += len(told)
        rows = [(number, claim, article, text) for number, claim, text in told]
        self._opened.executemany("INSERT INTO sentences VALUES (?, ?, ?, ?)", rows)
        words = [(number, spaced(text)) for number, _, text in told]
        self._opened.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", words)

    def close(self) -> None:
        """Finish the file, and make it last beyond a power cut."""
        self._opened.execute("COMMIT")
        self._opened.close()
        with self._file.open("rb") as written:
            os.fsync(written.fileno())

    def _forget(self, number: int) -> None:
        run = self._opened.execute
        for row in run("SELECT id, letters FROM spellings WHERE entity = ?", (number,)).fetchall():
            run("INSERT INTO trigrams(trigrams, rowid, letters) VALUES ('delete', ?, ?)", row)
        for table in ("spellings", "names", "tickers"):
            run(f"DELETE FROM {table} WHERE entity = ?", (number,))

    def _write(self, number: int, entity: Entity) -> None:
        run, names = self._opened.execute, sorted(set(all_names(entity)))
        rows = [(number, name, key, bare_key(name)) for name in names if (key := name_key(name))]
        self._opened.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", rows)
        codes = [(number, *split) for ticker in entity.tickers if (split := split_ticker(ticker))]
        self._opened.executemany("INSERT INTO tickers VALUES (?, ?, ?)", codes)
        # a name in the other script sounds the same
        typed = {spelling: name for name in reversed(names) for spelling in spellings(name)}
        for spelling in sorted(typed):
            values = (number, typed[spelling], *spelling)
            place = run("INSERT INTO spellings(entity, name, letters, initials) VALUES (?, ?, ?, ?)", values).lastrowid
            run("INSERT INTO trigrams(rowid, letters) VALUES (?, ?)", (place, spelling.letters))
