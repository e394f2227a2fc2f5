"""Puts the graph of a list into a store, touching only what differs from what is there."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pyoxigraph as ox

from .lists import list_iri

_AT_ONCE = 50_000  # quads loaded at once: a list of 100,000 entries has a million


def exchange(store: ox.Store, name: str, lines: Iterable[str]) -> None:
    """Make the graph of a list in a store that of these lines of N-Quads; no lines take it away."""
    graph = ox.NamedNode(list_iri(name))
    new = dict.fromkeys(lines)
    for quad in store.quads_for_pattern(None, None, None, graph):
        line = f"{quad} .\n"
        if line in new:
            del new[line]
        else:
            store.remove(quad)
    if not new and not any(store.quads_for_pattern(None, None, None, graph)):
        store.remove_graph(graph)  # an empty one would still be named
    left = iter(new)
    while some := "".join(itertools.islice(left, _AT_ONCE)):
        store.bulk_load(some.encode(), ox.RdfFormat.N_QUADS)
