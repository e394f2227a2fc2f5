"""Direct stakes: who holds how much of whom, as bounds where the texts leave it open."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TYPE_CHECKING

from .facts import Edge, Fact, day_of, facts
from .roles import load_roles

if TYPE_CHECKING:
    import networkx as nx

_ROUNDING = 0.5  # per cent by which stakes may add up to more than 100: texts round (33.4 three times)


@dataclass(frozen=True, slots=True)
class Stake:
    """What one entity holds of another directly, in per cent: at least `low`, at most `high`; equal where it is known.

    `told` are the percentages that the texts give, as they write them; `as_of` is the day of the newest one that counts.
    `controls` is said of the holder in words, whatever it holds. `disputed` stakes add up to more than 100 per cent with
    those of other holders, so that any of them may be out of date: each may then be anything up to what is told.
    """

    holder: str
    held: str
    low: float
    high: float
    told: tuple[str, ...]
    as_of: str | None
    controls: bool
    disputed: bool
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with stakes in an entity: the percentages told by holder, and what they add up to.

    `total` None: a single one that can't be (over 100 or not above 0), which is left out.
    """

    held: str
    told: tuple[tuple[str, str], ...]
    total: float | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """All direct stakes of a network, by holder and by what is held, and what is wrong with some."""

    of: Mapping[str, Mapping[str, Stake]]
    by: Mapping[str, Mapping[str, Stake]]
    problems: tuple[Problem, ...]

    def holders(self, held: str) -> Mapping[str, Stake]:
        """Give the stakes in an entity, by holder."""
        return self.by.get(held, {})

    def holdings(self, holder: str) -> Mapping[str, Stake]:
        """Give the stakes of an entity, by what is held."""
        return self.of.get(holder, {})


def stakes(
    network: nx.MultiDiGraph[str], unread: Mapping[tuple[str, str], Collection[str]] = MappingProxyType({})
) -> Holding:
    """Read the direct stakes from the actual claims of a network.

    A share that is said to be held counts, the newest by date; if several of that day differ, the stake lies between
    them. A share that is said to be bought is held at least, and perhaps more was held before. After a later sale of
    unknown size, between nothing and what was held. Where no share is told it may be any that others leave over.
    Nobody holds itself. A share that is none (over 100 or not above 0) is left out and is among the problems.
    `unread` are holders, what they hold, and the relations told between the two: such as tell no share, whose claims
    are not in the network.
    """
    roles = load_roles()
    relevant = roles.held | roles.bought | roles.sold
    pairs: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts(network, relations=relevant, status=("actual",)):
        if fact.subject != fact.object:
            pairs.setdefault(fact.ends, []).append(fact)
    problems: list[Problem] = []
    by: dict[str, dict[str, Stake]] = {}
    relations = {pair: {fact.relation for fact in told} for pair, told in pairs.items()} | dict(unread)
    for (holder, held), names in sorted(relations.items()):
        if holder != held and not roles.sold.issuperset(names):  # who sold may hold nothing any more
            told = tuple(pairs.get((holder, held), ()))
            by.setdefault(held, {})[holder] = _stake(network, (holder, held), names, told, problems)
    for held, holders in by.items():
        by[held] = _together(held, holders, problems)
    of: dict[str, dict[str, Stake]] = {}
    for held, holders in by.items():
        for holder, stake in holders.items():
            of.setdefault(holder, {})[held] = stake
    return Holding(dict(sorted(of.items())), by, tuple(problems))


def _stake(
    network: nx.MultiDiGraph[str],
    pair: tuple[str, str],
    relations: Collection[str],
    told: tuple[Fact, ...],
    problems: list[Problem],
) -> Stake:
    roles, (holder, held) = load_roles(), pair
    edges = network.get_edge_data(holder, held)
    shares = {"held": list[tuple[str, Decimal]](), "bought": list[tuple[str, Decimal]]()}
    sold = ""
    for fact in told:
        for claim in fact.claims:
            day = day_of(edges[claim], latest=True)
            if fact.relation in roles.sold:
                sold = max(sold, day)
            elif (share := _share(holder, held, edges[claim], problems)) is not None:
                shares["held" if fact.relation in roles.held else "bought"].append((day, share))
    low, high, as_of = _bounds(shares["held"], shares["bought"], sold)
    return Stake(
        holder,
        held,
        low,
        high,
        tuple(dict.fromkeys(f"{share:f}" for _, share in sorted(shares["held"] + shares["bought"], reverse=True))),
        as_of or None,
        not roles.control.isdisjoint(relations),
        False,
        told,
    )


def _bounds(held: list[tuple[str, Decimal]], bought: list[tuple[str, Decimal]], sold: str) -> tuple[float, float, str]:
    """Give the least and the most that may be held, and the day of what counts for it."""
    newest = max((day for day, _ in held), default="")
    shares = [float(share) for day, share in held if day == newest]
    later = [(day, float(share)) for day, share in bought if not held or day > newest]
    low, high = min(shares, default=0.0), max(shares, default=100.0)
    if later:
        low, high = max(low, *(share for _, share in later)), 100.0
    as_of = max([newest, *(day for day, _ in later)])
    return (0.0 if sold > as_of and as_of else low), high, as_of


def _share(holder: str, held: str, edge: Edge, problems: list[Problem]) -> Decimal | None:
    """Give the percentage that a claim tells, None where it tells none that can be."""
    if edge.get("stake") is None:
        return None
    try:
        share = Decimal(str(edge["stake"]))
    except InvalidOperation:
        share = Decimal(-1)
    if share.is_finite() and 0 < share <= 100:
        return share
    if (problem := Problem(held, ((holder, str(edge["stake"])),))) not in problems:  # told twice, it is still one
        problems.append(problem)
    return None


def _together(held: str, holders: dict[str, Stake], problems: list[Problem]) -> dict[str, Stake]:
    """Bound the stakes in one entity by one another: together they are 100 per cent at most."""
    total = sum(stake.low for stake in holders.values())
    if total > 100 + _ROUNDING:
        told = tuple((stake.holder, f"{stake.low:g}") for stake in holders.values() if stake.low)
        problems.append(Problem(held, told, round(total, 9)))
        return {
            holder: replace(stake, low=0.0, disputed=True) if stake.low else stake for holder, stake in holders.items()
        }
    room = max(100 - total, 0.0)
    return {
        holder: replace(stake, high=min(stake.high, round(stake.low + room, 9))) for holder, stake in holders.items()
    }
