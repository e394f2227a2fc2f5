"""A store on a server against the contract of `graph.storage`: real servers, which these tests start on loopback."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from guanxi.graph.errors import NotFound, StoreError, WrongUse
from guanxi.graph.judgements import Side, judge, read_log, undo
from guanxi.graph.lookup import matches
from guanxi.graph.namespace import GXR, VIEW
from guanxi.graph.remote import books, knowledge
from guanxi.graph.remote.address import Remote
from guanxi.graph.remote.connection import Connection
from guanxi.graph.remote.dialogue import add, select
from guanxi.graph.store import is_published, open_reader, open_writer
from remotes import assert_view_is_right, build, copied, dump, extractions, state

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
