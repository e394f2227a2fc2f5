"""The stakes around some entities in a graph of any size: only the claims that tell a percentage are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..lookup import rows, values_clauses
from .counted import Counted
from .facts import Fact, facts
from .roles import load_roles
from .stakes import Holding, Stake, stakes

if TYPE_CHECKING:
    from ..adjacency import Adjacency, Flags, Ints
    from ..storage import Reader

_FEW = 2000  # facts up to which each is asked for its percentages, and not the whole store


def holdings(reader: Reader, counted: Counted, entities: Collection[str]) -> Holding:
    """Give the stakes that `reading.owned` reads around some entities, those without a percentage without their facts."""
    import numpy as np

    roles, whole = load_roles(), counted.whole
    kinds = whole.of(roles.held | roles.bought | roles.sold)
    arcs = np.flatnonzero(counted.arcs(kinds & _inside(whole, around(whole, kinds, entities)), actual=True))
    pairs = whole.ends[arcs, 0] * len(whole.nodes) + whole.ends[arcs, 1]
    figured = np.isin(pairs, pairs[_figured(reader, whole.facts(arcs))])
    told: dict[tuple[str, str], set[str]] = {}
    for arc in arcs[~figured].tolist():
        holder, held = (whole.nodes[end] for end in whole.ends[arc].tolist())
        told.setdefault((holder, held), set()).add(whole.relations[whole.kinds[arc]])
    return stakes(counted.network(arcs[figured]), told)


def around(whole: Adjacency, kinds: Flags, entities: Collection[str]) -> Flags:
    """Tell what is above and below some entities by these arcs, and who else holds what is below, themselves included."""
    import numpy as np

    start = np.zeros(len(whole.nodes), dtype=np.bool_)
    start[[whole.places[entity] for entity in entities if entity in whole.places]] = True
    holder, held = whole.ends[kinds].T
    above, below = _reached(start, held, holder), _reached(start, holder, held)
    found: Flags = start | above | below
    found[holder[(below & ~start)[held]]] = True
    return found


def with_facts(counted: Counted, wanted: Iterable[Stake]) -> dict[tuple[str, str], Stake]:
    """Give stakes with the facts that they rest on, by holder and held, which are read where they are not there."""
    import numpy as np

    found = {(stake.holder, stake.held): stake for stake in wanted}
    roles, whole = load_roles(), counted.whole
    relevant = roles.held | roles.bought | roles.sold
    bare = [pair for pair, stake in found.items() if not stake.facts]
    places = whole.find((a, name, b) for a, b in bare for name in sorted(relevant & set(whole.relations)))
    told: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts(counted.network(np.unique(places[places >= 0])), relations=relevant, status=("actual",)):
        told.setdefault(fact.ends, []).append(fact)
    return found | {pair: replace(found[pair], facts=tuple(told[pair])) for pair in bare if pair in told}


def _inside(whole: Adjacency, nodes: Flags) -> Flags:
    (a, b) = whole.ends.T
    found: Flags = nodes[a] & nodes[b]
    return found


def _reached(start: Flags, tail: Ints, head: Ints) -> Flags:
    """Tell what arcs lead to from some nodes, these included."""
    import numpy as np

    found: Flags = start.copy()
    front: Flags = start
    while front.any():
        near = np.zeros_like(start)
        near[head[front[tail]]] = True
        front = near & ~found
        found[front] = True
    return found


def _figured(reader: Reader, iris: list[str]) -> Flags:
    """Tell of which facts a claim tells a percentage."""
    import numpy as np

    if len(iris) > _FEW:
        found = {fact for (fact,) in rows(reader, "SELECT DISTINCT ?f { ?c gx:stake ?share ; gx:fact ?f }")}
    else:
        asked = (
            f"SELECT DISTINCT ?f {{ {few} ?c gx:fact ?f ; gx:stake ?share }}" for few in values_clauses("?f", iris)
        )
        found = {fact for query in asked for (fact,) in rows(reader, query)}
    return np.array([iri in found for iri in iris], dtype=np.bool_)
