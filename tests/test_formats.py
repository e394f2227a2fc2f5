import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from guanxi.exports.formats import FORMATS, Export, export, whole_file
from guanxi.graph.errors import WrongUse
from guanxi.graph.namespace import VIEW
from guanxi.graph.store import open_reader


def _written(name: str, store: Path) -> bytes:
    sink = io.BytesIO()
    export(name, Export(store=store), None, stdout=sink)
    return sink.getvalue()


def _triples(store: Path) -> set[ox.Triple]:
    with open_reader(store) as reader:
        return {quad.triple for quad in reader.quads()}


def test_turtle_holds_every_statement(store: Path) -> None:
    read = {quad.triple for quad in ox.parse(_written("turtle", store), ox.RdfFormat.TURTLE)}
    assert read == _triples(store)


@pytest.mark.parametrize(
    ("name", "kind"), [("trig", ox.RdfFormat.TRIG), ("nquads", ox.RdfFormat.N_QUADS), ("json-ld", ox.RdfFormat.JSON_LD)]
)
def test_datasets_hold_every_statement_in_its_graph(store: Path, name: str, kind: ox.RdfFormat) -> None:
    with open_reader(store) as reader:
        stored = set(reader.quads())
    assert set(ox.parse(_written(name, store), kind)) == stored
    assert ox.NamedNode(VIEW) in {quad.graph_name for quad in stored}


@pytest.mark.parametrize(
    ("name", "kind"), [("turtle", "turtle"), ("trig", "trig"), ("nquads", "nquads"), ("json-ld", "json-ld")]
)
def test_rdflib_reads_them(store: Path, name: str, kind: str) -> None:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=_written(name, store), format=kind)
    assert len(set(dataset.triples((None, None, None)))) == len(_triples(store))


def test_nquads_are_sorted(store: Path) -> None:
    lines = _written("nquads", store).splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(set(lines)) > 100


@pytest.mark.parametrize("name", FORMATS)
def test_another_process_writes_the_same_bytes(store: Path, name: str) -> None:
    code = (
        "import sys; from pathlib import Path; from guanxi.exports.formats import Export, export;"
        "export(sys.argv[1], Export(store=Path(sys.argv[2])), None, stdout=sys.stdout.buffer)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    there = subprocess.run(
        [sys.executable, "-c", code, name, str(store)], capture_output=True, check=True, env=environment
    )
    assert there.stdout == _written(name, store)
    assert there.stdout


def test_json_ld_is_json(store: Path) -> None:
    assert json.loads(_written("json-ld", store))


def test_the_ontology_needs_no_store(tmp_path: Path) -> None:
    assert b"owl:Ontology" in _written("ontology", tmp_path / "nowhere")


def test_an_unknown_format_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"turtle.*html.*ontology"):
        export("docx", Export(store=tmp_path), tmp_path / "x.docx")


def test_a_failed_export_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "graph.ttl"
    target.write_text("before")
    with pytest.raises(KeyError), whole_file(target) as sink:
        sink.write(b"half")
        raise KeyError
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_whole_file_takes_its_place(tmp_path: Path) -> None:
    target = tmp_path / "graph.ttl"
    target.write_text("before")
    with whole_file(target) as sink:
        sink.write(b"after")
        assert target.read_text() == "before"
    assert target.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="folder"), whole_file(tmp_path):
        pass
    with pytest.raises(WrongUse, match="nowhere"), whole_file(tmp_path / "nowhere" / "x.ttl"):
        pass


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    with whole_file(Path(os.devnull)) as sink:
        sink.write(b"gone")
    assert not Path(os.devnull).is_file()
