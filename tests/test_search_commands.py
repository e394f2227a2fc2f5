import json
import sys
from pathlib import Path
from typing import Any

import pytest
from guanxi.exports.cli import main


@pytest.fixture
def search(dealings: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    def ended(*words: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["guanxi", "search", *words, "--store", str(dealings)])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, *capfd.readouterr()

    return ended


def test_things_and_sentences_are_shown(search: Any) -> None:
    status, out, err = search("甲芯", "--limit", "2")
    assert (status, err) == (0, "")
    assert out.startswith("甲芯科技  company/甲芯科技 · 7 articles · beginning")
    assert out.count("\n— ") == 2


def test_how_a_thing_was_found_is_said(search: Any) -> None:
    assert "articles · sound" in search("甲新科技")[1]
    assert "name of 丁车制造" not in search("丁车制造")[1]
    assert "丁車製造" in search("丁車")[1]


def test_json(search: Any) -> None:
    found = json.loads(search("yisuanzhineng", "--json")[1])
    (thing,) = found["things"]
    assert (thing["id"], thing["found"], thing["articles"]) == ("company/乙算智能", "sound", 4)
    told = json.loads(search("實體清單", "--json")[1])["claims"]
    assert [claim["quote"] for claim in told] == ["东陆商务部2022年12月将辛材股份列入实体清单"]
    assert told[0]["object"]["id"] == "company/辛材股份"


def test_nothing_found_is_said(search: Any) -> None:
    status, out, err = search("qqqqqqq")
    assert (status, out, err) == (0, "nothing in the graph is like this\n", "")
