"""What the tagger finds, made sober: where its word counts, and what it swallowed or cut off."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..graph.text import fold
from .acting import acts, is_state, is_whereabouts
from .enumerated import beside_named
from .fullnames import Name
from .lexicon import read_table
from .persons import trimmed_person
from .vocabulary import pattern
from .words import Words, edge_list, edge_words


@dataclass(frozen=True, slots=True)
class Span:
    """What a tagger gives: a name at `text[start:end]`, its type and how sure it is, 0 to 1."""

    start: int
    end: int
    type: str
    probability: float


Tagger = Callable[[str, str, Sequence[tuple[int, int, str]], Words], Iterable[Span]]

# Ways of finding a person whose end is a guess, and from which probability on the tagger knows it better.
GUESSED = frozenset({"role", "speech"})
SURE = 0.5
# The least probability by type: what the tagger is right about four times in five on names it never saw, by docs/names.md.
LEAST = {
    "person": 0.3,
    "authority": 0.5,
    "organization": 0.5,
    "company": 0.5,
    "product": 0.4,
    "fund": 0.6,
    "exchange": 0.8,
}
# The same where the name stands at one place only: below it, more than half were none in 680 news items that it had not seen.
ALONE = {"company": 0.7, "organization": 0.6, "product": 0.4}
# The same for a member of a list that has a firm beside it: of 20 such in annotated articles 20 were names.
LISTED = {"company": 0.35, "organization": 0.35, "fund": 0.35}
_BRIEF = 150  # characters
# From which probability on the tagger's longer name stands before a listed name inside it.
LONGER = 0.75


def is_everyday(words: Words, name: Name) -> bool:
    """Tell whether a guessed name is one everyday word: the company, generally, believes."""
    i = words.index_at(name.start)
    whole = words.starts[i] == name.start and len(words.words[i]) == name.end - name.start
    if not whole and i + 1 < len(words.starts) and words.starts[i + 1] + len(words.words[i + 1]) == name.end:
        return words.starts[i] == name.start and words.tags[i][:1] in _LITTLE and words.tags[i + 1][:1] in _SAYING
    cut = words.starts[i] == name.start and name.end - name.start > len(words.words[i]) == 2 and words.tags[i] == "n"
    if cut and not words.is_boundary(name.end):
        return True  # its last character begins another word
    return whole and not words.tags[i].startswith(("nr", "nz", "ns", "eng", "x", "j", "nt"))


# Parts of speech of a little word and of one that says something: all are satisfied, in the letter; no surname and given name.
_LITTLE = frozenset("dpcrzufn")
_SAYING = frozenset("vadf")


def plausible(clean: str, words: Words, span: Span, least: Mapping[str, float] = LEAST) -> Span | None:
    """Cut words that begin no name off a tagged one; None when nothing is left that could be a name."""
    start, stops = span.start, edge_words("before")
    while start < span.end - 2 and clean[start] in edge_words("never_first"):
        start += 1
    i = words.index_at(start)
    while words.starts[i] == start and words.words[i] in stops and len(words.words[i]) > 1:
        start += len(words.words[i])
        i += 1
        if start >= span.end or i >= len(words.starts):
            return None
    end = span.end
    if span.type == "person":
        end -= next((len(w) for w in edge_list("person_after") if len(w) > 1 and clean.endswith(w, start, end)), 0)
        end = trimmed_person(clean, start, end)
    elif span.type in ("company", "organization"):
        end = _without_title(clean, start, _cut(words, start, end))
    elif span.type == "authority":
        start, end = _second_half(clean, start, end), _before_head(clean, start, end)
    key = clean[start:end]
    if any(clean.count(left, start, end) != clean.count(right, start, end) for left, right in _PAIRED):
        return None
    if (
        len(key) < 2
        or span.probability < least.get(span.type, 0.0)
        or key in edge_words("anaphor")
        or key in stops
        or _no_name().fullmatch(key)
        or indefinite().match(key)
        or _is_phrase(key)
    ):
        return None
    kind = "person" if clean.startswith(edge_list("honorifics"), end) and span.type == "company" else span.type
    return Span(start, end, kind, span.probability)


def _second_half(clean: str, start: int, end: int) -> int:
    """Leave what stands before "and the government" to the sentence, and the word for here: neither is part of a bureau's name."""
    joint = max(clean.rfind(word, start, end) for word in edge_words("bureau_and"))
    if joint > start and clean[joint + 1 : end] in edge_words("never_second"):
        return joint + 1
    return start + next((len(w) for w in edge_list("here") if clean.startswith(w, start, end)), 0)


def _before_head(clean: str, start: int, end: int) -> int:
    """Leave the head of a state and his name to themselves: 塞內加爾總統法耶 is 塞內加爾."""
    places = (clean.find(title, start + 2, end) for title in edge_list("heads_of_state"))
    return min((place for place in places if place > 0), default=end)


def _is_phrase(key: str) -> bool:
    """Tell whether a verb or the like stands before the word for a firm: 犯罪集團, 形容集團 are no firms' names."""
    import rjieba

    stem = next((key[: -len(word)] for word in edge_list("firm_words") if key.endswith(word)), "")
    return rjieba.has_word(stem) and rjieba.tag(stem)[0][1] in edge_words("no_firm_tag") if stem else False


_PAIRED = (("(", ")"), ("《", "》"), ("“", "”"), ("「", "」"))


def _without_title(clean: str, start: int, end: int) -> int:
    """Give where a body's name ends that runs on into the title of somebody there: 中總會長 is 中總."""
    return end - next((n for n in (4, 3, 2) if end - n - start >= 2 and clean[end - n : end] in _titles()), 0)


@functools.cache
def _titles() -> frozenset[str]:
    return frozenset(row["key"] for row in read_table("titles"))


def _cut(words: Words, start: int, end: int) -> int:
    """Give where a firm's name ends that runs on into what the firm does: 鏡湖機器人分列集團 is 鏡湖機器人."""
    first, last = words.index_at(start), words.index_at(end - 1)
    for i in range(first + 1, last + 1):
        if words.words[i] in edge_words("cuts") and words.starts[i] - start >= _SHORTEST_CUT:
            return words.starts[i]
    return end


_SHORTEST_CUT = 3  # characters that must be left for a name to be cut


def bureau_start(clean: str, words: Words, start: int) -> int:
    """Take in the first half of a bureau's double name: of Transport and Logistics, the tagger may give only the second.

    What stands before the word for and must be nouns up to an edge, none of which ends like a body of its own.
    """
    if clean[start - 1 : start] not in edge_words("bureau_and") or start < 3:
        return start
    i = words.index_at(start - 1) - 1
    begin = start - 1
    while (
        i >= 0
        and words.tags[i] in _NOUNS
        and words.words[i] not in edge_words("before")
        and start - words.starts[i] <= 8
    ):
        begin = words.starts[i]
        i -= 1
    while clean[begin] in edge_words("never_first"):
        begin += 1
    half = clean[begin : start - 1]
    is_a_body = half.endswith(edge_list("bureau_ends")) or half in place_rows()
    return begin if len(half) >= 2 and not is_a_body else start


_NOUNS = frozenset({"n", "vn", "an", "nz", "b", "v", "a", "nl", "l", "j"})


def with_tagged(clean: str, words: Words, named: Sequence[Name], tagged: Iterable[Span]) -> list[Name]:
    """Give the names found otherwise and those that the tagger adds, with the ends that it knows better."""
    tagged = list(tagged)
    spans = [s for span in tagged if (s := plausible(clean, words, span)) and not _doubtful(clean, s)]
    spans += _listed(clean, words, named, spans, tagged)
    starts = {s.end: s.start for s in spans}
    persons = {s.start: s for s in spans if s.type == "person"}
    out = []
    at = defaultdict(list)
    for name in named:
        person = persons.get(name.start) if name.found_by in GUESSED else None
        at[name.start].append(name)
        at[name.end].append(name)
        if person and person.end != name.end and person.probability >= SURE:
            name = replace(name, end=person.end)
        if name.found_by == "ticker" and name.rank < 90 and name.end in starts:
            name = replace(name, start=starts[name.end], rank=88)
        out.append(name)
    for span in spans:
        key = clean[span.start : span.end]
        if is_state(key):
            if acts(clean, words, span):
                out.append(Name(span.start, span.end, "authority", 40 + int(20 * span.probability), found_by="state"))
            continue
        if is_whereabouts(key):
            continue
        start = span.start
        if span.type == "authority":
            start = bureau_start(clean, words, _seat_start(clean, start))
        rank = _rank(clean, span, (*at.get(span.start, ()), *at.get(span.end, ())))
        out.append(Name(start, span.end, span.type, rank + (start < span.start), found_by="tagger"))
    return out


def _listed(
    clean: str, words: Words, named: Sequence[Name], spans: Sequence[Span], tagged: Iterable[Span]
) -> list[Span]:
    """Give the tagged names that would be in doubt alone, but fill a list's place beside a firm."""
    sure = {(s.start, s.end) for s in spans}
    beside = {(n.start, n.end) for n in named if n.type in LISTED and n.rank >= STRONG}
    beside |= {(s.start, s.end) for s in spans if s.type in LISTED}
    doubtful = [s for span in tagged if (s := plausible(clean, words, span, LISTED)) and s.type in LISTED]
    doubtful = [s for s in doubtful if (s.start, s.end) not in sure]
    shown = beside_named(clean, ((s.start, s.end) for s in doubtful), beside) if doubtful and beside else set()
    return [s for s in doubtful if (s.start, s.end) in shown]


STRONG = 70  # the rank of a name that the lexicon is sure of


def _rank(clean: str, span: Span, beside: Iterable[Name]) -> int:
    """Rank a tagged span: above a listed name inside it where the tagger is sure of the longer one, and more than what firms have is added."""
    longer = any(
        n.rank == STRONG
        and span.start <= n.start
        and n.end <= span.end
        and n.end - n.start < span.end - span.start
        and not (n.start == span.start and clean[n.end : span.end] in edge_words("ends_no_name"))
        and not (n.end == span.end and n.type == "company" and is_state(clean[span.start : n.start]))
        for n in beside
    )
    return STRONG + 5 if longer and span.probability >= LONGER else 40 + int(20 * span.probability)


def _doubtful(clean: str, span: Span) -> bool:
    """Tell whether a span is too unlikely for a name that stands at one place only: what is spoken of, comes again.

    In a text of a sentence or two nothing does.
    """
    least = ALONE.get(span.type) if len(clean) > _BRIEF else None
    return least is not None and span.probability < least and clean.count(clean[span.start : span.end]) == 1


def _seat_start(clean: str, start: int) -> int:
    """Take in the place right before an authority that no lexicon knows: a province's commerce bureau is named with it."""
    for length in range(min(6, start), 1, -1):
        if place_kinds().get(clean[start - length : start]) == "place":
            return start - length
    return start


@functools.cache
def indefinite() -> re.Pattern[str]:
    """Give what begins a firm that is not named: one of, a certain."""
    return pattern("edges.yaml", "indefinite")


@functools.cache
def _no_name() -> re.Pattern[str]:
    return pattern("edges.yaml", "no_name")


@functools.cache
def place_rows() -> Mapping[str, Mapping[str, str]]:
    """Give the places that the tables know, by folded name."""
    out: dict[str, Mapping[str, str]] = {}
    for row in read_table("places"):
        for column in ("key", "zh_hans"):
            if row.get(column):
                out.setdefault(fold(row[column]), row)
    return out


@functools.cache
def place_kinds() -> Mapping[str, str]:
    """Tell of every place that the tables know whether it is a state, which can act, or a place only."""
    states = ("country", "region", "territory")
    return {key: "state" if row["kind"] in states else "place" for key, row in place_rows().items()}
