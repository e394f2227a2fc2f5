"""What a schema is made of: entity types, relations, qualifiers, statuses, families and terms."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from .model import STATUSES, Qualifiers
from .namespace import GX

TermKind = Literal["class", "object", "datatype", "annotation"]
_LOCAL_NAME = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another vocabulary; `how` (`skos:closeMatch`) and `target` (`schema:founder`) are prefixed names."""

    how: str
    target: str


@dataclass(frozen=True, slots=True)
class FollowTheMoney:
    """How a relation is written in FollowTheMoney: a schema, the properties of its two ends and of its qualifiers.

    Names are those of followthemoney 4.11. Where an end's own schema does not fit the property's range (an
    Organization as the Asset of an Ownership), UnknownLink (subject, object, role) takes the relation; `authority` of a
    Sanction is a text. `instead` are more special ways, for claims in whose qualifiers each expression of `when` is
    found (written in Simplified).
    """

    schema: str
    subject: str
    object: str
    qualifiers: Mapping[str, str]
    when: Mapping[str, re.Pattern[str]] = dataclasses.field(default_factory=dict)
    instead: tuple[FollowTheMoney, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """Anything of the vocabulary: its name in the data, its local name in `gx:` (`term`), labels in three languages."""

    name: str
    term: str
    labels: Mapping[str, str]
    descriptions: Mapping[str, str]
    mappings: tuple[Link, ...]

    @property
    def iri(self) -> str:
        """Give its IRI."""
        return GX + self.term


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityType(Described):
    """A kind of entity; `colour` (#RRGGBB), `shape` (vis-network's name) and `order` (in a legend) are how it is shown.

    `follow_the_money` names the FollowTheMoney schema that such an entity is.
    """

    colour: str
    shape: str
    order: int
    follow_the_money: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Described):
    """A relation between two entities.

    `subject` and `object` are the entity types that may stand at its ends, `subject_role` and `object_role` what such
    an end is called (supplier, customer), `inverse` how it is worded from the object's side. `wider` are the
    relations that it is a special case of; `qualifiers` what a text may add to it.
    """

    inverse: Mapping[str, str]
    family: str
    symmetric: bool
    wider: tuple[str, ...]
    subject: tuple[str, ...]
    object: tuple[str, ...]
    subject_role: Mapping[str, str]
    object_role: Mapping[str, str]
    qualifiers: tuple[str, ...]
    follow_the_money: FollowTheMoney

    def admits(self, subject: str, object: str) -> bool:
        """Tell whether entities of these types may stand at its two ends."""
        return subject in self.subject and object in self.object


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier(Described):
    """What a text may add to a relation: a field of `Qualifiers`; `datatype` is that of its literal (`xsd:decimal`)."""

    datatype: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Described):
    """A term by which articles, mentions and claims are written down: a class or a property with its ends."""

    kind: TermKind
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of relations: relations are shown by family, and the family has the colour (#RRGGBB)."""

    name: str
    labels: Mapping[str, str]
    descriptions: Mapping[str, str]
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusStyle:
    """What a status is called and how an edge of that status is drawn; a `faded` line also bears a cross-tick."""

    name: str
    labels: Mapping[str, str]
    descriptions: Mapping[str, str]
    line: str
    thin: bool
    faded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The whole schema; `digest` (`sha256:…`) changes when any file of it does. Types stand in their display order."""

    labels: Mapping[str, str]
    descriptions: Mapping[str, str]
    types: Mapping[str, EntityType]
    relations: Mapping[str, Relation]
    qualifiers: Mapping[str, Qualifier]
    families: Mapping[str, Family]
    statuses: Mapping[str, StatusStyle]
    terms: Mapping[str, Term]
    digest: str

    def wider(self, relation: str) -> tuple[str, ...]:
        """Give every relation that holds where this one does, nearest first, itself not included.

        >>> from guanxi.graph.schema import load_schema
        >>> load_schema().wider("manufactures_for")
        ('supplies',)
        """
        found: list[str] = []
        for name in self.relations[relation].wider:
            found += [other for other in (name, *self.wider(name)) if other not in found]
        return tuple(found)

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """Give what doesn't hold between its parts: file, key, reason. A schema that was loaded has none."""
        for file, found, needed in (
            ("qualifiers.yaml", self.qualifiers, [field.name for field in dataclasses.fields(Qualifiers)]),
            ("statuses.yaml", self.statuses, list(STATUSES)),
        ):
            yield from ((file, name, "is missing: the core types have it") for name in needed if name not in found)
            yield from ((file, name, "is not in the core types") for name in found if name not in needed)
        for relation in self.relations.values():
            yield from ((f"relations/{relation.name}.yaml", "wider", reason) for reason in self._wider_faults(relation))
        yield from self._term_faults()

    def _wider_faults(self, relation: Relation) -> Iterator[str]:
        """Find circles, and ends that a wider relation doesn't admit."""
        seen: set[str] = set()
        waiting = list(relation.wider)
        while waiting:
            wider = self.relations[waiting.pop()]
            if wider.name in seen:
                continue
            seen.add(wider.name)
            waiting += wider.wider
            if wider is relation:
                yield "goes in a circle back to this relation"
            if not (set(relation.subject) <= set(wider.subject) and set(relation.object) <= set(wider.object)):
                yield f"{wider.name} doesn't admit all the types that stand at the ends here"

    def _term_faults(self) -> Iterator[tuple[str, str, str]]:
        """Find local names that no prefixed name can have, and two things of one IRI."""
        files: dict[str, str] = {}
        groups: tuple[tuple[str, Mapping[str, Described]], ...] = (
            ("entities/{}.yaml", self.types),
            ("relations/{}.yaml", self.relations),
            ("qualifiers.yaml", self.qualifiers),
            ("terms.yaml", self.terms),
        )
        for pattern, group in groups:
            for item in group.values():
                file = pattern.format(item.name)
                if not _LOCAL_NAME.fullmatch(item.term):
                    yield file, item.name, f"gx:{item.term} must be letters only"
                if item.term in files:
                    yield file, item.name, f"gx:{item.term} stands in {files[item.term]} already"
                files[item.term] = file
