"""The tasks that lead further: how two are linked, and how far it is to parties under sanctions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ....graph.adjacency import FAR, Adjacency
from ....graph.analysis.links import LinkChain, chains_of, linking_chains
from ....graph.analysis.roles import chosen, load_roles
from ....graph.errors import NotFound, WrongUse
from ....graph.lookup import entities, rows
from ....graph.namespace import entity_iri, path_of
from ....graph.relationships import Relationship, Wanted, relationships
from ....graph.sanctions.screening import Screened, screened
from ....graph.ties import ties_among
from ..limits import Limits
from ..tasks import Answer
from .answers import answer
from .drawing import edges
from .judged import wrong_claims
from .nodes import nodes
from .remembered import remembered

if TYPE_CHECKING:
    from ....graph.storage import Place, Reader

_EACH = 3  # chains to one party
_SCREENED = 2000  # entities near one that are screened against lists


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
        _check(reader, (self.source, self.target))
        if self.source == self.target:
            raise WrongUse("a path needs two different ends")
        found = linking_chains(
            reader,
            _whole(reader),
            self.wanted,
            self.source,
            self.target,
            number=self.number,
            longest=self.longest,
        )
        wrong = wrong_claims(reader, self.store)
        return answer(
            reader,
            {
                "total": len(found.chains),
                "status": list(found.status),
                "complete": found.complete,
                "paths": [_chain_json(chain, wrong) for chain in found.chains],
                "nodes": nodes(reader, _along(found.chains, (self.source, self.target))),
            },
        )


@dataclass(frozen=True, slots=True)
class Nearest:
    """The parties under sanctions that are nearest to an entity, each with the chains that lead there."""

    store: Place
    id: str
    hops: int
    limit: int
    wanted: Wanted

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with parties, the nearest first, of equally near ones the surest."""
        _check(reader, (self.id,))
        whole, names = _whole(reader), chosen(self.wanted.selection.relations, load_roles().exposure)
        links, places = whole.links(names, standing=True), _places(whole)
        steps = {self.id: 0}
        if self.id in places:
            found = links.distances([places[self.id]], self.hops)
            steps |= {whole.nodes[place]: int(found[place]) for place in (found != FAR).nonzero()[0].tolist()}
        news, listed = _sanctioned(reader) & steps.keys(), _listed(reader, steps)
        parties = sorted(news | listed.keys(), key=lambda party: (steps[party], party))
        shown = parties[: self.limit]
        wanted = replace(self.wanted, selection=replace(self.wanted.selection, relations=tuple(sorted(names))))
        if wanted.selection.status is None:
            wanted = replace(wanted, selection=replace(wanted.selection, status=("actual",)))
        between: set[str] = set()
        for party in shown:
            if steps[party]:
                back = links.distances([places[party]], steps[party])
                between |= {node for node, step in steps.items() if node in places and back[places[node]] + step == steps[party] and back[places[node]] != FAR}  # fmt: skip
        told = relationships(ties_among(reader, [entity_iri(node) for node in between]), wanted)
        wrong = wrong_claims(reader, self.store)
        given = [
            {
                "party": party,
                "steps": steps[party],
                "sanctions": edges(_sanctions(reader, party), wrong) if party in news else [],
                "listed": [_entry_json(one) for one in listed.get(party, ())],
                "chains": [
                    _chain_json(chain, wrong)
                    for chain in chains_of(told, self.id, party, number=_EACH, longest=steps[party])
                ]
                if steps[party]
                else [],
            }
            for party in shown
        ]
        by = [one.subject for party in shown if party in news for one in _sanctions(reader, party)]
        return answer(
            reader,
            {"total": len(parties), "parties": given, "nodes": nodes(reader, [self.id, *sorted(between), *shown, *by])},
        )


@dataclass(frozen=True, slots=True)
class Distances:
    """How many steps each of these is from the nearest party under sanctions, by what is said to be so."""

    ids: tuple[str, ...]
    hops: int
    relations: tuple[str, ...]

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with the number of steps, null where there are more."""
        whole = _whole(reader)
        names = chosen(self.relations or None, load_roles().exposure)
        places, parties = _places(whole), _sanctioned(reader)
        links = whole.links(names, standing=True)
        found = links.distances([places[party] for party in sorted(parties) if party in places], self.hops)
        steps = {id_: 0 if id_ in parties else int(found[places[id_]]) if id_ in places else FAR for id_ in self.ids}
        return answer(reader, {"distances": {id_: None if step == FAR else step for id_, step in steps.items()}})


def _check(reader: Reader, ids: Collection[str]) -> None:
    known = entities(reader, [entity_iri(id_) for id_ in ids])
    for id_ in ids:
        if entity_iri(id_) not in known:
            raise NotFound(f"{id_}: there is no such entity here; it may have another id now")


def _whole(reader: Reader) -> Adjacency:
    return remembered(reader, "adjacency", lambda reader: reader.adjacency())


def _places(whole: Adjacency) -> dict[str, int]:
    return {node: place for place, node in enumerate(whole.nodes)}


def _sanctioned(reader: Reader) -> frozenset[str]:
    """Give who is under sanctions by what is said to be so, or by an entry of a list that a person confirmed."""

    def read(reader: Reader) -> frozenset[str]:
        found = rows(reader, "SELECT DISTINCT ?e { { ?by gx:sanctions ?e } UNION { ?e gx:listedAs ?entry } }")
        return frozenset(path_of(iri) for (iri,) in found)

    return remembered(reader, "sanctioned", read)


def _listed(reader: Reader, near: Iterable[str]) -> dict[str, list[Screened]]:
    """Screen what is near against the lists of the store."""
    some = entities(reader, [entity_iri(id_) for id_ in list(near)[:_SCREENED]]).values()
    found: dict[str, list[Screened]] = {}
    for one in screened(reader, some).found:
        found.setdefault(one.match.entity.id, []).append(one)
    return found


def _sanctions(reader: Reader, party: str) -> list[Relationship]:
    """Give who is said to sanction a party."""
    by = [iri for (iri,) in rows(reader, f"SELECT ?by {{ ?by gx:sanctions <{entity_iri(party)}> }}")]
    told = relationships(ties_among(reader, [entity_iri(party), *by]))
    return [one for one in told if one.relation == "sanctions" and one.object == party and one.status == "actual"]


def _chain_json(chain: LinkChain, wrong: Collection[str]) -> dict[str, object]:
    return {
        "nodes": list(chain.entities),
        "steps": [edges(step, wrong) for step in chain.steps],
        "score": chain.score,
    }


def _entry_json(one: Screened) -> dict[str, object]:
    entry = one.match.listed.entry
    return {
        "entry": one.id,
        "name": entry.name,
        "programmes": list(entry.programmes),
        "since": entry.since,
        "score": one.match.score,
        "confirmed": bool(one.confirmed),
    }


def _along(chains: Iterable[LinkChain], ends: Iterable[str]) -> list[str]:
    return [*ends, *(entity for chain in chains for entity in chain.entities)]
