"""Chains of relations between two entities, each step with the facts that it rests on."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import WrongUse
from .facts import Fact, facts_between
from .projection import directed as directed_graph
from .projection import linked
from .roles import chosen, load_roles

if TYPE_CHECKING:
    import networkx as nx

_STEP = 1e-9  # what a step costs beside its doubt: of two chains equally sure, the shorter one comes first
_TIED = 100  # chains of one length that are looked at, to give the surest of them first


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain, from an entity to the next, with the facts between the two, those with most sources first."""

    source: str
    target: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of steps; `confidence` is the product of what is surest in each: the chance that all of them hold."""

    steps: tuple[Step, ...]
    confidence: float

    @property
    def entities(self) -> tuple[str, ...]:
        """Give the entities along the chain, both ends included."""
        return (*(step.source for step in self.steps[:1]), *(step.target for step in self.steps))


def chains(
    network: nx.MultiDiGraph[str],
    source: str,
    target: str,
    *,
    number: int = 1,
    relations: Collection[str] | None = None,
    surest: bool = False,
    directed: bool = False,
    longest: int = 8,
) -> tuple[Chain, ...]:
    """Give the shortest chains between two entities, or the surest ones, at most so many and so long.

    Of equally short ones the surest come first. `directed` follows relations from subject to object only, symmetric
    ones both ways. The usual relations are all that link two parties; places and exchanges, where everybody meets, do
    not. Empty where no chain leads from one to the other. WrongUse where the two are one, or not in the network.
    """
    for entity in (source, target):
        if entity not in network:
            raise WrongUse(f"{entity} is not in this network")
    if source == target:
        raise WrongUse("a chain needs two different ends")
    names = chosen(relations, load_roles().linking)
    graph = (directed_graph if directed else linked)(network, names)
    return chains_in(
        network,
        graph,
        source,
        target,
        number=number,
        relations=names,
        surest=surest,
        directed=directed,
        longest=longest,
    )


def chains_in(
    network: nx.MultiDiGraph[str],
    graph: nx.Graph[str],
    source: str,
    target: str,
    *,
    number: int,
    relations: Collection[str],
    surest: bool = False,
    directed: bool = False,
    longest: int = 8,
) -> tuple[Chain, ...]:
    """Give the chains that `chains` gives, in the graph that `projection` makes of a network: it serves many pairs."""
    ways = sorted(_ways(graph, source, target, number, surest, longest), key=lambda way: _order(graph, way, surest))
    return tuple(chain_along(network, way, relations, directed=directed) for way in ways[:number])


def _ways(graph: nx.Graph[str], source: str, target: str, number: int, surest: bool, longest: int) -> list[list[str]]:
    """Give so many ways that the wanted ones are among them: of the last length all, as far as is looked."""
    import networkx as nx

    if source not in graph or target not in graph:
        return []
    for _, _, data in graph.edges(data=True) if surest else ():
        data["doubt"] = _STEP - math.log(max(data["confidence"], 1e-300))
    found: list[list[str]] = []
    try:
        ways = nx.shortest_simple_paths(graph, source, target, weight="doubt" if surest else None)
        for way in itertools.islice(ways, max(number, _TIED)):
            if surest and len(found) == number:
                break
            if not surest and (len(way) > longest + 1 or (len(found) >= number and len(way) > len(found[number - 1]))):
                break
            if len(way) <= longest + 1:
                found.append(way)
    except nx.NetworkXNoPath:
        pass
    return found


def _order(graph: nx.Graph[str], way: list[str], surest: bool) -> tuple[float, float, list[str]]:
    doubt = -round(math.prod(graph.edges[pair]["confidence"] for pair in itertools.pairwise(way)), 12)
    return (doubt, len(way), way) if surest else (len(way), doubt, way)


def chain_along(
    network: nx.MultiDiGraph[str], way: Sequence[str], relations: Collection[str], *, directed: bool = False
) -> Chain:
    """Give the chain along these entities, with what a network tells between each two."""
    steps = tuple(
        Step(a, b, tuple(facts_between(network, a, b, relations=relations, directed=directed)))
        for a, b in itertools.pairwise(way)
    )
    sure = math.prod(max(fact.confidence for fact in step.facts) for step in steps)
    return Chain(steps, round(sure, 6))
