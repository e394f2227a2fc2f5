from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from guanxi.extractors.pipeline import BuildReport, Progress, build
from guanxi.extractors.reading import ReadOptions
from guanxi.graph.errors import DataFileError, WrongUse
from guanxi.graph.store import open_reader

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples" / "articles"


def lines(store: Path) -> list[str]:
    """Give the store's quads, sorted."""
    with open_reader(store) as reader:
        return sorted(str(quad) for quad in reader.quads())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildReport]:
    store = tmp_path_factory.mktemp("built") / "store"
    return store, build([str(EXAMPLES)], store)


def test_the_examples_become_a_graph(built: tuple[Path, BuildReport]) -> None:
    _, report = built
    assert report.read == report.articles >= len(list(EXAMPLES.glob("*.txt")))
    assert report.claims > 60 and report.mentions > 100 and report.skipped == ()


def test_every_quote_stands_where_its_claim_says(built: tuple[Path, BuildReport]) -> None:
    with open_reader(built[0]) as reader:
        rows = list(
            reader.query(
                "SELECT ?quote ?start ?end ?text WHERE { ?c a gx:Claim ; gx:quote ?quote ; gx:start ?start ; gx:end ?end ;"
                " prov:wasDerivedFrom ?a . ?a schema:articleBody ?text }"
            )
        )
    assert rows
    for row in rows:
        text, start, end = row["text"].value, int(row["start"].value), int(row["end"].value)
        assert text[start:end] == row["quote"].value and len(row["quote"].value) <= 300


def test_a_second_build_reads_nothing_again(built: tuple[Path, BuildReport], tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = build([str(EXAMPLES)], store)
    before = lines(store)
    second = build([str(EXAMPLES)], store)
    assert (second.read, second.unchanged, second.articles) == (0, first.read, first.read)
    assert lines(store) == before


@pytest.mark.parametrize("jobs", [1, 3])
def test_neither_order_nor_number_of_processes_matters(
    built: tuple[Path, BuildReport], tmp_path: Path, jobs: int
) -> None:
    files = sorted((str(f) for f in EXAMPLES.glob("*.txt")), reverse=True)
    build(files, tmp_path / "store", jobs=jobs)
    assert lines(tmp_path / "store") == lines(built[0])


def test_two_builds_into_one_store_give_the_same_graph(built: tuple[Path, BuildReport], tmp_path: Path) -> None:
    files = sorted(str(f) for f in EXAMPLES.glob("*.txt"))
    build(files[::2], tmp_path / "store")
    build(files[1::2], tmp_path / "store")
    assert lines(tmp_path / "store") == lines(built[0])


def test_only_what_changed_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    shutil.copytree(EXAMPLES, folder)
    store = tmp_path / "store"
    total = build([str(folder)], store).read
    changed = sorted(folder.glob("*.txt"))[0]
    changed.write_text(
        "澄岸科技收购清滨软件\n澄岸科技今日宣布，以3亿元收购清滨软件有限公司全部股权。\n", encoding="utf-8"
    )
    report = build([str(folder)], store)
    assert (report.read, report.unchanged, report.articles) == (1, total - 1, total)
    assert any("清滨软件" in line for line in lines(store))


def test_prune_takes_out_what_is_gone_and_only_that(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    shutil.copytree(EXAMPLES, folder)
    store = tmp_path / "store"
    total = build([str(folder)], store).read
    gone = sorted(folder.glob("*.txt"))[0]
    gone.unlink()
    assert build([str(folder)], store).articles == total
    report = build([str(folder)], store, prune=True)
    assert (report.dropped, report.articles) == (1, total - 1)
    assert not any(f"article/{gone.stem}>" in line for line in lines(store))


def test_two_files_of_one_id_are_told_apart_by_a_prefix(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_text(f"文件{folder}\n澄岸科技收购清滨软件有限公司。\n", encoding="utf-8")
    report = build([str(tmp_path / "a"), str(tmp_path / "b")], tmp_path / "store")
    assert report.articles == 1 and "--id-prefix" in report.skipped[0].reason
    again = build([str(tmp_path / "b")], tmp_path / "store")
    assert again.articles == 1 and "--id-prefix" in again.skipped[0].reason
    report = build([str(tmp_path / "b")], tmp_path / "store", options=ReadOptions(id_prefix="b/"))
    assert report.articles == 2 and report.skipped == ()


def test_bad_files_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("澄岸科技收购清滨软件\n澄岸科技宣布收购清滨软件有限公司。\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "broken.txt").write_bytes("公司".encode() + b"\xff\xfe\xff" + "收购".encode())
    report = build([str(tmp_path)], tmp_path / "store")
    assert report.articles == 1
    assert {Path(skip.place).name for skip in report.skipped} == {"empty.txt", "binary.txt", "broken.txt"}
    assert all(skip.reason for skip in report.skipped)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("澄岸科技宣布收购清滨软件有限公司。\n", encoding="utf-8")
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        report = build([str(tmp_path)], tmp_path.parent / "closed-store")
    finally:
        closed.chmod(0o755)
    assert report.articles == 1 and "closed" in report.skipped[0].place


def test_nothing_to_read_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    with pytest.raises(WrongUse, match="no files found"):
        build([str(tmp_path / "articles")], tmp_path / "store")
    with pytest.raises(WrongUse, match="no such file"):
        build([str(tmp_path / "nowhere")], tmp_path / "store")


def test_progress_names_what_is_read(tmp_path: Path) -> None:
    seen: list[Progress] = []
    build([str(EXAMPLES)], tmp_path / "store", progress=seen.append)
    assert [Path(p.place).name for p in seen] == sorted(f.name for f in EXAMPLES.glob("*.txt"))


@pytest.mark.parametrize("path", ["typo", "empty", "picture", "*.md"])
def test_where_nothing_is_to_be_read_no_store_is_made(tmp_path: Path, path: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "picture").mkdir()
    for number in range(9):
        (tmp_path / "picture" / f"{number}.png").write_bytes(b"PNG")
    with pytest.raises(WrongUse) as refused:
        build([str(tmp_path / path)], tmp_path / "store")
    assert len(str(refused.value)) < 1000 and path.strip("*") in str(refused.value)
    assert not (tmp_path / "store").exists()


def test_the_store_may_stand_in_the_folder_that_is_read(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "in")
    first = build([str(tmp_path / "in")], tmp_path / "in" / "store")
    second = build([str(tmp_path / "in")], tmp_path / "in" / "store")
    assert (second.read, second.articles, second.skipped) == (0, first.articles, ())


def test_a_process_ends_when_the_one_that_started_it_is_killed() -> None:
    code = (
        "import os, signal; from concurrent.futures import ProcessPoolExecutor\n"
        "from guanxi.extractors.pipeline import _end_with_parent\n"
        "pool = ProcessPoolExecutor(1, initializer=_end_with_parent)\n"
        "print(pool.submit(os.getpid).result(), flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    started = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, timeout=60, check=False)
    process = Path("/proc", started.stdout.decode().strip(), "stat")
    waited = time.monotonic() + 20
    while process.exists() and " Z " not in process.read_text() and time.monotonic() < waited:
        time.sleep(0.05)
    assert not process.exists() or " Z " in process.read_text()


LEXICON = "id,type,zh_hans,en,names\ncompany/lanling,company,岚灵,Lanling,老岚\n"


def _entities(store: Path) -> set[str]:
    with open_reader(store) as reader:
        found = reader.query("SELECT DISTINCT ?e { ?m gx:asWritten '老岚' ; gx:entity ?e }")
        return {row[0].value.rpartition("/id/")[2] for row in found}  # type: ignore[union-attr]  # a SELECT


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_lexicon_of_the_users_own_is_known_to_every_process(tmp_path: Path, jobs: int) -> None:
    folder, mine, store = tmp_path / "in", tmp_path / "mine.csv", tmp_path / "store"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text("老岚与寒武纪签署合作协议。", encoding="utf-8")
    mine.write_text(LEXICON, encoding="utf-8")
    assert build([str(folder)], store, lexicon=[mine], jobs=jobs).read == 3
    assert _entities(store) == {"company/lanling"}
    assert build([str(folder)], store, lexicon=[mine], jobs=jobs).read == 0
    mine.write_text(LEXICON.replace("lanling", "oldlan"), encoding="utf-8")
    assert build([str(folder)], store, lexicon=[mine], jobs=jobs).read == 3, "a changed lexicon has all read again"
    assert _entities(store) == {"company/oldlan"}
    assert build([str(folder)], store, jobs=jobs).read == 3
    assert "company/oldlan" not in _entities(store)


@pytest.mark.parametrize("text", [None, "id,type\n", "id,type,zh_hans,en\n,firm,岚灵,\n"])
def test_a_lexicon_that_is_wrong_stops_the_build_before_anything_is_read(tmp_path: Path, text: str | None) -> None:
    article, mine = tmp_path / "1.txt", tmp_path / "mine.csv"
    article.write_text("老岚与寒武纪签署合作协议。", encoding="utf-8")
    if text is not None:
        mine.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"mine\.csv"):
        build([str(article)], tmp_path / "store", lexicon=[mine])
    assert not (tmp_path / "store").exists()


def test_what_was_skipped_holds_no_line_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "寒武纪向百度供应芯片。"}\n{"text": broken\n', encoding="utf-8")
    (skipped,) = build([str(tmp_path)], tmp_path / "store").skipped
    assert (skipped.line, skipped.__cause__, skipped.__context__, skipped.__traceback__) == (2, None, None, None)


def test_options_that_shape_an_article_have_it_read_again(tmp_path: Path) -> None:
    file, store = tmp_path / "a.txt", tmp_path / "store"
    file.write_bytes("星河科技收购蓝海软件。".encode("gb18030"))
    assert build([str(file)], store, options=ReadOptions(encoding="gb18030")).read == 1
    assert build([str(file)], store, options=ReadOptions(encoding="gb18030")).read == 0
    other = build([str(file)], store, options=ReadOptions(encoding="gb18030", id_prefix="x-"))
    assert (other.read, other.dropped, other.articles) == (1, 1, 1)
