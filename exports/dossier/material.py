"""Reads from a store what a dossier tells of: the claims around an entity, its owners, its rivals, sanctions lists."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ...graph.analysis.facts import facts
from ...graph.analysis.ownership import Ownership, ownership
from ...graph.analysis.reading import near, owned
from ...graph.analysis.roles import load_roles
from ...graph.analysis.shared import Rivals, shared
from ...graph.analysis.stakes import Holding, stakes
from ...graph.lookup import iri_of, rows
from ...graph.model import Entity
from ...graph.sanctions.lists import ListEntry, ListInfo, entries, entry_iri, lists
from ...graph.selection import Selection
from .telling import Telling, claims_by_id, tellings

if TYPE_CHECKING:
    import networkx as nx

    from ...graph.storage import Reader

_RIVALS = 20  # whose investors, directors and suppliers are compared: hubs have hundreds of rivals


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a sanctions list that a person judged to be an entity, or not to be it."""

    info: ListInfo
    entry: ListEntry
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Material:
    """All that a dossier is written from.

    `around` holds the claims of every status that an entity is an end of, `now` those that are said to be so and not over,
    `tellings` what they say. `tainted` are facts that say of a party it is linked with that it is under
    sanctions, by that party.
    """

    entity: Entity
    around: nx.MultiDiGraph[str]
    now: nx.MultiDiGraph[str]
    tellings: tuple[Telling, ...]
    owners: nx.MultiDiGraph[str]
    holding: Holding
    ownership: Ownership | None
    rivals: nx.MultiDiGraph[str]
    shared: tuple[Rivals, ...]
    sanctions: nx.MultiDiGraph[str]
    tainted: tuple[Telling, ...]
    lists: tuple[ListInfo, ...]
    listed: tuple[Listed, ...]

    @property
    def networks(self) -> tuple[nx.MultiDiGraph[str], ...]:
        """Give all networks that were read."""
        return self.around, self.owners, self.rivals, self.sanctions


def gather(reader: Reader, entity: Entity, *, as_of: str | None = None, min_confidence: float = 0.0) -> Material:
    """Read what there is to tell of an entity, as told up to a date if one is given."""
    every = Selection(as_of=as_of, min_confidence=min_confidence)
    actual = Selection(status=("actual",), as_of=as_of, min_confidence=min_confidence)
    around = near(reader, every, [entity.id])
    now = near(reader, actual, [entity.id])
    told = tuple(tellings(around, claims_by_id(now), entity.id))
    owners = owned(reader, actual, [entity.id])
    holding = stakes(owners)
    rivals = _rivals(reader, actual, told, entity.id)
    linked = _linked(told, entity.id)
    sanctions = near(reader, actual, sorted(linked), usual=("sanctions",))
    return Material(
        entity,
        around,
        now,
        told,
        owners,
        holding,
        ownership(owners, entity.id, holding=holding) if entity.id in owners else None,
        rivals,
        shared(rivals, of=entity.id) if entity.id in rivals else (),
        sanctions,
        _tainted(sanctions, linked),
        tuple(lists(reader)),
        tuple(_listed(reader, entity)),
    )


def _rivals(reader: Reader, actual: Selection, told: Collection[Telling], entity: str) -> nx.MultiDiGraph[str]:
    """Read who has invested in an entity and its rivals, who has posts there, and who supplies them."""
    roles = load_roles()
    rivals = [telling.other(entity) for telling in told if telling.relation in roles.rivals]
    wanted = roles.rivals.union(*roles.shared.values())
    return near(reader, actual, {entity, *rivals[:_RIVALS]}, usual=wanted)


def _linked(told: Collection[Telling], entity: str) -> frozenset[str]:
    """Give whom a standing statement links an entity with, sanctions themselves left out."""
    linking = load_roles().linking
    return frozenset(
        telling.other(entity)
        for telling in told
        if telling.status == "actual" and telling.relation in linking and telling.relation != "sanctions"
    ) - {entity}


def _tainted(network: nx.MultiDiGraph[str], linked: Collection[str]) -> tuple[Telling, ...]:
    standing = claims_by_id(network)
    found = []
    for party in sorted({fact.object for fact in facts(network, relations=("sanctions",)) if fact.object in linked}):
        found += [one for one in tellings(network, standing, party) if one.object == party and one.status == "actual"]
    return tuple(found)


def _listed(reader: Reader, entity: Entity) -> list[Listed]:
    """Give the entries of lists that people judged this entity by."""
    query = f"SELECT ?v ?e {{ VALUES ?v {{ gx:listedAs gx:notListedAs }} {ox.NamedNode(iri_of(entity))} ?v ?e }}"
    judged = {iri: verdict.endswith("#listedAs") for verdict, iri in rows(reader, query)}
    if not judged:
        return []
    return [
        Listed(info, entry, judged[iri])
        for info in lists(reader)
        for entry in entries(reader, info.name)
        if (iri := entry_iri(info.name, entry.key)) in judged
    ]
