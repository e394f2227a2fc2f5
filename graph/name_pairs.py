"""Tells of two names alone whether they are one thing, by the very steps that a build goes through."""

from __future__ import annotations

from dataclasses import dataclass

from .facts import ArticleFacts, NameTable, facts_of
from .identity import resolve
from .model import Article, Extraction, Mention
from .names import KnownNames


@dataclass(frozen=True, slots=True)
class Named:
    """A name as one article has it: its type, the ticker beside it, and where it is a person's the organisation."""

    name: str
    type: str = "company"
    ticker: str | None = None
    at: str | None = None


def one_thing(a: Named, b: Named, known: KnownNames) -> bool:
    """Tell whether two articles that say nothing but these names would speak of one thing.

    >>> none = KnownNames({})
    >>> one_thing(Named("摩爾線程"), Named("摩尔线程股份有限公司"), none), one_thing(Named("华为"), Named("华伟"), none)
    (True, False)
    """
    table = NameTable()
    facts: dict[str, ArticleFacts] = {}
    for number, named in enumerate((a, b)):
        one = facts_of(_extraction(str(number), named), table)
        facts[one.graph] = one
    identity = resolve(facts, table, known)
    first, second = (identity.members(one)[0] for one in facts.values())
    return first == second


def _extraction(id_: str, named: Named) -> Extraction:
    text = f"{named.name} {named.at or ''}"
    tickers = () if named.ticker is None else (named.ticker,)
    mentions = [Mention(id_, 1, named.name, named.type, (0,), tickers, organization=2 if named.at else None)]
    if named.at:
        mentions.append(Mention(id_, 2, named.at, "company", (len(named.name) + 1,)))
    return Extraction(Article(id_, text, f"file:{id_}", "", "zh-Hans"), tuple(mentions), (), "")
