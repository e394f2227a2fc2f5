"""Judging from the page: who may, what comes of it, and that the graph follows."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from guanxi.exports.server.api.curating import TOKEN
from guanxi.graph.journal import FILE
from guanxi.graph.model import Extraction
from guanxi.graph.store import open_writer

CAMBRICON, BAIDU = "company/688256.SH", "company/百度"
Serve = Callable[..., AbstractContextManager[tuple[str, subprocess.Popen[str]]]]


class Curator:
    """A page that knows the token."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address, token

    def get(self, path: str) -> Any:
        with urlopen(f"{self.address}/api/{quote(path, safe='/?&=,')}", timeout=60) as answer:
            return json.load(answer)

    def judge(self, said: object, **headers: str) -> tuple[int, Any]:
        sent = {"Content-Type": "application/json", TOKEN: self.token, "Origin": self.address, **headers}
        data = said if isinstance(said, bytes) else json.dumps(said).encode()
        try:
            with urlopen(Request(f"{self.address}/api/judgements", data, sent), timeout=60) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, json.load(error)["error"]

    def followed(self) -> dict[str, Any]:
        """Wait until the graph has followed every judgement, and give the newest."""
        end = time.monotonic() + 60
        found = self.get("judgements")["judgements"]
        while any(one["pending"] for one in found):
            assert time.monotonic() < end, found
            time.sleep(0.1)
            found = self.get("judgements")["judgements"]
        newest: dict[str, Any] = found[0]
        return newest


@pytest.fixture
def own(tmp_path: Path, articles: list[Extraction]) -> Path:
    with open_writer(tmp_path / "store", known={}) as writer:
        for said in articles:
            writer.put(said, path=f"/{said.article.id}.txt")
    return tmp_path / "store"


@pytest.fixture
def curator(own: Path, serve: Serve) -> Iterator[Curator]:
    with serve(own, "--workers", "2", "--curate") as (address, process):
        assert process.stdout is not None
        found = re.fullmatch(r"open (http://\S+)/#token=(\S{32}) to judge\n", process.stdout.readline())
        assert found and found[1] == address
        yield Curator(address, found[2])


def supplies(curator: Curator) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = curator.get(f"neighbours?id={CAMBRICON}&relation=supplies")["edges"]
    return found


def test_a_claim_judged_wrong_is_marked_at_once_then_leaves_and_comes_back(curator: Curator, own: Path) -> None:
    (edge,) = supplies(curator)
    snapshot, claims = curator.get("schema")["snapshot"], curator.get(f"claims?fact={edge['id']}")["claims"]
    assert edge["wrong"] == 0 and [claim["judged"] for claim in claims] == [None] * edge["claims"]
    status, made = curator.judge({"kind": "wrong", "claim": claims[0]["id"], "reason": "it is another firm"})
    assert status == 201 and made["judgement"]["claim"]["quote"] == claims[0]["quote"]
    marked = curator.get(f"claims?ids={claims[0]['id']}")["claims"]
    assert not marked or marked[0]["judged"] == 1, "marked, or gone where the graph has followed by now"
    assert curator.followed()["reason"] == "it is another firm"
    assert claims[0]["id"] not in {claim["id"] for claim in curator.get(f"claims?fact={edge['id']}")["claims"]}
    assert curator.get("schema")["snapshot"] != snapshot
    with pytest.raises(HTTPError) as gone:
        urlopen(Request(f"{curator.address}/id/{claims[0]['id']}", headers={"Accept": "text/html"}))
    assert gone.value.code == 404 and "judged this claim to be wrong" in gone.value.read().decode()
    assert curator.judge({"undo": 1})[1]["undone"]["undone"] is True
    assert curator.followed()["undone"] is True
    assert supplies(curator) == [edge] and len((own / FILE).read_bytes().splitlines()) == 2


def test_two_that_are_one_are_joined_and_parted_again(curator: Curator) -> None:
    assert curator.judge({"kind": "same", "a": CAMBRICON, "b": BAIDU})[0] == 201
    curator.followed()
    assert curator.get(f"graph?ids={CAMBRICON},{BAIDU}")["total"] == 1
    curator.judge({"undo": 1})
    curator.followed()
    assert curator.judge({"kind": "different", "a": CAMBRICON, "b": BAIDU})[1]["judgement"]["number"] == 2
    curator.followed()
    assert curator.get(f"graph?ids={CAMBRICON},{BAIDU}")["total"] == 2
    listed = curator.get("judgements")
    assert [(one["number"], one["kind"], one["undone"]) for one in listed["judgements"]] == [
        (2, "different", False),
        (1, "same", True),
    ]


@pytest.mark.parametrize(
    ("said", "headers", "status", "why"),
    [
        ({"undo": 1}, {TOKEN: "guessed"}, 403, "--curate printed"),
        ({"undo": 1}, {TOKEN: ""}, 403, "--curate printed"),
        ({"undo": 1}, {"Origin": "http://localhost:1"}, 403, "pages of this service alone"),
        ({"undo": 1}, {"Origin": "https://example.com"}, 403, "may not read"),
        ({"undo": 1}, {"Origin": "null"}, 403, "may not read"),
        ({"undo": 1}, {"Sec-Fetch-Site": "cross-site"}, 403, "pages of this service alone"),
        ({"undo": 1}, {"Content-Type": "text/plain"}, 415, "application/json"),
        (b"{", {}, 400, "no JSON"),
        (b"[" * 100_000, {}, 400, "no JSON"),
        (b"\xff", {}, 400, "no JSON"),
        ([], {}, 400, "no JSON object"),
        ({}, {}, 400, "say with `kind`"),
        ({"kind": "same", "undo": 1}, {}, 400, "say with `kind`"),
        ({"kind": "likes", "a": CAMBRICON, "b": BAIDU}, {}, 400, "there is no likes"),
        ({"kind": "same", "a": CAMBRICON}, {}, 400, "`a` and `b`"),
        ({"kind": "same", "a": CAMBRICON, "b": CAMBRICON}, {}, 400, "one name"),
        ({"kind": "same", "a": CAMBRICON, "b": "company/gone"}, {}, 404, "company/gone"),
        ({"kind": "wrong"}, {}, 400, "`claim`"),
        ({"kind": "wrong", "claim": "claim/gone"}, {}, 404, "no such claim"),
        ({"undo": 7}, {}, 404, "no judgement 7"),
    ],
)
def test_who_may_not_judge_and_what_is_no_judgement_is_refused(
    refusing: Curator, said: object, headers: dict[str, str], status: int, why: str
) -> None:
    code, told = refusing.judge(said, **headers)
    assert code == status and why in told
    assert refusing.get("judgements")["judgements"] == []


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory, articles: list[Extraction], serve: Serve) -> Iterator[Curator]:
    """Give one service for all that it refuses."""
    store = tmp_path_factory.mktemp("refusing") / "store"
    with open_writer(store, known={}) as writer:
        for said in articles:
            writer.put(said, path=f"/{said.article.id}.txt")
    with serve(store, "--workers", "1", "--curate") as (address, process):
        assert process.stdout is not None
        yield Curator(address, process.stdout.readline().partition("token=")[2].partition(" ")[0])


def test_without_curate_nothing_is_taken(served: str) -> None:
    assert Curator(served, "").judge({"undo": 1}) == (403, "this service only reads: it was started without --curate")
    assert Curator(served, "").get("schema")["curate"] is False


def test_no_page_of_another_origin_is_told_that_it_may_send_the_token(refusing: Curator) -> None:
    asked = {"Origin": "http://localhost:1", "Access-Control-Request-Method": "POST"}
    preflight = Request(f"{refusing.address}/api/judgements", headers=asked, method="OPTIONS")
    with urlopen(preflight) as answer:
        assert TOKEN not in answer.headers["Access-Control-Allow-Headers"].lower()


def test_two_who_judge_at_once_lose_nothing(curator: Curator, own: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    claims = [claim["id"] for claim in curator.get(f"claims?subject={CAMBRICON}&object={BAIDU}&either=true")["claims"]]
    assert len(claims) > 1
    with ThreadPoolExecutor(8) as pages:
        found = list(pages.map(lambda id_: curator.judge({"kind": "wrong", "claim": id_}), claims * 4))
    assert {status for status, _ in found} == {201}
    assert len((own / FILE).read_bytes().splitlines()) == len({made["judgement"]["number"] for _, made in found})
    curator.followed()
    assert curator.get(f"claims?subject={CAMBRICON}&object={BAIDU}&either=true")["total"] == 0


def test_the_process_that_follows_says_what_is_wrong_with_a_store(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("9")
    command = (sys.executable, "-m", "guanxi.exports.server.api.following", str(tmp_path))
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 1 and ended.stderr.startswith("guanxi: ")
