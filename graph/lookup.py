"""Finding entities by any of their names, and reading what the graph claims about them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from .errors import NotFound
from .model import Entity, Qualifiers, Status
from .namespace import VIEW, article_id, entity_iri, path_of, relation_name, relation_term, resource
from .text import name_key

if TYPE_CHECKING:
    from .storage import Reader

EXACT, BARE, PREFIX, PART = range(4)
_ALIKE = 0.5  # difflib's ratio from which a name is offered as "did you mean"
_LANGUAGES = ("zh-Hans", "zh-Hant", "en")
_TAGS = {tag.lower(): tag for tag in _LANGUAGES}  # the store folds language tags to lower case
_QUALIFIERS = tuple(field.name for field in fields(Qualifiers))


@dataclass(frozen=True, slots=True)
class ArticleView:
    """What the graph keeps of an article beside its text; None where it is not known.

    `reprint_of` is the id of the article that this one is a reprint of.
    """

    id: str
    headline: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    reprint_of: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim between two entities as the graph holds it, with the sentence and the article it stands in.

    `id` is the claim's path (`claim/9f2c…`); `start` and `end` are offsets into the article's text.
    """

    id: str
    subject: Entity
    relation: str
    object: Entity
    status: Status
    qualifiers: Qualifiers
    confidence: float
    quote: str
    start: int
    end: int
    article: ArticleView


@dataclass(frozen=True, slots=True)
class Match:
    """An entity that a name led to, and how well.

    `rank` is `EXACT`, `BARE` (the same but for the legal form), `PREFIX` or `PART`.
    """

    entity: Entity
    rank: int


def label_of(entity: Entity, language: str = "zh-Hans") -> str:
    """Give the name to show for an entity: its label in that language, else any it has, else its id.

    >>> label_of(Entity("company/tsmc", "company", (("en", "TSMC"), ("zh-Hant", "台積電"))), "zh-Hant")
    '台積電'
    """
    labels = dict(entity.labels)
    for tag in (language, *_LANGUAGES):
        if tag in labels:
            return labels[tag]
    return entity.names[0] if entity.names else entity.id


def iri_of(entity: Entity) -> str:
    """Give the IRI of an entity.

    >>> iri_of(Entity("product/c#", "product", ()))
    'https://w3id.org/guanxi/id/product/c%23'
    """
    return entity_iri(entity.id)


def find(reader: Reader, name: str, *, limit: int = 20) -> list[Entity]:
    """Find entities by short or full name, Latin name, ticker or id, in either script, the best match first.

    Raises NotFound with the nearest names where nothing matches.
    """
    return [match.entity for match in matches(reader, name, limit=limit)]


def matches(reader: Reader, name: str, *, limit: int = 20) -> list[Match]:
    """Find entities as `find` does, each with how well its name matches."""
    index = reader.search_index()
    hits = index.names(name)
    chosen = [hit for hit in hits if hit.rank <= PART][:limit]
    if not chosen:
        near = dict.fromkeys((*(hit.name for hit in hits), *_nearest(index.every_name(), name)))
        raise NotFound(f"nothing in the graph is called {name}", tuple(near)[:5])
    found = entities(reader, [hit.iri for hit in chosen])
    return [Match(found[hit.iri], hit.rank) for hit in chosen if hit.iri in found]


def entities(reader: Reader, iris: Iterable[str] | None = None) -> dict[str, Entity]:
    """Read the entities with these IRIs, or all there are, by IRI in sorted order."""
    # a filter, because two VALUES before a pattern make Oxigraph walk all triples of a predicate for each entity
    body = f"GRAPH <{VIEW}> {{ ?e ?p ?v }} FILTER(?p IN (rdf:type, skos:prefLabel, skos:altLabel, gx:ticker))"
    facts: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for values in [""] if iris is None else values_clauses("?e", iris):
        for iri, term, value, language in rows(reader, f"SELECT ?e ?p ?v (LANG(?v) AS ?l) WHERE {{ {values} {body} }}"):
            facts.setdefault(iri, {}).setdefault(_local(term), []).append((language, value))
    return {iri: _entity(iri, facts[iri]) for iri in sorted(facts) if "prefLabel" in facts[iri]}


def claims_of(reader: Reader, iri: str) -> list[ClaimView]:
    """Read all claims with this entity as subject or object, sorted by relation, direction and falling confidence."""
    node = ox.NamedNode(iri)
    either = f"{{ ?c rdf:subject {node} }} UNION {{ ?c rdf:object {node} ; rdf:subject ?e FILTER(?e != {node}) }}"
    return sorted(
        claims(reader, either),
        key=lambda claim: (claim.relation, claim.subject.id != path_of(iri), -claim.confidence, claim.id),
    )


def claims_of_facts(reader: Reader, facts: Iterable[str]) -> Iterator[tuple[str, ClaimView]]:
    """Read the claims that say any of these facts (`namespace.fact_iri`), each with its fact."""
    pairs = [
        pair
        for values in values_clauses("?f", facts)
        for pair in rows(reader, f"SELECT ?f ?c {{ {values} ?c gx:fact ?f }}")
    ]
    told = claims_with(reader, {claim for _, claim in pairs})
    yield from ((fact, told[claim]) for fact, claim in pairs)


def claims_with(reader: Reader, iris: Iterable[str]) -> dict[str, ClaimView]:
    """Read the claims with these IRIs, by IRI."""
    return {resource(claim.id): claim for values in values_clauses("?c", iris) for claim in claims(reader, values)}


def count_sources(told: Iterable[ClaimView]) -> int:
    """Count the independent articles behind claims: an article and its reprints are one source."""
    return len({claim.article.reprint_of or claim.article.id for claim in told})


def claims(reader: Reader, pattern: str = "?c a gx:Claim") -> Iterator[ClaimView]:
    """Read the claims that a SPARQL pattern over `?c` selects, in no particular order."""
    optional = " ".join(f"OPTIONAL {{ ?c gx:{relation_term(name)} ?{name} }}" for name in _QUALIFIERS)
    query = f"""SELECT ?c ?a ?s ?r ?o ?status ?confidence ?quote ?start ?end {" ".join("?" + q for q in _QUALIFIERS)}
        WHERE {{ {{ {pattern} }} ?c prov:wasDerivedFrom ?a ; rdf:subject ?s ; rdf:predicate ?r ; rdf:object ?o ;
        gx:status ?status ; gx:confidence ?confidence ; gx:quote ?quote ; gx:start ?start ; gx:end ?end .
        {optional} }}"""
    told = list(rows(reader, query))
    ends = entities(reader, {iri for row in told for iri in (row[2], row[4])})
    about = articles(reader, {row[1] for row in told})
    for c, a, s, r, o, status, confidence, quote, start, end, *values in told:
        yield ClaimView(
            id=path_of(c),
            subject=ends[s],
            relation=relation_name(r),
            object=ends[o],
            status=cast(Status, status),
            qualifiers=Qualifiers(*(value or None for value in values)),
            confidence=float(confidence),
            quote=quote,
            start=int(start),
            end=int(end),
            article=about[a],
        )


def _nearest(names: Iterable[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    """Give the up to five names, of names with their keys, that look most like the wanted one."""
    key = name_key(wanted)
    chars = set(key)
    near: dict[str, str] = {}
    for name, this in names:
        if 2 * len(chars & set(this)) >= len(chars):  # difflib on all names would take seconds
            near.setdefault(this, name)
    return tuple(near[this] for this in difflib.get_close_matches(key, sorted(near), 5, _ALIKE))


def articles(reader: Reader, iris: Iterable[str]) -> dict[str, ArticleView]:
    """Read what is kept of these articles, by IRI."""
    terms = "dcterms:identifier, schema:headline, schema:datePublished, schema:publisher, schema:url, gx:reprintOf"
    facts: dict[str, dict[str, str]] = {}
    for values in values_clauses("?a", iris):
        for iri, term, value in rows(reader, f"SELECT ?a ?p ?v WHERE {{ {values} ?a ?p ?v FILTER(?p IN ({terms})) }}"):
            facts.setdefault(iri, {})[_local(term)] = value
    return {
        iri: ArticleView(
            id=fact.get("identifier", path_of(iri)),
            headline=fact.get("headline"),
            published=fact.get("datePublished"),
            publisher=fact.get("publisher"),
            url=fact.get("url"),
            reprint_of=article_id(fact["reprintOf"]) if "reprintOf" in fact else None,
        )
        for iri, fact in facts.items()
    }


def _entity(iri: str, facts: dict[str, list[tuple[str, str]]]) -> Entity:
    return Entity(
        id=path_of(iri),
        type=min(_local(value) for _, value in facts["type"]).lower(),
        labels=tuple(sorted(((_TAGS.get(tag, tag), name) for tag, name in facts["prefLabel"]), key=_in_order)),
        names=tuple(sorted({name for _, name in facts.get("altLabel", [])})),
        tickers=tuple(sorted({ticker for _, ticker in facts.get("ticker", [])})),
    )


def _in_order(label: tuple[str, str]) -> tuple[int, str]:
    return _LANGUAGES.index(label[0]) if label[0] in _LANGUAGES else len(_LANGUAGES), label[1]


def _local(iri: str) -> str:
    return re.split("[#/]", iri)[-1]


def values_clauses(variable: str, iris: Iterable[str]) -> Iterator[str]:
    """Give VALUES clauses for these IRIs, some at a time, so that no query grows without bound."""
    ordered = sorted(iris)
    for first in range(0, len(ordered), 1000):
        yield f"VALUES {variable} {{ {' '.join(str(ox.NamedNode(iri)) for iri in ordered[first : first + 1000])} }}"


def rows(reader: Reader, sparql: str) -> Iterator[list[str]]:
    """Ask a SELECT query and give its rows as texts, empty where a variable is not bound."""
    for row in solutions(reader, sparql):
        yield [str(getattr(term, "value", "")) for term in row]


def solutions(reader: Reader, sparql: str) -> ox.QuerySolutions:
    """Ask a SELECT query and give its rows as terms."""
    found = reader.query(sparql)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("not a SELECT query")
    return found
