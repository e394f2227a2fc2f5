"""Knows the names that business news uses all the time: reads `lexicon/*.csv` and lexicons of the user's own.

A lexicon file is a CSV file with the columns `id,type,zh_hans,zh_hant,en,names,tickers,strength,source`. `names` and
`tickers` are separated by `|`. `strength` says how far a written name may be trusted: `strong` (always this entity),
`weak` (an everyday word too: needs context) or `ticker` (the names are never looked for; the row only resolves
tickers). A name that begins with `?` is weak and one that begins with `!` is strong, whatever the row says; Latin names
of up to three letters are weak unless they begin with `!`. Rows of different files with one id or one ticker are one
entity: the first file gives id, type and labels, and the names are united.
"""

from __future__ import annotations

import csv
import functools
import gc
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Literal, cast, get_args

from ..graph.errors import DataFileError
from ..graph.model import Entity
from ..graph.text import fold, name_key, traditional

Strength = Literal["strong", "weak", "ticker"]
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
TYPES = frozenset({"company", "person", "authority", "exchange", "organization", "product", "fund", "place"})
COLUMNS = ("id", "type", "zh_hans", "zh_hant", "en", "names", "tickers", "strength", "source")
FOLDER = Path(__file__).parent / "lexicon"
SHIPPED = (
    "companies.csv",
    "authorities.csv",
    "organizations.csv",
    "public-bodies.csv",
    "people.csv",
    "hong-kong.csv",
    "foreign.csv",
    "private.csv",
    "products.csv",
    "a-shares.csv",
    "taiwan.csv",
    "hkex.csv",
    "us.csv",
    "latin-names.csv",
)

_LANGUAGES = (("zh_hans", "zh-Hans"), ("zh_hant", "zh-Hant"), ("en", "en"))
_TICKER = re.compile(
    r"\d{6}\.(SH|SZ|BJ)|\d{4,5}\.HK|\d{4,6}[A-Z]?\.TW|[A-Z0-9][A-Z0-9.\-]*\.(?!HK|TW|SH|SZ|BJ)[A-Z]{1,3}"
)
_SHORT_LATIN = re.compile(r"[a-z0-9&.]{1,3}")


@dataclass(frozen=True, slots=True)
class Form:
    """One name to look for: `key` is `fold(form)`, `form` as listed, `entity` the id of what it names.

    `strength` is `strong` or `weak`; one weak key may name several entities.
    """

    key: str
    form: str
    entity: str
    type: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entities by id, all forms to look for in order of key, the ids by ticker, and a hash of what was read."""

    entities: Mapping[str, Entity]
    forms: Sequence[Form]
    entities_by_ticker: Mapping[str, str]
    digest: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a lexicon file, at a 1-based line.

    >>> str(Problem("mine.csv", 3, "no name"))
    'mine.csv:3: no name'
    """

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        """Say it in one line, place first."""
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(
    slots=True
)  # not frozen: 19,000 are made and let go on every start, and frozen ones take three times as long
class Row:
    """One line of a lexicon file, checked; `forms` are all its names, each with its key and strength."""

    file: str
    line: int
    id: str
    type: str
    labels: tuple[tuple[str, str], ...]
    forms: tuple[tuple[str, str, Strength], ...]
    tickers: tuple[str, ...]


def load_lexicon(*extra: Path) -> Lexicon:
    """Read the shipped lexicon, and before it the user's own files, whose word counts more; the earlier the more.

    Raises `DataFileError`, with file and line, for a row that can't be right.

    >>> lexicon = load_lexicon()
    >>> lexicon.entities_by_ticker["NVDA.US"]
    'company/nvidia'
    """
    return _assemble(tuple(extra)) if extra else _shipped()


def check_lexicon(path: Path) -> Iterator[Problem]:
    """Tell everything that is wrong or doubtful in one lexicon file, by itself and against the shipped lexicon."""
    gathered = _Gathered()
    for row in read_rows(path):
        if isinstance(row, Problem):
            yield row
            continue
        yield from gathered.add(row)
        yield from _against_shipped(row)


@functools.cache
def read_table(name: str) -> Sequence[Mapping[str, str]]:
    """Read one of the plain tables (`surnames`, `places`, `legal_suffixes`, `titles`) as rows by column.

    >>> read_table("surnames")[0]["zh_hant"]
    '丁'
    """
    path = FOLDER / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return tuple(csv.DictReader(lines))
    except OSError as error:
        raise DataFileError(f"{path}: {error.strerror}") from error


def read_rows(path: Path) -> Iterator[Row | Problem]:
    """Read one lexicon file row by row; what can't be right comes as a `Problem` in its place."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines)
            header = next(reader, [])
            missing = [column for column in ("type", "zh_hans", "en") if column not in header]
            unknown = [column for column in header if column not in COLUMNS]
            if missing or unknown:
                yield Problem(str(path), 1, _header_reason(missing, unknown))
                return
            for cells in reader:
                if any(cells) and not cells[0].startswith("#"):
                    yield _row(str(path), reader.line_num, header, cells)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        yield Problem(str(path), 1, f"can't be read as a UTF-8 CSV file: {error}")


def _header_reason(missing: Sequence[str], unknown: Sequence[str]) -> str:
    parts = [f"no column {', '.join(missing)}"] if missing else []
    parts += [f"unknown column {', '.join(unknown)}"] if unknown else []
    return f"{'; '.join(parts)}; the columns are {','.join(COLUMNS)}"


def _row(file: str, line: int, header: Sequence[str], cells: Sequence[str]) -> Row | Problem:
    if len(cells) != len(header):
        return Problem(file, line, f"{len(cells)} cells, the header has {len(header)}")
    cell = dict(zip(header, cells, strict=True))
    strength, kind = cell.get("strength") or "strong", cell["type"]
    written = [(tag, name) for column, tag in _LANGUAGES if (name := cell.get(column, "").strip())]
    names = [name for _, name in written] + _parts(cell.get("names", ""))
    tickers = _parts(cell.get("tickers", ""))
    identifier = cell.get("id") or (f"{kind}/{tickers[0] if tickers else name_key(names[0])}" if names else "")
    reason = _reason(identifier, kind, strength, names, tickers)
    if reason:
        return Problem(file, line, reason)
    labels = {tag: name.lstrip("?!") for tag, name in written}
    if "zh-Hans" in labels and "zh-Hant" not in labels:
        labels["zh-Hant"] = traditional(labels["zh-Hans"])
    if strength == "ticker":
        forms = tuple((name.lstrip("?!"), "", cast("Strength", strength)) for name in names)  # never looked for: no key
    else:
        rated = cast("Strength", strength)
        forms = tuple((form := name.lstrip("?!"), fold(form), _strength(name, rated)) for name in names)
    return Row(file, line, identifier, kind, tuple(labels.items()), forms, tuple(tickers))


def _parts(cell: str) -> list[str]:
    return [part for item in cell.split("|") if (part := item.strip()).strip("?! ")] if cell else []


def _reason(identifier: str, kind: str, strength: str, names: Sequence[str], tickers: Iterable[str]) -> str:
    """Say why a row can't be right, or nothing."""
    if kind not in TYPES:
        return f"type {kind!r} is none of {', '.join(sorted(TYPES))}"
    if strength not in STRENGTHS:
        return f"strength {strength!r} is none of {', '.join(STRENGTHS)}"
    if not names:
        return "a row must have a name in zh_hans, zh_hant, en or names"
    if not identifier.startswith(f"{kind}/") or identifier == f"{kind}/":
        return f"id {identifier!r} does not begin with its type, {kind}/"
    for ticker in tickers:
        if not _TICKER.fullmatch(ticker):
            return f"ticker {ticker!r} is not CODE.MARKET (688256.SH, 0700.HK, 2330.TW, NVDA.US)"
    return ""


def _strength(name: str, strength: Strength) -> Strength:
    if name[0] in "?!":
        return "weak" if name[0] == "?" else "strong"
    return "weak" if len(name) < 4 and _SHORT_LATIN.fullmatch(name.lower()) else strength


@dataclass(slots=True)
class _Gathered:
    """What has been read so far: rows by the id they count for, ids by ticker, and who has a name as a strong one."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    by_ticker: dict[str, str] = field(default_factory=dict)
    strong: dict[str, tuple[str, Row]] = field(default_factory=dict)

    def add(self, row: Row) -> Iterator[Problem]:
        """Take a row in; give what is wrong with it in view of the rows of the same file before it."""
        known = next((self.by_ticker[ticker] for ticker in row.tickers if ticker in self.by_ticker), row.id)
        target = row.id if row.id in self.rows else known
        before = self.rows.setdefault(target, [])
        for other in before:
            if other.file == row.file and (other.id == row.id or set(other.tickers) & set(row.tickers)):
                yield Problem(row.file, row.line, f"{row.id} is there already (line {other.line}), by id or ticker")
        for ticker in row.tickers:
            if self.by_ticker.setdefault(ticker, target) != target:
                yield Problem(row.file, row.line, f"ticker {ticker} is that of {self.by_ticker[ticker]} too")
        for form, key, strength in row.forms:
            if strength == "strong":
                owner, first = self.strong.setdefault(key, (target, row))
                if owner != target and first.file == row.file:
                    yield Problem(row.file, row.line, f"strong name {form} is that of {owner} too (line {first.line})")
        before.append(row)

    def entity(self, identifier: str) -> Entity:
        """Unite the rows of one id: type and labels by the earliest, all names, all tickers."""
        rows = self.rows[identifier]
        labels: dict[str, str] = {}
        for language, label in (label for row in rows for label in row.labels):
            labels.setdefault(language, label)
        names = dict.fromkeys(form for row in rows for form, _, _ in row.forms)
        for label in labels.values():
            names.pop(label, None)
        tickers = dict.fromkeys(ticker for row in rows for ticker in row.tickers)
        return Entity(identifier, rows[0].type, tuple(labels.items()), tuple(names), tuple(tickers))

    def forms(self, identifier: str) -> Iterator[Form]:
        """Give the names to look for; one that is strong for an earlier entity is only weak for this one."""
        found: set[str] = set()
        rows = self.rows[identifier]
        for form, key, strength in (form for row in rows for form in row.forms):
            if strength == "ticker" or key in found:
                continue
            found.add(key)
            taken = strength == "strong" and self.strong[key][0] != identifier
            yield Form(key, form, identifier, rows[0].type, "weak" if taken else strength)


@functools.cache
def _shipped() -> Lexicon:
    return _assemble(())


def _assemble(extra: tuple[Path, ...]) -> Lexicon:
    collecting = gc.isenabled()
    gc.disable()  # it only looks in vain through objects that all stay: 0.38 s with it, 0.26 s without
    try:
        return _united(extra)
    finally:
        if collecting:
            gc.enable()


def _united(extra: tuple[Path, ...]) -> Lexicon:
    gathered = _Gathered()
    for path in (*extra, *(FOLDER / name for name in SHIPPED)):
        for row in read_rows(path):
            problem = row if isinstance(row, Problem) else next(gathered.add(row), None)
            if problem:
                raise DataFileError(str(problem))
    forms = sorted((form for i in gathered.rows for form in gathered.forms(i)), key=attrgetter("key", "entity"))
    entities = {identifier: gathered.entity(identifier) for identifier in sorted(gathered.rows)}
    return Lexicon(entities, tuple(forms), dict(sorted(gathered.by_ticker.items())), lexicon_digest(extra))


def lexicon_digest(extra: Iterable[Path]) -> str:
    """Hash the user's files in their order; what travels with the package is hashed with everything else there."""
    digest = hashlib.sha256()
    for path in extra:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@functools.cache
def _strong_shipped() -> Mapping[str, str]:
    return {form.key: form.entity for form in _shipped().forms if form.strength == "strong"}


def _against_shipped(row: Row) -> Iterator[Problem]:
    known = _shipped().entities_by_ticker
    same = {row.id, *(known[ticker] for ticker in row.tickers if ticker in known)}
    if len(same - {row.id}) > 1 or (row.id in _shipped().entities and len(same) > 1):
        yield Problem(
            row.file, row.line, f"id and tickers name several of the shipped lexicon: {', '.join(sorted(same))}"
        )
    for form, key, strength in row.forms:
        entity = _strong_shipped().get(key) if strength == "strong" else None
        if entity and entity not in same:
            yield Problem(row.file, row.line, f"{form} names {entity} in the shipped lexicon")
