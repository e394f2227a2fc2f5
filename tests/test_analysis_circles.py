import random
from collections.abc import Callable

import networkx as nx
import pytest
from guanxi.graph.analysis.circles import circles

Told = Callable[..., "nx.MultiDiGraph[str]"]


def test_who_invests_in_its_customer(told: Told) -> None:
    """A invests in B and B buys from A: 2. A lends to C, C buys of D, D holds A's shares: 3."""
    network = told(
        ("A", "invests_in", "B", {"date": "2024-03"}),
        ("A", "supplies", "B", {"date": "2025"}),
        ("A", "lends_to", "C"),
        ("D", "manufactures_for", "C"),
        ("D", "holds_stake_in", "A"),
    )
    found = circles(network)
    assert found.complete
    short, long = found.circles
    assert [(flow.payer, flow.payee, flow.kinds) for flow in short.flows] == [
        ("A", "B", ("capital",)),
        ("B", "A", ("goods",)),
    ]
    assert (short.kinds, short.first, short.last) == (("capital", "goods"), "2024-03-01", "2025-01-01")
    assert [(flow.payer, flow.payee) for flow in long.flows] == [("A", "C"), ("C", "D"), ("D", "A")]
    assert long.flows[1].facts[0].relation == "manufactures_for"
    assert [len(one.flows) for one in circles(network, through="C").circles] == [3]
    assert circles(network, through="nobody").circles == ()
    assert [len(one.flows) for one in circles(network, longest=2).circles] == [2]


def test_circles_of_one_kind_only_where_asked(told: Told) -> None:
    network = told(("A", "supplies", "B"), ("B", "supplies", "C"), ("C", "supplies", "A"))
    assert circles(network).circles == ()
    (one,) = circles(network, kinds=()).circles
    assert [flow.payer for flow in one.flows] == ["A", "C", "B"]
    assert circles(network, kinds=["capital"]).circles == ()


def test_what_is_no_circle(told: Told) -> None:
    """A buys a company and sells to it: the money went to the owners. Nobody is in a circle with itself."""
    network = told(("A", "acquires", "B"), ("A", "supplies", "B"), ("C", "supplies", "C"), ("C", "invests_in", "C"))
    assert circles(network) == circles(told())


def test_they_are_those_that_networkx_finds(told: Told) -> None:
    dice = random.Random(2)
    network = told(*((f"e{dice.randrange(14)}", "lends_to", f"e{dice.randrange(14)}") for _ in range(45)))
    graph = nx.DiGraph((a, b) for a, b in network.edges() if a != b)
    there = sorted(nx.simple_cycles(graph, length_bound=5), key=len)
    found = circles(network, kinds=(), limit=10_000)
    here = [tuple(flow.payer for flow in one.flows) for one in found.circles]
    turned = {tuple(ring[ring.index(min(ring)) :] + ring[: ring.index(min(ring))]) for ring in there}
    assert found.complete
    assert (len(here), set(here)) == (len(there), turned)
    assert [len(ring) for ring in here] == [len(ring) for ring in there]


@pytest.mark.parametrize(("limit", "work", "complete"), [(3, 10_000, False), (100, 40, False), (100, 10_000, True)])
def test_a_search_cut_short_says_so(told: Told, limit: int, work: int, complete: bool) -> None:
    network = told(*((a, "lends_to", b) for a in "abcd" for b in "abcd" if a != b))
    found = circles(network, kinds=(), limit=limit, work=work)
    assert found.complete is complete
    assert len(found.circles) == 3 if limit == 3 else len(found.circles) <= 6 + 8 + 6
