"""The shortest ways from one entity to many others in a graph of any size, of equally short ones the surest first."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..adjacency import FAR
from .counted import Counted

if TYPE_CHECKING:
    from ..adjacency import Flags, Ints

_TRIED = 50_000  # ways begun in search of those of one length to one end: enough for all within four steps
_DIGITS = 12  # chances that are equal but for the order in which they were multiplied


@dataclass(frozen=True, slots=True)
class Way:
    """The places of the entities along a way in the arrays, and the chance that all of its steps hold."""

    places: tuple[int, ...]
    sure: float


class Ways:
    """All ways that lead from one entity, at most so many steps by arcs that count, whichever way these lead."""

    def __init__(self, counted: Counted, kinds: Flags, start: int, most: int) -> None:
        """Find how far everything is, step by step; `kinds` are the arcs of the relations that lead anywhere."""
        import numpy as np

        ends = counted.whole.ends
        self._counted, self._start, self._most = counted, start, most
        self.steps: Ints = np.full(len(counted.whole.nodes), FAR)
        self.steps[start] = 0
        open_ = kinds & (ends[:, 0] != ends[:, 1])
        found = np.zeros(len(ends), dtype=np.bool_)
        for step in range(most):
            front = self.steps == step
            there = counted.arcs(open_ & (front[ends[:, 0]] | front[ends[:, 1]]))
            found |= there
            near = np.unique(ends[there])
            self.steps[near[self.steps[near] == FAR]] = step + 1
        self._lay_out(np.flatnonzero(found))

    def _lay_out(self, arcs: Ints) -> None:
        """Number the pairs that arcs link, and put beside each node the nodes next to it."""
        import numpy as np

        low, high = np.sort(self._counted.whole.ends[arcs], axis=1).T
        pairs, of = np.unique(low * len(self.steps) + high, return_inverse=True)
        order = np.argsort(of, kind="stable")
        self._arcs, self._first = arcs[order], np.searchsorted(of[order], np.arange(len(pairs) + 1))
        low, high = np.divmod(pairs, len(self.steps))
        tail, head = np.concatenate([low, high]), np.concatenate([high, low])
        order = np.lexsort((head, tail))
        self._head, self._pair = head[order], np.concatenate([np.arange(len(pairs))] * 2)[order]
        self._row = np.searchsorted(tail[order], np.arange(len(self.steps) + 1))
        self._sure = np.full(len(pairs), np.nan)

    def between(self, way: Way) -> list[int]:
        """Give the arcs that the steps of a way rest on."""
        found = []
        for a, b in zip(way.places, way.places[1:], strict=False):
            pair = next(pair for head, pair in self._next_to(a) if head == b)
            found += self._arcs[self._first[pair] : self._first[pair + 1]].tolist()
        return found

    def _next_to(self, node: int) -> Iterable[tuple[int, int]]:
        rows = slice(self._row[node], self._row[node + 1])
        return zip(self._head[rows].tolist(), self._pair[rows].tolist(), strict=True)

    def find(self, ends: Collection[int], number: int) -> dict[int, list[Way]]:
        """Give the shortest ways to each of some entities, at most so many, the surest first of equally short ones."""
        found: dict[int, list[Way]] = {end: [] for end in ends}
        for length in range(1, self._most + 1):
            open_ = [end for end in ends if 0 < self.steps[end] <= length and len(found[end]) < number]
            layers = {end: self._layers(end, length) for end in open_}
            self._read({pair for steps in layers.values() for by in steps for _, pair in _pairs(by)})
            for end, steps in layers.items():
                found[end] += self._surest(steps, end, number - len(found[end]))
        return found

    def _layers(self, end: int, length: int) -> list[_Step]:
        """Give for each step of a way of that length, the first one first, whence it may lead where."""
        back: list[_Step] = []
        front: Collection[int] = [end]
        for left in range(length - 1, -1, -1):  # steps from the start to where this one sets out
            step: _Step = {}
            for node in front:
                rows = slice(self._row[node], self._row[node + 1])
                near = self._steps_to(self._head[rows], left)
                for head, pair in zip(self._head[rows][near].tolist(), self._pair[rows][near].tolist(), strict=True):
                    if head != end and (head != self._start) == (left > 0):
                        step.setdefault(head, []).append((node, pair))
            back.append(step)
            front = step
        return _reached(back[::-1], self._start)

    def _steps_to(self, nodes: Ints, most: int) -> Flags:
        steps = self.steps[nodes]
        near: Flags = (steps != FAR) & (steps <= most)
        return near

    def _read(self, pairs: Collection[int]) -> None:
        """Read how sure the steps between these pairs are, as far as that is not known."""
        import numpy as np

        asked = np.array(sorted(pairs), dtype=np.int64)
        asked = asked[np.isnan(self._sure[asked])] if len(asked) else asked
        if len(asked):
            counts = self._first[asked + 1] - self._first[asked]
            of = np.repeat(np.arange(len(asked)), counts)
            starts = np.repeat(self._first[asked] - np.cumsum(counts) + counts, counts)
            sure = self._counted.sure(self._arcs[starts + np.arange(len(of))])
            best = np.zeros(len(asked))
            np.maximum.at(best, of, sure)
            self._sure[asked] = best

    def _surest(self, steps: list[_Step], end: int, number: int) -> list[Way]:
        """Search the surest ways first: what can be hoped for on the rest of a way is known for each node."""
        best: list[dict[int, float]] = [{end: 1.0}]
        for step in reversed(steps):
            hope = best[-1]
            best.append({a: max(float(self._sure[pair]) * hope[b] for b, pair in to) for a, to in step.items()})
        best.reverse()
        waiting: list[tuple[float, tuple[int, ...], float]] = [(-1.0, (self._start,), 1.0)] if steps[0] else []
        found: list[Way] = []
        for _ in range(_TRIED):
            if not waiting or len(found) == number:
                break
            _, places, sure = heapq.heappop(waiting)
            at = len(places) - 1
            if at == len(steps):
                found.append(Way(places, sure))
                continue
            for head, pair in steps[at].get(places[-1], ()):
                if head not in places:
                    told = sure * float(self._sure[pair])
                    heapq.heappush(waiting, (-round(told * best[at + 1][head], _DIGITS), (*places, head), told))
        return found


_Step = dict[int, list[tuple[int, int]]]  # from each node the nodes that it leads to, each with the pair's number


def _pairs(step: Mapping[int, Iterable[tuple[int, int]]]) -> Iterable[tuple[int, int]]:
    return (to for led in step.values() for to in led)


def _reached(steps: list[_Step], start: int) -> list[_Step]:
    """Leave out of steps what the ones before don't lead to."""
    front = {start}
    found = []
    for step in steps:
        here = {node: step[node] for node in sorted(front & step.keys())}
        found.append(here)
        front = {head for head, _ in _pairs(here)}
    return found
