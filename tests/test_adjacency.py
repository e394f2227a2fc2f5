"""Who is next to whom: the arrays beside a snapshot say what the graph says."""

import shutil
from pathlib import Path

import pytest
from guanxi.graph import adjacency
from guanxi.graph.adjacency import FAR, Adjacency, adjacency_of, derive, load
from guanxi.graph.schema import load_schema
from guanxi.graph.store import open_reader

CHAIN = {
    ("a", "supplies", "b"): True,
    ("c", "owns", "b"): True,
    ("d", "partners_with", "c"): False,
    ("c", "partners_with", "d"): False,
    ("e", "owns", "e"): True,
}


def told(found: Adjacency) -> list[tuple[str, str, str, bool]]:
    return [
        (found.nodes[a], found.relations[kind], found.nodes[b], bool(stands))
        for (a, b), kind, stands in zip(found.ends, found.kinds, found.standing, strict=True)
    ]


@pytest.mark.parametrize("name", ["store", "dealings", "dated", "reprinted"])
def test_what_a_snapshot_holds_is_what_its_graph_says(name: str, request: pytest.FixtureRequest) -> None:
    with open_reader(request.getfixturevalue(name)) as reader:
        assert told(reader.adjacency()) == told(derive(reader)) != []


def test_a_snapshot_without_one_or_with_a_damaged_one_is_read_through(dated: Path, tmp_path: Path) -> None:
    shutil.copytree(dated, tmp_path / "store")
    (file,) = (tmp_path / "store").glob(f"snapshots/*/{adjacency.FILE}")
    with open_reader(dated) as reader:
        whole = told(reader.adjacency())
    for damage in (lambda: file.write_bytes(file.read_bytes()[:100]), file.unlink):
        damage()
        assert load(file.parent) is None
        with open_reader(tmp_path / "store") as reader:
            assert told(reader.adjacency()) == whole


def test_distances_are_counted_either_way_along_what_is_asked_for() -> None:
    found = adjacency_of(CHAIN)
    assert found.nodes == ("a", "b", "c", "d", "e") and len(found.kinds) == 4

    def distances(start: str, most: int = 9, standing: bool = False, relations: tuple[str, ...] = ()) -> list[int]:
        links = found.links(relations or tuple(load_schema().relations), standing=standing)
        return list(map(int, links.distances([found.nodes.index(start)], most)))

    assert distances("a") == [0, 1, 2, 3, FAR]
    assert distances("a", most=2) == [0, 1, 2, FAR, FAR]
    assert distances("d", standing=True) == [FAR, FAR, FAR, 0, FAR]
    assert distances("a", relations=("supplies",)) == [0, 1, FAR, FAR, FAR]


def test_nothing_is_near_where_nothing_is() -> None:
    links = adjacency_of({}).links(["owns"], standing=True)
    assert not len(links.distances([], 3))
