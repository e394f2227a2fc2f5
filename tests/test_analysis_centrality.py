import random
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from guanxi.graph.analysis.betweenness import betweenness
from guanxi.graph.analysis.centrality import MEASURES, centrality
from guanxi.graph.analysis.projection import arcs, directed, linked
from guanxi.graph.errors import WrongUse

Told = Callable[..., "nx.MultiDiGraph[str]"]
TRADE = frozenset({"supplies", "competes_with"})


@pytest.fixture(scope="module")
def star(told: Told) -> Any:
    """Four customers of H, two of which compete."""
    return told(
        ("H", "supplies", "a"),
        ("H", "supplies", "b"),
        ("H", "supplies", "c"),
        ("H", "supplies", "d"),
        ("a", "competes_with", "b"),
    )


def test_pagerank_of_two_is_what_the_formula_gives(told: Told) -> None:
    """One arc A to B: A = 0.15/2 + 0.85 B/2 (B leads nowhere), B = A + 0.85 A; so A = 0.35087…, B = 0.64912…."""
    ranking = centrality(told(("A", "supplies", "B")))
    first, second = ranking.ranks
    assert (first.entity, second.entity) == ("B", "A")
    assert second.score == pytest.approx(1 / 2.85)
    assert first.score == pytest.approx(1.85 / 2.85)
    (driver,) = first.drivers
    assert (driver.entity, driver.facts[0].claims) == ("A", ("claim/0",))
    assert driver.share == pytest.approx(0.85 / 1.85, abs=1e-6)
    assert second.drivers == ()


def test_pagerank_counts_independent_sources(told: Told) -> None:
    network = told(*[("A", "supplies", "B")] * 3, ("A", "supplies", "C"))
    score = {rank.entity: rank.score for rank in centrality(network).ranks}
    base = score["A"]
    assert score["B"] - base == pytest.approx(3 * (score["C"] - base))


def test_betweenness_of_a_star(star: Any) -> None:
    """H stands between 5 of the 6 pairs of others: a and b deal with each other directly."""
    ranking = centrality(star, "betweenness")
    assert ranking.ranks[0].entity == "H"
    assert ranking.ranks[0].score == pytest.approx(5 / 6)
    assert [rank.score for rank in ranking.ranks[1:]] == [0, 0, 0, 0]
    assert ranking.starts == 5
    # over the link to c go the ways from c to a, b, d and to H: 4 of all 14 over H's links; over that to a but 3
    shares = {driver.entity: driver.share for driver in centrality(star, "betweenness", drivers=9).ranks[0].drivers}
    assert shares == pytest.approx({"c": 4 / 14, "d": 4 / 14, "a": 3 / 14, "b": 3 / 14}, abs=1e-6)


def test_brokers_by_effective_size(star: Any) -> None:
    """H has 4 neighbours with 1 link among them: 4 - 2*1/4 = 3.5. Of a's 2 neighbours, H and b, 1 link: 2 - 2*1/2 = 1."""
    ranks = {rank.entity: rank for rank in centrality(star, "brokers", drivers=9).ranks}
    assert (ranks["H"].score, ranks["a"].score, ranks["c"].score) == (3.5, 1.0, 1.0)
    shares = {driver.entity: driver.share for driver in ranks["H"].drivers}
    assert shares == pytest.approx({"c": 1 / 3.5, "d": 1 / 3.5, "a": 0.75 / 3.5, "b": 0.75 / 3.5}, abs=1e-6)


def test_measures_agree_with_networkx_on_a_larger_graph(told: Told) -> None:
    dice = random.Random(3)
    ends = [(f"e{dice.randrange(60)}", f"e{dice.randrange(60)}") for _ in range(150)]
    network = told(*((a, dice.choice(sorted(TRADE)), b) for a, b in ends))
    there = nx.pagerank(directed(network, TRADE), tol=1e-12)
    here = {rank.entity: rank.score for rank in centrality(network, limit=99).ranks}
    assert here == pytest.approx(there, abs=1e-8)
    graph = linked(network, TRADE)
    here = {rank.entity: rank.score for rank in centrality(network, "betweenness", limit=99).ranks}
    assert here == pytest.approx(nx.betweenness_centrality(graph), abs=1e-8)
    here = {rank.entity: rank.score for rank in centrality(network, "brokers", limit=99).ranks}
    assert here == pytest.approx(nx.effective_size(graph), abs=1e-8)


def test_flow_over_links_agrees_with_networkx() -> None:
    graph = nx.karate_club_graph()
    for *_, data in graph.edges(data=True):
        data["weight"] = 1.0
    array = arcs(graph)
    _, flow, starts = betweenness(array)
    there = nx.edge_betweenness_centrality(graph, normalized=False)
    pairs = (len(graph) - 1) * (len(graph) - 2)
    both: dict[frozenset[int], float] = {}
    for tail, head, over in zip(array.tail, array.head, flow * pairs / 2, strict=True):
        pair = frozenset((array.nodes[tail], array.nodes[head]))
        both[pair] = both.get(pair, 0.0) + over
    assert starts == 34
    assert both == pytest.approx({frozenset(pair): value for pair, value in there.items()})


def test_sampled_betweenness_is_near_and_the_same_twice() -> None:
    graph = nx.barabasi_albert_graph(500, 3, seed=1)
    for *_, data in graph.edges(data=True):
        data["weight"] = 1.0
    array = arcs(graph)
    whole, _, _ = betweenness(array)
    once, _, starts = betweenness(array, pivots=100, seed=4)
    assert starts == 100
    assert np.array_equal(once, betweenness(array, pivots=100, seed=4)[0])
    assert set(np.argsort(-once)[:3]) == set(np.argsort(-whole)[:3])
    assert np.abs(once - whole).max() < 0.05


def test_only_what_links_counts_unless_asked(told: Told) -> None:
    network = told(("A", "listed_on", "X"), ("B", "listed_on", "X"), ("A", "supplies", "B"))
    assert centrality(network).entities == 2
    assert centrality(network, relations=["listed_on"]).ranks[0].entity == "X"
    with pytest.raises(WrongUse, match="relation is called admires"):
        centrality(network, relations=["admires"])
    with pytest.raises(WrongUse, match="no measure is called fame; there are pagerank, betweenness, brokers"):
        centrality(network, "fame")


@pytest.mark.parametrize("measure", MEASURES)
def test_an_empty_network_has_no_ranks(told: Told, measure: str) -> None:
    assert centrality(told(), measure).ranks == ()
    assert centrality(told(("A", "listed_on", "X")), measure).entities == 0
    assert centrality(told(("A", "repurchases_shares", "A")), measure).entities == 0
