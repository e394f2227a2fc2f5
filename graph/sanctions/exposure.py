"""How entities are exposed to parties under sanctions: by which chains, through which stakes, and by the 50 per cent rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..analysis.control import Control, controlled
from ..analysis.lookthrough import Bounds, look_through
from ..analysis.paths import Chain, chains_in
from ..analysis.projection import linked
from ..analysis.stakes import Holding, Problem, stakes
from .parties import Sanctioned

if TYPE_CHECKING:
    import networkx as nx

_HALF = 50.0  # per cent: the rule of the United States' Office of Foreign Assets Control
_NOTHING = Bounds(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Exposure:
    """How one entity is linked with one party under sanctions.

    `steps` is the length of the shortest chain, 0 where the entity itself is that party, None where only stakes link the
    two over more steps than were asked for. `chains` are the shortest, the surest first of equally long ones. `held_by` is
    what the party holds of the entity, `holds` what the entity holds of the party, in per cent, looked through. `score` is
    the chance that the chain and the sanctions both are as they are said to be.
    """

    party: Sanctioned
    steps: int | None
    chains: tuple[Chain, ...]
    held_by: Bounds
    holds: Bounds
    score: float


@dataclass(frozen=True, slots=True)
class Exposed:
    """All that exposes an entity, what weighs most first; `total` counts the parties that were found.

    `rule` tells what all the parties together hold of it where that may be half or more: the 50 per cent rule, by which it
    is under the same sanctions. `sure` there tells if it is so by what is known, or only may be. `problems` are stakes
    that can't be as they are told.
    """

    entity: str
    exposures: tuple[Exposure, ...]
    total: int
    rule: Control | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How far to look: at most `hops` steps by `relations`, of each pair at most `number` chains, of each entity `limit`
    parties (None for all).
    """

    relations: frozenset[str]
    hops: int = 3
    number: int = 3
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class _World:
    network: nx.MultiDiGraph[str]
    graph: nx.Graph[str]
    holding: Holding
    parties: Mapping[str, Sanctioned]


def exposed(
    network: nx.MultiDiGraph[str],
    owned: nx.MultiDiGraph[str],
    parties: Mapping[str, Sanctioned],
    wanted: Collection[str],
    asked: Asked,
) -> tuple[Exposed, ...]:
    """Tell how each of these entities is exposed to these parties, in the order they are asked for.

    `network` holds the claims by which one is exposed to another, at least as far around them as is asked; `owned` the
    stakes above and below them. Chains of known stakes may be longer: a holder of a holder is one all the same.
    """
    world = _World(network, linked(network, asked.relations), stakes(owned), parties)
    return tuple(_exposed(world, entity, asked) for entity in wanted)


def _exposed(world: _World, entity: str, asked: Asked) -> Exposed:
    import networkx as nx

    near: Mapping[str, int] = {}
    if entity in world.graph:
        near = nx.single_source_shortest_path_length(world.graph, entity, cutoff=asked.hops)
    below = look_through(world.holding, [entity])
    above = _above(world.holding, entity)
    found = []
    for name, party in world.parties.items():
        if name == entity:
            found.append(Exposure(party, 0, (), _NOTHING, _NOTHING, party.sure))
            continue
        within = {entity, *above}
        held_by = look_through(world.holding, [name], within)[entity] if name in above else _NOTHING
        holds = below.get(name, _NOTHING)
        if name in near:
            found.append(_linked(world, entity, party, near[name], held_by, holds, asked))
        elif held_by.low or holds.low:
            found.append(Exposure(party, None, (), held_by, holds, party.sure))
    ordered = tuple(sorted(found, key=_weight))
    problems = tuple(one for one in world.holding.problems if one.held in {entity, *above})
    rule = _rule(world, entity)
    return Exposed(entity, ordered[: asked.limit], len(found), rule, problems)


def _linked(
    world: _World, entity: str, party: Sanctioned, steps: int, held_by: Bounds, holds: Bounds, asked: Asked
) -> Exposure:
    chains = chains_in(
        world.network,
        world.graph,
        entity,
        party.entity,
        number=asked.number,
        relations=asked.relations,
        longest=asked.hops,
    )
    score = max((chain.confidence for chain in chains), default=0.0) * party.sure
    return Exposure(party, steps, chains, held_by, holds, round(score, 6))


def _weight(one: Exposure) -> tuple[bool, bool, float, float, str]:
    """Order exposures: the entity itself, then who holds half of it or more, then by steps, then by how sure they are."""
    return one.steps != 0, one.held_by.low < _HALF, one.steps or 99, -one.score, one.party.entity


def _above(holding: Holding, entity: str) -> set[str]:
    found: set[str] = set()
    front = {entity}
    while front:
        front = {holder for one in front for holder in holding.holders(one)} - found - {entity}
        found |= front
    return found


def _rule(world: _World, entity: str) -> Control | None:
    """Tell what all parties together hold of an entity, where that is half of it or may be."""
    owners = [party for party in world.parties if party != entity]
    found = controlled(world.holding, owners, half_is_enough=True, by_word=False)
    return next((control for control in found if control.entity == entity), None)
