"""A server that misbehaves: what is asked again, what is said of it, and what it costs."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest
from guanxi.graph.errors import GuanxiError, StoreError, WrongUse
from guanxi.graph.remote import answers, connection
from guanxi.graph.remote.address import Remote
from guanxi.graph.remote.connection import Connection
from guanxi.graph.remote.dialogue import add, read_graph, select, update
from servers import Asked, Reply, free_port, pretended

ENDPOINTS = "#query=query&update=update&graphs=store"
ROWS = Reply('{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"well"}}]}}')
DONE = Reply(status=204)
HTML = Reply("<html><head><title>x</title></head><body>Please <b>log in</b></body></html>", kind="text/html; charset=x")


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait long between two tries."""
    monkeypatch.setattr(connection, "_PAUSES", (0.01,) * 7)


def asking(url: str, *, seconds: float = 5, user: str | None = None, patience: int = 7) -> Connection:
    remote = Remote(url + ENDPOINTS, user, user and "secret", seconds=seconds)
    return Connection(remote, patience=patience)


def outcome(do: Callable[[Connection], object], *replies: Reply, **options: float) -> tuple[object, list[Asked]]:
    """Give what came of a request, or what was said of it, and what the server was asked."""
    with pretended(*replies) as (url, asked), asking(url, **options) as to:  # type: ignore[arg-type]  # of numbers alone
        try:
            return do(to), asked
        except GuanxiError as error:
            return str(error).replace(url, "http://server"), asked


def ask(to: Connection) -> object:
    return select(to, "SELECT ?s { ?s ?p ?o }")


def change(to: Connection) -> object:
    return update(to, "INSERT DATA { <a:a> <a:a> <a:a> }")


def put(to: Connection) -> object:
    return add(to, "http://example.com/g", "<a:a> <a:a> <a:a> .\n")


def read(to: Connection) -> object:
    return len(list(read_graph(to, "http://example.com/g")))


# What passes


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
@pytest.mark.parametrize("do", [ask, change, put])
def test_what_may_pass_is_asked_again(do: Callable[[Connection], object], status: int) -> None:
    well = ROWS if do is ask else DONE
    said, asked = outcome(do, Reply("busy", status, "text/plain"), Reply("busy", status, "text/plain"), well)
    assert said == ([["well"]] if do is ask else None)
    assert len(asked) == 3 and len({(one.method, one.path, one.body) for one in asked}) == 1


def cut_short(asked: BaseHTTPRequestHandler) -> None:
    """Promise more than comes."""
    asked.send_response(200)
    asked.send_header("Content-Type", "application/sparql-results+json")
    asked.send_header("Content-Length", "1000")
    asked.end_headers()
    asked.wfile.write(b'{"head":{"vars":["s"]},"results":{"bindings":[')
    asked.close_connection = True


def no_gzip(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(200)
    asked.send_header("Content-Encoding", "gzip")
    asked.send_header("Content-Length", "4")
    asked.end_headers()
    asked.wfile.write(b"none")


def hung_up(asked: BaseHTTPRequestHandler) -> None:
    asked.close_connection = True


@pytest.mark.parametrize("act", [cut_short, no_gzip, hung_up])
def test_an_answer_that_broke_off_is_asked_for_again_and_never_taken_for_whole(
    act: Callable[[BaseHTTPRequestHandler], None],
) -> None:
    assert outcome(ask, Reply(act=act), ROWS)[0] == [["well"]]
    said, asked = outcome(ask, Reply(act=act))
    assert str(said).startswith("http://server/query: the connection broke off") and len(asked) == 8


def test_a_server_is_left_alone_as_long_as_it_asks() -> None:
    start = time.monotonic()
    assert outcome(ask, Reply(status=429, headers={"Retry-After": "1"}), ROWS)[0] == [["well"]]
    assert time.monotonic() - start >= 1
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    start = time.monotonic()
    assert outcome(ask, Reply(status=503, headers={"Retry-After": until}), ROWS)[0] == [["well"]]
    assert time.monotonic() - start >= 0.5
    for told in ("soon", "-1", "Fri, 20 Nov 2026 15:00:00 -0000", "99999999999999999999 GMT"):
        assert outcome(ask, Reply(status=503, headers={"Retry-After": told}), ROWS)[0] == [["well"]]


def test_whoever_waits_for_an_answer_is_told_sooner_than_a_build() -> None:
    busy = Reply("busy", 503, "text/plain")
    assert [len(outcome(ask, busy, patience=patience)[1]) for patience in (7, 4, 2)] == [8, 5, 3]


# What does not


@pytest.mark.parametrize(
    ("do", "reply", "said"),
    [
        (ask, HTML, "rows were asked for, and the server answers with a web page: Please log in"),
        (change, HTML, "changes were asked for, and the server answers with a web page: Please log in"),
        (put, HTML, "changes were asked for, and the server answers with a web page: Please log in"),
        (read, HTML, "triples were asked for, and the server answers with a web page: Please log in"),
        (ask, Reply("", 200, ""), "rows were asked for, and the server answers with something without a type"),
        (ask, Reply('{"head":{"vars":["s"]},"results":{"bindi'), "the server's answer can't be read"),
        (ask, Reply('{"error": "no"}'), "the server's answer can't be read"),
        (ask, Reply("[" * 100_000), "the server's answer can't be read"),
        (read, Reply("<a:a> <a:b> .", kind="application/n-triples"), "the server's answer can't be read"),
        (ask, Reply(status=401, headers={"WWW-Authenticate": "Basic"}), "asks who you are; set GUANXI_STORE_USER"),
        (put, Reply("no", 403, "text/plain"), "does not let somebody without a name (set GUANXI_STORE_USER"),
        (change, Reply(status=404), "there is no such endpoint (404); name the address of the store"),
        (put, Reply("4 MB", 413, "text/plain"), "finds this too large (413): 4 MB"),
        (put, Reply(status=507), "the server has no room left (507)"),
        (put, Reply("write: No space left on device", 500, "text/plain"), "the server has no room left (500): write"),
        (ask, Reply("Bad query", 400, "text/plain"), "answers 400: Bad query"),
        (ask, Reply(status=302, headers={"Location": "https://example.com/login"}), "leads elsewhere, to https://exa"),
        (ask, Reply("\x1b[31m" + "x" * 5000, 400, "text/plain"), "…"),
    ],
)
def test_what_is_wrong_is_said_at_once(do: Callable[[Connection], object], reply: Reply, said: str) -> None:
    told, asked = outcome(do, reply)
    assert str(told).startswith("http://server/") and said in str(told) and len(str(told)) < 600
    assert len(asked) == 1


def test_credentials_are_told_where_they_are_asked_for_and_nowhere_else() -> None:
    basic = Reply(status=401, headers={"WWW-Authenticate": 'Basic realm="x"'})
    digest = Reply(status=401, headers={"WWW-Authenticate": 'Digest realm="x", nonce="abc", qop="auth"'})
    for asks, told in (
        ((basic,), "Basic d2VpOnNlY3JldA=="),
        ((digest, digest), 'Digest username="wei", realm="x", nonce="abc"'),
    ):
        with pretended(*asks, ROWS) as (url, asked), asking(url, user="wei") as to:
            assert ask(to) == [["well"]] and ask(to) == [["well"]]
        assert "Authorization" not in asked[0].headers
        assert all(one.headers["Authorization"].startswith(told) for one in asked[2:])
    refused = pytest.raises(StoreError, match="does not accept the user 'wei' with this password")
    with pretended(basic) as (url, asked), asking(url, user="wei") as to, refused as caught:
        ask(to)
    assert "secret" not in f"{caught.value} {to.remote} {to.remote!r}"
    with pretended(ROWS) as (url, asked), asking(url) as to:
        ask(to)
    assert "Authorization" not in asked[0].headers


def silent(asked: BaseHTTPRequestHandler) -> None:
    time.sleep(1)


def dripping(asked: BaseHTTPRequestHandler) -> None:
    """Be never silent for long, and never done."""
    asked.send_response(200)
    asked.send_header("Content-Type", "application/sparql-results+json")
    asked.send_header("Content-Length", "100000")
    asked.end_headers()
    for _ in range(50):
        asked.wfile.write(b" ")
        time.sleep(0.02)


@pytest.mark.parametrize("act", [silent, dripping])
def test_a_server_that_is_too_slow_is_not_waited_for(act: Callable[[BaseHTTPRequestHandler], None]) -> None:
    said, asked = outcome(ask, Reply(act=act), seconds=0.2, patience=connection.ASKED)
    told = "the server has not answered within 0.2 s; GUANXI_STORE_SECONDS lets it take longer"
    assert (said, len(asked)) == (f"http://server/query: {told}", 1)


def endless(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(200)
    asked.send_header("Content-Type", "application/sparql-results+json")
    asked.end_headers()
    while True:
        asked.wfile.write(b" " * (1 << 16))


def test_an_answer_without_end_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_LARGEST", 1 << 20)
    said, asked = outcome(ask, Reply(act=endless))
    assert "the answer does not end" in str(said) and len(asked) == 1


def test_large_answers_wait_on_the_disk() -> None:
    row = '{"s":{"type":"literal","value":"' + "x" * 1000 + '"}}'
    many = '{"head":{"vars":["s"]},"results":{"bindings":[' + ",".join([row] * 40_000) + "]}}"
    program = """
import resource, sys
from guanxi.graph.remote import answers
from guanxi.graph.remote.address import Remote
from guanxi.graph.remote.connection import Connection
from guanxi.graph.remote.dialogue import asked
with Connection(Remote(sys.argv[1])) as to:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(sum(1 for _ in asked(to, "SELECT * { ?s ?p ?o }")))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    with pretended(Reply(many)) as (url, _):
        command = [sys.executable, "-c", program, url + ENDPOINTS]
        found, memory = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert found == "40000" and int(memory) * 1024 < len(many) // 2


# Who answers there


def test_a_server_that_is_down_is_said_to_be() -> None:
    with pytest.raises(StoreError, match=r"nobody answers there .*; is the server running\?"):
        Connection(Remote(f"http://127.0.0.1:{free_port()}"))


def test_another_server_is_asked_to_be_described() -> None:
    refused = pytest.raises(StoreError, match=r"calls itself 'BaseHTTP.*name its endpoints: .*#query=PATH&update=PATH")
    with pretended(Reply("hello")) as (url, _), refused:
        Connection(Remote(url))
    with pretended(ROWS) as (url, _), Connection(Remote(f"{url}/ds#query=sparql")) as to:
        assert ask(to) == [["well"]]
        assert to.endpoint("query") == f"{url}/ds/sparql"
        with pytest.raises(StoreError, match="can only be read: it names no endpoint for update"):
            change(to)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://example.com", "is named http://HOST:PORT"),
        ("http://", "is named http://HOST:PORT"),
        ("http://[::1", "is named http://HOST:PORT"),
        ("http://a..b/", "is named http://HOST:PORT"),
        ("http://example.com:99999", "is named http://HOST:PORT"),
        ("http://wei:secret@example.com", "set GUANXI_STORE_USER and GUANXI_STORE_PASSWORD"),
        ("http://example.com/?query=x", "has no parameters"),
        ("http://example.com/#fuseki", "no kind of server is called fuseki; known are oxigraph, virtuoso"),
        ("http://example.com/#update=x", "behind # stands query=PATH"),
        ("http://example.com/#query=x&more=y", "behind # stands query=PATH"),
    ],
)
def test_addresses_that_are_none_are_refused(url: str, said: str) -> None:
    with pytest.raises(WrongUse, match=said) as caught:
        Remote(url)
    assert "secret" not in str(caught.value)
    with pytest.raises(WrongUse, match="a user needs a password"):
        Remote("http://example.com", "wei")


def test_an_answer_with_triples_that_is_too_large_for_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_MOST", 10)

    def construct(to: Connection) -> object:
        return answers.triples(to.send("POST", "query", form={"query": "CONSTRUCT WHERE { ?s ?p ?o }"}), "place")

    said, _ = outcome(construct, Reply("<a:a> <a:a> <a:a> .\n", kind="application/n-triples"))
    assert "ask for part of it, or export the graph" in str(said)
