"""Which claims of a graph are wanted: by relation, status, time, confidence and nearness to entities."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

from .errors import WrongUse
from .literals import date_bounds
from .model import STATUSES
from .namespace import fact_iri
from .schema import load_schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What claims are wanted; without any argument, all.

    `since` and `until` are dates as texts give them (`2024`, `2024-06`, `2024-Q3`, `2024-06-03`): a claim counts that
    may fall into that time by its own date, else by that of its article; one without either is left out. `as_of` asks for
    what was told up to that date, without what had been told to be over by then. `around` are IRIs of entities: only claims
    between entities that at most `hops` claims lead to from one of these. `relations` and `status` None mean all.
    """

    relations: tuple[str, ...] | None = None
    status: tuple[str, ...] | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    min_confidence: float = 0.0
    around: tuple[str, ...] = ()
    hops: int = 1

    def check(self) -> None:
        """Raise WrongUse for a relation, status or date that there is not."""
        known: tuple[tuple[str, Collection[str], Collection[str]], ...] = (
            ("relation", self.relations or (), load_schema().relations),
            ("status", self.status or (), STATUSES),
        )
        for kind, names, there in known:
            if unknown := sorted(set(names) - set(there)):
                raise WrongUse(f"no {kind} is called {unknown[0]}; there are {', '.join(there)}")
        for date in filter(None, (self.since, self.until, self.as_of)):
            if date_bounds(date) is None:
                raise WrongUse(f"{date!r} is no date; write 2024, 2024-06, 2024-Q3 or 2024-06-03")


class Row(NamedTuple):
    """A claim in short: IRIs of its article, itself, its ends and its relation, and ISO dates, "" where not known.

    `first` and `last` are the days that its own date can mean, `published` is its article's, and `told` that of the
    article which this one repeats, if it does: a reprint tells nothing new.
    """

    article: str
    claim: str
    subject: str
    relation: str
    object: str
    status: str
    confidence: float
    first: str
    last: str
    published: str
    told: str

    @property
    def fact(self) -> str:
        """Give the IRI that claims share which say the same."""
        return fact_iri(self.subject, self.relation, self.object, symmetric=self.relation in _symmetric())


@functools.cache
def _symmetric() -> frozenset[str]:
    return frozenset(relation.iri for relation in load_schema().relations.values() if relation.symmetric)


def admission(selection: Selection) -> Callable[[Row], bool]:
    """Give what tells whether a claim is wanted by itself: not what stands around it, nor what was over on a date."""
    relations = load_schema().relations
    wanted = None if selection.relations is None else {relations[name].iri for name in selection.relations}
    since, until, as_of = (
        date_bounds(date) or ("", "") if date else None for date in (selection.since, selection.until, selection.as_of)
    )

    def admits(row: Row) -> bool:
        begins, ends = row.first or row.published, row.last or row.published
        return (
            (wanted is None or row.relation in wanted)
            and (selection.status is None or row.status in selection.status)
            and row.confidence >= selection.min_confidence
            # cut to the precision of what stands there: an article may be dated by its month alone
            and (since is None or (ends != "" and ends >= since[0][: len(ends)]))
            and (until is None or (begins != "" and begins <= until[1]))
            and (as_of is None or (row.published != "" and row.published <= as_of[1]))
        )

    return admits
