"""Look-through stakes: what an owner holds of everything below it, through whatever lies between, cycles included."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .stakes import Holding

if TYPE_CHECKING:
    import networkx as nx

_SWEEPS, _STILL = 300, 1e-13  # how often a cycle's equations are gone through at most, and what change is none
_SOLVED = 400  # entities of a cycle up to which equations that do not come to rest are solved as a whole
_VISITS = 2_000_000  # stakes gone through at most on the way up: the greater a cycle, the wider its bounds
_ROUNDS = 10  # upwards, before equations are solved
_BETTER = 1e-12  # what makes one way to give the rest better than another


@dataclass(frozen=True, slots=True)
class Bounds:
    """A stake in per cent: at least `low`, at most `high`."""

    low: float
    high: float


def look_through(holding: Holding, owners: Collection[str], within: Collection[str] | None = None) -> dict[str, Bounds]:
    """Give what these owners together hold of each entity below them, in per cent, direct stakes included.

    A stake is the sum over all chains of the products along each (*integrated ownership*: Brioschi, Buzzacchi and
    Colombo 1989); chains that go round a cycle count as often as they go round, which the solution of the linear system
    x = d + D x gives exactly; chains that come back to an owner end there (Baldone et al. 1998), so that nobody holds
    more than all. Cycles of more than 400 entities that do not come to rest are left where they are after 300 rounds, from below for the
    least stake and from above for the greatest, so that both stay bounds. Where direct stakes are bounds so is the answer: at least
    if the unknown rest is held by others, at most if it is held as favourably as may be. `within` leaves out whom it
    does not hold.
    """
    order = _groups(holding, owners, within)
    low, high = dict.fromkeys(owners, 1.0), dict.fromkeys(owners, 1.0)
    for group in order:
        _least(holding, group, low)
        _greatest(holding, group, high)
    found = (entity for group in order for entity in group)
    return {e: Bounds(round(low[e] * 100, 9), round(max(low[e], high[e]) * 100, 9)) for e in sorted(found)}


def by_all_chains(holding: Holding, held: str, holders: Collection[str]) -> dict[str, float]:
    """Give for each holder a bound of the least that it holds of an entity, in per cent, in one go for all holders.

    Chains that come back to the holder are in it, which `look_through` leaves out: so it is never too little.
    """
    import numpy as np

    place = {entity: number for number, entity in enumerate((held, *holders))}
    told = [
        (place[holder], place[entity], stake.low / 100)
        for entity in place
        for holder, stake in holding.holders(entity).items()
        if stake.low and holder in place
    ]
    if not told:
        return dict.fromkeys(holders, 0.0)
    tail, head = (np.array([row[end] for row in told]) for end in (0, 1))
    share = np.array([row[2] for row in told])
    bound = start = np.eye(1, len(place))[0]
    for _ in range(_SWEEPS):
        more = start + np.bincount(tail, share * bound[head], len(place))
        if np.abs(more - bound).max() < _STILL:
            return {holder: float(more[place[holder]]) * 100 for holder in holders}
        bound = more
    return {holder: float("inf") if bound[place[holder]] else 0.0 for holder in holders}  # a circle of whole stakes


def _groups(holding: Holding, owners: Collection[str], within: Collection[str] | None) -> list[list[str]]:
    """Give the entities below the owners, in groups that hold one another, each after those that hold it."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    waiting, seen = sorted(owners), set(owners)
    while waiting:
        holder = waiting.pop()
        for held in holding.holdings(holder):
            if held in owners or (within is not None and held not in within):
                continue
            graph.add_edge(holder, held)
            if held not in seen:
                seen.add(held)
                waiting.append(held)
    parts = list(nx.strongly_connected_components(graph))  # after Tarjan: what is held comes before who holds it
    return [sorted(part) for part in reversed(parts) if part.isdisjoint(owners)]


@dataclass(slots=True)
class _Row:
    """The equation of an entity: what comes to it from outside its group, and which share of whom inside."""

    outside: float
    inside: dict[str, float]

    def value(self, known: dict[str, float]) -> float:
        return min(self.outside + sum(share * known[holder] for holder, share in self.inside.items()), 1.0)


def _least(holding: Holding, group: list[str], known: dict[str, float]) -> None:
    """Find the least that may be held: what is not known is others'."""
    inside = set(group)
    rows = {}
    for entity in group:
        stakes = holding.holders(entity)
        shares = {holder: stake.low / 100 for holder, stake in stakes.items()}
        outside = sum(share * known.get(holder, 0.0) for holder, share in shares.items() if holder not in inside)
        rows[entity] = _Row(outside, {holder: share for holder, share in shares.items() if holder in inside})
    _solve(rows, known)


def _greatest(holding: Holding, group: list[str], known: dict[str, float]) -> None:
    """Find the most that may be held: what is not known is given to those who hold most for the owners.

    Who holds most depends on how it is given. A few rounds upwards find a good way; then the equations of a way are solved
    and what would be better given otherwise is given anew, until nothing is (Howard 1960).
    """
    inside = set(group)
    if len(group) > _SOLVED:
        _sink(holding, inside, group, known)
        return
    known.update(dict.fromkeys(group, 0.0))
    for _ in range(_ROUNDS if len(group) > 1 else 1):
        rows = {entity: _favourable(holding, entity, inside, known) for entity in group}
        known.update((entity, row.value(known)) for entity, row in rows.items())
    while True:
        _solve(rows, known)
        if len(group) == 1:
            return
        better = {entity: _favourable(holding, entity, inside, known) for entity in group}
        better = {e: row for e, row in better.items() if row.value(known) > rows[e].value(known) + _BETTER}
        if not better:
            return
        rows.update(better)


def _favourable(holding: Holding, entity: str, inside: set[str], known: dict[str, float]) -> _Row:
    """Give the unknown rest of an entity to those of its holders who hold most for the owners, by what is known so far."""
    stakes = holding.holders(entity)
    room = max(100 - sum(stake.low for stake in stakes.values()), 0.0)
    row = _Row(0.0, {})
    for holder in sorted(stakes, key=lambda one: (-known.get(one, 0.0), one)):
        more = min(room, stakes[holder].high - stakes[holder].low)
        room -= more
        share = (stakes[holder].low + more) / 100
        if holder in inside:
            row.inside[holder] = share
        else:
            row.outside += share * known.get(holder, 0.0)
    return row


def _solve(rows: dict[str, _Row], known: dict[str, float]) -> None:
    """Solve the equations of a group: mostly by going through them (after Gauss and Seidel), else as a whole.

    From below, the least solution is found: where some hold one another whole, nothing comes to them from nowhere.
    """
    import numpy as np

    if _rise(rows, known) or len(rows) > _SOLVED:
        return
    place = {entity: number for number, entity in enumerate(rows)}
    matrix = np.eye(len(rows))
    for entity, row in rows.items():
        for holder, share in row.inside.items():
            matrix[place[entity], place[holder]] -= share
    try:
        solution = np.linalg.solve(matrix, np.array([row.outside for row in rows.values()])).tolist()
    except np.linalg.LinAlgError:
        return
    known.update((entity, min(max(value, 0.0), 1.0)) for entity, value in zip(rows, solution, strict=True))


def _rise(rows: dict[str, _Row], known: dict[str, float]) -> bool:
    """Go through equations from nothing upwards, never too far, and tell whether they came to rest."""
    known.update(dict.fromkeys(rows, 0.0))
    for _ in range(_sweeps(sum(len(row.inside) for row in rows.values()))):
        moved = 0.0
        for entity, row in rows.items():
            value = row.value(known)
            moved, known[entity] = max(moved, value - known[entity]), value
        if moved < _STILL:
            return True
    return False


def _sink(holding: Holding, inside: set[str], group: list[str], known: dict[str, float]) -> None:
    """Go through the most favourable equations from all downwards: what is reached is never too little."""
    import numpy as np

    place = {entity: number for number, entity in enumerate(group)}
    told = [(place[held], holder, stake) for held in group for holder, stake in holding.holders(held).items()]
    held = np.array([row[0] for row in told])
    low, high = (np.array([getattr(row[2], end) / 100 for row in told]) for end in ("low", "high"))
    ours = np.array([holder in inside for _, holder, _ in told])
    holder = np.array([place.get(holder, 0) for _, holder, _ in told])
    outside = np.array([0.0 if holder in inside else known.get(holder, 0.0) for _, holder, _ in told])
    room = np.maximum(1 - np.bincount(held, low, len(group)), 0.0)
    first = np.searchsorted(held, np.arange(len(group)))
    value = np.ones(len(group))
    for _ in range(_SWEEPS):
        theirs = np.where(ours, value[holder], outside)
        order = np.argsort(2 * held - theirs)  # of each that is held, who holds most for the owners comes first
        more = (high - low)[order]
        before = np.cumsum(more) - more
        left = room[held] - (before - before[first][held])  # the order leaves each its rows
        given = low[order] + np.clip(left, 0.0, more)
        new = np.minimum(np.bincount(held, given * theirs[order], len(group)), 1.0)
        moved, value = np.abs(value - new).max(), new
        if moved < _STILL:
            break
    known.update(zip(group, value.tolist(), strict=True))


def _sweeps(stakes: int) -> int:
    return max(3, min(_SWEEPS, _VISITS // max(stakes, 1)))
