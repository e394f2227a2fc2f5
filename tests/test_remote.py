"""A store on a server against the contract of `graph.storage`: real servers, which these tests start on loopback."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import yaml
from guanxi.exports.asking import ask
from guanxi.exports.questions import load_questions, read_values
from guanxi.graph.candidates import candidates
from guanxi.graph.errors import NotFound, QueryError, StoreError, WrongUse
from guanxi.graph.integrity import problems
from guanxi.graph.judgements import Side, judge, read_log, undo
from guanxi.graph.lookup import claims, iri_of, matches
from guanxi.graph.model import Extraction
from guanxi.graph.namespace import GX, GXR, VIEW, article_iri
from guanxi.graph.network import graph
from guanxi.graph.reasons import reasons
from guanxi.graph.remote import books, knowledge
from guanxi.graph.remote.address import Remote
from guanxi.graph.remote.connection import Connection
from guanxi.graph.remote.dialogue import add, select, update
from guanxi.graph.search import search
from guanxi.graph.sources import read_extraction
from guanxi.graph.storage import Place, Reader
from guanxi.graph.store import is_published, open_reader, open_writer
from servers import MISSING, has_virtuoso, oxigraph, virtuoso

ANSWERS = yaml.load((Path(__file__).parent / "data" / "dealings.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)[
    "answers"
]


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Remote]]:
    with oxigraph() as (address, _):
        found = {"oxigraph": Remote(address)}
        if not has_virtuoso():
            yield found
            return
        with virtuoso(tmp_path_factory.mktemp("virtuoso")) as other:
            yield found | {"virtuoso": Remote(other, "dba", "dba")}


@pytest.fixture(params=["oxigraph", "virtuoso"])
def remote(request: pytest.FixtureRequest, servers: dict[str, Remote]) -> Remote:
    """Give the address of an empty store on each kind of server."""
    if request.param not in servers:
        pytest.skip(MISSING)
    found = servers[request.param]
    with Connection(found) as connection:
        for (name,) in select(connection, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"):
            if name.startswith((GXR, "http://example.com/")):
                update(connection, f"DROP SILENT GRAPH <{name}>")
    return found


def extractions(store: Place) -> list[Extraction]:
    with open_reader(store) as reader:
        return [read_extraction(reader.quads(article_iri(id_))) for id_ in sorted(reader.stamps())]


def build(store: Place, articles: Iterable[Extraction], known: Any = None) -> None:
    with open_writer(store, known=known or {}) as writer:
        for extraction in articles:
            writer.put(extraction, path=f"/news/{extraction.article.id}.txt")


def copied(local: Path, remote: Remote) -> None:
    """Build on a server what a local store holds."""
    with open_reader(local) as reader:
        build(remote, extractions(local), reader.premises().known)


def dump(store: Place) -> list[str]:
    with open_reader(store) as reader:
        return sorted(map(str, reader.quads()))


def edges(reader: Reader) -> list[Any]:  # of edges' own data
    return sorted((a, b, sorted(data.items(), key=str)) for a, b, data in graph(reader).edges(data=True))


def rows(store: Place, sparql: str) -> list[list[str]]:
    with open_reader(store) as reader:
        found = reader.query(sparql)
        assert isinstance(found, ox.QuerySolutions)
        return sorted([term.value for term in row] for row in found)


def state(remote: Remote) -> books.State | None:
    with Connection(remote) as connection:
        return books.read_state(connection)


def assert_view_is_right(store: Place) -> None:
    with open_reader(store) as reader:
        assert [str(problem) for problem in problems(reader)] == []


# The same graph


def test_the_graph_is_the_same_as_locally(remote: Remote, store: Path) -> None:
    copied(store, remote)
    assert dump(remote) == dump(store)
    with open_reader(remote) as there, open_reader(store) as here:
        assert sorted(there.graphs()) == sorted(here.graphs())
        assert set(there.quads(VIEW)) == set(here.quads(VIEW))
        assert list(there.quads(f"{GXR}article/none")) == []
        assert there.premises() == here.premises()
        paths = {id_: replace(stamp, path=f"/news/{id_}.txt") for id_, stamp in here.stamps().items()}
        assert there.stamps() == paths
    assert_view_is_right(remote)


def test_many_builds_that_put_replace_and_drop_come_to_the_same_as_one(
    remote: Remote, dealings: Path, tmp_path: Path
) -> None:
    articles = extractions(dealings)
    dice = random.Random(4)
    dice.shuffle(articles)
    half = len(articles) // 2 + 1
    build(remote, articles[:half])
    build(remote, [replace(one, claims=one.claims[:1], mentions=one.mentions) for one in articles[half - 3 :]])
    with open_writer(remote, known={}) as writer:
        writer.drop(articles[0].article.id)
        with pytest.raises(NotFound, match="no article"):
            writer.drop("nothing")
        writer.put(articles[1], path="/twice")
        writer.drop(articles[1].article.id)
        writer.publish()
        assert articles[1].article.id not in writer.stamps()
        for one in articles[half - 3 :]:
            writer.put(one, path=f"/news/{one.article.id}.txt")
        assert articles[-1].article.id in writer.stamps()
    build(tmp_path / "store", articles[2:])
    assert dump(remote) == dump(tmp_path / "store")
    assert_view_is_right(remote)


def test_a_build_that_changes_nothing_writes_nothing(remote: Remote, store: Path) -> None:
    copied(store, remote)
    before = state(remote)
    with open_reader(remote) as reader:
        copied_known = reader.premises().known
        with open_writer(remote, known=None) as writer:
            assert len(writer.stamps()) == 3
            assert not writer.due()
        build(remote, [], copied_known)
        assert state(remote) == before and not reader.outdated()
        build(remote, extractions(store)[:1], copied_known)
        assert reader.outdated()
    assert dump(remote) == dump(store)


def test_an_error_in_a_build_publishes_nothing_and_lets_others_in(remote: Remote, store: Path) -> None:
    copied(store, remote)
    before = dump(remote)
    with pytest.raises(ZeroDivisionError), open_writer(remote, known=None) as writer:
        writer.drop("hk/1")
        raise ZeroDivisionError
    assert dump(remote) == before
    writer = open_writer(remote, known=None)
    writer.close()
    writer.close()
    with pytest.raises(WrongUse, match="closed"):
        writer.drop("hk/1")


def test_what_else_the_server_holds_is_left_alone(remote: Remote, store: Path) -> None:
    other = "http://example.com/other"
    with Connection(remote) as connection:
        add(connection, other, f'<{GXR}company/x> <http://example.com/says> "not ours" .\n')
        copied(store, remote)
        assert dump(remote) == dump(store)
        assert select(connection, f"SELECT ?o {{ GRAPH <{other}> {{ ?s ?p ?o }} }}") == [["not ours"]]


# Asking


def test_what_is_asked_is_answered_as_locally(remote: Remote, store: Path) -> None:
    copied(store, remote)
    for sparql in (
        "SELECT ?a ?b { ?a gx:supplies ?b }",
        "SELECT ?s ?c ?q { ?c gx:status ?s ; gx:confidence ?n ; gx:quote ?q FILTER(?n > 0.5) }",
        "PREFIX gx: <http://example.com/> SELECT ?a { ?a gx:supplies ?b }",
        "SELECT (COUNT(*) AS ?n) FROM gxr:view { ?s ?p ?o }",
        'SELECT ?t { ?thing gx:search "hanwuji" ; gx:ticker ?t }',
        'SELECT ?l { ?thing skos:prefLabel "寒武纪"@zh-hans , ?l }',
    ):
        assert rows(remote, sparql) == rows(store, sparql), sparql
    with open_reader(remote) as reader:
        assert reader.query("ASK { ?a gx:sanctions ?b }")
        assert not reader.query("ASK { <view> ?p ?o }", base=GXR)
        found = reader.query("CONSTRUCT WHERE { ?a gx:supplies ?b }")
        assert isinstance(found, ox.QueryTriples) and len(list(found)) == 2
        found = reader.query("DESCRIBE gxr:company\\/nvidia")
        assert isinstance(found, ox.QueryTriples)
        assert f"{GX}ticker" in {triple.predicate.value for triple in found}
        view = reader.query("SELECT ?p { ?s ?p ?o }", default_graphs=[VIEW])
        assert GX + "asWritten" not in {row["p"].value for row in view}  # type: ignore[union-attr,index]
        named = reader.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", named_graphs=[VIEW])
        assert [row["g"].value for row in named] == [VIEW]  # type: ignore[union-attr,index]
        with pytest.raises(QueryError, match="can't stand here"):
            reader.query('CONSTRUCT { ?a gx:search "x" } WHERE { ?a gx:supplies ?b }')


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("SELECT ?a\nWHERE { ?a gx:supplies ?b", r"line 2, column 26: this can't stand here"),
        ("INSERT DATA { GRAPH gxr:view { gx:a gx:b gx:c } }", "this is an update"),
        ("DROP ALL", "this is an update"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE asks another server"),
        ("SELECT (<http://example.com/none>(?s) AS ?x) { ?s ?p ?o }", "example.com/none"),
    ],
)
def test_what_can_not_be_asked_is_refused_before_it_is_sent(
    remote: Remote, store: Path, sparql: str, said: str
) -> None:
    copied(store, remote)
    with open_reader(remote) as reader, pytest.raises(QueryError, match=said):
        reader.query(sparql)
    assert dump(remote) == dump(store)


def test_every_saved_question_is_answered_as_locally(remote: Remote, dealings: Path) -> None:
    copied(dealings, remote)
    with open_reader(remote) as there, open_reader(dealings) as here:
        for case in ANSWERS:
            question = load_questions()[case["question"]]
            values = read_values(question, tuple(case["asked"]))
            local = ask(here, question, values)
            assert ask(there, question, values) == local, case["question"]


def test_everything_that_reads_a_store_reads_it(remote: Remote, store: Path) -> None:
    copied(store, remote)
    with open_reader(remote) as there, open_reader(store) as here:
        assert matches(there, "寒武紀") == matches(here, "寒武紀")
        entity = matches(there, "688256")[0].entity
        assert reasons(there, entity) == reasons(here, entity)
        assert candidates(there) == candidates(here)
        assert search(there, "晶片") == search(here, "晶片")
        assert sorted(map(repr, claims(there))) == sorted(map(repr, claims(here)))
        assert edges(there) == edges(here)
        assert iri_of(entity) in {quad.object.value for quad in there.quads(VIEW)}  # type: ignore[union-attr]


def test_users_of_rdflib_read_it_and_write_nothing(remote: Remote, store: Path) -> None:
    copied(store, remote)
    with open_reader(remote) as reader, open_reader(store) as here:
        dataset = reader.rdflib()
        assert len(list(dataset.query("SELECT ?a ?b { ?a gx:supplies ?b }"))) == 2
        assert bool(dataset.query("ASK { ?a gx:sanctions ?b }"))
        assert len(dataset.query("CONSTRUCT WHERE { ?a gx:supplies ?b }").graph or ()) == 2
        ticker = rdflib.URIRef(GX + "ticker")
        assert {str(each) for each in dataset.objects(None, ticker)} == {"688256.SH", "NVDA.US", "0700.HK"}
        assert len(dataset.graph(rdflib.URIRef(VIEW))) == len(list(here.quads(VIEW)))
        assert {str(each.identifier) for each in dataset.graphs()} >= {VIEW, article_iri("hk/1")}
        with pytest.raises(QueryError, match="SERVICE"):
            dataset.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
        with pytest.raises(TypeError, match="read only"):
            dataset.add((rdflib.RDF.type, rdflib.RDF.type, rdflib.RDF.type))
    with pytest.raises(WrongUse, match="closed"):
        reader.query("ASK {}")


# Nothing there, or something else


def test_a_server_without_a_graph_says_how_to_make_one(remote: Remote) -> None:
    assert not is_published(remote)
    with pytest.raises(NotFound, match="guanxi build PATH… --store http://"):
        open_reader(remote)
    build(remote, [])
    assert is_published(remote) and dump(remote) == []


def test_a_graph_that_was_only_loaded_can_be_read_and_not_built_into(remote: Remote, store: Path) -> None:
    with Connection(remote) as connection, open_reader(store) as here:
        for name in here.graphs():
            add(connection, name, "".join(f"{quad.triple} .\n" for quad in here.quads(name)))
    assert is_published(remote) and dump(remote) == dump(store)
    with open_reader(remote) as reader:
        assert not reader.outdated()
        assert matches(reader, "寒武紀")[0].entity.tickers == ("688256.SH",)
        with pytest.raises(StoreError, match="loaded and not built"):
            reader.stamps()
        with pytest.raises(StoreError, match="loaded and not built"):
            reader.premises()
    with pytest.raises(StoreError, match="loaded and not built"):
        open_writer(remote, known={})


def test_books_of_a_newer_guanxi_or_damaged_ones_are_refused(remote: Remote, store: Path) -> None:
    copied(store, remote)
    with Connection(remote) as connection:
        books.write_state(connection, books.State("x", 9, "", "", books.FORMAT + 1))
        with pytest.raises(StoreError, match="newer guanxi"):
            open_reader(remote)
        with pytest.raises(StoreError, match="newer guanxi"):
            open_writer(remote, known={})
        books.write_state(connection, books.State("x", 10, "", "none"))
        add(connection, books.BOOKS, f'<{books.BOOKS}/log/000099> <{books.BOOKS}#record> "nonsense" .\n')
    with open_reader(remote) as reader:
        with pytest.raises(StoreError, match="damaged"):
            reader.premises()
        with pytest.raises(StoreError, match="damaged"):
            reader.stamps()


# Who is who


def test_judgements_are_kept_there_and_outlive_rebuilds(remote: Remote, store: Path) -> None:
    copied(store, remote)
    before = dump(remote)
    made = judge(remote, "same", Side("百度", "company"), Side("腾讯", "company"), reason="試")
    assert (made.number, read_log(remote).standing) == (1, (made,))
    open_writer(remote, known=None).close()
    joined = dump(remote)
    assert joined != before
    judge(store_copy := remote, "different", Side("寒武纪", "company"), Side("寒武紀", "company", article="hk/1"))
    assert undo(store_copy).number == 2
    open_writer(remote, known=None).close()
    assert dump(remote) == joined
    assert undo(remote).number == 1
    with pytest.raises(NotFound, match="no judgement"):
        undo(remote)
    open_writer(remote, known=None).close()
    assert dump(remote) == before


def test_those_who_judge_at_once_get_numbers_of_their_own(remote: Remote, store: Path) -> None:
    copied(store, remote)
    sides = [(Side(f"甲{n}", "company"), Side(f"乙{n}", "company")) for n in range(4)]
    threads = [threading.Thread(target=judge, args=(remote, "same", *pair)) for pair in sides]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log = read_log(remote)
    assert [one.number for one in log.judgements] == [1, 2, 3, 4]
    assert {one.a.name for one in log.judgements} == {a.name for a, _ in sides}


# The log


def test_records_that_are_out_of_date_are_written_anew(
    remote: Remote, dealings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = extractions(dealings)[:6]
    build(remote, articles)

    def records() -> int:
        with Connection(remote) as connection:
            return len(books.read_log(connection))

    for _ in range(3):
        build(remote, articles)
    assert records() == 2 + 3
    monkeypatch.setattr(knowledge, "SLACK", 0)
    for _ in range(3):
        build(remote, articles[:4])
    assert records() < 5
    build(remote, articles)
    build(tmp_path / "store", articles)
    assert dump(remote) == dump(tmp_path / "store")
    with open_reader(remote) as reader:
        assert len(reader.stamps()) == 6


def test_a_due_publication_waits_for_many_articles_or_some_time(remote: Remote, dealings: Path) -> None:
    with open_writer(remote, known={}) as writer:
        for one in extractions(dealings):
            writer.put(one, path="/x")
        assert not writer.due()
        writer.publish()
        with open_reader(remote) as reader:
            assert set(reader.stamps()) == set(writer.stamps())
        time.sleep(0)
