"""The task behind search: what is like a text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from .limits import Limits
from .tasks import Answer

if TYPE_CHECKING:
    from ...graph.storage import Reader


@dataclass(frozen=True, slots=True)
class Search:
    """At most so many things by their names, and as many claims by their sentences."""

    text: str
    limit: int

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with what `guanxi search --json` prints."""
        from ...graph.search import search
        from ..search_commands import as_json

        found = as_json(search(reader, self.text, limit=self.limit))
        data = json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")

        def write(sink: IO[bytes]) -> None:
            sink.write(data)

        return Answer("application/json", write)
