"""Writes the schema as an OWL ontology.

Most relations admit several entity types at an end. `owl:unionOf` would need an RDF list and with it blank nodes, and
classes named for nothing but such a union (`InvestsInSubject`) would clutter every class tree. So an end of one type
has that type as `rdfs:domain` or `rdfs:range`; an end of several has `gx:Entity`, which is true and lets reasoners
work, and each of its types as `schema:domainIncludes` or `schema:rangeIncludes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from .. import __version__
from ..graph.namespace import GX, PREFIXES, expand
from ..graph.vocabulary import Described, EntityType, Qualifier, Relation, Schema, Term

if TYPE_CHECKING:
    from rdflib import Graph

ONTOLOGY = GX.removesuffix("#")
_LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
_OWL_KINDS = {
    "class": "owl:Class",
    "object": "owl:ObjectProperty",
    "datatype": "owl:DatatypeProperty",
    "annotation": "owl:AnnotationProperty",
}
_ENDS = {
    "domain": ("rdfs:domain", "schema:domainIncludes"),
    "range": ("rdfs:range", "schema:rangeIncludes"),
}
_BUILT_IN = ("owl:", "rdf:", "rdfs:", "xsd:", "gx:")

# Subject, predicate, object: prefixed names or IRIs; an object may also be a text with its language ("" for none)
_Statement = tuple[str, str, str | tuple[str, str]]


def ontology(schema: Schema) -> Graph:
    """Give the OWL ontology of a schema: classes, properties, labels in three languages, links; no blank nodes.

    >>> from guanxi.graph.schema import load_schema
    >>> from rdflib.namespace import OWL, RDF
    >>> sorted(name.fragment for name in ontology(load_schema()).subjects(RDF.type, OWL.SymmetricProperty))
    ['competesWith', 'mergesWith', 'partnersWith', 'sameAs']
    """
    from rdflib import Graph, Literal, URIRef

    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for subject, predicate, value in statements(schema):
        node = URIRef(_iri(value)) if isinstance(value, str) else Literal(value[0], lang=value[1] or None)
        graph.add((URIRef(_iri(subject)), URIRef(_iri(predicate)), node))
    return graph


def ontology_turtle(schema: Schema) -> str:
    """Write the ontology as Turtle; the same schema gives the same text."""
    return ontology(schema).serialize(format="turtle")


def statements(schema: Schema) -> Iterator[_Statement]:
    """Give the ontology's statements; names are prefixed (`gx:supplies`) or whole IRIs, texts are (text, language)."""
    yield from _header(schema)
    for entity_type in schema.types.values():
        yield from _entity_type(entity_type)
    for relation in schema.relations.values():
        yield from _relation(relation, schema)
    for qualifier in schema.qualifiers.values():
        yield from _qualifier(qualifier)
    for term in schema.terms.values():
        yield from _term(term)
    yield from _outside(schema)


def _iri(name: str) -> str:
    return name if name.startswith("https://") else expand(name)


def _header(schema: Schema) -> Iterator[_Statement]:
    yield ONTOLOGY, "rdf:type", "owl:Ontology"
    yield ONTOLOGY, "owl:versionIRI", f"{ONTOLOGY}/{__version__}"
    yield ONTOLOGY, "owl:versionInfo", (__version__, "")
    yield ONTOLOGY, "dcterms:identifier", (schema.digest, "")
    yield ONTOLOGY, "dcterms:license", _LICENCE
    yield from _texts(ONTOLOGY, "rdfs:label", schema.labels)
    yield from _texts(ONTOLOGY, "rdfs:comment", schema.descriptions)


def _entity_type(entity_type: EntityType) -> Iterator[_Statement]:
    yield from _described(entity_type, "owl:Class")
    yield f"gx:{entity_type.term}", "rdfs:subClassOf", "gx:Entity"
    yield f"gx:{entity_type.term}", "skos:closeMatch", f"ftm:{entity_type.follow_the_money}"


def _relation(relation: Relation, schema: Schema) -> Iterator[_Statement]:
    name, money = f"gx:{relation.term}", relation.follow_the_money
    yield from _described(relation, "owl:ObjectProperty")
    if relation.symmetric:
        yield name, "rdf:type", "owl:SymmetricProperty"
    for wider in relation.wider:
        yield name, "rdfs:subPropertyOf", f"gx:{schema.relations[wider].term}"
    for end, types in (("domain", relation.subject), ("range", relation.object)):
        yield from _end(name, end, [f"gx:{schema.types[entity_type].term}" for entity_type in types], "gx:Entity")
    yield from _texts(name, "gx:inverseLabel", relation.inverse)
    yield from _texts(name, "gx:subjectRole", relation.subject_role)
    yield from _texts(name, "gx:objectRole", relation.object_role)
    yield name, "gx:family", (relation.family, "")
    for qualifier in relation.qualifiers:
        yield name, "gx:qualifiedBy", f"gx:{schema.qualifiers[qualifier].term}"
    yield name, "rdfs:seeAlso", f"ftm:{money.schema}"


def _qualifier(qualifier: Qualifier) -> Iterator[_Statement]:
    yield from _described(qualifier, "owl:DatatypeProperty")
    yield f"gx:{qualifier.term}", "rdfs:domain", "gx:Claim"
    yield f"gx:{qualifier.term}", "rdfs:range", qualifier.datatype


def _term(term: Term) -> Iterator[_Statement]:
    yield from _described(term, _OWL_KINDS[term.kind])
    if term.symmetric:
        yield f"gx:{term.term}", "rdf:type", "owl:SymmetricProperty"
    yield from _end(f"gx:{term.term}", "domain", term.domain, None)
    yield from _end(f"gx:{term.term}", "range", term.range, None)


def _end(name: str, end: str, types: Iterable[str], common: str | None) -> Iterator[_Statement]:
    """State an end of a property: exactly where it has one type, else by `common`, a class that holds all of them."""
    exact, includes = _ENDS[end]
    match list(types):
        case [single]:
            yield name, exact, single
        case several:
            yield from ((name, includes, each) for each in several)
            if several and common:
                yield name, exact, common


def _described(item: Described, kind: str) -> Iterator[_Statement]:
    name = f"gx:{item.term}"
    yield name, "rdf:type", kind
    yield name, "rdfs:isDefinedBy", ONTOLOGY
    yield from _texts(name, "rdfs:label", item.labels)
    yield from _texts(name, "rdfs:comment", item.descriptions)
    yield from ((name, link.how, link.target) for link in item.mappings)


def _texts(name: str, predicate: str, texts: Mapping[str, str]) -> Iterator[_Statement]:
    yield from ((name, predicate, (text, language)) for language, text in texts.items())


def _outside(schema: Schema) -> Iterator[_Statement]:
    """Declare what is used of other vocabularies, as OWL tools expect."""
    for name in ("skos:closeMatch", "skos:broadMatch", "schema:domainIncludes", "schema:rangeIncludes"):
        yield name, "rdf:type", "owl:AnnotationProperty"
    items: list[Described] = [*schema.types.values(), *schema.relations.values(), *schema.terms.values()]
    links = {link for item in items for link in item.mappings}
    kinds = {"rdfs:subClassOf": "owl:Class", "rdfs:subPropertyOf": "owl:ObjectProperty"}
    found = {(link.target, kinds[link.how]) for link in links if link.how in kinds}
    found |= {(end, "owl:Class") for term in schema.terms.values() for end in (*term.domain, *term.range)}
    yield from ((name, "rdf:type", kind) for name, kind in sorted(found) if not name.startswith(_BUILT_IN))
