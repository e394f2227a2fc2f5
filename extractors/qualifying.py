"""What belongs to a claim beside its ends: the date, amount, share, title, round and source that its sentence gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..graph.model import Qualifiers
from .context import Context
from .masking import Token
from .matching import Match
from .vocabulary import pattern
from .words import edge_list


def qualifiers_of(context: Context, match: Match, allowed: Sequence[str]) -> Qualifiers:
    """Give the qualifiers of a find, of those allowed for its rule or relation."""
    found: dict[str, str | None] = {}
    own = {"role" if t.kind in _TITLES else t.kind: t for t in match.values}
    begin, stop = _reach(context, match)
    near = [t for t in context.tokens if begin <= t.start and t.end <= stop]
    called = labelled(context, match, begin)
    if token := _share_of("amount", own, (near if "amount" in allowed else []) + called, context, match):
        found["amount"], found["currency"] = token.value, token.unit
    if "stake" in allowed or called:
        token = _share_of("stake", own, (near if "stake" in allowed else []) + called, context, match)
        found["stake"] = token.value if token else _whole(context, match, begin, stop)
    elif match.rule.relation == _OWNS:  # whatever else is told of shares, a wholly owned one is called so
        found["stake"] = _whole(
            context, match, begin, context.masked.ends[min(match.end, len(context.masked.ends)) - 1]
        )
    if "date" in allowed:
        dates = [t for t in context.tokens if t.kind == "date" and t.value]
        token = own.get("date") or _date_of(dates, context, match, stop)
        found["date"] = token.value if token else None
    if "role" in allowed:
        found["role"] = _title(context, match, own.get("role"))
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
    if match.trigger[0] == match.trigger[1]:  # no word of its own: the find's last character is in the clause
        place = max(match.start, place - 1)
    left = max(masked.string.rfind(mark, 0, place) for mark in ",;:") + 1
    right = next((i for i in range(place + 1, len(masked.string)) if masked.string[i] in ",;"), len(masked.string) - 1)
    begin, end = masked.starts[min(left, place)], masked.ends[right]
    here = [t for t in dates if begin <= t.start and t.end <= end]
    before = [t for t in dates if t.end <= begin]
    within = [t for t in dates if t.end <= stop]
    found = next(iter(here[-1:] or before[-1:] or within[:1]), None)
    # Of a time from one day to another, the first is when it came to be.
    first = next((t for t in dates if found and t.end < found.start <= t.end + _SPAN), None)
    if found and first and pattern("claims.yaml", "until").fullmatch(context.clean, first.end, found.start):
        return first
    return found


_SPAN = 2  # characters that stand between two days that are a span


def _share_of(
    kind: str, own: Mapping[str, Token], near: Sequence[Token], context: Context, match: Match
) -> Token | None:
    """Give the value that belongs to this claim: of several parties each has its own, in order, or all have the same.

    A joint total belongs to none of them.
    """
    values = [own[kind]] if kind in own else [t for t in near if t.kind == kind]
    values = _of_deal(values, context, match) or (
        _of_deal(_next(own[kind], context), context, match) if kind in own else []
    )
    if values and _is_joint(context, match, values[0]):
        return None
    if len(match.parties) < 2 or not values:
        return values[0] if values else None
    end = match.subject if match.subject in match.parties else match.object
    text = context.clean[context.sentence.start : context.sentence.end]
    if pattern("claims.yaml", "each").search(text) and len(values) == 1:
        return values[0]
    values = _of_deal([t for t in near if t.kind == kind], context, match)
    if end in match.parties and len(values) == len(match.parties) and pattern("claims.yaml", "in_order").search(text):
        return values[match.parties.index(end)]
    return None


def _of_deal(values: Sequence[Token], context: Context, match: Match) -> list[Token]:
    """Leave out what is no value of the deal: a price, a share as it was before, and as it is when some has been sold."""
    return [
        t for t in values if not (_is_price(context, t) if t.kind == "amount" else _is_other_share(context, t, match))
    ]


def _next(value: Token, context: Context) -> list[Token]:
    """Give the values of the same kind that follow one soon: from 21.3% to 18.7%."""
    return [t for t in context.tokens if t.kind == value.kind and value.end <= t.start <= value.end + _LABEL]


def _is_price(context: Context, value: Token) -> bool:
    before = pattern("claims.yaml", "no_amount").search(
        context.clean, max(context.sentence.start, value.start - _LABEL), value.start
    )
    return before is not None or (value.value is not None and float(value.value) < _SMALLEST)


_SMALLEST = 1_000  # of any currency: below it there are prices and no deals


def _is_other_share(context: Context, value: Token, match: Match) -> bool:
    clean, begin = context.clean, max(context.sentence.start, value.start - _LABEL)
    if pattern("claims.yaml", "before_deal").search(clean, begin, value.start):
        return pattern("claims.yaml", "became").match(clean, value.end) is not None
    sold = match.rule.relation == _REDUCES and value not in match.values
    return sold and pattern("claims.yaml", "after_deal").search(clean, begin, value.start) is not None


_REDUCES = "reduces_stake_in"
_COUNTED = frozenset({"repurchases_shares", "reduces_stake_in", "invests_in", "acquires", "sells_to", "supplies"})


def labelled(context: Context, match: Match, begin: int) -> list[Token]:
    """Give the values of the sentence, from the find on, that are said to be those of the deal, whatever stands between."""
    if match.rule.relation not in _COUNTED:
        return []
    return [t for t in context.tokens if t.start >= begin and _is_labelled(context, t)]


def _is_labelled(context: Context, value: Token) -> bool:
    """Tell whether a value is said to be that of the deal: a total of 2.3亿元 paid, 2.17% of all shares."""
    if value.kind not in ("amount", "stake"):
        return False
    start = max(context.sentence.start, value.start - _LABEL)
    return pattern("claims.yaml", f"{value.kind}_label").search(context.clean, start, value.start) is not None


_LABEL = 24  # characters before a value in which its label stands


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


def _title(context: Context, match: Match, role: Token | None) -> str | None:
    """Give the title of a claim: the find's own, the one right behind the employer, or a minister's."""
    if role is None and match.object is not None:
        role = _behind(context, match, match.object)
        if role is None:
            minister = pattern("claims.yaml", "minister").match(context.clean, match.object.end - 1)
            return context.article.text[minister.start() : minister.end()] if minister else None
    return _role(context, match, role) if role else None


def _behind(context: Context, match: Match, employer: Token) -> Token | None:
    """Give the title that stands behind an employer within the find, no name between them."""
    stop = context.masked.ends[min(match.end, len(context.masked.ends)) - 1]
    behind = (t for t in context.tokens if t.start >= employer.end)
    token = next(behind, None)
    near = token is not None and token.kind in _TITLES and token.end <= stop and token.start - employer.end <= _NEAR
    return token if near else None


_NEAR = 16  # characters of a department


def _role(context: Context, match: Match, role: Token) -> str:
    """Give a title as written, with the department that stands between it and the employer, or the person before it."""
    text = context.article.text
    start = role.start
    if match.object and match.object.end <= role.start:
        ends = [t.end for t in context.tokens if t.kind == "person" and match.object.end <= t.start < role.start]
        left = max(ends, default=max(match.object.end, match.object.stop))
        left += len(context.clean[left:start]) - len(
            context.clean[left:start].lstrip("".join(edge_list("title_strip")))
        )
        between = context.clean[left:start]
        if between.strip() and len(between) <= _NEAR and not pattern("claims.yaml", "no_department").search(between):
            start = left
    strips = "".join(edge_list("title_strip"))
    aside = pattern("claims.yaml", "title_aside").match(context.clean, role.end)
    if aside and match.subject and match.subject.start == aside.end():  # its field, in brackets before the name
        return text[start : aside.end()].lstrip(strips)
    return text[start : role.end].strip(strips)


def _attributed(context: Context, match: Match) -> str | None:
    """Give who says so, as written; a party of the claim is no source for it."""
    ends = {t.mention for t in (match.subject, match.object) if t}
    for token in context.tokens:
        told = token.start in context.sources and token.kind in _SOURCES and token.mention not in ends
        if told and _tells(context, token):
            return context.article.text[token.start : token.end]
    return None


def _tells(context: Context, source: Token) -> bool:
    """Tell whether a source is what the sentence goes by, and not only the medium that prints it."""
    clean, begin = context.clean, max(context.sentence.start, source.start - 2)
    if pattern("claims.yaml", "reports").match(clean, source.end):
        return True
    if not pattern("claims.yaml", "according").search(clean, begin, source.start):
        return False
    return pattern("claims.yaml", "told").match(clean, source.end) is not None


_SOURCES = frozenset({"organization", "company", "authority"})
