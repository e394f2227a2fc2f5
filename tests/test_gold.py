import json
from pathlib import Path

import pytest
from guanxi.exports.gold import Annotated, Party, join_parts, key_of, load_gold, said_by, venues
from guanxi.graph.errors import DataFileError, WrongUse
from guanxi.graph.store import open_reader

EXAMPLES = Path(__file__).parents[1] / "examples" / "gold"


def test_names_are_folded() -> None:
    assert key_of("百度 集團（控股）") == key_of("百度集团控股")
    assert key_of("ＮＶＩＤＩＡ") == "nvidia"


def test_gold_is_read() -> None:
    gold = load_gold(EXAMPLES)
    assert len(gold) == len(list(EXAMPLES.glob("*.json")))
    for annotated in gold.values():
        for fact in annotated.facts:
            assert {fact.subject, fact.object} <= set(annotated.parties)


def test_ids_select(tmp_path: Path) -> None:
    one, *rest = sorted(load_gold(EXAMPLES))
    assert list(load_gold(EXAMPLES, only=[one])) == [one]
    assert sorted(load_gold(EXAMPLES, without=[one])) == rest
    with pytest.raises(WrongUse, match="nobody"):
        load_gold(EXAMPLES, only=["nobody"])
    with pytest.raises(WrongUse, match="no gold"):
        load_gold(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", "{}", json.dumps({"article": "a", "entities": [{}], "relations": []})])
def test_a_file_that_is_no_gold_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(DataFileError, match=r"a\.json"):
        load_gold(tmp_path)


def test_a_graph_says_what_was_put_into_it(store: Path) -> None:
    with open_reader(store) as reader:
        said = said_by(reader)
    assert set(said) == {"hk/1", "cn/2", "bad/3"}
    assert sorted(fact.relation for fact in said["hk/1"].facts) == ["invests_in", "supplies"]
    fact = next(fact for fact in said["hk/1"].facts if fact.relation == "invests_in")
    assert (fact.status, fact.amount) == ("planned", 300_000_000)
    assert fact.text[fact.start : fact.end] == fact.quote
    assert key_of("寒武纪") in said["hk/1"].parties[fact.object].keys
    assert {fact.subject, fact.object} <= set(said["hk/1"].mentioned)


def test_parts_come_together_under_the_id_that_gold_knows() -> None:
    party = Party("x", "company", frozenset({"x"}))
    said = {"a#1": Annotated({"x": party}), "a#2": Annotated({"y": party}), "b#1": Annotated()}
    joined = join_parts(said, {"a", "b#1"})
    assert set(joined) == {"a", "b#1"}
    assert set(joined["a"].mentioned) == {"x", "y"}


def test_venues_know_their_wider_one() -> None:
    names, wider = venues()
    assert names[key_of("科創板")] == "SH"
    assert wider["SH"] == names[key_of("A股")]
    assert set(wider.values()) <= set(names.values())
