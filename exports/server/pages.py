"""Plain pages for people: everything in them is escaped, and they run no script."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from ...graph.errors import NotFound
from ...graph.lookup import ClaimView, claims, iri_of, label_of, rows
from ...graph.model import Entity
from ...graph.namespace import GXR, article_iri, expand, path_of, resource
from ...graph.schema import Schema, load_schema
from .. import show
from ..plain import plain
from ..web import web_address

if TYPE_CHECKING:
    from jinja2 import Environment

    from ...graph.storage import Reader

CLAIMS = 1000  # of one article on a page


def render(template: str, **values: object) -> str:
    """Fill a template; whatever stands in the values is escaped."""
    return _environment().get_template(template).render(**values)


def address(iri: str) -> str:
    """Give the path under which this service answers for an IRI of its own.

    >>> address("https://w3id.org/guanxi/id/article/新聞/1%232")
    '/id/article/%E6%96%B0%E8%81%9E/1%232'
    """
    return "/id/" + quote(iri.removeprefix(GXR), safe="/%:@!$&'()*+,;=~")


def claim_page(reader: Reader, iri: str) -> str:
    """Give the page of a claim: what it says, the sentence, and what found it."""
    schema = load_schema()
    claim = next(claims(reader, f"BIND(<{iri}> AS ?c)"), None)
    if claim is None:
        raise NotFound(f"{path_of(iri)}: somebody judged this claim to be wrong; it leads to nothing any more")
    extractors = sorted(name for (name,) in rows(reader, f"SELECT ?x {{ <{iri}> gx:extractor ?x }}"))
    return render("claim.html", title=path_of(iri), iri=iri, extractors=extractors, **claim_values(claim, schema))


def article_page(reader: Reader, iri: str) -> str:
    """Give the page of an article: its text, and what it claims."""
    about = dict(rows(reader, f"SELECT ?p ?v {{ <{iri}> ?p ?v FILTER(?p != gx:mentions) }}"))
    schema = load_schema()
    told = sorted(claims(reader, f"?c prov:wasDerivedFrom <{iri}>"), key=lambda claim: (claim.start, claim.id))
    id_ = about.get(expand("dcterms:identifier"), path_of(iri))
    lines = about.get(expand("schema:articleBody"), "").split("\n")
    return render(
        "article.html",
        title=about.get(expand("schema:headline"), id_),
        iri=iri,
        id=id_,
        published=about.get(expand("schema:datePublished")),
        publisher=about.get(expand("schema:publisher")),
        url=web_address(about.get(expand("schema:url"))),
        paragraphs=[line for line in map(plain, lines) if line],
        claims=[claim_values(claim, schema) for claim in told[:CLAIMS]],
        more=max(0, len(told) - CLAIMS),
    )


def claim_values(claim: ClaimView, schema: Schema) -> dict[str, object]:
    """Give what a template shows of a claim."""
    language = language_of(claim.subject)
    relation = schema.relations.get(claim.relation)
    return {
        "href": address(resource(claim.id)),
        "subject": {"label": label_of(claim.subject, language), "href": address(iri_of(claim.subject))},
        "relation": f"{relation.labels['en']} · {relation.labels[language]}" if relation else claim.relation,
        "object": {"label": label_of(claim.object, language), "href": address(iri_of(claim.object))},
        "status": schema.statuses[claim.status].labels["en"],
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "added": [*show.described(claim.qualifiers), f"confidence {claim.confidence:.0%}"],
        "article": {**asdict(claim.article), "href": address(article_iri(claim.article.id))},
    }


def language_of(entity: Entity) -> str:
    """Give the language to show a page in: one of Chinese, where the entity has a name in any."""
    return next((tag for tag in ("zh-Hant", "zh-Hans") if tag in dict(entity.labels)), "zh-Hans")


def _finalize(value: object) -> object:
    """Take out of each value what could reorder a line, before it is escaped."""
    return plain(value) if type(value) is str else value


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("guanxi.exports.server", "templates")
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
