"""What the loss of a node or of a link would separate from the rest of an undirected graph.

One depth-first search after Hopcroft and Tarjan (1973) finds the cut points and bridges and what lies behind each, which
networkx's functions don't give: a subtree of the search is a stretch of the order in which it comes to the nodes.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from .projection import Arcs

Span = tuple[int, int]  # a stretch of the search's order
Part = list[Span]


class Separation:
    """The search through all of a graph: the order of the nodes, and how far up the links of each subtree reach."""

    def __init__(self, graph: Arcs) -> None:
        """Search; time and memory grow with the number of links."""
        number = len(graph.nodes)
        self._nodes = graph.nodes
        self._order: list[int] = []
        self._at, self._low, self._size = [-1] * number, [0] * number, [1] * number
        self._parent, self._root = [-1] * number, [0] * number
        heads, first = graph.head.tolist(), graph.first.tolist()
        for root in range(number):
            if self._at[root] == -1:
                self._walk(root, heads, first)

    def points(self) -> Iterator[tuple[int, list[Part]]]:
        """Give each cut point with the parts that the graph would fall into there, the largest first."""
        below: dict[int, list[Span]] = {}
        for node in self._order:
            above = self._parent[node]
            if above != -1 and self._low[node] >= self._at[above]:
                below.setdefault(above, []).append(self._below(node))
        for node, spans in below.items():
            rest = _without(self._below(self._root[node]), [(self._at[node], self._at[node] + 1), *spans])
            parts = [*([span] for span in spans), *([rest] if rest else [])]
            if len(parts) > 1:
                yield node, sorted(parts, key=lambda part: (-size(part), part))

    def bridges(self) -> Iterator[tuple[int, int, list[Part]]]:
        """Give each bridge by its ends with the two parts at them, in the same order."""
        for node in self._order:
            above = self._parent[node]
            if above != -1 and self._low[node] > self._at[above]:
                span = self._below(node)
                yield above, node, [_without(self._below(self._root[node]), [span]), [span]]

    def entities(self, part: Part, limit: int) -> tuple[str, ...]:
        """Give the first of a part's entities in order of their ids."""
        names = (self._nodes[self._order[place]] for start, end in part for place in range(start, end))
        return tuple(heapq.nsmallest(limit, names))

    def _below(self, node: int) -> Span:
        return self._at[node], self._at[node] + self._size[node]

    def _walk(self, root: int, heads: list[int], first: list[int]) -> None:
        at, low, parent = self._at, self._low, self._parent
        stack, following = [root], {root: first[root]}
        self._come_to(root, root)
        while stack:
            node = stack[-1]
            arc = following[node]
            if arc < first[node + 1]:
                following[node] = arc + 1
                other = heads[arc]
                if at[other] == -1:
                    parent[other] = node
                    self._come_to(other, root)
                    stack.append(other)
                    following[other] = first[other]
                elif other != parent[node]:
                    low[node] = min(low[node], at[other])
            else:
                del following[stack.pop()]
                if stack:
                    above = stack[-1]
                    low[above] = min(low[above], low[node])
                    self._size[above] += self._size[node]

    def _come_to(self, node: int, root: int) -> None:
        self._at[node] = self._low[node] = len(self._order)
        self._root[node] = root
        self._order.append(node)


def size(part: Part) -> int:
    """Count a part's nodes.

    >>> size([(0, 3), (5, 6)])
    4
    """
    return sum(end - start for start, end in part)


def _without(whole: Span, holes: list[Span]) -> Part:
    """Give what is left of a stretch without others inside it.

    >>> _without((0, 9), [(5, 9), (2, 3)])
    [(0, 2), (3, 5)]
    """
    left, start = [], whole[0]
    for hole_start, hole_end in sorted(holes):
        if hole_start > start:
            left.append((start, hole_start))
        start = max(start, hole_end)
    return [*left, (start, whole[1])] if start < whole[1] else left
