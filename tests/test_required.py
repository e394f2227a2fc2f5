"""The words that a pattern needs: no match is without one of them."""

from __future__ import annotations

import re

import pytest
from guanxi.extractors.required import required_words, trigger_words
from guanxi.extractors.rules import load_rules

PATTERNS = [pattern for rule in load_rules() for pattern in rule.patterns]


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("增持", {"增持"}),
        ("增持|减持", {"增持", "减持"}),
        ("增持|减?", set()),
        ("(?:大幅)?(?P<t>增持)+", {"增持"}),
        ("(?:增持){0,2}", set()),
        ("[^,。]{0,8}股(?=份)", {"股"}),
        ("(?!增持)减", {"减"}),
        ("\ue000", set()),
        ("", set()),
    ],
)
def test_words_of_an_expression(expression: str, words: set[str]) -> None:
    assert required_words(expression) == words


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("甲[)(](?P<t>增持)乙", {"增持"}),
        ("甲\\((?P<t>增持)\\)", {"增持"}),
        ("(?:甲|乙)(?P<t>(?:大幅)?增持|减持(?!价))", {"增持", "减持"}),
        ("甲(?:(?P<t>增持))?", set()),
        ("甲(?P<t>增持)?", set()),
        ("甲(?P<t>增持)|乙", set()),
        ("甲增持", set()),
    ],
)
def test_words_of_a_trigger(expression: str, words: set[str]) -> None:
    assert trigger_words(expression) == words


def test_what_triggers_match_holds_one_of_their_words() -> None:
    """Every word of a rule's trigger that is one of several plain ones matches by itself: it must be among those needed."""
    checked = 0
    for pattern in PATTERNS:
        found = re.search(r"\(\?P<t>([\u4e00-\u9fff|]+)\)", pattern.written)
        if found and pattern.words:
            checked += 1
            assert all(any(word in alternative for word in pattern.words) for alternative in found[1].split("|"))
    assert checked > 200
