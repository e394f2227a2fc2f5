"""Starts the servers that stores can be on, on loopback and for the while of the tests."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
def oxigraph(folder: Path | None = None, *, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run Oxigraph's server, in memory or over a folder; give its address and its process."""
    port = port or free_port()
    program = Path(sysconfig.get_path("scripts")) / "oxigraph"
    where = [] if folder is None else ["--location", str(folder)]
    with running([str(program), "serve", "--bind", f"127.0.0.1:{port}", *where], f"http://127.0.0.1:{port}") as process:
        yield f"http://127.0.0.1:{port}", process


@contextmanager
def virtuoso(folder: Path, *, limits: str = "") -> Iterator[str]:
    """Run Virtuoso over a new database in a folder; give its address. Its user is dba, with the password dba."""
    http = free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(http=http, odbc=free_port(), limits=limits))
    address = f"http://127.0.0.1:{http}"
    with running(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], address, folder=folder):
        yield address


@contextmanager
def running(command: list[str], address: str, *, folder: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the end of the block, from when it answers."""
    out = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdout=out, stderr=out) as process:
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
