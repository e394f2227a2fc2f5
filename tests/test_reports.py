from pathlib import Path

import pytest
from guanxi.exports.evaluate import Case, Scores
from guanxi.exports.reports import print_articles, print_build, print_problems, print_scores, progress_bar, read_options
from guanxi.extractors.pipeline import BuildReport
from guanxi.extractors.reading import ReadOptions
from guanxi.graph.errors import SkipInput, WrongUse
from guanxi.graph.integrity import Problem


def _report(**more: object) -> BuildReport:
    values = {"read": 0, "unchanged": 0, "dropped": 0, "articles": 0, "mentions": 0, "claims": 0, "skipped": (), **more}
    return BuildReport(**values)  # type: ignore[arg-type]  # tests name the fields


def _printed(report: BuildReport, capsys: pytest.CaptureFixture[str]) -> str:
    print_build(report, Path("my-store"), json=False, quiet=False)
    return capsys.readouterr().out


def test_a_first_build_says_what_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    printed = _printed(_report(read=1, mentions=2345, claims=1, articles=1), capsys)
    assert printed == "read 1 article: 2,345 mentions and 1 claim\nmy-store holds 1 article\n"


def test_a_second_build_says_that_nothing_was_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no article was read again" in _printed(_report(unchanged=12, articles=12), capsys)


def test_what_was_dropped_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "3 articles dropped" in _printed(_report(dropped=3), capsys)


def test_what_was_skipped_is_named_on_stderr_even_when_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    skipped = (SkipInput("a\x1b[2J.txt", "the file is empty"), SkipInput("b.jsonl", "no text", line=7))
    print_build(_report(skipped=skipped), Path("s"), json=False, quiet=True)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "guanxi: skipped a[2J.txt: the file is empty\nguanxi: skipped b.jsonl:7: no text\n"


def test_options_are_read_from_pairs() -> None:
    options = read_options(encoding="gb18030", columns=["text=body", "title=a=b"], id_prefix="x/")
    assert options == ReadOptions(encoding="gb18030", columns={"text": "body", "title": "a=b"}, id_prefix="x/")
    both = read_options(encoding=None, columns=["text=body,published=pub_ts,title=a, b"], id_prefix="").columns
    assert both == {"text": "body", "published": "pub_ts", "title": "a, b"}
    for wrong in ("text", "=body", "text="):
        with pytest.raises(WrongUse, match="FIELD=COLUMN"):
            read_options(encoding=None, columns=[wrong], id_prefix="")


def test_no_progress_off_a_terminal() -> None:
    with progress_bar(quiet=False) as progress:
        assert progress is None


def test_articles_are_printed_with_their_noise_struck_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "寒武纪发布新芯片\n\n寒武纪周三发布云端芯片，称性能提升一倍。\n\n" * 3
    (tmp_path / "1.txt").write_text(text + "\x1b[31m[红]\u202e\n责任编辑：张三\n", encoding="utf-8")
    skipped = print_articles([str(tmp_path / "1.txt"), str(tmp_path / "none.txt")], ReadOptions(), json=False)
    printed = capsys.readouterr()
    assert skipped == 1
    assert "none.txt" in printed.err
    assert "寒武纪周三发布云端芯片，称性能提升一倍。" in printed.out
    assert "[红]" in printed.out
    assert "~~责任编辑：张三~~" in printed.out
    assert not set("\x1b\u202e") & set(printed.out)


def test_scores_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    scores = Scores(articles=2, missed=[Case("1", "甲", "owns", "乙", "甲旗下的乙")])
    scores.relations["owns"].update(gold=4, found=3, wrong=1)
    scores.counts.update({"relation said": 4, "relation right": 3, "relation found": 3, "relation wanted": 4})
    print_scores(scores, misses=True)
    printed = capsys.readouterr().out
    assert "missed 1: 甲 owns 乙  甲旗下的乙" in printed
    row = next(line for line in printed.splitlines() if line.startswith("owns"))
    assert row.split() == ["owns", "4", "3", "1", "0.750", "0.750", "0.750"]


def test_problems_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_problems([], json=False) == 0
    assert print_problems([Problem("claim/1", "its quote\nis wrong")], json=False) == 1
    assert capsys.readouterr().out == "all is well\nclaim/1: its quote is wrong\n1 problem found\n"


def test_sizes_and_formats_of_the_command_line() -> None:
    def options(size: str | None = None, format_: str | None = None) -> ReadOptions:
        return read_options(encoding=None, columns=[], id_prefix="", max_bytes=size, format_=format_)

    assert [options(size).max_bytes for size in ("700", "2k", "3 M", "1G", "5MiB")] == [
        700, 2048, 3 * 1024**2, 1024**3, 5 * 1024**2,
    ]  # fmt: skip
    assert options(format_=".JSONL").format == "jsonl"
    assert (options().max_bytes, options().format) == (None, None)
    for wrong in ("0", "-1", "2T", "many", "1.5G", ""):
        with pytest.raises(WrongUse, match=r"--max-bytes .*: write a size as 800K, 200M or 2G"):
            options(wrong)
    with pytest.raises(WrongUse, match=r"--format doc: there are .*docx, .*html"):
        options(format_="doc")


def test_a_long_line_off_a_terminal_stays_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = "寒武纪与百度签署供货协议，" * 40
    (tmp_path / "a.txt").write_text(f"寒武纪获百度订单\n{line}\n责任编辑：张三\n", encoding="utf-8")
    assert print_articles([str(tmp_path / "a.txt")], ReadOptions(), json=False) == 0
    assert capsys.readouterr().out.split("\n")[2:5] == ["寒武纪获百度订单", line, "~~责任编辑：张三~~"]
