import subprocess
import sys
from pathlib import Path

from guanxi.graph.integrity import problems
from guanxi.graph.lookup import rows
from guanxi.graph.model import STATUSES
from guanxi.graph.schema import load_schema
from guanxi.graph.store import open_reader

PROGRAM = Path(__file__).resolve().parents[1] / "benchmarks" / "big_store.py"


def test_a_made_up_store_is_whole_and_the_same_twice(tmp_path: Path) -> None:
    quads = []
    for turn in ("one", "two"):
        subprocess.run(
            [sys.executable, str(PROGRAM), str(tmp_path / turn), "--claims", "1500"], check=True, capture_output=True
        )
        with open_reader(tmp_path / turn) as reader:
            quads.append(set(reader.quads()))
    assert quads[0] == quads[1]
    with open_reader(tmp_path / "one") as reader:
        assert list(problems(reader)) == []
        told = list(rows(reader, "SELECT ?r ?s { ?c a gx:Claim ; rdf:predicate ?r ; gx:status ?s }"))
        assert len(told) == 1500
        assert {status for _, status in told} == set(STATUSES)
        assert {relation for relation, _ in told} == {one.iri for one in load_schema().relations.values()}
        assert len(list(rows(reader, "SELECT ?a { ?a gx:reprintOf ?b }"))) > 2
