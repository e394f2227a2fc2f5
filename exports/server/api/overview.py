"""The task of the first sight: who is most connected, what is newest, who is sanctioned, and what to ask."""

from __future__ import annotations

import functools
import importlib.resources
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....graph.analysis.roles import load_roles
from ....graph.datafile import read_section
from ....graph.errors import StopRun
from ....graph.lookup import rows
from ..limits import Limits
from ..tasks import Answer
from .answers import answer
from .evidence import read
from .judged import wrong_claims
from .nodes import nodes
from .remembered import remembered, whole

if TYPE_CHECKING:
    from ....graph.storage import Place, Reader

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
    """Give the entities with most relationships that link parties: places and markets, where all meet, do not."""
    import numpy as np

    every = whole(reader)
    links = every.links(load_roles().linking, standing=False)
    degrees = np.diff(links.first)
    order = np.lexsort((np.arange(len(degrees)), -degrees))[:_SHOWN]  # nodes stand in the order of their ids
    return [every.nodes[place] for place in order.tolist() if degrees[place]]


def _newest(reader: Reader) -> list[str]:
    """Give the surest claims of the newest articles; of those without a date where there are no others."""
    # a sort of all articles: to ask for those without a date beside the others takes twice as long
    dated = f"SELECT ?a {{ ?a schema:datePublished ?d }} ORDER BY DESC(?d) DESC(?a) LIMIT {10 * _SHOWN}"
    other = f"SELECT ?a {{ ?a a schema:NewsArticle }} ORDER BY ?a LIMIT {_SHOWN}"
    found: dict[str, None] = {}
    for query in (dated, other):
        for (article,) in rows(reader, query):
            told = f"?c prov:wasDerivedFrom <{article}> ; rdf:subject ?s ; gx:confidence ?sure"
            best = rows(reader, f"SELECT ?c {{ {told} }} ORDER BY DESC(?sure) ?c LIMIT {_EACH}")
            found |= dict.fromkeys(claim for (claim,) in best)
            if len(found) >= _SHOWN:
                return list(found)[:_SHOWN]
    return list(found)


def _sanctions(reader: Reader) -> list[str]:
    """Give the newest claims of who sanctions whom, one for each two parties."""
    told = "?c rdf:predicate gx:sanctions ; rdf:subject ?s ; rdf:object ?o"
    dated = f"{told} ; prov:wasDerivedFrom ?a . ?a schema:datePublished ?d"
    queries = (
        f"SELECT ?c ?s ?o {{ {dated} }} ORDER BY DESC(?d) ?c LIMIT {20 * _SHOWN}",
        f"SELECT ?c ?s ?o {{ {told} }} ORDER BY ?c LIMIT {20 * _SHOWN}",
    )
    found = (row for query in queries for row in rows(reader, query))
    return list(itertools.islice(_different(found), _SHOWN))


def _different(found: Iterator[list[str]]) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for claim, subject, object_ in found:
        if (subject, object_) not in seen:
            seen.add((subject, object_))
            yield claim
