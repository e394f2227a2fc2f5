"""Describes the things that mentions stand for: type, IRI, preferred and other names, tickers."""

from __future__ import annotations

import functools
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from .facts import ArticleFacts, Name
from .identity import LISTED, Identity, group_of
from .model import Entity
from .names import all_names, bare_key, fullness, has_legal_form, is_han, market_order
from .namespace import article_id
from .persons import PERSON
from .text import simplified, traditional

_HANS, _HANT = "zh-Hans", "zh-Hant"
_simplified, _traditional = (functools.lru_cache(maxsize=400_000)(convert) for convert in (simplified, traditional))


@dataclass(slots=True)
class _Thing:
    """One cluster while it is described: its names and how many articles' mentions have each."""

    root: int
    names: dict[int, int] = field(default_factory=dict)
    type: str = ""
    places: tuple[int, ...] = ()  # a person's organisations
    pins: tuple[str, ...] = ()  # ids of the articles whose mentions alone these are, where somebody judged so
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entities:
    """All entities by their cluster's root, and the IRIs (as paths) that stand for others now."""

    by_root: Mapping[int, Entity]
    replaced: Mapping[str, tuple[str, ...]]


def describe(facts: Mapping[str, ArticleFacts], identity: Identity) -> Entities:
    """Describe everything that is mentioned.

    An entity's id is the lexicon's; else its type with its ticker, or with the shortest name, folded, that no other
    entity of the type has; persons who share all their names have their organisation behind it. `replaced` are the ids
    that an entity may have had while less was known: those that one of its names alone would give. As they follow from
    what was read, a store built at once and one built bit by bit hold the same.
    """
    things = _things(facts, identity)
    paths = _paths(things, identity)
    entities = {thing.root: _entity(thing, paths[thing.root], identity) for thing in things}
    return Entities(entities, _replaced(things, paths, identity))


def _things(facts: Mapping[str, ArticleFacts], identity: Identity) -> list[_Thing]:
    things: dict[int, _Thing] = {}
    for root, number, count in _uses(facts, identity):
        thing = things.get(root)
        if thing is None:
            thing = things[root] = _Thing(root)
        thing.names[number] = thing.names.get(number, 0) + count
    places: dict[int, set[int]] = defaultdict(set)
    for node, roots in identity.persons.places.items():
        places[identity.clusters.find(node)] |= roots
    for root, one in things.items():
        one.type = _type(one, identity)
        one.keys = frozenset(identity.keys[number] for number in one.names)
        one.places = tuple(places.get(root, ())) if one.type == PERSON else ()
        one.pins = tuple(sorted({article_id(pin) for number in one.names if (pin := identity.names[number].pin)}))
    return list(things.values())


def _uses(facts: Mapping[str, ArticleFacts], identity: Identity) -> Iterator[tuple[int, int, int]]:
    """Give roots, the numbers of their names and how many mentions there are, in parts."""
    for number, root in identity.roots.items():
        yield root, number, identity.counts[number]
    for graph in identity.mixed:
        for number, root in zip(facts[graph].names, identity.members(facts[graph]), strict=True):
            if number not in identity.roots:
                yield root, number, 1


def _type(thing: _Thing, identity: Identity) -> str:
    for entity in identity.listed(thing.root):
        return entity.type
    types: dict[str, int] = {}
    for number, count in thing.names.items():
        kind = identity.names[number].type
        types[kind] = types.get(kind, 0) + count
    return min(types, key=lambda kind: (-types[kind], kind))


# IRIs


def _paths(things: Iterable[_Thing], identity: Identity) -> dict[int, str]:
    owners = Counter((thing.type, key) for thing in things for key in thing.keys)
    paths: dict[int, str] = {}
    shared: list[_Thing] = []
    for thing in things:
        path = _own_path(thing, identity) or _name_path(thing, owners, identity)
        if path is None:
            shared.append(thing)
        else:
            paths[thing.root] = path
    taken = {*paths.values(), *identity.lexicon.entities}
    for thing in sorted(shared, key=lambda thing: (*_marked(thing), sorted(thing.keys), _tails(thing, paths))):
        path = next(path for path in _shared_paths(thing, paths) if path not in taken)
        taken.add(path)
        paths[thing.root] = path
    return paths


def _own_path(thing: _Thing, identity: Identity) -> str | None:
    """Give the path that the lexicon's id or a ticker makes."""
    known = identity.clusters.known.get(thing.root)
    codes = identity.clusters.codes.get(thing.root)
    if known:
        return known[0]
    return _path(thing.type, min(chain(*codes.values()), key=market_order)) if codes else None


def _name_path(thing: _Thing, owners: Mapping[tuple[str, str], int], identity: Identity) -> str | None:
    own = (
        key
        for key in thing.keys
        if owners[thing.type, key] == 1 and _path(thing.type, key) not in identity.lexicon.entities
    )
    key = min(own, key=_brevity, default=None)
    return None if key is None else _path(thing.type, key)


def _brevity(key: str) -> tuple[bool, int, str]:
    """Order names from the shortest; what is hardly a name (KC) comes last."""
    return fullness(key) < 4, len(key), key


def _path(kind: str, key: str) -> str:
    return f"{kind}/{key}"


def _marked(thing: _Thing) -> tuple[bool, bool]:
    return bool(thing.pins), bool(thing.places)


def _tails(thing: _Thing, paths: Mapping[int, str]) -> list[str]:
    """Give what tells a thing from its namesakes: a person's organisations, then articles."""
    return [*sorted(paths[place].partition("/")[2] for place in thing.places if place in paths), *thing.pins]


def _shared_paths(thing: _Thing, paths: Mapping[int, str]) -> Iterator[str]:
    """Give paths for a thing all of whose names others have too, the best first."""
    keys = sorted(thing.keys, key=_brevity)
    tails = _tails(thing, paths)
    yield from (_path(thing.type, f"{key}@{tail}") for tail in tails for key in keys)
    yield from (_path(thing.type, key) for key in keys)
    digest = hashlib.sha256(
        "|".join([*keys, *sorted(paths[p] for p in thing.places if p in paths), *thing.pins]).encode("utf-8", "replace")
    )
    yield from (_path(thing.type, f"{keys[0]}~{digest.hexdigest()[:8]}{n or ''}") for n in range(1_000_000))


def _replaced(things: Sequence[_Thing], paths: Mapping[int, str], identity: Identity) -> dict[str, tuple[str, ...]]:
    taken = {*paths.values(), *identity.lexicon.entities}
    former = {thing.root: _former(thing, identity) for thing in things}
    out: dict[str, set[str]] = defaultdict(set)
    for thing in things:
        at: set[str] = set()
        if len(thing.places) > 1 or "@" in paths[thing.root]:
            tails = {path.partition("/")[2] for place in thing.places for path in (*former[place], paths[place])}
            at = {f"{path}@{tail}" for path in former[thing.root] for tail in tails}
        for path in (former[thing.root] | at) - taken:
            out[path].add(paths[thing.root])
        for listing in identity.clusters.known.get(thing.root, ())[1:]:
            out[listing].add(paths[thing.root])
    return {path: tuple(sorted(out[path])) for path in sorted(out)}


def _former(thing: _Thing, identity: Identity) -> set[str]:
    """Give the paths that a thing may have had while only some of its names were known."""
    names = [(identity.names[number], identity.keys[number]) for number in thing.names]
    open_ = [(name, key) for name, key in names if name.known_as is None]
    types = {name.type for name, _ in open_}
    listed = identity.lexicon.by_ticker
    tickers = {t for name, _ in open_ if name.type in LISTED for t in name.tickers if t not in listed}
    keys = {key for name, key in open_ if len(identity.known_as(group_of(name.type), key)) != 1}
    return {_path(kind, end) for kind in types for end in keys | tickers}


# Names


def _entity(thing: _Thing, path: str, identity: Identity) -> Entity:
    known, forms = identity.listed(thing.root), _forms(thing, identity.names)
    listed = [
        (tag, label)
        for entity in reversed(known)
        for tag, label in entity.labels
        if label and not identity.elsewhere(label, entity, thing.root)
    ]
    labels = dict(listed) or _labels(forms)
    if _HANS in labels or _HANT in labels:
        labels.setdefault(_HANT, _traditional(labels.get(_HANS, "")))
        labels.setdefault(_HANS, _simplified(labels[_HANT]))
    also = (name for entity in known for name in all_names(entity) if not identity.elsewhere(name, entity, thing.root))
    others = {*forms, *filter(None, also)} - set(labels.values())
    codes = chain(*identity.clusters.codes.get(thing.root, {}).values())
    tickers = {*codes, *(ticker for entity in known for ticker in entity.tickers)}
    return Entity(path, thing.type, tuple(sorted(labels.items())), tuple(sorted(others)), tuple(sorted(tickers)))


def _forms(thing: _Thing, names: list[Name]) -> dict[str, int]:
    forms: dict[str, int] = {}
    for number, count in thing.names.items():
        form = names[number].form
        forms[form] = forms.get(form, 0) + count
    return forms


def _labels(forms: Mapping[str, int]) -> dict[str, str]:
    """Choose the preferred names among those read: the commonest, rather without the legal form, in each script."""
    ordered = sorted(forms, key=lambda f: (has_legal_form(f), fullness(f) < 4, -forms[f], -len(f), f))
    latin, han = (next((form for form in ordered if is_han(form) == wanted), None) for wanted in (False, True))
    labels = {} if latin is None else {"en": latin}
    if han is not None:
        same = (form for form in ordered if language(form) == _HANT and bare_key(form) == bare_key(han))
        labels[_HANS], labels[_HANT] = _simplified(han), next(same, None) or _traditional(han)
    return labels


@functools.lru_cache(maxsize=400_000)
def language(form: str) -> str:
    """Give the language tag of a name as it is written; one that is the same in both scripts is `zh-Hans`.

    >>> language("余偉文"), language("小米"), language("Moore Threads")
    ('zh-Hant', 'zh-Hans', 'en')
    """
    if not is_han(form):
        return "en"
    # one character that only Traditional has decides: many others (余, 台, 里) stand in both
    return _HANS if _simplified(form) == form else _HANT
