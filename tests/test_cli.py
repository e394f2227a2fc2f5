import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import typer
from guanxi.exports.cli import app
from guanxi.exports.formats import DOCUMENTS, FORMATS
from guanxi.graph.namespace import GX

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "articles"
GUANXI = (sys.executable, "-c", "from guanxi.exports.cli import main; main()")
HEAVY = ("rdflib", "networkx", "pyoxigraph", "opencc", "yaml", "pyvis", "rich.table")


def _commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Give every command below a group with the words that call it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(_commands(typer.main.get_command(app)))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store built from the examples by the command itself."""
    store = tmp_path_factory.mktemp("built") / "store"
    words = [*GUANXI, "build", str(EXAMPLES), "--store", str(store)]
    subprocess.run(words, check=True, capture_output=True)
    return store


def test_the_commands_are_there() -> None:
    judging = {"same", "different", "undo", "judgements", "candidates", "why", "lexicon check"}
    others = {"build", "query", "show", "export", "evaluate gold", "check", "read"}
    assert others | judging <= {" ".join(words) for words in COMMANDS}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_and_an_example(words: tuple[str, ...], run: Any) -> None:
    command = COMMANDS[words]
    assert len(command.help or "") > 20
    assert (command.epilog or "").startswith(f"Example: guanxi {' '.join(words)} ")
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{words}: {parameter.name} has no help"
    shown = run(*words, "--help")
    assert shown.status == 0
    assert "Example:" in shown.out


def test_the_formats_are_named_in_the_help(run: Any) -> None:
    shown = run("export", "--help").out
    assert all(name in shown for name in (*FORMATS, *DOCUMENTS))


def test_version(run: Any) -> None:
    from guanxi import __version__

    assert run("--version").out == f"guanxi {__version__}\n"


def test_help_is_quick_to_come() -> None:
    heavy = f"import guanxi.exports.cli, sys; print([m for m in {HEAVY} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert loaded.stdout == "[]\n"


def test_a_second_build_reads_nothing_again(built: Path, run: Any) -> None:
    again = run("build", EXAMPLES, "--store", built)
    assert again.status == 0
    assert "no article was read again" in again.out
    report = json.loads(run("build", EXAMPLES, "--store", built, "--json").out)
    assert report["read"] == 0
    assert report["unchanged"] == report["articles"] >= 12


def test_show_finds_a_name_in_either_script(built: Path, run: Any) -> None:
    for name in ("星瀾半導體", "星澜半导体", "3790.HK"):
        shown = run("show", name, "--store", built)
        assert shown.status == 0
        assert "3790.HK" in shown.out
        assert "—" in shown.out


def test_show_json(built: Path, run: Any) -> None:
    assert json.loads(run("show", "星瀾半導體", "--json", "--store", built).out)["claims"]


def test_show_offers_what_is_near(built: Path, run: Any) -> None:
    shown = run("show", "星瀾半道體", "--store", built)
    assert shown.status == 2
    assert "星瀾半導體" in shown.err or "星澜半导体" in shown.err


def test_query_from_argument_file_and_stdin(built: Path, run: Any, tmp_path: Path) -> None:
    query = "SELECT ?a ?b WHERE { ?a gx:mentions ?b }"
    table = run("query", query, "--store", built)
    assert table.status == 0
    assert len(table.out.splitlines()) > 3
    (tmp_path / "q.rq").write_text(query)
    assert run("query", "-f", tmp_path / "q.rq", "--store", built).out == table.out
    words = [*GUANXI, "query", "-f", "-", "--format", "csv", "--store", str(built)]
    piped = subprocess.run(words, input=query, capture_output=True, text=True, check=True)
    assert piped.stdout.startswith("a,b\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("query", "SELECT ?a WHERE { ?a gx:supplies }"), "line 1, column 34"),
        (("query", "DELETE WHERE { ?s ?p ?o }"), "update"),
        (("query",), "-f"),
        (("query", "ASK {}", "-f", "x"), "not both"),
        (("query", "-f", "nowhere.rq"), "nowhere.rq"),
        (("query", "ASK {}", "--format", "xls"), "xls"),
        (("export", "docx"), "docx"),
        (("export", "turtle", "--limit", "5"), "html"),
        (("build", "nowhere"), "nowhere"),
        (("build", str(EXAMPLES), "--map", "text"), "FIELD=COLUMN"),
        (("evaluate", "gold", "nowhere", "nowhere"), "no gold"),
        (("show", "无此公司名"), "无此公司名"),
        (("build", str(EXAMPLES), "--encoding", "klingon"), "klingon"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(built: Path, run: Any, words: tuple[str, ...], said: str) -> None:
    store = () if words[0] == "evaluate" else ("--store", built)
    ended = run(*words, *store)
    assert ended.status == 2
    assert ended.out == ""
    first = ended.err.splitlines()[0]
    assert first.startswith("guanxi: ") and said in first
    assert "Traceback" not in ended.err


def test_a_syntax_error_is_pointed_at(built: Path, run: Any) -> None:
    _, line, caret = run("query", "SELECT ?a WHERE { ?a gx:supplies }", "--store", built).err.splitlines()
    assert line.index("}") == caret.index("^")


@pytest.mark.parametrize("words", [("show", "x"), ("query", "ASK {}"), ("check",), ("export", "turtle")], ids=" ".join)
def test_no_store_is_said_in_one_line(run: Any, tmp_path: Path, words: tuple[str, ...]) -> None:
    ended = run(*words, "--store", tmp_path / "nowhere")
    assert (ended.status, ended.out, len(ended.err.splitlines())) == (2, "", 1)
    assert "nowhere" in ended.err


def test_a_folder_that_holds_something_else_is_left_alone(run: Any, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("寒武纪")
    assert run("build", EXAMPLES, "--store", tmp_path).status == 2
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_what_can_not_be_read_is_named_and_the_rest_goes_on(run: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text("寒武纪与百度签署合作协议。", encoding="utf-8")
    (tmp_path / "in" / "empty.txt").write_text("")
    ended = run("build", tmp_path / "in", "--store", tmp_path / "store")
    assert ended.status == 1
    assert "empty.txt" in ended.err
    assert "read 1 article" in ended.out


def test_prune_drops_what_is_gone(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"{name}：寒武纪与百度签署合作协议。", encoding="utf-8")
    assert run("build", folder, "--store", tmp_path / "store", "-q").out == ""
    (folder / "b.txt").unlink()
    assert json.loads(run("build", folder, "--store", tmp_path / "store", "--prune", "--json").out)["dropped"] == 1


@pytest.mark.parametrize("name", FORMATS)
def test_export_writes_a_file_or_to_stdout(built: Path, run: Any, tmp_path: Path, name: str) -> None:
    target = tmp_path / f"graph{FORMATS[name].suffix}"
    ended = run("export", name, "-o", target, "--store", built)
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert list(tmp_path.iterdir()) == [target]
    if target.is_file():
        assert run("export", name, "--store", built).out == target.read_text(encoding="utf-8")
    else:
        ended = run("export", name, "--store", built)
        assert (ended.status, ended.err.count("\n")) == (2, 1) and "-o" in ended.err


def test_export_of_a_part(built: Path, run: Any) -> None:
    def lines(*words: str) -> int:
        ended = run("export", "ftm", *words, "--store", built)
        assert (ended.status, ended.err) == (0, "")
        return int(ended.out.count("\n"))

    every = lines("--status", "all")
    assert every > lines() > lines("--min-confidence", "0.9") > 0
    assert every > lines("--status", "all", "--relation", "supplies", "--relation", "owns") > 0
    near = ("--around", "3790.HK", "--status", "all")
    assert lines(*near, "--hops", "2") > lines(*near) > 0
    assert every > lines("--status", "all", "--since", "2026-02") > 0
    assert every > lines("--status", "all", "--until", "2025") > 0
    assert lines("--as-of", "2026-02-11") > 0


def test_an_export_of_nothing_says_so(built: Path, run: Any, tmp_path: Path) -> None:
    ended = run("export", "gexf", "-o", tmp_path / "x", "--until", "1900", "--store", built)
    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "no claim is like that" in ended.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--relation", "admires"), "admires"),
        (("--status", "perhaps"), "perhaps"),
        (("--since", "yesterday"), "yesterday"),
        (("--as-of", "2024-13"), "2024-13"),
        (("--around", "无此公司名"), "无此公司名"),
        (("--annotations",), "not for gexf"),
        (("--hops", "2"), "--around"),
    ],
)
def test_a_part_that_makes_no_sense_is_one_line(built: Path, run: Any, words: tuple[str, ...], said: str) -> None:
    ended = run("export", "gexf", *words, "--store", built)
    assert (ended.status, ended.out) == (2, "")
    assert said in ended.err.splitlines()[0]


def test_check_finds_nothing_wrong(built: Path, run: Any) -> None:
    ended = run("check", "--store", built)
    assert (ended.out, ended.status) == ("all is well\n", 0)
    assert json.loads(run("check", "--json", "--no-shapes", "--store", built).out) == []


def test_check_names_what_is_wrong(run: Any, damaged_copy: Any) -> None:
    def damage(store: ox.Store) -> None:
        quad = next(store.quads_for_pattern(None, ox.NamedNode(f"{GX}status"), ox.Literal("actual"), None))
        store.remove(quad)
        store.add(ox.Quad(quad.subject, quad.predicate, ox.Literal("perhaps"), quad.graph_name))

    broken = damaged_copy(damage)
    ended = run("check", "--store", broken)
    lines = ended.out.splitlines()
    assert ended.status == 1 and lines[-1].endswith(" problems found")
    assert any("there is no status perhaps" in line for line in lines)
    assert any("gx:status should be exactly one of" in line for line in lines)
    bare = json.loads(run("check", "--no-shapes", "--json", "--store", broken).out)
    assert 0 < len(bare) < len(lines) - 1 and set(bare[0]) == {"place", "message"}


def test_check_says_when_the_shapes_are_not_checked(built: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    ended = run("check", "--store", built)
    assert (ended.status, ended.out) == (0, "all is well\n")
    assert "not checked" in ended.err and "guanxi[shacl]" in ended.err
    asked = run("check", "--shapes", "--store", built)
    assert (asked.status, asked.out) == (2, "") and "guanxi[shacl]" in asked.err
    assert run("check", "--no-shapes", "--store", built).err == ""


def test_evaluate_prints_scores(run: Any) -> None:
    gold = ROOT / "examples" / "gold"
    one = min(file.stem for file in gold.glob("*.json"))
    scores = json.loads(run("evaluate", "gold", gold, EXAMPLES, "--only", one, "--json").out)
    assert scores["articles"] == 1
    printed = run("evaluate", "gold", gold, EXAMPLES, "--only", one, "--misses").out
    assert "all relations" in printed


def test_read_stores_nothing(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run("read", EXAMPLES / "cn-entity-list.txt")
    assert ended.status == 0
    assert "cn-entity-list" in ended.out
    assert list(tmp_path.iterdir()) == []
    assert json.loads(run("read", EXAMPLES / "cn-entity-list.txt", "--json").out)[0]["id"] == "cn-entity-list"


@pytest.mark.parametrize("encoding", ["ascii", "gb18030", "big5", "latin-1"])
def test_no_locale_makes_it_crash(built: Path, encoding: str) -> None:
    words = [*GUANXI, "show", "星瀾半導體", "--store", str(built)]
    ended = subprocess.run(words, capture_output=True, env={"PYTHONIOENCODING": encoding, "PATH": ""}, check=True)
    assert b"3790.HK" in ended.stdout


def test_what_is_too_large_names_the_option_that_lets_it_in(run: Any, tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text('{"text": "甲科技收購乙半導體，作價三億元。"}\n' * 99, encoding="utf-8")
    (tmp_path / "feed").write_text('{"id": "f", "text": "丙控股發行債券。"}\n', encoding="utf-8")
    refused = run("read", tmp_path / "news.jsonl", "--max-bytes", "2K")
    assert (refused.status, refused.err.count("\n")) == (1, 1)
    assert "news.jsonl: larger than 2,048 bytes; raise the limit with --max-bytes" in refused.err
    let_in = run("read", tmp_path / "news.jsonl", "--max-bytes", "1M", "--json")
    assert (let_in.status, len(json.loads(let_in.out))) == (0, 99)
    told = run("build", tmp_path / "feed", "--format", "jsonl", "--store", tmp_path / "store", "--json")
    assert (told.status, json.loads(told.out)["articles"]) == (0, 1)


def test_json_of_a_query_has_two_names(built: Path, run: Any) -> None:
    query = "SELECT ?a ?b WHERE { ?a gx:supplies ?b }"
    short = run("query", query, "--store", built, "--json")
    assert short.out == run("query", query, "--store", built, "--format", "json").out
    assert json.loads(short.out)["head"]["vars"] == ["a", "b"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", [("show", "3790.HK"), ("export", "nquads"), ("export", "nquads", "-o", "/dev/full")])
def test_a_full_disk_is_said_in_one_line(built: Path, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [*GUANXI, *words, "--store", str(built)], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert ended.returncode == 2
    assert ended.stderr == "guanxi: the output: No space left on device\n"


def test_a_reader_that_leaves_early_is_no_error(built: Path) -> None:
    with subprocess.Popen(
        [*GUANXI, "export", "nquads", "--store", str(built)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize("words", [("show", b"\xff"), ("query", b"ASK { ?a ?b '\xff' }"), ("why", b"\xff")])
def test_an_argument_that_is_no_text_is_said_in_one_line(built: Path, words: tuple[str, bytes]) -> None:
    ended = subprocess.run([*GUANXI, *words, "--store", str(built)], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert ended.stderr.startswith("guanxi: an argument")


def test_judging_and_taking_back(run: Any, tmp_path: Path) -> None:
    store = tmp_path / "store"
    text = "甲乙芯片有限公司（下称“甲乙”）与天穹半导体有限公司签署合作协议。"
    (tmp_path / "1.txt").write_text(text, encoding="utf-8")
    assert run("build", tmp_path / "1.txt", "--store", store, "-q").status == 0
    before = run("export", "nquads", "--store", store).out
    ended = run("same", "甲乙芯片", "天穹半导体", "--reason", "年报", "--store", store)
    assert (ended.status, ended.out) == (0, "judgement 1: same 甲乙芯片 天穹半导体; the graph follows\n")
    assert run("show", "天穹半导体", "--store", store).out == run("show", "甲乙芯片", "--store", store).out
    assert "年报" in run("why", "天穹半导体", "--store", store).out
    assert json.loads(run("why", "天穹半导体", "--json", "--store", store).out)["names"]
    assert json.loads(run("judgements", "--json", "--store", store).out)[0]["reason"] == "年报"
    assert run("check", "--store", store).status == 0
    assert run("undo", "--store", store).status == 0
    assert sorted(run("export", "nquads", "--store", store).out.splitlines()) == sorted(before.splitlines())
    assert run("undo", "--store", store).status == 2
    assert run("candidates", "--store", store).status == 0
    assert isinstance(json.loads(run("candidates", "--json", "--store", store).out), list)


def test_lexicon_check(run: Any, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    first = "id,type,zh_hans,en,tickers\n,company,甲乙芯片,,688995.SH\n"
    mine.write_text(f"{first},company,天穹,,688996.SH\n", encoding="utf-8")
    assert run("lexicon", "check", mine).out.endswith("all is well\n")
    mine.write_text(f"{first},company,甲乙芯片,,688996.SH\n", encoding="utf-8")
    wrong = run("lexicon", "check", mine)
    assert wrong.status == 1
    assert "mine.csv:3" in wrong.out
    assert json.loads(run("lexicon", "check", mine, "--json").out)[0]["line"] == 3


def test_a_lexicon_of_the_users_own(run: Any, tmp_path: Path) -> None:
    mine, text = tmp_path / "mine.csv", tmp_path / "1.txt"
    row = "company/lanling,company,岚灵,Lanling,老岚,688995.SH"
    mine.write_text(f"id,type,zh_hans,en,names,tickers\n{row}\n", encoding="utf-8")
    text.write_text("老岚与寒武纪签署合作协议。", encoding="utf-8")
    words = ("build", text, "--store", tmp_path / "store", "--lexicon", mine)
    assert run(*words).status == 0
    assert "company/lanling" in run("show", "Lanling", "--store", tmp_path / "store").out
    assert run("build", text, "--store", tmp_path / "store", "--lexicon", tmp_path / "no.csv").status == 2
