import itertools
from collections.abc import Mapping, Sequence

from guanxi.graph.entities import describe
from guanxi.graph.facts import NameTable, facts_of
from guanxi.graph.identity import resolve
from guanxi.graph.model import Article, Claim, Entity, Extraction, Mention
from guanxi.graph.names import KnownNames

Said = tuple[str, str, dict[str, object]]
NVIDIA = Entity("company/nvidia", "company", (("zh-Hans", "英伟达"),))
HUANG = Entity("person/jensen-huang", "person", (("zh-Hans", "黄仁勋"), ("en", "Jensen Huang")))
KNOWN = {entity.id: entity for entity in (NVIDIA, HUANG)}


def firm(form: str, **more: object) -> Said:
    return form, "company", more


def person(form: str, **more: object) -> Said:
    return form, "person", more


def article(id_: str, *said: Said, posts: Sequence[tuple[int, int]] = ()) -> Extraction:
    text = "，".join(form for form, _, _ in said)
    mentions = tuple(
        Mention(id_, number, form, kind, (text.index(form),), **more)  # type: ignore[arg-type]  # fields by name
        for number, (form, kind, more) in enumerate(said, 1)
    )
    claims = tuple(Claim(id_, a, "holds_position", b, "actual", 0, 1, text[:1], ("rules:x",), 0.9) for a, b in posts)
    return Extraction(Article(id_, text, f"file:{id_}", "", "zh-Hans"), mentions, claims, "")


def who(articles: Sequence[Extraction], known: Mapping[str, Entity] = KNOWN) -> dict[tuple[str, str], str]:
    """Give the entity of each form in each article, whatever the order of reading."""
    ways = [_who(order, known) for order in itertools.permutations(articles[:4])]
    assert all(way == ways[0] for way in ways)
    return _who(articles, known)


def _who(articles: Sequence[Extraction], known: Mapping[str, Entity]) -> dict[tuple[str, str], str]:
    table = NameTable()
    facts = {one.graph: one for one in (facts_of(extraction, table) for extraction in articles)}
    identity = resolve(facts, table, KnownNames(known))
    entities = describe(facts, identity)
    return {
        (extraction.article.id, mention.form): entities.by_root[identity.members(one)[i]].id
        for one, extraction in zip(facts.values(), articles, strict=True)
        for i, mention in enumerate(extraction.mentions)
    }


def test_one_name_at_two_firms_is_two_persons() -> None:
    found = who(
        [
            article("1", person("张伟", organization=2), firm("甲科技")),
            article("2", person("張偉", organization=2), firm("乙银行")),
            article("3", person("张伟", organization=2), firm("甲科技有限公司")),
        ]
    )
    assert found["1", "张伟"] == found["3", "张伟"] == "person/张伟@甲科技"
    assert found["2", "張偉"] == "person/张伟@乙银行"


def test_an_article_that_places_him_at_both_joins_them() -> None:
    apart = [
        article("1", person("张伟", organization=2), firm("甲科技")),
        article("2", person("张伟", organization=2), firm("乙银行")),
    ]
    joined = article("3", person("张伟"), firm("甲科技"), firm("乙银行"), posts=[(1, 2), (1, 3)])
    assert len({found for (_, form), found in who(apart).items() if form == "张伟"}) == 2
    assert {found for (_, form), found in who([*apart, joined]).items() if form == "张伟"} == {"person/张伟"}


def test_the_iris_of_those_that_were_joined_point_to_the_one() -> None:
    table = NameTable()
    said = article("3", person("张伟"), firm("甲科技"), firm("乙银行"), posts=[(1, 2), (1, 3)])
    facts = {one.graph: one for one in [facts_of(said, table)]}
    entities = describe(facts, resolve(facts, table, KnownNames({})))
    assert entities.replaced == {"person/张伟@乙银行": ("person/张伟",), "person/张伟@甲科技": ("person/张伟",)}


def test_a_name_without_a_firm_is_the_only_person_of_that_name() -> None:
    found = who(
        [article("1", person("张伟", organization=2), firm("甲科技")), article("2", person("张伟"), firm("丙资本"))]
    )
    assert found["2", "张伟"] == found["1", "张伟"] == "person/张伟"


def test_a_name_without_a_firm_is_whose_firm_the_article_names_or_stays_apart() -> None:
    found = who(
        [
            article("1", person("张伟", organization=2), firm("甲科技")),
            article("2", person("张伟", organization=2), firm("乙银行")),
            article("3", person("张伟"), firm("乙银行")),
            article("4", person("张伟"), firm("丙资本")),
            article("5", person("张伟"), firm("甲科技"), firm("乙银行")),
        ]
    )
    assert found["3", "张伟"] == found["2", "张伟"] == "person/张伟@乙银行"
    assert found["4", "张伟"] == found["5", "张伟"] == "person/张伟"


def test_spellings_that_one_article_puts_together_hold_for_all() -> None:
    found = who(
        [
            article("1", person("王小明"), person("Xiaoming Wang", same_as=(1,))),
            article("2", person("Xiaoming Wang", organization=2), firm("甲科技")),
            article("3", person("王小明", organization=2), firm("甲科技")),
        ]
    )
    assert len({found[n, f] for n, f in found if f != "甲科技"}) == 1


def test_a_latin_name_of_two_persons_joins_nobody() -> None:
    found = who(
        [
            article("1", person("王伟"), person("David Wang", same_as=(1,))),
            article("2", person("王大卫"), person("David Wang", same_as=(1,))),
        ]
    )
    assert found["1", "王伟"] != found["2", "王大卫"]


def test_a_surname_and_title_stand_for_the_person_in_that_article_only() -> None:
    found = who(
        [
            article("1", person("张建中", organization=3), person("张先生", same_as=(1,)), firm("甲科技")),
            article("2", person("张三丰", organization=3), person("张先生", same_as=(1,)), firm("乙银行")),
            article("3", person("张先生")),
        ]
    )
    assert found["1", "张先生"] == found["1", "张建中"] != found["2", "张先生"] == found["2", "张三丰"]
    assert found["3", "张先生"] == "person/张先生"


def test_a_person_of_the_lexicon() -> None:
    found = who(
        [
            article(
                "1",
                person("黃仁勳", known_as="person/jensen-huang", organization=2),
                firm("輝達", known_as="company/nvidia"),
            ),
            article("2", person("黄仁勋", organization=2), firm("英伟达", known_as="company/nvidia")),
            article("3", person("Jensen Huang")),
        ]
    )
    assert {found[key] for key in found if key[1] not in ("輝達", "英伟达")} == {"person/jensen-huang"}


def test_the_firm_of_a_person_is_told_by_either_of_its_names() -> None:
    found = who(
        [
            article("1", person("李四", organization=2), firm("北京甲科技有限公司"), firm("甲科", same_as=(2,))),
            article("2", person("李四", organization=2), firm("甲科")),
            article("3", person("李四", organization=2), firm("乙银行")),
        ]
    )
    assert found["1", "李四"] == found["2", "李四"] != found["3", "李四"]


def test_one_name_at_a_firm_and_at_its_unit_is_one_person() -> None:
    found = who(
        [
            article("1", person("林某", organization=2), firm("东海")),
            article("2", person("林某", organization=2), firm("东海航空")),
            article("3", person("林某", organization=2), ("东南海", "authority", {})),
            article("4", person("林某", organization=2), firm("东南海集团")),
        ]
    )
    assert found["1", "林某"] == found["2", "林某"]
    assert len({found[n, "林某"] for n in "1234"}) == 3
