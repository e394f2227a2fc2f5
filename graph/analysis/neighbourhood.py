"""What lies around an entity, by the number of steps that lead there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import WrongUse
from .facts import Fact, facts
from .roles import chosen, load_roles

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity, how many steps away, and the facts that link it to those one step nearer."""

    entity: str
    steps: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Ring:
    """What lies so many steps away: `total` entities, of which `neighbours` are those with most sources."""

    steps: int
    total: int
    neighbours: tuple[Neighbour, ...]


def neighbourhood(
    network: nx.MultiDiGraph[str],
    entity: str,
    *,
    steps: int = 1,
    relations: Collection[str] | None = None,
    limit: int | None = None,
) -> tuple[Ring, ...]:
    """Give what lies around an entity, ring by ring; of each ring at most `limit` entities, the best told first.

    The next ring goes on from all entities of the last one, not only from those that are given. WrongUse for an entity
    that is not in the network.
    """
    if entity not in network:
        raise WrongUse(f"{entity} is not in this network")
    names = chosen(relations, load_roles().linking)
    seen, edge, rings = {entity}, {entity}, []
    for step in range(1, steps + 1):
        links: dict[str, list[Fact]] = {}
        for fact in facts(network, edge, relations=names):
            for end, other in (fact.ends, fact.ends[::-1]):
                if end in edge and other not in seen:
                    links.setdefault(other, []).append(fact)
        if not links:
            break
        found = sorted(links, key=lambda other: (-sum(fact.sources for fact in links[other]), other))
        ring = tuple(Neighbour(other, step, tuple(links[other])) for other in found[:limit])
        rings.append(Ring(step, len(found), ring))
        edge = set(found)
        seen |= edge
    return tuple(rings)
