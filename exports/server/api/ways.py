"""The tasks that lead further: how two are linked, and how far it is to parties under sanctions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....graph.adjacency import FAR
from ....graph.analysis.links import LinkChain, linking_chains
from ....graph.analysis.roles import chosen, load_roles
from ....graph.errors import NotFound, WrongUse
from ....graph.lookup import entities, rows
from ....graph.namespace import entity_iri, path_of
from ....graph.relationships import Wanted
from ..limits import Limits
from ..tasks import Answer
from .answers import answer
from .drawing import edges
from .judged import wrong_claims
from .nodes import nodes
from .remembered import remembered, whole

if TYPE_CHECKING:
    from ....graph.storage import Place, Reader


@dataclass(frozen=True, slots=True)
class Paths:
    """How two entities are linked: the shortest chains, of equally short ones the surest first."""

    store: Place
    source: str
    target: str
    number: int
    longest: int
    wanted: Wanted

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with chains, each step with its edges."""
        ends = (self.source, self.target)
        check_there(reader, ends)
        if self.source == self.target:
            raise WrongUse("a path needs two different ends")
        found = linking_chains(reader, whole(reader), self.wanted, *ends, number=self.number, longest=self.longest)
        wrong = wrong_claims(reader, self.store)
        along = [entity for chain in found.chains for entity in chain.entities]
        return answer(
            reader,
            {
                "total": len(found.chains),
                "status": list(found.status),
                "complete": found.complete,
                "paths": [chain_json(chain, wrong) for chain in found.chains],
                "nodes": nodes(reader, [*ends, *along]),
            },
        )


@dataclass(frozen=True, slots=True)
class Distances:
    """How many steps each of these is from the nearest party under sanctions, by what is said to be so."""

    ids: tuple[str, ...]
    hops: int
    relations: tuple[str, ...]

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with the number of steps, null where there are more."""
        every, parties = whole(reader), sanctioned(reader)
        names = chosen(self.relations or None, load_roles().exposure)
        links = every.links(names, standing=True)
        starts = [every.places[party] for party in sorted(parties) if party in every.places]
        found = links.distances(starts, self.hops)
        steps = {id_: int(found[every.places[id_]]) for id_ in self.ids if id_ in every.places}
        told = {id_: 0 if id_ in parties else steps.get(id_, FAR) for id_ in self.ids}
        return answer(reader, {"distances": {id_: None if step == FAR else step for id_, step in told.items()}})


def check_there(reader: Reader, ids: Collection[str]) -> None:
    """Raise NotFound for an entity that is not there."""
    known = entities(reader, [entity_iri(id_) for id_ in ids])
    for id_ in ids:
        if entity_iri(id_) not in known:
            raise NotFound(f"{id_}: there is no such entity here; it may have another id now")


def sanctioned(reader: Reader) -> frozenset[str]:
    """Give who is under sanctions by what is said to be so, or by an entry of a list that a person confirmed."""

    def read(reader: Reader) -> frozenset[str]:
        found = rows(reader, "SELECT DISTINCT ?e { { ?by gx:sanctions ?e } UNION { ?e gx:listedAs ?entry } }")
        return frozenset(path_of(iri) for (iri,) in found)

    return remembered(reader, "sanctioned", read)


def chain_json(chain: LinkChain, wrong: Collection[str]) -> dict[str, object]:
    """Give a chain with the edges of each step."""
    steps: Iterable[object] = [edges(step, wrong) for step in chain.steps]
    return {"nodes": list(chain.entities), "steps": steps, "score": chain.score}
