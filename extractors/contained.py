"""Names of one text that are one thing because one of them holds the other: a full name and what is left of it later."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from .fullnames import Name
from .shortened import is_registered, shortened
from .tagged import place_rows
from .words import edge_list, edge_words

_MAINLAND = re.compile(r"\d{6}\.(?:SH|SZ|BJ)")
_PARTS = re.compile(r"[·・‧•. ]+")
_CHINESE = re.compile("[\u4e00-\u9fff]{2,4}")
_LEAST = 2  # characters of a last name that may stand alone


def joined(text: str, clean: str, names: Sequence[Name]) -> list[Name]:
    """Give the names with what the text itself shows to be the same: the short form gets the full one as `same_as`.

    A short form that two full names could have brought about joins none.
    """
    first: dict[tuple[str, str], Name] = {}
    for name in names:
        first.setdefault((clean[name.start : name.end], name.type), name)
    same: dict[tuple[str, str], set[str]] = defaultdict(set)
    for short, whole in (*_firms(first), *_persons(first), *_addressed(first), *_bodies(first), *_seated(first)):
        same[short].add(whole)
    if not same:
        return list(names)
    spelled = {key: text[name.start : name.end] for (key, _), name in first.items()}
    out = []
    for name in names:
        key = clean[name.start : name.end]
        full = same.get((key, name.type), set())
        if len(full) == 1:
            kind = "person" if (next(iter(full)), "person") in first else name.type
            known = None if key in edge_words("bare_bodies") else name.known_as
            joins = (*name.same_as, *(spelled[f] for f in full))
            name = replace(name, type=kind, known_as=known, same_as=tuple(dict.fromkeys(joins)))
        out.append(name)
    return out


Joins = Iterator[tuple[tuple[str, str], str]]


def _firms(first: Mapping[tuple[str, str], Name]) -> Joins:
    """Give firms under a short form of a registered name, and listed ones within one that has a listed company's form."""
    firms = {key: name for (key, kind), name in first.items() if kind == "company"}
    for full in firms:
        if not is_registered(full):
            continue
        shorts = shortened(full)
        listed = full.endswith(edge_list("listed_form"))
        for key, name in firms.items():
            if key == full or is_registered(key):
                continue
            stem = next((key[: -len(end)] for end in edge_list("shares") if key.endswith(end)), key)
            inside = listed and len(stem) >= _LEAST and stem in full and _is_listed(name)
            if key in shorts or stem in shorts or inside:
                yield (key, "company"), full


def _is_listed(name: Name) -> bool:
    return any(_MAINLAND.fullmatch(ticker) for ticker in (*name.tickers, (name.known_as or "").partition("/")[2]))


def _persons(first: Mapping[tuple[str, str], Name]) -> Joins:
    """Give the last names under which persons go on whose full name has several parts."""
    for full in [key for key, kind in first if kind == "person"]:
        parts = _PARTS.split(full)
        last = parts[-1]
        if len(parts) < 2 or len(last) < _LEAST:
            continue
        for (key, kind), name in first.items():
            if key == last and (kind == "person" or (kind in ("company", "product") and name.known_as is None)):
                yield (key, kind), full


def _addressed(first: Mapping[tuple[str, str], Name]) -> Joins:
    """Give persons under their surname and a form of address, where the text has a person of that surname in full."""
    persons = [key for key, kind in first if kind == "person"]
    for key in persons:
        surname = next((key[: -len(word)] for word in edge_list("addresses") if key.endswith(word)), "")
        for full in persons:
            if (
                surname
                and _CHINESE.fullmatch(full)
                and full.startswith(surname)
                and not full.endswith(edge_list("addresses"))
            ):
                yield (key, "person"), full


def _bodies(first: Mapping[tuple[str, str], Name]) -> Joins:
    """Give authorities under the bare word for what they are, where the text names one of the kind in full before it."""
    bare = [(key, name) for (key, kind), name in first.items() if kind == "authority" and _is_bare(key, name)]
    for key, name in bare:
        for full in _fuller(first, key, name.start):
            yield (key, "authority"), full


def _seated(first: Mapping[tuple[str, str], Name]) -> Joins:
    """Give bodies without their seat, where the text also has them with it: 零售管理協會 beside 香港零售管理協會.

    A body that is known by the bare name is this country's; with another seat it is another one.
    """
    for (key, kind), name in first.items():
        if kind not in ("authority", "organization") or len(key) < _BARE:
            continue
        for full, other in first:
            seat = full[: -len(key)]
            if (
                other == kind
                and full != key
                and full.endswith(key)
                and seat in (edge_words("home") if name.known_as else place_rows())
            ):
                yield (key, kind), full


_BARE = 4  # characters of a body's name that say which one it is


def _is_bare(key: str, name: Name) -> bool:
    return name.known_as is None or key in edge_words("bare_bodies")


def _fuller(first: Mapping[tuple[str, str], Name], key: str, place: int) -> Iterable[str]:
    return (
        full
        for (full, kind), name in first.items()
        if kind == "authority" and full != key and full.endswith(key) and name.start < place
    )
