"""Writes the graph as FollowTheMoney's JSON: one entity a line, for OpenAleph, yente and everything built on them.

Things come first, then the articles, then the relations between them, each with all its sentences and the articles they
stand in as proof. What is not said to be so (denied, planned, …) is never more than an UnknownLink that says so.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import IO

from ..graph.datafile import read_section
from ..graph.excerpt import Excerpt
from ..graph.lookup import ClaimView, count_sources, label_of
from ..graph.model import Article, Entity
from ..graph.schema import load_schema
from ..graph.text import simplified
from ..graph.vocabulary import FollowTheMoney
from .plain import printable

_LINK = FollowTheMoney("UnknownLink", "subject", "object", {"date": "date"})
_TEXT = "text"  # an end that is a name and no thing
_DATED = ("actual", "ended")  # the dates of others are no dates of the relation
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")  # of a half-year or quarter, the year alone
_Properties = dict[str, Iterable[str | None]]


@dataclass(frozen=True, slots=True)
class _Model:
    """What is to be known of FollowTheMoney's model (see follow_the_money.yaml)."""

    kinds: Mapping[str, tuple[str, ...]]
    ends: Mapping[str, Mapping[str, str]]
    having: Mapping[str, tuple[str, ...]]
    languages: Mapping[str, str]


def write(excerpt: Excerpt, sink: IO[bytes]) -> None:
    """Write an excerpt, one FollowTheMoney entity a line."""
    for entity in excerpt.entities():
        sink.write(_line(*_thing(entity)))
    for article in excerpt.articles():
        sink.write(_line(*_document(article)))
    for claims in excerpt.facts():
        if claims[0].subject.id != claims[0].object.id:
            sink.write(_line(*_relation(claims)))


@functools.cache
def _model() -> _Model:
    top = read_section(resources.files(__package__) / "follow_the_money.yaml")
    ends = {name: inner.nodes for name, inner in top.section("ends").sections()}
    return _Model(
        kinds={name: top.section("kinds").texts(name) for name in top.section("kinds").nodes},
        ends={
            name: {end: top.section("ends").section(name).text(end) for end in nodes} for name, nodes in ends.items()
        },
        having={name: top.section("having").texts(name) for name in top.section("having").nodes},
        languages={name: top.section("languages").text(name) for name in top.section("languages").nodes},
    )


def _line(path: str, schema: str, properties: _Properties) -> bytes:
    found = {
        name: list(dict.fromkeys(printable(value) for value in values if value)) for name, values in properties.items()
    }
    entity = {
        "id": _id(path),
        "schema": schema,
        "properties": {name: values for name, values in found.items() if values},
        "datasets": ["guanxi"],
    }
    return json.dumps(entity, ensure_ascii=False).encode() + b"\n"


def _id(path: str) -> str:
    """Give an id of letters and digits, as FollowTheMoney asks for."""
    return f"gx-{hashlib.sha1(path.encode()).hexdigest()}"


def _thing(entity: Entity) -> tuple[str, str, _Properties]:
    schema = _schema(entity)
    tickers = entity.tickers if schema in _model().having["ticker"] else ()
    return entity.id, schema, {"name": dict(entity.labels).values(), "alias": entity.names, "ticker": tickers}


def _schema(entity: Entity) -> str:
    return load_schema().types[entity.type].follow_the_money


def _document(article: Article) -> tuple[str, str, _Properties]:
    properties: _Properties = {
        "fileName": [article.id],
        "title": [article.title or article.id],
        "author": article.authors,
        "publisher": [article.publisher],
        "publishedAt": [_day(article.published)],
        "language": [_model().languages.get(article.language)],
        "sourceUrl": [_url(article.url)],
        "bodyText": [article.text],
    }
    return f"article/{article.id}", "Article", properties


def _relation(claims: Sequence[ClaimView]) -> tuple[str, str, _Properties]:
    """Give one relation from all claims that say it, the surest first."""
    claims = sorted(claims, key=lambda claim: (-claim.confidence, claim.id))
    first = claims[0]
    schema = load_schema()
    form = _form(claims)
    label = schema.relations[first.relation].labels["en"]
    said = label if first.status in _DATED else f"{schema.statuses[first.status].labels['en']}: {label}"
    properties: _Properties = {
        form.subject: [_end(form, form.subject, first.subject)],
        form.object: [_end(form, form.object, first.object)],
        **_qualified(claims, form),
        "summary": [f"{said} (sources: {count_sources(claims)}, confidence: {first.confidence:.2f})"],
        "description": [claim.quote for claim in claims],
        "recordId": [claim.id for claim in claims],
        "proof": [_id(f"article/{claim.article.id}") for claim in claims],
        "publisher": [claim.article.publisher for claim in claims],
        "sourceUrl": [_url(claim.article.url) for claim in claims],
        "modifiedAt": [max((_day(claim.article.published) or "" for claim in claims), default="")],
    }
    if form.schema in _model().having["role"] and not properties.get("role"):
        properties["role"] = [said]
    if form.schema in _model().having["status"]:
        properties["status"] = [first.status]
    ends = [first.subject.id, first.object.id]
    ends = sorted(ends) if schema.relations[first.relation].symmetric else ends
    return "|".join((first.relation, first.status, *ends)), form.schema, properties


def _form(claims: Sequence[ClaimView]) -> FollowTheMoney:
    """Choose how a relation is written: as the schema says where it is so and its ends fit, else as an UnknownLink."""
    first = claims[0]
    if first.status not in _DATED:
        return _LINK
    usual = load_schema().relations[first.relation].follow_the_money
    special = [form for form in usual.instead if any(_holds(form, claim) for claim in claims)]
    for form in (*special, usual):
        ends = _model().ends[form.schema]
        if _fits(first.subject, ends[form.subject]) and _fits(first.object, ends[form.object]):
            return form
    return _LINK


def _holds(form: FollowTheMoney, claim: ClaimView) -> bool:
    values = ((getattr(claim.qualifiers, name) or "", expression) for name, expression in form.when.items())
    return all(expression.search(simplified(value)) for value, expression in values)


def _fits(entity: Entity, wanted: str) -> bool:
    schema = _schema(entity)
    return wanted in (_TEXT, schema, *_model().kinds[schema])


def _end(form: FollowTheMoney, name: str, entity: Entity) -> str:
    return label_of(entity, "en") if _model().ends[form.schema][name] == _TEXT else _id(entity.id)


def _qualified(claims: Sequence[ClaimView], form: FollowTheMoney) -> _Properties:
    out: _Properties = {}
    for name, term in form.qualifiers.items():
        values = [getattr(claim.qualifiers, name) for claim in claims]
        out[term] = list(map(_day, values)) if name == "date" else values
    return {term: values for term, values in out.items() if any(values)}


def _day(date: str | None) -> str | None:
    found = _DAY.match(date or "")
    return found[0] if found else None


def _url(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None
