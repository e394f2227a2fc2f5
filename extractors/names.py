"""Finds every name in a text: by the lexicon, by its form, by what the text defines, by titles, and by the learned tagger."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from .acting import headed_places, is_state
from .bodies import mission_bodies, seated_bodies
from .coined import coined_names
from .confirming import AGAIN, WEAK, confirmed
from .contained import joined
from .definitions import aside_after, defined_names
from .employers import employers
from .enumerated import listed_members
from .extended import extended, own_body
from .financed import financed
from .fullnames import Name, registered_names
from .lexicon import Form, Lexicon, load_lexicon
from .masking import Token
from .numbered import numbered_funds
from .overlap import before_control, before_verb, whole_word, without_overlap, without_rounds
from .persons import addressed, cut_at_namesake, persons_beside_roles, settled, speakers
from .products import car_models, models, titled_works
from .quoted import quoted_names
from .shortened import short_forms
from .sifting import without_bare, without_everyday
from .tagged import (
    GUESSED,
    STRONG,
    Span,
    Tagger,
    indefinite,
    is_everyday,
    place_kinds,
    with_tagged,
)
from .tickers import names_before_tickers
from .untangling import untangled
from .vocabulary import pattern
from .words import Words, edge_list

# How sure a way of finding is; where two names overlap, the higher one stays.
_DEFINED, _PLACE = 85, 20
_DEPARTMENT = 5  # characters of a department that may stand before a title
_ORGANIZATIONS = frozenset({"company", "organization", "authority", "fund", "exchange"})


class NameFinder:
    """Finds the names of a text with one lexicon and, where given, one tagger."""

    def __init__(self, lexicon: Lexicon, tagger: Tagger | None = None) -> None:
        import ahocorasick_rs

        self.lexicon = lexicon
        self._tagger = tagger
        self._forms: dict[str, list[Form]] = defaultdict(list)
        for form in lexicon.forms:
            self._forms[form.key].append(form)
        self._places = place_kinds()
        self._keys = sorted({*self._forms, *self._places})
        self._automaton = ahocorasick_rs.AhoCorasick(self._keys, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        listings: dict[str, list[str]] = defaultdict(list)
        for form in lexicon.forms:
            for ticker in lexicon.entities[form.entity].tickers:
                listings[ticker].append(form.key)
        self._listings = {ticker: tuple(keys) for ticker, keys in listings.items()}

    def find(self, text: str, folded: str, clean: str, words: Words, roles: list[Token]) -> list[Name]:
        """Find the names of a text, in order, none overlapping another.

        `folded` is the folded text, `clean` the same with noise blanked, `words` its words and `roles` its titles.
        """
        named = [n for n in registered_names(text, clean, words) if not indefinite().match(clean, n.start)]
        named += coined_names(clean, words)
        named += [n for n in seated_bodies(clean, words) if clean[n.start : n.end] not in self._forms]
        named += defined_names(folded, words, {n.end: n.start for n in named})
        named += [*headed_places(clean), *mission_bodies(clean)]
        named += names_before_tickers(text, folded, words, self._listings)
        weak: list[Name] = []
        for name in self._listed(text, clean, words):
            (weak if name.rank <= WEAK and name.type != "place" else named).append(name)
        named += [*titled_works(clean), *models(clean, named), *car_models(clean, named)]
        named += [*quoted_names(clean, words), *numbered_funds(clean, words)]
        starts = frozenset(role.start for role in roles)
        named += [n for n in self._behind_roles(text, clean, roles) if not is_everyday(words, n)]
        named += [n for n in (*speakers(text, clean), *addressed(clean)) if not is_everyday(words, n)]
        if self._tagger is not None:
            known = [
                (n.start, n.end, n.type)
                for n in without_overlap([n for n in named if n.found_by not in GUESSED])
                if n.type != "place"
            ]
            named = with_tagged(clean, words, named, self._tagger(text, clean, known, words))
        firms = frozenset(n.start for n in named if n.type == "company")
        named = [before_verb(clean, n, self._forms, firms) for n in without_rounds(clean, named)]
        named = [before_control(clean, n, self._forms) for n in named]
        named = cut_at_namesake(clean, [settled(clean, n) for n in untangled(clean, words, named)])
        named = list(without_everyday(clean, named))
        named = [self._before_title(clean, n, starts) for n in named]
        named = _defining(text, folded, named)
        named += confirmed(weak, named, clean)
        offices = [m.span() for m in _offices().finditer(clean)]
        named = (
            [n for n in named if n.type == "person" or not any(a <= n.start and n.end <= b for a, b in offices)]
            if offices
            else named
        )
        named = without_overlap(named)
        named = without_overlap([*named, *employers(clean, words, named, roles)])
        named = without_overlap([*named, *listed_members(clean, words, named)])
        named = without_overlap([*named, *_again(clean, named), *short_forms(clean, words, named)])
        named = financed(clean, [self.identified(n, folded) for n in named])
        return list(without_bare(clean, joined(text, clean, named)))

    def _listed(self, text: str, clean: str, words: Words) -> Iterator[Name]:
        for index, start, end in self._automaton.find_matches_as_indexes(clean):
            key = self._keys[index]
            if not whole_word(clean, start, end) or clean.startswith(edge_list("runs_on"), end - 1):
                continue
            forms = self._forms.get(key)
            if forms and forms[0].type != "place" and _index().match(clean, end):
                continue
            if not forms:
                yield Name(start, end, "place", _PLACE, found_by=self._places[key])
                continue
            strong = [f for f in forms if f.strength == "strong"]
            form = (strong or forms)[0]
            if form.type == "authority" and is_state(key):
                yield Name(start, end, "place", _PLACE + 1, known_as=form.entity, found_by="state")
                continue
            if strong and not self._inside_word(words, start, end):
                whole = Name(start, end, form.type, STRONG, known_as=form.entity, found_by="lexicon")
                yield own_body(clean, whole) or extended(clean, whole, self._forms)
            else:
                known = form.entity if len({f.entity for f in forms}) == 1 else None
                yield Name(start, end, form.type, WEAK, known_as=known, found_by="weak")

    @staticmethod
    def _inside_word(words: Words, start: int, end: int) -> bool:
        """Tell whether a short name is cut out of the middle of words: then it is as weak as an everyday word."""
        if end - start > 3:
            return False
        whole = words.is_boundary(start), words.is_boundary(end)
        return not all(whole) if end - start == 2 else not any(whole)

    def _before_title(self, clean: str, name: Name, titles: frozenset[int]) -> Name:
        """Leave a part of the world to the title behind it: 高盛亞太首席策略師 is of 高盛."""
        if name.type != "company" or titles.isdisjoint(range(name.end, name.end + _DEPARTMENT)):
            return name
        region = next((r for r in edge_list("abroad") if clean.endswith(r, name.start, name.end)), "")
        forms = self._forms.get(clean[name.start : name.end - len(region)], []) if region else []
        if clean[name.start : name.end] in self._forms or not any(form.strength == "strong" for form in forms):
            return name
        return replace(name, end=name.end - len(region), known_as=forms[0].entity)

    def _behind_roles(self, text: str, clean: str, roles: list[Token]) -> Iterator[Name]:
        for name in persons_beside_roles(text, clean, roles):
            if clean[name.start : name.end] not in self._forms and clean[name.start : name.end] not in self._places:
                yield name

    def identified(self, name: Name, folded: str) -> Name:
        """Give a name the lexicon's id by its tickers or its whole form, where the way it was found did not."""
        if name.known_as is not None or name.type in ("person", "place"):
            return name
        for ticker in name.tickers:
            if entity := self.lexicon.entities_by_ticker.get(ticker):
                return replace(name, known_as=entity)
        strong = [f for f in self._forms.get(folded[name.start : name.end], ()) if f.strength == "strong"]
        if strong and len({f.entity for f in strong}) == 1:
            return replace(name, known_as=strong[0].entity, type=strong[0].type)
        return name


@functools.cache
def _index() -> re.Pattern[str]:
    return pattern("edges.yaml", "index_behind")


@functools.cache
def _offices() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, (*edge_list("offices"), *edge_list("other_words")))))


def _defining(text: str, folded: str, names: list[Name]) -> list[Name]:
    """Read the brackets behind names, and add the short names they define."""
    out: list[Name] = []
    for name in names:
        aside = aside_after(text, folded, name.end) if name.type != "place" else None
        if aside is None:
            out.append(name)
            continue
        shorts = tuple(text[a:b] for a, b in aside.short)
        tickers = tuple(dict.fromkeys((*name.tickers, *aside.tickers))) if name.type in _ORGANIZATIONS else ()
        out.append(replace(name, stop=max(name.stop, aside.end), tickers=tickers, same_as=shorts, topic=aside.topic))
        own = text[name.start : name.end]
        out += [
            Name(a, b, name.type, _DEFINED, known_as=name.known_as, same_as=(own,), tickers=tickers, found_by="defined")
            for a, b in aside.short
        ]
    return out


def _again(folded: str, names: list[Name]) -> Iterator[Name]:
    """Find the other places of the names that no lexicon holds."""
    import ahocorasick_rs

    first: dict[str, Name] = {}
    for name in names:
        key = folded[name.start : name.end]
        unlisted = name.rank >= 50 and name.found_by not in ("lexicon", "again", "state") and name.type != "place"
        if unlisted and len(key) >= 2 and (key not in first or first[key].rank < name.rank):
            first[key] = name
    if not first:
        return
    keys = sorted(first)
    automaton = ahocorasick_rs.AhoCorasick(keys, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    for index, start, end in automaton.find_matches_as_indexes(folded):
        if whole_word(folded, start, end):
            name = first[keys[index]]
            yield replace(name, start=start, end=end, rank=AGAIN, stop=0, same_as=(), topic=False, found_by="again")


def default_finder(*lexicon: Path) -> NameFinder:
    """Make the finder with everything that travels with the package, and lexicons of the user's own before it."""
    return NameFinder(load_lexicon(*lexicon), _default_tagger())


def _default_tagger() -> Tagger:
    from .tagger import load_tagger

    tagger = load_tagger()
    return lambda text, folded, known, words: (
        Span(s.start, s.end, s.type, s.probability) for s in tagger.tag(text, folded, known=known, words=words)
    )


_MEDIUM_BEFORE = 4


_SENTENCE_EDGES = frozenset({"", "\n", "。", ";", "!", "?"})


def sources_of(folded: str, names: Iterable[Name]) -> frozenset[int]:
    """Give the offsets of names that only say who reports: according to X, X reports, X's reporter, X on Monday at the head of a sentence."""
    out = set()
    news = pattern("edges.yaml", "source_reports")
    reports, credits = edge_list("source_after"), edge_list("source_before")
    for name in names:
        before = folded[max(0, name.start - _MEDIUM_BEFORE) : name.start].strip()
        heads = folded[name.start - 1 : name.start] in _SENTENCE_EDGES and news.match(folded, name.end)
        if folded.startswith(reports, name.end) or before.endswith(credits) or heads:
            out.add(name.start)
    return frozenset(out)
