"""Applies the rules to masked sentences: which tokens stand in which relation, and by which words."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .masking import KIND_OF, NAMES, Masked, Token, kinds_in
from .rules import SHARES, Rule, load_rules
from .words import edge_list


@dataclass(frozen=True, slots=True)
class Match:
    """One rule's find in one sentence.

    `subject` and `object` are tokens (None: the words leave it out), `start` and `end` offsets in the masked
    string, `trigger` where the trigger stands there, `values` the values that the pattern itself takes in, `parties` all
    members of the list that one of the ends is taken from, where there are several.
    """

    rule: Rule
    subject: Token | None
    object: Token | None
    start: int
    end: int
    trigger: tuple[int, int]
    subject_at: int
    object_at: int
    values: tuple[Token, ...]
    parties: tuple[Token, ...] = ()


class Matcher:
    """A set of rules, made ready: one pass over a text tells which of them can match in a sentence at all."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        import ahocorasick_rs

        self.rules = tuple(rules)
        in_patterns = {word for rule in rules for pattern in rule.patterns for word in pattern.words}
        self._words = sorted({word for rule in rules for word in rule.cues} | in_patterns)
        self._of_word: list[list[int]] = [[] for _ in self._words]
        self._always = [n for n, rule in enumerate(self.rules) if not rule.cues]
        index = {word: i for i, word in enumerate(self._words)}
        for number, rule in enumerate(self.rules):
            for word in rule.cues:
                self._of_word[index[word]].append(number)
        self._cues = ahocorasick_rs.AhoCorasick(self._words) if self._words else None

    def cues(self, folded: str) -> list[tuple[int, int]]:
        """Find every cue word in a text: (offset, index of the word), in order."""
        if self._cues is None:
            return []
        found = self._cues.find_matches_as_indexes(folded, overlapping=True)
        return sorted((start, word) for word, start, _ in found)

    def words(self, cue_words: Iterable[int]) -> frozenset[str]:
        """Give the words that these indexes stand for."""
        return frozenset(self._words[word] for word in cue_words)

    def candidates(self, cue_words: Iterable[int]) -> list[Rule]:
        """Give the rules that one of these cue words makes possible, in their order."""
        numbers = sorted({*self._always, *(number for word in cue_words for number in self._of_word[word])})
        return [self.rules[number] for number in numbers]


@functools.cache
def default_matcher() -> Matcher:
    """Make the matcher for the rules that travel with the package."""
    return Matcher(load_rules())


def matches(masked: Masked, rules: Sequence[Rule], words: frozenset[str] | None = None) -> Iterator[Match]:
    """Give every find of these rules in a masked sentence, by rule and then by place.

    `words` are the cue words that the sentence holds, where they are known: patterns without any of theirs are not tried.
    """
    kinds = kinds_in(masked.string)
    names = sum(map(masked.string.count, NAMES))
    for rule in rules:
        for pattern in rule.patterns:
            if names < pattern.ends or (words is not None and pattern.words and words.isdisjoint(pattern.words)):
                continue
            for needed in pattern.needs:
                if not kinds & needed:
                    break
            else:
                yield from _finds(rule, pattern.expression, masked)


def _finds(rule: Rule, expression: re.Pattern[str], masked: Masked) -> Iterator[Match]:
    for found in _overlapping(expression, masked.string):
        yield from _pairs(rule, found, masked)


def _overlapping(pattern: re.Pattern[str], string: str) -> Iterator[re.Match[str]]:
    """Give all matches, also those that begin inside an earlier one: a list's second party may be the next one's first."""
    place = 0
    while found := pattern.search(string, place):
        yield found
        place = found.start() + 1
        if place > len(string):
            return


def _pairs(rule: Rule, found: re.Match[str], masked: Masked) -> Iterator[Match]:
    groups = found.re.groupindex
    if not _weighed(found, masked):
        return
    if "both" in groups:
        yield from _of_two(rule, found, masked)
        return
    subjects = _ends(found, "s", masked)
    objects = subjects if rule.itself else _ends(found, "o", masked)
    subject_at = found.start("s") if "s" in groups and found["s"] is not None else found.start()
    object_at = found.start("o") if "o" in groups and found["o"] is not None else found.start()
    trigger = found.span("t") if "t" in groups and found["t"] else (found.end(), found.end())
    values = tuple(
        masked.tokens[found.start(g)] for g in ("amount", "stake", *SHARES, "date", "role") if g in groups and found[g]
    )
    lists = [ends for ends in (subjects, objects) if len(ends) > 1]
    parties = tuple(t for t in lists[0] if t is not None) if lists else ()
    for s in subjects:
        for o in [s] if rule.itself else objects:
            if s is not None or o is not None or rule.itself:
                yield Match(rule, s, o, found.start(), found.end(), trigger, subject_at, object_at, values, parties)


def _of_two(rule: Rule, found: re.Match[str], masked: Masked) -> Iterator[Match]:
    """Give what is said of two parties by a word that stands for both."""
    token, at = masked.tokens[found.start("both")], found.start("both")
    if token.pair is not None:
        one, other = (replace(token, kind="anaphor", mention=mention) for mention in token.pair)
        if "s" not in found.re.groupindex:
            yield Match(rule, one, other, found.start(), found.end(), found.span("t"), at, at, ())
            return
        for subject in _ends(found, "s", masked):  # somebody else does something to both of them
            for end in (one, other):
                yield Match(rule, subject, end, found.start(), found.end(), found.span("t"), found.start("s"), at, ())


def _weighed(found: re.Match[str], masked: Masked) -> bool:
    """Tell whether a share that has to be of a certain size (under half, half and more) is so."""
    for group, fits in SHARES.items():
        if group in found.re.groupindex and found[group]:
            share = masked.tokens[found.start(group)].value
            if share is None or not fits(float(share)):
                return False
    return True


def _ends(found: re.Match[str], group: str, masked: Masked) -> Sequence[Token | None]:
    """Give the tokens of one end; None stands for an end that the words leave out."""
    if group not in found.re.groupindex or found[group] == "":
        return [None]
    return _tokens(found, group, masked) if found[group] else []


def _tokens(found: re.Match[str], group: str, masked: Masked) -> list[Token]:
    """Give the members of a list, without the names that only say whose unit the member behind them is."""
    start, end = found.span(group)
    places = [i for i in range(start, end) if masked.string[i] in KIND_OF and i in masked.tokens]
    whose = edge_list("modifies")
    return [masked.tokens[i] for i in places if i == places[-1] or not masked.string.startswith(whose, i + 1, end)]
