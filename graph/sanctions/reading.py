"""Reads from a store no more than a question about exposure needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from ..adjacency import FAR
from ..analysis.counted import Counted
from ..analysis.facts import facts
from ..analysis.holdings import holdings
from ..analysis.reading import near
from ..analysis.roles import chosen, load_roles
from ..analysis.stakes import Holding
from ..analysis.ways import Ways
from ..lookup import entities
from ..namespace import entity_iri
from ..network import assembled
from .exposure import Asked, Exposed, World, exposed
from .matching import ENOUGH
from .parties import Choice, Parties

if TYPE_CHECKING:
    import networkx as nx

    from ..selection import Selection
    from ..storage import Reader


def exposure(
    reader: Reader,
    selection: Selection,
    wanted: Collection[str],
    *,
    hops: int = 3,
    number: int = 3,
    limit: int | None = None,
    sources: int = 1,
    lists: Collection[str] = (),
    enough: float = ENOUGH,
    holding: Holding | None = None,
) -> tuple[nx.MultiDiGraph[str], tuple[Exposed, ...]]:
    """Tell how these entities are exposed to parties under sanctions, in the order they are asked for, and the network of it.

    `lists` are those that count (all where none is named), `enough` the score from which a match that nobody judged counts.
    The relations are those of the selection, or those of `roles.yaml`. `holding` are the stakes around these entities, where
    they are at hand. NotFound for a list that there is not.
    """
    names = chosen(selection.relations, load_roles().exposure)
    counted = Counted(reader, selection, sources=sources)
    kinds, places = counted.whole.of(names), counted.whole.places
    ways = {entity: Ways(counted, kinds, places[entity], hops) for entity in wanted if entity in places}
    holding = holding or holdings(reader, counted, wanted)
    near = {counted.whole.nodes[place] for one in ways.values() for place in (one.steps != FAR).nonzero()[0].tolist()}
    choice = Choice(lists=tuple(lists), enough=enough, as_of=selection.as_of)
    parties = Parties(reader, counted, {*wanted, *near, *holding.of, *holding.by}, choice)
    world = World(counted, kinds, holding, parties)
    asked = Asked(relations=names, hops=hops, number=number, limit=limit)
    told = [exposed(world, entity, ways.get(entity), asked) for entity in wanted]
    found = tuple(one for one, _ in told)
    return _named(reader, [network for _, network in told], found), found


def _named(
    reader: Reader, networks: Collection[nx.MultiDiGraph[str]], found: Collection[Exposed]
) -> nx.MultiDiGraph[str]:
    """Put together what was read, with the names of all whom the answers name."""
    import networkx as nx

    network = nx.compose_all([nx.MultiDiGraph(), *networks])
    stakes = (stake for one in found if one.rule for stake in one.rule.through)
    named = {
        *network,
        *(one.entity for one in found),
        *(exposure.party.entity for one in found for exposure in one.exposures),
        *(end for stake in stakes for end in (stake.holder, stake.held)),
        *(name for one in found for problem in one.problems for name in (problem.held, *dict(problem.told))),
    }
    known = entities(reader, map(entity_iri, named))
    return nx.compose_all([network, assembled(known.values(), [])])


def trading_partners(reader: Reader, selection: Selection, entity: str, *, side: str, sources: int = 1) -> list[str]:
    """Give the customers or suppliers of an entity, in sorted order."""
    supply = load_roles().supply
    around = near(reader, replace(selection, relations=None), [entity], usual=supply, sources=sources)
    told = [fact for fact in facts(around, [entity], relations=supply) if fact.subject != fact.object]
    if side == "customers":
        return sorted({fact.object for fact in told if fact.subject == entity})
    return sorted({fact.subject for fact in told if fact.object == entity})
