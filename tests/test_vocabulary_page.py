"""The page of the vocabulary is the schema's, and each of its queries finds what it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.exports.vocabulary import query_of, vocabulary_page
from guanxi.graph.lookup import rows
from guanxi.graph.model import Article, Claim, Extraction, Mention, Qualifiers
from guanxi.graph.schema import load_schema
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader, open_writer

PAGE = Path(__file__).resolve().parents[1] / "docs" / "vocabulary.md"
QUERIES = re.findall(r"^```sparql\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
RELATIONS = load_schema().relations
ADDED = {
    "date": "2025-06",
    "amount": "300000000",
    "currency": "CNY",
    "stake": "12.5",
    "role": "主席",
    "round": "A轮",
    "product": "芯片",
    "attributed_to": "公告",
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Give a store that holds one claim of each relation, with all that may qualify it."""
    folder = tmp_path_factory.mktemp("each") / "store"
    with open_writer(folder, known={}) as writer:
        for name, relation in RELATIONS.items():
            text = f"{name}之甲与{name}之乙。"
            forms = (f"{name}之甲", f"{name}之乙")
            about = Article(name, text, f"file:{name}", f"sha256:{name}", "zh-Hans")
            kinds = (relation.subject[0], relation.object[0])
            ends = tuple(
                Mention(name, number, form, kind, (text.index(form),))
                for number, (form, kind) in enumerate(zip(forms, kinds, strict=True), 1)
            )
            added = Qualifiers(**{key: ADDED[key] for key in relation.qualifiers})
            claim = Claim(name, 1, name, 2, "actual", 0, len(text), text, ("rules:test",), 0.9, added)
            writer.put(Extraction(about, ends, (claim,), "test"), path=f"/{name}")
    with open_reader(folder) as reader:
        yield reader


def test_the_page_is_current() -> None:
    page = vocabulary_page(load_schema())
    assert PAGE.read_text(encoding="utf-8") == page, "run guanxi export vocabulary -o docs/vocabulary.md"


def test_it_names_everything() -> None:
    page = PAGE.read_text(encoding="utf-8")
    schema = load_schema()
    for group in (schema.types, schema.relations, schema.qualifiers, schema.terms):
        for item in group.values():
            assert f"`gx:{item.term}`" in page
            assert all(label in page for label in item.labels.values())
    assert all(f"`{status}`" in page for status in schema.statuses)


def test_there_is_a_query_for_each_relation() -> None:
    assert sorted(QUERIES) == sorted(f"{query_of(relation, load_schema())}\n" for relation in RELATIONS.values())


@pytest.mark.parametrize("query", QUERIES, ids=[re.findall(r"gx:\w+", query)[0] for query in QUERIES])
def test_each_query_finds_what_it_asks_for(query: str, reader: Reader) -> None:
    (name,) = [name for name, relation in RELATIONS.items() if f"rdf:predicate gx:{relation.term} " in query]
    (row,) = rows(reader, query)
    assert all(row) and row[-1] == f"{name}之甲与{name}之乙。"
