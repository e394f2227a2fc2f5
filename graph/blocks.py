"""Writes a view into a store, and only what differs from the view that stands there."""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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
class Block:
    """A block of the view that is not what stands in the store.

    `iri` is the article's, or the entity's in angle brackets. `subjects` gives what the block that stands there says
    something of, None where there is none; `text` writes it as it should be; `digest` is None where it is to go.
    """

    iri: str
    subjects: Callable[[], Iterable[str]] | None
    text: Callable[[], str]
    digest: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What became other in a view: blocks of articles and of entities; and how many articles mention each entity now."""

    articles: Sequence[Block]
    entities: Sequence[Block]
    mentioned: Mapping[str, int]


class Digests:
    """What the view in a store was written from, by a digest for each block, so that only differences are written.

    `made_with` stands for all that a view is made of beside the sources. `unsure` are facts that the blocks of some
    articles may have been written from, too: by somebody who was killed.
    """

    def __init__(self) -> None:
        """Start with none."""
        self.made_with = ""
        self.articles: dict[str, str] = {}
        self.entities: dict[str, str] = {}
        self.unsure: dict[str, tuple[ArticleFacts, ...]] = {}

    def compare(
        self, view: View, facts: Mapping[str, ArticleFacts], replaced: Mapping[str, ArticleFacts | None]
    ) -> Changes:
        """Give what a view has otherwise than the store.

        `facts` are what it was derived from, `replaced` the changed articles, with the facts that the store's view was made from.
        """
        articles: dict[str, str] = {}
        mentioned: Counter[str] = Counter()
        for graph, one in facts.items():
            members = view.members(one)
            articles[graph] = _short("\n".join([VERSION, *members, view.original(one), *view.rejected(one)]))
            mentioned.update(set(members))
        changed = {g for g, digest in articles.items() if g in replaced or self.articles.get(g) != digest}
        of_articles = []
        for graph in sorted(changed | replaced.keys() & self.articles.keys()):
            subjects = None
            if graph in self.articles:
                old = (replaced.get(graph) or facts[graph], *self.unsure.get(graph, ()))
                subjects = functools.partial(_subjects, old)
            text = functools.partial(view.article, facts[graph]) if graph in facts else str
            of_articles.append(Block(graph, subjects, text, articles.get(graph)))
        blocks = view.entities()
        entities = {iri: _short(block) for iri, block in blocks.items()}
        altered = {iri for iri, digest in entities.items() if self.entities.get(iri) != digest}
        of_entities = []
        for iri in sorted(altered | self.entities.keys() - entities.keys()):
            this = functools.partial(list[str], (iri[1:-1],)) if iri in self.entities else None
            of_entities.append(Block(iri, this, functools.partial(_block, blocks, iri), entities.get(iri)))
        return Changes(of_articles, of_entities, mentioned)

    def take(self, changes: Changes) -> None:
        """Take note that changes are written."""
        for written, digests in ((changes.articles, self.articles), (changes.entities, self.entities)):
            for block in written:
                if block.digest is None:
                    digests.pop(block.iri, None)
                else:
                    digests[block.iri] = block.digest


class Blocks(Digests):
    """The digests of a store on disk."""

    def __init__(self, folder: Path | None) -> None:
        """Read the digests of a snapshot, or start with none."""
        super().__init__()
        held = _read(folder / "view.json") if folder else {}
        self.made_with = held.get("made_with", "")
        self.articles = held.get("articles", {})
        self.entities = held.get("entities", {})

    def save(self, folder: Path) -> None:
        """Write the digests into the folder of a new snapshot."""
        held = {"made_with": self.made_with, "articles": self.articles, "entities": self.entities}
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
        changes = self.compare(view, facts, replaced)
        work = [*changes.articles, *changes.entities]
        for start in range(0, len(work), _AT_ONCE):
            part = work[start : start + _AT_ONCE]
            subjects = [iri for block in part if block.subjects for iri in block.subjects()]
            _exchange(store, subjects, "".join(block.text() for block in part).encode())
        self.take(changes)
        return changes


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


def _subjects(told: Iterable[ArticleFacts]) -> list[str]:
    """Give all that an article's block says something of, whichever of these facts it was written from."""
    found: dict[str, None] = {}
    for facts in told:
        mentions = (f"{facts.graph}#m{number}" for number in facts.mentions)
        found.update(dict.fromkeys([facts.graph, *mentions, *(f"{GXR}claim/{claim.name}" for claim in facts.claims)]))
    return list(found)


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
