"""Splits SPARQL into its tokens, so that a query can be changed without touching what stands in its strings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# After the grammar of SPARQL 1.1, section 19.8; what it reads otherwise the parser refuses later.
_TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
      | (?P<gap>\s+ | \#[^\n\r]*)
      | (?P<variable>[?$]\w+)
      | (?P<name>(?:\w(?:[\w\-.]*[\w\-])?)?:(?:(?:[\w:%\-]|\\.|\.(?=[\w:%\-\\.]))*))
      | (?P<word>@?\w+(?:-\w+)*)
      | (?P<mark>\^\^ | && | \|\| | [<>!]= | .)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A token: its kind (iri, string, gap, variable, name, word or mark), its text and where it starts."""

    kind: str
    text: str
    start: int

    def is_word(self, *words: str) -> bool:
        """Tell whether it is one of these keywords, in upper case."""
        return self.kind == "word" and self.text.upper() in words


def tokens(sparql: str) -> Iterator[Token]:
    """Give all tokens of a query, gaps and comments included: put together they are the query.

    >>> [token.text for token in tokens("ASK{?a gx:b 'c # d'}#e") if token.kind != "gap"]
    ['ASK', '{', '?a', 'gx:b', "'c # d'", '}']
    """
    for found in _TOKEN.finditer(sparql):
        yield Token(str(found.lastgroup), found[0], found.start())
