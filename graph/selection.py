"""Which claims of a graph are wanted: by relation, status, time, confidence and nearness to entities."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .errors import WrongUse
from .literals import date_bounds
from .model import STATUSES
from .schema import load_schema

_HAPPENED = ("actual", "ended")  # what is dated in these lies behind it; of a plan the date may lie ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What claims are wanted; without any argument, all.

    `since` and `until` are dates as texts give them (`2024`, `2024-06`, `2024-Q3`, `2024-06-03`): a claim counts that
    may fall into that time by its own date, else by that of its article; one without either is left out. `as_of` asks for
    the state on that date: what had begun by then and was not over. `around` are IRIs of entities: only claims between
    entities that at most `hops` claims lead to from one of these. `relations` and `status` None mean all.
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
    """A claim in short: IRIs of its article, itself, its ends and its relation; `day` is the first it can mean, or ""."""

    article: str
    claim: str
    subject: str
    relation: str
    object: str
    status: str
    confidence: float
    day: str

    @property
    def fact(self) -> tuple[str, str, str]:
        """Give what claims have in common that say the same: relation and ends, whose order may not matter."""
        ends = (self.subject, self.object)
        return (self.relation, *(sorted(ends) if self.relation in _symmetric() else ends))


def _symmetric() -> frozenset[str]:
    return frozenset(relation.iri for relation in load_schema().relations.values() if relation.symmetric)


def row_query(selection: Selection, *, near: str = "") -> str:
    """Give the SPARQL query for the rows of a selection; `near` is a pattern over `?c`, `?s` or `?o` that narrows it.

    What stands around entities, and what was over on a date, is not decided here.
    """
    return f"""SELECT ?a ?c ?s ?r ?o ?status ?sure ?day WHERE {{ {near} ?c a gx:Claim ; prov:wasDerivedFrom ?a ;
        rdf:subject ?s ; rdf:predicate ?r ; rdf:object ?o ; gx:status ?status ; gx:confidence ?sure .
        OPTIONAL {{ ?a schema:datePublished ?published }}
        OPTIONAL {{ ?c gx:notBefore ?first ; gx:notAfter ?last }}
        BIND(STR(COALESCE(?last, ?published)) AS ?to)
        BIND(STR(IF(?status IN ({_texts(_HAPPENED)}), COALESCE(?first, ?published),
            COALESCE(?published, ?first))) AS ?known)
        BIND(COALESCE(?known, "") AS ?day)
        {" ".join(_filters(selection))} }}"""


def _filters(selection: Selection) -> Iterator[str]:
    # filters and no VALUES, because two VALUES in one pattern make Oxigraph walk all triples of a predicate for each
    if selection.relations is not None:
        relations = load_schema().relations
        yield f"FILTER(?r IN ({', '.join(f'<{relations[name].iri}>' for name in sorted(selection.relations))}))"
    if selection.status is not None:
        yield f"FILTER(?status IN ({_texts(sorted(selection.status))}))"
    if selection.min_confidence:
        yield f"FILTER(?sure >= {float(selection.min_confidence)!r})"
    # as texts, cut to the precision of what stands there: an article may be dated by its month alone
    if selection.since is not None:
        yield f"FILTER(?to >= SUBSTR({_text(_first(selection.since))}, 1, STRLEN(?to)))"
    if selection.until is not None:
        yield f"FILTER(STR(COALESCE(?first, ?published)) <= {_text(_last(selection.until))})"
    if selection.as_of is not None:
        yield f"FILTER(?known <= {_text(_last(selection.as_of))})"


def _first(date: str) -> str:
    return (date_bounds(date) or ("", ""))[0]


def _last(date: str) -> str:
    return (date_bounds(date) or ("", ""))[1]


def _texts(values: Collection[str]) -> str:
    return ", ".join(map(_text, values))


def _text(value: str) -> str:
    return f'"{value}"'
