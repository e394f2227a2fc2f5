"""Claims with their sentences: the names marked in each, its independent sources, and what contradicts it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from ....graph.lookup import ArticleView, ClaimView, claims_with, iri_of, rows, values_clauses
from ....graph.namespace import fact_iri, resource
from ....graph.relationships import STRONGEST
from ....graph.schema import load_schema
from ....graph.ties import Tie, ties_with
from ...web import web_address

if TYPE_CHECKING:
    from ....graph.storage import Reader

_NAMED = 20  # claims that are named as contradicting one
Mark = tuple[int, int, str]


def evidence(reader: Reader, told: Iterable[ClaimView], wrong: Mapping[str, int]) -> list[dict[str, object]]:
    """Give claims as JSON, in their order; of those judged to be wrong with the judgement's number."""
    told = list(told)
    beside = _beside(reader, {fact_of(claim) for claim in told})
    marks = _marks(reader, told)
    return [
        {
            "id": claim.id,
            "subject": claim.subject.id,
            "relation": claim.relation,
            "object": claim.object.id,
            "status": claim.status,
            "confidence": claim.confidence,
            "qualifiers": {name: value for name, value in asdict(claim.qualifiers).items() if value is not None},
            "sources": len({tie.source for tie in beside[fact_of(claim)] if tie.row.status == claim.status}),
            "quote": claim.quote,
            "start": claim.start,
            "end": claim.end,
            "marks": marks[claim.id],
            "article": article_json(claim.article),
            "contradicts": contradicting(claim, beside[fact_of(claim)]),
            "judged": wrong.get(resource(claim.id)),
        }
        for claim in told
    ]


def article_json(about: ArticleView) -> dict[str, object]:
    """Give what a reader needs to know of an article."""
    return {
        "id": about.id,
        "title": about.headline,
        "publisher": about.publisher,
        "published": about.published,
        "url": web_address(about.url),
        "reprintOf": about.reprint_of,
    }


def in_order(told: Iterable[ClaimView]) -> list[ClaimView]:
    """Sort claims: by relation, the strongest status first, of equal ones the surest, then the newest."""
    newest = sorted(told, key=lambda claim: (claim.article.published or "", claim.id), reverse=True)
    return sorted(newest, key=lambda claim: (claim.relation, STRONGEST.index(claim.status), -claim.confidence))


def fact_of(claim: ClaimView) -> str:
    """Give the IRI of what a claim says."""
    relation = load_schema().relations[claim.relation]
    return fact_iri(iri_of(claim.subject), relation.iri, iri_of(claim.object), symmetric=relation.symmetric)


def claims_of(reader: Reader, facts: Collection[str]) -> list[str]:
    """Give the IRIs of the claims that say any of these facts."""
    found = [claim for values in values_clauses("?f", facts) for (claim,) in rows(reader, f"SELECT ?c {{ {values} ?c gx:fact ?f }}")]  # fmt: skip
    return sorted(found)


def contradicting(claim: ClaimView, beside: Iterable[Tie]) -> list[str]:
    """Give the claims that speak against one: denials of what it says, or what it denies; its end, or that it is."""
    against = {
        tie.row.claim
        for tie in beside
        if (tie.row.status == "denied") != (claim.status == "denied")
        or {tie.row.status, claim.status} == {"actual", "ended"}
    }
    return [iri.removeprefix(resource("")) for iri in sorted(against)[:_NAMED]]


def _beside(reader: Reader, facts: Collection[str]) -> dict[str, list[Tie]]:
    """Give all that is told of these facts, by fact."""
    found: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties_with(reader, claims_of(reader, facts)):
        found[tie.fact].append(tie)
    return found


def _marks(reader: Reader, told: Iterable[ClaimView]) -> dict[str, list[Mark]]:
    """Give where in each sentence the two names stand, in code points of the quote."""
    claims = {resource(claim.id): claim for claim in told}
    marks: dict[str, set[Mark]] = {claim.id: set() for claim in claims.values()}
    for role in ("subject", "object"):
        for values in values_clauses("?c", claims):
            query = f"SELECT ?c ?w ?at {{ {values} ?c gx:{role}Mention ?m . ?m gx:asWritten ?w ; gx:at ?at }}"
            for iri, form, place in rows(reader, query):
                claim, start = claims[iri], int(place)
                if claim.start <= start and start + len(form) <= claim.end:
                    marks[claim.id].add((start - claim.start, start - claim.start + len(form), role))
    return {id_: sorted(found) for id_, found in marks.items()}


def read(reader: Reader, iris: Iterable[str], wrong: Mapping[str, int]) -> list[dict[str, object]]:
    """Read claims with their sentences, in the order of their IRIs."""
    ordered = list(iris)
    found = claims_with(reader, ordered)
    return evidence(reader, [found[iri] for iri in ordered if iri in found], wrong)
