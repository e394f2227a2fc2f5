import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from guanxi.graph.errors import NotFound, QueryError, StoreBusy, StoreError, WrongUse
from guanxi.graph.model import Article, Claim, Entity, Extraction, Mention
from guanxi.graph.namespace import VIEW, article_iri
from guanxi.graph.store import open_reader, open_writer
from guanxi.graph.view import derive_view

KNOWN = {"company/nvidia": Entity("company/nvidia", "company", (("zh-Hans", "英伟达"),), (), ("NVDA.US",))}
FIRMS = ["甲科技", "北京甲科技有限公司", "上海甲科技", "乙银行", "丙资本", "Zed Chips", "英伟达", "丁集团", "丁"]


def article(
    id_: str, forms: Sequence[str] = ("甲科技", "乙银行"), *, same: bool = False, published: str | None = None
) -> Extraction:
    text = "，".join(forms)
    mentions = tuple(
        Mention(
            id_,
            number,
            form,
            "person" if form == "王某" else "company",
            (text.index(form),),
            known_as="company/nvidia" if form == "英伟达" else None,
            same_as=(1,) if same and number == 2 else (),
            organization=1 if form == "王某" else None,
        )
        for number, form in enumerate(forms, 1)
    )
    claims = (
        Claim(id_, 1, "supplies", 2, "actual", 0, 2, text[:2], ("rules:x",), 0.9),
        Claim(id_, len(forms), "partners_with", 1, "actual", 0, 2, text[:2], ("rules:y",), 0.8),
    )
    about = Article(id_, text, f"file:{id_}.txt", f"sha256:{text}", "zh-Hans", published=published)
    return Extraction(about, mentions, claims, "rules 1")


def build(store: Path, articles: Iterable[Extraction], *, known: dict[str, Entity] = KNOWN) -> None:
    with open_writer(store, known=known) as writer:
        for extraction in articles:
            writer.put(extraction, path=f"/news/{extraction.article.id}.txt")


def dump(store: Path) -> list[str]:
    with open_reader(store) as reader:
        return sorted(map(str, reader.quads()))


def rows(store: Path, sparql: str) -> list[tuple[str, ...]]:
    with open_reader(store) as reader:
        answer = reader.query(sparql)
        assert isinstance(answer, ox.QuerySolutions)
        return sorted(tuple(value.value for value in row) for row in answer)


def assert_view_is_right(store: Path, known: dict[str, Entity] = KNOWN) -> None:
    with open_reader(store) as reader:
        assert set(reader.quads(VIEW)) == set(derive_view(reader.quads(), known))


def some_articles(count: int) -> list[Extraction]:
    dice = random.Random(5)
    return [
        article(
            str(n), dice.sample([*FIRMS, "王某"], 4), same=dice.random() < 0.4, published=f"2024-01-{1 + n % 28:02}"
        )
        for n in range(count)
    ]


def test_what_is_put_can_be_asked(tmp_path: Path) -> None:
    build(tmp_path / "store", [article("a/1 中#2")])
    assert rows(
        tmp_path / "store", "SELECT ?id ?n { ?a dcterms:identifier ?id . ?s gx:supplies/skos:prefLabel ?n }"
    ) == [
        ("a/1 中#2", "乙銀行"),
        ("a/1 中#2", "乙银行"),
    ]
    with open_reader(tmp_path / "store") as reader:
        (stamp,) = reader.stamps().values()
        assert (stamp.article, stamp.path, stamp.source) == ("a/1 中#2", "/news/a/1 中#2.txt", "file:a/1 中#2.txt")
        assert (stamp.source_hash, stamp.extracted_with) == ("sha256:甲科技，乙银行", "rules 1")
        assert {quad.graph_name for quad in reader.quads()} == {
            ox.NamedNode(article_iri("a/1 中#2")),
            ox.NamedNode(VIEW),
        }


def test_order_and_splitting_over_builds_make_no_difference(tmp_path: Path) -> None:
    articles = some_articles(24)
    build(tmp_path / "one", articles)
    dice = random.Random(2)
    for number in range(3):
        dice.shuffle(articles)
        build(tmp_path / f"two{number}", articles[: 6 + 5 * number])
        build(tmp_path / f"two{number}", articles[6 + 5 * number :])
        assert dump(tmp_path / f"two{number}") == dump(tmp_path / "one")
    assert_view_is_right(tmp_path / "one")


def test_replacing_and_dropping_leave_what_a_fresh_build_gives(tmp_path: Path) -> None:
    articles = some_articles(20)
    build(tmp_path / "fresh", articles)
    changed = [article(e.article.id, ["王某", "丁集团", "丁"], same=True) for e in articles[::3]]
    build(tmp_path / "store", [*articles, *changed, article("gone", ["戊公司", "甲科技"])])
    build(tmp_path / "store", articles[::-1])
    assert_view_is_right(tmp_path / "store")
    with open_writer(tmp_path / "store", known=KNOWN) as writer:
        writer.drop("gone")
        assert "gone" not in writer.stamps()
    assert dump(tmp_path / "store") == dump(tmp_path / "fresh")
    assert len({row[0] for row in rows(tmp_path / "store", "SELECT ?id { ?a dcterms:identifier ?id }")}) == 20


def test_an_article_put_and_dropped_before_publishing_was_never_there(tmp_path: Path) -> None:
    build(tmp_path / "store", [article("1")])
    before = dump(tmp_path / "store")
    with open_writer(tmp_path / "store", known=KNOWN) as writer:
        writer.put(article("2", ["丙资本", "丁"]), path="/2")
        writer.drop("2")
        writer.put(article("1", ["丙资本", "丁"]), path="/1")
        writer.put(article("1"), path="/1")
    assert dump(tmp_path / "store") == before


def test_dropping_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with open_writer(tmp_path / "store", known=KNOWN) as writer, pytest.raises(NotFound, match="'x'"):
        writer.drop("x")


def test_nothing_is_published_when_nothing_changed(tmp_path: Path) -> None:
    build(tmp_path / "store", [article("1")])
    pointer = (tmp_path / "store" / "CURRENT").read_text()
    build(tmp_path / "store", [])
    assert (tmp_path / "store" / "CURRENT").read_text() == pointer


def test_a_lexicon_that_learned_something_makes_the_view_anew(tmp_path: Path) -> None:
    build(tmp_path / "store", [article("1"), article("2", ["丙资本", "乙银行"])])
    more = {**KNOWN, "company/b": Entity("company/b", "company", (("zh-Hans", "乙銀"),), ("乙银行",), ("0009.HK",))}
    build(tmp_path / "store", [], known=more)
    assert_view_is_right(tmp_path / "store", more)
    assert rows(tmp_path / "store", "SELECT ?t { ?e gx:ticker ?t }") == [("0009.HK",)]


def test_an_empty_store_can_be_asked(tmp_path: Path) -> None:
    build(tmp_path / "store", [])
    assert dump(tmp_path / "store") == []


def test_stamps_are_known_before_they_are_published(tmp_path: Path) -> None:
    build(tmp_path / "store", [article("1")])
    with open_writer(tmp_path / "store", known=KNOWN) as writer:
        writer.put(article("2"), path="/2")
        assert sorted(writer.stamps()) == ["1", "2"]
        with open_reader(tmp_path / "store") as reader:
            assert sorted(reader.stamps()) == ["1"]


def test_an_error_in_a_build_publishes_nothing(tmp_path: Path) -> None:
    build(tmp_path / "store", [article("1")])
    with pytest.raises(ZeroDivisionError), open_writer(tmp_path / "store", known=KNOWN) as writer:
        writer.put(article("2"), path="/2")
        raise ZeroDivisionError
    with open_writer(tmp_path / "store", known=KNOWN) as writer:
        assert sorted(writer.stamps()) == ["1"]


def test_a_closed_writer_or_reader_says_so(tmp_path: Path) -> None:
    writer = open_writer(tmp_path / "store", known=KNOWN)
    writer.close()
    writer.close()
    with pytest.raises(WrongUse, match="closed"):
        writer.put(article("1"), path="/1")
    reader = open_reader(tmp_path / "store")
    reader.close()
    with pytest.raises(WrongUse, match="closed"):
        reader.query("ASK {}")


# Asking


def test_prefixes_are_known_and_may_be_declared_otherwise(tmp_path: Path) -> None:
    build(tmp_path / "store", [article("1")])
    assert len(rows(tmp_path / "store", "SELECT ?c { ?c a gx:Claim }")) == 2
    assert rows(tmp_path / "store", "PREFIX gx: <http://example.com/> SELECT ?c { ?c a gx:Claim }") == []
    with open_reader(tmp_path / "store") as reader:
        assert bool(reader.query("ASK { ?s a gx:Company }"))
        assert bool(reader.query("ASK { <view> ?p ?o }", base="https://w3id.org/guanxi/id/")) is False
        assert len(list(reader.query("CONSTRUCT { ?s a gx:X } WHERE { ?s a gx:Company }"))) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("SELECT ?a\nWHERE { ?a gx:supplies ?b", r"line 2, column 26: this can't stand here"),
        ("SELECT ?a\nWHERE { ?a foo:b ?c }", r"line 2, column \d+: the prefix foo: is not known"),
        ("INSERT DATA { gx:a gx:b gx:c }", r"line 1, column 1: this is an update \(INSERT\); a query only reads"),
        ("PREFIX x: <http://x/>\nDELETE WHERE { ?s ?p ?o }", r"line 2, column 1: this is an update \(DELETE\)"),
        ("# insert\nDROP ALL", r"line 2, column 1: this is an update \(DROP\)"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", r"line 1, column 12: SERVICE asks another server"),
        ("SELECT * {\n?s ?p ?o .SERVICE #x\n SILENT ?g { ?s ?p ?o } }", r"line 2, column 11: SERVICE"),
        ("SELECT * { ?a gx:b 'x' FILTER(?a<'b&&?c>') service gx:e{ ?s ?p ?o } FILTER('x'='x') }", "SERVICE"),
        ("", "line 1, column 1"),
    ],
)
def test_a_query_that_can_not_be_answered_says_where_and_why(tmp_path: Path, sparql: str, said: str) -> None:
    build(tmp_path / "store", [])
    with open_reader(tmp_path / "store") as reader, pytest.raises(QueryError, match=said):
        reader.query(sparql)


def test_a_query_may_say_which_graphs_it_is_over(tmp_path: Path) -> None:
    build(tmp_path / "store", some_articles(3))
    with open_reader(tmp_path / "store") as reader:
        view, everything = len(list(reader.quads(VIEW))), len(list(reader.quads()))

        def count(sparql: str, **graphs: list[str]) -> int:
            answer = reader.query(sparql, **graphs)  # type: ignore[arg-type]  # lists of graphs alone
            assert isinstance(answer, ox.QuerySolutions)
            return len(list(answer))

        assert count("SELECT * { ?s ?p ?o }") == everything > view
        assert count("SELECT * FROM gxr:view { ?s ?p ?o }") == view
        assert count("SELECT * FROM NAMED gxr:view { ?s ?p ?o }") == 0
        assert count("SELECT * FROM gxr:none { ?s ?p ?o }", default_graphs=[VIEW]) == view
        assert count("SELECT * { GRAPH ?g { ?s ?p ?o } }", named_graphs=[VIEW]) == view
        assert count("SELECT * { ?s ?p ?o }", named_graphs=[VIEW]) == 0


def test_a_reader_knows_when_it_is_outdated(tmp_path: Path) -> None:
    build(tmp_path / "store", some_articles(1))
    with open_reader(tmp_path / "store") as reader:
        assert not reader.outdated()
        build(tmp_path / "store", some_articles(2))
        assert reader.outdated()


def test_the_word_service_elsewhere_is_no_service(tmp_path: Path) -> None:
    build(tmp_path / "store", [])
    assert rows(tmp_path / "store", "SELECT ?service { ?service gx:service 'a SERVICE <x>' } # SERVICE <x>") == []


def test_rdflib_reads_the_same_and_writes_nothing(tmp_path: Path) -> None:
    import rdflib

    build(tmp_path / "store", [article("1")])
    with open_reader(tmp_path / "store") as reader:
        dataset = reader.rdflib()
        found = dataset.query("SELECT ?n { ?s gx:supplies/skos:prefLabel ?n }")
        assert {str(row[0]) for row in found} == {"乙银行", "乙銀行"}  # type: ignore[index]
        assert len(set(dataset.triples((None, rdflib.RDF.type, None)))) == len(
            rows(tmp_path / "store", "SELECT ?s ?t { ?s a ?t }")
        )
        with pytest.raises(QueryError, match="SERVICE"):
            dataset.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
        with pytest.raises(RuntimeError, match="read-write"):
            dataset.add((rdflib.RDF.type, rdflib.RDF.type, rdflib.RDF.type))


# Several processes

CHILD = """
import sys, time
sys.path.insert(0, {tests!r})
from pathlib import Path
from dataclasses import replace
from test_store import KNOWN, article, open_writer
writer = open_writer(Path({store!r}), known=KNOWN)
for number in range(5):
    writer.put(article(f"published {{number}}"), path="/x")
writer.publish()
for number in range(300):
    lost = article(f"lost {{number}}")
    writer.put(replace(lost, article=replace(lost.article, text=lost.article.text + "。" * 100_000)), path="/x")
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def building(tmp_path: Path) -> Iterable[subprocess.Popen[str]]:
    """Start a process that publishes five articles, puts 300 long ones and goes on building."""
    code = CHILD.format(tests=str(Path(__file__).parent), store=str(tmp_path / "store"))
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
        yield child
    finally:
        child.kill()
        child.wait()


def test_while_one_builds_others_read_and_none_else_builds(tmp_path: Path, building: subprocess.Popen[str]) -> None:
    assert len(rows(tmp_path / "store", "SELECT ?a { ?a a schema:NewsArticle }")) == 5
    with pytest.raises(StoreBusy, match=f"another process \\(number {building.pid}\\) is building into it"):
        open_writer(tmp_path / "store", known=KNOWN)
    assert_view_is_right(tmp_path / "store")


def test_a_killed_build_goes_back_to_what_it_published(tmp_path: Path, building: subprocess.Popen[str]) -> None:
    os.kill(building.pid, signal.SIGKILL)
    building.wait()
    assert len(rows(tmp_path / "store", "SELECT ?a { ?a a schema:NewsArticle }")) == 5
    with open_writer(tmp_path / "store", known=KNOWN) as writer:
        assert len(writer.stamps()) == 5
        writer.put(article("after"), path="/x")
    assert len(rows(tmp_path / "store", "SELECT ?a { ?a a schema:NewsArticle }")) == 6
    assert_view_is_right(tmp_path / "store")
    build(tmp_path / "fresh", [*(article(f"published {number}") for number in range(5)), article("after")])
    assert dump(tmp_path / "store") == dump(tmp_path / "fresh")


def test_this_process_can_not_build_twice_either(tmp_path: Path) -> None:
    with open_writer(tmp_path / "store", known=KNOWN), pytest.raises(StoreBusy, match="already building"):
        open_writer(tmp_path / "store", known=KNOWN)
    build(tmp_path / "store", [article("1")])


def test_a_worker_that_outlives_a_build_does_not_hold_the_store(tmp_path: Path) -> None:
    writer = open_writer(tmp_path / "store", known=KNOWN)
    worker = os.fork()
    if worker == 0:
        time.sleep(30)
        os._exit(0)
    try:
        writer.close()
        again = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); from test_store import *"
        again += f"; build(Path({str(tmp_path / 'store')!r}), [article('1')])"
        assert subprocess.run([sys.executable, "-c", again], check=False).returncode == 0
    finally:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)


def test_a_reader_keeps_its_state_while_builds_go_on(tmp_path: Path) -> None:
    build(tmp_path / "store", [article("0")])
    with open_reader(tmp_path / "store") as old:
        for number in range(1, 6):
            build(tmp_path / "store", [article(str(number))])
        assert len(list(old.query("SELECT ?a { ?a a schema:NewsArticle }"))) == 1  # type: ignore[arg-type]
        assert len(rows(tmp_path / "store", "SELECT ?a { ?a a schema:NewsArticle }")) == 6


# When to publish, and where


def test_publishing_is_due_after_enough_articles(tmp_path: Path) -> None:
    with open_writer(tmp_path / "store", known=KNOWN) as writer:
        writer.put(article("0"), path="/0")
        assert not writer.due()
        for number in range(3000):
            writer.put(article(str(number)), path="/x")
        assert writer.due()
        writer.publish()
        assert not writer.due()


def test_a_place_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    file, folder = tmp_path / "file", tmp_path / "folder"
    file.write_text("x")
    folder.mkdir()
    (folder / "thesis.txt").write_text("x")
    for use in (open_reader, lambda place: open_writer(place, known=KNOWN)):
        with pytest.raises(StoreError, match="this is a file"):
            use(file)  # type: ignore[operator]
        with pytest.raises(StoreError, match="holds no store"):
            use(folder)  # type: ignore[operator]
    assert sorted(path.name for path in folder.iterdir()) == ["thesis.txt"]
    with pytest.raises(NotFound, match="there is no store here"):
        open_reader(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def wired() -> list[Extraction]:
    """Write two stories that several papers print, with small changes, and two articles of their own."""
    first = ["甲科技", "乙银行", "丙资本参与其第二轮融资并承诺三年内不减持", "北京甲科技有限公司另获丁集团供货订单"]
    second = ["Zed Chips", "英伟达", "双方将共同开发面向数据中心的高速互连芯片", "样品预计在明年第三季度送交客户测试"]
    told = [article(f"f{n}", [*first, "编辑"][: 4 + n % 2], published=f"2024-03-0{9 - n}") for n in range(4)]
    told += [article(f"s{n}", second, published=None if n else "2024-05-05") for n in range(3)]
    return [*told, article("own", ["乙银行", "丁", "公布中期业绩，净息差收窄"]), article("x", ["丁集团", "丁"])]


def test_reprints_lead_to_the_earliest_in_whatever_order_and_builds_they_come(tmp_path: Path) -> None:
    articles = wired()
    build(tmp_path / "one", articles)
    links = rows(
        tmp_path / "one",
        "SELECT ?a ?b { ?x gx:reprintOf ?y . ?x dcterms:identifier ?a . ?y dcterms:identifier ?b }",
    )
    assert links == [("f0", "f3"), ("f1", "f3"), ("f2", "f3"), ("s1", "s0"), ("s2", "s0")]
    dice = random.Random(3)
    for number in range(3):
        dice.shuffle(articles)
        for start in range(0, len(articles), 3):
            build(tmp_path / f"two{number}", articles[start : start + 3])
            assert_view_is_right(tmp_path / f"two{number}")
        assert dump(tmp_path / f"two{number}") == dump(tmp_path / "one")


def test_reprints_find_another_original_when_theirs_is_gone_or_rewritten(tmp_path: Path) -> None:
    build(tmp_path / "store", wired())
    with open_writer(tmp_path / "store", known=KNOWN) as writer:
        writer.drop("s0")
        writer.put(article("f3", ["丁", "王某", "这家公司宣布更换审计师，原因没有披露"]), path="/news/f3.txt")
    assert rows(tmp_path / "store", "SELECT ?x ?y { ?x gx:reprintOf ?y }") == [
        (article_iri("f0"), article_iri("f2")),
        (article_iri("f1"), article_iri("f2")),
        (article_iri("s2"), article_iri("s1")),
    ]
    assert_view_is_right(tmp_path / "store")


def test_the_tables_are_put_in_order_after_much_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, quads = [], []
    for turn, least in enumerate((5000, 10)):
        monkeypatch.setattr("guanxi.graph.store._TIDY", least)
        with open_writer(tmp_path / str(turn), known={}) as writer:
            for number in range(20):
                if number:
                    writer.publish()
                writer.put(article(str(number)), path="/x")
        (*_, newest) = sorted((tmp_path / str(turn) / "snapshots").iterdir(), key=lambda folder: int(folder.name))
        files.append(len(list((newest / "graph").glob("*.sst"))))
        with open_reader(tmp_path / str(turn)) as reader:
            quads.append(set(reader.quads()))
    assert quads[0] == quads[1]
    assert files[1] < files[0]
