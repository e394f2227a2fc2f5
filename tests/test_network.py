from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.graph.errors import WrongUse
from guanxi.graph.model import STATUSES
from guanxi.graph.network import graph
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader


@pytest.fixture(scope="module")
def reader(store: Path) -> Iterator[Reader]:
    with open_reader(store) as reader:
        yield reader


def _relations(network: object) -> list[str]:
    return sorted(data["relation"] for _, _, data in network.edges(data=True))  # type: ignore[attr-defined]


def test_only_actual_claims_unless_asked(reader: Reader) -> None:
    assert "invests_in" not in _relations(graph(reader))
    assert "invests_in" in _relations(graph(reader, status=STATUSES))
    assert _relations(graph(reader, status=("planned",))) == ["invests_in"]


def test_relations_and_confidence_select(reader: Reader) -> None:
    assert _relations(graph(reader, relations=["owns", "sanctions"])) == ["owns", "sanctions"]
    assert _relations(graph(reader, relations=[])) == []
    assert _relations(graph(reader, min_confidence=0.9)) != []
    assert _relations(graph(reader, min_confidence=0.91)) == []


def test_what_there_is_not_is_refused(reader: Reader) -> None:
    with pytest.raises(WrongUse, match="relation is called admires"):
        graph(reader, relations=["owns", "admires"])
    with pytest.raises(WrongUse, match="status is called perhaps"):
        graph(reader, status=["perhaps"])


def test_nodes_and_edges_say_what_they_are(reader: Reader) -> None:
    network = graph(reader, relations=["supplies"])
    assert network.nodes["company/nvidia"]["label"] == "英伟达"
    assert network.nodes["company/nvidia"]["type"] == "company"
    assert network.nodes["company/nvidia"]["tickers"] == ["NVDA.US"]
    (edge,) = [data for _, _, data in network.edges(data=True) if data["article"] == "hk/1"]
    assert edge["product"] == "雲端晶片"
    assert (edge["status"], edge["confidence"], edge["published"]) == ("actual", 0.9, "2025-07-08")
    assert edge["quote"].startswith("寒武紀")
    assert "amount" not in edge
    assert all(key.startswith("claim/") for _, _, key in network.edges(keys=True))


def test_the_order_is_always_the_same(reader: Reader) -> None:
    one, two = graph(reader, status=STATUSES), graph(reader, status=STATUSES)
    assert list(one.nodes) == list(two.nodes) == sorted(one.nodes)
    assert list(one.edges) == list(two.edges) == sorted(one.edges)


def test_an_article_and_its_reprints_are_one_source(reprinted: Path) -> None:
    with open_reader(reprinted) as reader:
        edges = [data for _, _, data in graph(reader).edges(data=True)]
    told = [(edge["article"], edge["reprint_of"], edge["sources"], edge["weight"]) for edge in edges]
    assert sorted(told, key=lambda row: str(row[0])) == [
        ("a", "b", 2, 0.5),
        ("b", None, 2, 0.5),
        ("c", "b", 2, 0.5),
        ("d", None, 2, 0.5),
    ]
