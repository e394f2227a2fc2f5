"""Nodes and edges as CSV and Parquet, read back by pandas and pyarrow."""

import io
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from guanxi.exports.plain import printable
from guanxi.exports.tables import (
    EDGES,
    NODES,
    edge,
    node,
    write_edges_csv,
    write_edges_parquet,
    write_nodes_csv,
    write_nodes_parquet,
)
from guanxi.graph.errors import WrongUse
from guanxi.graph.excerpt import Excerpt
from guanxi.graph.lookup import ClaimView
from guanxi.graph.model import Article, Claim, Entity, Extraction, Mention, Qualifiers
from guanxi.graph.schema import load_schema
from guanxi.graph.selection import Selection
from guanxi.graph.store import open_reader, open_writer


def _frames(store: Path, kind: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    nodes, edges = io.BytesIO(), io.BytesIO()
    with open_reader(store) as reader:
        excerpt = Excerpt(reader)
        if kind == "csv":
            write_nodes_csv(excerpt, nodes)
            write_edges_csv(excerpt, edges)
        else:
            write_nodes_parquet(excerpt, nodes)
            write_edges_parquet(excerpt, edges)
    nodes.seek(0)
    edges.seek(0)
    read = pd.read_csv if kind == "csv" else pd.read_parquet
    return read(nodes), read(edges)  # type: ignore[operator]  # two readers, one call


def _stored(store: Path) -> tuple[list[Entity], list[ClaimView]]:
    with open_reader(store) as reader:
        return list(Excerpt(reader).entities()), list(Excerpt(reader).claims())


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_pandas_reads_every_row(store: Path, kind: str) -> None:
    nodes, edges = _frames(store, kind)
    entities, claims = _stored(store)
    assert list(nodes.columns) == list(NODES) and list(edges.columns) == list(EDGES)
    assert list(nodes["id"]) == [entity.id for entity in entities]
    assert list(edges["id"]) == [claim.id for claim in claims]
    assert set(edges["source"]) | set(edges["target"]) <= set(nodes["id"])
    assert list(edges["quote"]) == [printable(claim.quote) if kind == "csv" else claim.quote for claim in claims]
    assert edges["confidence"].tolist() == [claim.confidence for claim in claims]
    assert (edges["end"] - edges["start"]).tolist() == [len(claim.quote) for claim in claims]
    plan = edges[edges["relation"] == "invests_in"].iloc[0]
    assert (plan["amount"], plan["currency"], plan["status"]) == (300000000.0, "USD", "planned")
    assert (plan["source_label"], plan["published"], plan["headline"]) == ("英伟达", "2025-07-08", "寒武紀獲百度訂單")


def test_dates_are_bounds_too(store: Path) -> None:
    _, edges = _frames(store, "parquet")
    dated = edges[edges["date"] == "2022-12"].iloc[0]
    assert (dated["not_before"], dated["not_after"]) == ("2022-12-01", "2022-12-31")


def test_parquet_has_lists_and_types(store: Path) -> None:
    sink = io.BytesIO()
    with open_reader(store) as reader:
        write_nodes_parquet(Excerpt(reader), sink)
    rows = {row["id"]: row for row in pq.read_table(sink).to_pylist()}
    assert rows["company/nvidia"]["tickers"] == ["NVDA.US"]
    assert rows["company/nvidia"]["names"] == ["英偉達"]
    assert rows["company/nvidia"]["name_zh_hant"] == "輝達"


def test_several_names_stand_between_bars(store: Path) -> None:
    nodes, _ = _frames(store, "csv")
    baidu = nodes[nodes["label"] == "百度"].iloc[0]
    assert "百度集團" in baidu["names"].split("|")


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    names = ("=cmd|公司", "+1公司", "-1公司", "@SUM(A1)公司")
    text = "与".join(names) + "合作。"
    about = Article("1", text, "file:1", "sha256:0", "zh-Hans", title=text)
    ends = [Mention("1", n, name, "company", (text.index(name),)) for n, name in enumerate(names, 1)]
    said = Claim("1", 1, "partners_with", 2, "actual", 0, len(text), text, ("rules:test",), 0.9, Qualifiers(role="=A1"))
    with open_writer(tmp_path / "store", known={}) as writer:
        writer.put(Extraction(about, tuple(ends), (said,), "test"), path="/1")
    nodes, edges = _frames(tmp_path / "store", "csv")
    assert sorted(nodes["label"]) == sorted(f"'{name}" for name in names)
    assert list(edges.iloc[0][["quote", "headline", "role"]]) == [f"'{text}", f"'{text}", "'=A1"]
    assert set(edges["source"]) <= set(nodes["id"])
    nodes, edges = _frames(tmp_path / "store", "parquet")
    assert (sorted(nodes["label"]), edges["quote"][0]) == (sorted(names), text)


def test_rows_fit_their_columns(store: Path) -> None:
    entities, claims = _stored(store)
    assert all(len(node(entity)) == len(NODES) for entity in entities)
    assert all(len(edge(claim)) == len(EDGES) for claim in claims)
    assert set(load_schema().qualifiers) <= set(EDGES)


def test_an_empty_part_has_its_columns(dated: Path) -> None:
    sink = io.BytesIO()
    with open_reader(dated) as reader:
        write_edges_parquet(Excerpt(reader, Selection(relations=("lends_to",))), sink)
    assert pq.read_table(sink).schema.names == list(EDGES)


def test_without_pyarrow_it_is_said_what_to_install(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with open_reader(store) as reader, pytest.raises(WrongUse, match=r"pip install 'guanxi\[parquet\]'"):
        write_nodes_parquet(Excerpt(reader), io.BytesIO())
