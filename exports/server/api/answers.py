"""Writes what a task found as JSON: with the name of the state that it was found in, so that a page sees a new one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING

from ..tasks import Answer

if TYPE_CHECKING:
    from ....graph.storage import Reader

JSON = "application/json"


def answer(reader: Reader, found: Mapping[str, object]) -> Answer:
    """Answer with a JSON object."""
    data = written({"snapshot": reader.snapshot(), **found})

    def write(sink: IO[bytes]) -> None:
        sink.write(data)

    return Answer(JSON, write)


def written(found: object) -> bytes:
    """Write JSON in UTF-8; half a character of UTF-16, which some files hold, becomes a question mark."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
