"""The service's answers, case by case, as data/protocol.yaml says after the W3C's documents."""

import http.client
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox
import pytest
import yaml
from guanxi.graph.namespace import GXR
from guanxi.graph.store import open_reader

FILE = Path(__file__).parent / "data" / "protocol.yaml"
CASES = yaml.safe_load(FILE.read_text(encoding="utf-8").replace("{id}", GXR))
KEYS = """name after method path params form body sent encoding repeated padded accept request
    status type says rows triples has lacks headers"""
RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


@pytest.fixture(scope="module")
def sizes(store: Path) -> dict[str, int]:
    """Give how many triples each graph has, by its path, and all together."""
    with open_reader(store) as reader:
        graphs = [str(quad.graph_name.value).removeprefix(GXR) for quad in reader.quads()]
    return {"all": len(graphs)} | {name: graphs.count(name) for name in set(graphs)}


def ask(address: str, case: dict[str, Any]) -> tuple[http.client.HTTPResponse, bytes]:
    """Send a case's request as it is written, and give the answer with its body."""
    path = quote(case["path"], safe="/?=&%") + ("&" if "?" in case["path"] else "?") * bool(case.get("params"))
    path += urlencode([tuple(pair) for pair in case.get("params", ())], quote_via=quote)
    path += "&" + "x" * case["padded"] if "padded" in case else ""
    headers, body = dict(case.get("request", {})), None
    if "form" in case:
        body, headers["Content-Type"] = (
            urlencode([tuple(pair) for pair in case["form"]]).encode(),
            "application/x-www-form-urlencoded",
        )
    elif "body" in case:
        body = case["body"].encode(case.get("encoding", "utf-8"))
    elif "repeated" in case:
        first, left, middle, right, last, times = case["repeated"]
        body = f"{first}{left * times}{middle}{right * times}{last}".encode()
        headers["Content-Type"] = "application/sparql-query"
    headers |= {"Content-Type": case["sent"]} if "sent" in case else {}
    headers |= {"Accept": case["accept"]} if "accept" in case else {}
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request(case.get("method", "GET" if body is None else "POST"), path, body, headers)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer, data


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_answer_is_what_the_documents_say(case: dict[str, Any], served: str, sizes: dict[str, int]) -> None:
    answer, data = ask(served, case)
    text = data.decode()
    assert answer.status == case["status"], text
    kind = (answer.headers["Content-Type"] or "").partition(";")[0]
    assert kind == case.get("type", kind)
    for name, value in case.get("headers", {}).items():
        assert answer.headers[name] == value
    assert case.get("has", "") in text
    assert "lacks" not in case or case["lacks"] not in text
    if case.get("method") == "HEAD":
        assert data == b""
    if "says" in case:
        assert bool(ox.parse_query_results(data, format=RESULTS[kind])) is case["says"]
    if "rows" in case:
        assert count_rows(data, kind) == sizes.get(str(case["rows"]), case["rows"])
    if "triples" in case:
        graph = ox.Dataset(ox.parse(data, format=ox.RdfFormat.from_media_type(kind)))
        assert len(graph) == sizes.get(str(case["triples"]), case["triples"])


def count_rows(data: bytes, kind: str) -> int:
    if kind == "text/csv":
        return data.count(b"\r\n") - 1
    found = ox.parse_query_results(data, format=RESULTS[kind])
    assert isinstance(found, ox.QuerySolutions)
    return len(list(found))


def test_there_are_cases_enough_and_no_two_of_a_name() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) >= 60
    assert all(case["after"] and case["path"].startswith("/") and case["status"] for case in CASES)
    assert {key for case in CASES for key in case} <= set(KEYS.split())  # a misspelt key would check nothing


def test_every_format_says_the_same(served: str) -> None:
    query = "SELECT ?c ?q ?s ?none { ?c gx:quote ?q ; gx:start ?s } ORDER BY ?c"
    answers = {}
    for kind in ("application/sparql-results+json", "application/sparql-results+xml", "text/tab-separated-values"):
        _, data = ask(served, {"path": "/sparql", "params": [["query", query]], "accept": kind})
        rows = ox.parse_query_results(data, format=RESULTS[kind])
        assert isinstance(rows, ox.QuerySolutions)
        answers[kind] = [[str(term).replace("\\u001B", "\ufffd") for term in row] for row in rows]
    first, *others = answers.values()
    assert len(first) == 7 and all(other == first for other in others)


def test_the_description_lists_what_there_is(served: str) -> None:
    _, data = ask(served, {"path": "/sparql", "accept": "application/ld+json"})
    told = {node["@id"]: node for node in json.loads(data)}
    sd = "http://www.w3.org/ns/sparql-service-description#"
    service = told[f"{served}/sparql"]
    assert len(service[f"{sd}resultFormat"]) == 8
    assert service[f"{sd}endpoint"] == [{"@id": f"{served}/sparql"}]
