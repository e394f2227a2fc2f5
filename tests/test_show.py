import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.exports.console import console
from guanxi.exports.show import as_json, described, language_for, print_entity, wanted
from guanxi.extractors.pipeline import build
from guanxi.graph.errors import NotFound
from guanxi.graph.model import Qualifiers
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader


@pytest.fixture(scope="module")
def reader(store: Path) -> Iterator[Reader]:
    with open_reader(store) as reader:
        yield reader


def _shown(reader: Reader, capsys: pytest.CaptureFixture[str], name: str) -> str:
    entity, _ = wanted(reader, name)
    print_entity(reader, entity, console(), language=language_for(name))
    return capsys.readouterr().out


def test_each_line_has_its_sentence_and_article(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.strip() for line in _shown(reader, capsys, "寒武纪").splitlines()]
    at = lines.index("supplies · 供应")
    assert lines[at + 1] == "百度"
    assert lines[at + 2].startswith("寒武紀(688256.SH)向百度集團")
    assert "雲端晶片 · confidence 90%" in lines[at + 2]
    assert lines[at + 3] == "— 寒武紀獲百度訂單 · 維港商訊 · 2025-07-08"


def test_a_relation_is_read_from_the_side_that_was_asked(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    assert "sanctions · 制裁" in _shown(reader, capsys, "美国商务部")
    shown = _shown(reader, capsys, "寒武纪")
    assert "sanctions · 制裁" not in shown
    assert "is sanctioned by" in shown


def test_what_is_not_actual_says_so(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    shown = _shown(reader, capsys, "nvidia")
    assert "[planned]" in shown
    assert "USD 300,000,000" in shown


def test_names_stand_in_the_script_that_was_asked(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    assert _shown(reader, capsys, "輝達").startswith("輝達 · 英伟达 · NVIDIA  company  NVDA.US")
    assert _shown(reader, capsys, "英伟达").startswith("英伟达 · 輝達 · NVIDIA")


def test_hostile_text_can_not_steer_the_terminal(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    shown = _shown(reader, capsys, "乙丙")
    assert "</script><script>alert('x')</script>" in shown
    assert not set("\x1b\u202e\u202c\u2028") & set(shown)


def test_more_facts_than_the_limit_are_counted(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_reader(store) as reader:
        entity, _ = wanted(reader, "寒武纪")
        print_entity(reader, entity, console(), language="zh-Hans", limit=0)
    assert capsys.readouterr().out.count("and 1 more") == 5


def test_json_holds_the_same(reader: Reader) -> None:
    entity, others = wanted(reader, "寒武纪")
    document = json.loads(json.dumps(as_json(reader, entity, others)))
    assert document["entity"]["id"] == "company/688256.SH"
    assert len(document["claims"]) == 5
    (invests,) = [claim for claim in document["claims"] if claim["relation"] == "invests_in"]
    assert invests["qualifiers"] == {"amount": "300000000", "currency": "USD"}
    assert invests["article"]["headline"] == "寒武紀獲百度訂單"


def test_a_part_of_one_name_is_enough(reader: Reader) -> None:
    assert "元宝科技" in dict(wanted(reader, "元宝")[0].labels).values()


def test_a_part_of_several_names_offers_them(reader: Reader) -> None:
    with pytest.raises(NotFound) as caught:
        wanted(reader, "科技")
    assert len(caught.value.near) == 2


def test_numbers_are_readable() -> None:
    assert list(described(Qualifiers(amount="1500000.5", stake="5.0"))) == ["1,500,000.5", "5.0%"]
    assert list(described(Qualifiers(amount="4000000000.0", currency="CNY"))) == ["CNY 4,000,000,000"]
    assert list(described(Qualifiers(amount="about ten", attributed_to="路透"))) == ["about ten", "according to 路透"]
    assert list(described(Qualifiers())) == []


def test_reprints_count_as_one_source(reprinted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_reader(reprinted) as reader:
        shown = _shown(reader, capsys, "甲科技")
    assert "4 claims in 4 articles, 2 sources without the reprints" in shown
    assert "乙半导体  2 sources\n" in shown
    assert shown.count(" · reprint\n") == 2


def test_off_a_terminal_a_sentence_is_one_line(reader: Reader) -> None:
    entity, _ = wanted(reader, "寒武纪")
    out = console(io.StringIO())
    out.width = 20
    print_entity(reader, entity, out, language="zh-Hans")
    assert isinstance(out.file, io.StringIO)
    lines = out.file.getvalue().splitlines()
    assert any(line.startswith("    寒武紀(688256.SH)向百度集團") and line.endswith("confidence 90%") for line in lines)
    assert not any(line.endswith(" ") for line in lines)


def test_a_sentence_that_stands_twice_is_printed_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    said = "乙丙芯片宣布，收购清滨软件有限公司全部股权。"
    (tmp_path / "a.txt").write_text(f"乙丙芯片扩张\n{said}\n公告再次提到。{said}\n", encoding="utf-8")
    build([str(tmp_path / "a.txt")], tmp_path / "store")
    with open_reader(tmp_path / "store") as reader:
        shown = _shown(reader, capsys, "清滨软件")
        assert len(as_json(reader, wanted(reader, "清滨软件")[0], ())["claims"]) == 2  # type: ignore[arg-type]
    assert shown.count(said) == shown.count("— ") == 1
