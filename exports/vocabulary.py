"""Writes the vocabulary as a page to read, from the schema: types, relations with a query each, qualifiers, terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..graph.namespace import PREFIXES
from ..graph.schema import Relation, Schema
from ..graph.vocabulary import Described

_HEAD = """# The vocabulary

Written by `guanxi export vocabulary -o docs/vocabulary.md` from `graph/schema/`; a test holds it to that. `guanxi export ontology`
gives the same as OWL, `guanxi export shapes` what a graph must be like as SHACL. Every query below runs as it stands with
`guanxi query`, which knows the prefixes.
"""
_EDGES = """Relations lead directly from entity to entity where it is said to be so: by an `actual` claim of confidence 0.5 or more that no
later-dated article says is over. What is planned, reported, ended, denied or possible is in the claims alone: ask for `gx:status`.
"""


def vocabulary_page(schema: Schema) -> str:
    """Write a schema as Markdown; the same schema gives the same text."""
    parts = [
        _HEAD,
        "## Prefixes\n",
        _table(("prefix", "IRI"), ((f"`{prefix}:`", f"`{iri}`") for prefix, iri in PREFIXES.items())),
        "## Entity types\n",
        _table(_COLUMNS, map(_row, schema.types.values())),
        "## Relations\n",
        _EDGES,
        *_relations(schema),
        "## Qualifiers\n",
        "What a text may add to a claim, each only where it does.\n",
        _table((*_COLUMNS, "values"), ((*_row(item), f"`{item.datatype}`") for item in schema.qualifiers.values())),
        "## Statuses\n",
        _table(_COLUMNS, (_named(f"`{s.name}`", s.labels, s.descriptions) for s in schema.statuses.values())),
        "## Articles, mentions and claims\n",
        _table(
            (*_COLUMNS, "of", "values"),
            ((*_row(term), _code(term.domain), _code(term.range)) for term in schema.terms.values()),
        ),
    ]
    return "\n".join(parts)


_COLUMNS = ("term", "zh-Hans", "zh-Hant", "en", "what it is")


def query_of(relation: Relation, schema: Schema) -> str:
    """Write the query that asks for a relation with its sentences and all that texts add to it."""
    subject, object_ = _ends(relation)
    terms = [schema.qualifiers[name].term for name in relation.qualifiers]
    added = {term: f"{term}AsWritten" if term in (subject, object_) else term for term in terms}
    return "\n".join(
        [
            f"SELECT ?{subject} ?{object_} {' '.join(f'?{name}' for name in added.values())} ?quote WHERE {{",
            f"  ?{subject} gx:{relation.term} ?{object_} .",
            f"  ?claim rdf:subject ?{subject} ; rdf:predicate gx:{relation.term} ; rdf:object ?{object_} ;",
            '    gx:status "actual" ; gx:quote ?quote .',
            *(f"  OPTIONAL {{ ?claim gx:{term} ?{name} }}" for term, name in added.items()),
            "}",
        ]
    )


def _ends(relation: Relation) -> tuple[str, str]:
    """Give names of variables for the two ends, from what they are called."""
    subject, object_ = (_variable(role["en"]) for role in (relation.subject_role, relation.object_role))
    return subject, f"other{object_[0].upper()}{object_[1:]}" if subject == object_ else object_


def _variable(words: str) -> str:
    first, *rest = "".join(char if char.isalnum() else " " for char in words.lower()).split()
    return first + "".join(map(str.capitalize, rest))


def _relations(schema: Schema) -> Iterator[str]:
    for family in schema.families.values():
        yield f"### {' · '.join(family.labels.values())}\n"
        yield f"{family.descriptions['en']}\n"
        for relation in schema.relations.values():
            if relation.family == family.name:
                yield from _relation(relation, schema)


def _relation(relation: Relation, schema: Schema) -> Iterator[str]:
    yield f"#### `gx:{relation.term}` {' · '.join(dict.fromkeys(relation.labels.values()))}\n"
    yield f"{relation.descriptions['en']} {relation.descriptions['zh-Hans']}\n"
    yield "\n".join(f"- {line}" for line in _facts(relation, schema)) + "\n"
    yield f"```sparql\n{query_of(relation, schema)}\n```\n"


def _facts(relation: Relation, schema: Schema) -> Iterator[str]:
    for what, role, types in (
        ("subject", relation.subject_role, relation.subject),
        ("object", relation.object_role, relation.object),
    ):
        yield f"{what}: {role['en']} {role['zh-Hans']} ({_code(f'gx:{schema.types[name].term}' for name in types)})"
    if relation.symmetric:
        yield "symmetric: what holds one way holds the other"
    else:
        yield f"read from the object: {' · '.join(dict.fromkeys(relation.inverse.values()))}"
    if wider := schema.wider(relation.name):
        yield f"implies {_code(f'gx:{schema.relations[name].term}' for name in wider)}"
    yield f"may have {_code(f'gx:{schema.qualifiers[name].term}' for name in relation.qualifiers)}"
    if relation.mappings:
        yield f"elsewhere: {', '.join(f'{link.how} `{link.target}`' for link in relation.mappings)}"
    money = relation.follow_the_money
    yield f"in FollowTheMoney: {', '.join(f'`{form.schema}`' for form in (money, *money.instead))}"


def _row(item: Described) -> tuple[str, ...]:
    return _named(f"`gx:{item.term}`", item.labels, item.descriptions)


def _named(term: str, labels: Mapping[str, str], descriptions: Mapping[str, str]) -> tuple[str, ...]:
    return term, *labels.values(), descriptions["en"]


def _code(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in names)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"
