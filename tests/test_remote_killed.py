"""Builds into a server that are killed at any request: the next one goes on, and comes to the same."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from guanxi.graph.model import Extraction
from guanxi.graph.remote import connection, publication
from guanxi.graph.remote.address import Remote
from guanxi.graph.store import open_writer
from remotes import assert_view_is_right, build, clear, dump, extractions

KILLED = 9
Change = Callable[[Remote], None]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "_ARTICLES", 3)
    monkeypatch.setattr(publication, "_GONE", 40)


def killed(change: Change, remote: Remote, request: int, *, answered: bool) -> bool:
    """Change a store in a process that is killed at its request of that number; tell whether it came so far."""

    def run() -> None:
        send, count = connection.Connection.send, 0

        def counted(self: connection.Connection, method: str, part: str, **more: Any) -> connection.Answer:
            nonlocal count
            count += part != "query"
            if count == request and part != "query":
                if answered:
                    send(self, method, part, **more)
                os._exit(KILLED)
            return send(self, method, part, **more)

        connection.Connection.send = counted  # type: ignore[method-assign]  # in this process alone
        change(remote)
        os._exit(0)

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()
    assert process.exitcode in (0, KILLED)
    return process.exitcode == KILLED


def changed(articles: list[Extraction]) -> Change:
    """Give a build that puts new articles, puts others in place of old ones and drops one."""

    def change(remote: Remote) -> None:
        with open_writer(remote, known={}) as writer:
            writer.drop(articles[0].article.id)
            for extraction in articles[1:]:
                writer.put(extraction, path=f"/news/{extraction.article.id}.txt")

    return change


@pytest.mark.parametrize("answered", [False, True])
def test_killed_at_any_request_a_build_is_gone_on_with(
    remote: Remote, dealings: Path, tmp_path: Path, request: pytest.FixtureRequest, answered: bool
) -> None:
    articles = extractions(dealings)
    before = [replace(one, claims=one.claims[:1], extracted_with="before") for one in articles[:5]]
    build(tmp_path / "store", articles[1:])
    wanted, change = dump(tmp_path / "store"), changed(articles)
    step = 3 if "oxigraph" in request.node.name else 8  # Virtuoso takes three times as long
    at, read_again = 1 + answered, set()
    while True:
        clear(remote)
        build(remote, before)
        if not killed(change, remote, at, answered=answered):
            break
        with open_writer(remote, known={}) as writer:  # what a reading of the same files would do
            stamps = writer.stamps()
            if articles[0].article.id in stamps:
                writer.drop(articles[0].article.id)
            done = {stamp.article for stamp in stamps.values() if stamp.extracted_with == "test"}
            left = [extraction for extraction in articles[1:] if extraction.article.id not in done]
            for extraction in left:
                writer.put(extraction, path=f"/news/{extraction.article.id}.txt")
            read_again.add(len(left))
        assert dump(remote) == wanted, at
        at += step
    assert at > 15 and min(read_again) == 0 and max(read_again) == len(articles) - 1 and len(read_again) > 2
    assert dump(remote) == wanted
    assert_view_is_right(remote)
