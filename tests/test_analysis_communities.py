from collections.abc import Callable
from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from guanxi.graph.analysis.communities import METHODS, communities
from guanxi.graph.errors import WrongUse

Told = Callable[..., "nx.MultiDiGraph[str]"]


@pytest.fixture(scope="module")
def two_cliques(told: Told) -> Any:
    """Two times four who all partner with one another, and one supply between a1 and b1."""
    pairs = [pair for side in "ab" for pair in combinations([f"{side}{n}" for n in range(1, 5)], 2)]
    return told(*((a, "partners_with", b) for a, b in pairs), ("a1", "supplies", "b1"))


@pytest.mark.parametrize("method", METHODS)
def test_two_cliques_are_two_communities(two_cliques: Any, method: str) -> None:
    """13 links, 6 in each part, 13 ends in each: modularity is 2 * (6/13 - (13/26)^2) = 12/13 - 1/2."""
    found = communities(two_cliques, method=method)
    assert [sorted(member.entity for member in one.members) for one in found.communities] == [
        ["a1", "a2", "a3", "a4"],
        ["b1", "b2", "b3", "b4"],
    ]
    assert found.modularity == pytest.approx(12 / 13 - 1 / 2, abs=1e-6)
    first = found.communities[0]
    assert first.label == "a1 · a2 · a3 +1"
    assert (first.members[0].inside, first.members[0].outside, first.members[1].outside) == (3, 1, 0)
    assert first.relations == (("partners_with", 6),)
    assert communities(two_cliques, method=method) == found


def test_a_label_is_in_the_language_asked_for(told: Told) -> None:
    network = told(("A", "supplies", "B"))
    network.nodes["A"]["labels"] = {"zh-Hans": "甲", "en": "Jia"}
    (one,) = communities(network, language="en").communities
    assert one.label == "Jia · B"


def test_what_is_wrong_is_said(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    assert communities(told()).communities == ()
    with pytest.raises(WrongUse, match="no method is called kmeans"):
        communities(told(), method="kmeans")
    monkeypatch.setitem(__import__("sys").modules, "graspologic_native", None)
    with pytest.raises(WrongUse, match=r"guanxi\[leiden\]"):
        communities(told(("A", "supplies", "B")), method="leiden")
