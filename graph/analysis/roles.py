"""Reads what relations mean to the analyses from `roles.yaml`: who holds, who pays, who supplies, who competes."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ..datafile import Section, read_section
from ..errors import WrongUse
from ..schema import load_schema

_STAKES, _CIRCLES = ("held", "bought", "sold", "control"), ("capital", "goods")
_SHARED = ("investor", "director", "supplier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Names of relations by what they mean; `shared` by what their subject is called, `concert` are words of a text."""

    held: frozenset[str]
    bought: frozenset[str]
    sold: frozenset[str]
    control: frozenset[str]
    capital: frozenset[str]
    goods: frozenset[str]
    supply: frozenset[str]
    rivals: frozenset[str]
    shared: Mapping[str, frozenset[str]]
    linking: frozenset[str]
    exposure: frozenset[str]
    concert: tuple[str, ...]


@functools.cache
def load_roles() -> Roles:
    """Read the roles that come with the package, once; DataFileError names the line of what is wrong in them.

    >>> sorted(load_roles().supply)
    ['manufactures_for', 'supplies']
    """
    top = read_section(importlib.resources.files("guanxi.graph.analysis") / "roles.yaml")
    top.allow("stakes", "circles", "supply", "rivals", "shared", "linking", "concert", "exposure")
    schema = load_schema()
    stakes, circles, shared = (top.section(key) for key in ("stakes", "circles", "shared"))
    for section, keys in ((stakes, _STAKES), (circles, _CIRCLES), (shared, _SHARED)):
        section.allow(*keys)
    families = top.some_of("linking", schema.families)
    return Roles(
        **{key: _relations(stakes, key) for key in _STAKES},
        **{key: _relations(circles, key) for key in _CIRCLES},
        supply=_relations(top, "supply"),
        rivals=_relations(top, "rivals"),
        shared={key: _relations(shared, key) for key in _SHARED},
        linking=frozenset(name for name, relation in schema.relations.items() if relation.family in families),
        exposure=_relations(top, "exposure"),
        concert=top.texts("concert"),
    )


def chosen(relations: Collection[str] | None, usual: Iterable[str]) -> frozenset[str]:
    """Give the relations asked for and their special cases, or the usual ones; WrongUse for one that there is not."""
    if relations is None:
        return frozenset(usual)
    there = load_schema().relations
    if unknown := sorted(set(relations) - set(there)):
        raise WrongUse(f"no relation is called {unknown[0]}; there are {', '.join(there)}")
    return with_special_cases(relations)


def with_special_cases(relations: Iterable[str]) -> frozenset[str]:
    """Give these relations and every one that is a special case of them."""
    schema, wanted = load_schema(), frozenset(relations)
    return frozenset(name for name in schema.relations if not wanted.isdisjoint((name, *schema.wider(name))))


def _relations(section: Section, key: str) -> frozenset[str]:
    return with_special_cases(section.some_of(key, load_schema().relations))
