"""The tasks that prove: the claims behind an edge, and an article with what it claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....graph.errors import NotFound, WrongUse
from ....graph.lookup import articles, claims_with, rows
from ....graph.namespace import article_iri, entity_iri, fact_iri, path_of, resource
from ....graph.relationships import Wanted, relationships
from ....graph.schema import load_schema
from ....graph.ties import ties_with
from ..limits import Limits
from ..tasks import Answer
from .answers import answer
from .evidence import article_json, claims_of, evidence, in_order
from .judged import wrong_claims
from .nodes import nodes

if TYPE_CHECKING:
    from ....graph.storage import Place, Reader

_MOST = 1000  # claims of one article


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The claims of a fact, or of what links two entities, or some by their ids; the strongest first."""

    store: Place
    subject: str | None
    object: str | None
    either: bool
    fact: str | None
    ids: tuple[str, ...]
    offset: int
    limit: int
    wanted: Wanted

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with claims and the entities at their ends."""
        iris = [resource(id_) for id_ in self.ids] or claims_of(reader, self._facts())
        if not self.ids:
            told = relationships(ties_with(reader, iris), self.wanted)
            iris = [claim for one in told for claim in one.claims]
        found = in_order(claims_with(reader, iris).values())
        shown = found[self.offset : self.offset + self.limit]
        ends = dict.fromkeys(id_ for claim in shown for id_ in (claim.subject.id, claim.object.id))
        return answer(
            reader,
            {
                "total": len(found),
                "offset": self.offset,
                "claims": evidence(reader, shown, wrong_claims(reader, self.store)),
                "nodes": nodes(reader, ends),
            },
        )

    def _facts(self) -> set[str]:
        if self.fact:
            return {resource(self.fact)}
        if self.subject is None or self.object is None:
            raise WrongUse("say which claims: subject and object, a fact, or ids")
        ends = entity_iri(self.subject), entity_iri(self.object)
        names = self.wanted.selection.relations
        chosen = [r for r in load_schema().relations.values() if names is None or r.name in names]
        return {
            fact_iri(a, relation.iri, b, symmetric=relation.symmetric)
            for relation in chosen
            for a, b in ((ends, ends[::-1]) if self.either else (ends,))
        }


@dataclass(frozen=True, slots=True)
class Article:
    """An article as plain text, with the places of its claims."""

    store: Place
    id: str

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer, or NotFound."""
        iri = article_iri(self.id)
        known = articles(reader, [iri])
        texts = dict(
            rows(reader, f"SELECT ?p ?v {{ <{iri}> ?p ?v FILTER(?p IN (schema:articleBody, schema:inLanguage)) }}")
        )
        if iri not in known or not texts:
            raise NotFound(f"{self.id}: there is no such article here")
        about = known[iri]
        told = [claim for (claim,) in rows(reader, f"SELECT ?c {{ ?c prov:wasDerivedFrom <{iri}> ; rdf:subject ?s }}")]
        found = sorted(claims_with(reader, told).values(), key=lambda claim: (claim.start, claim.id))[:_MOST]
        body = {path_of(term.replace("#", "/")).rpartition("/")[2]: value for term, value in texts.items()}
        ends = dict.fromkeys(id_ for claim in found for id_ in (claim.subject.id, claim.object.id))
        return answer(
            reader,
            {
                **article_json(about),
                "language": body.get("inLanguage"),
                "text": body.get("articleBody", ""),
                "total": len(told),
                "marks": [(claim.start, claim.end, claim.id) for claim in found],
                "claims": evidence(reader, found, wrong_claims(reader, self.store)),
                "nodes": nodes(reader, ends),
            },
        )
