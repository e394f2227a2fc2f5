"""Writes what the schema demands of a graph as SHACL shapes, for `guanxi check` and for any other validator.

Only SHACL Core is used. A shape for each class says how often its things have each property and of what kind the values
are (shapes.yaml and the schema's ranges); two shapes for each relation say what may stand at the ends of its direct edges,
and one what its claims may hold.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources

from .. import __version__
from ..graph.datafile import Section, read_section
from ..graph.model import STATUSES
from ..graph.namespace import PREFIXES
from ..graph.schema import LANGUAGES, Qualifier, Relation, Schema

SHAPES = "https://w3id.org/guanxi/shapes#"
_PREFIXES = {**PREFIXES, "gxs": SHAPES, "sh": "http://www.w3.org/ns/shacl#"}
_COUNTS = {
    "one": (1, 1),
    "optional": (0, 1),
    "some": (1, None),
    "any": (0, None),
}
_WORDS = {"one": "exactly one", "optional": "at most one", "some": "at least one", "any": "any number of"}
_NUMBERS = ("minInclusive", "maxInclusive", "minLength", "maxLength")
_TERMS = ("lessThan", "lessThanOrEquals")


def shapes_turtle(schema: Schema) -> str:
    """Write the shapes of a schema as Turtle; the same schema gives the same text."""
    return turtle_of([_head(schema), *shape_blocks(schema).values()])


def shape_blocks(schema: Schema) -> Mapping[str, str]:
    """Give each shape as a block of Turtle, by its local name."""
    blocks = {"Thing": _thing()}
    blocks |= {name: _class_shape(name, section, schema) for name, section in _file().sections()}
    for relation in schema.relations.values():
        blocks |= _relation_shapes(relation, schema)
    return blocks


def turtle_of(blocks: Iterable[str]) -> str:
    """Put blocks together, with the prefixes that they use."""
    body = "\n".join(blocks)
    prefixes = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in sorted(_PREFIXES.items()) if f"{prefix}:" in body]
    return "\n".join([*prefixes, "", body])


@functools.cache
def _file() -> Section:
    return read_section(resources.files(__package__) / "shapes.yaml")


def _head(schema: Schema) -> str:
    about = [
        "a owl:Ontology",
        *(f"rdfs:label {_text(text)}@{language}" for language, text in schema.labels.items()),
        f"owl:versionInfo {_text(__version__)}",
        f"dcterms:identifier {_text(schema.digest)}",
    ]
    return _block(f"<{SHAPES.removesuffix('#')}>", about)


def _thing() -> str:
    """Give the shape of whatever something else points at: it is described in the graph."""
    # its own shape says which types there are: pySHACL reads a list anew for each value
    return _block("gxs:Thing", ["a sh:NodeShape", _property("rdf:type", ["sh:minCount 1"], "is described nowhere")])


def _class_shape(name: str, section: Section, schema: Schema) -> str:
    target = section.text("target")
    kinds = [f"gx:{kind.term}" for kind in schema.types.values()] if target == "types" else [target]
    lines = ["a sh:NodeShape", *(f"sh:targetClass {kind}" for kind in kinds)]
    for path in section.nodes:
        if path != "target":
            lines.append(_described(path, section.section(path), schema))
    if name == "Claim":
        lines += map(_qualifier, schema.qualifiers.values())
    return _block(f"gxs:{name}", lines)


def _described(path: str, wanted: Section, schema: Schema) -> str:
    """Give the property shape that a line of the file stands for."""
    wanted.allow("count", "kind", "among", "pattern", "uniqueLang", "unless", *_NUMBERS, *_TERMS)
    count = wanted.one_of("count", _COUNTS)
    said, words = _kind(path, wanted, schema)
    more = [f"{name} {wanted.number(name)}" for name in _NUMBERS if name in wanted.nodes]
    more += [f"{name} {wanted.text(name)}" for name in _TERMS if name in wanted.nodes]
    if "pattern" in wanted.nodes:
        more.append(f"pattern {_text(wanted.text('pattern'))}")
    if wanted.flag("uniqueLang"):
        more.append("uniqueLang true")
    message = f"{path} should be {', '.join([f'{_WORDS[count]} {words}', *more])}"
    counted, instead = _counted(count), ""
    if "unless" in wanted.nodes:
        either = f"[ sh:alternativePath ( {path} {wanted.text('unless')} ) ]"
        counted, instead = _counted("optional"), f" ;\n    {_property(either, ['sh:minCount 1'], message)}"
    return _property(path, [*counted, said, *(f"sh:{each}" for each in more)], message) + instead


def _kind(path: str, wanted: Section, schema: Schema) -> tuple[str, str]:
    """Give the constraint on a property's values, and in words what they are."""
    if "among" in wanted.nodes:
        values = _lists(schema)[wanted.one_of("among", _lists(schema))]
        return f"sh:in {_list(values)}", f"of {' '.join(values)}"
    term = schema.terms.get(path.removeprefix("gx:"))
    kind = wanted.text("kind") if "kind" in wanted.nodes else term.range[0] if term and term.range else "xsd:string"
    if kind in ("IRI", "Literal"):
        return f"sh:nodeKind sh:{kind}", kind
    if kind == "gx:Entity":
        return "sh:node gxs:Thing", "entity that is described in the graph"
    return f"sh:{'datatype' if kind.startswith(('xsd:', 'rdf:')) else 'class'} {kind}", kind


def _lists(schema: Schema) -> Mapping[str, tuple[str, ...]]:
    return {
        "types": tuple(f"gx:{kind.term}" for kind in schema.types.values()),
        "relations": tuple(f"gx:{relation.term}" for relation in schema.relations.values()),
        "statuses": tuple(map(_text, STATUSES)),
        "languages": tuple(map(_text, LANGUAGES)),
    }


def _qualifier(qualifier: Qualifier) -> str:
    path = f"gx:{qualifier.term}"
    message = f"{path} should be at most one {qualifier.datatype}"
    return _property(path, ["sh:maxCount 1", f"sh:datatype {qualifier.datatype}"], message)


def _relation_shapes(relation: Relation, schema: Schema) -> Mapping[str, str]:
    """Give the shapes of a relation: of either end of its direct edges, and of its claims."""
    blocks = {}
    for end, targets, types in (
        ("Subject", "sh:targetSubjectsOf", relation.subject),
        ("Object", "sh:targetObjectsOf", relation.object),
    ):
        kinds = [f"gx:{schema.types[name].term}" for name in types]
        message = f"the {end.lower()} of gx:{relation.term} should be one of {' '.join(kinds)}"
        wanted = _property("rdf:type", ["sh:minCount 1", f"sh:in {_list(kinds)}"], message)
        lines = ["a sh:NodeShape", f"{targets} gx:{relation.term}", wanted]
        blocks[f"{relation.term}{end}"] = _block(f"gxs:{relation.term}{end}", lines)
    lines = ["a sh:NodeShape", "sh:targetClass gx:Claim", _claim(relation, schema)]
    blocks[f"{relation.term}Claim"] = _block(f"gxs:{relation.term}Claim", lines)
    return blocks


def _claim(relation: Relation, schema: Schema) -> str:
    """Say of claims: either another relation, or ends and qualifiers that this one admits."""
    ends = []
    for path, types in (("gx:subjectMention", relation.subject), ("gx:objectMention", relation.object)):
        kinds = _list(f"gx:{schema.types[name].term}" for name in types)
        ends.append(f"sh:property [ sh:path ( {path} gx:mentionType ) ; sh:in {kinds} ]")
    ends += [
        f"sh:property [ sh:path gx:{qualifier.term} ; sh:maxCount 0 ]"
        for name, qualifier in schema.qualifiers.items()
        if name not in relation.qualifiers
    ]
    other = f"[ sh:not [ sh:path rdf:predicate ; sh:hasValue gx:{relation.term} ] ]"
    message = f"a claim of gx:{relation.term} has an end or a qualifier that the relation does not admit"
    return f"sh:or ( {other} [ {' ; '.join(ends)} ] ) ;\n    sh:message {_text(message)}"


# Turtle


def _counted(count: str) -> list[str]:
    least, most = _COUNTS[count]
    return [*([f"sh:minCount {least}"] if least else []), *([f"sh:maxCount {most}"] if most else [])]


def _property(path: str, said: Iterable[str], message: str) -> str:
    return f"sh:property [ {' ; '.join([f'sh:path {path}', *said, f'sh:message {_text(message)}'])} ]"


def _block(name: str, lines: Sequence[str]) -> str:
    return f"{name} " + " ;\n    ".join(lines) + " .\n"


def _list(names: Iterable[str]) -> str:
    return f"( {' '.join(names)} )"


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
