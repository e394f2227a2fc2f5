import itertools
import json
import multiprocessing
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from guanxi.graph import snapshots
from guanxi.graph.entities import describe
from guanxi.graph.errors import NotFound, WrongUse
from guanxi.graph.facts import NameTable, facts_of
from guanxi.graph.identity import resolve
from guanxi.graph.journal import FILE
from guanxi.graph.judgements import Judgement, Log, Side, Verdict, judge, pinned, read_log, undo
from guanxi.graph.model import Article, Entity, Extraction, Mention
from guanxi.graph.names import KnownNames
from guanxi.graph.store import open_reader, open_writer

BAIDU = Entity("company/baidu", "company", (("zh-Hans", "百度"),), ("百度网讯", "Baidu"), ("9888.HK",))
ARK = Entity("company/ark", "company", (("zh-Hans", "方舟"),))
KNOWN = {entity.id: entity for entity in (BAIDU, ARK)}
Said = tuple[str, str, dict[str, object]]


def firm(form: str, **more: object) -> Said:
    return form, "company", more


def person(form: str, **more: object) -> Said:
    return form, "person", more


def article(id_: str, *said: Said) -> Extraction:
    text = "，".join(form for form, _, _ in said)
    mentions = tuple(
        Mention(id_, number, form, kind, (text.index(form),), **more)  # type: ignore[arg-type]  # fields by name
        for number, (form, kind, more) in enumerate(said, 1)
    )
    return Extraction(Article(id_, text, f"file:{id_}", "sha256:0", "zh-Hans"), mentions, (), "")


def side(text: str, kind: str = "company") -> Side:
    """Read a side as tests write it: a name, NAME@ORGANISATION of a person, NAME#ARTICLE of a mention, a ticker."""
    if "." in text:
        return Side(text, kind, ticker=text)
    if "@" in text:
        return Side(text.partition("@")[0], "person", at=text.partition("@")[2])
    name, _, where = text.partition("#")
    return Side(name, kind, article=where or None)


def said(*judgements: tuple[Verdict, str, str], kind: str = "company") -> tuple[Judgement, ...]:
    """Give judgements as the log does, the newest first."""
    made = [Judgement(n, verdict, side(a, kind), side(b, kind)) for n, (verdict, a, b) in enumerate(judgements, 1)]
    return tuple(reversed(made))


def who(articles: Sequence[Extraction], judgements: Sequence[Judgement] = ()) -> dict[tuple[str, str], str]:
    """Give the entity of each form in each article, the same in whatever order the articles are read."""
    ways = {tuple(sorted(_who(order, judgements).items())) for order in itertools.permutations(articles[:4])}
    assert len(ways) == 1, "the order of reading must not matter"
    return dict(next(iter(ways)))


def _who(articles: Sequence[Extraction], judgements: Sequence[Judgement]) -> dict[tuple[str, str], str]:
    table = NameTable()
    read = {one.graph: one for one in (facts_of(extraction, table) for extraction in articles)}
    facts, changed = pinned(read, table, judgements)
    identity = resolve(facts, table, KnownNames(KNOWN), judgements, changed)
    entities = describe(facts, identity).by_root
    return {
        (extraction.article.id, mention.form): entities[identity.members(read[graph])[i]].id
        for graph, extraction in zip(read, articles, strict=True)
        for i, mention in enumerate(extraction.mentions)
    }


# What judgements do


def test_what_is_judged_the_same_is_one_whatever_else_is_known() -> None:
    two = [article("1", firm("甲科技", tickers=("688999.SH",))), article("2", firm("乙芯片", tickers=("688998.SH",)))]
    assert len(set(who(two).values())) == 2
    assert set(who(two, said(("same", "甲科技", "乙芯片"))).values()) == {"company/688998.SH"}
    known = [article("1", firm("百度", known_as="company/baidu")), article("2", firm("方舟", known_as="company/ark"))]
    assert len(set(who(known, said(("same", "百度", "方舟"))).values())) == 1


def test_a_name_that_only_the_lexicon_has_will_do() -> None:
    found = who([article("1", firm("度厂"))], said(("same", "度厂", "百度")))
    assert found["1", "度厂"] == "company/baidu"


def test_tickers_will_do() -> None:
    two = [article("1", firm("甲科技", tickers=("688999.SH",))), article("2", firm("乙芯片"))]
    assert set(who(two, said(("same", "688999.SH", "乙芯片"))).values()) == {"company/688999.SH"}


def test_what_is_judged_different_is_two_though_a_text_or_a_ticker_or_the_lexicon_joins_it() -> None:
    apart = said(("different", "甲科技", "甲芯片"))
    linked = [article("1", firm("甲科技", same_as=(2,)), firm("甲芯片"))]
    listed = [
        article("1", firm("甲科技", tickers=("688999.SH",))),
        article("2", firm("甲芯片", tickers=("688999.SH",))),
    ]
    for articles in (linked, listed):
        assert len(set(who(articles).values())) == 1
        assert len(set(who(articles, apart).values())) == 2
    both = [article("1", firm("百度", known_as="company/baidu"), firm("百度网讯", known_as="company/baidu"))]
    found = who(both, said(("different", "百度网讯", "百度")))
    assert found == {("1", "百度"): "company/baidu", ("1", "百度网讯"): "company/百度网讯"}


def test_a_split_goes_through_what_lies_between() -> None:
    articles = [article(str(n), firm(a), firm(b, same_as=(1,))) for n, (a, b) in enumerate(["AB", "BC", "CD"])]
    assert len(set(who(articles).values())) == 1
    found = who(articles, said(("different", "A", "D")))
    assert found["0", "A"] != found["2", "D"]
    assert len(set(found.values())) == 2


def test_the_newer_of_two_judgements_that_contradict_each_other_counts() -> None:
    one = [article("1", firm("甲科技"), firm("乙芯片"))]
    assert len(set(who(one, said(("same", "甲科技", "乙芯片"), ("different", "乙芯片", "甲科技"))).values())) == 2
    assert len(set(who(one, said(("different", "甲科技", "乙芯片"), ("same", "乙芯片", "甲科技"))).values())) == 1


def test_an_ambiguous_name_is_what_a_person_says_it_is() -> None:
    articles = [
        article("1", firm("北京甲科技有限公司"), firm("甲科技", same_as=(1,))),
        article("2", firm("上海甲科技股份有限公司"), firm("甲科技", same_as=(1,))),
        article("3", firm("甲科技")),
    ]
    assert who(articles)["3", "甲科技"] == "company/甲科技"
    found = who(articles, said(("same", "甲科技", "上海甲科技")))
    assert found["3", "甲科技"] == found["2", "上海甲科技股份有限公司"] != found["1", "北京甲科技有限公司"]
    found = who(articles, said(("different", "甲科技", "上海甲科技")))
    assert found["3", "甲科技"] == found["1", "北京甲科技有限公司"] != found["2", "上海甲科技股份有限公司"]


def test_a_single_mention_can_be_judged() -> None:
    articles = [article("1", firm("甲科技"), firm("丙")), article("2", firm("甲科技")), article("3", firm("乙芯片"))]
    found = who(articles, said(("same", "甲科技#1", "乙芯片")))
    assert found["1", "甲科技"] == found["3", "乙芯片"] != found["2", "甲科技"]
    found = who(articles, said(("different", "甲科技#1", "甲科技#2")))
    assert (found["1", "甲科技"], found["2", "甲科技"]) == ("company/甲科技@1", "company/甲科技@2")


def test_persons_of_one_name_are_joined_and_one_person_is_split() -> None:
    apart = [
        article("1", person("张伟", organization=2), firm("甲科技")),
        article("2", person("张伟", organization=2), firm("乙银行")),
    ]
    assert len({found for (_, form), found in who(apart).items() if form == "张伟"}) == 2
    joined = who(apart, said(("same", "张伟@甲科技", "张伟@乙银行")))
    assert joined["1", "张伟"] == joined["2", "张伟"]
    places = (
        person("张伟", organization=2),
        firm("甲科技"),
        person("張偉", organization=4, same_as=(1,)),
        firm("乙银行"),
    )
    linked = [*apart, article("3", *places)]
    assert who(linked)["1", "张伟"] == who(linked)["2", "张伟"]
    found = who(linked, said(("different", "张伟@甲科技", "张伟@乙银行")))
    assert found["1", "张伟"] != found["2", "张伟"]
    split = who(apart, said(("same", "张伟@甲科技", "张伟@乙银行"), ("different", "张伟@甲科技", "张伟@乙银行")))
    assert split["1", "张伟"] != split["2", "张伟"]


def test_persons_of_other_names_and_single_mentions_of_persons() -> None:
    articles = [
        article("1", person("黄某勋", organization=2), firm("甲科技")),
        article("2", person("老黄")),
        article("3", person("黄某勋", organization=2), firm("甲科技")),
    ]
    found = who(articles, said(("same", "黄某勋@甲科技", "老黄"), kind="person"))
    assert found["1", "黄某勋"] == found["2", "老黄"] == found["3", "黄某勋"]
    found = who(articles, said(("different", "黄某勋#1", "黄某勋#3"), kind="person"))
    assert found["1", "黄某勋"] != found["3", "黄某勋"]


def test_a_judgement_about_what_nobody_mentions_does_nothing() -> None:
    one = [article("1", firm("甲科技"), person("张伟", organization=1))]
    before = who(one)
    assert who(one, said(("different", "戊", "己"), ("same", "庚", "辛"), ("same", "甲科技#9", "壬"))) == before
    assert who(one, said(("same", "张伟@癸", "王五@癸"), kind="person")) == before


# The log


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give a store with two articles."""
    folder = tmp_path / "store"
    with open_writer(folder, known=KNOWN) as writer:
        for one in (article("1", firm("甲科技")), article("2", firm("乙芯片"))):
            writer.put(one, path=f"/{one.article.id}")
    return folder


def test_judgements_are_kept_in_order_with_their_reasons(store: Path) -> None:
    first = judge(store, "same", side("甲科技"), side("乙芯片"), reason="年报")
    second = judge(store, "different", Side("张伟", "person", at="甲科技"), Side("张伟", "person", article="2"))
    log = read_log(store)
    assert log.judgements == (first, second)
    assert (first.number, second.number, first.reason) == (1, 2, "年报")
    assert log.standing == (second, first)
    assert str(second) == "different 张伟@甲科技 张伟@2"
    assert undo(store) == second
    assert undo(store, 1) == first
    assert read_log(store).standing == ()
    assert judge(store, "same", side("甲"), side("乙")).number == 3, "numbers are never given twice"


def test_what_can_not_be_taken_back(store: Path) -> None:
    with pytest.raises(NotFound, match="no judgement to take back"):
        undo(store)
    judge(store, "same", side("甲"), side("乙"))
    with pytest.raises(NotFound, match="no judgement 2 holds"):
        undo(store, 2)
    with pytest.raises(NotFound, match="no store here"):
        judge(store.parent / "x", "same", side("甲"), side("乙"))


def test_nonsense_is_refused(store: Path) -> None:
    with pytest.raises(WrongUse, match="never the same"):
        judge(store, "same", side("甲"), Side("甲", "person"))
    with pytest.raises(WrongUse, match="one name"):
        judge(store, "different", side("甲"), side("甲"))
    assert read_log(store) == Log()


@pytest.mark.parametrize(
    "torn",
    [
        '{"judgement": "same", "number": 2, "a": {"na',
        '{"judgement": "perhaps", "number": 2, "a": {"name": "甲", "type": "x"}, "b": {"name": "乙", "type": "x"}}',
        '{"judgement": "same", "number": 2, "a": {"name": 1, "type": "company"}, "b": {"name": "乙", "type": "x"}}',
        "[1]",
        "\x00\xff",
    ],
)
def test_a_line_that_is_none_is_named_and_left_out(store: Path, torn: str) -> None:
    first = judge(store, "same", side("甲"), side("乙"))
    with (store / FILE).open("a", encoding="utf-8") as out:
        out.write(torn)
    log = read_log(store)
    assert log.judgements == (first,)
    assert [skipped.line for skipped in log.skipped] == [2]
    second = judge(store, "same", side("丙"), side("丁"))
    assert read_log(store).judgements == (first, second), "what was cut off spoils nothing that follows"


def _judge_many(store: Path, name: str) -> None:
    for number in range(20):
        judge(store, "same", side(f"{name}{number}"), side("乙"))


def test_many_may_judge_at_once(store: Path) -> None:
    processes = [multiprocessing.get_context("spawn").Process(target=_judge_many, args=(store, n)) for n in "甲丙丁"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    log = read_log(store)
    assert [one.number for one in log.judgements] == list(range(1, 61))
    assert not log.skipped


# The store follows


def follow(store: Path) -> None:
    with open_writer(store, known=None):
        pass


def quads(store: Path) -> list[str]:
    with open_reader(store) as reader:
        return sorted(map(str, reader.quads()))


def test_the_graph_follows_and_taking_back_restores_every_byte(store: Path) -> None:
    before, digests = quads(store), (snapshots.reading(store)[0] / "view.json").read_bytes()
    judge(store, "same", side("甲科技"), side("乙芯片"))
    follow(store)
    after = quads(store)
    assert after != before
    assert "company/甲科技" not in "".join(line for line in after if "gx:entity" in line)
    sources = [line for line in before if "id/view" not in line]
    assert [line for line in after if "id/view" not in line] == sources, "sources are never rewritten"
    undo(store)
    follow(store)
    assert quads(store) == before
    assert (snapshots.reading(store)[0] / "view.json").read_bytes() == digests


def test_nothing_is_published_where_nothing_was_judged(store: Path) -> None:
    judge(store, "same", side("甲科技"), side("乙芯片"))
    follow(store)
    published = (store / "CURRENT").read_text()
    follow(store)
    assert (store / "CURRENT").read_text() == published


def test_a_judgement_outlives_a_rebuild_of_everything(store: Path, tmp_path: Path) -> None:
    judge(store, "same", side("甲科技"), side("乙芯片"))
    follow(store)
    with open_writer(store, known={}) as writer:
        for one in (article("1", firm("甲科技有限公司")), article("2", firm("乙芯片"))):
            writer.put(one, path="/new")
    with open_reader(store) as reader:
        found = reader.query("SELECT DISTINCT ?e { ?m gx:entity ?e }")
        assert len(list(found)) == 1  # type: ignore[arg-type]  # a SELECT


def test_a_running_build_takes_judgements_up_even_at_its_very_end(store: Path) -> None:
    with open_writer(store, known=KNOWN) as writer:
        judge(store, "same", side("甲科技"), side("乙芯片"))
        writer.publish()
        joined = quads(store)
        undo(store)
        judge(store, "same", side("乙芯片"), side("丙"))
    with open_reader(store) as reader:
        assert [str(one) for one in reader.premises().judgements] == ["same 乙芯片 丙"]
    assert quads(store) != joined


def test_a_judgement_made_while_the_last_view_is_published_is_heard(store: Path) -> None:
    writer = open_writer(store, known=KNOWN)
    publish, calls = writer.publish, iter([True])

    def late() -> None:
        publish()
        if next(calls, False):
            judge(store, "same", side("甲科技"), side("乙芯片"))

    writer.publish = late  # type: ignore[method-assign]  # stands in for a slow moment, not for what it does
    writer.close()
    with open_reader(store) as reader:
        assert len(reader.premises().judgements) == 1


def test_the_entities_do_not_depend_on_order_builds_or_when_it_was_judged(tmp_path: Path) -> None:
    dice = random.Random(5)
    firms = ["北京甲科技", "上海甲科技有限公司", "甲科技", "乙银行", "乙銀行股份有限公司", "Yi Bank", "丁集团", "丁集"]
    judgements = [("same", "Yi Bank", "乙银行"), ("different", "甲科技", "上海甲科技"), ("same", "丁集", "甲科技#3")]
    articles = []
    for number in range(8):
        forms = dice.sample(firms, 3)
        linked = firm(forms[1], same_as=(1,)) if dice.random() < 0.5 else firm(forms[1])
        articles.append(
            article(str(number), firm(forms[0]), linked, person(f"张{dice.choice('三四')}", organization=1))
        )
    found = set()
    for way in range(6):
        folder = tmp_path / str(way)
        order = dice.sample(articles, len(articles))
        cut = dice.randrange(len(order))
        with open_writer(folder, known=KNOWN) as writer:
            for one in order[:cut]:
                writer.put(one, path=one.article.id)
        for verdict, a, b in judgements:
            judge(folder, verdict, side(a), side(b))  # type: ignore[arg-type]  # verdicts all
        with open_writer(folder, known=KNOWN) as writer:
            for one in order[cut:]:
                writer.put(one, path=one.article.id)
        found.add("\n".join(quads(folder)))
    assert len(found) == 1


def test_the_file_is_json_lines_without_iris(store: Path) -> None:
    judge(store, "same", side("甲科技"), side("688999.SH"))
    (line,) = (store / FILE).read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert (row["judgement"], row["a"]) == ("same", {"name": "甲科技", "type": "company"})
    assert "http" not in line
