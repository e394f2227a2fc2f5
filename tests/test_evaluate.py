import importlib.util
import os
from pathlib import Path

import pytest
from guanxi.exports.evaluate import as_json, evaluate, evaluate_folders, stand_ins
from guanxi.exports.formats import Export, export
from guanxi.exports.gold import Annotated, Fact, Party, load_gold, said_by
from guanxi.graph.store import open_reader

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
TEXT = "甲公司向乙公司供货，2023年6月投资丙公司3亿元。"


def _party(id_: str, *keys: str, type_: str = "company", required: bool = True) -> Party:
    return Party(id_, type_, frozenset(keys or {id_}), required)


def _fact(subject: str, relation: str, object_: str, status: str = "actual", **more: object) -> Fact:
    values = {"quote": TEXT, "start": 0, "end": len(TEXT), "text": TEXT, **more}
    return Fact(subject, relation, object_, status, **values)  # type: ignore[arg-type]  # tests name the fields


def _annotated(parties: list[Party], facts: list[Fact]) -> Annotated:
    by_id = {party.id: party for party in parties}
    return Annotated(by_id, by_id, facts)


GOLD = {
    "1": _annotated(
        [_party("甲"), _party("乙"), _party("丙"), _party("丁", required=False)],
        [
            _fact("甲", "supplies", "乙"),
            _fact("甲", "invests_in", "丙", date="2023-06", amount=3e8),
            _fact("乙", "competes_with", "丙", required=False),
            _fact("丙", "partners_with", "甲"),
        ],
    )
}


def test_a_perfect_graph_scores_one() -> None:
    scores = evaluate(GOLD, GOLD, {"1": TEXT})
    assert scores.rate("relation").f1 == scores.rate("status").f1 == scores.rate("qualifier").f1 == 1.0
    assert scores.rate("entity").recall == scores.share("evidence") == scores.share("type") == 1.0
    assert not scores.missed and not scores.wrong


def test_nothing_said_scores_nothing() -> None:
    scores = evaluate(GOLD, {}, {"1": TEXT})
    assert scores.rate("relation").recall == scores.rate("relation").precision == 0.0
    assert [case.relation for case in scores.missed] == ["supplies", "invests_in", "partners_with"]
    assert scores.share("evidence") is None


def test_wrong_missed_and_arguable_facts_are_told_apart() -> None:
    said = {
        "1": _annotated(
            [_party("A", "甲"), _party("B", "乙"), _party("C", "丙"), _party("X", "无关")],
            [
                _fact("A", "supplies", "B"),
                _fact("A", "supplies", "B", "planned"),  # the same fact: counts once
                _fact("B", "supplies", "A"),  # the wrong way round
                _fact("A", "partners_with", "C"),  # symmetric: either way round
                _fact("C", "competes_with", "B"),  # arguable
                _fact("A", "owns", "X"),
            ],
        )
    }
    scores = evaluate(GOLD, said, {"1": TEXT})
    rate = scores.rate("relation")
    assert (rate.right, rate.said, rate.found, rate.wanted) == (2, 4, 2, 3)
    assert scores.counts["optional"] == 1
    assert [(c.subject, c.relation, c.object) for c in scores.missed] == [("甲", "invests_in", "丙")]
    assert [(c.subject, c.relation, c.object) for c in scores.wrong] == [("B", "supplies", "A"), ("A", "owns", "X")]
    status = scores.rate("status")
    assert (status.right, status.said) == (2, 3)
    entity = scores.rate("entity")
    assert (entity.right, entity.said, entity.found, entity.wanted) == (3, 4, 3, 3)


@pytest.mark.parametrize(
    ("date", "amount", "right"),
    [("2023-06", 3e8, 2), ("2023-06-03", 3.01e8, 2), ("2023", 3e8, 1), ("2023-07", 5e8, 0), (None, 3e8, 1)],
)
def test_a_qualifier_is_as_precise_as_gold(date: str | None, amount: float, right: int) -> None:
    said = {"1": _annotated([_party("甲"), _party("丙")], [_fact("甲", "invests_in", "丙", date=date, amount=amount)])}
    rate = evaluate(GOLD, said, {}).rate("qualifier")
    assert (rate.right, rate.wanted) == (right, 2)


@pytest.mark.parametrize(
    ("change", "share"),
    [
        ({}, 1.0),
        ({"start": 1}, 0.0),
        ({"quote": ""}, 0.0),
        ({"text": "别的文章" + TEXT, "start": 4, "end": 4 + len(TEXT)}, 1.0),
    ],
)
def test_evidence_stands_where_it_says(change: dict[str, object], share: float) -> None:
    said = {"1": _annotated([_party("甲"), _party("乙")], [_fact("甲", "supplies", "乙", "actual", **change)])}
    assert evaluate(GOLD, said, {"1": TEXT}).share("evidence") == share


def test_each_party_stands_for_the_one_it_shares_most_names_with() -> None:
    gold = {"a": _party("a", "阿里", "阿里巴巴"), "b": _party("b", "阿里", "阿里云", type_="product")}
    assert stand_ins([_party("x", "阿里", "阿里云")], gold) == {"x": "b"}
    assert stand_ins([_party("x", "阿里")], gold) == {"x": "a"}
    assert stand_ins([_party("x", "腾讯")], gold) == {}


def test_a_venue_may_be_named_by_its_city_or_a_wider_one() -> None:
    gold = {"a": _party("a", "港交所", type_="exchange"), "b": _party("b", "a股", type_="exchange")}
    assert stand_ins([_party("x", "香港联交所", type_="exchange")], gold) == {"x": "a"}
    assert stand_ins([_party("x", "科创板", type_="exchange")], gold) == {"x": "b"}
    assert stand_ins([_party("x", "香港联交所", type_="company")], gold) == {}


def test_the_examples_are_built_and_scored() -> None:
    one = sorted(load_gold(ROOT / "examples" / "gold"))[0]
    scores = evaluate_folders(ROOT / "examples" / "gold", ROOT / "examples" / "articles", only=[one])
    assert scores.articles == 1
    assert scores.rate("relation").wanted > 0
    assert scores.share("evidence") in (None, 1.0)


def test_it_agrees_with_the_reference_scorer(tmp_path: Path) -> None:
    if not (SHARED / "eval" / "score.py").is_file():
        if os.environ.get("CI") == "true":
            pytest.fail("the reference scorer is missing")
        pytest.skip("the reference scorer is not here")
    from guanxi.extractors.pipeline import build

    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    assert spec and spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    aside = (SHARED / "eval" / "set-aside.txt").read_text().split()
    ids = [file.stem for file in sorted((SHARED / "gold").glob("*.json")) if file.stem not in aside][:40]
    build([str(SHARED / "articles" / f"{id_}.txt") for id_ in ids], tmp_path / "store")
    export("nquads", Export(store=tmp_path / "store"), tmp_path / "graph.nq")
    texts = {id_: (SHARED / "articles" / f"{id_}.txt").read_text(encoding="utf-8") for id_ in ids}
    gold = score.load_gold(SHARED / "gold", set(ids))
    theirs = score.score(gold, score.join_parts(score.load_graph(tmp_path / "graph.nq"), gold), texts)
    with open_reader(tmp_path / "store") as reader:
        ours = evaluate(load_gold(SHARED / "gold", only=ids), said_by(reader), texts)
    assert theirs["relations"]["right"] > 0
    assert as_json(ours) == theirs
