"""Entities and claims as rows, and rows as CSV and Parquet."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING

from ..graph.errors import WrongUse
from ..graph.excerpt import Excerpt
from ..graph.literals import date_bounds
from ..graph.lookup import ClaimView, label_of
from ..graph.model import Entity
from .plain import printable

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]  # pyarrow ships no types

Value = str | int | float | tuple[str, ...] | None
Columns = Mapping[str, type]  # a column's name and what its values are

NODES: Columns = {
    "id": str,
    "label": str,
    "type": str,
    "name_zh_hans": str,
    "name_zh_hant": str,
    "name_en": str,
    "names": tuple,
    "tickers": tuple,
}
EDGES: Columns = {
    "id": str,
    "source": str,
    "target": str,
    "source_label": str,
    "target_label": str,
    "relation": str,
    "status": str,
    "confidence": float,
    "date": str,
    "not_before": str,
    "not_after": str,
    "amount": float,
    "currency": str,
    "stake": float,
    "role": str,
    "round": str,
    "product": str,
    "attributed_to": str,
    "quote": str,
    "start": int,
    "end": int,
    "article": str,
    "headline": str,
    "published": str,
    "publisher": str,
    "url": str,
    "reprint_of": str,
}
_IDS = {"id", "source", "target", "article", "reprint_of"}  # of our own making: no formula begins like one
_FORMULA = re.compile(r"[=+\-@\t\r]")  # https://owasp.org/www-community/attacks/CSV_Injection
_GROUP = 10_000  # rows of a Parquet row group


def node(entity: Entity) -> tuple[Value, ...]:
    """Give an entity's row."""
    labels = dict(entity.labels)
    names = (labels.get(tag) for tag in ("zh-Hans", "zh-Hant", "en"))
    return entity.id, label_of(entity), entity.type, *names, entity.names, entity.tickers


def edge(claim: ClaimView) -> tuple[Value, ...]:
    """Give a claim's row."""
    said, about = claim.qualifiers, claim.article
    first, last = (date_bounds(said.date) if said.date else None) or (None, None)
    return (
        *(claim.id, claim.subject.id, claim.object.id, label_of(claim.subject), label_of(claim.object)),
        *(claim.relation, claim.status, claim.confidence, said.date, first, last, said.amount, said.currency),
        *(said.stake, said.role, said.round, said.product, said.attributed_to, claim.quote, claim.start, claim.end),
        *(about.id, about.headline, about.published, about.publisher, about.url, about.reprint_of),
    )


def write_nodes_csv(excerpt: Excerpt, sink: IO[bytes]) -> None:
    """Write an excerpt's entities as CSV; several names stand in one cell, between vertical bars."""
    _write_csv(NODES, map(node, excerpt.entities()), sink)


def write_edges_csv(excerpt: Excerpt, sink: IO[bytes]) -> None:
    """Write an excerpt's claims as CSV, in UTF-8."""
    write_claims_csv(excerpt.claims(), sink)


def write_claims_csv(claims: Iterable[ClaimView], sink: IO[bytes]) -> None:
    """Write claims as CSV, in UTF-8."""
    _write_csv(EDGES, map(edge, claims), sink)


def write_nodes_parquet(excerpt: Excerpt, sink: IO[bytes]) -> None:
    """Write an excerpt's entities as Parquet."""
    _write_parquet(NODES, map(node, excerpt.entities()), sink)


def write_edges_parquet(excerpt: Excerpt, sink: IO[bytes]) -> None:
    """Write an excerpt's claims as Parquet, amounts and stakes as numbers."""
    _write_parquet(EDGES, map(edge, excerpt.claims()), sink)


def csv_lines(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """Write rows as lines of CSV in UTF-8."""
    for row in rows:
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(row)
        yield line.getvalue().encode()


def _write_csv(columns: Columns, rows: Iterable[tuple[Value, ...]], sink: IO[bytes]) -> None:
    sink.writelines(csv_lines([columns]))
    sink.writelines(csv_lines([_cell(name, value) for name, value in zip(columns, row, strict=True)] for row in rows))


def _cell(column: str, value: Value) -> str:
    """Write a value; what a spreadsheet would take for a formula gets an apostrophe before it, as in a spreadsheet."""
    if not isinstance(value, str | tuple):
        return "" if value is None else repr(value)
    text = printable(value if isinstance(value, str) else "|".join(value))
    return f"'{text}" if column not in _IDS and _FORMULA.match(text) else text


def _write_parquet(columns: Columns, rows: Iterator[tuple[Value, ...]], sink: IO[bytes]) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq  # type: ignore[import-untyped]  # pyarrow ships no types
    except ImportError as error:
        raise WrongUse("writing Parquet needs pyarrow: pip install 'guanxi[parquet]'") from error
    schema = pa.schema([(name, _arrow_type(kind)) for name, kind in columns.items()])
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        while group := list(itertools.islice(rows, _GROUP)):
            listed = zip(*group, strict=True)
            arrays = [
                pa.array([typed(value, kind) for value in values], type=_arrow_type(kind))
                for kind, values in zip(columns.values(), listed, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _arrow_type(kind: type) -> pa.DataType:
    import pyarrow as pa

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), tuple: pa.list_(pa.string())}
    return kinds[kind]


def typed(value: Value, kind: type) -> Value:
    """Give a value as what its column holds, None where it is none: an amount that is no number stays in the graph."""
    if kind is float and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return value
