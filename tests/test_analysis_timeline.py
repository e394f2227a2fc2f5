from collections.abc import Callable

import networkx as nx
import pytest
from guanxi.graph.analysis.timeline import news, timeline
from guanxi.graph.errors import WrongUse

Told = Callable[..., "nx.MultiDiGraph[str]"]


def test_events_in_the_order_of_time(told: Told) -> None:
    network = told(
        ("A", "supplies", "B", {"date": "2024", "published": "2025-01-02"}),
        ("A", "supplies", "B", {"date": "2024", "published": "2025-01-09"}),
        ("A", "owns", "C", {"published": "2024-01-01"}),
        ("C", "sues", "A", {"date": "2024-01"}),
        ("A", "owns", "D"),
        ("D", "owns", "E", {"date": "1999"}),
    )
    found = timeline(network, "A").events
    assert [(event.date, event.told, event.fact.relation, len(event.claims)) for event in found] == [
        ("2024-01-01", False, "owns", 1),
        ("2024-01", True, "sues", 1),
        ("2024", True, "supplies", 2),
        (None, False, "owns", 1),
    ]
    assert (found[2].first, found[2].last) == ("2024-01-01", "2024-12-31")
    assert next(event.date for event in timeline(network).events) == "1999"
    assert [event.fact.object for event in timeline(network, "A", relations=["owns"]).events] == ["C", "D"]
    assert [len(part.events) for part in [timeline(network, limit=2)]] == [2] and timeline(network, limit=2).total == 5
    with pytest.raises(WrongUse, match="nobody is not in"):
        timeline(network, "nobody")


def test_what_is_new_what_changed_and_what_is_confirmed(told: Told) -> None:
    old, new = {"published": "2025-01-01"}, {"published": "2025-06-01"}
    network = told(
        ("A", "supplies", "B", old),
        ("A", "supplies", "B", new),  # confirmed
        ("A", "acquires", "C", {**old, "status": "planned"}),
        ("A", "acquires", "C", {**new, "status": "actual"}),  # changed
        ("D", "sues", "A", {"published": "2025-07"}),  # new
        ("A", "owns", "E", old),
        ("A", "owns", "E", {**new, "reprint_of": "a5"}),  # the same again
        ("B", "competes_with", "A", old),
        ("A", "competes_with", "B", new),  # symmetric: confirmed
        ("A", "owns", "F"),  # nobody knows when
        ("A", "owns", "F", new),  # so this confirms it
    )
    found = news(network, "2025-06")
    assert found.since == "2025-06-01"
    assert found.undated == 1
    assert [(one.kind, one.fact.relation, one.fact.object, one.published) for one in found.news] == [
        ("new", "sues", "A", "2025-07"),
        ("changed", "acquires", "C", "2025-06-01"),
        ("confirmed", "competes_with", "B", "2025-06-01"),
        ("confirmed", "owns", "F", "2025-06-01"),
        ("confirmed", "supplies", "B", "2025-06-01"),
    ]
    changed = found.news[1]
    assert (changed.before[0].status, changed.claims) == ("planned", ("claim/3",))
    assert found.news[4].claims == ("claim/1",)
    assert [one.fact.object for one in news(network, "2025-06", entity="F").news] == ["F"]
    assert news(network, "2026").news == ()
    with pytest.raises(WrongUse, match="'last week' is no date"):
        news(network, "last week")
