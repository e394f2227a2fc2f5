"""The one place where IRIs are made."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, unquote

GX = "https://w3id.org/guanxi/ns#"
GXR = "https://w3id.org/guanxi/id/"
PREFIXES: dict[str, str] = {
    "gx": GX,
    "gxr": GXR,
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "ftm": "https://schema.followthemoney.tech/#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
VIEW = GXR + "view"


def expand(curie: str) -> str:
    """Give the full IRI of a prefixed name.

    >>> expand("gx:supplies")
    'https://w3id.org/guanxi/ns#supplies'
    """
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


def resource(path: str) -> str:
    """Give the IRI of a thing from its path (`company/nvidia`, `article/a/1#m3`).

    Chinese stays readable; what an IRI may not hold is percent-encoded.

    >>> resource("company/寒武纪 科技")
    'https://w3id.org/guanxi/id/company/寒武纪%20科技'
    """
    return GXR + _NOT_IN_PATH.sub(_encoded, path)


def entity_iri(path: str) -> str:
    """Give the IRI of a thing that is no part of another from its path: a `#` belongs to the name.

    >>> entity_iri("product/c#")
    'https://w3id.org/guanxi/id/product/c%23'
    """
    return resource(path).replace("#", "%23")


def path_of(iri: str) -> str:
    """Give the readable path behind a resource's IRI.

    >>> path_of("https://w3id.org/guanxi/id/company/寒武纪%20科技")
    'company/寒武纪 科技'
    """
    return unquote(iri.removeprefix(GXR))


def article_iri(article: str) -> str:
    """Give the IRI of an article from its id; different ids have different IRIs.

    >>> article_iri("a/1#2")
    'https://w3id.org/guanxi/id/article/a/1%232'
    """
    return entity_iri("article/" + article)


def article_id(iri: str) -> str:
    """Give an article's id from its IRI.

    >>> article_id(article_iri("新聞 稿/1#2%"))
    '新聞 稿/1#2%'
    """
    return unquote(iri.removeprefix(GXR + "article/"), errors="replace")


def escaped(text: str) -> str:
    """Percent-encode in an address whatever no IRI may hold, and leave the rest as it is.

    >>> escaped("file:新聞 稿/100%.txt"), escaped("https://example.com/a%20b?c=[1]#d")
    ('file:新聞%20稿/100%25.txt', 'https://example.com/a%20b?c=%5B1%5D#d')
    """
    head, mark, fragment = text.partition("#")
    return _NOT_IN_ADDRESS.sub(_encoded, head) + mark + _NOT_IN_ADDRESS.sub(_encoded, fragment)


def _encoded(found: re.Match[str]) -> str:
    return quote(found[0], safe="", errors="surrogatepass")


# RFC 3987's ucschar, without what is for private use or no character at all
_WIDE = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane * 0x10000 + (0x1000 if plane == 14 else 0))}-{chr(plane * 0x10000 + 0xFFFD)}" for plane in range(1, 15)
)
_NOT_IN_PATH = re.compile(rf"[^A-Za-z0-9._~/#:@!$&'()*+,;=\-{_WIDE}]")
_NOT_IN_ADDRESS = re.compile(rf"%(?![0-9A-Fa-f]{{2}})|[^A-Za-z0-9._~/:@!$&'()*+,;=?%\-{_WIDE}]")


def relation_term(relation: str) -> str:
    """Give the local name of a relation: lowerCamelCase of the guide's.

    >>> relation_term("invests_in")
    'investsIn'
    """
    head, *rest = relation.split("_")
    return head + "".join(word.capitalize() for word in rest)


def relation_name(iri: str) -> str:
    """Give a relation's name from its IRI: the inverse of `relation_term`.

    >>> relation_name("https://w3id.org/guanxi/ns#investsIn")
    'invests_in'
    """
    return re.sub(r"[A-Z]", lambda capital: "_" + capital[0].lower(), iri.removeprefix(GX))


def fact_iri(subject: str, relation: str, object_: str, *, symmetric: bool = False) -> str:
    """Give the IRI of what is said of two things, whoever says it in whatever status, from three IRIs.

    SPARQL can make it too: `SUBSTR(SHA256(CONCAT(STR(?s), " ", STR(?p), " ", STR(?o))), 1, 32)` behind `gxr:fact/`. The ends of
    a symmetric relation stand in the order of their characters.

    >>> fact_iri(GXR + "company/a", GX + "owns", GXR + "company/b")
    'https://w3id.org/guanxi/id/fact/4abfd02ab76320eeda0cc444ea5a0767'
    """
    first, second = sorted((subject, object_)) if symmetric else (subject, object_)
    return f"{GXR}fact/{hashlib.sha256(f'{first} {relation} {second}'.encode()).hexdigest()[:32]}"


def type_term(entity_type: str) -> str:
    """Give the local name of an entity type.

    >>> type_term("company")
    'Company'
    """
    return entity_type.capitalize()
