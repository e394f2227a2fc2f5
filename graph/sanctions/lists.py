"""A sanctions list and its entries: written as the quads of a named graph of its own, and read back from them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..errors import NotFound, WrongUse
from ..literals import address, day_literal, integer_literal, text_literal, uri_literal
from ..lookup import rows
from ..namespace import GX, GXR, entity_iri, expand, path_of, type_term

if TYPE_CHECKING:
    from ..storage import Reader

_NAME = re.compile(r"[^\s@#/<>\"{}|\\^`\x00-\x20]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """One party on a list, as the list has it.

    `key` sets it apart from all others of the list: the source's own id, or one made of its name. `type` is an entity
    type of the schema, None where the list does not say. `countries` are ISO 3166 codes (`CN`) where the list gives
    such, and else its words. `since` and `until` are dates as precise as the list gives them.
    """

    key: str
    name: str
    type: str | None = None
    names: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    tickers: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    reason: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListInfo:
    """What is known of a list beside its entries: `name` is what it is called in a store, `form` how it was written.

    `source` is the IRI of what it was read from and `source_hash` the hash of that; `issued` the day it is of.
    """

    name: str
    title: str
    form: str
    source: str
    source_hash: str
    issued: str | None = None
    publisher: str | None = None
    programmes: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class SanctionsList:
    """A whole list: what is known of it, and its entries, each with a key of its own."""

    info: ListInfo
    entries: tuple[ListEntry, ...]


def check_name(name: str) -> str:
    """Give a list's name back, or raise WrongUse for one that could not be told from a name or an address."""
    if not _NAME.fullmatch(name):
        raise WrongUse(f"a list can't be called {name!r}: use letters, digits, dots and hyphens")
    return name


def list_iri(name: str) -> str:
    """Give the IRI of a list, which is its named graph's.

    >>> list_iri("us-entity-list")
    'https://w3id.org/guanxi/id/list/us-entity-list'
    """
    return entity_iri("list/" + name)


def entry_iri(name: str, key: str) -> str:
    """Give the IRI of an entry of a list.

    >>> entry_iri("own", "甲 1")
    'https://w3id.org/guanxi/id/list/own#甲%201'
    """
    return f"{list_iri(name)}#{entity_iri(key).removeprefix(GXR)}"


def entry_id(iri: str) -> str:
    """Give an entry's IRI as people write it: `us-entity-list#9f2c…`."""
    return path_of(iri).removeprefix("list/")


# Writing

_A = f"<{expand('rdf:type')}>"
_TEXTS = {  # the fields of an entry that are plain texts, and the terms they are written as
    "names": "schema:alternateName",
    "countries": "schema:addressCountry",
    "addresses": "schema:address",
    "programmes": "gx:programme",
    "identifiers": "schema:identifier",
    "tickers": "schema:tickerSymbol",
}
_DAYS = {"since": "gx:listedSince", "until": "gx:listedUntil"}


def lines(listed: SanctionsList) -> Iterator[str]:
    """Write the named graph of a list as lines of N-Quads, its entries in the order of their keys."""
    graph = list_iri(listed.info.name)
    end = f" <{graph}> .\n"
    for line in _info(listed.info, f"<{graph}>"):
        yield line + end
    for entry in sorted(listed.entries, key=lambda entry: entry.key):
        for line in _entry(entry, f"<{entry_iri(listed.info.name, entry.key)}>", f"<{graph}>"):
            yield line + end


def _info(info: ListInfo, this: str) -> Iterator[str]:
    yield f"{this} {_A} <{GX}SanctionsList>"
    yield f"{this} <{expand('dcterms:identifier')}> {text_literal(info.name)}"
    yield f"{this} <{expand('dcterms:title')}> {text_literal(info.title)}"
    yield f"{this} <{expand('dcterms:format')}> {text_literal(info.form)}"
    yield f"{this} <{expand('dcterms:source')}> {address(info.source)}"
    yield f"{this} <{GX}sourceHash> {text_literal(info.source_hash)}"
    yield f"{this} <{GX}entries> {integer_literal(info.count)}"
    if info.issued is not None:
        yield f"{this} <{expand('dcterms:issued')}> {day_literal(info.issued)}"
    if info.publisher is not None:
        yield f"{this} <{expand('dcterms:publisher')}> {text_literal(info.publisher)}"
    for programme in info.programmes:
        yield f"{this} <{GX}programme> {text_literal(programme)}"


def _entry(entry: ListEntry, this: str, graph: str) -> Iterator[str]:
    yield f"{this} {_A} <{GX}ListEntry>"
    yield f"{this} <{expand('dcterms:isPartOf')}> {graph}"
    yield f"{this} <{expand('schema:name')}> {text_literal(entry.name)}"
    if entry.type is not None:
        yield f"{this} <{GX}entryType> <{GX}{type_term(entry.type)}>"
    for field, term in _TEXTS.items():
        for value in sorted(set(getattr(entry, field))):
            yield f"{this} <{expand(term)}> {text_literal(value)}"
    for field, term in _DAYS.items():
        if (value := getattr(entry, field)) is not None:
            yield f"{this} <{expand(term)}> {day_literal(value)}"
    if entry.reason is not None:
        yield f"{this} <{expand('schema:description')}> {text_literal(entry.reason)}"
    if entry.url is not None:
        yield f"{this} <{expand('schema:url')}> {uri_literal(entry.url)}"


# Reading

_Node = dict[str, list[str]]


def lists(reader: Reader) -> list[ListInfo]:
    """Give what is known of the lists in a store, by name."""
    nodes: dict[str, _Node] = defaultdict(lambda: defaultdict(list))
    for iri, term, value in rows(reader, "SELECT ?l ?p ?v WHERE { ?l a gx:SanctionsList ; ?p ?v }"):
        nodes[iri][term].append(value)
    return sorted((_read_info(node) for node in nodes.values()), key=lambda info: info.name)


def find_list(reader: Reader, name: str) -> ListInfo:
    """Give what is known of the list of that name; NotFound, with the lists that there are, where there is none."""
    known = {info.name: info for info in lists(reader)}
    if name not in known:
        raise NotFound(f"no list is called {name}", tuple(known))
    return known[name]


def entries(reader: Reader, name: str) -> list[ListEntry]:
    """Give the entries of a list in a store, by key; their other names and the like come back sorted."""
    graph = list_iri(name)
    nodes: dict[str, _Node] = defaultdict(lambda: defaultdict(list))
    for quad in reader.quads(graph):
        subject = quad.subject.value  # type: ignore[union-attr]  # a list's graph holds no quoted triples
        if subject != graph:
            nodes[subject][quad.predicate.value].append(quad.object.value)  # type: ignore[union-attr]
    start = len(graph) + 1
    return sorted((_read_entry(iri[start:], node) for iri, node in nodes.items()), key=lambda entry: entry.key)


def _one(node: _Node, term: str) -> str | None:
    values = node.get(expand(term))
    return values[0] if values else None


def _read_info(node: _Node) -> ListInfo:
    return ListInfo(
        name=_one(node, "dcterms:identifier") or "",
        title=_one(node, "dcterms:title") or "",
        form=_one(node, "dcterms:format") or "",
        source=_one(node, "dcterms:source") or "",
        source_hash=_one(node, "gx:sourceHash") or "",
        issued=_one(node, "dcterms:issued"),
        publisher=_one(node, "dcterms:publisher"),
        programmes=tuple(sorted(node.get(expand("gx:programme"), ()))),
        count=int(_one(node, "gx:entries") or 0),
    )


def _read_entry(fragment: str, node: _Node) -> ListEntry:
    kind = _one(node, "gx:entryType")
    texts = {field: tuple(sorted(node.get(expand(term), ()))) for field, term in _TEXTS.items()}
    return ListEntry(
        key=unquote(fragment),
        name=_one(node, "schema:name") or "",
        type=None if kind is None else kind.removeprefix(GX).lower(),
        names=texts["names"],
        countries=texts["countries"],
        addresses=texts["addresses"],
        programmes=texts["programmes"],
        identifiers=texts["identifiers"],
        tickers=texts["tickers"],
        since=_one(node, _DAYS["since"]),
        until=_one(node, _DAYS["until"]),
        reason=_one(node, "schema:description"),
        url=_one(node, "schema:url"),
    )
