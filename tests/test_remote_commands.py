"""The command line with the address of a server for a store: what it prints is what it prints of a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from guanxi.graph.errors import StoreError
from guanxi.graph.remote.address import Remote
from guanxi.graph.remote.connection import Connection
from guanxi.graph.remote.dialogue import add, read_graph, select
from guanxi.graph.remote.lists import write_list
from guanxi.graph.sanctions.lists import list_iri
from guanxi.graph.store import open_reader
from remotes import copied, dump
from servers import MISSING, Reply, free_port, has_virtuoso, oxigraph, pretended, virtuoso

ARTICLES = Path(__file__).resolve().parents[1] / "examples" / "articles"
SAMPLES = Path(__file__).parent / "data" / "lists"
ASKED = """SELECT ?customer ?quote { ?maker gx:ticker "3790.HK" ; gx:supplies ?customer .
    ?claim rdf:subject ?maker ; rdf:object ?customer ; gx:quote ?quote } ORDER BY ?customer ?quote"""


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory, servers: dict[str, Remote]) -> Path:
    """Give a store of the example articles."""
    from guanxi.extractors.pipeline import build

    folder = tmp_path_factory.mktemp("examples") / "store"
    build([str(ARTICLES)], folder)
    return folder


@pytest.fixture
def named(remote: Remote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Give the address of an empty store, with the environment saying who asks."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, value in (("USER", remote.user), ("PASSWORD", remote.password)):
        if value is not None:
            monkeypatch.setenv(f"GUANXI_STORE_{name}", value)
    return remote.url


@pytest.mark.parametrize("remote", ["oxigraph"], indirect=True)  # the writer's own tests have both
def test_a_build_into_a_server_reads_what_is_new(named: str, run: Callable[..., Any]) -> None:
    first = run("build", ARTICLES / "cn-flashes.txt", "--store", named)
    assert (first.status, first.err) == (0, "") and f"{named} holds 6 articles" in first.out
    again = run("build", ARTICLES / "cn-flashes.txt", "--store", named)
    assert again.out.startswith("nothing has changed: no article was read again, 6 stay as they were")


@pytest.fixture(scope="session")
def local() -> dict[tuple[str, ...], Any]:
    """Give what commands have printed of the store on this machine."""
    return {}


def test_what_is_asked_there_is_what_is_asked_here(
    remote: Remote,
    named: str,
    examples: Path,
    local: dict[tuple[str, ...], Any],
    run: Callable[..., Any],
    serve: Any,
    tmp_path: Path,
) -> None:
    copied(examples, remote)
    for words in (
        ("query", ASKED, "--format", "csv"),
        ("show", "赤霄光電"),
        ("search", "hanwuji"),
        ("ask", "suppliers-of", "北辰雲算"),
        ("export", "nquads"),
        ("export", "graphml"),
        ("export", "ftm", "--around", "3790.HK", "--hops", "2", "--since", "2025"),
        ("analyse", "ownership", "北辰雲算"),
        ("candidates",),
        ("why", "北辰雲算"),
        ("check", "--no-shapes"),
    ):
        here = local[words] = local.get(words) or run(*words, "--store", examples)
        there = run(*words, "--store", named)
        assert (there.status, there.out) == (here.status, here.out), words
        assert there.err.replace(named, str(examples)) == here.err, words
    assert len(list((tmp_path / "cache" / "guanxi").iterdir())) == 1  # the search index, kept for the next time
    with serve(named, "--workers", "1") as (address, _):
        told = urlopen(f"{address}/sparql?query={quote(ASKED)}&format=csv", timeout=60).read().decode()
    with open_reader(examples) as reader:
        assert len(told.splitlines()) - 1 == len(list(reader.query(ASKED)))  # type: ignore[arg-type]  # of rows


def test_judgements_and_lists_are_kept_there(
    remote: Remote, named: str, dealings: Path, run: Callable[..., Any]
) -> None:
    store = ("--store", named)
    imported = run("sanctions", "import", SAMPLES / "entity-list.json", *store)
    assert (imported.status, imported.err) == (0, "") and imported.out.startswith("us-entity-list: 3 entries")
    copied(dealings, remote)
    assert run("sanctions", "list", *store).out.startswith("us-entity-list: 3 entries")
    assert "in place of 3 entries" in run("sanctions", "import", SAMPLES / "entity-list.json", *store).out
    assert run("check", "--no-shapes", *store).status == 0
    judged = run("same", "甲某", "乙某", "--type", "company", *store)
    assert judged.out.startswith("judgement 1: same 甲某 乙某")
    assert "same 甲某 乙某" in run("judgements", *store).out
    assert run("undo", *store).out.startswith("took back judgement 1")
    assert run("sanctions", "remove", "us-entity-list", *store).out == "us-entity-list: 3 entries taken out\n"
    assert run("sanctions", "list", *store).out.startswith("no lists yet")
    assert run("sanctions", "remove", "us-entity-list", *store).status == 2


def test_a_list_that_somebody_was_killed_over_is_none_and_is_written_anew(remote: Remote) -> None:
    graph = list_iri("mine")
    lines = [f'<{graph}#e{n}> <https://schema.org/name> "name {n}" <{graph}> .\n' for n in range(300)]
    head = f'<{graph}> <http://purl.org/dc/terms/identifier> "Mine" <{graph}> .\n'
    with Connection(remote) as connection:
        add(connection, graph, "".join(line.replace(f" <{graph}> .", " .") for line in lines[:150]))
        write_list(connection, "mine", [head, *lines[1:]])
        assert len(list(read_graph(connection, graph))) == 300
        write_list(connection, "mine", [head.replace("Mine", "other"), *lines[200:]])
        told = {str(quad.object) for quad in read_graph(connection, graph)}
        assert len(told) == 101 and '"other"' in told and '"Mine"' not in told
        write_list(connection, "mine", [])
        assert list(read_graph(connection, graph)) == []
        assert graph not in {iri for (iri,) in select(connection, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}


# Servers that can't


@pytest.mark.parametrize(
    "words", [("build", ARTICLES), ("query", "ASK {}"), ("show", "x"), ("export", "nquads"), ("check",), ("serve",)]
)
def test_a_server_that_is_down_ends_each_command_with_2(words: tuple[object, ...], run: Callable[..., Any]) -> None:
    ended = run(*words, "--store", f"http://127.0.0.1:{free_port()}")
    assert (ended.status, ended.out) == (2, "")
    assert "nobody answers there" in ended.err and "is the server running?" in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize("words", [("query", "ASK {}"), ("check",), ("candidates",)])
def test_a_server_with_web_pages_alone_ends_each_command_with_2(
    words: tuple[object, ...], run: Callable[..., Any]
) -> None:
    page = Reply("<html><body>Welcome to <b>nginx</b>!</body></html>", kind="text/html")
    with pretended(page) as (url, _):
        ended = run(*words, "--store", f"{url}#query=sparql&update=update&graphs=data")
        assert (ended.status, ended.out) == (2, "")
        assert "answers with a web page: Welcome to nginx !" in ended.err and ended.err.count("\n") == 1
        assert "name its endpoints" in run(*words, "--store", url).err


def test_what_the_environment_says_wrongly_is_said(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("query", "ASK {}", "--store", "http://127.0.0.1:1")
    for seconds in ("soon", "0", "-1", "nan", "inf"):
        monkeypatch.setenv("GUANXI_STORE_SECONDS", seconds)
        ended = run(*asked)
        assert ended.status == 2 and f"GUANXI_STORE_SECONDS={seconds}: give a number of seconds" in ended.err
    monkeypatch.delenv("GUANXI_STORE_SECONDS")
    monkeypatch.setenv("GUANXI_STORE_USER", "wei")
    assert "a user needs a password" in run(*asked).err


def test_a_server_that_is_full_ends_the_build_and_the_next_goes_on(tmp_path: Path, examples: Path) -> None:
    full = pytest.raises(StoreError, match="the server has no room left")
    with oxigraph(tmp_path / "there", largest=200_000) as (address, _), full:
        copied(examples, Remote(address))
    with oxigraph(tmp_path / "there") as (address, _):
        copied(examples, Remote(address))
        assert dump(Remote(address)) == dump(examples)


@pytest.mark.skipif(not has_virtuoso(), reason=MISSING)
def test_answers_that_virtuoso_breaks_off_are_never_taken_for_whole(
    tmp_path: Path, dealings: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUANXI_STORE_USER", "dba")
    monkeypatch.setenv("GUANXI_STORE_PASSWORD", "dba")
    with virtuoso(tmp_path, limits="ResultSetMaxRows = 100") as address:
        copied(dealings, Remote(address, "dba", "dba"))
        said = "the server breaks off its answers at 100 rows; raise ResultSetMaxRows in its virtuoso.ini"
        for words in (
            ("query", "SELECT * { ?s ?p ?o }"),
            ("query", "CONSTRUCT WHERE { ?s ?p ?o }"),
            ("export", "nquads"),
        ):
            ended = run(*words, "--store", address)
            assert ended.status == 2 and said in ended.err, words
        few = run("query", "SELECT * { ?s ?p ?o } LIMIT 3", "--store", address)
        assert few.status == 0 and few.err == ""
