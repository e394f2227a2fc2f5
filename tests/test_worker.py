"""What a worker sends, frame by frame."""

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import IO

import pytest
from guanxi.exports.server.frames import DATA, END, ERROR, HEAD, SIZE, TIRED, read_frame
from guanxi.exports.server.limits import Limits
from guanxi.exports.server.tasks import Answer, Refused
from guanxi.exports.server.worker import answer
from guanxi.graph.errors import NotFound, QueryError
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader


@dataclass(frozen=True)
class Pieces:
    """A task that answers with pieces of these sizes, and then with an error, where there is one."""

    sizes: tuple[int, ...]
    error: Exception | None = None

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        def write(sink: IO[bytes]) -> None:
            for size in self.sizes:
                sink.write(b"x" * size)
            if self.error:
                raise self.error

        return Answer("text/plain", write, HTTPStatus.ACCEPTED, {"X-Test": "1"})


def frames(store: Path, task: Pieces, *, tired: bool = False, **limits: bool) -> list[tuple[bytes, bytes]]:
    pipe = io.BytesIO()
    with open_reader(store) as reader:
        answer(task, reader, Limits(**limits), pipe, tired=lambda: tired)
    pipe.seek(0)
    return list(iter(lambda: read_frame(pipe), None))


def test_a_short_answer_has_its_length(store: Path) -> None:
    (head_kind, head), data, end = frames(store, Pieces((3, 4)))
    assert (head_kind, data, end) == (HEAD, (DATA, b"x" * 7), (END, b""))
    assert json.loads(head) == {
        "status": 202,
        "headers": {"Content-Type": "text/plain", "X-Test": "1"},
        "length": 7,
    }


def test_an_empty_answer_has_no_data(store: Path) -> None:
    assert [kind for kind, _ in frames(store, Pieces(()))] == [HEAD, END]


def test_a_long_answer_goes_in_frames(store: Path) -> None:
    head, *data, end = frames(store, Pieces((SIZE - 1, 2, 5, SIZE)))
    assert "length" not in json.loads(head[1])
    assert [(kind, len(body)) for kind, body in data] == [(DATA, SIZE + 1), (DATA, SIZE + 5)]
    assert end == (END, b"")


def test_a_worker_that_has_grown_says_so(store: Path) -> None:
    assert frames(store, Pieces((1,)), tired=True)[-1] == (END, TIRED)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refused(HTTPStatus.IM_A_TEAPOT, "no", {"X-Why": "tea"}), 418),
        (QueryError("no"), 400),
        (NotFound("no"), 404),
        (OSError("no"), 500),
        (RuntimeError("no"), 500),
    ],
)
def test_an_early_error_takes_the_place_of_the_answer(store: Path, error: Exception, status: int) -> None:
    ((kind, body),) = frames(store, Pieces((10,), error))
    told = json.loads(body)
    assert (kind, told["status"], told["message"]) == (ERROR, status, "no")
    assert told["headers"] == ({"X-Why": "tea"} if status == 418 else {})


def test_a_late_error_comes_after_the_data(store: Path) -> None:
    assert [kind for kind, _ in frames(store, Pieces((SIZE,), QueryError("no")))] == [HEAD, DATA, ERROR]


def test_where_other_servers_are_asked_the_fault_is_theirs(store: Path) -> None:
    ((_, body),) = frames(store, Pieces((), OSError("no")), federated=True)
    assert json.loads(body)["status"] == 502


def test_a_cut_frame_is_the_end() -> None:
    assert read_frame(io.BytesIO(b"D\x00\x00")) is None
    assert read_frame(io.BytesIO(b"D\x00\x00\x00\x05abc")) is None


def test_a_worker_ends_with_what_asks_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "guanxi.exports.server.worker"]
    ended = subprocess.run(command, input=b"", capture_output=True, timeout=30, check=False, cwd=tmp_path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (os.EX_OK, b"", b"")
