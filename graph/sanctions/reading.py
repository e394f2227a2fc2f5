"""Reads from a store no more than a question about exposure needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from ..analysis.facts import facts
from ..analysis.reading import everything, near, owned
from ..analysis.roles import chosen, load_roles
from .exposure import Asked, Exposed, exposed
from .matching import ENOUGH
from .parties import RELATION, sanctioned_parties

if TYPE_CHECKING:
    import networkx as nx

    from ..selection import Selection
    from ..storage import Reader


def exposure(
    reader: Reader,
    selection: Selection,
    wanted: Collection[str],
    *,
    hops: int = 3,
    number: int = 3,
    limit: int | None = None,
    sources: int = 1,
    lists: Collection[str] = (),
    enough: float = ENOUGH,
    holdings: nx.MultiDiGraph[str] | None = None,
) -> tuple[nx.MultiDiGraph[str], tuple[Exposed, ...]]:
    """Tell how these entities are exposed to parties under sanctions, and give the network that the answer is from.

    `lists` are those that count (all where none is named), `enough` the score from which a match that nobody judged counts.
    The relations are those of the selection, or those of `roles.yaml`. `holdings` is what `owned` read, where it is at
    hand. NotFound for a list that there is not.
    """
    import networkx as nx

    names = chosen(selection.relations, load_roles().exposure)
    exposing = replace(selection, relations=tuple(sorted(names)))
    world = near(reader, exposing, wanted, steps=hops, sources=sources, closing=False)
    stakes = owned(reader, selection, wanted, sources=sources) if holdings is None else holdings
    told = everything(reader, replace(selection, relations=(RELATION,)), sources=sources)
    parties = sanctioned_parties(reader, told, {*world, *stakes}, lists=lists, enough=enough, as_of=selection.as_of)
    found = exposed(world, stakes, parties, wanted, Asked(relations=names, hops=hops, number=number, limit=limit))
    return nx.compose_all([told, stakes, world]), found


def trading_partners(reader: Reader, selection: Selection, entity: str, *, side: str, sources: int = 1) -> list[str]:
    """Give the customers or suppliers of an entity, in sorted order."""
    supply = load_roles().supply
    around = near(reader, replace(selection, relations=None), [entity], usual=supply, sources=sources)
    told = [fact for fact in facts(around, [entity], relations=supply) if fact.subject != fact.object]
    if side == "customers":
        return sorted({fact.object for fact in told if fact.subject == entity})
    return sorted({fact.subject for fact in told if fact.object == entity})
