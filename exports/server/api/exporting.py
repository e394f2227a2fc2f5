"""The task that gives a view away: as a table of its claims, as GraphML, or as JSON."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from ....graph.lookup import claims_with, entities
from ....graph.namespace import entity_iri, path_of
from ....graph.relationships import Relationship, Wanted, relationships
from ....graph.ties import ties_among
from ...networks import write_edges
from ...tables import write_claims_csv
from ..limits import Limits
from ..tasks import Answer
from .answers import answer
from .drawing import edges
from .evidence import evidence, in_order
from .judged import wrong_claims
from .nodes import nodes
from .remembered import whole

if TYPE_CHECKING:
    from ....graph.storage import Place, Reader

FORMATS = {"csv": "text/csv; charset=utf-8", "graphml": "application/graphml+xml", "json": "application/json"}


@dataclass(frozen=True, slots=True)
class View:
    """Entities and what links them, in one of `FORMATS`."""

    store: Place
    ids: tuple[str, ...]
    format: str
    wanted: Wanted

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with a file."""
        found = entities(reader, [entity_iri(id_) for id_ in self.ids])
        told = relationships(ties_among(reader, whole(reader), [path_of(iri) for iri in found]), self.wanted)
        iris = [claim for one in told for claim in one.claims]
        headers = {"Content-Disposition": f'attachment; filename="guanxi.{self.format}"'}
        if self.format == "json":
            wrong = wrong_claims(reader, self.store)
            claims = evidence(reader, in_order(claims_with(reader, iris).values()), wrong)
            drawn = nodes(reader, [path_of(iri) for iri in found])
            given = answer(reader, {"nodes": drawn, "edges": edges(told, wrong), "claims": claims})
            return Answer(given.media_type, given.write, headers=headers)

        file = io.BytesIO()
        if self.format == "csv":
            write_claims_csv(in_order(claims_with(reader, iris).values()), file)
        else:
            write_edges(found.values(), map(_edge, told), file)

        def write(sink: IO[bytes]) -> None:
            sink.write(file.getvalue())

        return Answer(FORMATS[self.format], write, headers=headers)


def _edge(one: Relationship) -> tuple[str, str, str, dict[str, object]]:
    about = {name: getattr(one, name) for name in ("relation", "status", "sources", "confidence", "first", "last")}
    return one.subject, one.object, one.id, {**about, "claims": len(one.claims)}
