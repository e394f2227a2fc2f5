"""Concentration: how much of what is told of an entity's customers or suppliers falls to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from ..errors import WrongUse
from .facts import Fact, facts
from .roles import load_roles

if TYPE_CHECKING:
    import networkx as nx

SIDES = ("customers", "suppliers")


@dataclass(frozen=True, slots=True)
class Share:
    """A customer or supplier and its share, 0 to 1, of the sources that tell of any, and of the amounts that are told.

    `amounts` are the different amounts told, by currency; `of_amounts` is the share by currency.
    """

    entity: str
    of_sources: float
    amounts: tuple[tuple[str, str], ...]
    of_amounts: tuple[tuple[str, float], ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Concentration:
    """The customers or suppliers of an entity, the largest share of sources first.

    `index` is the Herfindahl index of the shares of sources: 1 for a single partner, 1/n for n alike. Shares are of what
    the articles tell, not of any turnover; `amounts_known` says for how many partners an amount is told.
    """

    entity: str
    side: str
    index: float
    shares: tuple[Share, ...]
    amounts_known: int


def concentration(
    network: nx.MultiDiGraph[str],
    side: str = "customers",
    *,
    of: str | None = None,
    at_least: int = 2,
    limit: int = 20,
) -> tuple[Concentration, ...]:
    """Give how concentrated the customers or suppliers of each entity are, or of one, the most concentrated first.

    `at_least` leaves out whom articles name fewer partners of: one known customer is no sign that there is only one.
    Of one entity asked for everything is given. Of two equally concentrated, the one with more partners comes first.
    """
    if side not in SIDES:
        raise WrongUse(f"no side is called {side}; there are {', '.join(SIDES)}")
    partners: dict[str, dict[str, list[Fact]]] = {}
    for fact in facts(network, None if of is None else [of], relations=load_roles().supply):
        supplier, customer = fact.ends
        this, other = (supplier, customer) if side == "customers" else (customer, supplier)
        if this != other and of in (None, this):
            partners.setdefault(this, {}).setdefault(other, []).append(fact)
    least = 1 if of is not None else at_least
    found = [_concentration(network, this, side, told) for this, told in partners.items() if len(told) >= least]
    return tuple(sorted(found, key=lambda one: (-one.index, -len(one.shares), one.entity))[:limit])


def _concentration(
    network: nx.MultiDiGraph[str], this: str, side: str, partners: dict[str, list[Fact]]
) -> Concentration:
    sources = {other: sum(fact.sources for fact in told) for other, told in partners.items()}
    amounts = {other: _amounts(network, told) for other, told in partners.items()}
    total = sum(sources.values())
    sums: dict[str, Decimal] = {}
    for known in amounts.values():
        for currency, amount in known.items():
            sums[currency] = sums.get(currency, Decimal(0)) + amount
    shares = tuple(
        Share(
            other,
            round(sources[other] / total, 6),
            tuple((currency, f"{amount:f}") for currency, amount in sorted(amounts[other].items())),
            tuple((c, round(float(amount / sums[c]), 6)) for c, amount in sorted(amounts[other].items())),
            tuple(partners[other]),
        )
        for other in sorted(partners, key=lambda other: (-sources[other], other))
    )
    index = round(sum((number / total) ** 2 for number in sources.values()), 6)
    return Concentration(this, side, index, shares, sum(1 for known in amounts.values() if known))


def _amounts(network: nx.MultiDiGraph[str], told: Iterable[Fact]) -> dict[str, Decimal]:
    """Add up the different amounts told, by currency: one that is told twice is one."""
    known: set[tuple[str, Decimal]] = set()
    for fact in told:
        for a, b in {fact.ends, fact.ends[::-1]}:
            for claim in fact.claims:
                data = (network.get_edge_data(a, b) or {}).get(claim, {})
                try:
                    known.add((str(data.get("currency") or ""), Decimal(str(data["amount"]))))
                except (KeyError, InvalidOperation):
                    continue  # no amount, or none that is a number
    sums: dict[str, Decimal] = {}
    for currency, amount in sorted(known):
        sums[currency] = sums.get(currency, Decimal(0)) + amount
    return sums
