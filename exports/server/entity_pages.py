"""The page of an entity: of one that much is told of a part at a time, and no more claims are read than are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from ...graph.errors import WrongUse
from ...graph.lookup import ClaimView, claims_with, iri_of, label_of
from ...graph.model import Entity
from ...graph.namespace import path_of, relation_name
from ...graph.schema import Schema, load_schema
from ...graph.ties import Tie
from .. import show
from . import pages
from .api.remembered import ties_at

if TYPE_CHECKING:
    from ...graph.storage import Reader

ALL = 100  # facts of an entity up to which its page shows them all
FIRST = 5  # of each relation and direction where there are more
PAGE = 100  # of one relation and direction on a page of its own
SENTENCES, FEW = 10, 3  # of one fact on such a page, and beside all others


class Side(NamedTuple):
    """A relation as read from an entity: as its subject, or as its object; of symmetric ones both sides are one."""

    relation: str
    is_subject: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of what is told: one relation and direction, and which page of it, from 1; all where none is named."""

    relation: str | None = None
    is_subject: bool = True
    page: int = 1


_Fact = tuple[str, str]  # the other end's id, and the status
_Told = Mapping[Side, Mapping[_Fact, list[Tie]]]


def entity_page(reader: Reader, entity: Entity, part: Part) -> str:
    """Give the page: its names, and what is told of it, each fact with its sentences; WrongUse for no part of it."""
    schema, language = load_schema(), pages.language_of(entity)
    told = ties_at(reader, iri_of(entity))
    facts = _facts(told, iri_of(entity), schema)
    shown = _shown(facts, part)
    sentences = _sentences(reader, facts, shown, SENTENCES if part.relation or len(told) <= ALL else FEW)
    groups = [
        {
            "heading": show.heading(show.Group(side.relation, side.is_subject, []), schema, language),
            "facts": [
                _fact(sentences[side, fact], facts[side][fact], entity, schema, language) for fact in shown[side]
            ],
            "total": len(facts[side]),
            "more": _more(entity, side, part, len(facts[side]), len(shown[side])),
        }
        for side in shown
    ]
    kind = schema.types[entity.type].labels["en"] if entity.type in schema.types else entity.type
    return pages.render(
        "entity.html",
        title=label_of(entity, language),
        iri=iri_of(entity),
        whole=pages.address(iri_of(entity)) if part.relation else None,
        labels=entity.labels,
        names=entity.names,
        tickers=entity.tickers,
        kind=kind,
        claims=len(told),
        articles=len({tie.row.article for tie in told}),
        groups=groups,
    )


def _facts(told: list[Tie], iri: str, schema: Schema) -> _Told:
    """Put together what says the same of the same other entity: by relation and direction, in the order of families."""
    found: dict[Side, dict[_Fact, list[Tie]]] = defaultdict(lambda: defaultdict(list))
    for tie in told:
        row, name = tie.row, relation_name(tie.row.relation)
        is_subject = row.subject == iri
        relation = schema.relations.get(name)
        side = Side(name, is_subject or (relation is not None and relation.symmetric))
        found[side][path_of(row.object if is_subject else row.subject), row.status].append(tie)
    order = {name: place for place, name in enumerate(schema.families)}
    families = {relation.name: order[relation.family] for relation in schema.relations.values()}
    sides = sorted(found, key=lambda side: (families.get(side.relation, len(order)), side.relation, side.is_subject))
    return {side: {fact: found[side][fact] for fact in sorted(found[side], key=lambda f: (-_sources(found[side][f]), f))} for side in sides}  # fmt: skip


def _shown(facts: _Told, part: Part) -> dict[Side, list[_Fact]]:
    """Choose the facts that a part shows."""
    if part.relation is None:
        most = None if sum(map(len, facts.values())) <= ALL else FIRST
        return {side: list(found)[:most] for side, found in facts.items()}
    side = Side(part.relation, part.is_subject)
    shown = list(facts.get(side, {}))[(part.page - 1) * PAGE : part.page * PAGE]
    if not shown:
        raise WrongUse(f"there is no page {part.page} of {part.relation} here")
    return {side: shown}


def _sentences(
    reader: Reader, facts: _Told, shown: Mapping[Side, list[_Fact]], most: int
) -> dict[tuple[Side, _Fact], list[ClaimView]]:
    """Read the surest claims of each fact that is shown."""
    wanted = {
        (side, fact): [tie.row.claim for tie in sorted(facts[side][fact], key=_surest)[:most]]
        for side, some in shown.items()
        for fact in some
    }
    found = claims_with(reader, {claim for claims in wanted.values() for claim in claims})
    return {key: [found[claim] for claim in claims] for key, claims in wanted.items()}


def _surest(tie: Tie) -> tuple[float, str, str]:
    return -tie.row.confidence, tie.row.article, tie.row.claim


def _sources(told: list[Tie]) -> int:
    return len({tie.source for tie in told})


def _fact(told: list[ClaimView], every: list[Tie], entity: Entity, schema: Schema, language: str) -> dict[str, object]:
    other = show.other_end(told[0], entity)
    return {
        "other": label_of(other, language),
        "href": pages.address(iri_of(other)),
        "status": schema.statuses[told[0].status].labels["en"],
        "sources": _sources(every),
        "claims": [pages.claim_values(claim, schema) for claim in told],
        "more": len(every) - len(told),
    }


def _more(entity: Entity, side: Side, part: Part, total: int, shown: int) -> list[dict[str, str]]:
    """Give the links to other pages of a relation and direction."""
    last = -(-total // PAGE)
    if part.relation is None:
        there = {f"all {total:,}": 1} if shown < total else {}
    else:
        there = {"back": part.page - 1} if part.page > 1 else {}
        there |= {f"on, to page {part.page + 1} of {last}": part.page + 1} if part.page < last else {}
    asked = {"relation": side.relation, "side": "subject" if side.is_subject else "object"}
    return [
        {"words": words, "href": f"{pages.address(iri_of(entity))}?{urlencode({**asked, 'page': page})}"}
        for words, page in there.items()
    ]
