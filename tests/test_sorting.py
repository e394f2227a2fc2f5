import random

import pytest
from guanxi.graph.sorting import differences, sorted_lines

DICE = random.Random(3)
LINES = [f"{DICE.randrange(500)} 寒武紀\x85\u2028\U0001f600{DICE.choice('ab')}" for _ in range(3000)]


@pytest.mark.parametrize("memory", [5, 200, 10**9])
def test_lines_come_sorted_and_once_whatever_memory_holds(memory: int) -> None:
    assert list(sorted_lines(iter(LINES), memory=memory)) == sorted(set(LINES))


def test_nothing_stays_nothing() -> None:
    assert list(sorted_lines([])) == []
    assert list(sorted_lines([""])) == [""]


def test_the_order_is_that_of_code_points() -> None:
    lines = ["<a> x", "<a#1> x", "<a\U00020000> x", "<a\uff01> x"]
    assert list(sorted_lines(lines, memory=1)) == sorted(lines, key=str.encode)


def test_what_only_one_side_has() -> None:
    assert list(differences(["a", "b", "d"], ["b", "c", "e"])) == [
        ("a", True),
        ("c", False),
        ("d", True),
        ("e", False),
    ]
    assert list(differences([], [])) == list(differences(LINES[:0], [])) == []
    assert list(differences(sorted(set(LINES)), sorted(set(LINES)))) == []
