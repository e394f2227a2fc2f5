import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from guanxi.exports.judging import pass_judgement, take_back
from guanxi.graph import snapshots
from guanxi.graph.integrity import problems
from guanxi.graph.model import Extraction
from guanxi.graph.namespace import article_iri
from guanxi.graph.search import SearchIndex, derive, differences
from guanxi.graph.search_index import FILE, IndexWriter, spaced, usable
from guanxi.graph.sources import read_extraction
from guanxi.graph.store import open_reader, open_writer

WORDS = ("芯片", "甲芯", "供应", "司", "总裁 丙云", "a", "收购")
TABLES = (
    "SELECT iri, type, articles FROM entities",
    "SELECT iri, name, key, bare FROM names JOIN entities ON id = entity",
    "SELECT iri, code, market FROM tickers JOIN entities ON id = entity",
    "SELECT iri, name, letters, initials FROM spellings s JOIN entities e ON e.id = s.entity",
    "SELECT claim, article, text FROM sentences",
)


@pytest.fixture(scope="module")
def told(dealings: Path) -> list[Extraction]:
    """Give the articles of the small world."""
    with open_reader(dealings) as reader:
        return [read_extraction(reader.quads(article_iri(article))) for article in sorted(reader.stamps())]


def put(store: Path, articles: Sequence[Extraction], *, drop: Sequence[str] = ()) -> None:
    with open_writer(store, known={}) as writer:
        for article in articles:
            writer.put(article, path=f"/{article.article.id}.txt")
        for id_ in drop:
            writer.drop(id_)


def held(file: Path) -> tuple[list[list[tuple[object, ...]]], list[object]]:
    """Give what an index holds, and what it answers, ranks of sentences included."""
    opened = sqlite3.connect(file)
    tables = [sorted(opened.execute(table).fetchall()) for table in TABLES]
    ranks = [
        sorted(
            opened.execute(
                "SELECT s.claim, rank FROM words JOIN sentences s ON s.id = words.rowid WHERE words MATCH ?", (w,)
            )
        )
        for w in ("芯", "甲", '"供 应"')
    ]
    opened.close()
    index = SearchIndex(file)
    answers: list[object] = [
        *ranks,
        *(index.names(w) for w in (*WORDS, "jaixin", "yisuan")),
        *(index.sentences(w, 9) for w in WORDS),
    ]
    index.close()
    return tables, answers


def index_of(store: Path) -> Path:
    folder = snapshots.newest(store)
    assert folder is not None
    return folder / FILE


def assert_in_step(store: Path, scratch: Path) -> None:
    """The index that was changed bit by bit holds and answers what one made anew does."""
    with open_reader(store) as reader:
        derive(reader, scratch)
        assert list(differences(reader)) == []
    assert held(index_of(store)) == held(scratch)
    scratch.unlink()


def test_the_index_is_in_step_however_the_store_was_built(told: list[Extraction], tmp_path: Path) -> None:
    store, scratch = tmp_path / "store", tmp_path / "scratch.db"
    put(store, told[5:])
    assert_in_step(store, scratch)
    put(store, told[:3], drop=["a07"])
    assert_in_step(store, scratch)
    put(store, [*told[3:], told[0]])
    assert_in_step(store, scratch)
    pass_judgement(store, "same", "乙算智能", "丁车制造", kind=None, reason="")
    assert_in_step(store, scratch)
    take_back(store, None)
    assert_in_step(store, scratch)
    put(tmp_path / "at once", told)
    assert held(index_of(store)) == held(index_of(tmp_path / "at once"))


def test_an_index_that_is_missing_damaged_or_of_another_version_is_made_anew(
    told: list[Extraction], tmp_path: Path
) -> None:
    store, scratch = tmp_path / "store", tmp_path / "scratch.db"
    put(store, told[:4])

    def missing() -> None:
        index_of(store).unlink()

    def damaged() -> None:
        index_of(store).write_bytes(b"no index at all" * 100)

    def newer() -> None:
        opened = sqlite3.connect(index_of(store))
        opened.execute("PRAGMA user_version=999")
        opened.close()

    for number, spoil in enumerate((missing, damaged, newer), 4):
        spoil()
        assert usable(snapshots.newest(store)) is None
        with open_reader(store) as reader:
            assert reader.search_index().names("甲芯科技")[0].rank == 0
        put(store, [told[number]])
        assert_in_step(store, scratch)


def test_an_index_that_is_out_of_step_is_found_out(told: list[Extraction], tmp_path: Path) -> None:
    store = tmp_path / "store"
    put(store, told[:2])
    opened = sqlite3.connect(index_of(store))
    opened.execute("DELETE FROM names WHERE name = '戊元资本'")
    opened.execute("UPDATE sentences SET text = 'x' WHERE text = '甲芯科技向乙算智能供应芯片'")
    opened.commit()
    opened.close()
    with open_reader(store) as reader:
        messages = [message for _, message in differences(reader)]
        assert [problem.message for problem in problems(reader)] == messages
    assert messages == [
        "the search index lacks its name: 戊元资本",
        "the search index holds a sentence: x",
        "the search index lacks its sentence: 甲芯科技向乙算智能供应芯片",
    ]


def test_entities_come_and_go(told: list[Extraction], tmp_path: Path) -> None:
    from guanxi.graph.model import Entity

    iri = "https://w3id.org/guanxi/id/company/x"
    first, second = (
        Entity("company/x", "company", (("zh-Hans", name),), (), ("0700.HK",)) for name in ("甲科技", "乙科技")
    )
    steps: list[tuple[Mapping[str, Entity | None], dict[str, int]]] = [
        ({iri: first}, {"甲科技": 1, "乙科技": 0, "jiakeji": 1, "700": 1}),
        ({iri: second}, {"甲科技": 0, "乙科技": 1, "jiakeji": 0, "yikej": 1, "700.HK": 1}),
        ({iri: None}, {"甲科技": 0, "乙科技": 0, "yikeji": 0, "700": 0}),
        ({iri: None}, {"乙科技": 0}),
    ]
    old = None
    for number, (changed, expected) in enumerate(steps):
        writer = IndexWriter(tmp_path / str(number), old)
        writer.put_entities(changed)
        writer.close()
        old = tmp_path / str(number)
        index = SearchIndex(old)
        assert {text: len([hit for hit in index.names(text) if hit.rank <= 5]) for text in expected} == expected
        index.close()


def test_chinese_is_cut_into_characters_and_latin_is_not() -> None:
    assert spaced("寒武纪a股nvidia").split() == ["寒", "武", "纪", "a", "股", "nvidia"]
