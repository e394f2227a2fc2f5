import json
import sys
from pathlib import Path
from typing import Any

import pytest
from guanxi.exports.cli import main
from guanxi.graph.model import Extraction
from guanxi.graph.store import open_writer

SAMPLES = Path(__file__).parent / "data" / "lists"


@pytest.fixture
def guanxi(
    tmp_path: Path, articles: list[Extraction], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Any:
    """Give what runs a command on a store of the three articles and gives status, stdout and stderr."""
    with open_writer(tmp_path / "s", known={}) as writer:
        for said in articles:
            writer.put(said, path=said.article.id)

    def ended(*words: object) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["guanxi", *map(str, words), "--store", str(tmp_path / "s")])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, *capfd.readouterr()

    return ended


def test_a_list_is_imported_listed_replaced_and_removed(guanxi: Any, tmp_path: Path) -> None:
    status, out, err = guanxi("sanctions", "import", SAMPLES / "entity-list.json")
    assert (status, err) == (0, "")
    assert out == "us-entity-list: 3 entries, US Entity List of 2025-11-08 (Entity List)\n"
    whole = json.loads((SAMPLES / "entity-list.json").read_text(encoding="utf-8"))
    whole["entities"][0]["name"], whole["lastUpdate"] = "Wanghai Microelectronics", "2026-01-01"
    (tmp_path / "new.json").write_text(json.dumps({**whole, "entities": whole["entities"][:2], "count": 2}), "utf-8")
    out = guanxi("sanctions", "import", tmp_path / "new.json")[1]
    assert out.splitlines()[1] == "in place of 3 entries of 2025-11-08: 1 new, 2 gone"
    status, out, _ = guanxi("sanctions", "list")
    assert status == 0 and "Bureau of Industry and Security · file:new.json · entity-list-json" in out
    (info,) = json.loads(guanxi("sanctions", "list", "--json")[1])
    assert (info["name"], info["count"], info["issued"]) == ("us-entity-list", 2, "2026-01-01")
    assert guanxi("sanctions", "remove", "us-entity-list")[1] == "us-entity-list: 2 entries taken out\n"
    assert "no lists yet" in guanxi("sanctions", "list")[1]


def test_an_import_in_json_tells_what_was_left_out(guanxi: Any, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("name,country\nA Co,CN\n,CN\nB Co,HK", encoding="utf-8")
    status, out, err = guanxi("sanctions", "import", tmp_path / "own.csv", "--date", "2026-01-01", "--json")
    told = json.loads(out)
    assert status == 1 and "own.csv:3: no name" in err and "its last line has no end" in err
    assert (told["list"]["count"], told["list"]["issued"], told["before"], told["new"]) == (2, "2026-01-01", None, 2)
    assert len(told["skipped"]) == 1


def test_a_file_that_is_no_list_changes_nothing(guanxi: Any, tmp_path: Path) -> None:
    guanxi("sanctions", "import", SAMPLES / "entity-list.json")
    cut = (SAMPLES / "entity-list.json").read_bytes()[:900]
    (tmp_path / "entity-list.json").write_bytes(cut)
    status, out, err = guanxi("sanctions", "import", tmp_path / "entity-list.json")
    assert (status, out) == (2, "") and "it was cut short" in err
    (info,) = json.loads(guanxi("sanctions", "list", "--json")[1])
    assert info["count"] == 3
    for words, said in (
        (("import", tmp_path / "nothing.csv"), "no such file"),
        (("import", SAMPLES / "own.csv", "--date", "spring"), "--date spring: write a day"),
        (("import", SAMPLES / "own.csv", "--name", "a b"), "a list can't be called 'a b'"),
        (("remove", "eu"), "no list is called eu\nguanxi: the nearest are us-entity-list"),
    ):
        status, out, err = guanxi("sanctions", *words)
        assert (status, out) == (2, "") and said in err, words
