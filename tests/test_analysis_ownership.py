import contextlib
import itertools
import random
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from guanxi.graph.analysis import lookthrough
from guanxi.graph.analysis.control import controlled
from guanxi.graph.analysis.lookthrough import look_through
from guanxi.graph.analysis.ownership import ownership, stake_chains
from guanxi.graph.analysis.stakes import stakes
from guanxi.graph.errors import WrongUse

Told = Callable[..., "nx.MultiDiGraph[str]"]


@pytest.fixture(scope="session")
def held(told: Told) -> Callable[..., "nx.MultiDiGraph[str]"]:
    """Give a function that makes a network of stakes: holder, per cent or "" for unknown, and what is held."""

    def network(*rows: tuple[str, str, str]) -> "nx.MultiDiGraph[str]":
        return told(*((a, "holds_stake_in", b, {"stake": share} if share else {}) for a, share, b in rows))

    return network


def _through(network: Any, *owners: str) -> dict[str, tuple[float, float]]:
    found = look_through(stakes(network), owners)
    return {entity: (round(bounds.low, 4), round(bounds.high, 4)) for entity, bounds in found.items()}


# Published worked examples


def test_the_pyramid_of_claessens_djankov_fan_and_lang(held: Told) -> None:
    """Disentangling the Incentive and Entrenchment Effects of Large Shareholdings, Journal of Finance 57 (2002).

    A family owns 11 % of firm A, which has 21 % of firm B: "about 2 percent of the cash flow rights of firm B, the product
    of the two ownership stakes along the chain".
    """
    assert _through(held(("family", "11", "A"), ("A", "21", "B")), "family") == {"A": (11, 11), "B": (2.31, 2.31)}


def test_the_two_organisations_of_elliott_golub_and_jackson(held: Told) -> None:
    """Financial Networks and Contagion, American Economic Review 104 (2014), the first example.

    Each of two organisations holds half of the other, and private investors the rest of each: the matrix A of their
    final claims is ((2/3, 1/3), (1/3, 2/3)).
    """
    network = held(("one's", "50", "1"), ("two's", "50", "2"), ("1", "50", "2"), ("2", "50", "1"))
    assert _through(network, "one's") == {"1": (66.6667, 66.6667), "2": (33.3333, 33.3333)}
    assert _through(network, "two's") == {"1": (33.3333, 33.3333), "2": (66.6667, 66.6667)}


def test_the_50_per_cent_rule_of_ofac(held: Told) -> None:
    """Frequently asked question 401 of the Office of Foreign Assets Control, examples 1, 2, 4 and 5 (2014)."""

    def blocked(*rows: tuple[str, str, str]) -> list[str]:
        found = controlled(stakes(held(*rows)), ["X"], half_is_enough=True, by_word=False, unsure=False)
        return sorted(control.entity for control in found)

    assert blocked(("X", "50", "A"), ("A", "50", "B")) == ["A", "B"]
    assert blocked(("X", "50", "A"), ("X", "50", "B"), ("A", "25", "C"), ("B", "25", "C")) == ["A", "B", "C"]
    assert blocked(("X", "50", "A"), ("X", "25", "B"), ("A", "25", "C"), ("B", "25", "C")) == ["A"]
    assert blocked(("X", "25", "A"), ("X", "25", "B"), ("A", "50", "C"), ("B", "50", "C")) == []


# Worked out by hand


def test_all_chains_count(held: Told) -> None:
    """60 % of B, which holds 50 % of D, and 40 % of C, which holds 25 % of D, and 10 % of D itself: 30 + 10 + 10."""
    network = held(("A", "60", "B"), ("A", "40", "C"), ("B", "50", "D"), ("C", "25", "D"), ("A", "10", "D"))
    assert _through(network, "A")["D"] == (50, 50)
    chains = stake_chains(stakes(network), "A", "D")
    assert [([stake.held for stake in chain.stakes], chain.low) for chain in chains] == [
        (["B", "D"], 30),
        (["D"], 10),
        (["C", "D"], 10),
    ]


def test_what_comes_back_to_the_owner_ends_there(held: Told) -> None:
    """A holds 60 % of B and B 20 % of A: A holds 60 % of B, not 60/(1 - 0.12). P with 80 % of A: 0.48/(1 - 0.12)."""
    network = held(("P", "80", "A"), ("A", "60", "B"), ("B", "20", "A"))
    assert _through(network, "A") == {"B": (60, 60)}
    assert _through(network, "P") == {"A": (90.9091, 90.9091), "B": (54.5455, 54.5455)}


def test_a_cycle_that_nobody_holds_from_outside(held: Told) -> None:
    network = held(("A", "100", "B"), ("B", "100", "A"), ("P", "5", "C"), ("B", "30", "C"))
    assert _through(network, "P") == {"C": (5, 5)}
    assert _through(network, "A") == {"B": (100, 100), "C": (30, 30)}


def test_an_unknown_stake_is_what_others_leave_over(held: Told) -> None:
    """B: A an unknown part, Q 30 %: A between 0 and 70 %. B holds half of C."""
    network = held(("A", "", "B"), ("Q", "30", "B"), ("B", "50", "C"))
    assert _through(network, "A") == {"B": (0, 70), "C": (0, 35)}
    (first, second) = ownership(network, "B").holders
    assert (first.holder, first.low, first.high) == ("Q", 30, 30)
    assert (second.holder, second.low, second.high) == ("A", 0, 70)
    assert ownership(network, "B").unknown == 70


def test_two_unknown_stakes_do_not_get_the_same_rest_twice(held: Told) -> None:
    """M and N, both whole A's, share C: together 100 % at most, whatever either has."""
    network = held(("A", "100", "M"), ("A", "50", "N"), ("M", "", "C"), ("N", "", "C"))
    assert _through(network, "A")["C"] == (0, 100)
    network = held(("A", "50", "M"), ("A", "50", "N"), ("M", "", "C"), ("N", "", "C"))
    assert _through(network, "A")["C"] == (0, 50)


def test_unknown_stakes_in_a_cycle(held: Told) -> None:
    """A holds 10 % of B; B an unknown part of C, C one of B: all that is left of B may be C's, and C whole B's."""
    network = held(("A", "10", "B"), ("B", "", "C"), ("C", "", "B"))
    assert _through(network, "A") == {"B": (10, 100), "C": (0, 100)}
    network = held(("A", "", "B"), ("C", "", "B"), ("B", "100", "C"))  # A may hold all, and the circle nothing
    assert _through(network, "A") == {"B": (0, 100), "C": (0, 100)}


def test_a_large_cycle_stays_within_its_bounds(held: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight in a circle, each 50 % of the next, the first half P's: 0.5/(1 - 0.5^8) of the first."""
    ring = [f"e{number}" for number in range(8)]
    network = held(("P", "50", "e0"), *((a, "50", b) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)))
    exact = look_through(stakes(network), ["P"])
    assert exact["e0"].low == pytest.approx(50 / (1 - 0.5**8))
    monkeypatch.setattr(lookthrough, "_SOLVED", 5)
    for sweeps, near in ((2, 5), (300, 1e-6)):
        monkeypatch.setattr(lookthrough, "_SWEEPS", sweeps)
        found = look_through(stakes(network), ["P"])
        for entity, bounds in found.items():
            assert bounds.low <= exact[entity].low + 1e-7 and exact[entity].high <= bounds.high + 1e-7
            assert bounds.high - bounds.low < near or sweeps == 2


def test_stakes_of_more_than_all(held: Told) -> None:
    """70 % and 60 % can't both be: each is anything up to that, and what is told is still there."""
    network = held(("A", "70", "B"), ("Q", "60", "B"))
    found = ownership(network, "B")
    assert [(stake.holder, stake.low, stake.high, stake.told, stake.disputed) for stake in found.holders] == [
        ("A", 0, 70, ("70",), True),
        ("Q", 0, 60, ("60",), True),
    ]
    (problem,) = found.problems
    assert (problem.held, problem.told, problem.total) == ("B", (("A", "70"), ("Q", "60")), 130)
    assert controlled(stakes(network), ["A"])[0].sure is False
    assert _through(held(("A", "33.4", "B"), ("Q", "33.4", "B"), ("R", "33.4", "B")), "A") == {"B": (33.4, 33.4)}


def test_a_stake_that_can_not_be(told: Told) -> None:
    network = told(
        ("A", "holds_stake_in", "B", {"stake": "120"}),
        ("A", "holds_stake_in", "C", {"stake": "0"}),
        ("A", "holds_stake_in", "D", {"stake": "most"}),
        ("B", "holds_stake_in", "B", {"stake": "5"}),
    )
    found = ownership(network, "A")
    assert [(one.held, one.told, one.total) for one in found.problems] == [
        ("B", (("A", "120"),), None),
        ("C", (("A", "0"),), None),
        ("D", (("A", "most"),), None),
    ]
    assert [(stake.held, stake.low, stake.high) for stake in found.holdings] == [
        ("B", 0, 100),
        ("C", 0, 100),
        ("D", 0, 100),
    ]


def _direct(network: Any) -> tuple[float, float]:
    stake = stakes(network).holders("B")["A"]
    return stake.low, stake.high


def test_the_newest_share_counts(told: Told) -> None:
    old, new = {"stake": "30", "published": "2024-05-01"}, {"stake": "25", "published": "2025-05-01"}
    network = told(("A", "holds_stake_in", "B", old), ("A", "holds_stake_in", "B", new))
    assert _direct(network) == (25, 25)
    stake = stakes(network).holders("B")["A"]
    assert (stake.told, stake.as_of) == (("25", "30"), "2025-05-01")
    dated = told(("A", "holds_stake_in", "B", {**old, "date": "2025-06"}), ("A", "owns", "B", new))
    assert _direct(dated) == (30, 30)
    same = told(("A", "holds_stake_in", "B", {"stake": "30"}), ("A", "holds_stake_in", "B", {"stake": "25"}))
    assert _direct(same) == (25, 30)


def test_what_was_bought_is_held_at_least(told: Told) -> None:
    held, bought = {"stake": "30", "published": "2025-01-01"}, {"stake": "20", "published": "2025-05-01"}
    assert _direct(told(("A", "acquires", "B", bought))) == (20, 100)
    assert _direct(told(("A", "holds_stake_in", "B", held), ("A", "invests_in", "B", bought))) == (30, 100)
    late = {"stake": "55", "published": "2025-06-01"}
    assert _direct(told(("A", "holds_stake_in", "B", late), ("A", "invests_in", "B", bought))) == (55, 55)


def test_what_was_sold_is_no_longer_sure(told: Told) -> None:
    held = ("A", "holds_stake_in", "B", {"stake": "30", "published": "2025-01-01"})
    sold = {"stake": "2", "published": "2025-02-01"}
    assert _direct(told(held, ("A", "reduces_stake_in", "B", sold))) == (0, 30)
    assert _direct(told(held, ("A", "reduces_stake_in", "B", {"published": "2024-12-31"}))) == (30, 30)
    assert _direct(told(held, ("A", "reduces_stake_in", "B", {"published": "2025-01-01"}))) == (30, 30)
    assert stakes(told(("A", "reduces_stake_in", "B", sold))).holders("B") == {}
    assert stakes(told(("A", "holds_stake_in", "B", {"stake": "9", "status": "planned"}))).by == {}


def test_control_goes_on_with_all_that_is_won(held: Told) -> None:
    """A has 60 % of B; B's 30 % and A's 25 % of C are 55 %; C has 51 % of D, which has 50 % of E: not a majority."""
    network = held(("A", "60", "B"), ("B", "30", "C"), ("A", "25", "C"), ("C", "51", "D"), ("D", "50", "E"))
    found = {control.entity: control for control in controlled(stakes(network), ["A"])}
    assert {entity: (one.low, one.steps, one.sure) for entity, one in found.items()} == {
        "B": (60, 1, True),
        "C": (55, 2, True),
        "D": (51, 3, True),
    }
    assert [(stake.holder, stake.low) for stake in found["C"].through] == [("A", 25), ("B", 30)]
    assert [one.entity for one in controlled(stakes(network), ["D"], half_is_enough=True)] == ["E"]


def test_control_by_word_and_by_what_may_be(told: Told) -> None:
    network = told(
        ("A", "owns", "B"),
        ("A", "owns", "C", {"stake": "30"}),
        ("A", "invests_in", "D"),
        ("A", "holds_stake_in", "E", {"stake": "20"}),
    )
    found = {one.entity: (one.sure, one.told) for one in controlled(stakes(network), ["A"])}
    assert found == {"B": (True, True), "C": (True, True), "D": (False, False)}
    assert controlled(stakes(network), ["A"], by_word=False, unsure=False) == ()


def test_parties_in_concert(held: Told) -> None:
    network = held(("A", "30", "C"), ("B", "25", "C"), ("C", "80", "D"))
    assert controlled(stakes(network), ["A"]) == ()
    both = ownership(network, "A", together=["B"])
    assert [(one.entity, one.low) for one in both.controls] == [("C", 55), ("D", 80)]
    assert [(one.entity, one.low) for one in both.holds] == [("C", 55), ("D", 44)]
    assert both.together == ("B",)


def test_ultimate_owners_and_controllers(held: Told) -> None:
    """P has 60 % of A, A 70 % of B, B 80 % of C; Q has 20 % of C; X and Y hold one another, and Y 5 % of A."""
    network = held(
        ("P", "60", "A"),
        ("A", "70", "B"),
        ("B", "80", "C"),
        ("Q", "20", "C"),
        ("X", "50", "Y"),
        ("Y", "50", "X"),
        ("Y", "5", "A"),
    )
    found = ownership(network, "C")
    assert [(one.entity, round(one.low, 4), one.ultimate, one.steps) for one in found.owners] == [
        ("B", 80, False, 1),
        ("A", 56, False, 2),
        ("P", 33.6, True, 3),
        ("Q", 20, True, 1),
        ("Y", 2.8, True, 3),
        ("X", 1.4, True, 4),
    ]
    assert [(one.entity, one.ultimate) for one in found.controllers] == [("B", False), ("A", False), ("P", True)]
    assert (found.unknown, found.complete) == (0, True)
    with pytest.raises(WrongUse, match="nobody is not in"):
        ownership(network, "C", together=["nobody"])
    assert stake_chains(stakes(network), "C", "P") == ()
    assert ownership(network, "Q").owners == ()


def _random(dice: random.Random, known: float) -> list[tuple[str, str, str]]:
    """Stakes among ten firms and two persons, as a rule in cycles; in each firm 80 % at most are told, some not at all."""
    rows = []
    for held in range(10):
        holders = dice.sample([one for one in range(12) if one != held], dice.randint(1, 4))
        for holder in holders:
            share = dice.randint(1, 80 // len(holders))
            rows.append((f"e{holder}", str(share) if dice.random() < known else "", f"e{held}"))
    return rows


def _exact(rows: list[tuple[str, str, str]], owner: int) -> Any:
    """Give what an owner holds of each by N = (I - D)^-1: N_ij / N_ii (Brioschi et al. 1989, Baldone et al. 1998)."""
    direct = np.zeros((12, 12))
    for holder, share, entity in rows:
        direct[int(holder[1:]), int(entity[1:])] = float(share or 0) / 100
    direct[:, owner] = 0.0  # the same, and sound where cycles without the owner are whole
    return 100 * np.linalg.inv(np.eye(12) - direct)[owner]


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_formula_of_the_literature(held: Told, seed: int) -> None:
    rows = _random(random.Random(seed), 1.0)
    holding = stakes(held(*rows))
    for owner in range(12):
        exact = _exact(rows, owner)
        for entity, bounds in look_through(holding, [f"e{owner}"]).items():
            assert bounds.low == bounds.high == pytest.approx(exact[int(entity[1:])], abs=1e-7)


@pytest.mark.parametrize("seed", range(12))
def test_the_most_is_what_the_best_of_all_ways_to_give_the_rest_gives(held: Told, seed: int) -> None:
    """The rest of each firm goes to one of those whose stake is unknown, or to none of them: all ways are tried."""
    rows = _random(random.Random(seed), 0.7)
    rest: dict[str, float] = {}
    open_: dict[str, list[str | None]] = {}
    for holder, share, entity in rows:
        rest[entity] = rest.get(entity, 100.0) - float(share or 0)
        if not share:
            open_.setdefault(entity, [None]).append(holder)
    best = np.zeros(12)
    for given in itertools.product(*open_.values()):
        whole = [(h, f"{rest[e]}", e) for e, h in zip(open_, given, strict=True) if h]
        with contextlib.suppress(np.linalg.LinAlgError):
            best = np.maximum(best, _exact([row for row in rows if row[1]] + whole, 0))
    found = look_through(stakes(held(*rows)), ["e0"])
    least = _exact([row for row in rows if row[1]], 0)
    for entity, bounds in found.items():
        assert bounds.high == pytest.approx(best[int(entity[1:])], abs=1e-7)
        assert bounds.low == pytest.approx(least[int(entity[1:])], abs=1e-7)
