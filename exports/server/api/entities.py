"""The tasks about entities: finding them by name, and what is known of one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....graph.errors import NotFound
from ....graph.lookup import entities, rows
from ....graph.namespace import entity_iri, path_of
from ....graph.relationships import Relationship, Wanted
from ....graph.search import WAYS
from ..limits import Limits
from ..tasks import Answer
from .answers import answer
from .drawing import at, way
from .nodes import described, nodes

if TYPE_CHECKING:
    from ....graph.storage import Reader


@dataclass(frozen=True, slots=True)
class Search:
    """Entities by a name, ticker or id, in either script, in pinyin, by a beginning, with slips."""

    text: str
    limit: int

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with the best, each with the name that fits and how it does."""
        hits = reader.search_index().names(self.text)
        shown = hits[: self.limit]
        known = entities(reader, [hit.iri for hit in shown])
        found = [hit for hit in shown if hit.iri in known]
        told = described(reader, [known[hit.iri] for hit in found])
        things = [{**node, "matched": hit.name, "way": WAYS[hit.rank]} for node, hit in zip(told, found, strict=True)]
        return answer(reader, {"total": len(hits), "things": things})


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an entity without its sentences, and how many neighbours each relation leads to."""

    id: str
    wanted: Wanted

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer, or say which entity has taken its place."""
        iri = entity_iri(self.id)
        found = entities(reader, [iri])
        if iri not in found:
            raise _gone(reader, self.id, iri)
        told = at(reader, self.id, self.wanted)
        (node,) = described(reader, found.values())
        by = nodes(reader, node["sanctioned"])  # type: ignore[arg-type]  # a list of ids
        return answer(
            reader,
            {
                **node,
                "aliases": list(found[iri].names),
                "claims": sum(len(one.claims) for one in told),
                "neighbours": len({one.other(self.id) for one in told} - {self.id}),
                "counts": _counts(told, self.id),
                "sanctions": by,
            },
        )


def _counts(told: list[Relationship], id_: str) -> list[dict[str, object]]:
    groups: dict[tuple[str, str], list[Relationship]] = defaultdict(list)
    for one in told:
        groups[one.relation, way(one, id_)].append(one)
    counts = [
        {
            "relation": relation,
            "direction": direction,
            "neighbours": len({one.other(id_) for one in some} - {id_}),
            "claims": sum(len(one.claims) for one in some),
        }
        for (relation, direction), some in groups.items()
    ]
    return sorted(
        counts, key=lambda count: (-int(str(count["neighbours"])), str(count["relation"]), str(count["direction"]))
    )


def _gone(reader: Reader, id_: str, iri: str) -> NotFound:
    new = [path_of(other) for (other,) in rows(reader, f"SELECT ?n {{ <{iri}> dcterms:isReplacedBy ?n }} ORDER BY ?n")]
    said = f"; it is {new[0]} now" if new else ""
    return NotFound(f"{id_}: there is no such entity here{said}", tuple(new))
