"""Lists in a store: sources of their own, which builds leave alone."""

import random
from pathlib import Path

import pyoxigraph as ox
import pytest
from guanxi.graph.errors import NotFound, WrongUse
from guanxi.graph.integrity import problems
from guanxi.graph.judgements import Side, judge, undo
from guanxi.graph.model import Extraction
from guanxi.graph.namespace import VIEW
from guanxi.graph.sanctions.lists import (
    ListEntry,
    ListInfo,
    SanctionsList,
    check_name,
    entries,
    entry_id,
    entry_iri,
    find_list,
    list_iri,
    lists,
)
from guanxi.graph.store import open_reader, open_writer

CAMBRICON = ListEntry(
    key="9f/2 c#",
    name='Cambricon "Technologies"\nCorporation',
    type="company",
    names=("Cambricon", "寒武紀"),
    countries=("CN", "HK"),
    addresses=("No. 7 Zhichun Road, Beijing, CN",),
    programmes=("Entity List",),
    identifiers=("87 FR 77505",),
    tickers=("688256.SH",),
    since="2022-12-16",
    until="Various",
    reason="Acting contrary to interests",
    url="https://example.org/<list>",
)
PLAIN = ListEntry(key="b", name="Baidu Netcom")


def listed(*found: ListEntry, name: str = "us", issued: str | None = "2025-11-08") -> SanctionsList:
    info = ListInfo(
        name=name,
        title="A list",
        form="own-csv",
        source="file:list.csv",
        source_hash="sha256:0",
        issued=issued,
        publisher="Somebody",
        programmes=("Entity List",),
        count=len(found),
    )
    return SanctionsList(info, found)


@pytest.fixture
def folder(tmp_path: Path, articles: list[Extraction]) -> Path:
    """Give a store of the three articles with two lists, published one after the other."""
    with open_writer(tmp_path / "s", known={}) as writer:
        for said in articles:
            writer.put(said, path=said.article.id)
        writer.put_list(listed(CAMBRICON, PLAIN))
        writer.publish()
        writer.put_list(listed(PLAIN, name="own", issued=None))
    return tmp_path / "s"


def quads(folder: Path, graph: str | None = None) -> set[ox.Quad]:
    with open_reader(folder) as reader:
        return set(reader.quads(graph))


def test_a_list_comes_back_as_it_was_put_in(folder: Path) -> None:
    with open_reader(folder) as reader:
        assert [info.name for info in lists(reader)] == ["own", "us"]
        assert find_list(reader, "us") == listed(CAMBRICON, PLAIN).info
        assert entries(reader, "us") == [CAMBRICON, PLAIN]
        assert not list(problems(reader))
        with pytest.raises(NotFound, match="no list is called eu") as wrong:
            find_list(reader, "eu")
        assert wrong.value.near == ("own", "us")


def test_a_list_is_a_graph_of_its_own_with_source_date_and_programme(folder: Path) -> None:
    with open_reader(folder) as reader:
        query = f"""SELECT ?name ?source ?date ?programme {{ GRAPH <{list_iri("us")}> {{
            ?list a gx:SanctionsList ; dcterms:source ?source ; dcterms:issued ?date .
            ?entry dcterms:isPartOf ?list ; schema:name ?name ; gx:programme ?programme }} }}"""
        (row,) = reader.query(query)
        assert [term.value for term in row] == [CAMBRICON.name, "file:list.csv", "2025-11-08", "Entity List"]
        assert not reader.query("ASK { ?list a gx:SanctionsList . FILTER(isBlank(?list)) }")
    assert not [q for q in quads(folder) if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]


def test_building_articles_anew_leaves_lists_alone(folder: Path, articles: list[Extraction]) -> None:
    before = quads(folder, list_iri("us"))
    with open_writer(folder, known=None) as writer:
        for said in articles:
            writer.put(said, path=said.article.id)
        writer.drop("bad/3")
    assert quads(folder, list_iri("us")) == before
    with open_reader(folder) as reader:
        assert set(reader.stamps()) == {"hk/1", "cn/2"}


def test_the_same_comes_out_whatever_the_order(folder: Path, tmp_path: Path, articles: list[Extraction]) -> None:
    put = [*articles, listed(CAMBRICON, PLAIN), listed(PLAIN, name="own", issued=None), listed(name="us")]
    random.Random(3).shuffle(put)
    put = [*put, listed(PLAIN, CAMBRICON)]
    with open_writer(tmp_path / "t", known={}) as writer:
        for one in put:
            if isinstance(one, SanctionsList):
                writer.put_list(one)
                writer.publish()
            else:
                writer.put(one, path=one.article.id)
    assert quads(tmp_path / "t") == quads(folder)


def test_a_list_is_replaced_and_removed(folder: Path) -> None:
    with open_writer(folder, known=None) as writer:
        writer.put_list(listed(PLAIN))
        writer.drop_list("own")
        with pytest.raises(NotFound, match="no list 'eu'"):
            writer.drop_list("eu")
    with open_reader(folder) as reader:
        assert [info.name for info in lists(reader)] == ["us"]
        assert entries(reader, "us") == [PLAIN]
        assert not list(problems(reader))


def test_nobody_sees_a_list_before_it_is_published(folder: Path) -> None:
    class Stop(Exception):
        """What ends a build."""

    def fail() -> None:
        with open_writer(folder, known=None) as writer:
            writer.drop_list("us")
            raise Stop

    with pytest.raises(Stop):
        fail()
    with open_reader(folder) as reader:
        assert len(lists(reader)) == 2


def test_names_and_keys_make_irris_that_lead_back() -> None:
    assert entry_id(entry_iri("us", "9f/2 c#")) == "us#9f/2 c#"
    assert entry_iri("us", "a#b") != entry_iri("us", "a%23b")
    assert check_name("us-entity.list") == "us-entity.list"
    for name in ("a b", "a@b", "a#b", "a/b", ""):
        with pytest.raises(WrongUse):
            check_name(name)


def judged(folder: Path) -> set[tuple[str, str, str]]:
    with open_reader(folder) as reader:
        told = (q for q in reader.quads(VIEW) if "istedAs" in q.predicate.value)
        return {
            (q.subject.value.rpartition("/")[2], q.predicate.value.rpartition("#")[2], entry_id(q.object.value))
            for q in told
        }  # type: ignore[union-attr]


def follow(folder: Path) -> set[tuple[str, str, str]]:
    with open_writer(folder, known=None):
        pass
    return judged(folder)


CHIPS, LISTED = Side("寒武纪", "company"), Side(CAMBRICON.name, "company", list="us")
AS = ("688256.SH", "listedAs", "us#9f/2 c#")


def test_a_judgement_about_an_entry_joins_nothing_and_is_told_in_the_view(folder: Path) -> None:
    before = quads(folder)
    judge(folder, "same", CHIPS, LISTED)
    assert follow(folder) == {AS}
    (new,) = quads(folder) - before
    assert before - quads(folder) == set() and new.graph_name == ox.NamedNode(VIEW)
    with open_reader(folder) as reader:
        assert not list(problems(reader))
    undo(folder)
    follow(folder)
    assert quads(folder) == before


def test_the_newer_judgement_of_a_pair_counts(folder: Path) -> None:
    judge(folder, "same", CHIPS, LISTED)
    judge(folder, "different", Side("寒武紀", "company"), Side("whatever it is called", "company", list="us#9f/2 c#"))
    assert follow(folder) == {("688256.SH", "notListedAs", "us#9f/2 c#")}


def test_a_judgement_finds_its_entity_by_name_ticker_mention_and_person(folder: Path) -> None:
    judge(folder, "same", Side("寒武纪", "company", ticker="688256.SH"), LISTED)
    assert follow(folder) == {AS}
    judge(folder, "same", Side("百度", "company", article="cn/2"), Side(PLAIN.name, "company", list="own"))
    judge(folder, "different", Side("陈天石", "person", at="寒武紀"), LISTED)
    more = {("百度", "listedAs", "own#b"), ("陈天石", "notListedAs", "us#9f/2 c#")}
    assert follow(folder) == {AS, *more}
    judge(folder, "same", Side("不在此", "company"), LISTED)
    judge(folder, "same", Side("百度", "company", article="hk/9"), LISTED)
    assert follow(folder) == {AS, *more}


def test_what_was_judged_counts_again_when_a_list_comes_back(folder: Path) -> None:
    judge(folder, "same", CHIPS, LISTED)
    with open_writer(folder, known=None) as writer:
        writer.drop_list("us")
    assert judged(folder) == set()
    with open_writer(folder, known=None) as writer:
        writer.put_list(listed(CAMBRICON))
    assert judged(folder) == {AS}
    with open_reader(folder) as reader:
        assert not list(problems(reader))


def test_two_entries_are_not_judged_with_each_other(folder: Path) -> None:
    with pytest.raises(WrongUse, match="both entries of lists"):
        judge(folder, "same", LISTED, Side(PLAIN.name, "company", list="own"))
    judge(folder, "same", CHIPS, Side("Somebody", "person", list="us"))  # lists take persons for firms


def test_a_list_that_lacks_entries_is_found(folder: Path) -> None:
    with open_writer(folder, known=None) as writer:
        writer.put_list(SanctionsList(listed(CAMBRICON, PLAIN, name="half").info, (CAMBRICON,)))
    with open_reader(folder) as reader:
        (found,) = problems(reader)
        assert str(found.message) == "holds 1 entries and says that it has 2" and found.place == "list/half"
