"""How entities are exposed to parties under sanctions: by which chains, through which stakes, and by the 50 per cent rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..adjacency import FAR
from ..analysis.control import Control, controlled
from ..analysis.counted import Counted
from ..analysis.holdings import with_facts
from ..analysis.lookthrough import Bounds, by_all_chains, look_through
from ..analysis.paths import Chain, chain_along
from ..analysis.stakes import Holding, Problem
from ..analysis.ways import Way, Ways
from .parties import Parties, Sanctioned

if TYPE_CHECKING:
    import networkx as nx

    from ..adjacency import Flags

_HALF = 50.0  # per cent: the rule of the United States' Office of Foreign Assets Control
_NOTHING = Bounds(0.0, 0.0)
_DOUBT, _TRACE = 1e-6, 4e-10  # per cent: what bounds may be wrong by, and a stake that is rounded to none


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
class World:
    """What a question about exposure is answered from; `kinds` are the arcs of the relations that expose."""

    counted: Counted
    kinds: Flags
    holding: Holding
    parties: Parties


@dataclass(slots=True)
class _Found:
    """A party as far as it is known before claims are read: what it takes to put it in order."""

    party: str
    steps: int | None
    held_by: Bounds | None  # None where it can't be half and was not reckoned
    holds: Bounds
    ways: tuple[Way, ...] = ()
    score: float = 0.0

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Order parties: the entity itself, then who holds half of it or more, then by steps."""
        return self.steps != 0, self.held_by is None or self.held_by.low < _HALF, self.steps or 99


def exposed(world: World, entity: str, ways: Ways | None, asked: Asked) -> tuple[Exposed, nx.MultiDiGraph[str]]:
    """Tell how an entity is exposed to parties under sanctions, and give what is told of those that are given.

    `ways` lead as far around it as is asked, None where nothing is told of it. Chains of known stakes may be longer: a
    holder of a holder is one all the same.
    """
    import networkx as nx

    above = _above(world.holding, entity)
    found = list(_found(world, entity, above, ways))
    shown = _first(world, found, ways, asked)
    for one in shown:
        if one.held_by is None:
            one.held_by = _held(world, one.party, entity, above)
    sanctions = world.parties.told({one.party for one in shown})
    parties = world.parties.named(sanctions, [one.party for one in shown])
    arcs = sorted({arc for one in shown if ways for way in one.ways for arc in ways.between(way)})
    linking = world.counted.network(arcs)
    exposures = tuple(_exposure(world, linking, one, parties[one.party], asked) for one in shown)
    problems = tuple(one for one in world.holding.problems if one.held in {entity, *above})
    rule = _rule(world, entity)
    return Exposed(entity, exposures, len(found), rule, problems), nx.compose_all([sanctions, linking])


def _found(world: World, entity: str, above: Collection[str], ways: Ways | None) -> Iterator[_Found]:
    """Give the parties that are near, or hold or are held over known stakes."""
    places = world.counted.whole.places
    below = look_through(world.holding, [entity])
    most = by_all_chains(world.holding, entity, above)
    for name in world.parties.entities:
        steps = int(ways.steps[places[name]]) if ways and name in places else FAR
        if name == entity:
            yield _Found(name, 0, _NOTHING, _NOTHING)
            continue
        # who can't hold half of it comes behind, whatever it holds: that is reckoned for those alone that are shown
        open_ = most.get(name, 0.0) <= (_HALF - _DOUBT if steps != FAR else _TRACE)
        held_by = None if open_ else _held(world, name, entity, above)
        holds = below.get(name, _NOTHING)
        if steps != FAR or (held_by is not None and held_by.low) or holds.low:
            yield _Found(name, None if steps == FAR else steps, held_by, holds)


def _held(world: World, party: str, entity: str, above: Collection[str]) -> Bounds:
    if party not in above:
        return _NOTHING
    return look_through(world.holding, [party], {entity, *above})[entity]


def _first(world: World, found: list[_Found], ways: Ways | None, asked: Asked) -> list[_Found]:
    """Give the parties that weigh most, with ways and scores, which are sought only where they decide or are shown."""
    found = sorted(found, key=lambda one: (one.rank, one.party))
    if asked.limit is not None and len(found) > asked.limit:
        found = [one for one in found if one.rank <= found[asked.limit - 1].rank]
    places = world.counted.whole.places
    near = [places[one.party] for one in found if one.steps]
    led = ways.find(near, asked.number) if ways else {}
    sure = world.parties.sure([one.party for one in found])
    for one in found:
        one.score = sure[one.party]
        if one.steps:
            one.ways = tuple(led[places[one.party]])
            one.score = round(max((round(way.sure, 6) for way in one.ways), default=0.0) * one.score, 6)
    found.sort(key=lambda one: (one.rank, -one.score, one.party))
    return found[: asked.limit]


def _exposure(world: World, linking: nx.MultiDiGraph[str], one: _Found, party: Sanctioned, asked: Asked) -> Exposure:
    nodes = world.counted.whole.nodes
    ways = ([nodes[place] for place in way.places] for way in one.ways)
    chains = tuple(chain_along(linking, way, asked.relations) for way in ways)
    return Exposure(party, one.steps, chains, one.held_by or _NOTHING, one.holds, one.score)


def _above(holding: Holding, entity: str) -> set[str]:
    found: set[str] = set()
    front = {entity}
    while front:
        front = {holder for one in front for holder in holding.holders(one)} - found - {entity}
        found |= front
    return found


def _rule(world: World, entity: str) -> Control | None:
    """Tell what all parties together hold of an entity, where that is half of it or may be."""
    owners = [party for party in world.parties.entities if party != entity]
    found = controlled(world.holding, owners, half_is_enough=True, by_word=False)
    rule = next((control for control in found if control.entity == entity), None)
    if rule is None:
        return None
    told = with_facts(world.counted, rule.through)
    return replace(rule, through=tuple(told[stake.holder, stake.held] for stake in rule.through))
