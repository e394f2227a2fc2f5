"""Full-text search over names and sentences: in either script, in pinyin, by a beginning or a part, with slips."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import StoreError
from .literals import whole
from .lookup import BARE, EXACT, PART, PREFIX, ClaimView, claims_with, entities, rows
from .model import Entity
from .names import all_names, bare_key, split_ticker
from .namespace import entity_iri
from .search_index import IndexWriter, open_index, spaced
from .spellings import HAN, commonest, letters, slips
from .text import fold, name_key

if TYPE_CHECKING:
    from .storage import Reader

SOUND, BEGINNING, INITIALS, SLIP, SLIPS = range(PART + 1, PART + 6)
WAYS = (
    "name",
    "name without its legal form",
    "beginning",
    "part",
    "sound",
    "beginning of the sound",
    "initials",
    "slip",
    "two slips",
)
_CANDIDATES = 300  # names with most three-letter groups in common, of which the slips are counted
_SHORT = 4  # letters below which a slip makes another word
_LAST = "\U0010ffff"
_WORD = re.compile(r"\w+")
_LONG = 300  # characters of the longest sentence that is kept; what is longer is in none, and no name


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that a search found: its IRI, how its name fits (`rank`, an index of `WAYS`), that name, and how many
    articles mention it.
    """

    iri: str
    rank: int
    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: things with how they were found, and claims by their sentences, the best first."""

    things: tuple[tuple[Entity, Hit], ...]
    claims: tuple[ClaimView, ...]


def search(reader: Reader, text: str, *, limit: int = 20) -> Found:
    """Search names and sentences; at most `limit` of each."""
    index = reader.search_index()
    hits = index.names(text)[:limit]
    known = entities(reader, [hit.iri for hit in hits])
    order = index.sentences(text, limit)
    told = claims_with(reader, order)
    return Found(
        tuple((known[hit.iri], hit) for hit in hits if hit.iri in known),
        tuple(told[claim] for claim in order if claim in told),
    )


class SearchIndex:
    """The index of one published state, for reading."""

    def __init__(self, file: Path) -> None:
        """Open the file, which nobody changes any more."""
        self._file, self._opened = file, open_index(file)

    def names(self, text: str) -> list[Hit]:
        """Find entities by a name, a ticker, an id, or what sounds or is written like one, the best match first."""
        with self._reading():
            return self._names(whole(text)) if len(text) <= _LONG else []

    def _names(self, text: str) -> list[Hit]:
        best: dict[int, tuple[int, str]] = {}
        for rank, number, name in self._matches(text):
            if number not in best or rank < best[number][0]:
                best[number] = rank, name
        hits = []
        for number, (rank, name) in best.items():
            entity = self._opened.execute("SELECT iri, articles FROM entities WHERE id = ?", (number,)).fetchone()
            hits.append(Hit(entity[0], rank, name, entity[1]))
        return sorted(hits, key=lambda hit: (hit.rank, -hit.articles, hit.iri))

    def sentences(self, text: str, limit: int) -> list[str]:
        """Find claims whose sentence holds all these words, by their IRIs, the best match first.

        Words of Chinese may be any part of it, in either script; the last Latin word of each may be a beginning.
        """
        pieces = [_WORD.findall(spaced(fold(piece))) for piece in whole(text).split()]
        asked = " ".join(f'"{" ".join(words)}"{"" if HAN.search(words[-1]) else " *"}' for words in pieces if words)
        if not asked or len(text) > _LONG:
            return []
        query = "SELECT s.claim FROM words JOIN sentences s ON s.id = words.rowid WHERE words MATCH ? ORDER BY rank, s.claim"
        with self._reading():
            return [claim for (claim,) in self._opened.execute(f"{query} LIMIT ?", (asked, limit))]

    def every_name(self) -> Iterator[tuple[str, str]]:
        """Give all names with their keys."""
        with self._reading():
            yield from self._opened.execute("SELECT name, key FROM names ORDER BY name")

    def count(self) -> int:
        """Count the entities."""
        with self._reading():
            (number,) = self._opened.execute("SELECT COUNT(*) FROM entities").fetchone()
        return int(number)

    def held(self) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
        """Give all it holds: the names of entities, by IRI, and the folded sentences of claims, by IRI."""
        with self._reading():
            names = self._opened.execute("SELECT iri, name FROM names JOIN entities ON id = entity")
            return set(names), set(self._opened.execute("SELECT claim, text FROM sentences"))

    def close(self) -> None:
        """Let the file go."""
        self._opened.close()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{self._file}: the search index is damaged: {error}; build again into a new folder"
            ) from error

    def _matches(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Give ranks, numbers of entities and names, the better ways first, many of them several times."""
        key, bare = name_key(text), bare_key(text)
        run = self._opened.execute
        yield from ((EXACT, n, text) for (n,) in run("SELECT id FROM entities WHERE iri = ?", (entity_iri(text),)))
        if ticker := split_ticker(text):
            query = "SELECT entity FROM tickers WHERE code = ? AND (? IS NULL OR market = ?)"
            yield from ((EXACT, n, text) for (n,) in run(query, (ticker[0], ticker[1], ticker[1])))
        if key:
            yield from ((EXACT, *row) for row in run("SELECT entity, name FROM names WHERE key = ?", (key,)))
            yield from ((BARE, *row) for row in run("SELECT entity, name FROM names WHERE bare = ?", (bare,)))
            query = "SELECT entity, name FROM names WHERE key >= ? AND key < ?"
            yield from ((PREFIX, *row) for row in run(query, (key, key + _LAST)))
            yield from ((PART, *row) for row in run("SELECT entity, name FROM names WHERE instr(key, ?)", (key,)))
        if not HAN.search(text):
            yield from self._typed(letters(text))
        elif sound := commonest(text).letters:
            yield from ((SOUND, *row) for row in run("SELECT entity, name FROM spellings WHERE letters = ?", (sound,)))

    def _typed(self, typed: str) -> Iterator[tuple[int, int, str]]:
        run = self._opened.execute
        if not typed:
            return
        yield from ((SOUND, *row) for row in run("SELECT entity, name FROM spellings WHERE letters = ?", (typed,)))
        query = "SELECT entity, name FROM spellings WHERE letters >= ? AND letters < ?"
        yield from ((BEGINNING, *row) for row in run(query, (typed, typed + _LAST)))
        if len(typed) > 1:
            query = "SELECT entity, name FROM spellings WHERE initials = ?"
            yield from ((INITIALS, *row) for row in run(query, (typed,)))
        if len(typed) >= _SHORT:
            groups = " OR ".join(f'"{typed[i : i + 3]}"' for i in range(len(typed) - 2))
            query = """SELECT s.entity, s.name, s.letters FROM trigrams JOIN spellings s ON s.id = trigrams.rowid
                WHERE trigrams MATCH ? ORDER BY rank, s.name LIMIT ?"""
            for number, name, spelled in run(query, (groups, _CANDIDATES)):
                if count := slips(typed, spelled):
                    yield (SLIP if count == 1 else SLIPS), number, name


def differences(reader: Reader) -> Iterator[tuple[str, str]]:
    """Give what the index of a state has too much or too little: an IRI, and what is wrong with it there."""
    names, sentences = reader.search_index().held()
    named = {(iri, name) for iri, entity in entities(reader).items() for name in all_names(entity) if name_key(name)}
    quoted = {(claim, fold(quote)) for claim, quote in rows(reader, "SELECT ?c ?q { ?c a gx:Claim ; gx:quote ?q }")}
    for what, held, told in (("name", names, named), ("sentence", sentences, quoted)):
        for iri, text in sorted(held ^ told):
            verb = "holds a" if (iri, text) in held else "lacks its"
            yield iri, f"the search index {verb} {what}: {text}"


def derive(reader: Reader, file: Path) -> None:
    """Make the index of a state that has none."""
    writer = IndexWriter(file)
    try:
        writer.put_entities(entities(reader))
        counts = rows(reader, "SELECT ?e (COUNT(?a) AS ?n) { ?a gx:mentions ?e } GROUP BY ?e")
        writer.put_counts({iri: int(count) for iri, count in counts})
        quotes: dict[str, dict[str, str]] = {}
        for article, claim, quote in rows(reader, "SELECT ?a ?c ?q { ?c prov:wasDerivedFrom ?a ; gx:quote ?q }"):
            quotes.setdefault(article, {})[claim] = quote
        for article in sorted(quotes):
            writer.put_sentences(article, quotes[article])
    finally:
        writer.close()
