"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..graph.errors import WrongUse


@contextmanager
def whole_file(target: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its place under its name only when all is written; what was there stays until then."""
    if target.exists() and not target.is_file():  # a pipe or a device: nothing to take the place of
        if target.is_dir():
            raise WrongUse(f"{target} is a folder: name a file to write to")
        with target.open("wb") as sink:
            yield sink
        return
    part = _part(target)
    try:
        with part.open("wb") as sink:
            yield sink
        part.replace(target)
    except OSError as error:
        raise WrongUse(f"{target} can't be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give a folder to write into, whose files take their places in the target only when all are written."""
    if target.exists() and not target.is_dir():
        raise WrongUse(f"{target} is a file: name a folder to write to")
    part = _part(target)
    try:
        part.mkdir()
        yield part
        target.mkdir(exist_ok=True)
        for file in sorted(part.iterdir()):
            file.replace(target / file.name)
    except OSError as error:
        raise WrongUse(f"{target} can't be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _part(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.part")
