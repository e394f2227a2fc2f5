"""What the commands about sanctions lists do: bring them into a store, list them, take them out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from ..extractors.sanctions.reading import Wanted, read_list
from ..graph.errors import SkipInput, WrongUse
from ..graph.literals import date_bounds
from ..graph.sanctions.lists import ListEntry, ListInfo, entries, find_list, lists
from ..graph.storage import Place
from ..graph.store import is_published, open_reader, open_writer
from .console import complain, console, print_json, styled

if TYPE_CHECKING:
    from ..extractors.inputs import ReadOptions

_SHOWN = 3  # programmes of a list that are named: a consolidated one has dozens


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the list as it is now and as it was, entries that came and went, and what was left out."""

    info: ListInfo
    before: ListInfo | None
    new: int
    gone: int
    skipped: tuple[SkipInput, ...]
    notes: tuple[str, ...]


def import_list(store: Place, file: str, wanted: Wanted, options: ReadOptions) -> Imported:
    """Read a list and put it into a store, made where there is none; SkipInput, and nothing done, if it can't be read."""
    if wanted.date is not None and date_bounds(wanted.date) is None:
        raise WrongUse(f"--date {wanted.date}: write a day as 2025-11-08")
    read = read_list(file, wanted, options)
    listed = read.list
    with open_writer(store, known=None) as writer:
        before, old = _present(store, listed.info.name)
        writer.put_list(listed)
    keys, former = {entry.key for entry in listed.entries}, {entry.key for entry in old}
    return Imported(listed.info, before, len(keys - former), len(former - keys), read.skipped, read.notes)


def _present(store: Place, name: str) -> tuple[ListInfo | None, list[ListEntry]]:
    """Give the list of that name that is in a store now."""
    if not is_published(store):
        return None, []
    with open_reader(store) as reader:
        found = next((info for info in lists(reader) if info.name == name), None)
        return found, [] if found is None else entries(reader, name)


def remove_list(store: Place, name: str) -> str:
    """Take a list out of a store and say so."""
    with open_reader(store) as reader:
        info = find_list(reader, name)
    with open_writer(store, known=None) as writer:
        writer.drop_list(name)
    return f"{name}: {_entries(info.count)} taken out"


def print_imported(imported: Imported, *, json: bool) -> None:
    """Print what an import did; what was left out goes to stderr."""
    for said in (*imported.notes, *map(str, imported.skipped)):
        complain(said)
    info, before = imported.info, imported.before
    if json:
        left = [str(skipped) for skipped in imported.skipped]
        was = None if before is None else asdict(before)
        print_json({"list": asdict(info), "before": was, "new": imported.new, "gone": imported.gone, "skipped": left})
        return
    out = console()
    out.print(styled(_described(info)), soft_wrap=True)
    if before is not None:
        told = f"in place of {_entries(before.count)}{f' of {before.issued}' if before.issued else ''}"
        out.print(styled(f"{told}: {imported.new:,} new, {imported.gone:,} gone", "dim"), soft_wrap=True)


def print_lists(found: Iterable[ListInfo], *, json: bool) -> None:
    """Print the lists of a store."""
    infos = list(found)
    if json:
        print_json([asdict(info) for info in infos])
        return
    out = console()
    for info in infos:
        out.print(styled(_described(info)), soft_wrap=True)
        source = " · ".join(filter(None, (info.publisher, info.source, info.form)))
        out.print(Text("    ").append_text(styled(source, "dim")), soft_wrap=True)
    if not infos:
        out.print("no lists yet; guanxi sanctions import brings one in")


def _described(info: ListInfo) -> str:
    """Say what a list is in one line."""
    programmes = ", ".join(info.programmes[:_SHOWN])
    more = len(info.programmes) - _SHOWN
    also = f" and {more:,} more" if more > 0 else ""
    of = f" of {info.issued}" if info.issued else ""
    return f"{info.name}: {_entries(info.count)}, {info.title}{of}{f' ({programmes}{also})' if programmes else ''}"


def _entries(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"
