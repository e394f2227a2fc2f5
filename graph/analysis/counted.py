"""Which arcs of a whole graph count by a selection, and how sure each is: without reading claims wherever that can be known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from ..adjacency import FAR
from ..edges import read_edges
from ..facts import FIRM
from ..lookup import rows, values_clauses
from ..namespace import path_of, relation_name
from ..network import assembled
from ..ties import facts_over, ties_of_facts

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    from ..adjacency import Adjacency, Flags, Ints
    from ..selection import Selection
    from ..storage import Reader

    Floats = NDArray[np.float64]


class Counted:
    """The arcs of a whole graph that a selection leaves; its relations, and what it is around, have no meaning here.

    What is actual today the arrays know, but for claims that are too unsure to make a direct edge: those are looked up. For
    any other time, status, confidence or number of sources the claims of all arcs that are asked about are read, once.
    """

    def __init__(self, reader: Reader, selection: Selection, *, sources: int = 1) -> None:
        """Read nothing but the arrays."""
        import numpy as np

        selection.check()
        self.whole: Adjacency = reader.adjacency()
        self._reader, self._sources = reader, sources
        self._selection = replace(selection, relations=None, around=())
        times = (selection.since, selection.until, selection.as_of)
        self._today = (
            set(selection.status or ()) == {"actual"}
            and times == (None, None, None)
            and selection.min_confidence <= 0
            and sources == 1
        )
        number = len(self.whole.ends)
        self._looked, self._counts, self._actual = np.zeros((3, number), dtype=np.bool_)
        self._sure = np.full(number, np.nan)
        self._unsure: Flags | None = None

    def arcs(self, among: Flags, *, actual: bool = False) -> Flags:
        """Give those of some arcs that a chosen claim makes, or a chosen claim of what is actual."""
        new = among & ~self._looked
        if new.any():
            self._looked |= new
            (self._look if self._today else self._read)(new)
        return among & (self._actual if actual else self._counts)

    def sure(self, arcs: Ints) -> Floats:
        """Give the confidence of the surest claim of each of some arcs that count."""
        import numpy as np

        new = np.unique(arcs[np.isnan(self._sure[arcs])])
        if len(new):
            facts = dict(zip(self.whole.facts(new), new.tolist(), strict=True))
            self._sure[new] = 0.0
            for few in values_clauses("?f", facts):
                told = f'{few} ?c gx:fact ?f ; gx:status "actual" ; gx:confidence ?sure'
                for fact, sure in rows(self._reader, f"SELECT ?f ?sure {{ {told} }}"):
                    self._sure[facts[fact]] = max(self._sure[facts[fact]], float(sure))
        return self._sure[arcs]

    def network(self, arcs: Ints | list[int]) -> nx.MultiDiGraph[str]:
        """Read the chosen claims of some arcs, as edges between entities without names."""
        return self._network(self.whole.facts(arcs))

    def _network(self, facts: Collection[str]) -> nx.MultiDiGraph[str]:
        edges = read_edges(self._reader, self._selection, evidence=False, facts=facts)
        return assembled((), edges, sources=self._sources)

    def _look(self, new: Flags) -> None:
        """Count what makes a direct edge, and what is told too unsurely for that and is not over."""
        import numpy as np

        ends = self.whole.ends
        counts = new & self.whole.standing
        if self._unsure is None:
            self._unsure = self._unsurely()
        # a thing and itself make no direct edge, whatever is told of them
        doubtful = np.flatnonzero(new & ~counts & (self._unsure | (ends[:, 0] == ends[:, 1])))
        facts = dict(zip(self.whole.facts(doubtful), doubtful.tolist(), strict=True))
        told = list(ties_of_facts(self._reader, facts))
        over = facts_over(told)
        counts[[facts[tie.fact] for tie in told if tie.row.status == "actual" and tie.fact not in over]] = True
        self._counts |= counts
        self._actual |= counts

    def _unsurely(self) -> Flags:
        """Give the arcs of which a claim says that it is so, but less surely than a direct edge takes."""
        import numpy as np

        found = np.zeros(len(self.whole.ends), dtype=np.bool_)
        unsure = [c for (c,) in rows(self._reader, f"SELECT ?c {{ ?c gx:confidence ?x FILTER(?x < {FIRM}) }}")]
        about = '?c gx:status "actual" ; rdf:subject ?s ; rdf:predicate ?r ; rdf:object ?o'
        told = (
            (path_of(s), relation_name(r), path_of(o))
            for few in values_clauses("?c", unsure)
            for s, r, o in rows(self._reader, f"SELECT ?s ?r ?o {{ {few} {about} }}")
        )
        places = self.whole.find(told)
        found[places[places != FAR]] = True
        return found

    def _read(self, new: Flags) -> None:
        """Count what the claims of these arcs tell, which are read."""
        import numpy as np

        self._sure[new] = 0.0
        network = self._network(self.whole.facts(np.flatnonzero(new)))
        edges = [(a, about["relation"], b, about) for a, b, about in network.edges(data=True)]
        places = self.whole.find(edge[:3] for edge in edges)
        np.maximum.at(self._sure, places, [edge[3]["confidence"] for edge in edges])
        self._counts[places] = True
        self._actual[places[[edge[3]["status"] == "actual" for edge in edges]]] = True
