"""The forms that sanctions lists come in, as data: `forms.yaml`."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from ...graph.datafile import Section, read_section
from ...graph.errors import SkipInput
from ...graph.sanctions.lists import ListEntry
from ...graph.schema import load_schema


@dataclass(frozen=True, slots=True)
class Form:
    """A form of list: the columns or keys it is known by, and what is true of every list of that form."""

    name: str
    marks: tuple[str, ...]
    title: str
    publisher: str | None
    programme: str | None
    list_name: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: its form, its entries, the name of its data set and its date where it tells them."""

    form: Form
    entries: Iterator[ListEntry | SkipInput]
    dataset: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Forms:
    """All forms by name, and what lists call things.

    `columns` gives the field for the folded name of a column of one's own table, `types` the entity type for what a
    list calls a type, `properties` the properties of FollowTheMoney by field, `topics` those of sanctioned parties.
    """

    by_name: Mapping[str, Form]
    columns: Mapping[str, str]
    types: Mapping[str, str]
    properties: Mapping[str, tuple[str, ...]]
    topics: frozenset[str]

    def recognise(self, keys: Collection[str], suffix: str) -> Form | None:
        """Give the form that a header or record of these keys is of, among those of a suffix (`csv`, `json`)."""
        known = set(keys)
        fits = [form for form in self.by_name.values() if form.name.endswith(suffix) and known >= set(form.marks)]
        return max(fits, key=lambda form: len(form.marks), default=None)

    def type_of(self, word: str | None) -> str | None:
        """Give the entity type that a list's word stands for; None where it says too little."""
        return self.types.get((word or "").strip().casefold())


MONEY = "ftm-json"  # the form of FollowTheMoney's entities


@functools.cache
def load_forms() -> Forms:
    """Read the forms; DataFileError names file and line where they are wrong."""
    section = read_section(files("guanxi.extractors") / "sanctions" / "forms.yaml")
    section.allow("forms", "columns", "types", "properties", "topics")
    types = section.section("types")
    for kind in types.nodes:
        if kind not in load_schema().types:
            raise types.wrong(kind, "is no entity type")
    properties = section.section("properties")
    return Forms(
        {name: _form(name, form) for name, form in section.section("forms").sections()},
        _inverted(section.section("columns")),
        _inverted(types),
        {field: properties.texts(field) for field in properties.nodes},
        frozenset(section.texts("topics")),
    )


def _form(name: str, section: Section) -> Form:
    section.allow("marks", "title", "publisher", "programme", "name")
    more = (section.text(key) if key in section.nodes else None for key in ("publisher", "programme", "name"))
    return Form(name, section.texts("marks"), section.text("title"), *more)


def _inverted(section: Section) -> dict[str, str]:
    return {word: key for key in section.nodes for word in section.texts(key)}
