"""What was judged of claims: known at once, also before the graph has followed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ....graph.journal import FILE
from ....graph.judgements import read_log
from ....graph.rejections import rejected
from .remembered import remembered

if TYPE_CHECKING:
    from ....graph.storage import Place, Reader


def wrong_claims(reader: Reader, store: Place) -> dict[str, int]:
    """Give the IRIs of the claims that are judged to be wrong, each with its judgement's number."""
    if not isinstance(store, Path):
        return rejected(reader.query, read_log(store).rejected)
    try:
        size = (store / FILE).stat().st_size  # the file only ever grows
    except OSError:
        return {}
    return remembered(reader, f"wrong {size}", lambda reader: rejected(reader.query, read_log(store).rejected))
