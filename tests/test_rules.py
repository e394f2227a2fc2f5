from __future__ import annotations

from pathlib import Path

import pytest
from guanxi.extractors.examples import problems
from guanxi.extractors.rules import load_rules, read_rules
from guanxi.graph.errors import DataFileError
from guanxi.graph.schema import load_schema


def test_every_relation_has_rules_and_every_rule_a_relation() -> None:
    assert {rule.relation for rule in load_rules()} == set(load_schema().relations)


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_rule_does_what_its_examples_say(rule) -> None:
    assert list(problems(rule)) == []


PIECES = "slots: {co: [company]}\nseparator: '、'\npieces: {}\n"


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("{id: a, pattern: '{s:co}<buys>{o:co}', colour: red}", "unknown keys"),
        ("{id: a, pattern: '{s:firm}<buys>{o:co}'}", "firm"),
        ("{id: a, pattern: '{s:co}<(buys>{o:co}', cues: [buys]}", "rule a"),
        ("{id: a, pattern: '{s:co}buys{o:co}'}", "needs `cues`"),
        ("{id: a, pattern: '{s:co}<buys>{o:co}', status: maybe}", "no such status"),
    ],
)
def test_a_bad_rule_is_named_with_its_file(tmp_path: Path, rule: str, reason: str) -> None:
    (tmp_path / "pieces.yaml").write_text(PIECES, encoding="utf-8")
    (tmp_path / "acquires.yaml").write_text(f"relation: acquires\nrules:\n  - {rule}\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=reason) as error:
        list(read_rules(tmp_path))
    assert "acquires.yaml" in str(error.value)


def test_one_id_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pieces.yaml").write_text(PIECES, encoding="utf-8")
    twice = "  - {id: a, pattern: '{s:co}<buys>{o:co}'}\n" * 2
    (tmp_path / "acquires.yaml").write_text(f"relation: acquires\nrules:\n{twice}", encoding="utf-8")
    with pytest.raises(DataFileError, match="twice"):
        list(read_rules(tmp_path))
