"""What the words that stand for a name refer to: the company, it, he, and a subject that is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .masking import Token

_FIRMS = frozenset({"company", "fund"})
_BODIES = frozenset({"company", "fund", "organization", "authority", "exchange"})


class References:
    """What has been spoken of so far in an article: its topic, each sentence's subject, the last person.

    `topic` is the mention that the headline or the first sentence is about; a definition in the text (the company) sets it.
    """

    def __init__(self, topic: int | None = None) -> None:
        self.topic = topic
        self.subject: int | None = None
        self.person: int | None = None
        self._paragraph = -1

    def resolve(self, tokens: Sequence[Token], paragraph: int, sources: frozenset[int] = frozenset()) -> list[Token]:
        """Resolve the anaphors and pronouns of one sentence, and remember its subject for the next one.

        `sources` are offsets of tokens that only name who reports (according to X): no subject.
        """
        if paragraph != self._paragraph:
            self._paragraph = paragraph
        out: list[Token] = []
        first: int | None = None
        for token in tokens:
            if token.kind == "anaphor":
                token = replace(token, mention=first if first is not None else self._before())
            elif token.kind == "pronoun":
                token = replace(token, mention=self.person)
            elif token.kind == "person":
                self.person = token.mention
            elif token.kind in _FIRMS and token.start not in sources and first is None:
                first = token.mention
            out.append(token)
        if first is not None:
            self.subject = first
            if self.topic is None:
                self.topic = first
        return out

    def omitted(self, tokens: Sequence[Token], place: int, sources: frozenset[int] = frozenset()) -> int | None:
        """Give the mention meant by a subject left out at an offset: the sentence's subject so far, else the one before."""
        for token in tokens:
            if token.start >= place:
                break
            if token.kind in _FIRMS or token.kind == "anaphor":
                if token.start not in sources and token.mention is not None:
                    return token.mention
        return self._before()

    def _before(self) -> int | None:
        return self.topic if self.topic is not None else self.subject
