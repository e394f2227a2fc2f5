"""Communities: who has more to do with one another than with the rest, each with a label to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import WrongUse
from .names import name_of
from .projection import linked
from .roles import chosen, load_roles

if TYPE_CHECKING:
    import networkx as nx

METHODS = ("louvain", "leiden")
_NAMED = 3  # members in a label


@dataclass(frozen=True, slots=True)
class Member:
    """An entity of a community: `inside` is the weight of its links to other members, `outside` of those to others."""

    entity: str
    inside: float
    outside: float


@dataclass(frozen=True, slots=True)
class Community:
    """A community, the strongest members first; `relations` are those told most often between its members."""

    number: int
    label: str
    members: tuple[Member, ...]
    relations: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Communities:
    """All communities, the largest first, and how well they part the graph (modularity, at most 1)."""

    method: str
    modularity: float
    communities: tuple[Community, ...]


def communities(
    network: nx.MultiDiGraph[str],
    *,
    relations: Collection[str] | None = None,
    method: str = "louvain",
    resolution: float = 1.0,
    seed: int = 0,
    language: str = "zh-Hans",
) -> Communities:
    """Part the entities of a network into communities, the same for the same seed.

    louvain is that of networkx, leiden that of graspologic-native, some twenty times as fast from 100,000 edges on.
    A link weighs as many times as it has independent sources; a greater `resolution` gives more and smaller
    communities. A label names the strongest members. WrongUse where leiden is not installed.
    """
    import networkx as nx

    if method not in METHODS:
        raise WrongUse(f"no method is called {method}; there are {', '.join(METHODS)}")
    names = chosen(relations, load_roles().linking)
    graph = linked(network, names)
    if not len(graph):
        return Communities(method, 0.0, ())
    if method == "leiden":
        parts = _leiden(graph, resolution, seed)
    else:
        parts = nx.community.louvain_communities(graph, weight="weight", resolution=resolution, seed=seed)
    quality = nx.community.modularity(graph, parts, weight="weight", resolution=resolution)
    ordered = sorted((_members(graph, set(part)) for part in parts), key=lambda part: (-len(part), part[0].entity))
    told = _relations(network, names, ordered)
    found = (
        Community(number, _label(network, part, language), part, told[number]) for number, part in enumerate(ordered, 1)
    )
    return Communities(method, round(quality, 6), tuple(found))


def _leiden(graph: nx.Graph[str], resolution: float, seed: int) -> list[set[str]]:
    try:
        from graspologic_native import leiden  # type: ignore[import-untyped]  # it ships no types
    except ImportError as error:
        raise WrongUse("leiden needs graspologic-native: pip install 'guanxi[leiden]', or use louvain") from error
    edges = [(a, b, float(data["weight"])) for a, b, data in graph.edges(data=True)]
    _, placed = leiden(edges, resolution=resolution, seed=seed)
    parts: dict[int, set[str]] = {}
    for node in graph:
        parts.setdefault(placed[node], set()).add(node)
    return list(parts.values())


def _members(graph: nx.Graph[str], part: set[str]) -> tuple[Member, ...]:
    members = []
    for entity in part:
        weights = [(other in part, data["weight"]) for other, data in graph[entity].items()]
        inside, outside = (sum(weight for here, weight in weights if here is wanted) for wanted in (True, False))
        members.append(Member(entity, round(inside, 6), round(outside, 6)))
    return tuple(sorted(members, key=lambda member: (-member.inside, -member.outside, member.entity)))


def _relations(
    network: nx.MultiDiGraph[str], names: Collection[str], parts: Iterable[tuple[Member, ...]]
) -> dict[int, tuple[tuple[str, int], ...]]:
    """Count the claims between members, by community and relation, and give the three told most often."""
    part_of = {member.entity: number for number, part in enumerate(parts, 1) for member in part}
    counts: dict[int, Counter[str]] = {number: Counter() for number in part_of.values()}
    for a, b, data in network.edges(data=True):
        if data["relation"] in names and a != b and part_of[a] == part_of[b]:
            counts[part_of[a]][data["relation"]] += 1
    return {
        number: tuple(sorted(count.items(), key=lambda item: (-item[1], item[0]))[:3])
        for number, count in counts.items()
    }


def _label(network: nx.MultiDiGraph[str], part: tuple[Member, ...], language: str) -> str:
    names = [name_of(network, member.entity, language) for member in part[:_NAMED]]
    return " · ".join(names) + (f" +{len(part) - _NAMED}" if len(part) > _NAMED else "")
