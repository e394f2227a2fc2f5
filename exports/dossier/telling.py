"""What is told of an entity and one other in one relation, all statuses together, and what of it may be said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...graph.analysis.facts import Edge, Fact, facts, symmetric_relations
from ...graph.facts import FIRM

if TYPE_CHECKING:
    import networkx as nx

# Of statuses that were told last on the same day, the one that claims least comes first.
_CAUTIOUS = ("denied", "ended", "possible", "reported", "planned")
_ORDER = ("actual", "disputed", "unsure", "planned", "reported", "possible", "denied", "ended")


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told of two entities in one relation.

    `status` is how it may be told: `actual` only where it stands and nobody denies it; `disputed` where it stands and is
    denied, `unsure` where the reading itself is; else the status told last. `leading` are the facts that say so, `others`
    those in other statuses. `sources` counts the independent articles behind the leading ones.
    """

    subject: str
    relation: str
    object: str
    status: str
    leading: tuple[Fact, ...]
    others: tuple[Fact, ...]
    sources: int

    @property
    def ends(self) -> tuple[str, str]:
        """Give its two ends."""
        return self.subject, self.object

    def other(self, entity: str) -> str:
        """Give the end that an entity is not."""
        return self.object if self.subject == entity else self.subject


def tellings(network: nx.MultiDiGraph[str], standing: Collection[str], entity: str) -> list[Telling]:
    """Give what is told of an entity, what is said to be so first, then by sources.

    `network` holds claims of every status, `standing` the ids of the actual ones that no later article says are over.
    """
    by_key: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    symmetric = symmetric_relations()
    for fact in facts(network, [entity]):
        first, second = fact.ends
        if fact.relation in symmetric and second == entity:  # who is told about comes first
            first, second = second, first
        by_key[first, fact.relation, second].append(fact)
    edges = claims_by_id(network)
    found = [_telling(key, told, standing, edges) for key, told in by_key.items()]
    return sorted(found, key=_order)


def claims_by_id(network: nx.MultiDiGraph[str]) -> dict[str, Edge]:
    """Give the attributes of each claim of a network."""
    return {str(key): data for _, _, key, data in network.edges(keys=True, data=True)}


def _telling(
    key: tuple[str, str, str], told: Iterable[Fact], standing: Collection[str], edges: Mapping[str, Edge]
) -> Telling:
    by_status = {fact.status: fact for fact in told}
    status = _status(by_status, standing, edges)
    meant = {"disputed": ("actual", "denied"), "unsure": ("actual",)}.get(status, (status,))
    leading = tuple(by_status[name] for name in meant if name in by_status)
    others = tuple(fact for name, fact in sorted(by_status.items()) if name not in meant)
    if status == "ended" and "ended" not in by_status:  # the claim that says so is of another time than was asked for
        leading, others = others, ()
    counted = leading[:1] if status == "disputed" else leading
    return Telling(*key, status, leading, others, sum(fact.sources for fact in counted))


def _status(by_status: Mapping[str, Fact], standing: Collection[str], edges: Mapping[str, Edge]) -> str:
    actual = by_status.get("actual")
    if actual is not None:
        if not any(claim in standing for claim in actual.claims):
            return "ended"
        if actual.confidence < FIRM:
            return "unsure"
        return "disputed" if "denied" in by_status else "actual"
    return max(by_status, key=lambda name: (_last(by_status[name], edges), -_CAUTIOUS.index(name)))


def _last(fact: Fact, edges: Mapping[str, Edge]) -> str:
    """Give the day on which a fact was told last."""
    return max(edges[claim].get("published") or "" for claim in fact.claims)


def _order(telling: Telling) -> tuple[int, int, float, str, str, str]:
    sure = -telling.leading[0].confidence
    return _ORDER.index(telling.status), -telling.sources, sure, telling.relation, telling.subject, telling.object


def contradicted(told: Iterable[Telling]) -> Iterator[Telling]:
    """Give what one sentence denies and another tells, in whatever status."""
    for telling in told:
        statuses = {fact.status for fact in (*telling.leading, *telling.others)}
        if "denied" in statuses and statuses & {"actual", "planned", "reported"}:
            yield telling
