"""The task that tells how an entity is exposed: the nearest parties under sanctions, and the chains that lead there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ....graph.adjacency import Adjacency, Links
from ....graph.analysis.links import ROOM, chains_of
from ....graph.analysis.roles import chosen, load_roles
from ....graph.lookup import entities, rows
from ....graph.namespace import entity_iri, path_of
from ....graph.relationships import Relationship, Wanted, relationships
from ....graph.sanctions.exposure import Exposed
from ....graph.sanctions.lists import entries, lists
from ....graph.sanctions.matching import EntryIndex, Listed
from ....graph.sanctions.reading import exposure
from ....graph.sanctions.screening import Screened, screened
from ....graph.ties import ties_among
from ..limits import Limits
from ..tasks import Answer
from .answers import answer
from .drawing import edges
from .judged import wrong_claims
from .nodes import nodes
from .remembered import remembered, whole
from .ways import chain_json, check_there, sanctioned

if TYPE_CHECKING:
    from ....graph.storage import Place, Reader

_EACH = 3  # chains to one party
_SCREENED = 2000  # entities near one, the nearest first, that are screened against lists


@dataclass(frozen=True, slots=True)
class Exposure:
    """The parties under sanctions that are nearest to an entity, each with the chains that lead there."""

    store: Place
    id: str
    hops: int
    limit: int
    stakes: bool
    wanted: Wanted

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with parties, the nearest first."""
        check_there(reader, (self.id,))
        every, wanted = whole(reader), _usual(self.wanted)
        links = every.links(wanted.selection.relations or (), standing=True)
        steps = _steps(every, links, self.id, self.hops)
        news, listed = sanctioned(reader) & steps.keys(), _listed(reader, steps)
        parties = sorted(news | listed.keys(), key=lambda party: (steps[party], party))
        shown = parties[: self.limit]
        room = _between(every, links, self.id, {party: steps[party] for party in shown})
        told = relationships(ties_among(reader, every, room[:ROOM]), wanted)
        chains = {party: chains_of(told, self.id, party, number=_EACH, longest=steps[party]) for party in shown}
        by = {party: _sanctions(reader, every, party) for party in shown if party in news}
        wrong = wrong_claims(reader, self.store)
        given = [
            {
                "party": party,
                "steps": steps[party],
                "sanctions": edges(by.get(party, ()), wrong),
                "listed": [_entry_json(one) for one in listed.get(party, ())],
                "chains": [chain_json(chain, wrong) for chain in chains[party]],
            }
            for party in shown
        ]
        looked = _looked_through(reader, self) if self.stakes else None
        along = [entity for found in chains.values() for chain in found for entity in chain.entities]
        authorities = [one.subject for found in by.values() for one in found]
        drawn = nodes(reader, [self.id, *shown, *along, *authorities, *(_ends(looked) if looked else ())])
        found = {"total": len(parties), "complete": len(room) <= ROOM, "parties": given, "nodes": drawn}
        return answer(reader, found | ({"stakes": _stakes_json(looked)} if looked else {}))


def _looked_through(reader: Reader, asked: Exposure) -> Exposed:
    """Tell what `guanxi exposure` does of the stakes: looked through over whatever number of steps, and by the 50 per cent rule."""
    wanted = _usual(asked.wanted)
    _, (found,) = exposure(
        reader, wanted.selection, [asked.id], hops=asked.hops, number=1, limit=asked.limit, sources=wanted.min_sources
    )
    return found


def _ends(found: Exposed) -> Iterator[str]:
    """Give whom the answer about stakes names."""
    yield from (one.party.entity for one in found.exposures)
    for stake in found.rule.through if found.rule else ():
        yield from (stake.holder, stake.held)
    for problem in found.problems:
        yield from (problem.held, *(holder for holder, _ in problem.told))


def _stakes_json(found: Exposed) -> dict[str, object]:
    rule, bounds = found.rule, ("low", "high")
    through = (
        [{name: getattr(stake, name) for name in ("holder", "held", *bounds)} for stake in rule.through] if rule else []
    )
    return {
        "total": found.total,
        "parties": [
            {
                "party": one.party.entity,
                "steps": one.steps,
                "score": one.score,
                **{of: {end: getattr(getattr(one, of), end) for end in bounds} for of in ("held_by", "holds")},
            }
            for one in found.exposures
        ],
        "rule": {"sure": rule.sure, "low": rule.low, "high": rule.high, "through": through} if rule else None,
        "problems": [
            {"held": one.held, "told": [{"holder": a, "share": share} for a, share in one.told], "total": one.total}
            for one in found.problems
        ],
    }


def _usual(wanted: Wanted) -> Wanted:
    """Follow what exposes one to another and what is actual, where nothing else is asked for."""
    said = wanted.selection
    names = tuple(sorted(chosen(said.relations, load_roles().exposure)))
    return replace(wanted, selection=replace(said, relations=names, status=said.status or ("actual",)))


def _steps(every: Adjacency, links: Links, id_: str, hops: int) -> dict[str, int]:
    """Give what is at most so many steps away, the nearest first."""
    steps = {id_: 0}
    if id_ in every.places:
        found = links.distances([every.places[id_]], hops)
        near = (found > 0).nonzero()[0].tolist()
        steps |= {every.nodes[place]: int(found[place]) for place in sorted(near, key=lambda place: int(found[place]))}
    return steps


def _between(every: Adjacency, links: Links, id_: str, parties: Mapping[str, int]) -> list[str]:
    """Give what stands on the shortest ways to these parties, those to the nearest first."""
    found: dict[str, None] = {}
    for party, steps in parties.items():
        if steps:
            near, far = (links.distances([every.places[end]], steps) for end in (id_, party))
            on_the_way = ((near >= 0) & (far >= 0) & (near + far == steps)).nonzero()[0].tolist()
            found |= dict.fromkeys(every.nodes[place] for place in on_the_way)
    return list(found)


def _listed(reader: Reader, near: Iterable[str]) -> dict[str, list[Screened]]:
    """Screen what is near against the lists of the store."""
    index = remembered(reader, "entries", _index)
    if index is None:
        return {}
    some = entities(reader, [entity_iri(id_) for id_ in list(near)[:_SCREENED]]).values()
    found: dict[str, list[Screened]] = {}
    for one in screened(reader, some, index=index).found:
        found.setdefault(one.match.entity.id, []).append(one)
    return found


def _index(reader: Reader) -> EntryIndex | None:
    names = [info.name for info in lists(reader)]
    return EntryIndex(Listed(name, entry) for name in names for entry in entries(reader, name)) if names else None


def _sanctions(reader: Reader, every: Adjacency, party: str) -> list[Relationship]:
    """Give who is said to sanction a party."""
    by = [path_of(iri) for (iri,) in rows(reader, f"SELECT ?by {{ ?by gx:sanctions <{entity_iri(party)}> }}")]
    told = relationships(ties_among(reader, every, [party, *by]))
    return [one for one in told if one.relation == "sanctions" and one.object == party and one.status == "actual"]


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
