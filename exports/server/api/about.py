"""The task that tells a page what there is: the vocabulary in three languages, and how much a store holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from .... import __version__
from ....graph.lookup import rows
from ....graph.namespace import PREFIXES
from ....graph.relationships import STRONGEST
from ....graph.schema import LANGUAGES, Relation, Schema, load_schema
from ..limits import Limits
from ..tasks import Answer
from .answers import answer
from .remembered import remembered

if TYPE_CHECKING:
    from ....graph.storage import Reader

_PAPERS = 200  # publishers that are named, those with most articles


class _Labelled(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def labels(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class About:
    """The vocabulary and the store; `curate` tells whether judgements are taken."""

    curate: bool

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with both."""
        schema = load_schema()
        return answer(
            reader,
            {
                "version": __version__,
                "curate": self.curate,
                **remembered(reader, "about", _store),
                "languages": list(LANGUAGES),
                "prefixes": PREFIXES,
                "entityTypes": [
                    {**_labelled(kind), "colour": kind.colour, "shape": kind.shape, "term": f"gx:{kind.term}"}
                    for kind in schema.types.values()
                ],
                "families": [{**_labelled(family), "colour": family.colour} for family in schema.families.values()],
                "relations": [_relation(relation) for relation in schema.relations.values()],
                "statuses": [_status(schema, name) for name in STRONGEST],
                "qualifiers": [_labelled(qualifier) for qualifier in schema.qualifiers.values()],
                "terms": [
                    *({"term": f"gx:{one.term}", "kind": "class", "labels": one.labels} for one in schema.types.values()),
                    *({"term": f"gx:{one.term}", "kind": "relation", "labels": one.labels} for one in schema.relations.values()),
                    *({"term": f"gx:{one.term}", "kind": "qualifier", "labels": one.labels} for one in schema.qualifiers.values()),
                    *({"term": f"gx:{one.term}", "kind": one.kind, "labels": one.labels} for one in schema.terms.values()),
                ],
            },
        )  # fmt: skip


def _store(reader: Reader) -> dict[str, object]:
    def count(kind: str) -> int:
        ((number,),) = rows(reader, f"SELECT (COUNT(?x) AS ?n) WHERE {{ {kind} }}")
        return int(number)

    papers = "SELECT ?p (COUNT(?a) AS ?n) WHERE { ?a schema:publisher ?p } GROUP BY ?p ORDER BY DESC(?n) ?p"
    return {
        "store": {
            "claims": count("?x rdf:object ?e"),
            "articles": count("?x a schema:NewsArticle"),
            "entities": reader.search_index().count(),
        },
        "publishers": [{"name": name, "articles": int(n)} for name, n in rows(reader, f"{papers} LIMIT {_PAPERS}")],
    }


def _labelled(one: _Labelled) -> dict[str, object]:
    return {"id": one.name, "labels": one.labels}


def _relation(relation: Relation) -> dict[str, object]:
    return {
        **_labelled(relation),
        "term": f"gx:{relation.term}",
        "family": relation.family,
        "inverse": relation.inverse,
        "symmetric": relation.symmetric,
        "subject": list(relation.subject),
        "object": list(relation.object),
    }


def _status(schema: Schema, name: str) -> dict[str, object]:
    style = schema.statuses[name]
    return {**_labelled(style), "line": style.line, "thin": style.thin, "faded": style.faded}
