"""What the rules' finds are read in: a sentence, its tokens, and what has been spoken of before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..graph.model import Article
from ..graph.schema import Schema
from .masking import Masked, Token
from .reference import References
from .sentences import Sentence


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence with everything around it that its claims need.

    `tokens` are those of the sentence, resolved; `sources` the offsets of names that only say who reports; `types` those of the article's mentions.
    """

    article: Article
    clean: str
    sentence: Sentence
    following: Sentence | None
    masked: Masked
    tokens: Sequence[Token]
    sources: frozenset[int]
    references: References
    schema: Schema
    types: Sequence[str]
