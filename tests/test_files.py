import os
from pathlib import Path

import pytest
from guanxi.exports.files import whole_file, whole_folder
from guanxi.graph.errors import WrongUse


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


def test_a_failed_folder_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    target.mkdir()
    (target / "a.csv").write_text("before")
    with pytest.raises(KeyError), whole_folder(target) as folder:
        (folder / "a.csv").write_text("half")
        raise KeyError
    assert (target / "a.csv").read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_whole_folder_takes_its_place(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    with whole_folder(target) as folder:
        (folder / "a.csv").write_text("after")
        assert not target.exists()
    assert (target / "a.csv").read_text() == "after"
    assert list(tmp_path.iterdir()) == [target]
    with pytest.raises(WrongUse, match="nowhere"), whole_folder(tmp_path / "nowhere" / "x"):
        pass
