from collections.abc import Callable

import networkx as nx
import pytest
from guanxi.exports.dossier.telling import Telling, claims_by_id, contradicted, tellings

Said = tuple[str, str]  # status, day


def told_of(told: Callable[..., nx.MultiDiGraph], *said: Said, confidence: float = 0.9, over: bool = False) -> Telling:
    """Give what is told of 甲 and 乙 where these claims are; `over`: the actual one no longer stands."""
    network = told(
        *(
            ("甲", "acquires", "乙", {"status": status, "published": day, "confidence": confidence})
            for status, day in said
        )
    )
    standing = [] if over else [id_ for id_, about in claims_by_id(network).items() if about["status"] == "actual"]
    (telling,) = tellings(network, standing, "甲")
    return telling


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ([("actual", "2024-01-01")], "actual"),
        ([("planned", "2024-01-01")], "planned"),
        ([("planned", "2024-01-01"), ("actual", "2024-06-01")], "actual"),
        ([("actual", "2024-01-01"), ("denied", "2024-01-02")], "disputed"),
        ([("reported", "2024-01-01"), ("denied", "2024-01-02")], "denied"),
        ([("denied", "2024-01-01"), ("planned", "2024-06-01")], "planned"),
        ([("reported", "2024-01-01"), ("denied", "2024-01-01")], "denied"),
        ([("planned", "2024-01-01"), ("ended", "2024-06-01")], "ended"),
        ([("possible", "2024-01-01"), ("reported", "2024-01-01")], "possible"),
    ],
)
def test_only_what_stands_undenied_is_told_as_a_fact(
    told: Callable[..., nx.MultiDiGraph], said: list[Said], status: str
) -> None:
    assert told_of(told, *said).status == status


def test_what_is_over_is_told_as_over_even_where_the_claim_that_ended_it_is_not_seen(
    told: Callable[..., nx.MultiDiGraph],
) -> None:
    both = told_of(told, ("actual", "2020-01-01"), ("ended", "2021-01-01"), over=True)
    assert (both.status, [fact.status for fact in both.leading]) == ("ended", ["ended"])
    assert [fact.status for fact in both.others] == ["actual"]
    alone = told_of(told, ("actual", "2020-01-01"), over=True)
    assert (alone.status, [fact.status for fact in alone.leading], alone.others) == ("ended", ["actual"], ())


def test_an_unsure_reading_is_no_fact(told: Callable[..., nx.MultiDiGraph]) -> None:
    assert told_of(told, ("actual", "2024-01-01"), confidence=0.4).status == "unsure"


def test_sources_are_those_of_what_is_told(told: Callable[..., nx.MultiDiGraph]) -> None:
    telling = told_of(told, ("actual", "2024-01-01"), ("actual", "2024-01-02"), ("denied", "2024-01-02"))
    assert (telling.sources, [fact.status for fact in telling.leading]) == (2, ["actual", "denied"])


def test_the_party_that_is_asked_about_comes_first_where_a_relation_reads_the_same_both_ways(
    told: Callable[..., nx.MultiDiGraph],
) -> None:
    network = told(("甲", "competes_with", "乙"), ("乙", "supplies", "甲"))
    standing = list(claims_by_id(network))
    assert [one.ends for one in tellings(network, standing, "乙")] == [("乙", "甲"), ("乙", "甲")]
    assert [one.ends for one in tellings(network, standing, "甲")] == [("甲", "乙"), ("乙", "甲")]


def test_contradicted_is_what_is_denied_and_told(told: Callable[..., nx.MultiDiGraph]) -> None:
    cases = {
        ("denied",): False,
        ("denied", "reported"): True,
        ("denied", "planned"): True,
        ("denied", "actual"): True,
        ("actual", "ended"): False,
    }
    for statuses, wanted in cases.items():
        telling = told_of(told, *((status, "2024-01-01") for status in statuses))
        assert bool(list(contradicted([telling]))) is wanted, statuses


def test_facts_come_first_and_the_best_told_before_the_others(told: Callable[..., nx.MultiDiGraph]) -> None:
    network = told(
        ("甲", "supplies", "丙", {"status": "reported"}),
        ("甲", "supplies", "乙", {"confidence": 0.7}),
        ("甲", "supplies", "丁"),
        ("甲", "supplies", "戊"),
        ("甲", "supplies", "戊"),
    )
    standing = [id_ for id_, about in claims_by_id(network).items() if about["status"] == "actual"]
    assert [one.object for one in tellings(network, standing, "甲")] == ["戊", "丁", "乙", "丙"]
