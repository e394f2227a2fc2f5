"""What `guanxi screen` prints: who may be on a sanctions list, why, and how to judge it."""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from ..graph.lookup import label_of
from ..graph.model import Entity
from ..graph.sanctions.screening import Screen, Screened, screened
from ..graph.store import open_reader
from .analysis_text import line
from .console import complain, print_json, write_bytes
from .show import entity_json
from .show import wanted as entity_for

if TYPE_CHECKING:
    from ..graph.storage import Place, Reader

_COLUMNS = ("score", "verdict", "entity", "id", "entry", "listed_as", "countries", "programmes", "since", "reasons")
_VERDICTS = {True: "confirmed", False: "rejected", None: ""}


def screen_store(
    store: Place,
    names: Iterable[str],
    *,
    lists: Iterable[str],
    enough: float,
    rejected: bool,
    limit: int | None,
    form: str,
) -> bool:
    """Screen a store, or what these names mean, print what was found as `text`, `json` or `csv`; tell if there was any."""
    with open_reader(store) as reader:
        wanted = [_entity(reader, name) for name in dict.fromkeys(names)] or None
        found = screened(reader, wanted, names=tuple(lists), enough=enough, rejected=rejected)
    if not found.lists:
        complain("no lists yet; guanxi sanctions import brings one in")
    shown = (
        found.found if wanted else sorted(found.found, key=lambda one: (-one.match.score, one.match.entity.id, one.id))
    )
    shown = shown[:limit]
    {"json": _print_json, "csv": _print_csv, "text": _print_text}[form](found, shown)
    return bool(shown)


def _entity(reader: Reader, name: str) -> Entity:
    found, others = entity_for(reader, name)
    if others:
        complain(f"{name} also names {', '.join(f'{label_of(other)} ({other.id})' for other in others)}")
    return found


def listed_json(one: Screened) -> dict[str, object]:
    """Give a match as plain JSON values."""
    listed = one.match.listed
    return {
        "score": one.match.score,
        "reasons": one.match.reasons,
        "verdict": _VERDICTS[one.confirmed] or None,
        "listed_as": one.id,
        "entry": asdict(listed.entry),
    }


def _print_json(found: Screen, shown: Iterable[Screened]) -> None:
    matches = [{"entity": entity_json(one.match.entity), **listed_json(one)} for one in shown]
    print_json({"lists": [asdict(info) for info in found.lists], "matches": matches})


def _print_csv(_: Screen, shown: Iterable[Screened]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in shown:
        entity, entry = one.match.entity, one.match.listed.entry
        told = (one.match.score, _VERDICTS[one.confirmed], label_of(entity), entity.id, entry.name, one.id)
        more = (
            "; ".join(entry.countries),
            "; ".join(entry.programmes),
            entry.since or "",
            "; ".join(one.match.reasons),
        )
        writer.writerow((*told, *more))
    write_bytes(out.getvalue().encode("utf-8", "replace"))


def _print_text(found: Screen, shown: Iterable[Screened]) -> None:
    rows = tuple(shown)
    for one in rows:
        entity, entry = one.match.entity, one.match.listed.entry
        verdict = f"{_VERDICTS[one.confirmed]}  " if one.confirmed is not None else ""
        line(f"{one.match.score:.2f}  {verdict}{label_of(entity)} ({entity.id}) = {entry.name}", "bold")
        about = (one.match.listed.list, *entry.programmes[:2], f"since {entry.since}" if entry.since else "")
        line(" · ".join(filter(None, about)), indent=6)
        line("; ".join(one.match.reasons) or "a person said so", "dim", 6)
        if one.confirmed is None:
            line(f"guanxi same {shlex.quote(entity.id)} {shlex.quote(one.id)}", "dim", 6)
    if not rows and found.lists:
        line(f"nobody here looks like an entry of {', '.join(info.name for info in found.lists)}")
    elif rows:
        line("Guesses until judged: guanxi same ID LIST#KEY confirms one, guanxi different rejects it.", "yellow")
