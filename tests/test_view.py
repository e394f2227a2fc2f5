import random
from collections.abc import Sequence
from dataclasses import replace

import pyoxigraph as ox
import pytest
from guanxi.graph.model import Article, Claim, Entity, Extraction, Mention, Status
from guanxi.graph.namespace import PREFIXES, VIEW
from guanxi.graph.sources import quads
from guanxi.graph.view import derive_view

NVIDIA = Entity(
    "company/nvidia",
    "company",
    (("zh-Hans", "英伟达"), ("zh-Hant", "輝達"), ("en", "NVIDIA")),
    ("英偉達",),
    ("NVDA.US",),
)
KNOWN = {"company/nvidia": NVIDIA}
Said = tuple[int, str, int, Status, float]


def article(id_: str, forms: Sequence[str], *said: Said, published: str | None = None, **more: object) -> Extraction:
    """Write an article that names companies (`王某` is a person) and says something of them."""
    text = "，".join(forms)
    mentions = []
    for number, form in enumerate(forms, 1):
        known = "company/nvidia" if form in ("英伟达", "輝達", "英偉達", "老黄的公司") else None
        kind = "person" if form == "王某" else "company"
        mentions.append(Mention(id_, number, form, kind, (text.index(form),), known_as=known, **more))  # type: ignore[arg-type]
    claims = tuple(
        Claim(id_, a, relation, b, status, i, i + 1, text[i : i + 1], ("rules:x",), confidence)
        for i, (a, relation, b, status, confidence) in enumerate(said)
    )
    about = Article(id_, text, f"file:{id_}.txt", "sha256:0", "zh-Hans", published=published)
    return Extraction(about, tuple(mentions), claims, "test")


def view(*articles: Extraction) -> ox.Store:
    store = ox.Store()
    for extraction in articles:
        store.extend(quads(extraction))
    derived = list(derive_view(iter(store), KNOWN))
    assert len(derived) == len(set(derived)), "no triple is given twice"
    assert {quad.graph_name for quad in derived} <= {ox.NamedNode(VIEW)}
    assert not set(derived) & set(store)
    store.extend(derived)
    return store


def ask(store: ox.Store, sparql: str) -> list[tuple[str, ...]]:
    answer = store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    return sorted(tuple(str(v).replace(PREFIXES["gxr"], "").replace(PREFIXES["gx"], "") for v in row) for row in answer)


def edges(*articles: Extraction) -> set[tuple[str, str, str]]:
    rows = ask(view(*articles), f"SELECT ?s ?p ?o {{ GRAPH <{VIEW}> {{ ?s ?p ?o . ?s a ?t . ?o a ?u }} }}")
    return {(s.strip("<>"), p.strip("<>"), o.strip("<>")) for s, p, o in rows}


def test_mentions_claims_and_articles_have_their_entities() -> None:
    store = view(article("1", ["輝達", "甲科技", "英伟达"], (1, "supplies", 2, "actual", 0.9)))
    assert ask(store, "SELECT ?e { ?a a schema:NewsArticle ; gx:mentions ?e }") == [
        ("<company/nvidia>",),
        ("<company/甲科技>",),
    ]
    assert ask(store, "SELECT ?w ?e { ?m gx:asWritten ?w ; gx:entity ?e }") == [
        ('"甲科技"', "<company/甲科技>"),
        ('"英伟达"', "<company/nvidia>"),
        ('"輝達"', "<company/nvidia>"),
    ]
    assert ask(store, "SELECT ?s ?o { ?c a gx:Claim ; rdf:subject ?s ; rdf:object ?o }") == [
        ("<company/nvidia>", "<company/甲科技>")
    ]


def test_the_lexicons_names_are_preferred_and_the_others_stand_beside_them() -> None:
    store = view(article("1", ["輝達", "老黄的公司"]))
    assert ask(store, "SELECT ?l { gxr:company\\/nvidia skos:prefLabel ?l }") == [
        ('"NVIDIA"@en',),
        ('"英伟达"@zh-hans',),
        ('"輝達"@zh-hant',),
    ]
    assert ask(store, "SELECT ?l { gxr:company\\/nvidia skos:altLabel ?l }") == [
        ('"老黄的公司"@zh-hans',),
        ('"英偉達"@zh-hant',),
    ]
    assert ask(store, "SELECT ?t { gxr:company\\/nvidia gx:ticker ?t }") == [('"NVDA.US"',)]


def test_names_that_were_read_make_labels_in_both_scripts() -> None:
    store = view(
        article("1", ["摩爾線程"]),
        article("2", ["摩尔线程", "摩尔线程股份有限公司"]),
        article("3", ["摩爾線程"]),
        article("4", ["Zed Chips Inc."]),
        article("5", ["小米"]),
        article("6", ["王某"]),
    )
    labels = ask(store, "SELECT ?p ?l { ?e ?p ?l FILTER(?p IN (skos:prefLabel, skos:altLabel)) }")
    skos = PREFIXES["skos"]
    assert labels == sorted(
        [
            (f"<{skos}prefLabel>", '"摩尔线程"@zh-hans'),
            (f"<{skos}prefLabel>", '"摩爾線程"@zh-hant'),
            (f"<{skos}altLabel>", '"摩尔线程股份有限公司"@zh-hans'),
            (f"<{skos}prefLabel>", '"Zed Chips Inc."@en'),
            (f"<{skos}prefLabel>", '"小米"@zh-hans'),
            (f"<{skos}prefLabel>", '"小米"@zh-hant'),
            (f"<{skos}prefLabel>", '"王某"@zh-hans'),
            (f"<{skos}prefLabel>", '"王某"@zh-hant'),
        ]
    )


def test_no_label_stands_twice_or_in_two_roles() -> None:
    store = view(article("1", ["輝達", "英伟达", "英偉達", "NVIDIA"]), article("2", ["小米", "小米公司"]))
    rows = ask(
        store, "SELECT ?e (STR(?l) AS ?text) { ?e skos:altLabel ?l . ?e skos:prefLabel ?p FILTER(STR(?l) = STR(?p)) }"
    )
    assert rows == []


@pytest.mark.parametrize(
    ("status", "confidence"), [("planned", 0.9), ("denied", 0.9), ("actual", 0.49), ("ended", 0.9)]
)
def test_no_edge_from_what_is_not_so_or_not_sure(status: Status, confidence: float) -> None:
    assert edges(article("1", ["甲科技", "乙银行"], (1, "supplies", 2, status, confidence))) == set()


def test_an_actual_claim_makes_an_edge() -> None:
    assert edges(article("1", ["甲科技", "乙银行"], (1, "supplies", 2, "actual", 0.5))) == {
        ("company/甲科技", "supplies", "company/乙银行")
    }


def test_a_symmetric_relation_goes_both_ways_and_a_special_one_gives_the_wider_too() -> None:
    said = article(
        "1", ["甲科技", "乙银行"], (1, "partners_with", 2, "actual", 0.9), (2, "manufactures_for", 1, "actual", 0.9)
    )
    assert edges(said) == {
        ("company/甲科技", "partnersWith", "company/乙银行"),
        ("company/乙银行", "partnersWith", "company/甲科技"),
        ("company/乙银行", "manufacturesFor", "company/甲科技"),
        ("company/乙银行", "supplies", "company/甲科技"),
    }


@pytest.mark.parametrize(
    ("said", "over", "stands"),
    [
        ("2024-01-01", "2024-06-01", False),  # ended later
        ("2024-06-01", "2024-01-01", True),  # begun again
        ("2024-06-01", "2024-06-01", True),  # not later-dated
        (None, "2024-06-01", True),  # nobody can say which is later
        ("2024-01-01", None, True),
    ],
)
def test_an_edge_ends_when_a_later_dated_article_says_so(said: str | None, over: str | None, stands: bool) -> None:
    found = edges(
        article("1", ["甲科技", "乙银行"], (1, "partners_with", 2, "actual", 0.9), published=said),
        article("2", ["乙银行", "甲科技"], (1, "partners_with", 2, "ended", 0.9), published=over),
    )
    assert bool(found) is stands


def test_a_reprint_of_old_news_revives_no_edge() -> None:
    story = ["甲科技", "乙银行", "双方在上海签署五年期战略合作协议并成立联合实验室"]
    told = (1, "partners_with", 2, "actual", 0.9)
    over = article("2", ["乙银行", "甲科技"], (1, "partners_with", 2, "ended", 0.9), published="2024-06-01")
    first, again = (article(id_, story, told, published=day) for id_, day in (("1", "2024-01-01"), ("3", "2024-07-01")))
    assert edges(first, over, again) == set()
    assert (
        len(
            edges(
                first,
                over,
                article(
                    "3",
                    [*story, "续约一事已获批准", "新协议为期十年，实验室迁往深圳并扩大一倍"],
                    told,
                    published="2024-07-01",
                ),
            )
        )
        == 2
    )


def test_an_edge_to_itself_only_where_the_article_says_it_of_one_mention() -> None:
    assert edges(article("1", ["甲科技", "甲科技公司"], (1, "supplies", 2, "actual", 0.9))) == set()
    assert edges(article("1", ["甲科技"], (1, "repurchases_shares", 1, "actual", 0.9))) == {
        ("company/甲科技", "repurchasesShares", "company/甲科技")
    }


def test_an_iri_of_before_points_to_the_one_of_now() -> None:
    store = view(article("1", ["北京甲科技"]), article("2", ["北京甲科技", "甲科"], same_as=(1,)))
    assert ask(store, "SELECT ?a ?b { ?a dcterms:isReplacedBy ?b }") == [("<company/北京甲科技>", "<company/甲科>")]


def test_names_that_no_iri_may_hold() -> None:
    store = view(article("1", ['C#\ue000<x>"{y}\\', "甲科技"], (1, "supplies", 2, "actual", 0.9)))
    assert len(ask(store, "SELECT ?e { ?e gx:supplies ?o }")) == 1


def test_names_of_marks_alone_are_not_one_thing() -> None:
    assert len(ask(view(article("1", ["《》", "「」", "甲科技"])), "SELECT ?e { ?e a gx:Company }")) == 3


def test_the_view_does_not_depend_on_the_order_of_reading() -> None:
    pool = ["甲科技", "北京甲科技", "上海甲科技有限公司", "乙银行", "Zed Chips", "王某", "輝達", "甲集团", "甲"]
    dice = random.Random(1)
    for _ in range(30):
        articles = []
        for number in range(8):
            forms = dice.sample(pool, 4)
            said = [(1, "competes_with", 2, "actual", 0.9), (3, "supplies", 4, "ended", 0.9)]
            more = {"same_as": (dice.randint(1, 4),)} if dice.random() < 0.4 else {}
            articles.append(article(str(number), forms, *said, published=f"2024-01-0{dice.randint(1, 9)}", **more))  # type: ignore[arg-type]
        first = sorted(map(str, view(*articles)))
        dice.shuffle(articles)
        assert sorted(map(str, view(*articles))) == first


def test_a_traditional_name_that_was_read_is_not_converted() -> None:
    store = view(article("1", ["余偉半導體"]), article("2", ["余伟半导体"]), article("3", ["余伟半导体"]))
    assert ask(store, "SELECT ?l { ?e skos:prefLabel ?l }") == [('"余伟半导体"@zh-hans',), ('"余偉半導體"@zh-hant',)]


def test_a_name_that_several_claim_is_flagged_where_nothing_decides() -> None:
    def claimed(id_: str, full: str) -> Extraction:
        said = article(id_, [full, "甲科技"])
        first, second = said.mentions
        return replace(said, mentions=(first, replace(second, same_as=(1,))))

    two = [claimed("1", "北京甲科技有限公司"), claimed("2", "上海甲科技有限公司")]
    store = view(*two, article("3", ["甲科技"]))
    assert ask(store, "SELECT ?e ?b { ?e gx:ambiguous ?b }") == [
        ("<company/甲科技>", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>')
    ]
    may_be = ask(store, "SELECT ?o { gxr:company\\/甲科技 gx:mayBe ?o }")
    assert may_be == [("<company/上海甲科技>",), ("<company/北京甲科技>",)]
    assert ask(view(*two), "SELECT ?e { ?e gx:ambiguous true }") == [], "there the articles decide"


def test_claims_that_say_the_same_share_a_fact_that_sparql_can_name() -> None:
    store = view(
        article("1", ["甲公司", "乙公司"], (1, "owns", 2, "actual", 0.9), (1, "competes_with", 2, "actual", 0.9)),
        article("2", ["乙公司", "甲公司"], (2, "owns", 1, "denied", 0.3), (1, "competes_with", 2, "reported", 0.9)),
        article("3", ["乙公司", "甲公司"], (1, "owns", 2, "actual", 0.9)),
    )
    facts = ask(store, "SELECT ?f (COUNT(?c) AS ?n) { ?c gx:fact ?f } GROUP BY ?f")
    assert [int(n.split('"')[1]) for _, n in sorted(facts, key=lambda row: row[1])] == [1, 2, 2]
    made = 'IRI(CONCAT(STR(gxr:), "fact/", SUBSTR(SHA256(CONCAT(STR(?s), " ", STR(?p), " ", STR(?o))), 1, 32)))'
    named = ask(
        store, f"SELECT ?p {{ ?c gx:fact ?f ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o FILTER(?f = {made}) }}"
    )
    assert [p for (p,) in named] == ["<competesWith>"] + ["<owns>"] * 3
