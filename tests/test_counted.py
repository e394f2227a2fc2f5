"""What the arrays of a graph know is what reading every claim of it finds."""

import dataclasses
import itertools
import random
from collections.abc import Iterator

import networkx as nx
import numpy as np
import pytest
from conftest import article, extraction, mention
from guanxi.graph.analysis.counted import Counted
from guanxi.graph.analysis.holdings import holdings, with_facts
from guanxi.graph.analysis.projection import linked
from guanxi.graph.analysis.reading import owned
from guanxi.graph.analysis.roles import load_roles
from guanxi.graph.analysis.stakes import stakes
from guanxi.graph.analysis.ways import Ways
from guanxi.graph.model import Qualifiers
from guanxi.graph.network import read_network
from guanxi.graph.selection import Selection
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader, open_writer

NAMES = [f"{sign}科技" for sign in "甲乙丙丁戊己庚辛壬癸子丑寅卯"]
RELATIONS = ("supplies", "partners_with", "holds_stake_in", "holds_stake_in", "owns", "acquires", "reduces_stake_in")
TODAY = Selection(status=("actual",))
CHOICES = [
    (TODAY, 1),
    (TODAY, 2),
    (Selection(), 1),
    (Selection(status=("actual",), as_of="2024-06"), 1),
    (Selection(status=("actual",), min_confidence=0.6), 1),
    (Selection(status=("planned", "ended")), 1),
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Give a store of claims that contradict one another, some too unsure to make a direct edge."""
    chance, folder = random.Random(7), tmp_path_factory.mktemp("counted") / "store"
    with open_writer(folder, known={}) as writer:
        for number in range(110):
            forms, relation = [chance.choice(NAMES) for _ in range(2)], chance.choice(RELATIONS)
            share = chance.choice((None, None, "10", "30", "55", "150")) if relation not in RELATIONS[:2] else None
            status = chance.choice(("actual", "actual", "actual", "ended", "planned"))
            day = chance.choice((None, *(f"2024-{month:02}-03" for month in range(1, 10))))
            text = f"{number}号文章:{forms[0]}与{forms[1]}。"
            about = article(str(number), text, "zh-Hans", **({"published": day} if day else {}))
            ends = [mention(about, place, form, "company") for place, form in enumerate(forms, 1)]
            told = extraction(about, ends, [(1, relation, 2, status, text, Qualifiers(stake=share))])
            sure = chance.choice((0.3, 0.45, 0.5, 0.7, 0.9))
            claims = tuple(dataclasses.replace(claim, confidence=sure) for claim in told.claims)
            writer.put(dataclasses.replace(told, claims=claims), path=f"/{number}.txt")
    with open_reader(folder) as found:
        yield found


@pytest.mark.parametrize(("selection", "sources"), CHOICES)
def test_arcs_count_that_have_a_chosen_claim_and_are_as_sure_as_the_surest(
    reader: Reader, selection: Selection, sources: int
) -> None:
    network = read_network(reader, selection, sources=sources, evidence=False)
    symmetric = {"partners_with"}
    told: dict[tuple[str, str, str], float] = {}
    for a, b, about in network.edges(data=True):
        ends = sorted((a, b)) if about["relation"] in symmetric else (a, b)
        arc = (ends[0], about["relation"], ends[1])
        told[arc] = max(told.get(arc, 0.0), about["confidence"])
    counted = Counted(reader, selection, sources=sources)
    whole = counted.whole
    found = np.flatnonzero(counted.arcs(np.ones(len(whole.ends), dtype=np.bool_)))
    arcs = [
        (whole.nodes[a], whole.relations[k], whole.nodes[b])
        for (a, b), k in zip(whole.ends[found], whole.kinds[found], strict=True)
    ]
    assert dict(zip(arcs, counted.sure(found).tolist(), strict=True)) == told and told
    assert whole.find(arcs).tolist() == found.tolist() and whole.find([("company/x", "owns", "company/y")]) == [-1]


@pytest.mark.parametrize(("selection", "sources"), CHOICES[:5])
def test_the_shortest_ways_are_those_of_all_ways(reader: Reader, selection: Selection, sources: int) -> None:
    names = load_roles().exposure
    graph = linked(read_network(reader, selection, sources=sources, evidence=False), names)
    counted = Counted(reader, selection, sources=sources)
    whole = counted.whole
    start = next(node for node in whole.nodes if node in graph)
    ways = Ways(counted, whole.of(names), whole.places[start], 4)
    others = [node for node in graph if node != start]
    found = ways.find([whole.places[node] for node in others], 6)
    for node in others:
        every = nx.all_simple_paths(graph, start, node, cutoff=4)
        by_hand = sorted((len(way), -round(sure(graph, way), 12), way) for way in every)[:6]
        told = found[whole.places[node]]
        assert [[whole.nodes[place] for place in way.places] for way in told] == [way for _, _, way in by_hand]
        assert [way.sure for way in told] == pytest.approx([-chance for _, chance, _ in by_hand])
        assert all(set(ways.between(way)) for way in told)
    assert any(found.values())


def sure(graph: "nx.Graph[str]", way: list[str]) -> float:
    chance = 1.0
    for pair in itertools.pairwise(way):
        chance *= graph.edges[pair]["confidence"]
    return chance


@pytest.mark.parametrize(("selection", "sources"), CHOICES[:5])
def test_stakes_are_those_of_all_claims(reader: Reader, selection: Selection, sources: int) -> None:
    counted = Counted(reader, selection, sources=sources)
    for entity in counted.whole.nodes[:4]:
        every = stakes(owned(reader, selection, [entity], sources=sources))
        found = holdings(reader, counted, [entity])
        assert found.problems == every.problems and found.by.keys() == every.by.keys()
        for held, holders in every.by.items():
            there = with_facts(counted, found.holders(held).values())
            assert {holder: there[holder, held] for holder in holders} == holders
    assert every.by
