"""The part of a graph that a selection leaves, in one order, whatever its size: what every export is written from."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from .lookup import ClaimView, claims_with, entities, rows, values_clauses
from .model import Article, Entity
from .namespace import VIEW
from .schema import load_schema
from .selection import Row, Selection, admission
from .sorting import sorted_lines
from .sources import read_extraction

if TYPE_CHECKING:
    from .storage import Reader

_OF_CLAIM = (
    "prov:wasDerivedFrom, rdf:subject, rdf:predicate, rdf:object, gx:status, gx:confidence, gx:notBefore, gx:notAfter"
)
_NEEDED = {"wasDerivedFrom", "subject", "predicate", "object", "status", "confidence"}  # else it is no whole claim
_OF_ARTICLE = "schema:datePublished, gx:reprintOf"
_AT_ONCE = 1000  # claims or entities asked for by one query
EVERYTHING = Selection()
_T = TypeVar("_T")


class Excerpt:
    """What is left of a graph: claims, their articles and entities, each in an order that is always the same.

    `lone` tells whether entities belong to it that no chosen claim speaks of; without it they do where everything is
    chosen. Sorting goes over the disk where memory does not do. WrongUse for a selection that makes no sense.
    """

    def __init__(self, reader: Reader, selection: Selection = EVERYTHING, *, lone: bool | None = None) -> None:
        """Choose; nothing is read yet."""
        selection.check()
        self.reader, self.selection = reader, selection
        self.lone = selection == EVERYTHING if lone is None else lone

    def is_empty(self) -> bool:
        """Tell whether no claim is chosen."""
        return next(self.rows(), None) is None

    def rows(self) -> Iterator[Row]:
        """Give the chosen claims in short, in no order that means anything."""
        if not self.selection.around:
            yield from self._rows()
            return
        for near in values_clauses("?s", self._near):
            yield from (row for row in self._rows(f"{near} ?c rdf:subject ?s") if row.object in self._near)

    def claims(self) -> Iterator[ClaimView]:
        """Give the chosen claims by article."""
        return self._read(sorted_lines(f"{row.article}\t{row.claim}" for row in self.rows()))

    def facts(self) -> Iterator[list[ClaimView]]:
        """Give the chosen claims together that say the same: relation, ends and status, whose order may not matter."""
        lines = (f"{row.fact} {row.status}\t{row.claim}" for row in self.rows())
        keys, ordered = itertools.tee(sorted_lines(lines))
        told = zip((key.rpartition("\t")[0] for key in keys), self._read(ordered), strict=True)
        for _, same in itertools.groupby(told, key=lambda pair: pair[0]):
            yield [claim for _, claim in same]

    def entities(self) -> Iterator[Entity]:
        """Give the entities that belong to it, by IRI."""
        for iris in batches(self.entity_iris()):
            yield from entities(self.reader, iris).values()

    def entity_iris(self) -> Iterator[str]:
        """Give the IRIs of the entities that belong to it, sorted."""
        if self.lone:
            every = f"SELECT ?e {{ GRAPH <{VIEW}> {{ ?e skos:prefLabel ?name }} }}"
            return sorted_lines(iri for (iri,) in rows(self.reader, every))
        ends = (iri for row in self.rows() for iri in (row.subject, row.object))
        return sorted_lines(itertools.chain(self.selection.around, ends))

    def articles(self) -> Iterator[Article]:
        """Give the articles of the chosen claims, by IRI."""
        for iri in sorted_lines(row.article for row in self.rows()):
            yield read_extraction(self.reader.quads(iri)).article

    def _read(self, lines: Iterable[str]) -> Iterator[ClaimView]:
        """Read the claims whose IRIs stand last in these lines."""
        for iris in batches(line.rpartition("\t")[2] for line in lines):
            found = claims_with(self.reader, iris)
            yield from (found[iri] for iri in iris)

    def _rows(self, near: str = "") -> Iterator[Row]:
        """Give the claims that a pattern over `?c` leads to and that are wanted, over or not."""
        admits = admission(self.selection)
        for row in claim_rows(self.reader, near or self._pattern()):
            if admits(row) and not (row.status == "actual" and row.fact in self._over):
                yield row

    def _pattern(self) -> str:
        """Give a pattern that leads to few claims beside those wanted."""
        if self.selection.relations is None:
            return "?c a gx:Claim"
        relations = load_schema().relations
        return f"VALUES ?r {{ {' '.join(f'<{relations[name].iri}>' for name in self.selection.relations)} }} ?c rdf:predicate ?r"

    @functools.cached_property
    def _over(self) -> dict[str, str]:
        """Give the facts that were over on the date asked for, and since when."""
        if self.selection.as_of is None:
            return {}
        known = admission(Selection(as_of=self.selection.as_of, relations=self.selection.relations))
        days: dict[str, dict[str, str]] = {"ended": {}, "actual": {}}
        for status, told in days.items():
            for row in filter(known, claim_rows(self.reader, f'?c gx:status "{status}"')):
                if status == "ended" or row.fact in days["ended"]:
                    told[row.fact] = max(row.told, told.get(row.fact, ""))
        return {fact: day for fact, day in days["ended"].items() if days["actual"].get(fact, "") < day}

    @functools.cached_property
    def _near(self) -> frozenset[str]:
        """Give the IRIs of the entities that the selection's hops lead to, the first ones included."""
        reached, edge = set(self.selection.around), set(self.selection.around)
        for _ in range(self.selection.hops):
            found: set[str] = set()
            for values in values_clauses("?x", edge):
                for term in ("rdf:subject", "rdf:object"):
                    touching = self._rows(f"{values} ?c {term} ?x")
                    found.update(iri for row in touching for iri in (row.subject, row.object))
            edge = found - reached
            reached |= edge
        return frozenset(reached)


def claim_rows(reader: Reader, pattern: str) -> Iterator[Row]:
    """Give the claims that a pattern over `?c` leads to, in short.

    The pattern gives IRIs alone, and the rest is asked for some at a time: a query for all of it would make the store
    hold every claim in memory, to join one property after the other.
    """
    found = sorted_lines(iri for (iri,) in rows(reader, f"SELECT ?c WHERE {{ {pattern} }}"))
    for iris in batches(found):
        claims = values_of(reader, iris, _OF_CLAIM)
        derived = {claim["wasDerivedFrom"] for claim in claims.values() if "wasDerivedFrom" in claim}
        articles = values_of(reader, derived, _OF_ARTICLE)
        repeated = {about["reprintOf"] for about in articles.values() if "reprintOf" in about}
        originals = values_of(reader, repeated, _OF_ARTICLE)
        for iri, claim in ((iri, claims[iri]) for iri in iris if claims[iri].keys() >= _NEEDED):
            article = articles.get(claim["wasDerivedFrom"], {})
            original = originals.get(article["reprintOf"], {}) if "reprintOf" in article else article
            yield Row(
                article=claim["wasDerivedFrom"],
                claim=iri,
                subject=claim["subject"],
                relation=claim["predicate"],
                object=claim["object"],
                status=claim["status"],
                confidence=float(claim["confidence"]),
                first=claim.get("notBefore", ""),
                last=claim.get("notAfter", ""),
                published=article.get("datePublished", "")[:10],
                told=original.get("datePublished", "")[:10],
            )


def values_of(reader: Reader, iris: Iterable[str], terms: str) -> dict[str, dict[str, str]]:
    """Give one value for each of these terms that each of these things has, by local name."""
    found: dict[str, dict[str, str]] = {}
    for few in values_clauses("?x", iris):
        for iri, term, value in rows(reader, f"SELECT ?x ?p ?v WHERE {{ {few} ?x ?p ?v FILTER(?p IN ({terms})) }}"):
            found.setdefault(iri, {})[re.split("[#/]", term)[-1]] = value
    return found


def batches(items: Iterable[_T], size: int = _AT_ONCE) -> Iterator[list[_T]]:
    """Give items by as many as one query asks for.

    >>> list(batches("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    waiting = iter(items)
    while batch := list(itertools.islice(waiting, size)):
        yield batch
