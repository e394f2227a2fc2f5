"""Writes a view into a store, and only what differs from the view that stands there."""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .errors import StoreError
from .facts import ArticleFacts
from .namespace import GXR, VIEW
from .view import VERSION, View

_AT_ONCE = 5000  # blocks written at once, to bound memory
_VIEW = ox.NamedNode(VIEW)


@dataclass(frozen=True, slots=True)
class Changes:
    """What became other in a view: the IRIs of entities that changed or are gone; and how many articles mention each now."""

    entities: frozenset[str]
    mentioned: Mapping[str, int]


class Blocks:
    """What the view in the store was written from, by a digest for each block, so that only differences are written."""

    def __init__(self, folder: Path | None) -> None:
        """Read the digests of a snapshot, or start with none."""
        held = _read(folder / "view.json") if folder else {}
        self.made_with: str = held.get("made_with", "")
        self._articles: dict[str, str] = held.get("articles", {})
        self._entities: dict[str, str] = held.get("entities", {})

    def save(self, folder: Path) -> None:
        """Write the digests into the folder of a new snapshot."""
        held = {"made_with": self.made_with, "articles": self._articles, "entities": self._entities}
        with (folder / "view.json").open("w", encoding="utf-8") as out:
            json.dump(held, out, separators=(",", ":"))
            out.flush()
            os.fsync(out.fileno())

    def update(
        self,
        store: ox.Store,
        view: View,
        facts: Mapping[str, ArticleFacts],
        replaced: Mapping[str, ArticleFacts | None],
    ) -> Changes:
        """Make the view in a store the one given; `replaced` are changed articles, with the facts it was made from."""
        articles: dict[str, str] = {}
        mentioned: Counter[str] = Counter()
        for graph, one in facts.items():
            members = view.members(one)
            articles[graph] = _short("\n".join([VERSION, *members, view.original(one), *view.rejected(one)]))
            mentioned.update(set(members))
        changed = {g for g, digest in articles.items() if g in replaced or self._articles.get(g) != digest}
        blocks = view.entities()
        entities = {iri: _short(block) for iri, block in blocks.items()}
        altered = {iri for iri, digest in entities.items() if self._entities.get(iri) != digest}
        work: list[tuple[Iterable[str], Callable[[], str]]] = []
        for graph in sorted(changed | replaced.keys() & self._articles.keys()):
            old = (replaced.get(graph) or facts[graph]) if graph in self._articles else None
            text = functools.partial(view.article, facts[graph]) if graph in facts else str
            work.append(((), text) if old is None else (_subjects(old), text))
        altered |= self._entities.keys() - entities.keys()
        for iri in sorted(altered):
            work.append(((iri[1:-1],) if iri in self._entities else (), functools.partial(_block, blocks, iri)))
        for start in range(0, len(work), _AT_ONCE):
            part = work[start : start + _AT_ONCE]
            _exchange(store, [iri for iris, _ in part for iri in iris], "".join(text() for _, text in part).encode())
        self._articles, self._entities = articles, entities
        return Changes(frozenset(altered), mentioned)


def _block(blocks: Mapping[str, str], iri: str) -> str:
    return blocks.get(iri, "")


def _read(file: Path) -> dict[str, Any]:  # JSON has no narrower type
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{file}: missing or damaged; build again into a new folder") from error
    return dict(held)


def _short(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _subjects(facts: ArticleFacts) -> Iterator[str]:
    """Give all that an article's block says something of."""
    yield facts.graph
    yield from (f"{facts.graph}#m{number}" for number in facts.mentions)
    yield from (f"{GXR}claim/{claim.name}" for claim in facts.claims)


def _exchange(store: ox.Store, subjects: Iterable[str], blocks: bytes) -> None:
    """Put blocks in place of all that the view says of the subjects, touching only what differs."""
    old = {quad for iri in subjects for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None, _VIEW)}
    if not old:
        store.bulk_load(blocks, ox.RdfFormat.N_QUADS)
        return
    new = set(ox.parse(blocks, ox.RdfFormat.N_QUADS))
    for quad in old - new:
        store.remove(quad)
    store.bulk_extend(new - old)
