from collections.abc import Callable

import networkx as nx
import pytest
from guanxi.graph.analysis.concentration import concentration
from guanxi.graph.analysis.shared import shared
from guanxi.graph.analysis.suggestions import suggestions
from guanxi.graph.errors import WrongUse

Told = Callable[..., "nx.MultiDiGraph[str]"]


def test_concentration_by_sources_and_amounts(told: Told) -> None:
    """A's customers: B told by three, C by one: 3/4 and 1/4, index 9/16 + 1/16. The same amount told twice is one."""
    million = {"amount": "3000000", "currency": "CNY"}
    network = told(
        ("A", "supplies", "B", million),
        ("A", "supplies", "B", million),
        ("A", "supplies", "B", {"reprint_of": "a0", **million}),
        ("A", "manufactures_for", "B"),
        ("A", "supplies", "C", {"amount": "1000000", "currency": "CNY"}),
        ("D", "supplies", "C", {"amount": "a lot"}),
    )
    (one,) = concentration(network)
    assert (one.entity, one.side, one.index, one.amounts_known) == ("A", "customers", 0.625, 2)
    first, second = one.shares
    assert (first.entity, first.of_sources, first.amounts, first.of_amounts) == (
        "B",
        0.75,
        (("CNY", "3000000"),),
        (("CNY", 0.75),),
    )
    assert (second.entity, second.of_sources) == ("C", 0.25)
    (two,) = concentration(network, "suppliers")
    assert (two.entity, [share.entity for share in two.shares], two.index) == ("C", ["A", "D"], 0.5)
    assert two.amounts_known == 1
    (three,) = concentration(network, "suppliers", of="B")
    assert (three.index, [share.entity for share in three.shares]) == (1.0, ["A"])
    assert concentration(network, of="C") == ()
    with pytest.raises(WrongUse, match="no side is called friends"):
        concentration(network, "friends")


def test_what_rivals_share(told: Told) -> None:
    network = told(
        ("B", "competes_with", "A"),
        ("A", "competes_with", "C"),
        ("F", "invests_in", "A"),
        ("F", "holds_stake_in", "B"),
        ("p", "holds_position", "A"),
        ("p", "holds_position", "B"),
        ("S", "supplies", "A"),
        ("S", "manufactures_for", "C"),
        ("B", "supplies", "A"),
        ("B", "supplies", "C"),
    )
    first, second = shared(network)
    assert (first.first, first.second, [(one.role, one.entity) for one in first.shared]) == (
        "A",
        "B",
        [("investor", "F"), ("director", "p")],
    )
    assert (second.first, second.second, [one.entity for one in second.shared]) == ("A", "C", ["B", "S"])
    assert first.shared[0].to_second[0].relation == "holds_stake_in"
    assert first.rivalry[0].claims == ("claim/0",)
    assert [pair.second for pair in shared(network, of="C")] == ["C"]
    assert shared(told(("A", "competes_with", "B"))) == ()


def test_suggestions_by_adamic_and_adar(told: Told) -> None:
    """M and N both deal with A and B (2 links each): 2/ln 2. A and B with M (3) and N (2): 1/ln 3 + 1/ln 2."""
    rows = [("A", "supplies", "M"), ("B", "supplies", "M"), ("C", "supplies", "M"), ("A", "supplies", "N")]
    network = told(*rows, ("N", "supplies", "B"))
    found = suggestions(network)
    assert [(one.first, one.second, one.common) for one in found] == [
        ("M", "N", 2),
        ("A", "B", 2),
        ("A", "C", 1),
        ("B", "C", 1),
    ]
    assert found[0].score == pytest.approx(2 / 0.6931472, abs=1e-5)
    assert found[1].score == pytest.approx(1 / 1.0986123 + 1 / 0.6931472, abs=1e-5)
    assert [(because.entity, because.to_first[0].claims) for because in found[1].because] == [
        ("N", ("claim/3",)),
        ("M", ("claim/0",)),
    ]
    assert [(one.first, one.second) for one in suggestions(network, of="C")] == [("A", "C"), ("B", "C")]
    denied = told(*rows, ("N", "supplies", "B"), ("B", "partners_with", "A", {"status": "denied"}))
    assert ("A", "B") not in [(one.first, one.second) for one in suggestions(denied)]


def test_who_knows_everybody_suggests_nothing(told: Told) -> None:
    network = told(*((f"e{number:03}", "supplies", "hub") for number in range(201)))
    assert suggestions(network) == ()
    fewer = told(*((f"e{number:03}", "supplies", "hub") for number in range(200)))
    assert len(suggestions(fewer, limit=99_999)) == 200 * 199 / 2
