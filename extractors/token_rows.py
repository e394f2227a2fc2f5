"""All tokens of a text in one row: names, words that stand for names, values, dates and titles."""

from __future__ import annotations

from ..graph.model import Article
from .fullnames import Name
from .masking import Token
from .persons import find_roles
from .tokens import anaphors, date_tokens, value_tokens
from .words import Words, edge_list


def token_row(article: Article, clean: str, words: Words, names: list[Name], index: dict[int, int]) -> list[Token]:
    """Lay all tokens of a text in one row, none overlapping another: names first, then words that stand for names, values, dates and titles."""
    firms = {n.start for n in names if n.type in ("company", "fund", "product")}
    rows = [Token(n.start, n.end, _kind(n, clean, firms), index[n.start], stop=n.stop) for n in names]
    taken = bytearray(len(clean))
    for token in rows:
        taken[token.start : max(token.end, token.stop)] = b"\1" * (max(token.end, token.stop) - token.start)
    titles = [t for t in find_roles(_without(clean, rows)) if t.kind != "epithet"]
    for more in (
        value_tokens(clean, article.language),
        date_tokens(clean, article.published),
        titles,
        anaphors(clean, names, words),
    ):
        for token in more:
            if taken.find(1, token.start, token.end) < 0:
                taken[token.start : token.end] = b"\1" * (token.end - token.start)
                rows.append(token)
    return sorted(rows, key=lambda t: t.start)


def _kind(name: Name, clean: str, firms: set[int]) -> str:
    """Give the kind of a name's token: a country is one that can act unless it only says where the next word is from."""
    if name.found_by != "state":
        return name.type
    describes = name.end in firms or clean.startswith(edge_list("described_by_state"), name.end)
    return "place" if describes else "state"


def _without(clean: str, tokens: list[Token]) -> str:
    """Blank the names, so that a title is read from what stands beside them: a ministry's name is no part of its spokesman's title."""
    chars = list(clean)
    for token in tokens:
        chars[token.start : token.end] = "\n" * (token.end - token.start)
    return "".join(chars)
