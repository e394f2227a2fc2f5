"""A file in any of the known forms to a whole list, its entries with keys of their own; nothing is left out unsaid."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ...graph.errors import SkipInput
from ...graph.sanctions.lists import ListEntry, ListInfo, SanctionsList, check_name
from ...graph.text import fold
from ..decoding import lines
from ..inputs import MIB, STREAM_LIMIT, Blob, ReadOptions, Source, blob_of, unpacked
from ..reading import discover
from .documents import read_document
from .forms import Found
from .money import is_entity, read_lines
from .tables import read_rows

_NO_WORD = re.compile(r"[^\w.]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a user says of a list, in place of what the file says: its name in the store, title, publisher, and so on."""

    name: str | None = None
    title: str | None = None
    publisher: str | None = None
    programme: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list as it was read: what of it could not be, and what a reader should know."""

    list: SanctionsList
    skipped: tuple[SkipInput, ...]
    notes: tuple[str, ...]


def read_list(path: str, wanted: Wanted, options: ReadOptions) -> ListFile:
    """Read a list from a file, `-` or a URL.

    SkipInput where it is no list that is known, or was cut short: half a list would look like a whole one.
    """
    source = next(discover([path], options), None)
    if source is None or isinstance(source, SkipInput):
        raise source or SkipInput(path, "nothing to read")
    blob = blob_of(source)
    while blob.format == "gz" or blob.format.endswith(".gz"):
        blob = unpacked(blob, options)
    found = _found(blob, options)
    entries: list[ListEntry] = []
    skipped: list[SkipInput] = []
    for one in found.entries:
        if isinstance(one, SkipInput):
            skipped.append(one)
        else:
            entries.append(one)
    if not entries:
        raise skipped[0] if skipped else SkipInput(blob.place, "holds no entry")
    open_ended = found.form.name.endswith("csv") and _is_open_ended(blob, options)
    notes = (f"{blob.place}: its last line has no end; if it was cut short there, its last value is not whole",)
    return ListFile(_whole(source, found, entries, wanted), tuple(skipped), notes if open_ended else ())


def _found(blob: Blob, options: ReadOptions) -> Found:
    """Read a file in the form that its first line shows."""
    line = next((line for _, line in lines(blob, options) if isinstance(line, SkipInput) or line.strip()), None)
    if line is None:
        raise SkipInput(blob.place, "the file is empty")
    if isinstance(line, SkipInput):
        raise line
    if not line.lstrip().startswith(("{", "[")):
        return read_rows(blob, options)
    return read_lines(blob, options) if is_entity(_parsed(line)) else read_document(blob, options)


def _is_open_ended(blob: Blob, options: ReadOptions) -> bool:
    """Tell whether the last line of a file has no line end: what was cut within the last value shows no other sign."""
    last = b""
    with blob.open(options, STREAM_LIMIT) as stream:
        while chunk := stream.read(MIB):
            last = chunk
    return not last.rstrip(b"\0").endswith((b"\n", b"\r"))


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None  # no whole object stands on the first line


def _title(found: Found, entries: Iterable[ListEntry]) -> str:
    """Give the title of a list: that of the one data set that it is, where it is one."""
    if found.dataset is None and found.form.name == "opensanctions-csv":
        programmes = {one for entry in entries for one in entry.programmes}
        return programmes.pop() if len(programmes) == 1 else found.form.title
    return found.dataset or found.form.title


def _whole(source: Source, found: Found, entries: list[ListEntry], wanted: Wanted) -> SanctionsList:
    form, title = found.form, _title(found, entries)
    programme = wanted.programme or form.programme
    if programme is not None:
        entries = [entry if entry.programmes else replace(entry, programmes=(programme,)) for entry in entries]
    own = form.list_name or (title if title != form.title else source.id.rpartition("/")[2])
    info = ListInfo(
        name=check_name(wanted.name or _NO_WORD.sub("-", fold(own)).strip("-.") or "list"),
        title=wanted.title or title,
        form=form.name,
        source=source.iri,
        source_hash=source.hash(),
        issued=wanted.date or found.date,
        publisher=wanted.publisher or form.publisher,
        programmes=tuple(sorted({one for entry in entries for one in entry.programmes})),
        count=len(entries),
    )
    return SanctionsList(info, tuple(keyed(entries)))


def keyed(entries: Iterable[ListEntry]) -> list[ListEntry]:
    """Give every entry a key of its own: the source's id, else a hash of its name; several of one are numbered."""
    ordered = sorted(
        ((entry.key or _hash(entry.name), repr(entry), entry) for entry in entries), key=lambda row: row[:2]
    )
    seen: Counter[str] = Counter()
    out = []
    for key, _, entry in ordered:
        seen[key] += 1
        out.append(replace(entry, key=key if seen[key] == 1 else f"{key}-{seen[key]}"))
    return out


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:10]
