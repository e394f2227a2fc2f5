import random
from collections.abc import Callable

import networkx as nx
from guanxi.graph.analysis.cutpoints import cuts
from guanxi.graph.analysis.projection import linked

Told = Callable[..., "nx.MultiDiGraph[str]"]


def test_a_supplier_between_two_rings(told: Told) -> None:
    """a, b, c supply one another round and so do x, y, z; S joins c and x, and e has only S."""
    round_ = [(a, "supplies", b) for ring in ("abc", "xyz") for a, b in zip(ring, ring[1:] + ring[0], strict=True)]
    network = told(*round_, ("c", "supplies", "S"), ("S", "manufactures_for", "x"), ("S", "supplies", "e"))
    found = cuts(network)
    points = [(point.entity, point.cut_off, [part.entities for part in point.parts]) for point in found.points]
    assert points == [
        ("S", 4, [("a", "b", "c"), ("e",)])
        if points[0][2][0] == ("a", "b", "c")
        else ("S", 4, [("x", "y", "z"), ("e",)]),
        ("c", 2, [("a", "b")]),
        ("x", 2, [("y", "z")]),
    ]
    bridges = [(bridge.near, bridge.far, bridge.part.size, bridge.facts[0].relation) for bridge in found.bridges]
    assert bridges == [
        ("S", "c", 3, "supplies"),
        ("S", "x", 3, "manufactures_for"),
        ("S", "e", 1, "supplies"),
    ]
    assert (found.entities, found.all_points, found.all_bridges) == (8, 3, 3)


def test_two_between_whom_there_is_one_link(told: Told) -> None:
    found = cuts(told(("A", "supplies", "B"), ("A", "supplies", "B")))
    assert found.points == ()
    assert [(bridge.near, bridge.far, bridge.part.size) for bridge in found.bridges] == [("A", "B", 1)]
    assert len(found.bridges[0].facts[0].claims) == 2
    assert cuts(told()).bridges == ()


def test_they_are_those_that_networkx_finds(told: Told) -> None:
    dice = random.Random(5)
    network = told(*((f"e{dice.randrange(150)}", "supplies", f"e{dice.randrange(150)}") for _ in range(170)))
    graph = linked(network, {"supplies"})
    found = cuts(network, limit=1000)
    assert {point.entity for point in found.points} == set(nx.articulation_points(graph))
    assert {frozenset((b.near, b.far)) for b in found.bridges} == {frozenset(pair) for pair in nx.bridges(graph)}
    for point in found.points:
        whole = nx.node_connected_component(graph, point.entity)
        rest = graph.subgraph(whole - {point.entity})
        sizes = sorted((len(part) for part in nx.connected_components(rest)), reverse=True)
        assert [part.size for part in point.parts] == sizes[1:]
    for bridge in found.bridges:
        rest = graph.copy()
        rest.remove_edge(bridge.near, bridge.far)
        far = nx.node_connected_component(rest, bridge.far)
        assert (bridge.part.size, bridge.part.entities) == (len(far), tuple(sorted(far)[:10]))
        assert len(far) <= len(nx.node_connected_component(rest, bridge.near))
