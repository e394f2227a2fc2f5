"""Entities as nodes of a picture: names, type, how much is claimed of them, and who sanctions them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from ....graph.lookup import entities, rows, values_clauses
from ....graph.model import Entity
from ....graph.namespace import entity_iri, path_of
from ....graph.sanctions.lists import entry_id

if TYPE_CHECKING:
    from ....graph.storage import Reader

_LIST = "list/"


def nodes(reader: Reader, ids: Iterable[str]) -> list[dict[str, object]]:
    """Give these entities in their order, as far as there are such."""
    ordered = list(dict.fromkeys(ids))
    iris = {id_: entity_iri(id_) for id_ in ordered}
    found = entities(reader, iris.values())
    return described(reader, [found[iris[id_]] for id_ in ordered if iris[id_] in found])


def described(reader: Reader, found: Collection[Entity]) -> list[dict[str, object]]:
    """Give entities as nodes."""
    iris = [entity_iri(entity.id) for entity in found]
    degrees, sanctioned = _degrees(reader, iris), sanctions(reader, iris)
    return [
        {
            "id": entity.id,
            "type": entity.type,
            "names": dict(entity.labels),
            "tickers": list(entity.tickers),
            "degree": degrees.get(iri, 0),
            "sanctioned": sanctioned.get(iri, []),
        }
        for entity, iri in zip(found, iris, strict=True)
    ]


def _degrees(reader: Reader, iris: Iterable[str]) -> dict[str, int]:
    """Count the claims at each entity."""
    found: dict[str, int] = {}
    for values in values_clauses("?e", iris):
        either = "{ ?c rdf:subject ?e } UNION { ?c rdf:object ?e }"
        for iri, count in rows(reader, f"SELECT ?e (COUNT(?c) AS ?n) WHERE {{ {values} {either} }} GROUP BY ?e"):
            found[iri] = int(count)
    return found


def sanctions(reader: Reader, iris: Iterable[str]) -> dict[str, list[str]]:
    """Give who sanctions each of these: ids of authorities, and entries of lists that people judged to be it."""
    found: dict[str, set[str]] = defaultdict(set)
    for values in values_clauses("?e", iris):
        pattern = f"{values} {{ ?by gx:sanctions ?e }} UNION {{ ?e gx:listedAs ?by }}"
        for iri, by in rows(reader, f"SELECT ?e ?by WHERE {{ {pattern} }}"):
            path = path_of(by)
            found[iri].add(_LIST + entry_id(by) if path.startswith(_LIST) else path)
    return {iri: sorted(by) for iri, by in found.items()}
