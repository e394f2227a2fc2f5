"""Parts of a graph: which claims and entities each filter leaves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.graph.errors import WrongUse
from guanxi.graph.excerpt import Excerpt, batches
from guanxi.graph.model import STATUSES, Article, Claim, Extraction, Mention, Status
from guanxi.graph.namespace import entity_iri
from guanxi.graph.selection import Selection
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader, open_writer


@pytest.fixture(scope="module")
def reader(dated: Path) -> Iterator[Reader]:
    with open_reader(dated) as reader:
        yield reader


def _articles(reader: Reader, **wanted: object) -> list[int]:
    excerpt = Excerpt(reader, Selection(**wanted))  # type: ignore[arg-type]  # the tests name its fields
    found = sorted(int(claim.article.id) for claim in excerpt.claims())
    assert found == sorted(int(row.article.rpartition("/")[2]) for row in excerpt.rows())
    assert found == sorted(int(claim.article.id) for told in excerpt.facts() for claim in told)
    assert excerpt.is_empty() == (not found)
    return found


def test_everything_is_everything(reader: Reader) -> None:
    assert _articles(reader) == list(range(1, 11))
    assert len(list(Excerpt(reader).entities())) == 7


def test_relation_status_and_confidence(reader: Reader) -> None:
    assert _articles(reader, relations=("owns", "sues")) == [4, 9, 10]
    assert _articles(reader, relations=()) == []
    assert _articles(reader, status=("ended", "planned")) == [3, 6, 8]
    assert _articles(reader, status=STATUSES, min_confidence=0.9) == list(range(1, 11))
    assert _articles(reader, min_confidence=0.91) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"since": "2023"}, [4, 5, 6, 7, 8, 10]),
        ({"since": "2023-07-01"}, [5, 6, 7, 8, 10]),
        ({"since": "2024-03-20"}, [8, 10]),  # an article of March may be of the 20th
        ({"since": "2025"}, [8]),  # the plan is for 2026
        ({"until": "2020"}, [1, 2]),  # told in 2021 of 2019
        ({"until": "2019-01-01"}, [2]),  # 2019 may be its first day
        ({"since": "2021-12", "until": "2022"}, [3]),
        ({"since": "2023-Q3", "until": "2023-09-01"}, [5, 6, 7]),
    ],
)
def test_time_is_the_claims_own_else_its_articles(reader: Reader, wanted: dict[str, str], found: list[int]) -> None:
    assert _articles(reader, **wanted) == found  # 9 has no date at all


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2020-04", []),
        ("2020-06-01", [1]),
        ("2021-09-30", [1, 2]),
        ("2022-01-15", [2, 3]),  # 1 is over
        ("2023-07-31", [2, 3, 4, 5]),
        ("2023-08-15", [2, 3, 4, 6]),
        ("2023-09-15", [2, 3, 4, 5, 6, 7]),  # and goes on
        ("2024-02-15", [2, 3, 4, 5, 6, 7, 8]),  # a plan is there from the day when it is told
        ("2024-04", [2, 3, 4, 5, 6, 7, 8, 10]),  # what has no date is never known to have been told
    ],
)
def test_what_was_told_up_to_a_day(reader: Reader, day: str, found: list[int]) -> None:
    assert _articles(reader, as_of=day) == found


def test_what_was_over_is_known_also_where_only_actual_claims_are_asked_for(reader: Reader) -> None:
    assert _articles(reader, as_of="2022", status=("actual",)) == [2]
    assert _articles(reader, as_of="2023-08-15", relations=("partners_with",), status=("actual",)) == []


def test_a_reprint_is_no_later_word(tmp_path: Path) -> None:
    told = "甲科技是乙半导体的供应商，双方合作多年，上月又签下新的协议，金额未披露，市场对此反应平淡。"
    over = "乙半导体不再由甲科技供应，合同已于上周终止，另觅伙伴。"
    days = {"a": ("2023-01-01", told), "b": ("2023-02-01", over), "c": ("2023-03-01", told)}
    with open_writer(tmp_path / "store", known={}) as writer:
        for name, (day, text) in days.items():
            about = Article(name, text, f"file:{name}", f"sha256:{name}", "zh-Hans", published=day)
            forms = ("甲科技", "乙半导体")
            ends = tuple(Mention(name, n, form, "company", (text.index(form),)) for n, form in enumerate(forms, 1))
            status: Status = "ended" if text is over else "actual"
            said = Claim(name, 1, "supplies", 2, status, 0, len(text), text, ("rules:test",), 0.9)
            writer.put(Extraction(about, ends, (said,), "test"), path=f"/{name}")
    with open_reader(tmp_path / "store") as reader:

        def told_by(day: str) -> list[str]:
            return [claim.article.id for claim in Excerpt(reader, Selection(as_of=day)).claims()]

        assert (told_by("2023-01-15"), told_by("2023-02-15"), told_by("2023-04")) == (["a"], ["b"], ["b"])


def test_neighbourhoods_grow_hop_by_hop(reader: Reader) -> None:
    def near(hops: int, **more: object) -> list[int]:
        return _articles(reader, around=(entity_iri("company/甲科技"),), hops=hops, **more)

    assert near(0) == []
    assert near(1) == [1, 2, 3, 8, 10]  # 2 is between two that are near
    assert near(2) == [1, 2, 3, 4, 8, 9, 10]
    assert near(3) == list(range(1, 11))
    assert near(1, status=("actual",)) == [1]
    assert near(2, status=("actual",)) == [1, 2]
    assert near(1, as_of="2022", status=("actual",)) == []
    assert near(1, as_of="2021", status=("actual",)) == [1]


def test_around_several_is_around_each(reader: Reader) -> None:
    both = tuple(map(entity_iri, ("company/庚电池", "company/戊银行")))
    assert _articles(reader, around=both) == [5, 6, 7, 9]


def test_a_part_has_the_entities_of_its_claims_and_those_asked_for(reader: Reader) -> None:
    def names(**wanted: object) -> list[str]:
        excerpt = Excerpt(reader, Selection(**wanted))  # type: ignore[arg-type]
        assert list(excerpt.entity_iris()) == [entity_iri(entity.id) for entity in excerpt.entities()]
        return sorted(entity.id.removeprefix("company/") for entity in excerpt.entities())

    assert names(relations=("sues",)) == ["己汽车", "甲科技"]
    assert names(around=(entity_iri("company/庚电池"),), relations=("sues",)) == ["庚电池"]
    assert [article.id for article in Excerpt(reader, Selection(relations=("owns",))).articles()] == ["4", "9"]


def test_claims_that_say_the_same_stand_together(reader: Reader) -> None:
    facts = [[claim.article.id for claim in told] for told in Excerpt(reader).facts()]
    assert ["5", "7"] in [sorted(told) for told in facts]  # symmetric, told from either side
    assert ["1"] in facts and ["3"] in facts  # another status
    assert len(facts) == 9


def test_the_order_is_always_the_same(reader: Reader) -> None:
    one, two = ([claim.id for claim in Excerpt(reader).claims()] for _ in "12")
    assert one == two
    articles = [claim.article.id for claim in Excerpt(reader).claims()]
    assert articles == sorted(articles)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"relations": ("admires",)}, "no relation is called admires; there are acquires,"),
        ({"status": ("perhaps",)}, "no status is called perhaps; there are actual,"),
        ({"since": "last week"}, "'last week' is no date"),
        ({"as_of": "2024-02-30"}, "'2024-02-30' is no date"),
    ],
)
def test_what_makes_no_sense_is_refused(reader: Reader, wanted: dict[str, object], said: str) -> None:
    with pytest.raises(WrongUse, match=said):
        Excerpt(reader, Selection(**wanted))  # type: ignore[arg-type]


def test_batches_hold_everything_once() -> None:
    assert [len(batch) for batch in batches(range(2500))] == [1000, 1000, 500]
    assert list(batches([])) == []
