"""Claims that people judge to be wrong: known by their sentence, the two names in it and what was made of them.

So a judgement outlives every rebuild and holds for reprints too; where a claim is read differently later, it is another
claim, and the judgement says nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from .errors import NotFound
from .literals import whole
from .lookup import rows
from .namespace import GX, article_id, expand, relation_name, relation_term, resource

if TYPE_CHECKING:
    from .storage import Reader

WRONG = "wrong"
_PREDICATE = f"<{expand('rdf:predicate')}>"
Ask = Callable[..., ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of a sentence: a relation in a status between two names as they are written.

    `article` is where somebody judged it, for people to look at: the same reading is as wrong in a reprint.
    """

    quote: str
    relation: str
    subject: str
    object: str
    status: str
    article: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """Give what equal readings share, wherever they stand."""
        return self.quote, self.relation, self.subject, self.object, self.status


@dataclass(frozen=True, slots=True)
class Rejection:
    """That a claim is wrong; `number` is one of the judgements', `time` is when it was made (ISO, UTC)."""

    number: int
    claim: Reading
    reason: str = ""
    time: str = ""

    def __str__(self) -> str:
        """Say it in a line.

        >>> str(Rejection(3, Reading("甲收購乙", "acquires", "甲", "乙", "actual", "a/1")))
        'wrong 甲 acquires 乙 (actual): 甲收購乙'
        """
        one = self.claim
        return f"{WRONG} {one.subject} {one.relation} {one.object} ({one.status}): {one.quote}"


def reading(reader: Reader, claim: str) -> Reading:
    """Give what a claim is known by, from its id (`claim/9f2c…`); NotFound where there is no such claim."""
    query = f"""SELECT ?quote ?r ?s ?o ?status ?a WHERE {{ <{resource(claim)}> gx:quote ?quote ; rdf:predicate ?r ;
        gx:subjectMention/gx:asWritten ?s ; gx:objectMention/gx:asWritten ?o ; gx:status ?status ; prov:wasDerivedFrom ?a }}"""
    for quote, relation, subject, object_, status, article in rows(reader, query):
        return Reading(quote, relation_name(relation), subject, object_, status, article_id(article))
    raise NotFound(f"{claim}: there is no such claim here; it may have been read anew")


def rejected(ask: Ask, rejections: Iterable[Rejection]) -> dict[str, int]:
    """Give the IRIs of the claims that judgements mean, each with its judgement's number, from a store's `query`."""
    found: dict[str, int] = {}
    for one in rejections:
        answer = ask(_query(one.claim))
        if isinstance(answer, ox.QuerySolutions):
            found |= {row["c"].value: one.number for row in answer}
    return found


def _query(one: Reading) -> str:
    """Write the query for the claims of a reading, with whole IRIs: a store's own query knows no prefixes."""
    relation = ox.NamedNode(GX + relation_term(one.relation))
    quote, status, subject, object_ = (ox.Literal(whole(t)) for t in (one.quote, one.status, one.subject, one.object))
    return f"""SELECT ?c WHERE {{ GRAPH ?g {{ ?c {_gx("quote")} {quote} ; {_gx("status")} {status} ; {_PREDICATE} {relation} ;
        {_gx("subjectMention")} ?s ; {_gx("objectMention")} ?o . ?s {_gx("asWritten")} {subject} . ?o {_gx("asWritten")} {object_} }} }}"""


def _gx(term: str) -> str:
    return f"<{GX}{term}>"


def to_row(rejection: Rejection) -> dict[str, object]:
    """Write a rejection as what JSON can hold."""
    more = {"reason": rejection.reason} if rejection.reason else {}
    about = {name: value for name, value in asdict(rejection.claim).items() if value}
    return {"judgement": WRONG, "number": rejection.number, "claim": about, **more, "time": rejection.time}


def from_row(row: Mapping[str, Any]) -> Rejection:  # as it comes out of JSON
    """Read back what `to_row` wrote; ValueError, KeyError or TypeError for what is none."""
    claim = Reading(**row["claim"])
    if not all(isinstance(getattr(claim, field.name), str) for field in fields(claim)):
        raise TypeError(row)
    ox.NamedNode(GX + relation_term(claim.relation))  # a ValueError here is none later
    return Rejection(int(row["number"]), claim, str(row.get("reason", "")), str(row.get("time", "")))
