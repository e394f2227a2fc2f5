import itertools
import random
from collections.abc import Mapping, Sequence

import pytest
from guanxi.graph.entities import Entities, describe
from guanxi.graph.facts import ArticleFacts, NameTable, facts_of
from guanxi.graph.identity import resolve
from guanxi.graph.model import Article, Claim, Entity, Extraction, Mention
from guanxi.graph.names import KnownNames

BAIDU = Entity("company/baidu", "company", (("zh-Hans", "百度"),), ("百度集團股份有限公司",), ("9888.HK", "BIDU.US"))
BANK = Entity("company/boc", "company", (("zh-Hans", "中国银行"),), ("中行",), ("601988.SH", "3988.HK"))
HKEX = Entity("exchange/hkex", "exchange", (("zh-Hant", "港交所"),))
KNOWN = {entity.id: entity for entity in (BAIDU, BANK, HKEX)}

Said = tuple[str, str, dict[str, object]]


def firm(form: str, **more: object) -> Said:
    return form, "company", more


def person(form: str, **more: object) -> Said:
    return form, "person", more


def article(id_: str, *said: Said, published: str | None = None, claims: Sequence[Claim] = ()) -> Extraction:
    text = "，".join(form for form, _, _ in said)
    mentions = tuple(
        Mention(id_, number, form, kind, (text.index(form),), **more)  # type: ignore[arg-type]  # fields by name
        for number, (form, kind, more) in enumerate(said, 1)
    )
    return Extraction(
        Article(id_, text, f"file:{id_}", "", "zh-Hans", published=published), mentions, tuple(claims), ""
    )


def who(articles: Sequence[Extraction], known: Mapping[str, Entity] = KNOWN) -> dict[tuple[str, str], str]:
    """Give the entity of each form in each article, by article id and form, whatever the order of reading."""
    ways = {tuple(sorted(_who(order, known).items())) for order in itertools.permutations(articles[:4])}
    assert len(ways) == 1, "the order of reading must not matter"
    return _who(articles, known)


def _who(articles: Sequence[Extraction], known: Mapping[str, Entity]) -> dict[tuple[str, str], str]:
    facts, entities, members = everything(articles, known)
    return {
        (extraction.article.id, mention.form): entities.by_root[members[graph][i]].id
        for graph, extraction in zip(facts, articles, strict=True)
        for i, mention in enumerate(extraction.mentions)
    }


def everything(
    articles: Sequence[Extraction], known: Mapping[str, Entity] = KNOWN
) -> tuple[dict[str, ArticleFacts], Entities, dict[str, tuple[int, ...]]]:
    table = NameTable()
    facts = {one.graph: one for one in (facts_of(extraction, table) for extraction in articles)}
    identity = resolve(facts, table, KnownNames(known))
    return facts, describe(facts, identity), {graph: identity.members(one) for graph, one in facts.items()}


def same(a: tuple[Said, ...], b: tuple[Said, ...]) -> bool:
    """Tell whether the first mentions of two articles are one thing."""
    found = who([article("1", *a), article("2", *b)])
    return found["1", a[0][0]] == found["2", b[0][0]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (firm("摩爾線程"), firm("摩尔线程")),  # script
        (firm("甲科技"), firm("甲科技股份有限公司")),  # legal form
        (firm("甲科技"), firm("甲科技公司")),
        (firm("Zed Chips"), firm("ZED  Chips Co., Ltd.")),
        (firm("ＡＢＣ科技"), firm("abc 科技")),  # width, case, spacing
        (firm("甲科技", tickers=("688999.SH",)), firm("甲", tickers=("688999.SH",))),  # ticker
        (firm("某某", tickers=("9888.HK",)), firm("百度", known_as="company/baidu")),  # the lexicon's ticker
        (firm("百度"), firm("百度集团", known_as="company/baidu")),  # a name the lexicon knows once
        (("乙协会", "organization", {}), ("乙协会", "company", {})),  # readers differ in the type
        (("丙局", "authority", {}), ("丙局", "organization", {})),
        (firm("甲科技", tickers=("688999.SH",)), firm("甲科技", tickers=("1999.HK",))),  # A and H shares
        (firm("丁集团", tickers=("600999.SH",)), firm("丁集团", tickers=("900999.SH",))),  # A and B shares
        (firm("中行", known_as="company/boc"), firm("中国银行", tickers=("601988.SH",))),
    ],
)
def test_one_thing(one: Said, other: Said) -> None:
    assert same((one,), (other,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (firm("华为"), firm("华伟")),  # homophones
        (firm("中国银行", known_as="company/boc"), firm("中国银行苏州分行")),  # a branch
        (firm("甲科技"), firm("甲科技子公司")),
        (firm("甲集团"), firm("甲股份有限公司")),  # a parent and its subsidiary
        (firm("甲科技", tickers=("688999.SH",)), firm("甲科技", tickers=("688998.SH",))),  # two codes of one market
        (firm("乙", known_as="company/baidu"), firm("乙", known_as="company/boc")),
        (firm("毛某"), person("毛某")),  # a person who gives a firm the name
        (firm("天穹"), ("天穹", "product", {})),
        (("深圳", "place", {}), ("深圳", "authority", {})),
        (("百度", "product", {}), firm("百度", known_as="company/baidu")),
        (person("张三", organization=2), firm("张三")),
    ],
)
def test_two_things(one: Said, other: Said) -> None:
    assert not same((one, firm("乙公司")), (other, firm("丙公司")))


def test_what_one_article_teaches_holds_for_all() -> None:
    found = who(
        [
            article("1", firm("北京甲科技股份有限公司"), firm("甲科技", same_as=(1,))),
            article("2", firm("甲科技"), firm("Jia Tech", same_as=(1,))),
            article("3", firm("Jia Tech Inc.")),
            article("4", firm("北京甲科技")),
        ]
    )
    assert set(found.values()) == {"company/甲科技"}


def test_a_short_name_that_two_full_names_claim_is_neither_elsewhere() -> None:
    found = who(
        [
            article("1", firm("北京甲科技有限公司"), firm("甲科技", same_as=(1,))),
            article("2", firm("上海甲科技股份有限公司"), firm("甲科技", same_as=(1,))),
            article("3", firm("甲科技")),
            article("4", firm("上海甲科技"), firm("甲科技")),
        ]
    )
    assert found["1", "甲科技"] == found["1", "北京甲科技有限公司"] == "company/北京甲科技"
    assert found["2", "甲科技"] == found["2", "上海甲科技股份有限公司"] == "company/上海甲科技"
    assert found["3", "甲科技"] == "company/甲科技"
    assert found["4", "甲科技"] == "company/上海甲科技"


def test_in_an_article_with_both_the_definition_decides() -> None:
    found = who(
        [
            article("1", firm("北京甲科技"), firm("甲科技", same_as=(1,)), firm("上海甲科技")),
            article("2", firm("上海甲科技"), firm("甲科技", same_as=(1,))),
            article("3", firm("上海甲科技"), firm("甲科技"), firm("北京甲科技")),
        ]
    )
    assert found["1", "甲科技"] == "company/北京甲科技"
    assert found["3", "甲科技"] == "company/甲科技"


def test_sisters_that_share_a_short_name_stay_apart() -> None:
    found = who(
        [article(str(n), firm(f"银山{unit}"), firm("银山", same_as=(1,))) for n, unit in enumerate(["软件", "云"])]
    )
    assert found["0", "银山软件"] != found["1", "银山云"]
    assert found["0", "银山"] == found["0", "银山软件"]


def test_a_branch_and_its_bank_stay_apart_though_both_are_called_by_the_banks_short_name() -> None:
    found = who(
        [
            article("1", firm("东海银行"), firm("海行", same_as=(1,))),
            article("2", firm("东海银行苏州分行"), firm("海行", same_as=(1,))),
        ]
    )
    assert found["1", "东海银行"] != found["2", "东海银行苏州分行"]


def test_a_group_and_its_short_name_are_one_beside_a_full_name() -> None:
    found = who(
        [
            article("1", firm("甲集团"), firm("甲科", same_as=(1,))),
            article("2", firm("甲科集团"), firm("甲科", same_as=(1,))),
            article("3", firm("北京甲科有限公司"), firm("甲科", same_as=(1,))),
        ]
    )
    assert found["2", "甲科集团"] == found["2", "甲科"]
    assert found["1", "甲集团"] != found["3", "北京甲科有限公司"]


def test_subsidiaries_do_not_become_the_known_company_whose_name_they_shorten_to() -> None:
    found = who([article("1", firm("百度（中国）有限公司"), firm("百度", same_as=(1,), known_as="company/baidu"))])
    assert found["1", "百度"] == "company/baidu" != found["1", "百度（中国）有限公司"]


def test_a_name_of_two_known_things_is_neither_unless_the_article_has_one() -> None:
    names = {
        f"company/{n}": Entity(f"company/{n}", "company", (("zh-Hans", f"大众{n}"),), ("大众",)) for n in ("a", "b")
    }
    found = who(
        [
            article("1", firm("大众")),
            article("2", firm("大众"), firm("大众a", known_as="company/a")),
            article("3", firm("大众", known_as="company/b")),
        ],
        names,
    )
    assert [found[n, "大众"] for n in "123"] == ["company/大众", "company/a", "company/b"]


def test_the_lexicons_id_outweighs_a_ticker_that_is_anothers() -> None:
    assert (
        who([article("1", firm("百度", known_as="company/baidu", tickers=("601988.SH",)))])["1", "百度"]
        == "company/baidu"
    )


def test_plain_listings_are_one_where_a_text_gives_both_tickers_and_else_two() -> None:
    known = {
        f"company/{ticker}": Entity(f"company/{ticker}", "company", (("zh-Hans", name),), (), (ticker,))
        for ticker, name in (("9999.HK", "京西"), ("JX.US", "京西集团"), ("600999.SH", "京东西"))
    }
    both = article("1", firm("京西", known_as="company/9999.HK", tickers=("9999.HK", "JX.US")))
    other = article("2", firm("JX", known_as="company/JX.US"))
    assert who([both, other], known) == {("1", "京西"): "company/9999.HK", ("2", "JX"): "company/9999.HK"}
    entities = everything([both, other], known)[1]
    (one,) = entities.by_root.values()
    assert (one.names, one.tickers) == (("JX", "京西集团"), ("9999.HK", "JX.US"))
    assert entities.replaced == {"company/JX.US": ("company/9999.HK",)}
    apart = article("1", firm("京西", known_as="company/9999.HK"))
    assert who([apart, other], known)["2", "JX"] == "company/JX.US"
    assert (
        who([article("1", firm("百度", known_as="company/baidu", tickers=("3988.HK",)))])["1", "百度"]
        == "company/baidu"
    )


def test_a_name_with_group_behind_it_is_the_same_where_an_article_has_both() -> None:
    assert set(who([article("1", firm("黑石"), firm("黑石集團")), article("2", firm("黑石集团"))]).values()) == {
        "company/黑石"
    }
    apart = who(
        [article("1", firm("黑石")), article("2", firm("黑石集团")), article("3", firm("黑石"), firm("黑石软件"))]
    )
    assert len(set(apart.values())) == 3
    listed = {"tickers": ("600999.SH",)}, {"tickers": ("600998.SH",)}
    found = who([article("1", firm("黑石", **listed[0]), firm("黑石集团", **listed[1]))])
    assert len(set(found.values())) == 2


def test_what_is_no_firm_has_no_ticker() -> None:
    found = who(
        [
            article("1", ("A股", "exchange", {"tickers": ("601999.SH",)})),
            article("2", firm("己汽车", tickers=("601999.SH",))),
        ]
    )
    assert (found["1", "A股"], found["2", "己汽车"]) == ("exchange/a股", "company/601999.SH")


def test_two_letters_are_no_name_for_an_iri_where_there_is_another() -> None:
    assert set(who([article("1", firm("金山某云"), firm("KC", same_as=(1,)))]).values()) == {"company/金山某云"}


def test_links_never_make_a_person_anything_else() -> None:
    found = who([article("1", person("毛某"), firm("毛某", same_as=(1,)), firm("毛某化妆品", same_as=(1,)))])
    assert found["1", "毛某化妆品"].startswith("company/")
    people = everything([article("1", person("毛某"), firm("毛某牌", same_as=(1,)))])[1]
    assert sorted(entity.type for entity in people.by_root.values()) == ["company", "person"]


def test_the_type_is_the_majoritys() -> None:
    said = [
        article(n, ("乙协会", kind, {})) for n, kind in (("1", "company"), ("2", "organization"), ("3", "organization"))
    ]
    assert set(who(said).values()) == {"organization/乙协会"}
    assert set(who(said[:2]).values()) == {"company/乙协会"}  # a tie goes by the alphabet


def test_the_lexicon_knows_the_type_best() -> None:
    assert who([article("1", firm("港交所", known_as="exchange/hkex"))])["1", "港交所"] == "exchange/hkex"


# IRIs


def test_an_iri_is_the_shortest_name_that_is_nobody_elses() -> None:
    found = who(
        [
            article("1", firm("深圳市甲乙丙有限公司"), firm("甲乙丙", same_as=(1,)), firm("甲乙", same_as=(1, 2))),
            article("2", firm("丁戊己股份有限公司"), firm("丁戊", same_as=(1,))),
            article("3", firm("庚辛丁戊"), firm("丁戊", same_as=(1,))),
        ]
    )
    assert found["1", "深圳市甲乙丙有限公司"] == "company/甲乙"
    assert (found["2", "丁戊"], found["3", "丁戊"]) == ("company/丁戊己", "company/庚辛丁戊")


def test_a_ticker_makes_the_iri_the_home_market_first() -> None:
    found = who([article("1", firm("甲科技", tickers=("1999.HK", "688999.SH"))), article("2", firm("甲科技"))])
    assert set(found.values()) == {"company/688999.SH"}


def test_iris_that_were_used_while_less_was_known_point_to_the_new_ones() -> None:
    first = article("1", firm("甲科技"))
    second = article("2", firm("甲科技", tickers=("688999.SH",)), firm("Jia", same_as=(1,)))
    assert set(who([first]).values()) == {"company/甲科技"}
    assert everything([first])[1].replaced == {}
    assert everything([first, second])[1].replaced == {
        "company/jia": ("company/688999.SH",),
        "company/甲科技": ("company/688999.SH",),
    }


def test_an_iri_that_two_could_have_had_points_to_both_unless_somebody_has_it() -> None:
    claimed = [
        article("1", firm("北京甲科技"), firm("甲科技", same_as=(1,))),
        article("2", firm("上海甲科技"), firm("甲科技", same_as=(1,))),
    ]
    assert everything(claimed)[1].replaced == {"company/甲科技": ("company/上海甲科技", "company/北京甲科技")}
    assert everything([*claimed, article("3", firm("甲科技"))])[1].replaced == {}


def test_a_name_does_not_take_an_iri_of_the_lexicons() -> None:
    known = {**KNOWN, "company/arm": Entity("company/arm", "company", (("zh-Hans", "安谋"),))}
    assert who([article("1", firm("ARM"))], known)["1", "ARM"] != "company/arm"


def test_no_iri_of_a_smaller_store_is_lost() -> None:
    dice = random.Random(11)
    firms = ["北京甲科技", "上海甲科技有限公司", "甲科技", "乙银行", "乙銀行股份有限公司", "Yi Bank", "丁集团", "丁集"]
    for _ in range(60):
        articles = []
        for number in range(7):
            forms = dice.sample(firms, 3)
            said = [firm(form) if dice.random() < 0.8 else (form, "organization", {}) for form in forms]
            if dice.random() < 0.4:
                said[1] = firm(forms[1], same_as=(1,))
            if dice.random() < 0.2:
                said[0] = firm(forms[0], tickers=(f"60000{firms.index(forms[0])}.SH",))
            articles.append(article(str(number), *said, person(f"张伟{dice.choice('甲乙丙')}")))
        whole = everything(articles)[1]
        here = {entity.id for entity in whole.by_root.values()} | set(whole.replaced)
        for size in range(1, 7):
            part = everything(dice.sample(articles, size))[1]
            assert {entity.id for entity in part.by_root.values()} <= here
            assert set(whole.replaced).isdisjoint(entity.id for entity in whole.by_root.values())
