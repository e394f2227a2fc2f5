"""Tells of two names how likely they are one party's: what tells them apart, what they share, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ..names import bare_key
from .names import Parts
from .words import load_words

# How sure what is left of two names is, when it is the same, before words and places speak: four syllables or three
# characters are a name of one's own, two syllables may be a dozen firms'. Set on the development half of
# tests/data/screening_pairs.csv, the other half being kept for the measure.
_SAME, _SURE, _LIKELY, _FOUR, _PERHAPS = 0.97, 0.93, 0.86, 0.78, 0.72
_WORDS_EQUAL, _WORDS_SHARED, _WEAK_EQUAL = 0.08, 0.05, 0.03
_WORD_MORE, _WORD_LESS = 0.05, 0.12  # for each word that the entry has besides, or that it lacks
_BODY = 0.15  # one is a body of a kind that the other is not: an institute of a firm
_WEAK_CLASH = 0.2  # where nothing but words that many share is left, those count that else tell nothing apart
_WORDS_CLASH = {_SURE: 0.2, _LIKELY: 0.28, _PERHAPS: 0.38}  # both have words that the other has not
_PLACE_EQUAL, _PLACE_MORE, _PLACE_LESS, _PLACE_CLASH = 0.04, 0.05, 0.06, 0.35
_BRANCH = 0.15  # a place in brackets or behind a name is mostly where a branch or a subsidiary sits
_ABROAD = 0.25
_FORMAL = frozenset({"group"})  # said of a firm or left out
_ENOUGH = 3  # words and places that must be equal where nothing else is left of a name


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are: a score from 0 to 1, why, and how far to trust it.

    `loose` where only the sound is the same, or words that many share: then countries must fit. `more` is what the entry's
    name has besides (a place, a line of business): the sign of a sister or a subsidiary.
    """

    score: float
    reasons: tuple[str, ...]
    loose: bool
    more: frozenset[str]


def compare(own: Parts, listed: Parts, *, usual: bool = False, seats: frozenset[str] = frozenset()) -> Likeness | None:
    """Compare an entity's name with an entry's; None where nothing speaks for their being one.

    `usual` tells that both are what the two are mainly called, and no other name: then even three letters may do.
    `seats` are the places that other names of the entity tell.
    """
    found = _core(own, listed, usual)
    if found is None:
        return None
    base, reason, loose = found
    words, said, more = _words(own, listed, base)
    places, told, there = _places(own.places | seats if listed.places else own.places, listed)
    reasons = [reason, *said, *told]
    return Likeness(max(0.0, base + words + places), tuple(reasons), loose, frozenset(more | there))


def _core(own: Parts, listed: Parts, usual: bool) -> tuple[float, str, bool] | None:
    """Give how sure the rest of two names makes that they are one, why, and whether only its sound does."""
    if bare_key(own.text) == bare_key(listed.text):
        return (
            _same_base(own, listed, usual),
            f"{own.text} is {listed.text}",
            not (own.core or own.places & load_words().foreign),
        )
    if not own.core and not listed.core:
        return _shared_words(own, listed)
    if not own.core or not listed.core:
        return None
    if own.han and listed.han:
        alike, base, how = own.core == listed.core, _han_base(len(own.core)), "is"
    elif own.han or listed.han:
        han = own if own.han else listed
        alike, base, how = own.sound == listed.sound, _sound_base(han.syllables), "sounds like"
    else:
        base = _sound_base(own.syllables) if own.syllables else _latin_base(own, listed)
        alike, how = own.sound == listed.sound, "is"
    if not alike or base is None:
        return None
    return base, f"{own.core} {how} {listed.core}", own.han != listed.han


def _same_base(own: Parts, listed: Parts, usual: bool) -> float:
    """Give how sure it is that names are one party's that are the same letter by letter."""
    if own.short and listed.short and not usual:
        return {4: _FOUR}.get(len(own.core), _PERHAPS if len(own.core) < 4 else _SAME)
    if own.core in load_words().common:
        return _LIKELY if own.words else _PERHAPS
    return _SAME


def _han_base(length: int) -> float | None:
    return None if length < 2 else _SURE if length > 2 else _LIKELY


def _sound_base(syllables: int) -> float | None:
    return None if syllables < 2 else {2: _PERHAPS, 3: _LIKELY}.get(syllables, _SURE)


def _latin_base(own: Parts, listed: Parts) -> float | None:
    length = len(own.core)
    if length < 3:
        return None
    if own.core in load_words().common:
        return _PERHAPS
    if length == 3 or (length == 4 and (own.short or listed.short)):
        return _PERHAPS
    return _SURE if length >= 7 else _LIKELY


def _shared_words(own: Parts, listed: Parts) -> tuple[float, str, bool] | None:
    """Compare names of nothing but words that many have: all of them must be the same."""
    shared = own.words & listed.words
    places = own.places & listed.places
    count = len(shared) + len(places) + len(own.weak & listed.weak)
    if not shared or own.words != listed.words or count < _ENOUGH - 1:
        return None
    reason = f"{own.text} means {listed.text}" if own.han != listed.han else f"{own.text} is {listed.text}"
    clash = _WEAK_CLASH if (own.weak ^ listed.weak) - _FORMAL else 0.0
    clash += _PLACE_CLASH if bool(_seats(own.places)) != bool(_seats(listed.places)) else 0.0
    return (_LIKELY if count >= _ENOUGH else _PERHAPS) - clash, reason, not own.places & load_words().foreign


def _words(own: Parts, listed: Parts, base: float) -> tuple[float, list[str], set[str]]:
    """Give what the words of two names add, why, and which the entry has besides."""
    less, more = _besides(own.words, listed.words), _besides(listed.words, own.words)
    if less and more:
        clash = _WORDS_CLASH.get(base, _WORDS_CLASH[_SURE])
        return -clash, [f"but {_list(less)} is not {_list(more)}"], more
    both = own.words & listed.words
    said = [f"both {_list(both)}"] if both else []
    if less or more:
        said.append(f"{_list(more or less)} {'is in the entry alone' if more else 'is not in the entry'}")
        body = _BODY if (more | less) & load_words().bodies else 0.0
        return (_WORDS_SHARED if both else 0) - _WORD_MORE * len(more) - _WORD_LESS * len(less) - body, said, more
    if both:
        return _WORDS_EQUAL, said, more
    return (_WEAK_EQUAL if own.weak and own.weak == listed.weak else 0.0), said, more


def _besides(words: Collection[str], others: Collection[str]) -> set[str]:
    """Give the words that have no counterpart among others."""
    near = load_words().near
    return {word for word in words if not any(word == other or frozenset((word, other)) in near for other in others)}


def _places(own: frozenset[str], listed: Parts) -> tuple[float, list[str], set[str]]:
    """Give what the places of two names add, why, and which the entry has besides."""
    here, there = _seats(own), _seats(listed.places)
    more = there - here
    if here and there:
        if here & there:
            return _PLACE_EQUAL, [f"both {_list(here & there)}"], set()
        return -_PLACE_CLASH, [f"but {_list(own)} is not {_list(listed.places)}"], more
    if there:
        abroad = there & load_words().foreign
        loss = _ABROAD if abroad else _BRANCH if listed.branch else _PLACE_MORE
        return -loss, [f"{_list(listed.places)} is in the entry alone"], more
    return (-_PLACE_LESS if here else 0.0), ([f"{_list(own)} is not in the entry"] if here else []), more


def _seats(places: Iterable[str]) -> set[str]:
    """Give places that tell firms of one country apart, each with the province it lies in."""
    within = load_words().within
    found = set(places) - {"china"}
    return found | {within[place] for place in found if place in within}


def _list(words: Iterable[str]) -> str:
    return " and ".join(sorted(words))
