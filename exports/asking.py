"""Asks a saved question: names become IRIs, the graph answers, and every row gets the sentences that it rests on."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..graph.errors import WrongUse
from ..graph.facts import FIRM
from ..graph.literals import date_bounds, is_decimal
from ..graph.lookup import ClaimView, claims_of_facts, claims_with, count_sources, entities, iri_of
from ..graph.model import Entity
from ..graph.namespace import GXR, PREFIXES, fact_iri, relation_name
from ..graph.schema import load_schema
from .questions import Edge, Parameter, Question
from .show import wanted

if TYPE_CHECKING:
    from ..graph.storage import Reader

Term = ox.NamedNode | ox.Literal
CLAIM = GXR + "claim/"


@dataclass(frozen=True, slots=True)
class Binding:
    """What a question was asked with: the terms in place of its parameters, and the entities that names led to.

    `others` are, by parameter, the entities that the name could mean as well.
    """

    terms: Mapping[str, Term]
    entities: Mapping[str, Entity]
    others: Mapping[str, tuple[Entity, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an answer, with the claims behind each of the question's edges, the surest first."""

    terms: tuple[Term | None, ...]
    evidence: tuple[tuple[ClaimView, ...], ...]

    @property
    def sources(self) -> int:
        """Count the independent articles behind the edge that has fewest."""
        return min((count_sources(told) for told in self.evidence), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question is answered with; `entities` and `claims` are those that stand in its rows, by IRI.

    `more` tells that there are more rows than were asked for.
    """

    question: Question
    binding: Binding
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    entities: Mapping[str, Entity]
    claims: Mapping[str, ClaimView]
    more: bool


def ask(reader: Reader, question: Question, values: Mapping[str, str], *, limit: int | None = None) -> Answer:
    """Ask a question with values for its parameters, names for entities; give at most `limit` rows.

    Raises NotFound for a name that nothing has, with the nearest, and WrongUse for a value that is none.
    """
    binding = bind(reader, question, values)
    solutions = reader.query(question.bound(binding.terms))
    if not isinstance(solutions, ox.QuerySolutions):
        raise WrongUse(f"{question.name} is no SELECT query: its answer has no rows")
    columns = tuple(variable.value for variable in solutions.variables)
    found = [tuple(solution[name] for name in columns) for solution in itertools.islice(solutions, limit and limit + 1)]
    more = limit is not None and len(found) > limit
    found = found[:limit] if question.ordered else sorted(found[:limit], key=_by_value)
    facts = [_facts(question, dict(zip(columns, terms, strict=True)), binding) for terms in found]
    told = _told(reader, question, {fact for row in facts for edge in row for fact in edge})
    iris = {term.value for terms in found for term in terms if isinstance(term, ox.NamedNode)}
    return Answer(
        question=question,
        binding=binding,
        columns=columns,
        rows=tuple(
            Row(terms, tuple(_surest(told, edge) for edge in row)) for terms, row in zip(found, facts, strict=True)
        ),
        entities=entities(reader, {iri for iri in iris if iri.startswith(GXR) and not iri.startswith(CLAIM)}),
        claims=claims_with(reader, {iri for iri in iris if iri.startswith(CLAIM)}),
        more=more,
    )


def _by_value(terms: Iterable[Term | None]) -> list[str]:
    return ["" if term is None else term.value for term in terms]


def bind(reader: Reader, question: Question, values: Mapping[str, str]) -> Binding:
    """Turn the values of a question's parameters into terms; parameters without a value are left open."""
    terms: dict[str, Term] = {}
    found: dict[str, Entity] = {}
    others: dict[str, tuple[Entity, ...]] = {}
    for parameter in question.parameters:
        name = parameter.name
        if name not in values:
            continue
        if parameter.kind == "entity":
            found[name], others[name] = wanted(reader, values[name], types=parameter.types)
            terms[name] = ox.NamedNode(iri_of(found[name]))
        else:
            terms[name] = _term(parameter, values[name])
    return Binding(terms, found, others)


def _term(parameter: Parameter, value: str) -> Term:
    """Give the term for a value that is no entity."""
    if parameter.kind in ("since", "until"):
        bounds = date_bounds(value)
        if bounds is None:
            raise WrongUse(
                f"{parameter.name.upper()}: {value} is no date: 2024, 2024-06, 2024-06-30, 2024-H1 or 2024-Q3"
            )
        return _literal(bounds[parameter.kind == "until"], "date")
    if parameter.kind == "number":
        plain = value.replace(",", "")
        if not is_decimal(plain):
            raise WrongUse(f"{parameter.name.upper()}: {value} is no number")
        return _literal(plain, "decimal")
    if parameter.kind == "relation":
        relations = load_schema().relations
        if value not in relations:
            raise WrongUse(f"{parameter.name.upper()}: no relation is called {value}; there are {', '.join(relations)}")
        return ox.NamedNode(relations[value].iri)
    return ox.Literal(value)


def _literal(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))


# Evidence


def _facts(question: Question, row: Mapping[str, Term | None], binding: Binding) -> list[list[str]]:
    """Give for each edge of a question's evidence the facts that may stand behind it in a row."""
    terms = {**row, **binding.terms}
    return [list(_facts_of(edge, terms)) for edge in question.evidence]


def _facts_of(edge: Edge, terms: Mapping[str, Term | None]) -> Iterator[str]:
    subject, object_ = terms.get(edge.subject), terms.get(edge.object)
    relation = terms.get(edge.relation) if ":" not in edge.relation else ox.NamedNode(edge.relation)
    if not (
        isinstance(subject, ox.NamedNode) and isinstance(object_, ox.NamedNode) and isinstance(relation, ox.NamedNode)
    ):
        return
    schema = load_schema()
    name = relation_name(relation.value)
    for other in schema.relations.values():
        if other.name == name or name in schema.wider(other.name):
            yield fact_iri(subject.value, other.iri, object_.value, symmetric=other.symmetric)


def _told(reader: Reader, question: Question, facts: Collection[str]) -> dict[str, list[ClaimView]]:
    """Read the claims of these facts that are told in one of the question's statuses, by fact."""
    told: dict[str, list[ClaimView]] = defaultdict(list)
    for fact, claim in claims_of_facts(reader, facts):
        if claim.status in question.statuses and (claim.status != "actual" or claim.confidence >= FIRM):
            told[fact].append(claim)
    return told


def _surest(told: Mapping[str, list[ClaimView]], facts: Iterable[str]) -> tuple[ClaimView, ...]:
    behind = [claim for fact in facts for claim in told.get(fact, ())]
    return tuple(sorted(behind, key=_order))


def _order(claim: ClaimView) -> tuple[bool, float, str, str]:
    return claim.article.reprint_of is not None, -claim.confidence, claim.article.published or "~", claim.id
