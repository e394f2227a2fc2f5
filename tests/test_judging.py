import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from guanxi.exports import judging
from guanxi.graph.errors import NotFound, WrongUse
from guanxi.graph.judgements import Side
from guanxi.graph.model import Article, Extraction, Mention
from guanxi.graph.store import open_reader, open_writer


def article(id_: str, *forms: str, kinds: str = "", same: Sequence[int] = (), ticker: str = "") -> Extraction:
    """Write an article that names companies; `p` in kinds is a person at the first one, `same` are that one."""
    text = "，".join(forms)
    mentions = []
    for number, form in enumerate(forms, 1):
        person = kinds[number - 1 : number] == "p"
        organization = 1 if person else None
        tickers = (ticker,) if ticker and number == 1 else ()
        links = (1,) if number in same else ()
        kind = "person" if person else "company"
        mentions.append(Mention(id_, number, form, kind, (text.index(form),), tickers, None, links, organization))
    return Extraction(Article(id_, text, f"file:{id_}", "sha256:0", "zh-Hans"), tuple(mentions), (), "")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give a store with namesakes, an ambiguous name and a listing."""
    with open_writer(tmp_path / "s", known={}) as writer:
        for one in (
            article("a/1", "甲科技有限公司", "张伟", kinds="cp"),
            article("a/2", "乙银行", "張偉", kinds="cp"),
            article("3", "北京丙科技有限公司", "丙科", same=[2]),
            article("4", "上海丙科技有限公司", "丙科", same=[2]),
            article("5", "丙科", "丁芯片"),
            article("6", "戊汽车", ticker="600999.SH"),
        ):
            writer.put(one, path=one.article.id)
    return tmp_path / "s"


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("丁芯片公司", Side("丁芯片公司", "company")),
        ("丁芯片", Side("丁芯片", "company")),
        ("600999.sh", Side("戊汽车", "company", ticker="600999.SH")),
        ("戊汽车", Side("戊汽车", "company")),
        ("company/丁芯片", Side("丁芯片", "company")),
        ("company/丙科", Side("丙科", "company")),  # ambiguous, and apart in article 5
        ("company/北京丙科技", Side("北京丙科技有限公司", "company")),
        ("张伟@甲科技", Side("张伟", "person", at="甲科技有限公司")),
        ("person/张伟@乙银行", Side("张伟", "person", at="乙银行")),
        ("丙科@5", Side("丙科", "company", article="5")),
        ("張偉@a/1", Side("张伟", "person", article="a/1")),
    ],
)
def test_a_name_leads_to_a_side(store: Path, text: str, side: Side) -> None:
    with open_reader(store) as reader:
        assert judging.side_for(reader, text, None) == side


@pytest.mark.parametrize(
    ("text", "said"),
    [("张伟", "person/张伟@"), ("丙科", "company/")],
)
def test_a_name_of_several_is_asked_about(store: Path, text: str, said: str) -> None:
    with open_reader(store) as reader, pytest.raises(WrongUse, match=f"{text} could be .*{said}.*NAME@ARTICLE"):
        judging.side_for(reader, text, None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("己药业", "nothing in the graph is called 己药业"),
        ("丁芯片@a/1", "article a/1 mentions nothing called 丁芯片"),
        ("张伟@丁芯片", "nobody called 张伟 is at 丁芯片"),
        ("己药业@乙银行", "nothing in the graph|no article"),
    ],
)
def test_what_is_not_there_is_not_found(store: Path, text: str, said: str) -> None:
    with open_reader(store) as reader, pytest.raises(NotFound, match=said):
        judging.side_for(reader, text, None)


def test_a_name_can_be_judged_before_it_is_read(store: Path) -> None:
    with open_reader(store) as reader:
        assert judging.side_for(reader, "己药业", "company") == Side("己药业", "company")
    said = judging.pass_judgement(store, "same", "己药业", "丁芯片", kind="company", reason="")
    assert said == "judgement 1: same 己药业 丁芯片; the graph follows"
    with open_writer(store, known=None) as writer:
        writer.put(article("7", "己药业"), path="7")
    with open_reader(store) as reader:
        assert judging.side_for(reader, "己药业", None).name == "己药业"
        rows = list(
            reader.query("SELECT DISTINCT ?e { ?m gx:asWritten ?w ; gx:entity ?e FILTER(?w IN ('己药业', '丁芯片')) }")
        )  # type: ignore[arg-type]  # a SELECT
    assert len(rows) == 1


def test_while_a_build_runs_it_is_said_and_the_build_follows(store: Path) -> None:
    with open_writer(store, known=None):
        said = judging.pass_judgement(store, "same", "甲科技", "丁芯片", kind=None, reason="")
        assert "a build is running" in said
    with open_reader(store) as reader:
        assert len(reader.premises().judgements) == 1


def test_before_anything_is_published_a_type_is_needed(tmp_path: Path) -> None:
    from guanxi.graph import snapshots

    snapshots.create(tmp_path / "s")
    with pytest.raises(WrongUse, match="--type"):
        judging.pass_judgement(tmp_path / "s", "same", "甲", "乙", kind=None, reason="")
    said = judging.pass_judgement(tmp_path / "s", "same", "甲", "乙", kind="company", reason="")
    assert "first build" in said


def test_lists_say_what_was_taken_back(store: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    judging.pass_judgement(store, "same", "甲科技", "丁芯片", kind=None, reason="年报")
    assert judging.take_back(store, None).startswith("took back judgement 1: same 甲科技 丁芯片")
    judging.print_judgements(store, json=False)
    judging.print_judgements(store, json=True)
    printed = capfdbinary.readouterr().out.decode()
    text, _, rows = printed.partition("[")
    assert "taken back" in text and "年报" in text
    assert json.loads("[" + rows)[0]["undone"] is True
