"""Tells why an entity has its names: which lexicon, ticker, article or person joined each of them to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .identity import group_of
from .judgements import identity_of
from .lookup import iri_of, rows
from .model import Entity
from .names import all_names, typed_key
from .namespace import article_id, path_of

if TYPE_CHECKING:
    from .judgements import Judgement, Side
    from .storage import Reader


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a name is an entity's.

    `kind` is `judgement`, `lexicon`, `ticker`, `article` (one says that two names are the same), `name` (equal but for
    script, case or legal form) or `only` (nothing else has it); `text` says it in words, `article` is the id of one
    that shows it.
    """

    name: str
    kind: str
    text: str
    article: str | None = None


def reasons(reader: Reader, entity: Entity) -> list[Reason]:
    """Give the links that join the names under which an entity was read, name by name, the surest link first."""
    found: dict[str, list[Reason]] = defaultdict(list)
    read: dict[str, str] = {}  # written forms, and the first article with each
    this = f"<{iri_of(entity)}>"
    query = f"""SELECT ?w ?m ?k ?t ?o WHERE {{ ?m gx:entity {this} ; gx:asWritten ?w
        OPTIONAL {{ ?m gx:knownAs ?k }} OPTIONAL {{ ?m gx:tickerWritten ?t }}
        OPTIONAL {{ ?m gx:sameAs ?n . ?n gx:entity {this} ; gx:asWritten ?o }} }} ORDER BY ?w ?m ?k ?t ?o"""
    for name, mention, known, ticker, other in rows(reader, query):
        article = article_id(mention.rpartition("#m")[0])
        read.setdefault(name, article)
        if known:
            found[name].append(Reason(name, "lexicon", f"the lexicon knows it as {path_of(known)}", article))
        if ticker in entity.tickers:
            found[name].append(Reason(name, "ticker", f"the text gives its ticker {ticker}", article))
        if other and typed_key(other, entity.type) != typed_key(name, entity.type):
            found[name].append(Reason(name, "article", f"the text says that it is {other}", article))
    premises = reader.premises()
    _add_judged(premises.judgements, entity, found, read)
    _add_listed(premises.known.get(entity.id), entity, found, read)
    out = []
    for name in sorted(read):
        first = {reason.text: reason for reason in reversed(found[name])}
        out += sorted(first.values(), key=lambda reason: (_ORDER.index(reason.kind), reason.text))
        if not first:
            out.append(_alike(name, entity, read))
    return out


_ORDER = ("judgement", "lexicon", "ticker", "article", "name", "only")


def _add_judged(
    judgements: Iterable[Judgement], entity: Entity, found: dict[str, list[Reason]], read: dict[str, str]
) -> None:
    for judgement in identity_of(judgements):
        for side in (judgement.a, judgement.b):
            for name in read:
                if judgement.verdict == "same" and _names(side, entity, name):
                    why = f" ({judgement.reason})" if judgement.reason else ""
                    text = f"a person judged: {judgement}{why} (judgement {judgement.number})"
                    found[name].append(Reason(name, "judgement", text))


def _names(side: Side, entity: Entity, name: str) -> bool:
    if side.ticker is not None:
        return side.ticker in entity.tickers
    alike = group_of(side.type) == group_of(entity.type)
    return alike and typed_key(side.name, side.type) == typed_key(name, entity.type)


def _add_listed(listed: Entity | None, entity: Entity, found: dict[str, list[Reason]], read: dict[str, str]) -> None:
    keys = {typed_key(name, listed.type) for name in all_names(listed)} if listed else set()
    for name, article in read.items():
        lexicon = any(reason.kind == "lexicon" for reason in found[name])
        if not lexicon and typed_key(name, entity.type) in keys:
            found[name].append(Reason(name, "lexicon", f"the lexicon lists it for {entity.id}", article))


def _alike(name: str, entity: Entity, read: dict[str, str]) -> Reason:
    key = typed_key(name, entity.type)
    other = next((o for o in sorted(read) if o != name and typed_key(o, entity.type) == key), None)
    if other is None:
        return Reason(name, "only", "nothing else has this name", read[name])
    return Reason(name, "name", f"the same name as {other}, but for script, case or legal form", read[name])
