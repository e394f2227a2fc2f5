"""Edges read in bulk are those that a part of a graph holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.graph.edges import read_edges
from guanxi.graph.errors import WrongUse
from guanxi.graph.excerpt import Excerpt
from guanxi.graph.namespace import entity_iri, resource
from guanxi.graph.network import graph, network
from guanxi.graph.selection import Selection
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader


@pytest.fixture(scope="module")
def reader(dated: Path) -> Iterator[Reader]:
    with open_reader(dated) as reader:
        yield reader


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"relations": ("owns", "sues")},
        {"relations": ()},
        {"status": ("ended", "planned")},
        {"min_confidence": 0.91},
        *({"since": day} for day in ("2023", "2023-07-01", "2024-03-20", "2025")),
        *({"until": day} for day in ("2020", "2019-01-01", "2019")),
        {"since": "2021-12", "until": "2022"},
        {"since": "2023-Q3", "until": "2023-09-01", "status": ("actual",)},
        *({"as_of": day} for day in ("2019", "2020-06-01", "2021-09-30", "2021-10-01", "2022-02", "2023-08-15")),
        *({"as_of": day} for day in ("2023-09-15", "2024-02-15", "2030")),
        {"as_of": "2022-06", "status": ("actual",)},
        {"as_of": "2023-08-15", "relations": ("partners_with",), "status": ("actual",)},
        *({"around": (entity_iri("company/甲科技"),), "hops": hops} for hops in (0, 1, 2, 3)),
        {"around": (entity_iri("company/甲科技"), entity_iri("company/庚电池")), "as_of": "2023"},
        {"around": (entity_iri("company/戊银行"),), "hops": 2, "relations": ("partners_with", "owns")},
        {"around": (entity_iri("company/nobody"),)},
    ],
    ids=str,
)
def test_they_are_those_of_the_excerpt(reader: Reader, wanted: dict[str, object]) -> None:
    selection = Selection(**wanted)  # type: ignore[arg-type]  # the parameters name its fields
    edges = read_edges(reader, selection, standing=False)
    rows = {row.claim: row for row in Excerpt(reader, selection).rows()}
    assert {resource(edge.claim) for edge in edges} == set(rows)
    for edge in edges:
        row = rows[resource(edge.claim)]
        assert (entity_iri(edge.subject), entity_iri(edge.object)) == (row.subject, row.object)
        assert (edge.told, edge.about["status"], edge.about["confidence"]) == (row.told, row.status, row.confidence)
    assert edges == sorted(edges, key=lambda edge: edge[:3])


def test_a_reprint_counts_from_the_day_of_what_it_repeats(reprinted: Path) -> None:
    with open_reader(reprinted) as reader:
        told = {edge.about["article"]: edge.told for edge in read_edges(reader, Selection())}
    assert told == {"a": "2025-07-08", "b": "2025-07-08", "c": "2025-07-08", "d": "2025-07-09"}


def _articles(network: object) -> list[int]:
    return sorted(int(data["article"]) for *_, data in network.edges(data=True))  # type: ignore[attr-defined]


def test_what_is_over_is_no_edge_unless_the_past_is_asked_for(reader: Reader) -> None:
    """1 is over since 3; 5 was over by 6, and goes on with 7."""
    assert _articles(graph(reader)) == [2, 4, 5, 7, 9]
    assert _articles(graph(reader, status=None)) == list(range(1, 11))
    assert _articles(graph(reader, status=("actual", "ended"))) == [1, 2, 3, 4, 5, 6, 7, 9]
    assert _articles(graph(reader, since="2020", until="2020-12")) == [1]
    assert _articles(graph(reader, relations=["partners_with"], as_of="2023-08-15")) == []
    assert _articles(network(Excerpt(reader, Selection(status=("actual",))))) == [1, 2, 4, 5, 7, 9]


def test_only_what_lies_around_is_read(reader: Reader) -> None:
    found = graph(reader, around=["company/丙控股"], hops=1)
    assert sorted(found) == ["company/丁软件", "company/丙控股", "company/乙半导体"]
    assert _articles(found) == [2, 4]
    assert sorted(graph(reader, around=["company/丙控股"], relations=["sues"])) == ["company/丙控股"]


def test_what_only_links_the_outermost_can_be_left_unread(dealings: Path) -> None:
    around = Selection(around=(entity_iri("fund/戊元资本"),))
    with open_reader(dealings) as reader:
        closed, open_ = (read_edges(reader, around, closing=closing) for closing in (True, False))
    assert {edge.about["relation"] for edge in closed} > {edge.about["relation"] for edge in open_}
    assert open_ == [edge for edge in closed if "fund/戊元资本" in (edge.subject, edge.object)] != []


def test_sources_and_evidence(reader: Reader, reprinted: Path) -> None:
    assert _articles(graph(reader, sources=2)) == [5, 7]
    with open_reader(reprinted) as other:
        assert graph(other, sources=2).number_of_edges() == 4
        assert graph(other, sources=3).number_of_edges() == 0
        whole, lean = graph(other), graph(other, evidence=False)
    assert list(whole.edges) == list(lean.edges)
    (_, _, about), *_ = lean.edges(data=True)
    assert set(about) == {
        *("relation", "status", "confidence", "article", "published", "reprint_of", "sources", "weight"),
    }
    (_, _, about), *_ = whole.edges(data=True)
    assert {"quote", "headline", "publisher", "url"} <= set(about)


def test_a_date_that_is_none_is_refused(reader: Reader) -> None:
    with pytest.raises(WrongUse, match="'soon' is no date"):
        graph(reader, as_of="soon")
