"""Cut points and bridges: the entities and links whose loss parts a network, and what each of them would cut off."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .facts import Fact, facts_between
from .projection import arcs, linked
from .roles import chosen, load_roles
from .separation import Part, Separation, size

if TYPE_CHECKING:
    import networkx as nx

_NAMED = 10  # entities of a part that are named


@dataclass(frozen=True, slots=True)
class CutOff:
    """What would be cut off: how many entities, and the first of them in order of their ids."""

    size: int
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CutPoint:
    """An entity without which its network falls apart: how many it would cut off from the largest part, and those parts."""

    entity: str
    cut_off: int
    parts: tuple[CutOff, ...]


@dataclass(frozen=True, slots=True)
class Bridge:
    """A link without which its network falls apart: `near` stays in the larger part, `far` in the one cut off."""

    near: str
    far: str
    part: CutOff
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Cuts:
    """The cut points and bridges that cut off most, and how many there are of each."""

    entities: int
    points: tuple[CutPoint, ...]
    bridges: tuple[Bridge, ...]
    all_points: int
    all_bridges: int


def cuts(network: nx.MultiDiGraph[str], *, relations: Collection[str] | None = None, limit: int = 20) -> Cuts:
    """Find the entities and links whose loss parts the network of these relations, by itself the supply network."""
    names = chosen(relations, load_roles().supply)
    graph = arcs(linked(network, names))
    search, nodes = Separation(graph), graph.nodes

    def cut_off(part: Part) -> CutOff:
        return CutOff(size(part), search.entities(part, _NAMED))

    points = [(sum(map(size, parts[1:])), nodes[node], parts[1:]) for node, parts in search.points()]
    points.sort(key=lambda point: (-point[0], point[1]))
    bridges = [_sided(nodes[a], nodes[b], parts) for a, b, parts in search.bridges()]
    bridges.sort(key=lambda bridge: (-size(bridge[2]), bridge[0], bridge[1]))
    return Cuts(
        len(nodes),
        tuple(CutPoint(entity, lost, tuple(map(cut_off, parts))) for lost, entity, parts in points[:limit]),
        tuple(
            Bridge(near, far, cut_off(part), tuple(facts_between(network, near, far, relations=names)))
            for near, far, part in bridges[:limit]
        ),
        len(points),
        len(bridges),
    )


def _sided(a: str, b: str, parts: list[Part]) -> tuple[str, str, Part]:
    """Give a bridge's end in the larger part, the other one, and the smaller part; of two alike, the later id is cut."""
    (near, _), (far, lost) = sorted(((a, parts[0]), (b, parts[1])), key=lambda end: (-size(end[1]), end[0]))
    return near, far, lost
