"""Control: whom an owner, or several who act together, can outvote everybody in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .stakes import Holding, Stake

MAJORITY = 50.0


@dataclass(frozen=True, slots=True)
class Control:
    """An entity under control: what its controllers hold of it together, and through whom.

    `sure` where they hold a majority at least, or a text says that one of them controls it (`told`); else they may, as
    far as stakes are unknown. `through` are the stakes that count, of the owners and of those that they control; `steps`
    is the length of the chain of control.
    """

    entity: str
    low: float
    high: float
    sure: bool
    told: bool
    steps: int
    through: tuple[Stake, ...]


def controlled(
    holding: Holding,
    owners: Collection[str],
    *,
    majority: float = MAJORITY,
    half_is_enough: bool = False,
    by_word: bool = True,
    unsure: bool = True,
) -> tuple[Control, ...]:
    """Give what these owners, acting together, control: directly, or with the votes of all that they control.

    A majority is more than 50 per cent; the 50 per cent rule of the United States' Office of Foreign Assets Control
    takes half as enough (`half_is_enough`) and no word for it (`by_word=False`). Without `unsure` only what they control
    for sure. The surest and nearest come first.
    """
    sure = _closure(holding, owners, majority, half_is_enough, by_word, at_least=True)
    maybe = _closure(holding, owners, majority, half_is_enough, by_word, at_least=False) if unsure else sure
    found, owners = [], frozenset(owners)
    for entity in {**sure, **maybe}:
        won = sure if entity in sure else maybe
        through = tuple(s for holder, s in holding.holders(entity).items() if holder in owners or holder in won)
        low = min(sum(stake.low for stake in through), 100.0)
        high = min(sum(stake.high for stake in through), 100.0)
        told = by_word and any(stake.controls for stake in through)
        steps = won[entity]
        found.append(Control(entity, round(low, 9), round(high, 9), entity in sure, told, steps, through))
    return tuple(sorted(found, key=lambda control: (not control.sure, control.steps, control.entity)))


def _closure(
    holding: Holding, owners: Collection[str], majority: float, half: bool, by_word: bool, *, at_least: bool
) -> dict[str, int]:
    """Give what is controlled, by how many steps away, as the votes of each that is won count for the next."""
    won: dict[str, int] = {}
    votes: dict[str, float] = {}
    owners = frozenset(owners)
    front, step = sorted(owners), 0
    while front:
        step += 1
        gained: set[str] = set()
        for holder in front:
            for held, stake in holding.holdings(holder).items():
                if held in owners or held in won:
                    continue
                votes[held] = min(votes.get(held, 0.0) + (stake.low if at_least else stake.high), 100.0)
                enough = votes[held] >= majority if half else votes[held] > majority
                if enough or (by_word and stake.controls):
                    gained.add(held)
        won.update(dict.fromkeys(sorted(gained), step))
        front = sorted(gained)
    return won
