"""Which claims of a graph are wanted: by relation, status, time, confidence and nearness to entities."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .errors import WrongUse
from .literals import date_bounds
from .model import STATUSES
from .namespace import fact_iri
from .schema import load_schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What claims are wanted; without any argument, all.

    `since` and `until` are dates as texts give them (`2024`, `2024-06`, `2024-Q3`, `2024-06-03`): a claim counts that
    may fall into that time by its own date, else by that of its article; one without either is left out. `as_of` asks for
    what was told up to that date, without what had been told to be over by then. `around` are IRIs of entities: only claims
    between entities that at most `hops` claims lead to from one of these. `relations` and `status` None mean all.
    """

    relations: tuple[str, ...] | None = None
    status: tuple[str, ...] | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    min_confidence: float = 0.0
    around: tuple[str, ...] = ()
    hops: int = 1

    def check(self) -> None:
        """Raise WrongUse for a relation, status or date that there is not."""
        known: tuple[tuple[str, Collection[str], Collection[str]], ...] = (
            ("relation", self.relations or (), load_schema().relations),
            ("status", self.status or (), STATUSES),
        )
        for kind, names, there in known:
            if unknown := sorted(set(names) - set(there)):
                raise WrongUse(f"no {kind} is called {unknown[0]}; there are {', '.join(there)}")
        for date in filter(None, (self.since, self.until, self.as_of)):
            if date_bounds(date) is None:
                raise WrongUse(f"{date!r} is no date; write 2024, 2024-06, 2024-Q3 or 2024-06-03")


class Row(NamedTuple):
    """A claim in short: IRIs of its article, itself, its ends and its relation; `day` is when it was told, "" if unknown."""

    article: str
    claim: str
    subject: str
    relation: str
    object: str
    status: str
    confidence: float
    day: str

    @property
    def fact(self) -> str:
        """Give the IRI that claims share which say the same."""
        return fact_iri(self.subject, self.relation, self.object, symmetric=self.relation in _symmetric())


@functools.cache
def _symmetric() -> frozenset[str]:
    return frozenset(relation.iri for relation in load_schema().relations.values() if relation.symmetric)


def row_query(selection: Selection, *, near: str = "") -> str:
    """Give the SPARQL query for the rows of a selection; `near` is a pattern over `?c`, `?s` or `?o` that narrows it.

    What stands around entities, and what was over on a date, is not decided here.
    """
    # a reprint tells nothing new: it counts from the day of what it repeats
    return f"""SELECT ?a ?c ?s ?r ?o ?status ?sure ?day WHERE {{ {near} ?c a gx:Claim ; prov:wasDerivedFrom ?a ;
        rdf:subject ?s ; rdf:predicate ?r ; rdf:object ?o ; gx:status ?status ; gx:confidence ?sure .
        OPTIONAL {{ ?a schema:datePublished ?published }}
        OPTIONAL {{ ?a gx:reprintOf ?original OPTIONAL {{ ?original schema:datePublished ?before }} }}
        OPTIONAL {{ ?c gx:notBefore ?first ; gx:notAfter ?last }}
        BIND(STR(COALESCE(?last, ?published)) AS ?to)
        BIND(STR(IF(BOUND(?original), ?before, ?published)) AS ?day)
        {" ".join(_filters(selection))} }}"""


def _filters(selection: Selection) -> Iterator[str]:
    # filters and no VALUES, because two VALUES in one pattern make Oxigraph walk all triples of a predicate for each
    if selection.relations is not None:
        relations = load_schema().relations
        yield f"FILTER(?r IN ({', '.join(f'<{relations[name].iri}>' for name in sorted(selection.relations))}))"
    if selection.status is not None:
        yield f"FILTER(?status IN ({', '.join(map(_text, sorted(selection.status)))}))"
    if selection.min_confidence:
        yield f"FILTER(?sure >= {float(selection.min_confidence)!r})"
    # as texts, cut to the precision of what stands there: an article may be dated by its month alone
    if selection.since is not None:
        yield f"FILTER(?to >= SUBSTR({_text(_first(selection.since))}, 1, STRLEN(?to)))"
    if selection.until is not None:
        yield f"FILTER(STR(COALESCE(?first, ?published)) <= {_text(_last(selection.until))})"
    if selection.as_of is not None:
        yield f"FILTER(STR(?published) <= {_text(_last(selection.as_of))})"


def _first(date: str) -> str:
    return (date_bounds(date) or ("", ""))[0]


def _last(date: str) -> str:
    return (date_bounds(date) or ("", ""))[1]


def _text(value: str) -> str:
    return f'"{value}"'
