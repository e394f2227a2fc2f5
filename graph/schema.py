"""Reads the schema from `schema/*.yaml` and refuses what is wrong in it, by file and line.

Every entity type and relation is one file. A new relation is a file here and a file of rules, and no code.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable
from typing import TypeVar, cast, get_args

from .datafile import Section, read_section
from .errors import DataFileError
from .namespace import PREFIXES, relation_term, type_term
from .vocabulary import (
    EntityType,
    Family,
    FollowTheMoney,
    Link,
    Qualifier,
    Relation,
    Schema,
    StatusStyle,
    Term,
    TermKind,
)

__all__ = [
    "LANGUAGES",
    "LINES",
    "SHAPES",
    "EntityType",
    "Family",
    "FollowTheMoney",
    "Link",
    "Qualifier",
    "Relation",
    "Schema",
    "StatusStyle",
    "Term",
    "load_schema",
]

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
SHAPES = ("dot", "triangle", "star", "diamond", "square", "hexagon", "triangleDown", "box")  # vis-network's names
LINES = ("solid", "dashed", "dotted", "double")
_CLASS_LINKS = ("rdfs:subClassOf", "owl:equivalentClass", "skos:closeMatch", "skos:broadMatch", "rdfs:seeAlso")
_PROPERTY_LINKS = ("rdfs:subPropertyOf", "owl:equivalentProperty", "skos:closeMatch", "skos:broadMatch", "rdfs:seeAlso")
_COLOUR, _NAME = re.compile(r"#[0-9A-F]{6}"), re.compile(r"[a-z]+(_[a-z]+)*")
_SINGLE_FILES = ("families.yaml", "ontology.yaml", "qualifiers.yaml", "statuses.yaml", "terms.yaml")
_T = TypeVar("_T")


def load_schema(folder: Traversable | None = None) -> Schema:
    """Read the schema that comes with the package (once), or another folder of the same shape (a `Path`).

    DataFileError names the file and the line of the first thing that is wrong.

    >>> load_schema().relations["supplies"].labels["zh-Hant"]
    '供應'
    """
    return _own_schema() if folder is None else _read_schema(folder)


@functools.cache
def _own_schema() -> Schema:
    return _read_schema(importlib.resources.files("guanxi.graph") / "schema")


def _read_schema(folder: Traversable) -> Schema:
    files = dict(sorted(_yaml_files(folder)))
    for needed in _SINGLE_FILES:
        if needed not in files:
            raise DataFileError(f"{folder / needed}: is missing")
    sections = {name: read_section(file) for name, file in files.items()}
    types = _each(_in_folder(sections, "entities"), _entity_type)
    qualifiers = _each(sections["qualifiers.yaml"].sections(), _qualifier)
    families = _each(sections["families.yaml"].sections(), _family)
    relations = _each(_in_folder(sections, "relations"), functools.partial(_relation, sections))
    about = sections["ontology.yaml"]
    about.allow("labels", "descriptions")
    schema = Schema(
        labels=_languages(about, "labels"),
        descriptions=_languages(about, "descriptions"),
        types=dict(sorted(types.items(), key=lambda item: item[1].order)),
        relations=relations,
        qualifiers=qualifiers,
        families=families,
        statuses=_each(sections["statuses.yaml"].sections(), _status),
        terms=_each(sections["terms.yaml"].sections(), _term),
        digest=_digest(files),
    )
    for file, key, reason in schema.faults():
        raise sections[file].wrong(key, reason)
    return schema


def _yaml_files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    if not folder.is_dir():
        raise DataFileError(f"{folder}: no such folder")
    for item in folder.iterdir():
        if item.name.startswith("."):
            continue
        if item.is_dir() and not prefix and item.name in ("entities", "relations"):
            yield from _yaml_files(item, f"{item.name}/")
        elif item.is_file() and item.name.endswith(".yaml") and (prefix or item.name in _SINGLE_FILES):
            yield prefix + item.name, item
        else:
            known = "entities/*.yaml, relations/*.yaml, " + ", ".join(_SINGLE_FILES)
            raise DataFileError(f"{item}: is no file of a schema; a schema holds {known}")


def _in_folder(sections: Mapping[str, Section], folder: str) -> Iterator[tuple[str, Section]]:
    for name, section in sections.items():
        if name.startswith(f"{folder}/"):
            stem = name.removeprefix(f"{folder}/").removesuffix(".yaml")
            if not _NAME.fullmatch(stem):
                raise DataFileError(f"{section.file}: the file is named like its type or relation: invests_in.yaml")
            yield stem, section


def _each(sections: Iterable[tuple[str, Section]], make: Callable[[str, Section], _T]) -> dict[str, _T]:
    return {name: make(name, section) for name, section in sections}


def _digest(files: Mapping[str, Traversable]) -> str:
    """Hash names and contents; line ends don't count, so that a checkout on Windows has the same digest."""
    digest = hashlib.sha256()
    for name, file in files.items():
        content = file.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return f"sha256:{digest.hexdigest()}"


# One function per kind of section


def _entity_type(name: str, section: Section) -> EntityType:
    section.allow("labels", "descriptions", "display", "mappings", "follow_the_money")
    display, money = section.section("display"), section.section("follow_the_money")
    display.allow("order", "colour", "shape")
    money.allow("schema")
    return EntityType(
        name=name,
        term=type_term(name),
        labels=_languages(section, "labels"),
        descriptions=_languages(section, "descriptions"),
        mappings=_mappings(section, _CLASS_LINKS),
        colour=_colour(display),
        shape=display.one_of("shape", SHAPES),
        order=display.number("order"),
        follow_the_money=money.text("schema"),
    )


def _relation(sections: Mapping[str, Section], name: str, section: Section) -> Relation:
    """Make a relation; `sections` are all of the schema's, to check its ends, family and qualifiers against."""
    section.allow(
        *("labels", "descriptions", "inverse", "family", "symmetric", "wider", "subject", "object"),
        *("qualifiers", "mappings", "follow_the_money"),
    )
    symmetric = section.flag("symmetric")
    if symmetric and "inverse" in section.nodes:
        raise section.wrong("inverse", "a symmetric relation reads the same from both sides: leave it out")
    labels = _languages(section, "labels")
    types = [stem for stem, _ in _in_folder(sections, "entities")]
    (subject, subject_role), (object_, object_role) = (_end(section.section(e), types) for e in ("subject", "object"))
    if symmetric and sorted(subject) != sorted(object_):
        raise section.wrong("object", "a symmetric relation has the same types at both ends")
    return Relation(
        name=name,
        term=relation_term(name),
        labels=labels,
        descriptions=_languages(section, "descriptions"),
        mappings=_mappings(section, _PROPERTY_LINKS),
        inverse=labels if symmetric else _languages(section, "inverse"),
        family=section.one_of("family", sections["families.yaml"].nodes),
        symmetric=symmetric,
        wider=section.some_of("wider", [stem for stem, _ in _in_folder(sections, "relations") if stem != name]),
        subject=subject,
        object=object_,
        subject_role=subject_role,
        object_role=object_role,
        qualifiers=section.some_of("qualifiers", sections["qualifiers.yaml"].nodes),
        follow_the_money=_follow_the_money(section.section("follow_the_money"), section.texts("qualifiers")),
    )


def _end(section: Section, types: Iterable[str]) -> tuple[tuple[str, ...], Mapping[str, str]]:
    section.allow("types", "role")
    found = section.some_of("types", types)
    if not found:
        raise section.wrong("types", "name at least one entity type")
    return found, _languages(section, "role")


def _follow_the_money(section: Section, qualifiers: tuple[str, ...]) -> FollowTheMoney:
    section.allow("schema", "subject", "object", "qualifiers", "instead")
    others = section.section("instead").sections() if "instead" in section.nodes else ()
    special = tuple(_written(inner, name, qualifiers, _expressions(inner, qualifiers)) for name, inner in others)
    return replace(_written(section, section.text("schema"), qualifiers, {}), instead=special)


def _written(
    section: Section, schema: str, qualifiers: tuple[str, ...], when: Mapping[str, re.Pattern[str]]
) -> FollowTheMoney:
    properties = _texts(section, "qualifiers", qualifiers) if "qualifiers" in section.nodes else {}
    return FollowTheMoney(schema, section.text("subject"), section.text("object"), properties, when)


def _expressions(section: Section, qualifiers: tuple[str, ...]) -> Mapping[str, re.Pattern[str]]:
    section.allow("when", "subject", "object", "qualifiers")
    try:
        return {name: re.compile(text) for name, text in _texts(section, "when", qualifiers).items()}
    except re.error as error:
        raise section.wrong("when", f"{error.pattern!r} is no regular expression: {error}") from error


def _texts(section: Section, key: str, known: tuple[str, ...]) -> Mapping[str, str]:
    inner = section.section(key)
    inner.allow(*known)
    return {name: inner.text(name) for name in inner.nodes}


def _qualifier(name: str, section: Section) -> Qualifier:
    section.allow("labels", "descriptions", "datatype", "mappings")
    return Qualifier(
        name=name,
        term=relation_term(name),
        labels=_languages(section, "labels"),
        descriptions=_languages(section, "descriptions"),
        mappings=_mappings(section, _PROPERTY_LINKS),
        datatype=_prefixed(section, "datatype", section.text("datatype")),
    )


def _term(name: str, section: Section) -> Term:
    section.allow("kind", "labels", "descriptions", "domain", "range", "symmetric", "mappings")
    kind = cast(TermKind, section.one_of("kind", get_args(TermKind)))
    return Term(
        name=name,
        term=name,
        labels=_languages(section, "labels"),
        descriptions=_languages(section, "descriptions"),
        mappings=_mappings(section, _CLASS_LINKS if kind == "class" else _PROPERTY_LINKS),
        kind=kind,
        domain=tuple(_prefixed(section, "domain", name) for name in section.texts("domain")),
        range=tuple(_prefixed(section, "range", name) for name in section.texts("range")),
        symmetric=section.flag("symmetric"),
    )


def _family(name: str, section: Section) -> Family:
    section.allow("labels", "descriptions", "colour")
    labels, descriptions = _languages(section, "labels"), _languages(section, "descriptions")
    return Family(name=name, labels=labels, descriptions=descriptions, colour=_colour(section))


def _status(name: str, section: Section) -> StatusStyle:
    section.allow("labels", "descriptions", "line", "thin", "faded")
    return StatusStyle(
        name=name,
        labels=_languages(section, "labels"),
        descriptions=_languages(section, "descriptions"),
        line=section.one_of("line", LINES),
        thin=section.flag("thin"),
        faded=section.flag("faded"),
    )


# Values


def _languages(section: Section, key: str) -> Mapping[str, str]:
    inner = section.section(key)
    inner.allow(*LANGUAGES)
    return {language: inner.text(language) for language in LANGUAGES}


def _mappings(section: Section, known: tuple[str, ...]) -> tuple[Link, ...]:
    if "mappings" not in section.nodes:
        return ()
    inner = section.section("mappings")
    inner.allow(*known)
    return tuple(Link(how, _prefixed(inner, how, target)) for how in inner.nodes for target in inner.texts(how))


def _prefixed(section: Section, key: str, name: str) -> str:
    prefix, _, local = name.partition(":")
    if prefix not in PREFIXES or not local:
        raise section.wrong(key, f"{name!r} must be a prefixed name; the prefixes are {', '.join(PREFIXES)}")
    return name


def _colour(section: Section) -> str:
    colour = section.text("colour")
    if not _COLOUR.fullmatch(colour):
        raise section.wrong("colour", f"{colour!r} must be written like #0072B2")
    return colour
