"""Reads from a store no more of its graph than a question about a few entities needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from ..lookup import rows, values_clauses
from ..namespace import GX, entity_iri, relation_term
from ..network import read_network
from ..schema import load_schema
from .paths import Chain, chains
from .roles import chosen, load_roles

if TYPE_CHECKING:
    import networkx as nx

    from ..selection import Selection
    from ..storage import Reader

_NEAR = (1, 2)  # steps read around both ends before all is read: two each hold every chain of four steps


def everything(
    reader: Reader,
    selection: Selection,
    *,
    usual: Collection[str] | None = None,
    sources: int = 1,
    closing: bool = True,
) -> nx.MultiDiGraph[str]:
    """Read all that a selection holds of its relations, special cases included; where it names none, of the usual ones."""
    names = chosen(selection.relations, load_schema().relations if usual is None else usual)
    wanted = replace(selection, relations=tuple(sorted(names)))
    return read_network(reader, wanted, sources=sources, evidence=False, closing=closing)


def near(
    reader: Reader,
    selection: Selection,
    entities: Collection[str],
    *,
    steps: int = 1,
    usual: Collection[str] | None = None,
    sources: int = 1,
    closing: bool = True,
) -> nx.MultiDiGraph[str]:
    """Read, as `everything` does, what lies at most so many steps around some entities.

    Without `closing`, what links those of the last step with one another is left out: a hub's neighbours are thousands.
    """
    around = tuple(entity_iri(entity) for entity in sorted(entities))
    wanted = replace(selection, around=around, hops=steps)
    return everything(reader, wanted, usual=usual, sources=sources, closing=closing)


def owned(reader: Reader, selection: Selection, entities: Collection[str], *, sources: int = 1) -> nx.MultiDiGraph[str]:
    """Read the stakes above and below some entities, and those that others have in what lies below."""
    roles = load_roles()
    stakes = roles.held | roles.bought | roles.sold
    start = {entity_iri(entity) for entity in entities}
    above, below = _reached(reader, start, stakes, up=True), _reached(reader, start, stakes, up=False)
    others = _holders(reader, below, stakes, up=True)
    around = tuple(sorted(start | above | below | others))
    wanted = replace(selection, relations=tuple(sorted(stakes)), around=around, hops=0)
    return read_network(reader, wanted, sources=sources, evidence=False)


def _reached(reader: Reader, start: Collection[str], relations: Collection[str], *, up: bool) -> set[str]:
    found: set[str] = set()
    front = set(start)
    while front:
        front = _holders(reader, front, relations, up=up) - found - set(start)
        found |= front
    return found


def _holders(reader: Reader, entities: Collection[str], relations: Collection[str], *, up: bool) -> set[str]:
    """Give the IRIs of all who are said to hold some entities, or of all that these are said to hold."""
    names = ", ".join(f"<{GX}{relation_term(name)}>" for name in sorted(relations))
    here, there = ("rdf:object", "rdf:subject") if up else ("rdf:subject", "rdf:object")
    found: set[str] = set()
    for values in values_clauses("?x", entities):
        told = f"{values} ?c {here} ?x ; rdf:predicate ?r ; {there} ?y FILTER(?r IN ({names}))"
        found.update(iri for (iri,) in rows(reader, f"SELECT DISTINCT ?y WHERE {{ {told} }}"))
    return found


def chains_between(
    reader: Reader,
    selection: Selection,
    source: str,
    target: str,
    *,
    number: int = 1,
    surest: bool = False,
    directed: bool = False,
    longest: int = 8,
    sources: int = 1,
) -> tuple[nx.MultiDiGraph[str], tuple[Chain, ...]]:
    """Find the chains that `paths.chains` finds in the whole graph, and give them with the network that was read.

    Short ones are found without reading it all: what is at most so many steps from either end holds every chain of twice
    as many. The surest chain may be a long one: for that all is read.
    """
    names = tuple(sorted(chosen(selection.relations, load_roles().linking)))
    for steps in () if surest else _NEAR:
        view = near(reader, selection, (source, target), steps=steps, usual=names, sources=sources)
        found = chains(
            view, source, target, number=number, relations=names, directed=directed, longest=min(longest, 2 * steps)
        )
        if len(found) == number or longest <= 2 * steps:
            return view, found
    view = everything(reader, selection, usual=names, sources=sources)
    return view, chains(
        view, source, target, number=number, relations=names, surest=surest, directed=directed, longest=longest
    )
