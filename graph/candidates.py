"""Finds pairs of entities that a person should look at, because they may be one thing: the likeliest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from .identity import group_of
from .lookup import entities, rows
from .model import Entity
from .names import all_names, fullness, is_han, typed_key, unextended
from .namespace import VIEW
from .persons import PERSON
from .readings import reading
from .sides import Sides

if TYPE_CHECKING:
    from .judgements import Judgement
    from .storage import Reader

# How much each trace says; their order matters, not their size.
_TICKER, _MAY_BE, _EXTENDED, _ROMANISED, _NAMED = 0.9, 0.9, 0.8, 0.7, 0.55
_HEARD, _NEAR, _NAMESAKE, _PART = 0.5, 0.45, 0.35, 0.2
_SHARED, _MOST_SHARED = 0.08, 3  # for each other entity that both have claims with, and how many count
_TOGETHER = 0.6  # times the score where one article names both: it had a reason to give them two names
_CROWD = 40  # entities that share a trait: more are no trace of anything
_ENDS = frozenset({"person", "place", "product"})  # groups whose names are not looked for inside longer ones


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entities that may be one: a score from 0 to 1 to order by, and what speaks for it."""

    a: Entity
    b: Entity
    score: float
    reason: str


_Pair = tuple[str, str, float, str]  # two IRIs in order, score, reason


def candidates(reader: Reader, *, limit: int = 20) -> list[Candidate]:
    """Give pairs that may be one thing, best first; of equal ones those that more articles mention.

    What people judged already is left out, and so are two things that the lexicon knows to be two.
    """
    known = entities(reader)
    keys = {iri: _keys(entity) for iri, entity in known.items()}
    best: dict[tuple[str, str], tuple[float, str]] = {}
    premises = reader.premises()
    for a, b, score, reason in _pairs(reader, known, keys):
        if known[a].id in premises.known and known[b].id in premises.known:
            continue
        if (score, reason) > best.get((a, b), (0.0, "")):
            best[a, b] = score, reason
    for pair in _judged(premises.judgements, known):
        best.pop(pair, None)
    partners, articles = _partners(reader), _articles(reader, {iri for pair in best for iri in pair})
    found = []
    for (a, b), (score, reason) in best.items():
        shared = min(len(partners.get(a, set()) & partners.get(b, set())), _MOST_SHARED)
        together = not articles[a].isdisjoint(articles[b])
        full = (score + _SHARED * shared) * (_TOGETHER if together else 1)
        also = f"; {shared}{'+' if shared == _MOST_SHARED else ''} shared counterparts" if shared else ""
        found.append(Candidate(known[a], known[b], round(min(full, 0.99), 2), reason + also))
    often = {known[iri].id: len(articles[iri]) for iri in articles}
    return sorted(
        found, key=lambda pair: (-pair.score, -min(often[pair.a.id], often[pair.b.id]), pair.a.id, pair.b.id)
    )[:limit]


def _keys(entity: Entity) -> frozenset[str]:
    return frozenset(typed_key(name, entity.type) for name in all_names(entity))


def _pairs(reader: Reader, known: Mapping[str, Entity], keys: Mapping[str, frozenset[str]]) -> Iterator[_Pair]:
    """Give all pairs that something speaks for, some more than once."""
    owners: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for iri, entity in known.items():
        for key in keys[iri]:
            owners[group_of(entity.type)][key].add(iri)
    query = f"SELECT ?a ?b WHERE {{ GRAPH <{VIEW}> {{ ?a gx:mayBe ?b }} }}"
    claimed: dict[str, set[str]] = defaultdict(set)
    for a, b in rows(reader, query):
        claimed[a].add(b)
    for a, others in claimed.items():
        for b in others & known.keys():
            yield *_ordered(a, b), _MAY_BE / max(len(others), 2), "an ambiguous name, and one that it may stand for"
    yield from _sharing(_by_code(known), _TICKER, "one ticker")
    for group, named in owners.items():
        if group == PERSON:
            yield from _sharing(named, _NAMESAKE, "persons of one name")
        else:
            yield from _sharing(named, _NAMED, "one name")
            yield from _sharing(_by(named, _deletions), _NEAR, "names that differ in one character")
            yield from _sharing(_by(named, _heard), _HEARD, "names that sound alike")
        yield from _romanised(named)
        if group not in _ENDS:
            yield from _contained(named)


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _by_code(known: Mapping[str, Entity]) -> dict[str, set[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for iri, entity in known.items():
        for ticker in entity.tickers:
            codes[ticker.lstrip("0")].add(iri)
    return codes


def _by(named: Mapping[str, set[str]], traits: Callable[[str], Iterable[str]]) -> dict[str, set[str]]:
    """Put together the entities whose names share a trait."""
    out: dict[str, set[str]] = defaultdict(set)
    for key, iris in named.items():
        for trait in traits(key):
            out[trait] |= iris
    return out


def _sharing(sharers: Mapping[str, set[str]], score: float, reason: str) -> Iterator[_Pair]:
    for trait, iris in sharers.items():
        if 1 < len(iris) <= _CROWD:
            weight = score * (1 - 1 / (1 + fullness(trait)))  # the longer what they share, the less by chance
            for a, b in combinations(sorted(iris), 2):
                yield a, b, weight, reason


def _deletions(key: str) -> Iterator[str]:
    """Give a name of some length and each that lacks one character of it: two that share one differ in one place."""
    if fullness(key) >= 8:
        yield f"={key}"
        yield from {f"={key[:i]}{key[i + 1 :]}" for i in range(len(key))}
        yield from {f"{i}?{key[:i]}{key[i + 1 :]}" for i in range(len(key))}


def _heard(key: str) -> Iterator[str]:
    if is_han(key) and len(key) >= 2:
        yield reading(key)


def _romanised(named: Mapping[str, set[str]]) -> Iterator[_Pair]:
    """Find Chinese names that a Latin one spells out."""
    for key in filter(is_han, named):
        latin = reading(key).replace(" ", "")
        if len(latin) >= 5:
            for a in named.get(latin, ()):
                for b in named[key] - {a}:
                    yield *_ordered(a, b), _ROMANISED, "a name and its romanisation"


def _contained(named: Mapping[str, set[str]]) -> Iterator[_Pair]:
    """Find names that begin or end others; one that is part of many says little."""
    holders: dict[str, set[str]] = defaultdict(set)
    for key in named:
        for short in {key[:i] for i in range(2, len(key))} | {key[i:] for i in range(1, len(key) - 1)}:
            if short in named and fullness(short) >= 4:
                holders[short].add(key)
    for short, keys in holders.items():
        for key in keys if len(keys) <= _CROWD else ():
            score = _PART + 0.3 * fullness(short) / fullness(key) + (0.1 if key.endswith(short) else 0.0)
            score = _EXTENDED if unextended(key) == short else score / len(keys)
            for a in named[key]:
                for b in named[short] - {a}:
                    yield *_ordered(a, b), score, f"one name holds the other ({short})"


def _partners(reader: Reader) -> dict[str, set[str]]:
    """Give the entities that each has claims with."""
    out: dict[str, set[str]] = defaultdict(set)
    for a, b in rows(reader, "SELECT DISTINCT ?a ?b WHERE { ?c a gx:Claim ; rdf:subject ?a ; rdf:object ?b }"):
        out[a].add(b)
        out[b].add(a)
    return out


def _articles(reader: Reader, wanted: set[str]) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {iri: set() for iri in wanted}
    for article, iri in rows(reader, "SELECT ?a ?e WHERE { ?a gx:mentions ?e }"):
        if iri in wanted:
            out[iri].add(article)
    return out


def _judged(judgements: Iterable[Judgement], known: Mapping[str, Entity]) -> Iterator[tuple[str, str]]:
    """Give the pairs that people judged already."""
    sides = Sides(known)
    for judgement in judgements:
        yield from (_ordered(a, b) for a in sides.find(judgement.a) for b in sides.find(judgement.b))
