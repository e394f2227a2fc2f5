"""Who owns an entity and what it owns: stakes, look-through stakes, control, ultimate owners, and the chains between."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import WrongUse
from .control import Control, controlled
from .lookthrough import look_through
from .stakes import Holding, Problem, Stake, stakes

if TYPE_CHECKING:
    import networkx as nx

OWNERS = 500  # owners looked through at most, the nearest first; and fewer where much lies between,
_WORK = (
    30_000  # so that not more stakes than this are gone through, some seconds: enough for 170 owners over 170 stakes
)
_TIED = 50  # chains that are looked at, to give the greatest first


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner, direct or not, and what it holds of an entity in per cent when all that lies between is looked through.

    `ultimate` where no article names a holder of it, or only such as it holds itself; None in what is held.
    `steps` is the length of the shortest chain.
    """

    entity: str
    low: float
    high: float
    steps: int
    ultimate: bool | None = None


@dataclass(frozen=True, slots=True)
class Controller:
    """An entity that controls the one asked about, alone; `ultimate` where nobody in turn controls it for sure."""

    entity: str
    control: Control
    ultimate: bool


@dataclass(frozen=True, slots=True)
class Ownership:
    """All that is known of who owns an entity and what it owns; stakes in per cent.

    `holders` are the direct stakes in it, `unknown` the most that others may hold; `owners` are all above it, looked
    through, `controllers` those who control it. `holdings` are its direct stakes, `holds` and `controls` all below it;
    there `together` counts as one with it. `complete` is false where it has more owners than are looked through.
    """

    entity: str
    together: tuple[str, ...]
    holders: tuple[Stake, ...]
    unknown: float
    owners: tuple[Owner, ...]
    controllers: tuple[Controller, ...]
    holdings: tuple[Stake, ...]
    holds: tuple[Owner, ...]
    controls: tuple[Control, ...]
    problems: tuple[Problem, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class StakeChain:
    """A chain of stakes from an owner down to what it holds, and their product in per cent."""

    stakes: tuple[Stake, ...]
    low: float
    high: float


def ownership(
    network: nx.MultiDiGraph[str], entity: str, *, together: Collection[str] = (), holding: Holding | None = None
) -> Ownership:
    """Tell who owns an entity and what it owns, by the actual claims of a network.

    `together` are parties that act in concert with it: what they hold and control counts as its own. `holding` saves
    reading the stakes again. WrongUse for an entity that is not in the network.
    """
    group = sorted({entity, *together})
    for one in group:
        if one not in network:
            raise WrongUse(f"{one} is not in this network")
    holding = holding or stakes(network)
    above, below = _steps(holding.by, [entity]), _steps(holding.of, group)
    between = sum(len(holding.holders(one)) for one in (entity, *above))
    looked = list(above)[: min(OWNERS, max(_WORK // max(between, 1), 1))]
    direct = holding.holders(entity).values()
    through = look_through(holding, group)
    concerned = {entity, *above, *below}
    return Ownership(
        entity,
        tuple(one for one in group if one != entity),
        tuple(sorted(direct, key=_largest)),
        round(max(100 - sum(stake.low for stake in direct), 0.0), 9),
        tuple(sorted(_owners(holding, entity, looked, above), key=_largest_owner)),
        _controllers(holding, entity, looked),
        tuple(sorted((stake for one in group for stake in holding.holdings(one).values()), key=_largest)),
        tuple(
            sorted((Owner(one, through[one].low, through[one].high, below[one]) for one in below), key=_largest_owner)
        ),
        controlled(holding, group),
        tuple(problem for problem in holding.problems if problem.held in concerned),
        len(looked) == len(above),
    )


def stake_chains(holding: Holding, owner: str, held: str, *, number: int = 3) -> tuple[StakeChain, ...]:
    """Give the chains by which an owner holds an entity, at most so many, the greatest stakes first, none in circles."""
    import networkx as nx

    between = {owner, held, *_steps(holding.of, [owner]).keys() & _steps(holding.by, [held]).keys()}
    graph = nx.DiGraph((a, b) for a in sorted(between) for b in sorted(holding.holdings(a)) if b in between)
    if owner not in graph or held not in graph or owner == held:
        return ()
    found = []
    try:
        for way in itertools.islice(nx.shortest_simple_paths(graph, owner, held), max(number, _TIED)):
            links = tuple(holding.holdings(a)[b] for a, b in itertools.pairwise(way))
            low, high = (100 * math.prod(getattr(s, end) / 100 for s in links) for end in ("low", "high"))
            found.append(StakeChain(links, round(low, 9), round(high, 9)))
    except nx.NetworkXNoPath:
        return ()
    return tuple(sorted(found, key=lambda chain: (-chain.low, -chain.high, len(chain.stakes)))[:number])


def _steps(links: Mapping[str, Mapping[str, Stake]], starts: Collection[str]) -> dict[str, int]:
    """Give all that links lead to from some entities, with the least number of steps, the nearest first."""
    found: dict[str, int] = {}
    front, step = list(starts), 0
    while front:
        step += 1
        near = {other for one in front for other in links.get(one, ()) if other not in found and other not in starts}
        front = sorted(near)
        found.update(dict.fromkeys(front, step))
    return found


def _owners(holding: Holding, held: str, owners: Collection[str], above: Mapping[str, int]) -> Iterator[Owner]:
    within = {held, *above}
    ultimate = _ultimate(holding, within)
    for owner in owners:
        bounds = look_through(holding, [owner], within)[held]
        yield Owner(owner, bounds.low, bounds.high, above[owner], owner in ultimate)


def _ultimate(holding: Holding, within: Collection[str]) -> set[str]:
    """Give those of some entities, all of whose holders are among them, that nobody holds from outside their own circle."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(within)
    graph.add_edges_from((holder, held) for held in within for holder in holding.holders(held))
    circles = nx.strongly_connected_components(graph)
    return {
        one for circle in circles if all(holding.holders(held).keys() <= circle for held in circle) for one in circle
    }


def _controllers(holding: Holding, entity: str, owners: Collection[str]) -> tuple[Controller, ...]:
    sway = {owner: {one.entity: one for one in controlled(holding, [owner], unsure=False)} for owner in owners}
    found = [owner for owner in owners if entity in sway[owner]]
    return tuple(
        Controller(
            owner, sway[owner][entity], not any(owner in sway[other] and other not in sway[owner] for other in found)
        )
        for owner in found
    )


def _largest(stake: Stake) -> tuple[float, float, str, str]:
    return -stake.low, -stake.high, stake.holder, stake.held


def _largest_owner(owner: Owner) -> tuple[float, float, str]:
    return -owner.low, -owner.high, owner.entity
