"""The part of a graph that a selection leaves, in one order, whatever its size: what every export is written from."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from .lookup import ClaimView, claims_with, entities, rows, values_clauses
from .model import Article, Entity
from .namespace import VIEW
from .selection import Row, Selection, row_query
from .sorting import sorted_lines
from .sources import read_extraction

if TYPE_CHECKING:
    from .storage import Reader

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
        """Give the chosen claims in short, in no promised order."""
        if not self.selection.around:
            yield from self._rows()
            return
        for near in values_clauses("?s", self._near):
            yield from (row for row in self._rows(f"{near} ?c rdf:subject ?s .") if row.object in self._near)

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
        for a, c, s, r, o, status, sure, day in rows(self.reader, row_query(self.selection, near=near)):
            row = Row(a, c, s, r, o, status, float(sure), day)
            if not (status == "actual" and row.fact in self._over):
                yield row

    @functools.cached_property
    def _over(self) -> dict[str, str]:
        """Give the facts that were over on the date asked for, and since when."""
        if self.selection.as_of is None:
            return {}
        ended: dict[str, str] = {}
        for row in self._dated("ended"):
            ended[row.fact] = max(row.day, ended.get(row.fact, ""))
        for row in self._dated("actual"):
            if row.fact in ended and row.day >= ended[row.fact]:
                del ended[row.fact]
        return ended

    def _dated(self, status: str) -> Iterator[Row]:
        known = Selection(status=(status,), as_of=self.selection.as_of, relations=self.selection.relations)
        for a, c, s, r, o, said, sure, day in rows(self.reader, row_query(known)):
            yield Row(a, c, s, r, o, said, float(sure), day)

    @functools.cached_property
    def _near(self) -> frozenset[str]:
        """Give the IRIs of the entities that the selection's hops lead to, the first ones included."""
        reached, edge = set(self.selection.around), set(self.selection.around)
        for _ in range(self.selection.hops):
            found: set[str] = set()
            for values in values_clauses("?x", edge):
                either = f"{values} {{ ?c rdf:subject ?x }} UNION {{ ?c rdf:object ?x }}"
                found.update(iri for row in self._rows(either) for iri in (row.subject, row.object))
            edge = found - reached
            reached |= edge
        return frozenset(reached)


def batches(items: Iterable[_T], size: int = _AT_ONCE) -> Iterator[list[_T]]:
    """Give items by as many as one query asks for.

    >>> list(batches("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    waiting = iter(items)
    while batch := list(itertools.islice(waiting, size)):
        yield batch
