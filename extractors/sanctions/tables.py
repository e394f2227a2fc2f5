"""Sanctions lists that are tables: one row is one party."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ...graph.errors import SkipInput
from ...graph.sanctions.lists import ListEntry
from ..inputs import Blob, ReadOptions
from ..tables import read_table
from .forms import Found, load_forms
from .values import codes, dated, parts, text

Row = Mapping[str, str]


def read_rows(blob: Blob, options: ReadOptions) -> Found:
    """Read a table that is a list; SkipInput where it is none, or, while it is read, where it ends within a row."""
    names, rows = read_table(blob, options, strict=True)
    header = [name.strip() for name in names]
    form = load_forms().recognise(header, "csv")
    if form is None and "name" in _own_columns(header).values():
        form = load_forms().by_name["own-csv"]
    if form is None:
        shown = ", ".join(header[:12]) or "none"
        raise SkipInput(blob.place, f"no list that is known: a table needs a column `name` (there are: {shown})")
    return Found(form, _entries(blob, header, rows, _READERS[form.name](header)))


def _entries(
    blob: Blob,
    header: Sequence[str],
    rows: Iterator[tuple[int, list[str] | SkipInput]],
    read: Callable[[Row], ListEntry],
) -> Iterator[ListEntry | SkipInput]:
    last: tuple[int, list[str] | SkipInput] | None = None
    full = True  # whether all rows so far have all their columns
    for number, row in rows:
        if last is not None:
            full = full and not isinstance(last[1], SkipInput) and len(last[1]) >= len(header)
            yield _entry(blob, header, *last, read)
        last = number, row
    if last is not None:
        number, row = last
        torn = isinstance(row, SkipInput) or (full and len(row) < len(header))
        if torn:
            raise SkipInput(blob.place, "the table ends in the middle of a row: it was cut short", line=number)
        yield _entry(blob, header, *last, read)


def _entry(
    blob: Blob,
    header: Sequence[str],
    number: int,
    row: list[str] | SkipInput,
    read: Callable[[Row], ListEntry],
) -> ListEntry | SkipInput:
    if isinstance(row, SkipInput):
        return row
    if len(row) > len(header) and any(value.strip() for value in row[len(header) :]):
        return SkipInput(blob.place, f"{len(row)} values under {len(header)} columns", line=number)
    entry = read(dict(zip(header, row, strict=False)))
    return entry if entry.name else SkipInput(blob.place, "no name", line=number)


def _screening_list(header: Sequence[str]) -> Callable[[Row], ListEntry]:
    def read(row: Row) -> ListEntry:
        return ListEntry(
            key=row.get("_id", "").strip(),
            name=text(row["name"]) or "",
            type=load_forms().type_of(row.get("type")),
            names=parts(row["alt_names"], ";"),
            countries=codes(parts(row.get("addresses"), ";")),
            addresses=parts(row.get("addresses"), ";"),
            programmes=(*parts(row["source"], "\n"), *parts(row.get("programs"), ";")),
            identifiers=parts(row.get("ids"), ";"),
            since=dated(row.get("start_date")),
            until=dated(row.get("end_date")),
            reason=text(row.get("remarks")) or text(row.get("license_policy")),
            url=text(row.get("source_information_url")) or text(row["source_list_url"]),
        )

    return read


def _opensanctions(header: Sequence[str]) -> Callable[[Row], ListEntry]:
    def read(row: Row) -> ListEntry:
        return ListEntry(
            key=row["id"].strip(),
            name=text(row["name"]) or "",
            type=load_forms().type_of(row["schema"]),
            names=parts(row["aliases"], ";"),
            countries=tuple(code.upper() for code in parts(row["countries"], ";")),
            addresses=parts(row.get("addresses"), ";"),
            programmes=parts(row.get("program_ids"), ";") or parts(row["dataset"], ";"),
            identifiers=parts(row.get("identifiers"), ";"),
            since=dated((row.get("first_seen") or "")[:10]),
            reason=text(row["sanctions"]),
        )

    return read


def _own(header: Sequence[str]) -> Callable[[Row], ListEntry]:
    fields = _own_columns(header)

    def read(row: Row) -> ListEntry:
        said: dict[str, str] = {}
        for column, field in fields.items():  # other names may stand in several columns
            said[field] = f"{said[field]}|{row.get(column, '')}" if field in said else row.get(column, "")
        return ListEntry(
            key=said.get("key", "").strip(),
            name=text(said["name"]) or "",
            type=load_forms().type_of(said.get("type")),
            names=parts(said.get("names"), "|;"),
            countries=tuple(_country(one) for one in parts(said.get("countries"), "|;")),
            addresses=parts(said.get("addresses"), "|;"),
            programmes=parts(said.get("programmes"), "|;"),
            identifiers=parts(said.get("identifiers"), "|;"),
            tickers=tuple(ticker.upper() for ticker in parts(said.get("tickers"), "|;")),
            since=dated(said.get("since")),
            until=dated(said.get("until")),
            reason=text(said.get("reason")),
            url=text(said.get("url")),
        )

    return read


def _own_columns(header: Sequence[str]) -> dict[str, str]:
    """Give the columns of one's own table that are read, with the field that each fills."""
    known = load_forms().columns
    return {column: known[folded] for column in header if (folded := column.casefold()) in known}


def _country(word: str) -> str:
    return word.upper() if len(word) == 2 else word


_READERS: dict[str, Callable[[Sequence[str]], Callable[[Row], ListEntry]]] = {
    "csl-csv": _screening_list,
    "opensanctions-csv": _opensanctions,
    "own-csv": _own,
}
