"""Chains between two entities in a graph of any size: the arrays say where they can lead, and only there claims are read."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..adjacency import FAR, Adjacency
from ..relationships import Relationship, Wanted, relationships
from ..ties import ties_among
from .roles import chosen, load_roles

if TYPE_CHECKING:
    import networkx as nx

    from ..storage import Reader

ROOM = 400  # entities between which claims are read; where chains may lead over more, the answer is not complete
_TRIED = 100  # chains of one length that are looked at, to give the surest of them first
_LONGER = 2  # steps by which other chains may be longer than the shortest
# where nothing actual links two, what else is told does; what is denied never
_ELSE = ("actual", "planned", "reported", "ended", "possible")


@dataclass(frozen=True, slots=True)
class LinkChain:
    """A chain: its entities, for each step the relationships, the best told first, and how sure all of them together are."""

    entities: tuple[str, ...]
    steps: tuple[tuple[Relationship, ...], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Chains, the shortest first; the statuses that were followed, and whether all that there is was looked at."""

    chains: tuple[LinkChain, ...]
    status: tuple[str, ...]
    complete: bool


def linking_chains(
    reader: Reader, whole: Adjacency, wanted: Wanted, source: str, target: str, *, number: int, longest: int
) -> Found:
    """Find the shortest chains between two entities, of equally short ones the surest first.

    What is actual is followed where the choice names no status; where that leads nowhere, whatever else is told but denials.
    Places and markets, where everybody meets, link nobody unless their relations are asked for.
    """
    if wanted.selection.status is not None:
        return _chains(reader, whole, wanted, source, target, number, longest)
    found = Found((), (), True)
    for status in (("actual",), _ELSE):
        some = replace(wanted, selection=replace(wanted.selection, status=status))
        found = _chains(reader, whole, some, source, target, number, longest)
        if found.chains:
            break
    return found


def _chains(
    reader: Reader, whole: Adjacency, wanted: Wanted, source: str, target: str, number: int, longest: int
) -> Found:
    status = wanted.selection.status or ()
    names = chosen(wanted.selection.relations, load_roles().linking)
    wanted = replace(wanted, selection=replace(wanted.selection, relations=tuple(sorted(names))))
    # the arrays know what stands today, and not what stood on another day
    links = whole.links(
        names, standing=status == ("actual",) and wanted.selection.as_of is None and not _in_time(wanted)
    )
    if source not in whole.places or target not in whole.places:
        return Found((), status, True)
    near, far = (links.distances([whole.places[end]], longest) for end in (source, target))
    along = {
        whole.nodes[place]: int(near[place] + far[place])
        for place in ((near != FAR) & (far != FAR)).nonzero()[0].tolist()
        if near[place] + far[place] <= longest
    }
    shortest = min(along.values(), default=longest + 1)
    found: tuple[LinkChain, ...] = ()
    for length in range(shortest, min(shortest + _LONGER, longest) + 1):
        room = sorted((node for node, steps in along.items() if steps <= length), key=lambda node: (along[node], node))
        told = relationships(ties_among(reader, whole, room[:ROOM]), wanted)
        found = chains_of(told, source, target, number=number, longest=length)
        if len(found) >= number or len(room) > ROOM:
            return Found(found, status, len(room) <= ROOM)
    return Found(found, status, True)


def _in_time(wanted: Wanted) -> bool:
    return wanted.selection.since is not None or wanted.selection.until is not None


def chains_of(
    told: Iterable[Relationship], source: str, target: str, *, number: int, longest: int
) -> tuple[LinkChain, ...]:
    """Find the shortest chains over these relationships, whichever way they lead, of equally short ones the surest first."""
    import networkx as nx

    between: dict[frozenset[str], list[Relationship]] = defaultdict(list)
    graph: nx.Graph[str] = nx.Graph()
    for one in told:
        if one.subject != one.object:
            between[frozenset((one.subject, one.object))].append(one)
    graph.add_edges_from(sorted((min(pair), max(pair)) for pair in between))
    chains: list[LinkChain] = []
    for way in _ways(graph, source, target):
        if len(way) > longest + 1 or (len(chains) >= number and len(way) > len(chains[number - 1].entities)):
            break
        steps = tuple(tuple(between[frozenset(pair)]) for pair in itertools.pairwise(way))
        sure = math.prod(max(one.confidence for one in step) for step in steps)
        chains.append(LinkChain(tuple(way), steps, round(sure, 6)))
        if len(chains) == max(number, _TRIED):
            break
    chains.sort(key=lambda chain: (len(chain.steps), -chain.score, chain.entities))
    return tuple(chains[:number])


def _ways(graph: nx.Graph[str], source: str, target: str) -> Iterable[Sequence[str]]:
    import networkx as nx

    if source not in graph or target not in graph:
        return
    try:
        yield from nx.shortest_simple_paths(graph, source, target)
    except nx.NetworkXNoPath:
        return
