"""Tables and JSON: one record is one article, read one after the other."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..graph.errors import SkipInput
from ..graph.model import Article
from .decoding import decode, lines
from .inputs import MIB, Blob, ReadOptions
from .records import article_of, fields_of

if TYPE_CHECKING:
    from _csv import Reader as _Rows

_LONGEST_FIELD = 16 * MIB
_WRAPPERS = 4  # how deep a list of articles may lie in a JSON document ({"response": {"docs": [...]}})


def read_jsonl(blob: Blob, options: ReadOptions) -> Iterator[Article | SkipInput]:
    """Read one JSON object per line; a bad line is left out by its number and the rest goes on."""
    for number, line in lines(blob, options):
        if isinstance(line, SkipInput):
            yield line
        elif line.strip():
            yield _json_article(line, blob, options, number)


def _json_article(line: str, blob: Blob, options: ReadOptions, number: int) -> Article | SkipInput:
    try:
        record = _parsed(line, blob.place, number)
        if not isinstance(record, dict):
            raise SkipInput(blob.place, f"not a JSON object but {_kind(record)}", line=number)
        return _article(record, blob, options, number)
    except SkipInput as skipped:
        return skipped


def read_json(blob: Blob, options: ReadOptions) -> Iterator[Article | SkipInput]:
    """Read a JSON document that is one article, a list of them, or an object that holds such a list."""
    text = decode(blob.read(options), place=blob.place, encoding=options.encoding or blob.charset)
    try:
        document = _parsed(text, blob.place, 1)
    except SkipInput:
        if "\n" not in text.strip():
            raise
        document = None
    if document is None:  # several objects, one per line, under the name .json
        yield from read_jsonl(blob, options)
        return
    records = _records(document, options, _WRAPPERS)
    if records is None:
        raise SkipInput(blob.place, _no_text("key", document if isinstance(document, dict) else {}))
    alone = isinstance(document, dict) and records == [document]
    for number, record in enumerate(records, 1):
        try:
            yield _article(record, blob, options, None if alone else number)
        except SkipInput as skipped:
            yield skipped


def _parsed(text: str, place: str, number: int) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = number if number > 1 else error.lineno
        raise SkipInput(place, f"not JSON: {error.msg} (column {error.colno})", line=where) from error
    except (RecursionError, ValueError) as error:  # nested too deep; a number of thousands of digits
        raise SkipInput(place, f"not JSON that can be read: {error}", line=number) from error


def _records(document: object, options: ReadOptions, depth: int) -> Sequence[Mapping[str, object]] | None:
    if isinstance(document, list):
        records = [record for record in document if isinstance(record, dict)]
        return records if any("text" in fields_of(record, options).columns for record in records) else None
    if not isinstance(document, dict) or depth == 0:
        return None
    if "text" in (values := fields_of(document, options).of(document)) and isinstance(values["text"], str):
        return [document]
    inner = (_records(value, options, depth - 1) for value in document.values())
    return next((records for records in inner if records), None)


def _article(record: Mapping[str, object], blob: Blob, options: ReadOptions, number: int | None) -> Article:
    fields = fields_of(record, options)
    if "text" not in fields.columns:
        raise SkipInput(blob.place, _no_text("key", record), line=number)
    return article_of(fields.of(record), blob, options, number=number, record=record)


def read_csv(blob: Blob, options: ReadOptions) -> Iterator[Article | SkipInput]:
    """Read a table with a header line: each row is an article."""
    names, rows = read_table(blob, options)
    fields = fields_of(names, options)
    if fields.columns.get("text") not in names:
        raise SkipInput(blob.place, _no_text("column", dict.fromkeys(names)))
    for number, row in rows:
        if isinstance(row, SkipInput):
            yield row
            continue
        record: dict[str, object] = dict(zip(names, row, strict=False))
        try:
            yield article_of(fields.of(record), blob, options, number=number, record=record)
        except SkipInput as skipped:
            yield skipped


def read_table(
    blob: Blob, options: ReadOptions, *, strict: bool = False
) -> tuple[list[str], Iterator[tuple[int, list[str] | SkipInput]]]:
    """Give a table's column names and its rows with their line numbers; the delimiter is what the header holds most of.

    `strict` tells of quotes that nothing closes; else the rest of the file is the last value.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    numbered = lines(blob, options)
    header = next(numbered, (1, ""))[1]
    if isinstance(header, SkipInput):
        raise header
    delimiter = max("\t,;|", key=header.count)
    try:
        names = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error as error:
        raise SkipInput(blob.place, f"not a table: {error}", line=1) from error
    return names, _rows(blob, csv.reader(_texts(numbered), delimiter=delimiter, strict=strict))


def _rows(blob: Blob, rows: _Rows) -> Iterator[tuple[int, list[str] | SkipInput]]:
    while True:
        number = rows.line_num + 2
        try:
            row = next(rows)
            if row:
                yield number, row
        except StopIteration:
            return
        except csv.Error as error:
            yield number, SkipInput(blob.place, f"not a row: {error}", line=number)
        except SkipInput as skipped:
            yield number, skipped


def _texts(numbered: Iterator[tuple[int, str | SkipInput]]) -> Iterator[str]:
    for _, line in numbered:
        if isinstance(line, SkipInput):
            raise line
        yield line


def _no_text(noun: str, record: Mapping[str, object]) -> str:
    names = ", ".join(" ".join(str(name).split())[:40] for name in list(record)[:12]) or "none"
    return f"no {noun} holds an article's text (there are: {names}); name it with --map text=…"


def _kind(value: object) -> str:
    return {list: "a list", str: "a string", type(None): "null", bool: "a truth value"}.get(type(value), "a number")
