import fcntl
import json
import random
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from guanxi.graph import snapshots
from guanxi.graph.errors import NotFound, StoreError
from guanxi.graph.ledger import LedgerFiles
from guanxi.graph.model import Article, Entity, Extraction, Mention
from guanxi.graph.namespace import VIEW
from guanxi.graph.store import open_reader, open_writer
from guanxi.graph.view import derive_view

KNOWN: dict[str, Entity] = {}


def article(id_: str) -> Extraction:
    text = f"甲科技{id_}，乙银行"
    mentions = (
        Mention(id_, 1, f"甲科技{id_}", "company", (0,)),
        Mention(id_, 2, "乙银行", "company", (text.index("乙"),)),
    )
    return Extraction(Article(id_, text, f"file:{id_}", "sha256:0", "zh-Hans"), mentions, (), "1")


def build(store: Path, *ids: str) -> None:
    with open_writer(store, known=KNOWN) as writer:
        for id_ in ids:
            writer.put(article(id_), path=f"/{id_}")


def articles(store: Path) -> list[str]:
    with open_reader(store) as reader:
        return sorted(reader.stamps())


def numbers(store: Path) -> list[str]:
    return sorted(folder.name for folder in (store / "snapshots").iterdir())


@pytest.fixture
def store(tmp_path: Path) -> Path:
    build(tmp_path / "store", "1")
    return tmp_path / "store"


def test_a_store_is_what_it_says(store: Path) -> None:
    assert sorted(path.name for path in store.iterdir()) == ["CURRENT", "guanxi-store.json", "lock", "snapshots"]
    assert json.loads((store / "guanxi-store.json").read_text()) == {"format": snapshots.FORMAT}
    assert snapshots.newest(store) == store / "snapshots" / "1"


@pytest.mark.parametrize(
    ("marker", "said"),
    [
        ('{"format": 99}', "made by a newer guanxi"),
        ('{"format": "x"}', "made by a newer guanxi"),
        ("{", "damaged"),
        ("[]", "damaged"),
        ("", "damaged"),
    ],
)
def test_a_marker_that_is_wrong_or_newer_is_refused_by_both(store: Path, marker: str, said: str) -> None:
    (store / "guanxi-store.json").write_text(marker)
    for use in (open_reader, lambda place: open_writer(place, known=KNOWN)):
        with pytest.raises(StoreError, match=said):
            use(store)  # type: ignore[operator]


def test_a_run_that_ended_while_it_made_the_store_leaves_a_place_for_one(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "guanxi-store.json.new").write_text("{")
    build(tmp_path / "store", "1")
    assert articles(tmp_path / "store") == ["1"]


def test_a_store_into_which_nothing_was_published_says_so(tmp_path: Path) -> None:
    snapshots.create(tmp_path / "store")
    with pytest.raises(StoreError, match="nothing has been published"):
        open_reader(tmp_path / "store")


def test_a_folder_above_is_made_and_a_file_above_refused(tmp_path: Path) -> None:
    build(tmp_path / "a" / "b", "1")
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        open_writer(tmp_path / "file" / "store", known=KNOWN)


def test_few_snapshots_are_kept(store: Path) -> None:
    build(store, "2")
    build(store, "3")
    assert numbers(store) == ["2", "3"]


def test_a_snapshot_that_is_read_is_kept_until_it_is_let_go(store: Path) -> None:
    with open_reader(store):
        for number in range(2, 5):
            build(store, str(number))
        assert numbers(store) == ["1", "3", "4"]
    build(store, "5")
    assert numbers(store) == ["4", "5"]


def test_what_a_killed_build_leaves_goes_away(store: Path) -> None:
    for left in ("9.new", "7.gone"):
        (store / "snapshots" / left / "graph").mkdir(parents=True)
    (store / "work-x").mkdir()
    (store / "work-x" / "CURRENT").write_text("rubbish")
    (store / "CURRENT.new").write_text("9")
    shutil.copytree(store / "snapshots" / "1", store / "snapshots" / "2")  # whole, but the pointer was not yet moved
    assert articles(store) == ["1"]
    build(store, "2")
    assert articles(store) == ["1", "2"]
    assert numbers(store) == ["2", "3"]
    assert sorted(path.name for path in store.iterdir()) == [
        "CURRENT",
        "guanxi-store.json",
        "lock",
        "snapshots",
    ]


def test_a_reader_whose_snapshot_goes_while_it_opens_takes_the_next(store: Path) -> None:
    build(store, "2")
    old = store / "snapshots" / "1"
    with (old / "in-use").open("rb") as lock:  # as the cleaner does: lock, rename, remove
        fcntl.flock(lock, fcntl.LOCK_EX)
        (store / "CURRENT").write_text("1")
        opened: list[Path] = []

        def read() -> None:
            folder, held = snapshots.reading(store)
            opened.append(folder)
            held.close()

        reader = threading.Thread(target=read)
        reader.start()
        time.sleep(0.2)
        assert not opened
        old.rename(store / "snapshots" / "1.gone")
        (store / "CURRENT").write_text("2")
    reader.join(10)
    assert opened == [store / "snapshots" / "2"]


def test_readers_open_whole_states_while_one_publishes(store: Path) -> None:
    seen: list[int] = []
    done = threading.Event()
    faults: list[BaseException] = []

    def read() -> None:
        try:
            while not done.is_set():
                with open_reader(store) as reader:
                    count = len(reader.stamps())
                    assert len(list(reader.query("SELECT ?a { ?a a schema:NewsArticle }"))) == count  # type: ignore[arg-type]
                    seen.append(count)
        except BaseException as fault:
            faults.append(fault)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for one in readers:
        one.start()
    try:
        with open_writer(store, known=KNOWN) as writer:
            for number in range(2, 10):
                writer.put(article(str(number)), path="/x")
                writer.publish()
    finally:
        done.set()
        for one in readers:
            one.join()
    assert not faults
    assert len(set(seen)) > 1
    assert articles(store) == sorted(map(str, range(1, 10)))


def test_a_pointer_to_nothing_is_an_error_and_not_an_endless_wait(store: Path) -> None:
    shutil.rmtree(store / "snapshots" / "1")
    with pytest.raises(StoreError, match="missing or damaged"):
        open_reader(store)
    with pytest.raises(StoreError, match="move the store away"):
        open_writer(store, known=KNOWN)


def test_a_damaged_ledger_names_its_line(store: Path) -> None:
    with (store / "snapshots" / "1" / "ledger-0.jsonl").open("a") as file:
        file.write('{"stamp": [')
    with open_reader(store) as reader, pytest.raises(StoreError, match=r"ledger-0\.jsonl:2: the ledger is damaged"):
        reader.stamps()


def test_a_graph_that_can_not_be_opened_is_an_error_and_lets_the_snapshot_go(store: Path) -> None:
    (store / "snapshots" / "1" / "graph" / "CURRENT").write_text("rubbish")
    with pytest.raises(StoreError, match="can't be opened"):
        open_reader(store)
    with (store / "snapshots" / "1" / "in-use").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with pytest.raises(StoreError, match="can't be opened"):
        open_writer(store, known=KNOWN)


@pytest.mark.parametrize("file", ["view.json", "ledger-0.jsonl"])
def test_a_writer_names_the_file_that_is_damaged_and_lets_the_store_go(store: Path, file: str) -> None:
    (store / "snapshots" / "1" / file).write_text("{")
    for _ in range(2):
        with pytest.raises(StoreError, match=f"{file}.*damaged"):
            open_writer(store, known=KNOWN)


def test_a_build_that_failed_does_not_keep_the_next_one_out(store: Path) -> None:
    with pytest.raises(ZeroDivisionError) as held, open_writer(store, known=KNOWN) as writer:
        writer.put(article("2"), path="/2")
        graph = writer._store  # Oxigraph stays open as long as anything, as this error's traceback, refers to it
        writer.put(article(str(1 / 0)), path="/3")
    build(store, "2")
    assert articles(store) == ["1", "2"]
    assert graph is not None and held.value is not None


def test_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="guanxi build"):
        snapshots.check(tmp_path / "x")


CHILD = """
import sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from test_snapshots import KNOWN, article, open_writer
number = int(sys.argv[1])
with open_writer(Path({store!r}), known=KNOWN) as writer:
    print("started", flush=True)
    while True:
        writer.put(article(str(number)), path="/x")
        writer.publish()
        print(number, flush=True)
        number += 1
"""


def test_killed_at_any_moment_a_store_opens_with_what_was_published(store: Path) -> None:
    code = CHILD.format(tests=str(Path(__file__).parent), store=str(store))
    dice, last = random.Random(3), 1
    for turn in range(4):
        child = subprocess.Popen([sys.executable, "-c", code, str(last + 1)], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None and child.stdout.readline() == "started\n"
        said = [child.stdout.readline()] if turn % 2 else []  # in every other turn the first publication is over
        time.sleep(dice.uniform(0.1, 0.8))
        child.kill()
        said += child.stdout.read().split()
        child.wait()
        found = sorted(map(int, articles(store)))
        assert found == list(range(1, len(found) + 1))
        assert len(found) >= (int(said[-1]) if said else last)
        last = len(found)
        with open_reader(store) as reader:
            assert set(reader.quads(VIEW)) == set(derive_view(reader.quads(), KNOWN))
    assert last > 1
    build(store, "end")
    assert "end" in articles(store)


def test_the_ledger_is_written_anew_when_most_of_it_is_out_of_date(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with open_writer(store, known=KNOWN) as writer:
        for turn in range(6):
            for number in range(300):
                writer.put(article(str(number)), path=f"/{turn}")
            writer.publish()
    folder = snapshots.newest(store)
    assert folder is not None
    assert sum(len(file.read_text().splitlines()) for file in folder.glob("ledger-*.jsonl")) < 1600
    assert {stamp.path for stamp in LedgerFiles(folder).stamps.values()} == {"/5"}
    with open_reader(store) as reader:
        assert len(reader.stamps()) == 300
