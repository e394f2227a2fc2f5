"""Sanctions lists that are JSON: one document, or one object per line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from ...graph.errors import SkipInput
from ...graph.sanctions.lists import ListEntry
from ..decoding import decode
from ..inputs import MIB, Blob, ReadOptions
from .forms import MONEY, Form, Found, load_forms
from .money import read_entities
from .values import codes, dated, parts, text

LIMIT = 512 * MIB  # a document is held in memory whole
_KEYS = ("results", "entities")  # where a document keeps its records
Record = Mapping[str, object]


def read_document(blob: Blob, options: ReadOptions) -> Found:
    """Read a JSON document that is a list.

    SkipInput where it is no list that is known, or was cut short.
    """
    document = _parsed(decode(blob.read(options, LIMIT), place=blob.place, encoding=options.encoding), blob)
    records = _records(document)
    first = next((record for record in records if isinstance(record, dict)), {})
    form = load_forms().recognise(first, "json")
    if form is None:
        shown = ", ".join(list(first)[:12]) or "none"
        raise SkipInput(blob.place, f"no list that is known: its records have other keys (there are: {shown})")
    if form.name == MONEY:
        return read_entities(records, blob.place)
    count = document.get("count", document.get("total")) if isinstance(document, dict) else None
    if isinstance(count, int) and count > len(records):
        raise SkipInput(blob.place, f"says that it has {count:,} entries and holds {len(records):,}: it was cut short")
    date = dated(str(document.get("lastUpdate") or "")[:10]) if isinstance(document, dict) else None
    return Found(form, _entries(blob, records, form), date=date)


def _parsed(source: str, blob: Blob) -> object:
    try:
        return json.loads(source)
    except json.JSONDecodeError as error:
        if error.pos >= len(source.rstrip()) - 1 or error.msg.startswith("Unterminated string"):
            raise SkipInput(
                blob.place, "the document ends in the middle: it was cut short", line=error.lineno
            ) from error
        raise SkipInput(blob.place, f"not JSON: {error.msg} (column {error.colno})", line=error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise SkipInput(blob.place, f"not JSON that can be read: {error}") from error


def _records(document: object) -> Sequence[object]:
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        found = next((document[key] for key in _KEYS if isinstance(document.get(key), list)), None)
        return [document] if found is None else found
    return []


def _entries(blob: Blob, records: Sequence[object], form: Form) -> Iterator[ListEntry | SkipInput]:
    read = _screened if form.name == "csl-json" else _listed
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict) or not text(record.get("name")):
            yield SkipInput(blob.place, f"record {number:,} has no name")
        else:
            yield read(record)


def _listed(record: Record) -> ListEntry:
    """Read a record of the Entity List, whose other names were parted at every comma."""
    addresses = parts(_joined(record.get("addresses"), "; "), ";")
    return ListEntry(
        key=text(record.get("id")) or "",
        name=text(record["name"]) or "",
        # a firm stands for whatever the source does not tell: persons are among them
        type=None if record.get("entityType") == "company" else load_forms().type_of(text(record.get("entityType"))),
        names=parts(_joined(record.get("alternateNames"), ", "), ";"),
        countries=codes(addresses),
        addresses=addresses,
        since=dated(record.get("effectiveDate")),
        reason=text(record.get("listingReason")),
        identifiers=parts(record.get("federalRegisterCitation"), ","),
        url=text(record.get("sourceUrl")),
    )


def _screened(record: Record) -> ListEntry:
    """Read a record of the Consolidated Screening List."""
    places = [place for place in _list(record.get("addresses")) if isinstance(place, dict)]
    told = ("address", "city", "state", "postal_code", "country")
    return ListEntry(
        key=text(record.get("id")) or text(record.get("_id")) or "",
        name=text(record["name"]) or "",
        type=load_forms().type_of(text(record.get("type"))),
        names=_texts(record.get("alt_names")),
        countries=tuple(dict.fromkeys(filter(None, (text(place.get("country")) for place in places)))),
        addresses=tuple(
            dict.fromkeys(filter(None, (", ".join(filter(None, (text(p.get(k)) for k in told))) for p in places)))
        ),
        programmes=tuple(dict.fromkeys([*_texts([record["source"]]), *_texts(record.get("programs"))])),
        identifiers=tuple(
            " ".join(filter(None, (text(one.get("type")), text(one.get("number")))))
            for one in _list(record.get("ids"))
            if isinstance(one, dict)
        ),
        since=dated(record.get("start_date")),
        until=dated(record.get("end_date")),
        reason=text(record.get("remarks")) or text(record.get("license_policy")),
        url=text(record.get("source_information_url")) or text(record.get("source_list_url")),
    )


def _joined(value: object, between: str) -> str:
    return between.join(_texts(value)) if isinstance(value, list) else text(value) or ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _texts(value: object) -> tuple[str, ...]:
    found = (text(one) for one in ([value] if isinstance(value, str) else _list(value)))
    return tuple(dict.fromkeys(filter(None, found)))
