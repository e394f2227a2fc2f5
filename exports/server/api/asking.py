"""The tasks of saved questions: which there are, and what one is answered with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ....graph.errors import WrongUse
from ....graph.lookup import ClaimView
from ....graph.namespace import GX, relation_name
from ....graph.relationships import relationships
from ....graph.ties import ties_with
from ...asking import Answer as Answered
from ...asking import Term, ask
from ...questions import Question, find_question, load_questions
from ..limits import Limits
from ..tasks import Answer
from .answers import answer
from .drawing import edges
from .evidence import claims_of, evidence, fact_of
from .judged import wrong_claims
from .nodes import nodes

if TYPE_CHECKING:
    from ....graph.storage import Place, Reader


@dataclass(frozen=True, slots=True)
class Questions:
    """The saved questions with their parameters."""

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with all, by name."""
        found = [_question_json(question) for _, question in sorted(load_questions().items())]
        return answer(reader, {"total": len(found), "questions": found})


@dataclass(frozen=True, slots=True)
class Ask:
    """A saved question with values for its parameters: entities by id or name."""

    store: Place
    name: str
    values: tuple[tuple[str, str], ...]
    limit: int

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with rows, the claims that each rests on, and what of it can be drawn."""
        from ...questions import read_values

        question = find_question(self.name, load_questions())
        names = {parameter.name for parameter in question.parameters}
        if strange := sorted({name for name, _ in self.values} - names):
            raise WrongUse(
                f"{self.name} has no parameter {strange[0][:80]}; it has {', '.join(sorted(names)) or 'none'}"
            )
        values = read_values(question, tuple(f"{name}={value}" for name, value in self.values))
        found = ask(reader, question, values, limit=self.limit)
        claims = {claim.id: claim for row in found.rows for told in row.evidence for claim in told}
        claims |= {claim.id: claim for claim in found.claims.values()}
        wrong = wrong_claims(reader, self.store)
        told = relationships(ties_with(reader, claims_of(reader, {fact_of(claim) for claim in claims.values()})))
        return answer(
            reader,
            {
                "question": question.name,
                "query": question.bound(found.binding.terms),
                "asked": {name: entity.id for name, entity in found.binding.entities.items()},
                "total": len(found.rows),
                "more": found.more,
                "columns": list(found.columns),
                "rows": [
                    {
                        "cells": [_cell(term, found) for term in row.terms],
                        "claims": [claim.id for edge in row.evidence for claim in edge],
                    }
                    for row in found.rows
                ],
                "claims": evidence(reader, claims.values(), wrong),
                "nodes": nodes(reader, _entities(found, claims.values())),
                "edges": edges(told, wrong),
            },
        )


def _question_json(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "title": dict(question.titles),
        "description": dict(question.descriptions),
        "parameters": [
            {
                "name": one.name,
                "kind": one.kind,
                "optional": one.optional,
                "default": one.default,
                "types": list(one.types),
            }
            for one in question.parameters
        ],
        "query": question.sparql,
    }


def _cell(term: Term | None, found: Answered) -> dict[str, object] | None:
    """Give a cell: an entity or a claim by its id, a relation by its name, or a value."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        if term.value in found.entities:
            return {"kind": "entity", "value": found.entities[term.value].id}
        if term.value in found.claims:
            return {"kind": "claim", "value": found.claims[term.value].id}
        if term.value.startswith(GX):
            return {"kind": "relation", "value": relation_name(term.value)}
    return {"kind": "value", "value": term.value}


def _entities(found: Answered, claims: Iterable[ClaimView]) -> list[str]:
    """Give what the question was asked about, what stands in its rows, and the ends of its claims."""
    asked = [entity.id for entity in found.binding.entities.values()]
    ends = [end.id for claim in claims for end in (claim.subject, claim.object)]
    return [*asked, *(entity.id for entity in found.entities.values()), *ends]
