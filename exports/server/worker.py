"""A process that answers one question at a time from the newest snapshot, until it is ended or the service is gone.

`python -m guanxi.exports.server.worker` reads tasks from stdin and writes frames to stdout.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import resource
import signal
import sys
import threading
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from ...graph.errors import GuanxiError, NotFound, QueryError, StoreError, WrongUse
from ...graph.store import open_reader
from .frames import ERROR, READY, TIRED, Sink, frame, read_frame, send
from .limits import Limits
from .tasks import Refused, Task

if TYPE_CHECKING:
    from ...graph.storage import Place, Reader

_STACK = 256 << 20  # bytes of stack, of which only what is used is taken: a parenthesis costs the parser some 5 KB
OUT_OF_MEMORY = 77  # the exit status of a worker that Python told so; Rust and C++ abort
_LOOK = 1.0  # seconds between looks for a newer snapshot: an old one in use holds disk space


def main() -> None:
    """Answer tasks; end with the process that asks them, whatever a query is at."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which ends its workers
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that prints gets between the frames
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.stack_size(_STACK)
    threading.excepthook = _end
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    if (first := read_frame(sys.stdin.buffer)) is not None:
        store, limits = cast("tuple[Place, Limits]", pickle.loads(first[1]))
        threading.Thread(target=_work, args=(store, limits, tasks, pipe), daemon=True).start()
        threading.stack_size(0)  # others read from a server and need little
        while (task := read_frame(sys.stdin.buffer)) is not None:
            tasks.put(task[1])
    os._exit(0)


def answer(task: Task, reader: Reader, limits: Limits, pipe: IO[bytes], *, tired: Callable[[], bool]) -> None:
    """Answer a task in frames: a head and data, or an error, which may also come after some of the data."""
    try:
        answer = task.answer(reader, limits)
        headers = {"Content-Type": answer.media_type, **answer.headers}
        sink = Sink(pipe, {"status": int(answer.status), "headers": headers})
        answer.write(cast(IO[bytes], sink))
        sink.close(TIRED if tired() else b"")
    except BrokenPipeError:
        os._exit(0)
    except Refused as refused:
        send(pipe, _error(refused))
    except (QueryError, WrongUse) as error:
        send(pipe, _error(Refused(HTTPStatus.BAD_REQUEST, str(error))))
    except NotFound as error:
        send(pipe, _error(Refused(HTTPStatus.NOT_FOUND, str(error), near=error.near)))
    except StoreError as error:  # a store on a server that does not answer, or an index that is damaged
        send(pipe, _error(Refused(HTTPStatus.SERVICE_UNAVAILABLE, str(error))))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except (
        OSError,
        RuntimeError,
    ) as error:  # Oxigraph's, of a store that can't be read or a server that doesn't answer
        status = HTTPStatus.BAD_GATEWAY if limits.federated else HTTPStatus.INTERNAL_SERVER_ERROR
        send(pipe, _error(Refused(status, str(error))))


def _work(store: Place, limits: Limits, tasks: queue.SimpleQueue[bytes], pipe: IO[bytes]) -> None:
    try:
        reader = open_reader(store)
    except GuanxiError as error:
        send(pipe, _error(Refused(HTTPStatus.SERVICE_UNAVAILABLE, str(error))))
        return
    size = _size()
    _bound_memory(size + limits.memory if size else 0)
    send(pipe, frame(READY))
    while True:
        try:
            message = tasks.get(timeout=_LOOK)
        except queue.Empty:
            reader = _newest(reader, store)
            continue
        reader = _newest(reader, store)
        task = cast(Task, pickle.loads(message))
        answer(task, reader, limits, pipe, tired=lambda: _size() > size + limits.memory // 2)


def _newest(reader: Reader, store: Place) -> Reader:
    """Give a reader of the newest state; the same while there is none, or none that can be opened."""
    try:
        if not reader.outdated():
            return reader
        newer = open_reader(store)
    except GuanxiError:
        return reader
    reader.close()
    return newer


def _size() -> int:
    """Give the address space that this process has, in bytes; 0 where the system doesn't say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _bound_memory(most: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if most and (hard == resource.RLIM_INFINITY or most < hard):
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _error(refused: Refused) -> bytes:
    told = {"status": int(refused.status), "message": str(refused), "headers": refused.headers, "near": refused.near}
    return frame(ERROR, json.dumps(told).encode())


def _end(error: threading.ExceptHookArgs) -> None:
    """Show an error that nobody foresaw, and end: the service starts another worker."""
    threading.__excepthook__(error)
    os._exit(1)


if __name__ == "__main__":
    main()
