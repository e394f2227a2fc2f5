"""Writes what one article says as the quads of its named graph, and reads it back from them."""

from __future__ import annotations

import functools
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pyoxigraph as ox

from .errors import WrongUse
from .literals import address, date_bounds, day_literal, decimal_literal, integer_literal, text_literal, uri_literal
from .model import Article, Claim, Extraction, Mention, Noise, Qualifiers, Status
from .namespace import (
    GX,
    GXR,
    PREFIXES,
    article_id,
    article_iri,
    entity_iri,
    expand,
    path_of,
    relation_name,
    relation_term,
    type_term,
)

_XSD = PREFIXES["xsd"]
_TEXTS = ("date", "currency", "role", "round", "product", "attributed_to")  # qualifiers written as plain literals
_NUMBERS = ("amount", "stake")  # and as xsd:decimal


def quads(extraction: Extraction) -> Iterator[ox.Quad]:
    """Give the quads of an article's named graph."""
    return iter(ox.parse(lines(extraction), ox.RdfFormat.N_QUADS))


def lines(extraction: Extraction, claims: Mapping[str, Claim] | None = None) -> str:
    """Write an article's named graph as N-Quads, one per line; `claims` are its `named_claims`, where they are at hand.

    Text and not objects, because the store loads it twice as fast, and beside the interpreter.
    """
    article = extraction.article
    graph = article_iri(article.id)
    out = [*_article(article, graph, extraction.extracted_with)]
    for mention in extraction.mentions:
        out += _mention(mention, graph)
    for name, claim in sorted((named_claims(extraction) if claims is None else claims).items()):
        out += _claim(claim, f"<{GXR}claim/{name}>", graph)
    end = f" <{graph}> .\n"
    return end.join([*out, ""])


def named_claims(extraction: Extraction) -> dict[str, Claim]:
    """Give an article's claims by the hash that their IRI is made of.

    Claims of one hash are one, with the extractors of both and the higher confidence. WrongUse when a claim's end is no
    mention of the article.
    """
    forms = {mention.number: mention.form for mention in extraction.mentions}
    out: dict[str, Claim] = {}
    for claim in sorted(extraction.claims, key=lambda c: (-c.confidence, c.subject, c.object, c.extractors)):
        if claim.subject not in forms or claim.object not in forms:
            raise WrongUse(
                f"article {claim.article}: a claim ({claim.relation}, {claim.start}) has an end that is no mention"
            )
        name = _claim_hash(claim, forms[claim.subject], forms[claim.object])
        if name in out:
            both = tuple(sorted({*out[name].extractors, *claim.extractors}))
            claim = replace(out[name], extractors=both)
        out[name] = claim
    return out


def _claim_hash(claim: Claim, subject: str, object_: str) -> str:
    said = [getattr(claim.qualifiers, name) for name in (*_TEXTS, *_NUMBERS)]
    key = [claim.article, claim.relation, subject, object_, claim.start, claim.end, claim.status, said]
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:32]


# Writing


_A = f"<{expand('rdf:type')}>"


@functools.cache
def _gx(term: str) -> str:
    return f"<{GX}{term}>"


@functools.cache
def _schema(term: str) -> str:
    return f"<{PREFIXES['schema']}{term}>"


def _article(article: Article, graph: str, extracted_with: str) -> Iterator[str]:
    this = f"<{graph}>"
    yield f"{this} {_A} {_schema('NewsArticle')}"
    yield f"{this} <{expand('dcterms:identifier')}> {text_literal(article.id)}"
    yield f"{this} {_schema('inLanguage')} {text_literal(article.language)}"
    yield f"{this} {_schema('articleBody')} {text_literal(article.text)}"
    yield f"{this} <{expand('dcterms:source')}> {address(article.source)}"
    yield f"{this} {_gx('sourceHash')} {text_literal(article.source_hash)}"
    yield f"{this} {_gx('extractedWith')} {text_literal(extracted_with)}"
    for term, value in (("headline", article.title), ("publisher", article.publisher)):
        if value is not None:
            yield f"{this} {_schema(term)} {text_literal(value)}"
    for author in article.authors:
        yield f"{this} {_schema('author')} {text_literal(author)}"
    if article.published is not None:
        yield f"{this} {_schema('datePublished')} {day_literal(article.published)}"
    if article.url is not None:
        yield f"{this} {_schema('url')} {uri_literal(article.url)}"
    if article.part_of is not None:
        yield f"{this} {_gx('partOf')} <{article_iri(article.part_of)}>"
    if article.part_start is not None:
        yield f"{this} {_gx('partStart')} {integer_literal(article.part_start)}"
    for number, noise in enumerate(article.noise, 1):
        yield from _noise(noise, this, f"<{graph}#noise{number}>")


def _noise(noise: Noise, article: str, this: str) -> Iterator[str]:
    yield f"{article} {_gx('noise')} {this}"
    yield f"{this} {_A} {_gx('Noise')}"
    yield f"{this} {_gx('noiseStart')} {integer_literal(noise.start)}"
    yield f"{this} {_gx('noiseEnd')} {integer_literal(noise.end)}"
    yield f"{this} {_gx('noiseKind')} {text_literal(noise.kind)}"


def _mention(mention: Mention, graph: str) -> Iterator[str]:
    this = f"<{graph}#m{mention.number}>"
    yield f"{this} {_A} {_gx('Mention')}"
    yield f"{this} {_gx('asWritten')} {text_literal(mention.form)}"
    yield f"{this} {_gx('mentionType')} {_gx(type_term(mention.type))}"
    for start in mention.at:
        yield f"{this} {_gx('at')} {integer_literal(start)}"
    for ticker in mention.tickers:
        yield f"{this} {_gx('tickerWritten')} {text_literal(ticker)}"
    if mention.known_as is not None:
        yield f"{this} {_gx('knownAs')} <{entity_iri(mention.known_as)}>"
    for number in mention.same_as:
        yield f"{this} {_gx('sameAs')} <{graph}#m{number}>"
    if mention.organization is not None:
        yield f"{this} {_gx('organization')} <{graph}#m{mention.organization}>"


def _claim(claim: Claim, this: str, graph: str) -> Iterator[str]:
    yield f"{this} {_A} {_gx('Claim')}"
    yield f"{this} <{expand('prov:wasDerivedFrom')}> <{graph}>"
    yield f"{this} {_gx('subjectMention')} <{graph}#m{claim.subject}>"
    yield f"{this} <{expand('rdf:predicate')}> {_gx(relation_term(claim.relation))}"
    yield f"{this} {_gx('objectMention')} <{graph}#m{claim.object}>"
    yield f"{this} {_gx('status')} {text_literal(claim.status)}"
    yield f'{this} {_gx("confidence")} "{claim.confidence!r}"^^<{_XSD}double>'
    yield f"{this} {_gx('quote')} {text_literal(claim.quote)}"
    yield f"{this} {_gx('start')} {integer_literal(claim.start)}"
    yield f"{this} {_gx('end')} {integer_literal(claim.end)}"
    for extractor in claim.extractors:
        yield f"{this} {_gx('extractor')} {text_literal(extractor)}"
    yield from _qualifiers(claim.qualifiers, this)


def _qualifiers(qualifiers: Qualifiers, this: str) -> Iterator[str]:
    for names, write in ((_TEXTS, text_literal), (_NUMBERS, decimal_literal)):
        for name in names:
            value = getattr(qualifiers, name)
            if value is not None:
                yield f"{this} {_gx(relation_term(name))} {write(value)}"
    bounds = date_bounds(qualifiers.date) if qualifiers.date else None
    if bounds:
        yield f'{this} {_gx("notBefore")} "{bounds[0]}"^^<{_XSD}date>'
        yield f'{this} {_gx("notAfter")} "{bounds[1]}"^^<{_XSD}date>'


# Reading

_Node = dict[str, list[str]]  # the values of one node, by predicate


def read_extraction(graph: Iterable[ox.Quad]) -> Extraction:
    """Read back what `lines` wrote, from the quads of one article's graph in any order.

    What the text does not keep comes back in order: authors, tickers and extractors sorted; numbers as the store
    writes them (33.40 as 33.4). ValueError if these are not the quads of one article.
    """
    nodes: dict[str, _Node] = defaultdict(lambda: defaultdict(list))
    for quad in graph:
        nodes[quad.subject.value][quad.predicate.value].append(quad.object.value)  # type: ignore[union-attr]
    kinds: dict[str, list[str]] = defaultdict(list)
    for iri, node in nodes.items():
        kinds[node[expand("rdf:type")][0]].append(iri)
    (this,) = kinds[PREFIXES["schema"] + "NewsArticle"]
    article = _read_article(nodes[this], [nodes[iri] for iri in kinds[GX + "Noise"]])
    mentions = sorted((_read_mention(iri, nodes[iri], article.id) for iri in kinds[GX + "Mention"]), key=_number_of)
    claims = tuple(_read_claim(nodes[iri], article.id) for iri in sorted(kinds[GX + "Claim"]))
    return Extraction(article, tuple(mentions), claims, nodes[this][GX + "extractedWith"][0])


def _number_of(mention: Mention) -> int:
    return mention.number


def _one(node: _Node, predicate: str) -> str | None:
    values = node.get(predicate)
    return values[0] if values else None


def _number(value: str | None) -> int | None:
    return None if value is None else int(value)


def _read_article(node: _Node, noise: Iterable[_Node]) -> Article:
    schema, part = PREFIXES["schema"], _one(node, GX + "partOf")
    spans = (Noise(int(n[GX + "noiseStart"][0]), int(n[GX + "noiseEnd"][0]), n[GX + "noiseKind"][0]) for n in noise)
    return Article(
        id=node[expand("dcterms:identifier")][0],
        text=node[schema + "articleBody"][0],
        source=node[expand("dcterms:source")][0],
        source_hash=node[GX + "sourceHash"][0],
        language=node[schema + "inLanguage"][0],
        title=_one(node, schema + "headline"),
        published=_one(node, schema + "datePublished"),
        publisher=_one(node, schema + "publisher"),
        authors=tuple(sorted(node[schema + "author"])),
        url=_one(node, schema + "url"),
        part_of=None if part is None else article_id(part),
        part_start=_number(_one(node, GX + "partStart")),
        noise=tuple(sorted(spans, key=lambda span: (span.start, span.end, span.kind))),
    )


def mention_number(iri: str) -> int:
    """Give a mention's number in its article from its IRI."""
    return int(iri.rpartition("#m")[2])


def _read_mention(iri: str, node: _Node, article: str) -> Mention:
    known, organization = _one(node, GX + "knownAs"), _one(node, GX + "organization")
    return Mention(
        article=article,
        number=mention_number(iri),
        form=node[GX + "asWritten"][0],
        type=node[GX + "mentionType"][0].removeprefix(GX).lower(),
        at=tuple(sorted(map(int, node[GX + "at"]))),
        tickers=tuple(sorted(node[GX + "tickerWritten"])),
        known_as=None if known is None else path_of(known),
        same_as=tuple(sorted(map(mention_number, node[GX + "sameAs"]))),
        organization=None if organization is None else mention_number(organization),
    )


def _read_claim(node: _Node, article: str) -> Claim:
    said = {name: _one(node, GX + relation_term(name)) for name in (*_TEXTS, *_NUMBERS)}
    status: Status = node[GX + "status"][0]  # type: ignore[assignment]  # written from a Status
    return Claim(
        article=article,
        subject=mention_number(node[GX + "subjectMention"][0]),
        relation=relation_name(node[expand("rdf:predicate")][0]),
        object=mention_number(node[GX + "objectMention"][0]),
        status=status,
        start=int(node[GX + "start"][0]),
        end=int(node[GX + "end"][0]),
        quote=node[GX + "quote"][0],
        extractors=tuple(sorted(node[GX + "extractor"])),
        confidence=float(node[GX + "confidence"][0]),
        qualifiers=Qualifiers(**said),
    )
