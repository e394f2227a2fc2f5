import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest


def get(served: str, method: str = "GET", **parameters: str) -> tuple[int, Any, str]:
    """Give the status of a search, what was answered, and its media type."""
    try:
        with urlopen(Request(f"{served}/search?{urlencode(parameters)}", method=method), timeout=30) as answer:
            body = answer.read()
            return answer.status, json.loads(body) if body else None, answer.headers["Content-Type"]
    except HTTPError as error:
        return error.code, error.read().decode(), error.headers["Content-Type"]


@pytest.mark.parametrize(
    ("text", "id_"), [("寒武紀", "company/688256.SH"), ("hanwuji", "company/688256.SH"), ("nvdia", "company/nvidia")]
)
def test_things_are_found(served: str, text: str, id_: str) -> None:
    status, found, kind = get(served, q=text)
    assert (status, kind, found["things"][0]["id"]) == (200, "application/json", id_)


def test_sentences_are_found_and_bounded(served: str) -> None:
    (claim,) = get(served, q="實體清單")[1]["claims"]
    assert claim["quote"] == "美国商务部2022年12月将寒武纪列入实体清单" and claim["article"]["id"] == "cn/2"
    assert len(get(served, q="片", limit="2")[1]["claims"]) == 2
    assert get(served, q="zzz")[1] == {"things": [], "claims": []}


def test_a_hostile_name_is_only_data(served: str) -> None:
    status, found, _ = get(served, q='甲"><img')
    assert status == 200 and "<img" in found["things"][0]["labels"]["zh-Hans"]


@pytest.mark.parametrize(
    "parameters",
    [{}, {"q": ""}, {"q": "x", "limit": "0"}, {"q": "x", "limit": "many"}, {"q": "x", "limit": "9" * 5000}],
)
def test_what_makes_no_sense_is_refused(served: str, parameters: dict[str, str]) -> None:
    status, said, _ = get(served, **parameters)
    assert status == 400 and said.strip()


def test_other_methods(served: str) -> None:
    assert get(served, "HEAD", q="x")[:2] == (200, None)
    assert get(served, "POST", q="x")[0] == 405


def test_a_search_in_sparql_works_over_http(served: str) -> None:
    query = urlencode({"query": 'SELECT ?e { ?e gx:search "hanwuji" }', "format": "csv"})
    with urlopen(f"{served}/sparql?{query}", timeout=30) as answer:
        assert answer.read().decode().split() == ["e", "https://w3id.org/guanxi/id/company/688256.SH"]
