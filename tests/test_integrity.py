import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from guanxi.graph.integrity import Problem, problems
from guanxi.graph.model import Entity
from guanxi.graph.namespace import GX, VIEW, expand, resource
from guanxi.graph.store import open_reader

NVIDIA = Entity(
    "company/nvidia",
    "company",
    (("zh-Hans", "英伟达"), ("zh-Hant", "輝達"), ("en", "NVIDIA")),
    ("英偉達",),
    ("NVDA.US",),
)  # as the store was built with

Damaged = Callable[[Callable[[ox.Store], None]], str]


def _problems(store: Path) -> list[Problem]:
    with open_reader(store) as reader:
        return list(problems(reader))


@pytest.fixture
def damaged(store: Path, tmp_path: Path) -> Damaged:
    """Copy the store, damage the copy, and give the messages of what is then wrong with it."""

    def messages(damage: Callable[[ox.Store], None]) -> str:
        shutil.copytree(store, tmp_path / "store")
        (graph,) = (tmp_path / "store" / "snapshots").glob("*/graph")
        quads = ox.Store(str(graph))
        damage(quads)
        del quads  # closes it
        return "\n".join(f"{problem.place}: {problem.message}" for problem in _problems(tmp_path / "store"))

    return messages


def _one(store: ox.Store, predicate: str) -> ox.Quad:
    return min(store.quads_for_pattern(None, ox.NamedNode(expand(predicate)), None, None), key=str)


def test_a_store_as_built_is_whole(store: Path) -> None:
    assert _problems(store) == []


def _change_one(store: ox.Store, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
    quad = _one(store, predicate)
    store.remove(quad)
    store.add(ox.Quad(quad.subject, quad.predicate, value, quad.graph_name))


def test_a_quote_that_is_not_in_the_text_is_found(damaged: Damaged) -> None:
    found = damaged(lambda store: _change_one(store, "gx:quote", ox.Literal("无人说过的话")))
    assert "its quote is not what stands there" in found


def test_a_mention_that_stands_elsewhere_is_found(damaged: Damaged) -> None:
    three = ox.Literal("3", datatype=ox.NamedNode(expand("xsd:integer")))
    assert "does not stand at 3" in damaged(lambda store: _change_one(store, "gx:at", three))


def test_an_unknown_status_is_found(damaged: Damaged) -> None:
    found = damaged(lambda store: _change_one(store, "gx:status", ox.Literal("perhaps")))
    assert "there is no status perhaps" in found


def test_an_unknown_relation_is_found(damaged: Damaged) -> None:
    found = damaged(lambda store: _change_one(store, "rdf:predicate", ox.NamedNode(GX + "admires")))
    assert "there is no such relation" in found


def test_a_claim_without_its_entity_is_found(damaged: Damaged) -> None:
    found = damaged(lambda store: store.remove(_one(store, "rdf:subject")))
    assert "its subject is no entity of the view" in found


def test_an_edge_that_no_claim_says_is_found(damaged: Damaged) -> None:
    nvidia, view = ox.NamedNode(resource(NVIDIA.id)), ox.NamedNode(VIEW)
    found = damaged(lambda store: store.add(ox.Quad(nvidia, ox.NamedNode(GX + "owns"), nvidia, view)))
    assert "company/nvidia: no actual claim says owns company/nvidia" in found
    assert "does not follow from the sources" in found


def test_a_view_that_lacks_something_is_found(damaged: Damaged) -> None:
    assert "is missing" in damaged(lambda store: store.remove(_one(store, "gx:ticker")))


def test_a_statement_in_two_graphs_is_found(damaged: Damaged) -> None:
    def repeat(store: ox.Store) -> None:
        quad = _one(store, "gx:status")
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(VIEW)))

    assert "stands in the view and in article/" in damaged(repeat)


def test_an_article_that_can_not_be_read_back_is_found(damaged: Damaged) -> None:
    assert "is no article's graph" in damaged(lambda store: store.remove(_one(store, "schema:articleBody")))
