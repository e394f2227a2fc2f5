"""Keeps a store's published states: one writer, any number of readers, and a killed build loses nothing published.

::

    store/
    ├── guanxi-store.json   says what this folder is, and the format's version
    ├── lock                held by the process that builds into it
    ├── CURRENT             names the newest snapshot; replaced atomically
    ├── snapshots/12/       one published state: `graph/` (Oxigraph), the ledger, and `in-use`, locked by its readers
    └── work-…/             the writer's own copy, made from the newest snapshot and worth nothing when no one builds
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .errors import NotFound, StoreBusy, StoreError

FORMAT = 1  # of the folder as a whole; a store of a newer format is refused
KEEP = 2  # snapshots: the newest, and the one before it for readers that are just opening it
MARKER = "guanxi-store.json"  # the file that tells a store from any other folder
_POINTER, _IN_USE, _DRAFT = "CURRENT", "in-use", ".new"
_WORK = "work-"
_writing: set[Path] = set()  # stores that this process builds into: its own file locks don't hold against itself


def check(store: Path) -> None:
    """Refuse what is no store: NotFound when there is nothing, StoreError when there is something else."""
    marker = store / MARKER
    try:
        if not store.exists():
            raise NotFound(f"{store}: there is no store here; `guanxi build PATH… --store {store}` makes one")
        if not store.is_dir():
            raise StoreError(f"{store}: this is a file; a store is a folder")
        if not marker.exists():
            raise StoreError(f"{store}: this folder holds no store of guanxi's; name another folder, or an empty one")
        version = json.loads(marker.read_text(encoding="utf-8"))["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{marker}: this file is damaged; move the folder away and build again") from error
    except OSError as error:
        raise StoreError(f"{store}: can't be read: {error.strerror}") from error
    if not isinstance(version, int) or version > FORMAT:
        raise StoreError(
            f"{store}: made by a newer guanxi (format {version}, known here up to {FORMAT}); update guanxi"
        )


def create(store: Path) -> None:
    """Make an empty store where there is nothing or an empty folder; leave a store as it is."""
    try:
        # the marker's own draft is what a run leaves that ended right here
        if not store.exists() or (store.is_dir() and {file.name for file in store.iterdir()} <= {MARKER + _DRAFT}):
            store.mkdir(parents=True, exist_ok=True)
            _replace(store / MARKER, json.dumps({"format": FORMAT}) + "\n")
    except OSError as error:
        raise StoreError(f"{store}: can't be made: {error.strerror}") from error
    check(store)


@contextmanager
def writing(store: Path) -> Iterator[Path]:
    """Hold a store for building and give the folder to work in; StoreBusy when another process (or this one) builds."""
    place = store.resolve()
    if place in _writing:
        raise StoreBusy(f"{store}: this process is already building into it")
    with _lock(place) as lock:
        try:
            # a POSIX lock and not flock: it ends with this process even when a forked worker outlives it
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreBusy(f"{store}: {_builder(lock)} is building into it; wait until it has ended") from error
        _writing.add(place)
        try:
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield _working_copy(place)
        finally:
            _sweep(place)
            _writing.discard(place)


def _lock(store: Path) -> IO[str]:
    try:
        return (store / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{store}: can't be written: {error.strerror}") from error


def _builder(lock: IO[str]) -> str:
    lock.seek(0)
    number = lock.read().strip()
    return f"another process (number {number})" if number.isdecimal() else "another process"


def _working_copy(store: Path) -> Path:
    """Make the folder to work in from the newest snapshot, after removing what a killed build left."""
    _sweep(store)
    snapshot = newest(store)
    if snapshot is not None and not (snapshot / "graph").is_dir():
        raise _damaged(snapshot)
    # a new name each time, because Oxigraph may hold the last one until its last user is gone
    work = Path(tempfile.mkdtemp(prefix=_WORK, dir=store))
    for file in (snapshot / "graph").iterdir() if snapshot else ():
        # RocksDB never changes a table file, so a second name for it will do; its other files it goes on writing
        if file.suffix == ".sst":
            link(file, work / file.name)
        else:
            shutil.copy2(file, work / file.name)
    return work


def _sweep(store: Path) -> None:
    for left in (*store.glob(_WORK + "*"), *(store / "snapshots").glob("*.*")):
        shutil.rmtree(left, ignore_errors=True)


def link(file: Path, name: Path) -> None:
    """Give a file that never changes a second name, or copy it where the file system knows no links."""
    try:
        name.hardlink_to(file)
    except OSError:
        shutil.copy2(file, name)


def newest(store: Path) -> Path | None:
    """Give the folder of the newest snapshot; None before anything is published."""
    try:
        return store / "snapshots" / (store / _POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{store}: can't be read: {error.strerror}") from error


def name_of(folder: Path) -> str:
    """Give a name for a snapshot that no other has: numbers begin anew where a store is deleted and built again."""
    try:
        return f"{folder.name}-{(folder / _IN_USE).stat().st_mtime_ns:x}"
    except OSError:
        return folder.name  # it is gone


def publish(store: Path, fill: Callable[[Path], None]) -> Path:
    """Make a snapshot: `fill` writes it into a new folder, which readers see when it is whole; give that folder."""
    folder = store / "snapshots"
    folder.mkdir(exist_ok=True)
    number = 1 + max((int(old.name) for old in folder.iterdir() if old.name.isdecimal()), default=0)
    made, final = folder / f"{number}{_DRAFT}", folder / str(number)
    made.mkdir()
    fill(made)
    (made / _IN_USE).touch()
    sync(made)
    made.rename(final)
    sync(folder)
    _replace(store / _POINTER, f"{number}\n")
    clean(store)
    return final


def clean(store: Path) -> None:
    """Remove snapshots that are neither among the newest nor being read."""
    folder = store / "snapshots"
    numbers = sorted((int(old.name) for old in folder.iterdir() if old.name.isdecimal()), reverse=True)
    for number in numbers[KEEP:]:
        old, gone = folder / str(number), folder / f"{number}.gone"
        try:
            with (old / _IN_USE).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                old.rename(gone)  # first out of sight, so that nobody opens half of it
                shutil.rmtree(gone, ignore_errors=True)
        except BlockingIOError:
            continue
        except FileNotFoundError:
            shutil.rmtree(old, ignore_errors=True)


def reading(store: Path) -> tuple[Path, IO[bytes]]:
    """Give the newest snapshot's folder and the lock that keeps it there until it is closed."""
    check(store)
    while (snapshot := newest(store)) is not None:
        try:
            lock = (snapshot / _IN_USE).open("rb")
        except FileNotFoundError:
            if newest(store) == snapshot:
                raise _damaged(snapshot) from None
            continue  # cleaned away between a look at the pointer and this
        except OSError as error:
            raise StoreError(f"{snapshot}: can't be read: {error.strerror}") from error
        fcntl.flock(lock, fcntl.LOCK_SH)
        if (snapshot / _IN_USE).exists():
            return snapshot, lock
        lock.close()
    raise StoreError(f"{store}: nothing has been published into this store yet")


def _damaged(snapshot: Path) -> StoreError:
    return StoreError(f"{snapshot}: this snapshot is missing or damaged; move the store away and build again")


def _replace(file: Path, text: str) -> None:
    """Write a file so that it is there whole or as it was."""
    made = file.with_name(file.name + _DRAFT)
    with made.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    made.replace(file)
    sync(file.parent)


def sync(folder: Path) -> None:
    """Make the names in a folder last beyond a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def named(place: Path, what: str) -> Iterator[None]:
    """Say which place it is that can't be opened or written; Oxigraph raises RuntimeError for damaged files."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{place}: can't be {what}: {error}") from error
