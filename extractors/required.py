"""The words of which every match of a regular expression holds one: where a sentence has none, it need not be tried.

Read from Python's own parse of the expression. What is not understood gives no words, and the expression is always tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

_MANY = 60  # words: more of them sift hardly anything
_PRIVATE = range(0xE000, 0xF900)  # characters that stand for tokens: no sentence as it was written holds them


def required_words(expression: str) -> frozenset[str]:
    """Give words of which any match holds at least one; none where there are no such words.

    >>> sorted(required_words("(?:增持|减持)了?股份")), sorted(required_words("(?:增持)?"))
    (['股份'], [])
    >>> sorted(required_words("收购(?!价)|并购")), sorted(required_words("[增减]持"))
    (['并购', '收购'], ['持'])
    """
    parser: Any = re._parser  # type: ignore[attr-defined]  # untyped; what it gives is only looked at by name
    found = _of_sequence(parser.parse(expression))
    return found if found is not None and len(found) <= _MANY else frozenset()


def trigger_words(expression: str, trigger: str = "(?P<t>") -> frozenset[str]:
    """Give the words that the trigger of a pattern needs, the only part of it that is parsed; none where the pattern can do without it.

    >>> sorted(trigger_words("[甲乙](?:拟|将)?(?P<t>增持|减持(?!价))股份")), trigger_words("甲(?:(?P<t>增持))?")
    (['减持', '增持'], frozenset())
    >>> trigger_words("甲(?P<t>增持)|乙"), trigger_words("甲(?P<t>增持)?")
    (frozenset(), frozenset())
    """
    start = stop = depth = place = 0
    inside = False  # a set of characters
    while place < len(expression):
        char = expression[place]
        if char == "\\":
            place += 2
            continue
        if inside:
            inside = char != "]"
        elif char == "[":
            inside = True
        elif char == "(":
            if depth == 0 and expression.startswith(trigger, place):
                start = place + 1
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0 and start and not stop:
                stop = place + 1
        elif char == "|" and depth == 0:
            return frozenset()
        place += 1
    whole = stop and expression[stop : stop + 1] not in ("?", "*", "{")
    return required_words(expression[start - 1 : stop]) if whole else frozenset()


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """Give the best of what the parts of a sequence need: few words, and long ones."""
    needs = [need for need in _of_parts(items) if need]
    return max(needs, key=lambda words: (min(map(len, words)), -len(words), sorted(words)), default=None)


def _of_parts(items: Iterable[tuple[Any, Any]]) -> Iterator[frozenset[str] | None]:
    run = ""
    for kind, value in items:
        name = str(kind)
        if name == "LITERAL" and value not in _PRIVATE:
            run += chr(value)
            continue
        if run:
            yield frozenset({run})
        run = ""
        yield _of_part(name, value)
    if run:
        yield frozenset({run})


def _of_part(name: str, value: Any) -> frozenset[str] | None:  # the shape depends on the name
    if name == "SUBPATTERN":
        return _of_sequence(value[-1])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _of_sequence(value[2]) if value[0] >= 1 else None
    if name == "BRANCH":
        branches = [_of_sequence(branch) for branch in value[1]]
        return None if any(branch is None for branch in branches) else frozenset().union(*filter(None, branches))
    return None
