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


def own_list(guanxi: Any, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(
        "id,name,aliases,country,date,programme,ticker\n"
        "c1,Hanwuji Science and Technology,Cambrian,CN,2022-12-16,Chips,\n"
        "c2,Hanwuji (Nanjing) Information Co.,,CN,2022-12-16,Chips,\n"
        "b1,Penguin Online,,CN,2024-01-02,Search,700.HK\n",
        encoding="utf-8",
    )
    assert guanxi("sanctions", "import", tmp_path / "own.csv")[0] == 0


def test_screening_offers_matches_that_a_person_judges(guanxi: Any, tmp_path: Path) -> None:
    status, out, err = guanxi("screen")
    assert (status, out) == (0, "") and "no lists yet" in err
    own_list(guanxi, tmp_path)
    status, out, err = guanxi("screen", "寒武紀")
    assert (status, err) == (0, "")
    assert out.splitlines()[:4] == [
        "0.88 寒武纪 (company/688256.SH) = Hanwuji Science and Technology",
        "      own · Chips · since 2022-12-16",
        "      寒武纪 sounds like hanwuji; addresses in CN",
        "      guanxi same company/688256.SH 'own#c1'",
    ]
    before = guanxi("show", "寒武紀")[1]
    assert guanxi("same", "company/688256.SH", "own#c1")[0] == 0
    assert guanxi("different", "寒武紀", "Penguin Online@own")[0] == 0
    assert guanxi("show", "寒武紀")[1] == before  # nothing is joined by it
    told = json.loads(guanxi("screen", "寒武紀", "--json")[1])
    assert [(one["listed_as"], one["verdict"]) for one in told["matches"]] == [("own#c1", "confirmed")]
    told = json.loads(guanxi("screen", "寒武紀", "--rejected", "--min-score", "0.3", "--json")[1])
    assert {one["listed_as"]: one["verdict"] for one in told["matches"]} == {
        "own#c1": "confirmed",
        "own#c2": None,
        "own#b1": "rejected",
    }
    assert guanxi("check")[0] == 0
    assert guanxi("undo")[0] == guanxi("undo")[0] == 0
    assert json.loads(guanxi("screen", "寒武紀", "--json")[1])["matches"][0]["verdict"] is None


def test_screening_all_prints_a_table_the_likeliest_first(guanxi: Any, tmp_path: Path) -> None:
    own_list(guanxi, tmp_path)
    out = guanxi("screen", "--csv")[1]
    rows = [line.split(",") for line in out.splitlines()]
    assert rows[0][:5] == ["score", "verdict", "entity", "id", "entry"]
    assert [row[5] for row in rows[1:]] == ["own#b1", "own#c1"] and out == guanxi("screen", "--csv")[1]
    assert len(guanxi("screen", "--csv", "--limit", "1")[1].splitlines()) == 2
    assert "nobody here looks like an entry of own" in guanxi("screen", "--min-score", "1")[1]


def test_what_screening_or_judging_does_not_know_is_said(guanxi: Any, tmp_path: Path) -> None:
    own_list(guanxi, tmp_path)
    for words, said in (
        (("screen", "无此公司"), "nothing in the graph is called 无此公司"),
        (("screen", "--list", "eu"), "no list is called eu\nguanxi: the nearest are own"),
        (("same", "寒武紀", "own#zz"), "the list own has no entry zz"),
        (("same", "寒武紀", "Nobody@own"), "the list own has no entry called Nobody"),
        (("same", "own#c1", "own#b1"), "are both entries of lists"),
    ):
        status, out, err = guanxi(*words)
        assert (status, out) == (2, "") and said in err, words
