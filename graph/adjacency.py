"""Who is next to whom in a whole graph, in arrays: a few megabytes beside each snapshot, and a search takes milliseconds."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .lookup import rows
from .namespace import GX, VIEW, entity_iri, fact_iri, path_of, relation_name, relation_term
from .schema import load_schema

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .storage import Reader

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

FILE = "adjacency.npz"
FAR = -1  # the distance of what can't be reached


@dataclass(frozen=True, slots=True)
class Adjacency:
    """The arcs of a graph: `ends` are pairs of `places` in `nodes` (ids), `kinds` positions in `relations`.

    Any claim makes an arc, also from a thing to itself; it is `standing` where the view has a direct edge: what is said to be so and not over.
    """

    nodes: tuple[str, ...]
    places: Mapping[str, int]
    relations: tuple[str, ...]
    ends: Ints
    kinds: Ints
    standing: Flags

    def facts_among(self, ids: Collection[str], new: Collection[str] = ()) -> list[str]:
        """Give the IRIs of what is said of any two of these entities, or of those where one end is among the `new`."""
        import numpy as np

        known, fresh = np.zeros((2, len(self.nodes)), dtype=np.bool_)
        for flags, some in ((known, ids), (fresh, new or ids)):
            flags[[self.places[id_] for id_ in some if id_ in self.places]] = True
        (a, b) = self.ends.T
        return self.facts(np.flatnonzero(known[a] & known[b] & (fresh[a] | fresh[b])))

    def facts(self, arcs: Ints | list[int]) -> list[str]:
        """Give the IRIs of what is said by some arcs, in their order."""
        both, found = _symmetric(), []
        for (a, b), kind in zip(self.ends[arcs].tolist(), self.kinds[arcs].tolist(), strict=True):
            relation = self.relations[kind]
            ends = entity_iri(self.nodes[a]), GX + relation_term(relation), entity_iri(self.nodes[b])
            found.append(fact_iri(*ends, symmetric=relation in both))
        return found

    def of(self, relations: Collection[str]) -> Flags:
        """Tell of each arc whether it is one of these relations."""
        import numpy as np

        wanted: Flags = np.isin(self.kinds, [place for place, name in enumerate(self.relations) if name in relations])
        return wanted

    def find(self, arcs: Iterable[tuple[str, str, str]]) -> Ints:
        """Give the places of arcs (subject, relation, object), `FAR` for one that is not there."""
        import numpy as np

        both = _symmetric()
        kinds = {name: place for place, name in enumerate(self.relations)}
        ordered = ((min(a, b), name, max(a, b)) if name in both else (a, name, b) for a, name, b in arcs)
        rows = [(self.places.get(a, FAR), kinds.get(name, FAR), self.places.get(b, FAR)) for a, name, b in ordered]
        asked = np.array(rows, dtype=np.int64).reshape(-1, 3)
        keys = self._keys(self.ends[:, 0], self.kinds, self.ends[:, 1])  # in rising order, as arcs are sorted
        wanted = self._keys(*asked.T)
        found = np.searchsorted(keys, wanted)
        there = (found < len(keys)) & (asked != FAR).all(axis=1)
        there[there] = keys[found[there]] == wanted[there]
        return np.where(there, found, FAR)

    def _keys(self, subject: Ints, kind: Ints, object_: Ints) -> Ints:
        return (subject * len(self.relations) + kind) * len(self.nodes) + object_

    def links(self, relations: Collection[str], *, standing: bool) -> Links:
        """Give who is linked with whom by these relations, whichever way they lead."""
        import numpy as np

        wanted = self.of(relations) & (self.ends[:, 0] != self.ends[:, 1])
        there = self.ends[wanted & self.standing if standing else wanted]
        both = np.concatenate([there, there[:, ::-1]])
        order = np.lexsort((both[:, 1], both[:, 0]))
        first = np.searchsorted(both[order, 0], np.arange(len(self.nodes) + 1))
        return Links(both[order, 1], first)


@dataclass(frozen=True, slots=True)
class Links:
    """Of each node the nodes next to it: `head[first[n]:first[n + 1]]`."""

    head: Ints
    first: Ints

    def distances(self, starts: Iterable[int], most: int) -> Ints:
        """Give the number of steps from the nearest of some nodes to each, `FAR` beyond so many steps."""
        import numpy as np

        found = np.full(len(self.first) - 1, FAR, dtype=np.int64)
        front = np.unique(np.fromiter(starts, dtype=np.int64))
        found[front] = 0
        for step in range(1, most + 1):
            near = self._next_to(front)
            front = np.unique(near[found[near] == FAR])
            found[front] = step
        return found

    def _next_to(self, nodes: Ints) -> Ints:
        import numpy as np

        first = self.first[nodes]
        counts = self.first[nodes + 1] - first
        ends = np.cumsum(counts)
        places: Ints = np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - ends + counts, counts)
        found: Ints = self.head[places]
        return found


def adjacency_of(arcs: Mapping[tuple[str, str, str], bool]) -> Adjacency:
    """Put arcs (subject, relation, object) into arrays, in one order; each tells whether it is standing.

    Of symmetric relations the ends are put in order.
    """
    import numpy as np

    both = _symmetric()
    arcs = {
        (min(a, b), name, max(a, b)) if name in both else (a, name, b): stands for (a, name, b), stands in arcs.items()
    }
    nodes = {id_: number for number, id_ in enumerate(sorted({end for arc in arcs for end in (arc[0], arc[2])}))}
    relations = {name: number for number, name in enumerate(sorted({arc[1] for arc in arcs}))}
    ordered = sorted(arcs)
    return Adjacency(
        tuple(nodes),
        nodes,
        tuple(relations),
        np.array([(nodes[a], nodes[b]) for a, _, b in ordered], dtype=np.int64).reshape(-1, 2),
        np.array([relations[name] for _, name, _ in ordered], dtype=np.int64),
        np.array([arcs[arc] for arc in ordered], dtype=np.bool_),
    )


def _symmetric() -> frozenset[str]:
    return frozenset(name for name, relation in load_schema().relations.items() if relation.symmetric)


def derive(reader: Reader) -> Adjacency:
    """Make the adjacency of a state that has none beside it."""
    terms = " ".join(f"<{relation.iri}>" for relation in load_schema().relations.values())
    direct = set(
        map(tuple, rows(reader, f"SELECT ?s ?r ?o {{ VALUES ?r {{ {terms} }} GRAPH <{VIEW}> {{ ?s ?r ?o }} }}"))
    )
    told = rows(reader, "SELECT DISTINCT ?s ?r ?o { ?c rdf:subject ?s ; rdf:predicate ?r ; rdf:object ?o }")
    return adjacency_of({(path_of(s), relation_name(r), path_of(o)): (s, r, o) in direct for s, r, o in told})


def save(found: Adjacency, folder: Path) -> None:
    """Write an adjacency into the folder of a new snapshot."""
    import numpy as np

    with (folder / FILE).open("wb") as out:
        np.savez(
            out,
            names=np.frombuffer(json.dumps([found.nodes, found.relations]).encode(), dtype=np.uint8),
            ends=found.ends.astype(np.int32),
            kinds=found.kinds.astype(np.int16),
            standing=found.standing,
        )
        out.flush()
        os.fsync(out.fileno())


def load(folder: Path) -> Adjacency | None:
    """Read the adjacency of a snapshot; None where an older guanxi wrote none, or it can't be read."""
    import zipfile

    import numpy as np

    try:
        with np.load(folder / FILE, allow_pickle=False) as held:
            nodes, relations = json.loads(held["names"].tobytes())
            ends, kinds = held["ends"].astype(np.int64), held["kinds"].astype(np.int64)
            places = {node: place for place, node in enumerate(nodes)}
            return Adjacency(tuple(nodes), places, tuple(relations), ends, kinds, held["standing"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
