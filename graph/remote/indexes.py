"""The full-text index of a store on a server: made on this machine from what the server holds, and kept for the next time."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..search import derive
from ..search_index import FILE, VERSION

if TYPE_CHECKING:
    from ..storage import Reader
    from .address import Remote
    from .books import State


@contextmanager
def index_of(reader: Reader, remote: Remote, state: State | None) -> Iterator[Path]:
    """Give the file of the index of a state; one that is not kept goes afterwards."""
    kept = _kept(remote, state)
    if kept is not None and kept.is_file():
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix=".making-", dir=kept.parent if kept else None) as scratch:
        file = Path(scratch) / FILE
        derive(reader, file)
        if kept is not None:
            file = file.replace(kept)
            _forget_older(kept)
        yield file


def _kept(remote: Remote, state: State | None) -> Path | None:
    """Give where the index of a state is kept; None where there is no folder for it, or nothing tells states apart."""
    if remote.cache is None or state is None:
        return None
    try:
        remote.cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=remote.cache):
            pass
    except OSError:
        return None
    place = hashlib.sha256(f"{remote.base} {state.store}".encode()).hexdigest()[:24]
    return remote.cache / f"{place}-{state.number}-{VERSION}.db"


def _forget_older(kept: Path) -> None:
    """Take away the indexes of older states of the same store; whoever reads one has it open."""
    for old in kept.parent.glob(f"{kept.name.partition('-')[0]}-*.db"):
        if old != kept:
            old.unlink(missing_ok=True)
