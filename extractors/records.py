"""Records to articles: which column or key holds what, and how one record becomes one article."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..graph.errors import SkipInput, WrongUse
from ..graph.model import Article
from ..graph.text import fold, script_of
from .decoding import clean
from .inputs import Blob, ReadOptions, printable
from .metadata import UNSTORABLE, iso_date, metadata_of, spaced
from .noise import clean_title, find_noise
from .vocabulary import words

FIELDS = ("text", "title", "published", "publisher", "authors", "url", "id")
_FILLER = re.compile(r"[\s_\-./]+")
_AUTHOR_MARK = re.compile(r"[,;、，；|]+|\s{2,}")


@dataclass(frozen=True, slots=True)
class Fields:
    """Which column or key of a table holds which field of an article."""

    columns: Mapping[str, str]

    def of(self, record: Mapping[str, object]) -> dict[str, object]:
        """Give a record's values by field; empty ones are left out."""
        found = {field: _value(record, column) for field, column in self.columns.items()}
        return {field: value for field, value in found.items() if value not in (None, "", [], {})}


def fields_of(names: Iterable[str], options: ReadOptions) -> Fields:
    """Recognise the columns of a table; what `options.columns` maps goes first.

    >>> fields_of(["標題", "內文", "發布時間"], ReadOptions()).columns
    {'text': '內文', 'title': '標題', 'published': '發布時間'}
    """
    keys = {_key(name): name for name in reversed(list(names))}
    columns: dict[str, str] = {}
    for field in FIELDS:
        if field in options.columns:
            columns[field] = options.columns[field]
            continue
        known = (keys[word] for word in words("columns.yaml", field) if word in keys)
        free = next((name for name in known if name not in options.columns.values()), None)
        if free is not None:
            columns[field] = free
    return Fields(columns)


def check_columns(columns: Mapping[str, str]) -> None:
    """Raise WrongUse where a mapping names a field that articles don't have."""
    for field in columns:
        if field not in FIELDS:
            raise WrongUse(f"no field {field!r} to map to; the fields are {', '.join(FIELDS)}")


def _key(name: str) -> str:
    return _FILLER.sub("", fold(name.strip().removeprefix("\ufeff")))


def _value(record: Mapping[str, object], column: str) -> object:
    """Look a column up; `source.name` also reaches into nested objects."""
    if column in record:
        return record[column]
    value: object = record
    for part in column.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def article_of(
    values: Mapping[str, object], blob: Blob, options: ReadOptions, *, number: int | None, record: object
) -> Article:
    """Make the article of one record; raises SkipInput where it has no text.

    `number` is its line or place in the file, from 1, None where it is the only one; `record` is what the hash is
    taken over.
    """
    text, title = _text(values, blob, number)
    own = _string(values.get("id"))
    noise = find_noise(text)
    read = metadata_of(text, noise)
    identity = own or (blob.id if number is None else f"{blob.id}#{number}")
    return Article(
        id=options.id_prefix + printable(identity).replace("\n", " ").strip(),
        text=text,
        source=blob.iri,
        source_hash=record_hash(record),
        language=script_of(text),
        title=clean_title(title or read.title),
        published=iso_date(values.get("published")) or read.published,
        publisher=_storable(values.get("publisher")) or read.publisher,
        authors=_authors(values.get("authors")) or read.authors,
        url=_storable(values.get("url")),
        noise=noise,
    )


def _text(values: Mapping[str, object], blob: Blob, number: int | None) -> tuple[str, str | None]:
    body = clean(_string(values.get("text")) or "").strip("\n")
    title = spaced(_string(values.get("title")) or "")
    if not body.strip():
        raise SkipInput(blob.place, "a record without text", line=number)
    text = body if not title or body.startswith(title) else f"{title}\n{body}"
    if UNSTORABLE.search(text):
        raise SkipInput(blob.place, "a character that is none (NUL or half a surrogate pair)", line=number)
    return text, title or None


def _string(value: object) -> str | None:
    """Give a value as a string: numbers as written, the name of an object, the paragraphs of a list."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or value.get("url")
    if isinstance(value, list):
        value = "\n".join(part for part in map(_string, value) if part)
    if value is None or isinstance(value, bool):
        return None
    return str(value).strip() or None


def _authors(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else _AUTHOR_MARK.split(_string(value) or "")
    return tuple(name for name in map(_storable, parts) if name)


def _storable(value: object) -> str | None:
    return spaced(_string(value) or "") or None


def record_hash(record: object) -> str:
    """Give `sha256:…` over a record in canonical JSON, so that key order and spacing do not matter."""
    data = json.dumps(record, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)
    return "sha256:" + hashlib.sha256(data.encode("ascii")).hexdigest()
