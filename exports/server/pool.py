"""The processes that answer: a few at a time, each ended and replaced when its question takes too much."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import logging
import os
import pickle
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus

from ...graph.closing import undoing
from ...graph.storage import Place
from .frames import END, ERROR, HEAD, HEADER, READY, SIZE, TIRED, frame
from .limits import Limits
from .tasks import Refused, Task
from .worker import OUT_OF_MEMORY

_LOG = logging.getLogger(__name__)
_START = 60.0  # seconds that a worker may take to open the store


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer as it comes: its status and headers, its length where it is known already, and its pieces."""

    status: int
    headers: dict[str, str]
    length: int | None
    pieces: AsyncIterator[bytes]


class Worker:
    """One process, seen from the service."""

    def __init__(self, process: asyncio.subprocess.Process, limits: Limits) -> None:
        self._process, self._limits, self.usable = process, limits, False

    @classmethod
    async def start(cls, store: Place, limits: Limits) -> Worker:
        """Start a worker that is ready for a question; Refused where it can't open the store."""
        # -P: a folder in which someone starts the service can't put modules before the package's
        command = (sys.executable, "-P", "-m", "guanxi.exports.server.worker")
        pipe = asyncio.subprocess.PIPE
        # numpy's library would take address space, which is bounded, for as many threads as there are processors
        around = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, limit=2 * SIZE, env=around)
        worker, kind = cls(process, limits), b""
        try:
            async with asyncio.timeout(_START):
                await worker._send((store, limits))
                kind, _ = await worker._receive()
        except TimeoutError:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, f"{store}: it takes too long to open") from None
        finally:
            worker.usable = kind == READY
            if not worker.usable:
                worker.kill()
                await worker.gone()
        return worker

    async def ask(self, task: Task) -> Asked:
        """Ask a question and wait for the head of its answer; until the last piece the worker is not usable."""
        self.usable = False
        await self._send(task)
        _, body = await self._receive()
        head = json.loads(body)
        return Asked(head["status"], head["headers"], head.get("length"), self._pieces())

    async def _pieces(self) -> AsyncIterator[bytes]:
        while True:
            kind, body = await self._receive()
            if kind == END:
                self.usable = body != TIRED
                return
            yield body

    async def _send(self, what: object) -> None:
        """Send something; a worker that is gone is found out when its answer is read."""
        assert self._process.stdin is not None
        with contextlib.suppress(ConnectionError):
            self._process.stdin.write(frame(HEAD, pickle.dumps(what)))
            await self._process.stdin.drain()

    async def _receive(self) -> tuple[bytes, bytes]:
        """Read a frame that is no error; Refused for one that is, and for the end of the process."""
        assert self._process.stdout is not None
        try:
            kind, length = HEADER.unpack(await self._process.stdout.readexactly(HEADER.size))
            body = await self._process.stdout.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise _died(await self._process.wait(), self._limits) from None
        if kind == ERROR:
            self.usable = True
            told = json.loads(body)
            raise Refused(HTTPStatus(told["status"]), told["message"], told["headers"], told["near"])
        return kind, body

    @property
    def alive(self) -> bool:
        """Tell whether the process is there: from outside anyone may end it."""
        return self._process.returncode is None

    def kill(self) -> None:
        """End the process, whatever it is at."""
        assert self._process.stdin is not None
        self.usable = False
        self._process.stdin.close()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def gone(self) -> None:
        """Wait until the process has ended and its pipes are closed."""
        assert self._process.stdin is not None
        await self._process.wait()
        with contextlib.suppress(ConnectionError):
            await self._process.stdin.wait_closed()


class Pool:
    """The workers over one store."""

    def __init__(self, store: Place, limits: Limits) -> None:
        self._store, self._limits = store, limits
        self._free: asyncio.LifoQueue[Worker | None] = asyncio.LifoQueue()  # None: a place without its worker
        self._waiting = 0
        self._workers: set[Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the workers and wait for the first; Refused where it can't open the store."""
        self._free.put_nowait(await self._started())
        for _ in range(1, self._limits.workers):
            self._fill(None)

    async def close(self) -> None:
        """End all workers and wait until they are gone."""
        for starting in tuple(self._starting):
            starting.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for worker in self._workers:
            worker.kill()
        await asyncio.gather(*(worker.gone() for worker in self._workers))
        self._workers.clear()

    @asynccontextmanager
    async def asked(self, task: Task) -> AsyncIterator[Asked]:
        """Ask a question; whoever leaves before the answer's end ends the worker that is at it.

        Refused where it is not answered: the queue is full, it takes too long or too much, or the worker says so.
        """
        worker = await self._take()
        try:
            async with asyncio.timeout(self._limits.seconds):
                yield await worker.ask(task)
        except TimeoutError:
            message = f"the query took longer than {self._limits.seconds:g} s and was ended; ask for less"
            raise Refused(HTTPStatus.GATEWAY_TIMEOUT, message) from None
        finally:
            self._put_back(worker)

    async def _take(self) -> Worker:
        if self._free.empty() and self._waiting >= self._limits.waiting:
            raise _busy("too many queries wait")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.seconds):
                worker = await self._free.get()
        except TimeoutError:
            raise _busy(f"no worker became free within {self._limits.seconds:g} s") from None
        finally:
            self._waiting -= 1
        if worker is not None and worker.alive:
            return worker
        with undoing(functools.partial(self._free.put_nowait, None)):
            return await self._started(worker)

    def _put_back(self, worker: Worker) -> None:
        if worker.usable:
            self._free.put_nowait(worker)
            return
        worker.kill()
        self._fill(worker)

    def _fill(self, ended: Worker | None) -> None:
        """Start a worker in an empty place at once, so that the next question need not wait for it."""
        starting = asyncio.create_task(self._replace(ended))
        self._starting.add(starting)
        starting.add_done_callback(self._starting.discard)

    async def _replace(self, ended: Worker | None) -> None:
        started = None
        try:
            if ended is not None:
                await ended.gone()
            started = await self._started(ended)
        except Refused as refused:
            _LOG.warning("no worker could be started: %s", refused)
        finally:
            self._free.put_nowait(started)

    async def _started(self, ended: Worker | None = None) -> Worker:
        """Start a worker, in the place of one that has ended."""
        if ended is not None:
            self._workers.discard(ended)
        worker = await Worker.start(self._store, self._limits)
        self._workers.add(worker)
        return worker


def _busy(reason: str) -> Refused:
    return Refused(HTTPStatus.SERVICE_UNAVAILABLE, f"the service is busy: {reason}; try later", {"Retry-After": "5"})


def _died(status: int, limits: Limits) -> Refused:
    """Say why a worker died: of a lack of memory, which ends the process, of too deep a nesting, or else."""
    if status in (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
        message = f"the query needs more than {limits.memory >> 20:,} MiB of memory and was ended; ask for less"
        return Refused(HTTPStatus.INSUFFICIENT_STORAGE, message)
    if status in (-signal.SIGSEGV, -signal.SIGBUS):
        return Refused(HTTPStatus.BAD_REQUEST, "the query is nested too deeply")
    return Refused(HTTPStatus.INTERNAL_SERVER_ERROR, f"the query ended its worker (status {status})")
