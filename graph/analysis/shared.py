"""What rivals share: investors, directors and suppliers that both of them have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .facts import Fact, facts
from .roles import load_roles

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Shared:
    """An entity that two rivals share: as what (`investor`, `director`, `supplier`), and by which facts to each."""

    entity: str
    role: str
    to_first: tuple[Fact, ...]
    to_second: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two rivals, the facts that call them so, and what they share."""

    first: str
    second: str
    rivalry: tuple[Fact, ...]
    shared: tuple[Shared, ...]


def shared(network: nx.MultiDiGraph[str], *, of: str | None = None, limit: int = 50) -> tuple[Rivals, ...]:
    """Give the pairs of rivals, or those of one entity, that share something, those that share most first.

    Neither rival counts as the other's own investor or supplier, and who once was a director counts only where the
    network holds what has ended.
    """
    roles = load_roles()
    pairs: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts(network, None if of is None else [of], relations=roles.rivals):
        if fact.subject != fact.object:
            pairs.setdefault((min(fact.ends), max(fact.ends)), []).append(fact)
    ends = {end for pair in pairs for end in pair}
    told: dict[str, dict[str, dict[str, list[Fact]]]] = {}  # by role, rival and what it shares perhaps
    for role, relations in roles.shared.items():
        by_rival = told.setdefault(role, {})
        for fact in facts(network, ends, relations=relations):
            if fact.object in ends:
                by_rival.setdefault(fact.object, {}).setdefault(fact.subject, []).append(fact)
    found = [
        Rivals(first, second, tuple(rivalry), common)
        for (first, second), rivalry in pairs.items()
        if (common := _common(told, first, second))
    ]
    return tuple(sorted(found, key=lambda pair: (-len(pair.shared), pair.first, pair.second))[:limit])


def _common(told: dict[str, dict[str, dict[str, list[Fact]]]], first: str, second: str) -> tuple[Shared, ...]:
    return tuple(
        Shared(entity, role, tuple(one[entity]), tuple(other[entity]))
        for role, by_rival in told.items()
        for one, other in [(by_rival.get(first, {}), by_rival.get(second, {}))]
        for entity in sorted(one.keys() & other.keys() - {first, second})
    )
