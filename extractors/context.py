"""What the rules' finds are read in: a sentence, its tokens, and what has been spoken of before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..graph.model import Article
from ..graph.schema import Schema
from .masking import Masked, Token
from .reference import References
from .sentences import Sentence


class Context(Protocol):
    """A sentence with everything around it that its claims need."""

    @property
    def article(self) -> Article: ...  # noqa: D102
    @property
    def clean(self) -> str: ...  # noqa: D102
    @property
    def sentence(self) -> Sentence: ...  # noqa: D102
    @property
    def following(self) -> Sentence | None: ...  # noqa: D102
    @property
    def masked(self) -> Masked: ...  # noqa: D102
    @property
    def tokens(self) -> list[Token]: ...  # noqa: D102
    @property
    def sources(self) -> frozenset[int]: ...  # noqa: D102
    @property
    def references(self) -> References: ...  # noqa: D102
    @property
    def schema(self) -> Schema: ...  # noqa: D102
    @property
    def types(self) -> Sequence[str]: ...  # noqa: D102
