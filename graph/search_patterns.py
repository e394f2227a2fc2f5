"""Full-text search from SPARQL: `?thing gx:search "words"` becomes the VALUES that the index finds, before the query runs.

::

    ?thing gx:search "hanwuji" .               things by any of their names
    ?claim gx:searchSentence "實體清單 晶片" .   claims by the words of their sentence
    (?thing ?place) gx:search ("寒武" 5) .      at most five, and which of them it is, 1 for the best
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .errors import QueryError
from .namespace import GX, PREFIXES
from .sparql import at
from .sparql_tokens import Token, tokens

if TYPE_CHECKING:
    from .search import SearchIndex

NAMES, SENTENCES = GX + "search", GX + "searchSentence"
FOUND, MOST = 1000, 10_000  # what is found where nothing is said, and at most


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A search in a query: its first token and the one behind it, what it binds, and what it asks for.

    `goes_on` tells that more is said of the same subject behind it.
    """

    first: int
    after: int
    variables: tuple[str, ...]
    term: str
    text: str
    limit: int
    goes_on: bool


def asks_to_search(sparql: str) -> bool:
    """Tell whether a query may hold a search; one that surely holds none need not be looked through."""
    return "search" in sparql


def rewritten(sparql: str, index: Callable[[], SearchIndex]) -> str:
    """Give a query with VALUES in place of every search; QueryError for a search that makes no sense.

    The query itself must be right. What is found is written as IRIs, and the words go to the index alone.
    """
    every = list(tokens(sparql))
    meant = [place for place, token in enumerate(every) if token.kind != "gap"]
    out = [token.text for token in every]
    for pattern in _patterns([every[place] for place in meant], sparql):
        first, last = meant[pattern.first], meant[pattern.after - 1]
        out[first : last + 1] = [_values(pattern, index())] + [""] * (last - first)
    return "".join(out)


def _values(pattern: _Pattern, index: SearchIndex) -> str:
    """Write what a search finds."""
    if pattern.term == NAMES:
        found = [hit.iri for hit in index.names(pattern.text)[: pattern.limit]]
    else:
        found = index.sentences(pattern.text, pattern.limit)
    iris = [str(ox.NamedNode(iri)) for iri in found]
    more = f" {pattern.variables[0]}" if pattern.goes_on else ""
    if len(pattern.variables) == 1:
        return f"VALUES {pattern.variables[0]} {{ {' '.join(iris)} }}{more}"
    rows = " ".join(f"({iri} {place})" for place, iri in enumerate(iris, 1))
    return f"VALUES ({' '.join(pattern.variables)}) {{ {rows} }}{more}"


def _patterns(every: Sequence[Token], sparql: str) -> Iterator[_Pattern]:
    """Find the searches among the tokens of a query that mean something."""
    prefixes = dict(PREFIXES)
    for place, token in enumerate(every):
        if token.is_word("PREFIX") and place + 2 < len(every):
            prefixes[every[place + 1].text.removesuffix(":")] = every[place + 2].text[1:-1]
        term = _iri(token, prefixes)
        if term in (NAMES, SENTENCES) and 0 < place < len(every) - 1:
            if pattern := _pattern(every, place, str(term)):
                yield pattern
            elif not _is_end(every, place):
                raise QueryError(
                    f"{at(sparql, token.start)}: {token.text} stands between a variable and a text, in a statement "
                    'of its own: ?thing gx:search "words"'
                )


def _is_end(every: Sequence[Token], place: int) -> bool:
    """Tell whether a term is the subject or the object of a statement, and not what is said."""
    before, behind = every[place - 1], every[place + 1]
    is_subject = before.text in ("{", "}", ".") or before.kind == "word"
    return is_subject or (before.text != ";" and behind.text in (".", ";", ",", "}", ")"))


def _iri(token: Token, prefixes: Mapping[str, str]) -> str | None:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, mark, local = token.text.partition(":")
    return prefixes[prefix] + local if token.kind == "name" and mark and prefix in prefixes else None


def _pattern(every: Sequence[Token], place: int, term: str) -> _Pattern | None:
    """Read the search whose property stands at a place; None where it is written otherwise than it must be."""
    subject, behind = _subject(every, place), _object(every, place + 1)
    if subject is None or behind is None:
        return None
    first, variables = subject
    after, text, limit = behind
    goes_on = False
    while after < len(every) and every[after].text == ";":
        after += 1
        goes_on = after < len(every) and every[after].text not in (".", "}", ";")
    if after < len(every) and every[after].text == ",":
        return None
    return _Pattern(first, after, variables, term, text, limit, goes_on)


def _subject(every: Sequence[Token], place: int) -> tuple[int, tuple[str, ...]] | None:
    """Give where the subject before a place begins, and its variables: one, or two in brackets."""
    if every[place - 1].kind == "variable":
        return place - 1, (every[place - 1].text,)
    for length in (1, 2):
        first = place - length - 2
        inner = every[first + 1 : place - 1]
        closed = every[place - 1].text == ")" and first >= 0 and every[first].text == "("
        if closed and all(token.kind == "variable" for token in inner):
            return first, tuple(token.text for token in inner)
    return None


def _object(every: Sequence[Token], place: int) -> tuple[int, str, int] | None:
    """Give where the object ends, its text, and how many are wanted: a text, or a text and a number in brackets."""
    bracket = every[place].text == "("
    start = place + bracket
    if every[start].kind != "string":
        return None
    after = start + 1
    if after < len(every) and every[after].text.startswith("@"):
        after += 1
    text, limit = _text("".join(token.text for token in every[start:after])), FOUND
    if not bracket:
        return after, text, limit
    if every[after].text.isdecimal():
        limit, after = int(every[after].text), after + 1
    return (after + 1, text, limit) if every[after].text == ")" and 0 < limit <= MOST else None


def _text(literal: str) -> str:
    """Give the text that a literal of SPARQL stands for."""
    (row,) = ox.Store().query(f"SELECT (STR({literal}) AS ?text) {{}}")  # type: ignore[misc]  # a SELECT has rows
    return str(row["text"].value)
