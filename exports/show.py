"""What the graph says of one entity, each statement with its sentence and article."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from ..graph.errors import NotFound
from ..graph.lookup import BARE, ClaimView, Match, claims_of, count_sources, iri_of, label_of, matches
from ..graph.model import Entity, Qualifiers
from ..graph.schema import Schema, load_schema
from ..graph.text import script_of
from .console import print_text, styled

if TYPE_CHECKING:
    from ..graph.storage import Reader

FACTS = 50  # of one relation and direction: the hundreds that a state or an exchange has nobody reads to their end


@dataclass(frozen=True, slots=True)
class Group:
    """What is told of an entity in one relation and direction: for each fact, the claims that say it."""

    relation: str
    is_subject: bool
    facts: list[list[ClaimView]]


def wanted(reader: Reader, name: str, *, types: Collection[str] = ()) -> tuple[Entity, tuple[Entity, ...]]:
    """Find the entity that a name means, of these types if any are named, and the others that it could mean.

    Raises NotFound with what is near where nothing has that name, or several only contain it.
    """
    every = matches(reader, name)
    found = [match for match in every if not types or match.entity.type in types]
    if not found:
        raise NotFound(f"no {' or '.join(types)} is called {name}", tuple(_named(match) for match in every[:8]))
    sure = [match for match in found if match.rank <= BARE]
    if not sure and len(found) > 1:
        raise NotFound(f"nothing in the graph is called {name}", tuple(_named(match) for match in found[:8]))
    first, *others = sure or found
    return first.entity, tuple(match.entity for match in others if match.rank == first.rank)


def print_entity(reader: Reader, entity: Entity, out: Console, *, language: str, limit: int = FACTS) -> None:
    """Print an entity and its claims by relation and direction: of each at most `limit` facts, the best told first."""
    told = claims_of(reader, iri_of(entity))
    schema = load_schema()
    _print_head(entity, told, out, schema, language)
    for group in groups(told, entity, schema):
        out.print()
        print_text(Text(heading(group, schema, language), style="bold cyan"), out)
        for same in group.facts[:limit]:
            _print_fact(same, entity, out, schema, language)
        if len(group.facts) > limit:
            out.print(Text(f"  and {len(group.facts) - limit:,} more; --limit shows more", style="dim"))


def groups(told: Iterable[ClaimView], entity: Entity, schema: Schema) -> Iterator[Group]:
    """Put an entity's claims together by relation and direction, in the order of the schema's families."""
    symmetric = {relation.name for relation in schema.relations.values() if relation.symmetric}
    order = {name: place for place, name in enumerate(schema.families)}
    families = {relation.name: order[relation.family] for relation in schema.relations.values()}
    sides = sorted(told, key=lambda claim: (families.get(claim.relation, len(order)), *_side(claim, entity, symmetric)))
    for (relation, is_subject), group in itertools.groupby(sides, key=lambda claim: _side(claim, entity, symmetric)):
        yield Group(relation, is_subject, _facts(group, entity))


def heading(group: Group, schema: Schema, language: str) -> str:
    """Give the words above a group of claims: the relation as read from the entity's side."""
    relation = schema.relations.get(group.relation)
    if relation is None:
        return group.relation
    words = relation.labels if group.is_subject else relation.inverse
    return f"{words['en']} · {words[language]}"


def other_end(claim: ClaimView, entity: Entity) -> Entity:
    """Give the end of a claim that an entity is not."""
    return claim.object if claim.subject.id == entity.id else claim.subject


def as_json(reader: Reader, entity: Entity, others: Iterable[Entity]) -> dict[str, object]:
    """Give an entity and its claims as plain JSON values."""
    return {
        "entity": entity_json(entity),
        "claims": [claim_json(claim) for claim in claims_of(reader, iri_of(entity))],
        "others": [entity_json(other) for other in others],
    }


def language_for(name: str) -> str:
    """Give the language to show names in, from the script that a name was asked in.

    >>> language_for("寒武紀"), language_for("688256.SH")
    ('zh-Hant', 'zh-Hans')
    """
    language = script_of(name)
    return "zh-Hans" if language == "en" else language


def described(qualifiers: Qualifiers) -> Iterator[str]:
    """Give what a text adds to a relation, in words to read.

    >>> list(described(Qualifiers(date="2023", amount="308000000", currency="CNY", stake="33.4")))
    ['2023', 'CNY 308,000,000', '33.4%']
    """
    if qualifiers.date:
        yield qualifiers.date
    if qualifiers.amount:
        yield f"{qualifiers.currency or ''} {_number(qualifiers.amount)}".strip()
    if qualifiers.stake:
        yield f"{qualifiers.stake}%"
    for value in (qualifiers.role, qualifiers.round, qualifiers.product):
        if value:
            yield value
    if qualifiers.attributed_to:
        yield f"according to {qualifiers.attributed_to}"


def _number(text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return f"{number.quantize(Decimal(1)) if number == number.to_integral_value() else number:,}"


def _named(match: Match) -> str:
    return f"{label_of(match.entity)} ({match.entity.id})"


def _print_head(entity: Entity, told: list[ClaimView], out: Console, schema: Schema, language: str) -> None:
    labels = dict.fromkeys([label_of(entity, language), *dict(entity.labels).values()])
    kind = schema.types[entity.type].labels["en"] if entity.type in schema.types else entity.type
    print_text(Text("  ").join([styled(" · ".join(labels), "bold"), *map(styled, (kind, *entity.tickers))]), out)
    if entity.names:
        print_text(styled("also " + "、".join(entity.names), "dim"), out)
    articles, sources = len({claim.article.id for claim in told}), count_sources(told)
    independent = f", {_count(sources, 'source')} without the reprints" if sources < articles else ""
    counted = f"{_count(len(told), 'claim')} in {_count(articles, 'article')}{independent}" if told else "no claims"
    print_text(styled(f"{entity.id}: {counted}", "dim"), out)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _side(claim: ClaimView, entity: Entity, symmetric: Collection[str]) -> tuple[str, bool]:
    """Give a claim's relation, and whether it is read from the subject's side: of symmetric ones both sides are one."""
    return claim.relation, claim.relation in symmetric or claim.subject.id == entity.id


def _facts(told: Iterable[ClaimView], entity: Entity) -> list[list[ClaimView]]:
    """Put together the claims that say the same of the same other entity, those with most sources first."""
    facts: dict[tuple[str, str], list[ClaimView]] = {}
    for claim in sorted(told, key=lambda claim: (-claim.confidence, claim.article.id, claim.start)):
        facts.setdefault((other_end(claim, entity).id, claim.status), []).append(claim)
    return [facts[key] for key in sorted(facts, key=lambda key: (-count_sources(facts[key]), key))]


def _print_fact(same: list[ClaimView], entity: Entity, out: Console, schema: Schema, language: str) -> None:
    """Print the other entity once, and below it each sentence that says so."""
    first = same[0]
    line = Text("  ").append_text(styled(label_of(other_end(first, entity), language), "bold"))
    if first.status != "actual":
        line.append(f"  [{schema.statuses[first.status].labels['en']}]", style="yellow")
    if (sources := count_sources(same)) > 1:
        line.append(f"  {sources:,} sources", style="dim")
    print_text(line, out)
    told = dict.fromkeys((source_of(claim), claim.quote, added(claim)) for claim in same)  # a sentence may stand twice
    for source, sentences in itertools.groupby(told, key=lambda line: line[0]):
        for _, quote, more in sentences:
            print_text(styled(quote).append("  ").append_text(styled(more, "green")), out, indent=4)
        print_text(styled(f"— {source}", "dim"), out, indent=4)


def added(claim: ClaimView) -> str:
    """Give what a claim adds to its sentence: its qualifiers and how sure it is."""
    return " · ".join([*described(claim.qualifiers), f"confidence {claim.confidence:.0%}"])


def source_of(claim: ClaimView) -> str:
    """Give where a claim stands, in words to read: headline, publisher and date of its article."""
    about = claim.article
    reprint = "reprint" if about.reprint_of else None
    return " · ".join(filter(None, (about.headline or about.id, about.publisher, about.published, reprint)))


def entity_json(entity: Entity) -> dict[str, object]:
    """Give an entity as plain JSON values."""
    return {**asdict(entity), "labels": dict(entity.labels)}


def claim_json(claim: ClaimView) -> dict[str, object]:
    """Give a claim with its ends, sentence and article as plain JSON values."""
    qualifiers = {name: value for name, value in asdict(claim.qualifiers).items() if value is not None}
    return {
        **asdict(claim),
        "subject": entity_json(claim.subject),
        "object": entity_json(claim.object),
        "qualifiers": qualifiers,
    }
