"""What a dossier is made of, in the words of its language and before any form: sections, statements, sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar, cast

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Detail:
    """What some sentences add to a statement: a text ("" where they add nothing) and the sentences' numbers.

    `more` tells of sentences that say so too and are not shown, "" where there are none.
    """

    text: str
    refs: tuple[int, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is told of two parties, under the words for its status ("" for what is said to be so), with its sentences.

    `also` are the other statuses that it is told in: `Denied [4]`. `tags` are remarks on it.
    """

    status: str
    lead: str
    subject: str
    relation: str
    object: str
    details: tuple[Detail, ...]
    also: tuple[Detail, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: a text with the sentences that it rests on, and lines of what sentences add."""

    text: str = ""
    refs: tuple[int, ...] = ()
    lines: tuple[tuple[Detail, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a section: what it says before and after its statements or table; remarks rest on sentences too."""

    title: str
    notes: tuple[Detail, ...] = ()
    statements: tuple[Statement, ...] = ()
    table: Table | None = None
    more: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section; `key` is what it is called in addresses."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence by its number, and all that is known of where it stands.

    `language` is that of the sentence; `url` is None where the article has no address on the web; `added` are its place in
    the text and how sure the readings are, in words; `claims` are the ids of the claims that it is the evidence of.
    """

    number: int
    quote: str
    language: str
    article: str
    headline: str | None
    publisher: str | None
    published: str
    url: str | None
    added: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """Who or what a dossier is about: its names, and what the dossier rests on."""

    id: str
    name: str
    kind: str
    labels: tuple[str, ...]
    names: tuple[str, ...]
    tickers: tuple[str, ...]
    lede: str
    counted: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A whole dossier: `glance` is its summary, `legend` explains the words for a status, `picture` is an SVG element."""

    language: str
    title: str
    head: Head
    glance: tuple[Detail, ...]
    legend: tuple[tuple[str, str], ...]
    picture: str
    caption: str
    sections: tuple[Section, ...]
    evidence: tuple[Evidence, ...]
    made: str


def renumbered(part: Part, numbers: Mapping[int, int]) -> Part:
    """Give a part of a dossier (or several) with other numbers for its sentences."""
    if isinstance(part, tuple):
        return cast(Part, tuple(renumbered(one, numbers) for one in part))
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changed = {field.name: renumbered(getattr(part, field.name), numbers) for field in fields(part)}
    if "refs" in changed:
        changed["refs"] = tuple(sorted({numbers[number] for number in changed["refs"]}))
    return replace(part, **changed)
