"""The one place where IRIs are made."""

from __future__ import annotations

from urllib.parse import quote

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
    return GXR + "".join(c if c in _PLAIN or ord(c) > 0x9F else quote(c) for c in path)


_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/#:@!$&'()*+,;=")


def relation_term(relation: str) -> str:
    """Give the local name of a relation: lowerCamelCase of the guide's.

    >>> relation_term("invests_in")
    'investsIn'
    """
    head, *rest = relation.split("_")
    return head + "".join(word.capitalize() for word in rest)


def type_term(entity_type: str) -> str:
    """Give the local name of an entity type.

    >>> type_term("company")
    'Company'
    """
    return entity_type.capitalize()
