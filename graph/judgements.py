"""What people judge to be the same or to be different: a journal beside the store that is only ever added to.

It is the truth and outlives every rebuild, so it speaks of names and mentions and never of IRIs. It can be
written while a build runs: the build reads it each time it publishes. To take a judgement back is to add a line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from . import rejections
from .errors import NotFound, SkipInput, WrongUse
from .facts import ArticleFacts, NameTable
from .journal import Journal, open_journal
from .names import typed_key
from .namespace import article_iri
from .rejections import Reading, Rejection
from .storage import Place

Verdict = Literal["same", "different"]
_VERDICTS: tuple[str, ...] = get_args(Verdict)
_UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Side:
    """What one side of a judgement is about: a name of a type.

    `ticker` stands for the listing instead of the name; `at` is the organisation that a person is at; with `article`
    it is that article's mention alone that is meant. With `list` it is no thing of the graph but what a sanctions list
    has under that name (`us-entity-list`), or one entry of it by its key (`us-entity-list#9f2c`).
    """

    name: str
    type: str
    ticker: str | None = None
    at: str | None = None
    article: str | None = None
    list: str | None = None

    def __str__(self) -> str:
        """Say it as the command line takes it."""
        where = self.at or self.article or self.list
        return self.ticker or (f"{self.name}@{where}" if where else self.name)


@dataclass(frozen=True, slots=True)
class Judgement:
    """That two sides are one thing or two; `number` counts from 1, `time` is when it was made (ISO, UTC)."""

    number: int
    verdict: Verdict
    a: Side
    b: Side
    reason: str = ""
    time: str = ""

    def __str__(self) -> str:
        """Say it as the command that made it.

        >>> str(Judgement(1, "same", Side("毛戈平", "person"), Side("毛老師", "person")))
        'same 毛戈平 毛老師'
        """
        return f"{self.verdict} {self.a} {self.b}"

    @property
    def listing(self) -> tuple[Side, Side] | None:
        """Give the thing and the entry of a list that it is about; None where it is about who is who."""
        if self.a.list is None and self.b.list is None:
            return None
        return (self.b, self.a) if self.a.list is not None else (self.a, self.b)


@dataclass(frozen=True, slots=True)
class Log:
    """All judgements in order, the numbers of those that were taken back, and the lines that are none.

    `rejections` are judgements too: of claims, not of who is who.
    """

    judgements: tuple[Judgement, ...] = ()
    undone: frozenset[int] = frozenset()
    skipped: tuple[SkipInput, ...] = ()
    rejections: tuple[Rejection, ...] = ()

    @property
    def standing(self) -> tuple[Judgement, ...]:
        """Give the judgements that hold, the newest first: where two contradict each other, the newer one counts."""
        return tuple(one for one in reversed(self.judgements) if one.number not in self.undone)

    @property
    def rejected(self) -> tuple[Rejection, ...]:
        """Give the judgements that hold of claims, in order."""
        return tuple(one for one in self.rejections if one.number not in self.undone)

    @property
    def every(self) -> tuple[Judgement | Rejection, ...]:
        """Give all judgements, whatever they are about, in the order in which they were made."""
        return tuple(sorted((*self.judgements, *self.rejections), key=lambda one: one.number))


def identity_of(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Leave those that are about who is who, and not about the entries of lists."""
    return tuple(one for one in judgements if one.listing is None)


def digest_of(judgements: Iterable[Judgement], rejected: Iterable[Rejection] = ()) -> str:
    """Give a hash of what judgements say, whoever said it when; nothing for none."""
    said: list[object] = [(one.verdict, asdict(one.a), asdict(one.b)) for one in judgements]
    said += sorted(one.claim.key for one in rejected)
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16] if said else ""


def read_log(store: Place) -> Log:
    """Read the judgements of a store; a line that is none (a write that was cut off) is left out by name."""
    with open_journal(store) as journal:
        return read_journal(journal)


def read_journal(journal: Journal) -> Log:
    """Read the judgements out of a journal that is open."""
    found: dict[int, Judgement | Rejection] = {}
    undone: set[int] = set()
    skipped: list[SkipInput] = []
    for line, data in enumerate(journal.lines(), 1):
        if not data.strip():
            continue
        try:
            row = json.loads(data)
            if row["judgement"] == _UNDO:
                undone.add(int(row["number"]))
            else:
                read = rejections.from_row if row["judgement"] == rejections.WRONG else from_row
                found.setdefault(int(row["number"]), read(row))
        except (ValueError, KeyError, TypeError, AttributeError):
            skipped.append(SkipInput(journal.name, "no whole judgement; it is left out", line=line))
    every = [found[number] for number in sorted(found)]
    judged = tuple(one for one in every if isinstance(one, Judgement))
    wrong = tuple(one for one in every if isinstance(one, Rejection))
    return Log(judged, frozenset(undone), tuple(skipped), wrong)


def judge(store: Place, verdict: Verdict, a: Side, b: Side, *, reason: str = "") -> Judgement:
    """Add a judgement to a store's file; when this returns it is on the disk."""
    listed = (a.list is not None, b.list is not None)
    if all(listed):
        raise WrongUse(f"{a} and {b} are both entries of lists: judge each with what it stands for in the graph")
    if not any(listed) and (a.type == "person") != (b.type == "person"):
        raise WrongUse(f"{a} is a {a.type} and {b} is a {b.type}: a person is never the same as anything else")
    if a == b:
        raise WrongUse(f"{a}: this is one name; say which of two you mean by NAME@ORGANISATION or NAME@ARTICLE")
    with open_journal(store) as journal, journal.held():
        one = Judgement(_next(read_journal(journal)), verdict, a, b, reason, _now())
        journal.append(to_row(one))
    return one


def reject(store: Place, claim: Reading, *, reason: str = "") -> Rejection:
    """Add to a store's file that a claim is wrong; one that is judged so already keeps its judgement."""
    with open_journal(store) as journal, journal.held():
        log = read_journal(journal)
        known = next((one for one in log.rejected if one.claim.key == claim.key), None)
        if known is not None:
            return known
        one = Rejection(_next(log), claim, reason, _now())
        journal.append(rejections.to_row(one))
    return one


def _next(log: Log) -> int:
    return max((one.number for one in log.every), default=0) + 1


def undo(store: Place, number: int | None = None) -> Judgement | Rejection:
    """Take back a judgement, the newest that holds or the one of this number; NotFound when there is none."""
    with open_journal(store) as journal, journal.held():
        log = read_journal(journal)
        standing = (one for one in reversed(log.every) if one.number not in log.undone)
        found = next((one for one in standing if number in (None, one.number)), None)
        if found is None:
            raise NotFound("there is no judgement to take back" if number is None else f"no judgement {number} holds")
        journal.append({"judgement": _UNDO, "number": found.number, "time": _now()})
    return found


def to_row(judgement: Judgement) -> dict[str, object]:
    """Write a judgement as what JSON can hold."""
    sides = {name: _side_row(side) for name, side in (("a", judgement.a), ("b", judgement.b))}
    more = {"reason": judgement.reason} if judgement.reason else {}
    return {"judgement": judgement.verdict, "number": judgement.number, **sides, **more, "time": judgement.time}


def from_row(row: Mapping[str, Any]) -> Judgement:  # as it comes out of JSON
    """Read back what `to_row` wrote; ValueError, KeyError or TypeError for what is no judgement."""
    if row["judgement"] not in _VERDICTS:
        raise ValueError(row["judgement"])
    a, b = (_side(row[name]) for name in ("a", "b"))
    return Judgement(int(row["number"]), row["judgement"], a, b, str(row.get("reason", "")), str(row.get("time", "")))


def _side(row: Mapping[str, Any]) -> Side:
    side = Side(**row)
    if not all(isinstance(value, str) for value in row.values()):
        raise TypeError(row)
    return side


def _side_row(side: Side) -> dict[str, str]:
    return {field.name: value for field in fields(side) if (value := getattr(side, field.name)) is not None}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def pinned(
    facts: Mapping[str, ArticleFacts], table: NameTable, judgements: Iterable[Judgement]
) -> tuple[Mapping[str, ArticleFacts], frozenset[str]]:
    """Set the mentions apart that judgements are about; give all facts, and the IRIs of the articles that changed."""
    wanted: dict[str, set[tuple[str, str]]] = {}
    for one in judgements:
        for side in (one.a, one.b):
            if side.article is not None and (graph := article_iri(side.article)) in facts:
                wanted.setdefault(graph, set()).add((typed_key(side.name, side.type), side.type))
    changed = {}
    for graph, keys in wanted.items():
        names = (table.names[number] for number in facts[graph].names)
        told = (n._replace(pin=graph) if (typed_key(n.form, n.type), n.type) in keys else n for n in names)
        changed[graph] = facts[graph]._replace(names=tuple(map(table.number, told)))
    return ({**facts, **changed} if changed else facts), frozenset(changed)
