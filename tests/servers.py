"""Starts the servers that stores can be on, on loopback and for the while of the tests, and one that misbehaves."""

from __future__ import annotations

import resource
import shutil
import signal
import socket
import subprocess
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{odbc}
DisableUnixSocket = 1
ServerThreads = 20
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0
CaseMode = 2
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
[SPARQL]
{limits}
"""
MISSING = "Virtuoso is not installed: `apt-get install virtuoso-opensource` (Debian), then run this file again"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def has_virtuoso() -> bool:
    return shutil.which("virtuoso-t") is not None


@contextmanager
def oxigraph(folder: Path | None = None, *, largest: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run Oxigraph's server, in memory or over a folder; give its address and its process.

    `largest` is how many bytes a file may have, for a disk that is full.
    """
    port = free_port()
    program = Path(sysconfig.get_path("scripts")) / "oxigraph"
    where = [] if folder is None else ["--location", str(folder)]
    command, address = [str(program), "serve", "--bind", f"127.0.0.1:{port}", *where], f"http://127.0.0.1:{port}"
    with running(command, address, largest=largest) as process:
        yield address, process


@contextmanager
def virtuoso(folder: Path, *, limits: str = "") -> Iterator[str]:
    """Run Virtuoso over a new database in a folder; give its address. Its user is dba, with the password dba."""
    http = free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(http=http, odbc=free_port(), limits=limits))
    address = f"http://127.0.0.1:{http}"
    with running(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], address, folder=folder):
        yield address


@contextmanager
def running(
    command: list[str], address: str, *, folder: Path | None = None, largest: int = 0
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the end of the block, from when it answers."""

    def confine() -> None:
        if largest:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that writing fails, as on a full disk
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    out = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, preexec_fn=confine) as process:
        try:
            until = time.monotonic() + 60
            while not answers(address):
                assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
                assert time.monotonic() < until, f"{command[0]} does not answer"
                time.sleep(0.05)
            yield process
        finally:
            process.kill()


def answers(address: str) -> bool:
    try:
        urlopen(f"{address}/", timeout=5).close()
    except HTTPError:
        return True
    except URLError:
        return False
    return True


@dataclass
class Reply:
    """What a pretended server answers; `act` does it in a way of its own."""

    body: str = ""
    status: int = 200
    kind: str = "application/sparql-results+json"
    headers: dict[str, str] = field(default_factory=dict)
    act: Callable[[BaseHTTPRequestHandler], None] | None = None

    def give(self, asked: BaseHTTPRequestHandler) -> None:
        if self.act is not None:
            self.act(asked)
            return
        data = self.body.encode()
        asked.send_response(self.status)
        for name, value in {"Content-Type": self.kind, "Content-Length": str(len(data)), **self.headers}.items():
            asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(data)


@dataclass(frozen=True)
class Asked:
    """What a pretended server was asked."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str


@contextmanager
def pretended(*replies: Reply) -> Iterator[tuple[str, list[Asked]]]:
    """Run a server that gives these replies in turn, the last one ever after; give its address and what it was asked."""
    asked: list[Asked] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            with lock:
                reply = replies[min(len(asked), len(replies) - 1)]
                asked.append(Asked(self.command, self.path, dict(self.headers), body))
            with suppress(OSError):  # whoever asked has gone
                reply.give(self)

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, *said: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()
