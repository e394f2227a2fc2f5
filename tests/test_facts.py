import json

import pytest
from guanxi.graph.errors import WrongUse
from guanxi.graph.facts import ArticleFacts, NameTable, facts_of, from_row, read_facts, to_row
from guanxi.graph.model import Article, Claim, Extraction, Mention, Status
from guanxi.graph.namespace import article_iri
from guanxi.graph.sources import quads

MENTIONS = (
    Mention("a#1", 2, "甲科技", "company", (0,), ("688999.SH", "1999.HK"), "company/jia", (5,)),
    Mention("a#1", 5, "Jia", "company", (3,), same_as=(2,)),
    Mention("a#1", 7, "王某", "person", (5,), organization=2),
    Mention("a#1", 9, "半\ud800", "product", (9,)),
)


def claim(subject: int, relation: str, object_: int, status: Status = "actual", confidence: float = 0.5) -> Claim:
    return Claim("a#1", subject, relation, object_, status, subject, object_, "x", ("rules:x",), confidence)


CLAIMS = (
    claim(7, "holds_position", 5),
    claim(7, "holds_position", 9, "denied"),
    claim(2, "supplies", 5, confidence=0.49),
)
SAID = Extraction(Article("a#1", "甲", "file:a", "", "zh-Hans", published="2024-05-06T10:00"), MENTIONS, CLAIMS, "")


def facts(extraction: Extraction = SAID) -> tuple[ArticleFacts, NameTable]:
    table = NameTable()
    return facts_of(extraction, table), table


def test_facts_are_positions_and_names() -> None:
    found, table = facts()
    assert (found.graph, found.published, found.mentions) == (article_iri("a#1"), "2024-05-06", (2, 5, 7, 9))
    assert [table.names[number].form for number in found.names] == ["甲科技", "Jia", "王某", "半\ufffd"]
    assert table.names[found.names[0]][1:4] == ("company", ("1999.HK", "688999.SH"), "company/jia")
    assert found.same == ((0, 1),)  # once, though both sides say so
    assert found.places == ((2, 0), (2, 1))  # the organisation, and the post that is not denied
    assert {(c.relation, c.subject, c.object, c.firm) for c in found.claims} == {
        ("holds_position", 2, 1, True),
        ("holds_position", 2, 3, True),
        ("supplies", 0, 1, False),
    }


def test_facts_read_from_the_quads_are_the_same() -> None:
    found, table = facts()
    assert read_facts(quads(SAID), table) == {article_iri("a#1"): found}


def test_facts_come_back_from_a_row_of_json() -> None:
    found, table = facts()
    again = NameTable()
    again.number(table.names[2])  # numbers are a table's own
    read = from_row(json.loads(json.dumps(to_row(found, table))), again)
    assert read._replace(names=()) == found._replace(names=())
    assert [again.names[n] for n in read.names] == [table.names[n] for n in found.names]


def test_what_points_nowhere_is_left_out() -> None:
    lost = Extraction(
        SAID.article,
        (Mention("a#1", 1, "甲", "company", (0,), same_as=(1, 8), organization=9),),
        (),
        "",
    )
    found, _ = facts(lost)
    assert (found.same, found.places) == ((), ())


def test_a_claim_without_its_mention_is_refused() -> None:
    with pytest.raises(WrongUse, match="article a#1: a claim \\(supplies, 2\\)"):
        facts(Extraction(SAID.article, MENTIONS, (claim(2, "supplies", 3),), ""))


def test_a_name_has_one_number() -> None:
    found, table = facts(Extraction(SAID.article, (*MENTIONS[:1], Mention("a#1", 3, "Jia", "company", (8,))), (), ""))
    assert len(table.names) == len(set(found.names)) == 2
