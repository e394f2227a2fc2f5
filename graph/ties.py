"""What is claimed at an entity, in short: enough to count, rank and draw its relationships without reading their sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from .facts import FIRM
from .lookup import rows, values_clauses
from .selection import Row

if TYPE_CHECKING:
    from .adjacency import Adjacency
    from .storage import Reader

UNDATED = "~"  # stands behind every date: what has no date can't be said to be over
_ABOUT = """?c rdf:subject ?s ; rdf:predicate ?r ; rdf:object ?o ; gx:status ?status ; gx:confidence ?sure ;
    prov:wasDerivedFrom ?a . OPTIONAL { ?c gx:notBefore ?first } OPTIONAL { ?c gx:notAfter ?last }
    OPTIONAL { ?a schema:datePublished ?day } OPTIONAL { ?a schema:publisher ?paper }
    OPTIONAL { ?a gx:reprintOf ?original OPTIONAL { ?original schema:datePublished ?told } }"""
_SHORT = "?a ?c ?s ?r ?o ?status ?sure ?first ?last ?day ?original ?told ?paper"


class Tie(NamedTuple):
    """A claim in short, its fact, and the IRI of the article that it goes back to (a reprint tells nothing new).

    `publisher` is that of the article itself, "" where it is not known.
    """

    row: Row
    fact: str
    source: str
    publisher: str


def ties_of(reader: Reader, iri: str) -> list[Tie]:
    """Read all claims with this entity as subject or object, in no promised order."""
    node = f"<{iri}>"
    found = list(_read(reader, f"BIND({node} AS ?s) {_ABOUT}"))
    return found + [tie for tie in _read(reader, f"BIND({node} AS ?o) {_ABOUT}") if tie.row.subject != iri]


def ties_among(reader: Reader, whole: Adjacency, ids: Collection[str], new: Collection[str] = ()) -> list[Tie]:
    """Read the claims whose two ends are both among these entities; `whole` is the reader's adjacency.

    With `new`, those of the claims that have one of them at an end.
    """
    return list(ties_of_facts(reader, whole.facts_among(ids, new)))


def ties_of_facts(reader: Reader, facts: Iterable[str]) -> Iterator[Tie]:
    """Read the claims that say one of these facts."""
    for values in values_clauses("?f", facts):
        yield from _read(reader, f"{values} ?c gx:fact ?f . {_ABOUT}")


def ties_with(reader: Reader, claims: Iterable[str]) -> Iterator[Tie]:
    """Read the claims with these IRIs."""
    for values in values_clauses("?c", claims):
        yield from _read(reader, f"{values} {_ABOUT}")


def _read(reader: Reader, pattern: str) -> Iterator[Tie]:
    known: dict[str, str] = {}  # equal values are one object in memory
    for found in rows(reader, f"SELECT {_SHORT} WHERE {{ {pattern} }}"):
        a, c, s, r, o, status, sure, first, last, day, original, told, paper = (known.setdefault(v, v) for v in found)
        row = Row(a, c, s, r, o, status, float(sure), first, last, day[:10], (told if original else day)[:10])
        yield Tie(row, row.fact, original or a, paper)


def facts_over(told: Iterable[Tie]) -> frozenset[str]:
    """Give the facts that are over by what was told last; as in the view, what was told to be so that day still stands."""
    said: dict[str, str] = defaultdict(str)
    over: dict[str, str] = {}
    for row, fact, *_ in told:
        if row.status == "actual":
            said[fact] = max(said[fact], row.told or UNDATED)
        elif row.status == "ended" and row.confidence >= FIRM:
            over[fact] = max(over.get(fact, ""), row.told)
    return frozenset(fact for fact, day in over.items() if said[fact] < day)
