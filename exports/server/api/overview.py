"""The task of the first sight: who is most connected, what is newest, who is sanctioned, and what to ask."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....graph.analysis.roles import load_roles
from ....graph.datafile import read_section
from ....graph.errors import StopRun
from ....graph.lookup import rows, values_clauses
from ....graph.namespace import path_of
from ....graph.schema import load_schema
from ..limits import Limits
from ..tasks import Answer
from .answers import answer
from .evidence import read
from .judged import wrong_claims
from .nodes import nodes
from .remembered import remembered

if TYPE_CHECKING:
    from ....graph.storage import Place, Reader

_CANDIDATES = 200  # entities with most articles, of which the most connected are taken
_SHOWN = 12
_EACH = 2  # claims of one article among the newest


@dataclass(frozen=True, slots=True)
class Overview:
    """What a page shows before anything is asked."""

    store: Place

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer; a worker finds it out once for each state of the store."""
        wrong = wrong_claims(reader, self.store)
        return answer(reader, remembered(reader, f"overview {len(wrong)}", lambda reader: _overview(reader, wrong)))


def _overview(reader: Reader, wrong: Mapping[str, int]) -> dict[str, object]:
    connected = _connected(reader)
    newest = read(reader, _newest(reader), wrong)
    told = read(reader, _sanctions(reader), wrong)
    ends = dict.fromkeys(str(claim[end]) for claim in newest + told for end in ("subject", "object"))
    return {
        "connected": nodes(reader, connected),
        "newest": newest,
        "sanctions": told,
        "nodes": nodes(reader, ends),
        "questions": _questions(reader, connected),
    }


def _questions(reader: Reader, connected: list[str]) -> list[dict[str, object]]:
    """Give example questions, each about the first of the most connected entities that it has an answer for."""
    from ...asking import ask
    from ...questions import load_questions

    found: list[dict[str, object]] = []
    every = load_questions()
    for name in _examples():
        needed = [one.name for one in every[name].parameters if not one.optional]
        for asked in [dict.fromkeys(needed, id_) for id_ in connected] if needed else [dict[str, str]()]:
            try:
                answered = ask(reader, every[name], asked, limit=1).rows
            except StopRun:  # it asks about another type of entity
                continue
            if answered:
                found.append({"name": name, "title": dict(every[name].titles), "values": asked})
                break
    return found


@functools.cache
def _examples() -> tuple[str, ...]:
    file = importlib.resources.files("guanxi.exports.server.api") / "overview.yaml"
    return read_section(file).texts("questions")


def _connected(reader: Reader) -> list[str]:
    """Give the entities with most claims of relations that link parties: places and markets, where all meet, do not."""
    relations = load_schema().relations
    terms = ", ".join(f"<{relations[name].iri}>" for name in sorted(load_roles().linking))
    found: dict[str, int] = {}
    for values in values_clauses("?e", reader.search_index().most_told(_CANDIDATES)):
        either = "{ ?c rdf:subject ?e } UNION { ?c rdf:object ?e }"
        query = f"SELECT ?e (COUNT(?c) AS ?n) {{ {values} {either} ?c rdf:predicate ?r FILTER(?r IN ({terms})) }} GROUP BY ?e"
        found |= {iri: int(count) for iri, count in rows(reader, query)}
    return [path_of(iri) for iri in sorted(found, key=lambda iri: (-found[iri], iri))[:_SHOWN]]


def _newest(reader: Reader) -> list[str]:
    """Give the surest claims of the newest articles."""
    days = "?a a schema:NewsArticle OPTIONAL { ?a schema:datePublished ?d }"  # what has no date comes last
    found: list[str] = []
    for (article,) in rows(reader, f"SELECT ?a {{ {days} }} ORDER BY DESC(?d) DESC(?a) LIMIT {10 * _SHOWN}"):
        told = f"?c prov:wasDerivedFrom <{article}> ; rdf:subject ?s ; gx:confidence ?sure"
        found += [claim for (claim,) in rows(reader, f"SELECT ?c {{ {told} }} ORDER BY DESC(?sure) ?c LIMIT {_EACH}")]
        if len(found) >= _SHOWN:
            break
    return found[:_SHOWN]


def _sanctions(reader: Reader) -> list[str]:
    """Give the newest claims of who sanctions whom, one for each two parties."""
    told = "?c rdf:predicate gx:sanctions ; rdf:subject ?s ; rdf:object ?o ; prov:wasDerivedFrom ?a"
    query = f"SELECT ?c ?s ?o {{ {told} OPTIONAL {{ ?a schema:datePublished ?d }} }} ORDER BY DESC(?d) ?c LIMIT {20 * _SHOWN}"
    return list(_different(rows(reader, query)))[:_SHOWN]


def _different(found: Iterator[list[str]]) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for claim, subject, object_ in found:
        if (subject, object_) not in seen:
            seen.add((subject, object_))
            yield claim
