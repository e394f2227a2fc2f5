"""What the service bears: dear queries, clients that go, many at once, new snapshots, wrong starts."""

import http.client
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import urlopen

import pytest
from guanxi.exports.server.serving import Address, _listening
from guanxi.graph.model import Article, Extraction, Mention
from guanxi.graph.store import open_writer

Serve = Callable[..., AbstractContextManager[tuple[str, subprocess.Popen[str]]]]
GUANXI = (sys.executable, "-c", "from guanxi.exports.cli import main; main()")
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
FILTERED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = '') }"
SECONDS = 1


@pytest.fixture(scope="module")
def narrow(store: Path, serve: Serve) -> Iterator[tuple[str, int]]:
    """Give the address and process number of a service with narrow limits."""
    with serve(
        store, "--workers", "2", "--seconds", str(SECONDS), "--memory", "128", "--rows", "20000", "--service"
    ) as (address, process):
        yield address, process.pid


@pytest.fixture(scope="module")
def alone(store: Path, serve: Serve) -> Iterator[tuple[str, int]]:
    """Give the address and process number of a service with one worker and time enough."""
    with serve(store, "--workers", "1", "--seconds", "600") as (address, process):
        yield address, process.pid


def get(address: str, query: str, **parameters: str) -> bytes:
    with urlopen(f"{address}/sparql?{urlencode({'query': query, **parameters})}", timeout=60) as answer:
        body = answer.read()
    assert isinstance(body, bytes)
    return body


def refusal(address: str, query: str) -> tuple[int, str]:
    with pytest.raises(HTTPError) as caught:
        get(address, query)
    return caught.value.code, caught.value.read().decode()


def workers(pid: int) -> set[str]:
    """Give the numbers of a process's own processes; a thread of it may end while the others are asked."""
    found: set[str] = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError):
            found.update((task / "children").read_text().split())
    return found


def ticks(pid: str) -> int:
    """Give the processor time that a process has used, in hundredths of a second."""
    return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))


def busy(pids: set[str], used: dict[str, int], wanted: int = 1) -> bool:
    """Tell whether so many of these processes have been at work since they had used so much."""
    return sum(ticks(pid) > used[pid] + 3 for pid in pids) >= wanted


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not (met := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return met


@pytest.mark.parametrize(
    "query",
    [
        ENDLESS,
        FILTERED,
        "ASK { ?a (!<x:y>)* ?b . ?c (!<x:y>)* ?d . ?e (!<x:y>)* ?f FILTER(CONCAT(STR(?a), STR(?d), STR(?f)) = '') }",
    ],
)
def test_a_query_that_takes_too_long_is_ended(narrow: tuple[str, int], query: str) -> None:
    address, pid = narrow
    before = workers(pid)
    assert refusal(address, query) == (504, f"the query took longer than {SECONDS} s and was ended; ask for less\n")
    assert until(lambda: len(workers(pid)) == 2 and workers(pid) != before)
    assert get(address, "ASK {}") == b'{"head":{},"boolean":true}'


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a",
        "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } } }",
        "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    ],
)
def test_a_query_that_needs_too_much_memory_is_ended(narrow: tuple[str, int], query: str) -> None:
    address, _ = narrow
    status, said = refusal(address, query)
    assert (status, said) in [
        (507, "the query needs more than 128 MiB of memory and was ended; ask for less\n"),
        (504, f"the query took longer than {SECONDS} s and was ended; ask for less\n"),
    ]
    assert get(address, "ASK {}")


def test_a_path_over_everything_is_answered(narrow: tuple[str, int]) -> None:
    found = json.loads(get(narrow[0], "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>)* ?b }"))
    assert int(found["results"]["bindings"][0]["n"]["value"]) > 250


@pytest.mark.parametrize("format_", ["json", "xml", "csv", "tsv"])
def test_an_answer_that_is_too_long_is_never_taken_for_a_whole_one(narrow: tuple[str, int], format_: str) -> None:
    with pytest.raises(http.client.IncompleteRead) as caught:
        get(narrow[0], "SELECT * { ?a ?b ?c . ?d ?e ?f }", format=format_)
    assert b"more than 20,000 rows" in caught.value.partial[-200:]


def test_an_answer_streams_while_it_is_found(narrow: tuple[str, int]) -> None:
    with urlopen(f"{narrow[0]}/sparql?query={quote('SELECT * { ?a ?b ?c . ?d ?e ?f }')}", timeout=60) as answer:
        assert answer.headers["Transfer-Encoding"] == "chunked"
        assert answer.read(1000).startswith(b'{"head":{"vars":["a","b","c","d","e","f"]}')


@pytest.mark.parametrize("query", [ENDLESS, FILTERED, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"])
def test_a_client_that_goes_takes_its_query_along(alone: tuple[str, int], query: str) -> None:
    address, pid = alone
    assert until(lambda: len(workers(pid)) == 1)
    before = workers(pid)
    used = {worker: ticks(worker) for worker in before}
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port)) as client:
        client.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert until(lambda: busy(before, used))
        assert workers(pid) == before
    assert until(lambda: len(workers(pid)) == 1 and workers(pid) != before)
    assert get(address, "ASK {}")


def test_no_worker_outlives_its_service(store: Path, serve: Serve) -> None:
    with serve(store, "--workers", "3", "--seconds", "600") as (address, process):
        assert until(lambda: len(workers(process.pid)) == 3)
        left = workers(process.pid)
        used = {worker: ticks(worker) for worker in left}
        with ThreadPoolExecutor(2) as threads:
            asked = [threads.submit(get, address, query) for query in (ENDLESS, FILTERED)]
            assert until(lambda: busy(left, used, 2))
            process.kill()
            assert all(one.exception() is not None for one in asked)
        assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left))


def test_two_hundred_clients_at_once_are_all_answered(served: str) -> None:
    query = "SELECT ?e ?l { ?e a gx:Company ; skos:prefLabel ?l } ORDER BY ?l"
    with ThreadPoolExecutor(200) as clients:
        answers = list(clients.map(lambda _: get(served, query), range(200)))
    assert len(set(answers)) == 1 and json.loads(answers[0])["results"]["bindings"]


def test_a_new_snapshot_is_taken_up(tmp_path: Path, serve: Serve) -> None:
    store, query = tmp_path / "store", "SELECT ?id { ?a dcterms:identifier ?id } ORDER BY ?id"
    write(store, "1")
    with serve(store, "--workers", "1") as (address, _):
        assert get(address, query, format="csv") == b"id\r\n1\r\n"
        write(store, "2")
        assert get(address, query, format="csv") == b"id\r\n1\r\n2\r\n"
        write(store, "3")
        time.sleep(1.5)  # a worker that nobody asks lets go of the old one too
        write(store, "4")
        assert sorted(folder.name for folder in (store / "snapshots").iterdir()) == ["3", "4"]


def test_other_servers_are_asked_where_that_is_switched_on(narrow: tuple[str, int], served: str) -> None:
    query = f"SELECT ?e {{ SERVICE <{served}/sparql> {{ ?e gx:ticker 'NVDA.US' }} }}"
    assert b"company/nvidia" in get(narrow[0], query)
    assert refusal(narrow[0], "SELECT * { SERVICE <http://127.0.0.1:65534/> { ?s ?p ?o } }")[0] == 502
    assert refusal(narrow[0], f"SELECT * {{ SERVICE <{served}/static/page.css> {{ ?s ?p ?o }} }}")[0] == 502


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--host", "0.0.0.0"), "--public"),
        (("--host", "no.such.host.invalid"), "no address of this machine"),
        (("--host", "192.0.2.1", "--public"), "192.0.2.1, port"),
    ],
)
def test_a_wrong_address_is_refused(store: Path, options: tuple[str, ...], said: str) -> None:
    ended = subprocess.run(
        [*GUANXI, "serve", "--store", store, "--port", "0", *options], capture_output=True, text=True
    )
    assert ended.returncode == 2
    assert re.fullmatch(r"guanxi: .*\n", ended.stderr) and said in ended.stderr


def test_a_port_in_use_and_a_store_that_is_not_there_are_said(store: Path, served: str, tmp_path: Path) -> None:
    port = str(urlsplit(served).port)
    taken = subprocess.run([*GUANXI, "serve", "--store", store, "--port", port], capture_output=True, text=True)
    assert (taken.returncode, "it is in use" in taken.stderr) == (2, True)
    none = subprocess.run([*GUANXI, "serve", "--store", tmp_path / "none"], capture_output=True, text=True)
    assert (none.returncode, "there is no store here" in none.stderr) == (2, True)


def test_a_part_that_is_not_installed_is_named(store: Path) -> None:
    code = "import sys; sys.modules['uvicorn'] = None; from guanxi.exports.cli import main; main()"
    ended = subprocess.run([sys.executable, "-c", code, "serve", "--store", store], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (2, "guanxi: serving needs uvicorn: pip install 'guanxi[serve]'\n")


def test_answers_are_sent_at_once() -> None:
    """asyncio turns Nagle's algorithm off for sockets that name their protocol, and for no others."""
    with _listening(Address(port=0)) as listening:
        assert listening.proto == socket.IPPROTO_TCP


def test_ctrl_c_ends_it_well(store: Path, serve: Serve) -> None:
    with serve(store, "--workers", "1") as (address, process):
        left = workers(process.pid)
        get(address, "ASK {}")
        process.send_signal(2)
        assert process.wait(20) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in left)


def test_what_is_no_http_is_refused_and_the_service_stays_up(served: str) -> None:
    place = urlsplit(served)
    for sent in (
        b"\x16\x03\x01\x02\x00",
        b"GET /" + b"x" * 3_000_000,
        b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nAccept\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    ):
        with socket.create_connection((place.hostname, place.port)) as client:
            client.settimeout(10)
            try:
                client.sendall(sent + b"\r\n\r\n")
                said = client.recv(100)
            except ConnectionError:
                said = b""
            assert said == b"" or said.startswith(b"HTTP/1.1 400")
    assert get(served, "ASK {}")


def write(store: Path, name: str) -> None:
    about = Article(name, f"甲科技{name}号", f"file:{name}", f"sha256:{name}", "zh-Hans")
    with open_writer(store, known={}) as writer:
        writer.put(Extraction(about, (Mention(name, 1, "甲科技", "company", (0,)),), (), "test"), path=f"/{name}")
