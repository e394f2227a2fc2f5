"""Reads from a store what a dossier tells of: the claims around an entity, its owners, its rivals, sanctions lists."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ...graph.analysis.ownership import Ownership, ownership
from ...graph.analysis.reading import near, owned
from ...graph.analysis.roles import load_roles
from ...graph.analysis.shared import Rivals, shared
from ...graph.analysis.stakes import Holding, stakes
from ...graph.lookup import iri_of, rows
from ...graph.model import Entity
from ...graph.sanctions.exposure import Exposed
from ...graph.sanctions.lists import ListInfo, entry_id, lists
from ...graph.sanctions.parties import ListedAs
from ...graph.sanctions.reading import exposure
from ...graph.selection import Selection
from .telling import Telling, claims_by_id, tellings

if TYPE_CHECKING:
    import networkx as nx

    from ...graph.storage import Reader

_RIVALS = 20  # whose investors, directors and suppliers are compared: hubs have hundreds of rivals


@dataclass(frozen=True, slots=True)
class Material:
    """All that a dossier is written from.

    `around` holds the claims of every status that an entity is an end of, `now` those that are said to be so and not over,
    `tellings` what they say. `exposed` tells of parties under sanctions up to `hops` steps away, by the claims of `chains`;
    `listed` are the entries of lists that it is or may be, `rejected` those that a person judged it not to be.
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
    hops: int
    chains: nx.MultiDiGraph[str]
    exposed: Exposed
    lists: tuple[ListInfo, ...]
    listed: tuple[ListedAs, ...]
    rejected: tuple[ListedAs, ...]

    @property
    def networks(self) -> tuple[nx.MultiDiGraph[str], ...]:
        """Give all networks that were read."""
        return self.around, self.owners, self.rivals, self.chains


def gather(
    reader: Reader, entity: Entity, *, as_of: str | None = None, min_confidence: float = 0.0, hops: int = 2
) -> Material:
    """Read what there is to tell of an entity, as told up to a date if one is given."""
    every = Selection(as_of=as_of, min_confidence=min_confidence)
    actual = Selection(status=("actual",), as_of=as_of, min_confidence=min_confidence)
    around = near(reader, every, [entity.id], closing=False)
    now = near(reader, actual, [entity.id], closing=False)
    told = tuple(tellings(around, claims_by_id(now), entity.id))
    owners = owned(reader, actual, [entity.id])
    holding = stakes(owners)
    rivals = _rivals(reader, actual, told, entity.id)
    chains, (exposed,) = exposure(reader, actual, [entity.id], hops=hops, number=1, holding=holding)
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
        hops,
        chains,
        exposed,
        tuple(lists(reader)),
        next((one.party.listed for one in exposed.exposures if one.steps == 0), ()),
        _rejected(reader, entity),
    )


def _rivals(reader: Reader, actual: Selection, told: Collection[Telling], entity: str) -> nx.MultiDiGraph[str]:
    """Read who has invested in an entity and its rivals, who has posts there, and who supplies them."""
    roles = load_roles()
    rivals = [telling.other(entity) for telling in told if telling.relation in roles.rivals]
    wanted = roles.rivals.union(*roles.shared.values())
    return near(reader, actual, {entity, *rivals[:_RIVALS]}, usual=wanted, closing=False)


def _rejected(reader: Reader, entity: Entity) -> tuple[ListedAs, ...]:
    """Read the entries of lists that a person judged this entity not to be."""
    terms = {"since": "gx:listedSince", "until": "gx:listedUntil", "reason": "schema:description"}
    optional = " ".join(f"OPTIONAL {{ ?e {term} ?{name} }}" for name, term in terms.items())
    found = rows(
        reader,
        f"SELECT ?e ?name ?list ?since ?until ?reason {{ {ox.NamedNode(iri_of(entity))} gx:notListedAs ?e . "
        f"?e schema:name ?name ; dcterms:isPartOf/dcterms:identifier ?list . {optional} }} ORDER BY ?e",
    )
    return tuple(
        ListedAs(
            entry=entry_id(iri),
            list=listed,
            name=name,
            programmes=(),
            since=since or None,
            until=until or None,
            reason=reason or None,
            url=None,
            score=0.0,
            reasons=(),
            confirmed=False,
        )
        for iri, name, listed, since, until, reason in found
    )
