"""Claims in the making: ends, status, qualifiers and the quote, from what the rules matched in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Protocol

from ..graph.model import Article, Claim, Qualifiers, Status
from ..graph.schema import Schema
from .masking import Masked, Token
from .matching import Match, matches
from .precision import confidence_of
from .reference import References
from .rules import Rule
from .sentences import Sentence
from .status import Scope, scope, status_of
from .vocabulary import pattern
from .words import edge_list

QUOTE_LIMIT = 300
_WHOLE_SENTENCE = 140


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim whose mentions have no numbers yet: ends are indexes of groups of names, with the type they act as."""

    subject: int
    subject_type: str
    relation: str
    object: int
    object_type: str
    status: Status
    start: int
    end: int
    rule: str
    confidence: float
    qualifiers: Qualifiers

    def claim(self, article: Article, subject: int, object_: int) -> Claim:
        """Write the claim out, its ends as numbers of mentions."""
        return Claim(
            article.id, subject, self.relation, object_, self.status, self.start, self.end, article.text[self.start : self.end],
            (f"rules:{self.rule}",), self.confidence, self.qualifiers,
        )  # fmt: skip


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


def sentence_claims(context: Context, rules: Sequence[Rule], words: frozenset[str] | None = None) -> Iterator[Draft]:
    """Give the claims of one sentence; of several finds with the same ends and relation, the surest is kept."""
    best: dict[tuple[object, ...], Draft] = {}
    for match in matches(context.masked, rules, words):
        draft = _draft(context, match)
        if draft is None:
            continue
        key = (draft.subject, draft.relation, draft.object)
        best[key] = _better(best[key], draft) if key in best else draft
    yield from best.values()


def _better(one: Draft, other: Draft) -> Draft:
    """Give the surer of two finds of one claim, with what only the other one knows about it."""
    surer, less = (other, one) if other.confidence > one.confidence else (one, other)
    if surer.status != less.status:
        return surer
    own, more = asdict(surer.qualifiers), asdict(less.qualifiers)
    return replace(surer, qualifiers=Qualifiers(**{k: v if v is not None else more[k] for k, v in own.items()}))


def _draft(context: Context, match: Match) -> Draft | None:
    relation = context.schema.relations[match.rule.relation]
    if match.object is None and any((t.value or "").endswith(edge_list("professions")) for t in match.values):
        return None  # of a professor whose school is not named, what was spoken of before is no employer
    subject = _meant(context, match.subject, match.subject_at, relation.subject)
    first = min(match.subject_at, match.object_at)
    object_ = (
        subject if match.rule.itself else _meant(context, match.object, first, relation.object, match.rule.any_body)
    )
    if subject == object_ and not match.rule.itself:
        subject, object_ = _apart(context, match, subject, object_)
    if subject is None or object_ is None or (subject == object_) != match.rule.itself:
        return None
    subject_type = _acting(context, match.subject, subject, relation.subject)
    object_type = subject_type if match.rule.itself else _acting(context, match.object, object_, relation.object)
    if subject_type is None or object_type is None:
        return None
    status = match.rule.status or status_of(_scope(context, match), relation.name, match.rule.statuses)
    start, end = _quote(context, match)
    return Draft(
        subject, subject_type, relation.name, object_, object_type, status, start, end, match.rule.id,
        confidence_of(match.rule), _qualifiers(context, match, match.rule.qualifiers or relation.qualifiers),
    )  # fmt: skip


def _apart(context: Context, match: Match, subject: int | None, object_: int | None) -> tuple[int | None, int | None]:
    """Take the article's topic for an end that stands in words or is left out, where both ends came to one mention."""
    topic = context.references.topic
    if match.object is None or match.object.kind == "anaphor":
        return subject, topic
    if match.subject is None or match.subject.kind == "anaphor":
        return topic, object_
    return subject, object_


def _meant(
    context: Context, token: Token | None, at: int, allowed: Sequence[str], any_body: bool = False
) -> int | None:
    """Give the mention that a token stands for; for an end that is left out, the subject so far or the last person."""
    if token is not None:
        return token.mention
    place = context.masked.starts[min(at, len(context.masked.starts) - 1)]
    if tuple(allowed) == ("person",):
        return context.references.omitted_person(context.tokens, place)
    if any_body:
        return context.references.omitted_body(context.tokens, context.clean, place, context.sources)
    if "company" not in allowed:
        return context.references.omitted_other(context.tokens, place, frozenset(allowed), context.sources)
    return context.references.omitted(context.tokens, context.clean, place, context.sources)


def _acting(context: Context, token: Token | None, mention: int, allowed: Sequence[str]) -> str | None:
    """Give the type as which a mention is an end of a relation, None when it can't be one.

    A country is a place where the relation takes places, and otherwise the authority that acts for it.
    """
    if token is not None and token.kind in ("place", "state") and "exchange" in allowed and "company" not in allowed:
        return "exchange"
    if token is not None and token.kind == "place":
        return "place" if "place" in allowed else None
    if token is not None and token.kind == "state":
        preferred = ("place", "authority") if context.types[mention] == "place" else ("authority", "place")
        return next((t for t in preferred if t in allowed), None)
    kind = context.types[mention]
    return kind if kind in allowed else None


def _scope(context: Context, match: Match) -> Scope:
    following = context.following
    text = ""
    if following and following.paragraph == context.sentence.paragraph:
        text = context.clean[following.start : min(following.end, following.start + 60)]
    return scope(context.masked.string, min(match.subject_at, match.object_at), match.trigger, text)


def _quote(context: Context, match: Match) -> tuple[int, int]:
    """Give the stretch of text that proves a claim: the sentence where it is short, else the clauses that matched."""
    sentence, masked = context.sentence, context.masked
    if sentence.end - sentence.start <= _WHOLE_SENTENCE:
        return sentence.start, sentence.end
    last = max(match.start, min(match.end, len(masked.starts)) - 1)
    places = [masked.starts[match.start], masked.ends[last]]
    places += [t.start for t in (match.subject, match.object) if t] + [
        t.end for t in (match.subject, match.object) if t
    ]
    start, end = min(places), max(places)
    left = max(context.clean.rfind(c, sentence.start, start) for c in ",:") + 1
    right = min((i for c in ",;" if (i := context.clean.find(c, end, sentence.end)) >= 0), default=sentence.end)
    start = max(left, sentence.start) if end - left <= QUOTE_LIMIT else start
    end = right if right - start <= QUOTE_LIMIT else min(end, start + QUOTE_LIMIT)
    while start < end and context.clean[start].isspace():
        start += 1
    return start, end


def _qualifiers(context: Context, match: Match, allowed: Sequence[str]) -> Qualifiers:
    found: dict[str, str | None] = {}
    own = {"role" if t.kind in _TITLES else t.kind: t for t in match.values}
    begin, stop = _reach(context, match)
    near = [t for t in context.tokens if begin <= t.start and t.end <= stop]
    if "amount" in allowed and (token := _share_of("amount", own, near, context, match)):
        found["amount"], found["currency"] = token.value, token.unit
    if "stake" in allowed:
        token = _share_of("stake", own, near, context, match)
        found["stake"] = token.value if token else _whole(context, match, begin, stop)
    elif match.rule.relation == _OWNS:  # whatever else is told of shares, a wholly owned one is called so
        found["stake"] = _whole(context, match, begin, context.masked.ends[min(match.end, len(context.masked.ends)) - 1])
    if "date" in allowed:
        dates = [t for t in context.tokens if t.kind == "date" and t.value]
        token = own.get("date") or _date_of(dates, context, match, stop)
        found["date"] = token.value if token else None
    if "role" in allowed and "role" in own:
        found["role"] = _role(context, match, own["role"])
    if "round" in allowed and (
        round_ := pattern("claims.yaml", "round").search(context.clean, context.sentence.start, context.sentence.end)
    ):
        found["round"] = context.article.text[round_.start() : round_.end()]
    if "attributed_to" in allowed:
        found["attributed_to"] = _attributed(context, match)
    return Qualifiers(**found)


def _date_of(dates: Sequence[Token], context: Context, match: Match, stop: int) -> Token | None:
    """Give the date of a claim: the one in the clause of its trigger, else the last one before it, else the first within reach."""
    masked = context.masked
    place = min(match.trigger[0], len(masked.starts) - 1)
    left = max(masked.string.rfind(mark, 0, place) for mark in ",;:") + 1
    right = next((i for i in range(place + 1, len(masked.string)) if masked.string[i] in ",;"), len(masked.string) - 1)
    begin, end = masked.starts[min(left, place)], masked.ends[right]
    here = [t for t in dates if begin <= t.start and t.end <= end]
    before = [t for t in dates if t.end <= begin]
    within = [t for t in dates if t.end <= stop]
    return next(iter(here[-1:] or before[-1:] or within[:1]), None)


def _share_of(
    kind: str, own: Mapping[str, Token], near: Sequence[Token], context: Context, match: Match
) -> Token | None:
    """Give the value that belongs to this claim: of several parties each has its own, in order, or all have the same.

    A joint total belongs to none of them.
    """
    values = [own[kind]] if kind in own else [t for t in near if t.kind == kind]
    if values and _is_joint(context, match, values[0]):
        return None
    if len(match.parties) < 2 or not values:
        return values[0] if values else None
    end = match.subject if match.subject in match.parties else match.object
    text = context.clean[context.sentence.start : context.sentence.end]
    if pattern("claims.yaml", "each").search(text) and len(values) == 1:
        return values[0]
    values = [t for t in near if t.kind == kind]
    if end in match.parties and len(values) == len(match.parties) and pattern("claims.yaml", "in_order").search(text):
        return values[match.parties.index(end)]
    return None


def _is_joint(context: Context, match: Match, value: Token) -> bool:
    """Tell whether a value is what an end has together with somebody whom the match does not name: A and B hold 5% in total."""
    if match.subject is None or match.subject.end > value.start:
        return False
    together = pattern("claims.yaml", "together").search(context.clean, match.subject.end, value.start)
    clause = max(context.clean.rfind(mark, 0, match.subject.start) for mark in ",;。\n") + 1
    return bool(together and pattern("claims.yaml", "and").search(context.clean, clause, match.subject.start))


def _whole(context: Context, match: Match, begin: int, stop: int) -> str | None:
    """Give 100 where the words say that all of a firm is meant."""
    if match.rule.relation not in _WHOLLY or (len(match.parties) > 1 and match.rule.relation != _OWNS):
        return None
    return (
        "100"
        if pattern("claims.yaml", "whole").search(context.clean, max(begin - 4, context.sentence.start), stop)
        else None
    )


_TITLES = frozenset({"role", "office", "founding_role"})
_OWNS = "owns"
_WHOLLY = frozenset({_OWNS, "acquires", "sells_to"})


def _reach(context: Context, match: Match) -> tuple[int, int]:
    """Give the stretch in which a value belongs to the claim: the match and the rest of its clause, and one clause more."""
    masked = context.masked
    begin = masked.starts[match.start]
    stop = match.end
    for _ in range(2):
        stop = next((i for i in range(stop + 1, len(masked.string)) if masked.string[i] in ",;:"), len(masked.string))
    return begin, masked.ends[min(stop, len(masked.ends)) - 1]


def _role(context: Context, match: Match, role: Token) -> str:
    """Give a title as written, with the department between the employer and it."""
    text = context.article.text
    start = role.start
    if match.object and match.object.end <= role.start and role.start - max(match.object.end, match.object.stop) <= 14:
        between = text[max(match.object.end, match.object.stop) : role.start]
        if (
            not pattern("claims.yaml", "no_department").search(
                context.clean[max(match.object.end, match.object.stop) : role.start]
            )
            and between.strip()
        ):
            start = max(match.object.end, match.object.stop)
    return text[start : role.end].strip("".join(edge_list("title_strip")))


def _attributed(context: Context, match: Match) -> str | None:
    """Give who says so, as written; a party of the claim is no source for it."""
    ends = {t.mention for t in (match.subject, match.object) if t}
    for token in context.tokens:
        if token.start in context.sources and token.kind in _SOURCES and token.mention not in ends:
            return context.article.text[token.start : token.end]
    return None


_SOURCES = frozenset({"organization", "company", "authority"})
