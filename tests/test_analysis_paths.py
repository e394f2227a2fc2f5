from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest
from guanxi.graph.analysis.neighbourhood import neighbourhood
from guanxi.graph.analysis.paths import chains
from guanxi.graph.errors import WrongUse

Told = Callable[..., "nx.MultiDiGraph[str]"]


@pytest.fixture(scope="module")
def square(told: Told) -> Any:
    """From A to D over B (surer) or C, or in three steps over E and F, surest of all; X is a place apart."""
    return told(
        ("A", "supplies", "B", {"confidence": 0.8}),
        ("B", "supplies", "D", {"confidence": 0.8}),
        ("A", "invests_in", "C", {"confidence": 0.9}),
        ("D", "owns", "C", {"confidence": 0.5}),
        ("A", "supplies", "E", {"confidence": 0.95}),
        ("E", "supplies", "F", {"confidence": 0.95}),
        ("F", "supplies", "D", {"confidence": 0.95}),
        ("A", "located_in", "X"),
        ("Z", "located_in", "X"),
        ("Z", "owns", "Y"),
    )


def _ways(found: Any) -> list[str]:
    return ["".join(chain.entities) for chain in found]


def test_the_shortest_first_and_of_equal_length_the_surest(square: Any) -> None:
    found = chains(square, "A", "D", number=3)
    assert _ways(found) == ["ABD", "ACD", "AEFD"]
    assert [chain.confidence for chain in found] == [0.64, 0.45, pytest.approx(0.857375)]
    assert _ways(chains(square, "A", "D")) == ["ABD"]
    first, second = found[0].steps
    assert (first.source, first.target, first.facts[0].claims) == ("A", "B", ("claim/0",))
    assert (second.source, second.target, second.facts[0].relation) == ("B", "D", "supplies")


def test_the_surest_first(square: Any) -> None:
    assert _ways(chains(square, "A", "D", number=3, surest=True)) == ["AEFD", "ABD", "ACD"]


def test_relations_direction_and_length_restrict(square: Any) -> None:
    assert _ways(chains(square, "A", "D", number=9, relations=["supplies"])) == ["ABD", "AEFD"]
    assert _ways(chains(square, "A", "D", number=9, directed=True)) == ["ABD", "AEFD"]
    assert _ways(chains(square, "D", "A", number=9, directed=True)) == []
    assert _ways(chains(square, "A", "D", number=9, longest=2)) == ["ABD", "ACD"]
    assert _ways(chains(square, "A", "D", number=9, longest=2, surest=True)) == ["ABD", "ACD"]


def test_places_link_nobody_unless_asked(square: Any) -> None:
    assert chains(square, "A", "Z") == ()
    assert _ways(chains(square, "A", "Z", relations=["located_in"])) == ["AXZ"]


def test_special_cases_count_as_the_wider_relation(told: Told) -> None:
    network = told(("A", "manufactures_for", "B"))
    assert _ways(chains(network, "A", "B", relations=["supplies"])) == ["AB"]


def test_several_claims_are_one_fact_of_as_many_sources(told: Told) -> None:
    network = told(
        ("A", "supplies", "B", {"confidence": 0.6, "published": "2025-03-01"}),
        ("A", "supplies", "B", {"confidence": 0.7, "reprint_of": "a0", "date": "2024-Q4"}),
        ("B", "supplies", "A", {"status": "denied"}),
    )
    (chain,) = chains(network, "A", "B")
    first, denied = chain.steps[0].facts if chain.steps[0].facts[0].status == "actual" else chain.steps[0].facts[::-1]
    assert (first.sources, first.confidence, first.claims) == (1, 0.7, ("claim/1", "claim/0"))
    assert (first.first, first.last) == ("2024-10-01", "2025-03-01")
    assert (denied.subject, denied.status) == ("B", "denied")


def test_wrong_ends_are_said(square: Any) -> None:
    with pytest.raises(WrongUse, match="two different ends"):
        chains(square, "A", "A")
    with pytest.raises(WrongUse, match="nobody is not in this network"):
        chains(square, "A", "nobody")


def test_rings_of_a_neighbourhood(square: Any) -> None:
    one, two = neighbourhood(square, "B", steps=2)
    assert [neighbour.entity for neighbour in one.neighbours] == ["A", "D"]
    assert [neighbour.entity for neighbour in two.neighbours] == ["C", "E", "F"]
    assert [fact.ends for fact in two.neighbours[0].facts] == [("A", "C"), ("D", "C")]
    (ring,) = neighbourhood(square, "B", relations=["owns", "supplies"], limit=1)
    assert (ring.total, len(ring.neighbours)) == (2, 1)
    assert neighbourhood(square, "X") == ()
    with pytest.raises(WrongUse, match="nobody is not in this network"):
        neighbourhood(square, "nobody")
