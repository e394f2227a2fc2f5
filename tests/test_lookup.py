import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.graph.errors import NotFound
from guanxi.graph.lookup import EXACT, PART, PREFIX, claims_of, count_sources, entities, find, iri_of, label_of, matches
from guanxi.graph.model import Entity
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader


@pytest.fixture(scope="module")
def reader(store: Path) -> Iterator[Reader]:
    with open_reader(store) as reader:
        yield reader


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("寒武纪", "寒武纪"),
        ("寒武紀", "寒武纪"),
        ("688256.SH", "寒武纪"),
        ("688256.ss", "寒武纪"),
        ("688256", "寒武纪"),
        ("0700.HK", "腾讯"),
        ("700.HK", "腾讯"),
        ("700", "腾讯"),
        ("nvidia", "英伟达"),
        ("ＮＶＩＤＩＡ", "英伟达"),
        ("NVDA", "英伟达"),
        ("英偉達", "英伟达"),
        ("company/nvidia", "英伟达"),
        ("百度集团", "百度"),
        ("美國商務部", "美国商务部"),
        ("元宝科技有限公司", "元宝科技"),
    ],
)
def test_an_entity_is_found_by_any_of_its_names(reader: Reader, name: str, expected: str) -> None:
    first = find(reader, name)[0]
    assert expected in (*dict(first.labels).values(), *first.names)


def test_a_ticker_of_another_market_is_not_found(reader: Reader) -> None:
    with pytest.raises(NotFound):
        find(reader, "688256.HK")


def test_the_better_match_comes_first(reader: Reader) -> None:
    found = matches(reader, "百度")
    assert found[0].rank == EXACT
    assert [match.rank for match in found] == sorted(match.rank for match in found)
    assert matches(reader, "元宝")[0].rank == PREFIX
    assert matches(reader, "商务")[0].rank == PART


def test_no_more_than_the_limit(reader: Reader) -> None:
    assert len(find(reader, "公司", limit=1)) == 1


def test_what_is_not_there_names_what_is_near(reader: Reader) -> None:
    with pytest.raises(NotFound) as caught:
        find(reader, "寒武记")
    assert set(caught.value.near) & {"寒武纪", "寒武紀"}


@pytest.mark.parametrize("name", ['"', "x' }", "\\", "}) ?s ?p ?o", "", " ", "\n", "\x00", "?"])
def test_a_name_is_never_part_of_the_query(reader: Reader, name: str) -> None:
    with pytest.raises(NotFound):
        find(reader, name)


def test_claims_of_an_entity_carry_their_sentence_and_article(reader: Reader) -> None:
    cambricon = find(reader, "寒武纪")[0]
    told = claims_of(reader, iri_of(cambricon))
    assert [claim.relation for claim in told] == [
        "competes_with",
        "holds_position",
        "invests_in",
        "sanctions",
        "supplies",
    ]
    supplies = told[-1]
    assert supplies.subject == cambricon
    assert label_of(supplies.object) == "百度"
    assert supplies.quote.startswith("寒武紀(688256.SH)向百度集團")
    assert supplies.end - supplies.start == len(supplies.quote)
    assert (supplies.article.headline, supplies.article.published) == ("寒武紀獲百度訂單", "2025-07-08")
    assert (supplies.article.id, supplies.article.publisher) == ("hk/1", "維港商訊")
    invests = told[2]
    assert (invests.status, invests.qualifiers.amount, invests.qualifiers.currency) == ("planned", "300000000", "USD")
    assert invests.confidence == 0.9


def test_a_claim_of_an_entity_about_itself_comes_once(tmp_path: Path) -> None:
    from guanxi.graph.model import Article, Claim, Extraction, Mention
    from guanxi.graph.store import open_writer

    text = "腾讯回购股份。"
    said = Extraction(
        Article("1", text, "file:1.txt", "sha256:0", "zh-Hans"),
        (Mention("1", 1, "腾讯", "company", (0,)),),
        (Claim("1", 1, "repurchases_shares", 1, "actual", 0, 6, text[:6], ("rules:test",), 0.8),),
        "test",
    )
    with open_writer(tmp_path / "store", known={}) as writer:
        writer.put(said, path="/1.txt")
    with open_reader(tmp_path / "store") as reader:
        assert len(claims_of(reader, iri_of(find(reader, "腾讯")[0]))) == 1


def test_entities_have_the_labels_of_the_lexicon(reader: Reader) -> None:
    nvidia = entities(reader, [iri_of(Entity("company/nvidia", "company", ()))])
    assert [dict(entity.labels) for entity in nvidia.values()] == [
        {"zh-Hans": "英伟达", "zh-Hant": "輝達", "en": "NVIDIA"}
    ]


def test_all_entities_come_in_order(reader: Reader) -> None:
    iris = list(entities(reader))
    assert len(iris) >= 8
    assert all(one < two for one, two in itertools.pairwise(iris))


def test_a_label_falls_back_to_what_there_is() -> None:
    assert label_of(Entity("company/x", "company", (), ("乙公司",))) == "乙公司"
    assert label_of(Entity("company/x", "company", ())) == "company/x"


def test_articles_know_what_they_are_reprints_of(reprinted: Path) -> None:
    with open_reader(reprinted) as reader:
        told = claims_of(reader, iri_of(find(reader, "甲科技")[0]))
    assert {(claim.article.id, claim.article.reprint_of) for claim in told} == {
        ("a", "b"),
        ("b", None),
        ("c", "b"),
        ("d", None),
    }
    assert count_sources(told) == 2
    assert count_sources(claim for claim in told if claim.article.id in "ac") == 1
