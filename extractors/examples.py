"""The examples that every rule carries, run against it.

An example is a sentence in which names stand in square brackets, and behind ` => ` the claims that the rule makes of it:
`[甲科技]向[P:王明]收购[乙医药] => 甲科技 > 乙医药`. A letter before a colon says what the name is (P person, A authority,
X exchange, O organization, D product, F fund, L place, S state; without one it is a company). A status other than actual
stands in brackets at the end: `(planned)`. Several claims are separated by `; `. A sentence under `against` is one of which the rule makes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..graph.text import fold
from .masking import Token, mask
from .matching import matches
from .persons import find_roles
from .rules import Rule
from .status import scope, status_of
from .tokens import anaphors, date_tokens, value_tokens

_MARKED = re.compile(r"\[(?:(?P<type>[PAXODFLS]):)?(?P<name>[^\[\]]+)\]")
_TYPES = {
    "P": "person", "A": "authority", "X": "exchange", "O": "organization", "D": "product", "F": "fund", "L": "place", "S": "state",
    None: "company",
}  # fmt: skip


def problems(rule: Rule) -> Iterator[str]:
    """Tell which of a rule's examples it fails, and whether it has too few."""
    if len(rule.examples) < 2 or not rule.against:
        yield f"{rule.id}: needs two examples and one against"
    for example in rule.examples:
        sentence, arrow, wanted = example.partition(" => ")
        if not arrow or not wanted.strip():
            yield f"{rule.id}: an example without claims: {example}"
            continue
        said = claims_of(rule, sentence)
        if said != set(wanted.strip().split("; ")):
            yield f"{rule.id}: {example}\n    says {sorted(said)}"
    for example in rule.against:
        if said := claims_of(rule, example):
            yield f"{rule.id}: must not match {example}\n    says {sorted(said)}"


def claims_of(rule: Rule, marked: str) -> set[str]:
    """Give what one rule makes of a marked sentence, as `subject > object (status)`; the status only where it is not actual.

    A subject that is left out, or that 「公司」 stands for, is the first name of the sentence; a word for both stands for its first two.
    """
    text, tokens, names = _unmarked(marked)
    folded = fold(text)
    taken = {i for t in tokens for i in range(t.start, t.end)}
    more = [
        *value_tokens(folded, "zh-Hans"),
        *date_tokens(folded, None),
        *(t for t in find_roles(_blanked(folded, tokens)) if t.kind != "epithet"),
        *anaphors(folded, ()),
    ]
    for token in more:
        if taken.isdisjoint(range(token.start, token.end)) and not any(
            t.end == token.start for t in tokens if token.kind == "anaphor" and token.end - token.start > 1
        ):
            taken.update(range(token.start, token.end))
            tokens.append(_referring(token, len(names)))
    masked = mask(folded, 0, len(folded), sorted(tokens, key=lambda t: t.start))
    out: set[str] = set()
    if rule.cues and not any(cue in folded for cue in rule.cues):
        return out
    for match in matches(masked, [rule]):
        person = next((t.mention for t in tokens if t.kind == "person"), 0) if rule.relation == "holds_position" else 0
        subject = match.subject.mention if match.subject else person
        object_ = subject if rule.itself else match.object.mention if match.object else 0
        if subject is None or object_ is None or (subject == object_) != rule.itself:
            continue
        status = rule.status or status_of(
            scope(masked.string, min(match.subject_at, match.object_at), match.trigger), rule.relation, rule.statuses
        )
        out.add(f"{names[subject]} > {names[object_]}" + (f" ({status})" if status != "actual" else ""))
    return out


def _referring(token: Token, names: int) -> Token:
    """Let a word that stands for a name stand for the first, and one for both of two for the first two."""
    if token.kind == "both" and names > 1:
        return replace(token, pair=(0, 1))
    return replace(token, mention=0) if token.kind in ("anaphor", "pronoun") else token


def _blanked(folded: str, tokens: list[Token]) -> str:
    for token in tokens:
        folded = folded[: token.start] + "\n" * (token.end - token.start) + folded[token.end :]
    return folded


def _unmarked(marked: str) -> tuple[str, list[Token], list[str]]:
    text, tokens, names, place = "", [], [], 0
    for found in _MARKED.finditer(marked):
        text += marked[place : found.start()]
        if found["name"] not in names:
            names.append(found["name"])
        start = len(text)
        text += found["name"]
        tokens.append(Token(start, len(text), _TYPES[found["type"]], names.index(found["name"])))
        place = found.end()
    return text + marked[place:], tokens, names
