"""Circular deals: money that comes back to where it set out, over what is invested, lent and paid for goods."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .facts import Fact, facts
from .roles import load_roles

if TYPE_CHECKING:
    import networkx as nx

_WORK = 2_000_000  # steps of the search, some seconds; what lies beyond is said to be left out


@dataclass(frozen=True, slots=True)
class Flow:
    """Money that goes from one entity to another: as `capital`, or for `goods` (the other way round), and by which facts.

    `first` and `last` are the earliest and the latest date told.
    """

    payer: str
    payee: str
    kinds: tuple[str, ...]
    first: str | None
    last: str | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle of flows, from the entity whose id comes first; `kinds` are those of all its flows."""

    flows: tuple[Flow, ...]
    kinds: tuple[str, ...]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Circles:
    """Circles, the shortest first; not `complete` where the search was cut short by a limit."""

    circles: tuple[Circle, ...]
    complete: bool


def circles(
    network: nx.MultiDiGraph[str],
    *,
    longest: int = 5,
    limit: int = 50,
    kinds: Collection[str] = ("capital", "goods"),
    through: str | None = None,
    work: int = _WORK,
) -> Circles:
    """Find the circles in which money of all these kinds flows, the shortest first, of equal length those told best.

    What A invests in, holds of or lends to B goes from A to B as capital; what B buys of A it pays for with goods. So A
    that invests in B, which buys from A, is a circle of two. With `kinds` empty any circle counts, also those of one
    kind alone. `through` asks for those that an entity is in.
    """
    flows = _flows(network)
    search = _Search({payer: sorted(into) for payer, into in flows.items()}, work)
    wanted = set(kinds)
    found: list[Circle] = []
    for length in range(2, longest + 1):
        told = (_circle(flows, ring) for ring in search.rings(length, through))
        found += sorted(filter(lambda circle: wanted <= set(circle.kinds), told), key=_order)
        if len(found) >= limit:
            return Circles(tuple(found[:limit]), search.left > 0 and len(found) == limit and length == longest)
    return Circles(tuple(found), search.left > 0)


def _flows(network: nx.MultiDiGraph[str]) -> dict[str, dict[str, Flow]]:
    """Put together what flows between each two entities, by payer and payee."""
    roles = load_roles()
    told: dict[tuple[str, str], dict[str, list[Fact]]] = {}
    for fact in facts(network, relations=roles.capital | roles.goods):
        if fact.subject != fact.object:
            kind = "capital" if fact.relation in roles.capital else "goods"
            pair = fact.ends if kind == "capital" else fact.ends[::-1]
            told.setdefault(pair, {}).setdefault(kind, []).append(fact)
    flows: dict[str, dict[str, Flow]] = {}
    for (payer, payee), by_kind in sorted(told.items()):
        every = tuple(fact for kind in sorted(by_kind) for fact in by_kind[kind])
        flows.setdefault(payer, {})[payee] = Flow(payer, payee, tuple(sorted(by_kind)), *_span(every), every)
    return flows


class _Search:
    """Looks for rings of one length after the other, until its work is done up."""

    def __init__(self, into: dict[str, list[str]], work: int) -> None:
        import networkx as nx

        graph = nx.DiGraph((payer, payee) for payer, payees in into.items() for payee in payees)
        parts = [part for part in nx.strongly_connected_components(graph) if len(part) > 1]
        part_of = {node: number for number, part in enumerate(parts) for node in part}
        # a ring never leaves what can be reached both ways
        self._into = {
            node: [other for other in into[node] if part_of.get(other) == part_of[node]] for node in sorted(part_of)
        }
        self._from: dict[str, list[str]] = {node: [] for node in self._into}
        for node, others in self._into.items():
            for other in others:
                self._from[other].append(node)
        self.left = work

    def rings(self, length: int, through: str | None) -> Iterator[tuple[str, ...]]:
        """Give the rings of this length, each once: from its first entity, or from the one it must lead through."""
        starts = [through] if through is not None else list(self._into)
        for start in starts:
            if start in self._into and self.left > 0:
                yield from self._from_start(start, length, ordered=through is None)

    def _from_start(self, start: str, length: int, *, ordered: bool) -> Iterator[tuple[str, ...]]:
        near = self._distances(start, length - 1, ordered=ordered)
        stack = [iter(self._into[start])]
        ring = [start]
        while stack and self.left > 0:
            for other in stack[-1]:
                self.left -= 1
                left = length - len(ring)
                if other == start and not left:
                    yield tuple(ring)
                elif left and near.get(other, length) <= left and other not in ring:
                    ring.append(other)
                    stack.append(iter(self._into[other]))
                    break
                if self.left <= 0:
                    return
            else:
                stack.pop()
                ring.pop()

    def _distances(self, start: str, most: int, *, ordered: bool) -> dict[str, int]:
        """Give how many steps lead back to the start at least, as far as a ring may go."""
        near, front = {}, [start]
        for steps in range(1, most + 1):
            front = sorted({one for node in front for one in self._from[node] if one not in near and one != start})
            front = [one for one in front if one > start] if ordered else front
            near.update(dict.fromkeys(front, steps))
        return near


def _circle(flows: dict[str, dict[str, Flow]], ring: tuple[str, ...]) -> Circle:
    turn = ring.index(min(ring))
    ring = ring[turn:] + ring[:turn]
    steps = tuple(flows[payer][payee] for payer, payee in zip(ring, (*ring[1:], ring[0]), strict=True))
    kinds = tuple(sorted({kind for step in steps for kind in step.kinds}))
    return Circle(steps, kinds, *_span(tuple(fact for step in steps for fact in step.facts)))


def _span(told: tuple[Fact, ...]) -> tuple[str | None, str | None]:
    first = min((fact.first for fact in told if fact.first), default=None)
    return first, max((fact.last for fact in told if fact.last), default=None)


def _order(circle: Circle) -> tuple[float, list[str]]:
    return -min(sum(fact.sources for fact in flow.facts) for flow in circle.flows), [f.payer for f in circle.flows]
