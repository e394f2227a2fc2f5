"""Claims in the making: ends, status, qualifiers and the quote, from what the rules matched in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from ..graph.model import Article, Claim, Qualifiers, Status
from .context import Context
from .masking import Token
from .matching import Match, matches
from .precision import confidence_of
from .qualifying import labelled, qualifiers_of
from .rescoring import default_rescorer
from .rules import Rule
from .status import Scope, scope, status_of
from .vocabulary import pattern
from .words import edge_list

QUOTE_LIMIT = 300
_WHOLE_SENTENCE = 140
_BEHIND = "0123456789. 》」』”)"  # what may stand behind a name's last word: a year, a closing mark


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
    if any(_reports(context, token) for token in (match.subject, match.object)):
        return None
    if match.object is None and any((t.value or "").endswith(edge_list("professions")) for t in match.values):
        return None  # of a professor whose school is not named, what was spoken of before is no employer
    subject = _meant(context, match.subject, match.subject_at, relation.subject, match.rule.any_body)
    first = min(match.subject_at, match.object_at)
    object_ = (
        subject if match.rule.itself else _meant(context, match.object, first, relation.object, match.rule.any_body)
    )
    if subject == object_ and not match.rule.itself:
        subject, object_ = _apart(context, match, subject, object_)
    if subject is None or object_ is None or (subject == object_) != match.rule.itself:
        return None
    if match.rule.never and any(_ends_in(context, token, match.rule.never) for token in (match.subject, match.object)):
        return None
    subject_type = _acting(context, match.subject, subject, relation.subject)
    object_type = subject_type if match.rule.itself else _acting(context, match.object, object_, relation.object)
    if subject_type is None or object_type is None:
        return None
    confidence = default_rescorer().confidence(
        context.masked,
        (match.subject, match.object),
        relation.name,
        confidence_of(match.rule),
        symmetric=relation.symmetric,
    )
    if confidence is None:
        return None
    status = match.rule.status or status_of(_scope(context, match), relation.name, match.rule.statuses)
    start, end = _quote(context, match)
    return Draft(
        subject, subject_type, relation.name, object_, object_type, status, start, end, match.rule.id,
        confidence, qualifiers_of(context, match, match.rule.qualifiers or relation.qualifiers),
    )  # fmt: skip


def _ends_in(context: Context, token: Token | None, endings: tuple[str, ...]) -> bool:
    """Tell whether the name that stands at an end is written with one of these endings, a number behind them or not."""
    return token is not None and context.clean[token.start : token.end].rstrip(_BEHIND).endswith(endings)


def _reports(context: Context, token: Token | None) -> bool:
    """Tell whether a token is the medium at the head of its sentence, which only tells the news: X, 3 May: Y buys Z."""
    if token is None or token.start not in context.sources:
        return False
    return pattern("edges.yaml", "source_reports").match(context.clean, token.end) is not None


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
    # What a value is told of belongs into the quote, where there is room for it.
    end = max([end, *(t.end for t in labelled(context, match, start) if t.end - start <= QUOTE_LIMIT)])
    left = max(context.clean.rfind(c, sentence.start, start) for c in ",:") + 1
    right = min((i for c in ",;" if (i := context.clean.find(c, end, sentence.end)) >= 0), default=sentence.end)
    start = max(left, sentence.start) if end - left <= QUOTE_LIMIT else start
    end = right if right - start <= QUOTE_LIMIT else min(end, start + QUOTE_LIMIT)
    while start < end and context.clean[start].isspace():
        start += 1
    return start, end
