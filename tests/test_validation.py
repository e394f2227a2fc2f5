"""Stores against their shapes, by parts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from guanxi.exports import validation
from guanxi.exports.validation import shape_problems
from guanxi.graph.errors import WrongUse
from guanxi.graph.integrity import Problem
from guanxi.graph.namespace import GX, VIEW, entity_iri, expand
from guanxi.graph.store import open_reader


def _problems(store: Path) -> list[Problem]:
    with open_reader(store) as reader:
        return list(shape_problems(reader))


def test_stores_as_built_conform(store: Path, dated: Path, reprinted: Path) -> None:
    assert _problems(store) == _problems(dated) == _problems(reprinted) == []


def test_so_they_do_in_the_smallest_parts(dated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "_ARTICLES", 1)
    monkeypatch.setattr(validation, "_ENTITIES", 1)
    assert _problems(dated) == []


def _change(predicate: str, value: ox.NamedNode | ox.Literal | None) -> Callable[[ox.Store], None]:
    def change(store: ox.Store) -> None:
        quad = min(store.quads_for_pattern(None, ox.NamedNode(expand(predicate)), None, None), key=str)
        store.remove(quad)
        if value is not None:
            store.add(ox.Quad(quad.subject, quad.predicate, value, quad.graph_name))

    return change


def _edge(store: ox.Store) -> None:
    person = next(store.quads_for_pattern(None, None, ox.NamedNode(GX + "Person"), ox.NamedNode(VIEW))).subject
    company = ox.NamedNode(entity_iri("company/nvidia"))
    store.add(ox.Quad(company, ox.NamedNode(GX + "holdsPosition"), person, ox.NamedNode(VIEW)))


@pytest.mark.parametrize(
    ("damage", "place", "said"),
    [
        (_change("gx:status", ox.Literal("perhaps")), "claim/", "gx:status should be exactly one"),
        (_change("gx:quote", ox.Literal("")), "claim/", "gx:quote should be exactly one"),
        (_change("rdf:subject", None), "claim/", "rdf:subject should be exactly one entity"),
        (
            _change("rdf:predicate", ox.NamedNode(GX + "admires")),
            "claim/",
            "here it is https://w3id.org/guanxi/ns#admires",
        ),
        (_change("rdf:predicate", ox.NamedNode(GX + "locatedIn")), "claim/", "an end or a qualifier that the relation"),
        (_change("gx:entity", ox.NamedNode(entity_iri("company/nobody"))), "#m", "here it is company/nobody"),
        (_change("schema:inLanguage", ox.Literal("fr")), "article/", "here it is fr"),
        (_change("gx:ticker", ox.Literal("a b")), "company/", "here it is a b"),
        (_edge, "company/nvidia", "the subject of gx:holdsPosition should be one of gx:Person"),
        (_edge, "person/", "the object of gx:holdsPosition should be one of gx:Company"),
    ],
)
def test_what_is_wrong_is_named(
    damage: Callable[[ox.Store], None], place: str, said: str, damaged_copy: Callable[..., Path]
) -> None:
    found = _problems(damaged_copy(damage))
    assert [problem for problem in found if place in problem.place and said in problem.message], found


def test_without_pyshacl_it_is_said_what_to_install(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(WrongUse, match=r"pip install 'guanxi\[shacl\]'"):
        _problems(store)
