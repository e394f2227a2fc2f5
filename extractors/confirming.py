"""Everyday words and cut-out words that a text shows to be names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .enumerated import beside_named
from .fullnames import Name
from .tagged import STRONG
from .vocabulary import pattern
from .words import edge_list, edge_words

# How sure a name is that stands again, and a weak one; where two overlap, the higher one stays.
AGAIN, WEAK = 55, 45


def confirmed(weak: Sequence[Name], named: Sequence[Name], clean: str) -> Iterator[Name]:
    """Give the weak names that are shown to be names: by a ticker, a definition, a firm's ending behind, a list of firms, a share's move."""
    sure = {
        clean[n.start : n.end]
        for n in named
        if n.rank > WEAK and n.type != "place" and (n.tickers or n.found_by in ("defined", "tagger"))
    }
    firms = {(n.start, n.end) for n in named if n.type == "company" and n.rank >= STRONG}
    listed = beside_named(clean, [(n.start, n.end) for n in weak if n.type == "company"], firms) if firms else set()
    moves = pattern("edges.yaml", "share_moves")
    for name in weak:
        ending = next((e for e in edge_list("leaves_same") if clean.startswith(e, name.end)), None)
        moved = name.type == "company" and name.known_as is not None and moves.match(clean, name.end) is not None
        if clean[name.start : name.end] in sure or (name.start, name.end) in listed or moved:
            yield replace(name, rank=AGAIN)
        elif ending and ending not in edge_words("shares"):
            yield replace(name, end=name.end + len(ending), rank=AGAIN)
