"""Reads which relations a section of the dossier tells (`sections.yaml`), and where parties stand in its picture."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass

from ...graph.analysis.roles import with_special_cases
from ...graph.datafile import read_section
from ...graph.schema import load_schema
from .telling import Telling

SIDES = ("subject", "object", "any")
ZONES = ("above", "below", "left", "right")


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a section: its key, the relations that it tells, and on which side of them the entity stands."""

    key: str
    relations: frozenset[str]
    side: str

    def holds(self, telling: Telling, entity: str) -> bool:
        """Tell whether it tells of this."""
        stands = {"any": True, "subject": telling.subject == entity, "object": telling.object == entity}
        return telling.relation in self.relations and stands[self.side]


@functools.cache
def load_plan() -> Mapping[str, tuple[Part, ...]]:
    """Read the sections with their blocks, once; DataFileError names the line of what is wrong."""
    top = read_section(importlib.resources.files("guanxi.exports.dossier") / "sections.yaml")
    plan = {}
    for section, blocks in top.sections():
        parts = []
        for key, block in blocks.sections():
            block.allow("relations", "side")
            relations = with_special_cases(block.some_of("relations", load_schema().relations))
            parts.append(Part(key, relations, block.one_of("side", SIDES)))
        plan[section] = tuple(parts)
    return plan


@functools.cache
def load_zones() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Read where in the picture the other party of a relation stands: zone, the entity's side, relations."""
    top = read_section(importlib.resources.files("guanxi.exports.dossier") / "picture.yaml")
    top.allow(*ZONES)
    return tuple(
        (zone, side, frozenset(sides.some_of(side, load_schema().relations)))
        for zone, sides in top.sections()
        for side in sides.nodes
    )


def zone_of(telling: Telling, entity: str) -> str:
    """Give where in the picture the other party of a statement stands."""
    side = "subject" if telling.subject == entity else "object"
    found = (zone for zone, where, relations in load_zones() if where == side and telling.relation in relations)
    return next(found, ZONES[-1])
