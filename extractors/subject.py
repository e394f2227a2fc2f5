"""What an article is about: the firm that it defines as "the company", or the one that its headline is about."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ..graph.model import Article
from .fullnames import Name
from .sentences import Sentence
from .words import edge_list

_FIRMS = ("company", "fund")
_NEAR = 10  # characters between a group's name and its unit's: 旗下, 的全资子公司


def topic_of(
    article: Article, clean: str, names: Sequence[Name], sentences: Sequence[Sentence]
) -> tuple[Name | None, bool]:
    """Give the name the article is about and whether that is sure: a definition as "the company", or the headline's first firm.

    A firm that only says whose unit the one named right behind it is, is not what the article is about.
    """
    for name in names:
        if name.topic:
            return name, True
    if not sentences:
        return None, False
    firms = [name for name in names if name.start < sentences[0].end and name.type in _FIRMS]
    for name, following in itertools.zip_longest(firms, firms[1:]):
        if following is None or not _describes(clean, name, following):
            return name, article.title is not None and sentences[0].end <= len(article.title) + 2
    return None, False


def _describes(clean: str, name: Name, following: Name) -> bool:
    end = max(name.end, name.stop)
    return following.start - end <= _NEAR and clean.startswith(edge_list("unit_follows"), end)
