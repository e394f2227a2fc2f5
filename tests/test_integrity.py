from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from guanxi.graph.integrity import Problem, problems
from guanxi.graph.model import Entity
from guanxi.graph.namespace import GX, VIEW, article_iri, expand, resource
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
def damaged(damaged_copy: Callable[[Callable[[ox.Store], None]], Path]) -> Damaged:
    """Damage a copy of the store, and give the messages of what is then wrong with it."""

    def messages(damage: Callable[[ox.Store], None]) -> str:
        return "\n".join(f"{problem.place}: {problem.message}" for problem in _problems(damaged_copy(damage)))

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


def test_a_claim_that_is_derived_from_another_article_is_found(damaged: Damaged) -> None:
    elsewhere = ox.NamedNode(article_iri("elsewhere"))
    found = damaged(lambda store: _change_one(store, "prov:wasDerivedFrom", elsewhere))
    assert "and is derived from article/elsewhere" in found


def test_a_claim_that_is_derived_from_nothing_is_found(damaged: Damaged) -> None:
    assert "and is derived from nothing" in damaged(lambda store: store.remove(_one(store, "prov:wasDerivedFrom")))


def test_a_mention_that_stands_for_nothing_is_found(damaged: Damaged) -> None:
    found = damaged(lambda store: store.remove(_one(store, "gx:entity")))
    assert "it stands for no entity of the view" in found


def test_a_claim_in_the_view_alone_is_found(damaged: Damaged) -> None:
    def invent(store: ox.Store) -> None:
        claim, subject = ox.NamedNode(resource("claim/0000")), ox.NamedNode(expand("rdf:subject"))
        store.add(ox.Quad(claim, subject, ox.NamedNode(resource(NVIDIA.id)), ox.NamedNode(VIEW)))

    assert "claim/0000: it has rdf:subject in the view and stands in no article" in damaged(invent)


def test_a_claim_without_its_edge_is_found(damaged: Damaged) -> None:
    found = damaged(lambda store: store.remove(_one(store, "gx:owns")))
    assert "company/0700.HK: a claim says owns company/元宝科技, and no edge does" in found
    assert "is missing" in found


def test_an_edge_that_lacks_its_way_back_is_found(damaged: Damaged) -> None:
    assert "a claim says competes_with" in damaged(lambda store: store.remove(_one(store, "gx:competesWith")))


def test_an_edge_of_a_mere_plan_is_found(damaged: Damaged) -> None:
    def build(store: ox.Store) -> None:
        plan = next(store.quads_for_pattern(None, ox.NamedNode(GX + "status"), ox.Literal("planned"), None)).subject
        ends = [
            next(store.quads_for_pattern(plan, ox.NamedNode(expand(end)), None, None)).object
            for end in ("rdf:subject", "rdf:object")
        ]
        store.add(ox.Quad(ends[0], ox.NamedNode(GX + "investsIn"), ends[1], ox.NamedNode(VIEW)))  # type: ignore[arg-type]

    assert "company/nvidia: no actual claim says invests_in" in damaged(build)


def test_an_entity_that_is_described_nowhere_is_found(damaged: Damaged) -> None:
    def forget(store: ox.Store) -> None:
        for quad in list(store.quads_for_pattern(ox.NamedNode(resource(NVIDIA.id)), None, None, None)):
            store.remove(quad)

    assert "company/nvidia: something leads to it, and it is described nowhere" in damaged(forget)


def test_an_entity_that_nothing_mentions_is_found(damaged: Damaged) -> None:
    def invent(store: ox.Store) -> None:
        ghost, view = ox.NamedNode(resource("company/ghost")), ox.NamedNode(VIEW)
        store.add(ox.Quad(ghost, ox.NamedNode(expand("rdf:type")), ox.NamedNode(GX + "Company"), view))
        store.add(ox.Quad(ghost, ox.NamedNode(expand("skos:prefLabel")), ox.Literal("鬼", language="zh-hans"), view))

    assert "company/ghost: no mention stands for this entity" in damaged(invent)


def test_a_statement_in_two_articles_is_found(damaged: Damaged) -> None:
    def repeat(store: ox.Store) -> None:
        quad = _one(store, "schema:headline")
        known = (str(quad.graph_name), f"<{VIEW}>")
        others = {str(graph): graph for graph in store.named_graphs() if str(graph) not in known}
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object, others[min(others)]))

    found = damaged(repeat)
    assert "https://schema.org/headline stands in article/" in found and " and in article/" in found


def test_a_graph_that_the_store_does_not_know_is_found(damaged: Damaged) -> None:
    def smuggle(store: ox.Store) -> None:
        stray = ox.NamedNode(article_iri("stray"))
        store.add(ox.Quad(stray, ox.NamedNode(expand("schema:headline")), ox.Literal("题"), stray))

    assert "article/stray: the store holds this graph and knows of no such article" in damaged(smuggle)


def test_an_article_that_is_gone_is_found(damaged: Damaged) -> None:
    found = damaged(lambda store: store.remove_graph(ox.NamedNode(article_iri("cn/2"))))
    assert "article/cn/2: is no article's graph" in found


def test_stores_with_a_history_are_whole(dated: Path, reprinted: Path) -> None:
    assert _problems(dated) == _problems(reprinted) == []
