import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from guanxi.exports.formats import DOCUMENTS, FORMATS, Export, export
from guanxi.graph.errors import WrongUse
from guanxi.graph.model import STATUSES
from guanxi.graph.selection import Selection


def _written(name: str, store: Path) -> bytes:
    sink = io.BytesIO()
    export(name, Export(store=store), None, stdout=sink)
    return sink.getvalue()


ONE_FILE = [name for name, row in FORMATS.items() if row.suffix]
FOLDERS = [name for name in FORMATS if name not in ONE_FILE]


@pytest.mark.parametrize("name", ONE_FILE)
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


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_of_files_is_the_same_every_time(store: Path, tmp_path: Path, name: str) -> None:
    for turn in ("one", "two"):
        assert export(name, Export(store=store), tmp_path / turn)
    one, two = ({file.name: file.read_bytes() for file in (tmp_path / turn).iterdir()} for turn in ("one", "two"))
    assert one == two and len(one) == 2
    assert all(one.values())


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_of_files_needs_a_name(store: Path, name: str) -> None:
    with pytest.raises(WrongUse, match="name a folder"):
        _written(name, store)


def test_a_folder_that_is_there_keeps_its_other_files(store: Path, tmp_path: Path) -> None:
    (tmp_path / "nodes.csv").write_text("before")
    (tmp_path / "mine.txt").write_text("mine")
    export("csv", Export(store=store), tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["edges.csv", "mine.txt", "nodes.csv"]
    assert (tmp_path / "nodes.csv").read_text(encoding="utf-8").startswith("id,label")
    with pytest.raises(WrongUse, match="is a file"):
        export("csv", Export(store=store), tmp_path / "mine.txt")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_follows_from_the_schema_needs_no_store(tmp_path: Path, name: str) -> None:
    nowhere = tmp_path / "nowhere"
    assert b"gx:supplies" in _written(name, nowhere)
    with pytest.raises(WrongUse, match="nothing to select"):
        export(name, Export(store=nowhere, selection=Selection(status=("actual",))), tmp_path / "x")


def test_an_option_of_other_formats_is_refused(store: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="--limit is for html, not for turtle"):
        export("turtle", Export(store=store, limit=5), tmp_path / "x")
    with pytest.raises(WrongUse, match=r"--annotations is for turtle.*rdf-xml, not for html"):
        export("html", Export(store=store, annotations=True), tmp_path / "x")
    with pytest.raises(WrongUse, match="--annotations is for"):
        export("ontology", Export(store=store, annotations=True), tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_edges_are_what_is_so_unless_another_status_is_asked_for(store: Path, tmp_path: Path) -> None:
    def relations(selection: Selection) -> set[str]:
        export("csv", Export(store=store, selection=selection), tmp_path)
        with (tmp_path / "edges.csv").open(encoding="utf-8", newline="") as lines:
            return {row["relation"] for row in csv.DictReader(lines)}

    assert "invests_in" not in relations(Selection()) and "owns" in relations(Selection())
    assert relations(Selection(status=("planned",))) == {"invests_in"}
    assert {"invests_in", "owns"} <= relations(Selection(status=STATUSES))


def test_entities_without_a_claim_are_left_out_of_a_part(store: Path, tmp_path: Path) -> None:
    def nodes(selection: Selection) -> set[str]:
        export("csv", Export(store=store, selection=selection), tmp_path)
        with (tmp_path / "nodes.csv").open(encoding="utf-8", newline="") as lines:
            return {row["id"] for row in csv.DictReader(lines)}

    assert "company/nvidia" in nodes(Selection())  # of which only a plan is told
    assert nodes(Selection(relations=("owns",))) == {"company/0700.HK", "company/元宝科技"}


def test_whether_anything_was_chosen_is_told(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.nq"
    assert export("nquads", Export(store=store), target)
    assert not export("nquads", Export(store=store, selection=Selection(relations=("lends_to",))), target)
    assert target.read_bytes() == b""


def test_an_unknown_format_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"turtle.*html.*ontology"):
        export("docx", Export(store=tmp_path), tmp_path / "x.docx")
