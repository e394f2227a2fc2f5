"""What the words that stand for a name refer to: the company, it, he, and a subject that is left out."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from .masking import Token
from .vocabulary import pattern
from .words import edge_list, edge_words

_FIRMS = frozenset({"company", "fund"})
_PARTIES = _FIRMS | {"person", "organization", "authority"}
_OF_TWO = ("former", "latter")
_BODIES = _FIRMS | {"organization", "authority", "exchange"}
_CLAUSE_MARKS = "\n。;!?【,:"
_NEAR_PARTY = 10  # characters between a word that makes a firm a party and its name
_OPENING = '"“「『'
_NEAR_NOUN = 20  # the same where a word for what the subject is stands right before it
_NEAR_HEAD = 7  # characters that may stand between a clause's head and its subject: a date, an adverb


class References:
    """What has been spoken of so far in an article: its topic, the last sentence's subject, the last firm and the last person.

    `topic` is the mention that the headline or the first sentence is about, or that the text defines as "the company". Where it is
    `sure` (a headline or a definition says so) it stands behind every left-out name; else each paragraph's first firm does.
    """

    def __init__(self, topic: int | None = None, *, sure: bool = False) -> None:
        self.topic = topic
        self._sure = sure
        self.subject: int | None = None
        self._last: int | None = None
        self._person: int | None = None
        self._last_person: int | None = None
        self._of_kind: dict[str, int] = {}
        self._here: dict[str, int] = {}
        self._paragraph: int | None = None
        self._coming: int | None = None
        self._two: list[int] = []  # the two named last, of any kind that can be a party
        self._pair: tuple[int, int] | None = None  # the two named together last, in this sentence or the one before
        self._pair_age = 0
        self._at = 0  # where the last token of the sentence before ended
        self._body: Token | None = None
        self._last_body: Token | None = None

    def resolve(self, tokens: Sequence[Token], clean: str, sources: frozenset[int] = frozenset()) -> list[Token]:
        """Resolve the anaphors and pronouns of one sentence, and remember what the next one may refer to.

        `clean` is the folded text, `sources` are offsets of tokens that only name who reports (according to X): no subject.
        """
        self._enter(tokens, clean, sources)
        out: list[Token] = []
        first: int | None = None
        last: int | None = None
        compared = False  # the two are being told apart: what is named meanwhile does not change who they are
        other: int | None = None  # what the company is in a sentence whose first firm deals with it
        self._couple(tokens, clean, sources)
        for token in tokens:
            if token.kind == "both":
                if self._pair is None:
                    continue  # a word like any other
                token = replace(token, pair=self._pair)
            if token.kind in _PARTIES and token.mention is not None and token.start not in sources and not compared:
                self._two = [*(m for m in self._two if m != token.mention), token.mention][-2:]
            if token.value in _OF_TWO and len(self._two) > 1:
                compared = True
                token = replace(token, mention=self._two[token.value == "latter"])
            elif token.kind == "anaphor":
                nearest = last if last is not None else self._last
                near = token.value in ("near", "latter") and nearest is not None
                if other is None and first is not None and not near and _is_counterpart(token, out, first, clean):
                    other = self._before()
                meant = first if first is not None else self._before()
                if other is not None and not _is_possessive(token, clean):
                    meant = other
                token = replace(token, mention=nearest if near else meant)
            elif token.kind == "pronoun":
                token = replace(token, mention=self._person)
            elif token.kind == "person":
                self._person = token.mention
            elif token.kind in _FIRMS and token.start not in sources:
                last = token.mention
                if first is None and not _describes(token, clean):
                    first = token.mention
            out.append(token)
            if self._paragraph is None and self._coming is None and self._leads(token, clean, sources):
                self._coming = token.mention
        if last is not None:
            self._last = last
        self.subject = first if first is not None else self.subject
        if self.topic is None:
            self.topic = first
        return out

    def _couple(self, tokens: Sequence[Token], clean: str, sources: frozenset[int]) -> None:
        """Remember the two that a sentence names together (A with B), or that are the only ones in it; three are no pair."""
        parties = [
            (t, t.mention)
            for t in tokens
            if t.kind in _BODIES and t.mention is not None and t.start not in sources and not _describes(t, clean)
        ]
        together = {
            (one, other)
            for (a, one), (b, other) in itertools.pairwise(parties)
            if one != other and _coupling().fullmatch(clean, max(a.end, a.stop), b.start)
        }
        named = dict.fromkeys(mention for _, mention in parties)
        self._pair_age += 1
        if len(together) == 1:
            self._pair, self._pair_age = together.pop(), 0
        elif len(named) == 2:
            one, other = named
            self._pair, self._pair_age = (one, other), 0
        elif named or self._pair_age > 1:
            self._pair = None

    def _enter(self, tokens: Sequence[Token], clean: str, sources: frozenset[int]) -> None:
        """Go over to the next sentence: what the one before spoke of, it may refer to."""
        if self._paragraph is None:
            self._paragraph = self._coming
        self._coming = None
        if tokens:
            if clean.rfind("\n", self._at, tokens[0].start) >= 0:
                self._paragraph = None
            self._at = tokens[-1].end
        self._last_person = self._person
        self._last_body = self._body
        self._body = next(
            (t for t in tokens if t.start not in sources and _is_body(t, clean) and _heads(t, clean)), self._body
        )
        self._of_kind |= self._here
        self._here = {t.kind: t.mention for t in tokens if t.mention is not None and t.start not in sources}

    @staticmethod
    def _leads(token: Token, clean: str, sources: frozenset[int]) -> bool:
        """Tell whether a paragraph speaks of this firm from here on: it stands at the head of a clause, or is its anaphor."""
        if token.kind == "anaphor":
            return token.value not in ("near", *_OF_TWO)
        return token.kind in _FIRMS and token.start not in sources and _heads(token, clean)

    def omitted(
        self, tokens: Sequence[Token], clean: str, place: int, sources: frozenset[int] = frozenset()
    ) -> int | None:
        """Give the mention meant by an end left out at an offset: the sentence's subject so far, else the article's topic."""
        before = [t for t in tokens if t.start < place and t.mention is not None]
        for token in reversed(
            before
        ):  # the firm named last, taken up at the head of a clause, is what is spoken of from there on
            if token.kind == "anaphor" and token.value == "near" and clean[token.start - 1 : token.start] in _EDGES:
                return token.mention
        for token in before:
            if token.kind == "anaphor":
                return token.mention
            if token.kind in _FIRMS and token.start not in sources and _may_act(token, clean):
                other = self._before() if _deals_with_company(token, clean) else None
                return token.mention if other is None else other
        return self._before()

    def omitted_other(
        self, tokens: Sequence[Token], place: int, allowed: frozenset[str], sources: frozenset[int] = frozenset()
    ) -> int | None:
        """Give the mention meant by an end left out that can be no firm: the last of an allowed kind before it."""
        kinds = allowed | {"state"} if "authority" in allowed else allowed
        before = [t.mention for t in tokens if t.start < place and t.kind in kinds and t.start not in sources]
        return before[-1] if before else next((self._of_kind[k] for k in sorted(kinds) if k in self._of_kind), None)

    def omitted_person(self, tokens: Sequence[Token], place: int) -> int | None:
        """Give the person meant by a subject left out at an offset: the last one named before it."""
        before = [t.mention for t in tokens if t.start < place and t.kind == "person" and t.mention is not None]
        return before[-1] if before else self._last_person

    def omitted_body(
        self, tokens: Sequence[Token], clean: str, place: int, sources: frozenset[int] = frozenset()
    ) -> int | None:
        """Give the body meant by an employer left out at an offset: what heads this sentence, or headed the last one that had a head.

        A firm is left to `omitted`, which knows what the paragraph and the article are about.
        """
        before = [t for t in tokens if t.start < place and t.mention is not None and t.start not in sources]
        heads = [t for t in before if t.kind == "anaphor" or (_is_body(t, clean) and _heads(t, clean))]
        firms = any(t.kind in _FIRMS for t in before)
        # A medium or a body named before the news about a firm is no employer there.
        heads = [t for t in heads if t.kind != "organization" or not firms]
        if heads:
            return heads[0].mention
        known = firms or (self._sure and self.topic is not None)
        if not known and self._last_body is not None and self._last_body.kind not in _FIRMS:
            return self._last_body.mention
        return self.omitted(tokens, clean, place, sources)

    def _before(self) -> int | None:
        if self._paragraph is not None and not (self._sure and self.topic is not None):
            return self._paragraph
        return self.topic if self.topic is not None else self.subject


@functools.cache
def _coupling() -> re.Pattern[str]:
    """Give what stands between two that are named together: with, and, and little else."""
    joins = "|".join(map(re.escape, edge_list("couples")))
    return re.compile(rf"[^{re.escape(_CLAUSE_MARKS)}]{{0,12}}?(?:{joins})[^{re.escape(_CLAUSE_MARKS)}]{{0,8}}?")


def _is_possessive(token: Token, clean: str) -> bool:
    """Tell whether a word that stands for a firm is "its"."""
    return clean[token.start : token.end] in edge_words("possessive")


def _is_counterpart(token: Token, before: Sequence[Token], first: int, clean: str) -> bool:
    """Tell whether the company is another one than the sentence's first firm, which acts in this clause: X holds shares of the company."""
    if _is_possessive(token, clean) or not clean.endswith(edge_list("acts_on_company"), 0, token.start):
        return False
    clause = max(clean.rfind(mark, 0, token.start) for mark in _CLAUSE_MARKS)
    return any(t.mention == first and t.start > clause for t in before)


def _deals_with_company(token: Token, clean: str) -> bool:
    """Tell whether a firm does something to "the company" in its own clause, or further on as "its", so that it is another one."""
    return _dealing().match(clean, max(token.end, token.stop)) is not None


@functools.cache
def _dealing() -> re.Pattern[str]:
    lists = ("possessive", "acts_on_company", "the_company")
    its, verbs, company = ("|".join(map(re.escape, edge_list(name))) for name in lists)
    here, on = rf"[^{re.escape(_CLAUSE_MARKS)}]{{0,60}}", rf"(?:{verbs})(?:{company})"
    return re.compile(rf"(?:{here}|[^\n。;!?]{{0,160}}(?:{its})){on}")


def _is_body(token: Token, clean: str) -> bool:
    """Tell whether a token names a firm or a body that has posts: no market at large and no country or region."""
    form = clean[token.start : token.end]
    return token.kind in _BODIES and form not in edge_words("markets") and form not in edge_words("abroad")


def _heads(token: Token, clean: str) -> bool:
    """Tell whether a body stands at the head of a clause, by itself and not to say whose unit or head the next name is."""
    head = max(clean.rfind(mark, 0, token.start) for mark in _CLAUSE_MARKS)
    start = token.start - (clean[token.start - 1 : token.start] in _OPENING)
    if clean.endswith(edge_list("lists_firms"), head + 1, start):
        return False
    near = _NEAR_NOUN if clean.endswith(edge_list("firm_nouns"), head + 1, start) else _NEAR_HEAD
    return token.start - 1 - head <= near and not _describes(token, clean)


def _may_act(token: Token, clean: str) -> bool:
    """Tell whether a firm can be what its clause is about: no other name's adjunct, and no party by, from or with which something is done, nor one that backs it."""
    clause = max(clean.rfind(mark, 0, token.start) for mark in _CLAUSE_MARKS) + 1
    party = pattern("edges.yaml", "no_subject_before").search(
        clean, max(clause, token.start - _NEAR_PARTY), token.start
    )
    backs = pattern("edges.yaml", "backs").match(clean, max(token.end, token.stop))
    return party is None and backs is None and not _describes(token, clean)


def _describes(token: Token, clean: str) -> bool:
    """Tell whether a firm is named only to say whose unit, holder or head the next name is, or who somebody worked for once."""
    former = (
        clean[token.start - 1 : token.start] in edge_words("once")
        and clean[token.start - 2 : token.start - 1] in _EDGES
    )
    return former or clean.startswith(edge_list("modifies"), max(token.end, token.stop))


_EDGES = frozenset({"", *_CLAUSE_MARKS, "、", "(", " "})
