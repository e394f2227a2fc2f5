"""Reads the claims of a graph in bulk, as the edges of a network."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from .excerpt import batches, values_of
from .facts import FIRM
from .literals import date_bounds
from .lookup import ArticleView, articles, rows, values_clauses
from .model import Qualifiers
from .namespace import GX, article_iri, entity_iri, path_of, relation_name, relation_term
from .schema import load_schema
from .selection import Row, Selection, admission

if TYPE_CHECKING:
    from .storage import Reader

_ENDS = "prov:wasDerivedFrom, rdf:subject, rdf:predicate, rdf:object, gx:status, gx:confidence"
_NEEDED = frozenset({"wasDerivedFrom", "subject", "predicate", "object", "status", "confidence"})
_QUALIFIERS = {relation_term(field.name): field.name for field in fields(Qualifiers)}
_UNDATED = "~"  # stands behind every date: what has no date can't be said to be over


class Edge(NamedTuple):
    """A claim as an edge: the paths of its ends, its id (`claim/9f2c…`), and its attributes, as networkx keeps them.

    `told` is the day on which it was first told, "" if unknown: a reprint counts from the day of what it repeats.
    """

    subject: str
    object: str
    claim: str
    about: dict[str, Any]  # texts and numbers
    told: str = ""

    @property
    def fact(self) -> tuple[str, str, str]:
        """Give what claims have in common that say the same: relation and ends, whose order may not matter."""
        relation = load_schema().relations.get(self.about["relation"])
        ends = (self.subject, self.object)
        return (self.about["relation"], *(sorted(ends) if relation and relation.symmetric else ends))


def read_edges(
    reader: Reader,
    selection: Selection,
    *,
    evidence: bool = True,
    standing: bool = True,
    closing: bool = True,
    facts: Collection[str] | None = None,
) -> list[Edge]:
    """Read the claims of a selection as edges, sorted by ends and claim.

    With `evidence` each has its quote and all that is known of its article. An actual fact is left out that had been told
    to be over by the day that `as_of` asks for; with `standing` also, where no time is asked for and not for what has
    ended, one that is over by what was told last. Without `closing`, what only links entities at the outermost hop with one
    another is not read: no chain from the middle to any of them needs it. With `facts` only claims that say one of these
    are read (`namespace.fact_iri`), wherever they lead.
    """
    selection.check()
    history = selection.since is not None or selection.until is not None
    asks_for_ended = selection.status is None or "ended" in selection.status
    reading = _Reading(
        reader,
        selection,
        evidence,
        checks=selection.as_of is not None or (standing and not history and not asks_for_ended),
    )
    if facts is not None:
        found: Iterable[Edge] = reading.edges(f"{few} ?c gx:fact ?f" for few in values_clauses("?f", facts))
    else:
        found = _near(reading, closing) if selection.around else reading.edges(_patterns(selection))
    return sorted(found, key=lambda edge: edge[:3])


def _near(reading: _Reading, closing: bool) -> Iterable[Edge]:
    """Give the claims between entities that at most so many chosen claims lead to."""
    selection = reading.selection
    reached = {path_of(iri) for iri in selection.around}
    front, found = set(selection.around), dict[str, Edge]()
    for hop in range(selection.hops + (1 if closing else 0)):
        sides = [f"{few} ?c rdf:{end} ?x" for few in values_clauses("?x", front) for end in ("subject", "object")]
        told = reading.edges(sides)
        if hop == selection.hops:  # only what closes between those that are reached
            told = [edge for edge in told if {edge.subject, edge.object} <= reached]
        found.update((edge.claim, edge) for edge in told)
        near = {end for edge in told for end in (edge.subject, edge.object)} - reached
        reached |= near
        front = {entity_iri(path) for path in near}
    return found.values()


def _patterns(selection: Selection) -> list[str]:
    """Give patterns over `?c` that lead to all claims of a selection and not to many more."""
    if selection.relations is not None:
        return [f"?c rdf:predicate <{GX}{relation_term(name)}>" for name in sorted(selection.relations)]
    if selection.status is not None:
        return [f'?c gx:status "{status}"' for status in sorted({*selection.status, "ended"})]
    return ["?c a gx:Claim"]


class _Reading:
    """Reads claims some at a time; equal values are one object in memory, and an article is read once."""

    def __init__(self, reader: Reader, selection: Selection, evidence: bool, *, checks: bool) -> None:
        self.selection = selection
        self._reader, self._evidence, self._checks = reader, evidence, checks
        # status and confidence are looked at after it is known what is over
        self._admits = admission(replace(selection, status=None, min_confidence=0.0))
        self._terms = ", ".join([_ENDS, *(f"gx:{term}" for term in _QUALIFIERS), *(["gx:quote"] if evidence else [])])
        self._articles: dict[str, _Told] = {}
        self._paths, self._relations, self._numbers = _Memo(path_of), _Memo(relation_name), _Memo(float)
        self._texts, self._days = _Memo(str), _Memo(lambda date: date_bounds(date) or ("", ""))

    def edges(self, patterns: Iterable[str]) -> list[Edge]:
        """Give the claims that patterns over `?c` lead to and that are wanted."""
        found = {iri for pattern in patterns for (iri,) in rows(self._reader, f"SELECT ?c WHERE {{ {pattern} }}")}
        told = [edge for iris in batches(sorted(found)) for edge in self._some(iris)]
        over = _over(told) if self._checks else frozenset[tuple[str, str, str]]()
        wanted = self.selection
        return [
            edge
            for edge in told
            if (wanted.status is None or edge.about["status"] in wanted.status)
            and edge.about["confidence"] >= wanted.min_confidence
            and not (edge.about["status"] == "actual" and edge.fact in over)
        ]

    def _some(self, iris: list[str]) -> Iterator[Edge]:
        claims = values_of(self._reader, iris, self._terms)
        whole = {iri: claim for iri, claim in claims.items() if claim.keys() >= _NEEDED}
        self._read_articles({claim["wasDerivedFrom"] for claim in whole.values()} - self._articles.keys())
        for iri, claim in whole.items():
            article = self._articles[claim["wasDerivedFrom"]]
            ends = (claim["subject"], claim["predicate"], claim["object"])
            first, last = self._days[claim.get("date", "")]
            sure = self._numbers[claim["confidence"]]
            row = Row(article.id, iri, *ends, claim["status"], sure, first, last, article.published, article.told)
            if self._admits(row):
                about = {
                    "relation": self._relations[claim["predicate"]],
                    "status": self._texts[claim["status"]],
                    "confidence": sure,
                    **({"quote": claim["quote"]} if self._evidence else {}),
                    **article.about,
                    **{name: self._texts[claim[term]] for term, name in _QUALIFIERS.items() if term in claim},
                }
                yield Edge(self._paths[ends[0]], self._paths[ends[2]], path_of(iri), about, article.told)

    def _read_articles(self, iris: Collection[str]) -> None:
        views = articles(self._reader, iris)
        originals = {article_iri(view.reprint_of) for view in views.values() if view.reprint_of}
        known = {**articles(self._reader, originals - views.keys()), **views}
        for iri, view in views.items():
            first = known[article_iri(view.reprint_of)] if view.reprint_of else view
            about = _about(view, self._evidence)
            self._articles[iri] = _Told(view.id, view.published or "", first.published or "", about)


class _Told(NamedTuple):
    """An article: its id, its date, that of the article which it repeats or its own, and what its edges say of it."""

    id: str
    published: str
    told: str
    about: dict[str, str | None]


def _over(told: Iterable[Edge]) -> frozenset[tuple[str, str, str]]:
    """Give the facts that are over: as in the view, what was told to be so on the same day or later still stands."""
    said: dict[tuple[str, str, str], str] = {}
    over: dict[tuple[str, str, str], str] = {}
    for edge in told:
        if edge.about["status"] == "actual":
            said[edge.fact] = max(said.get(edge.fact, ""), edge.told or _UNDATED)
        elif edge.about["status"] == "ended" and edge.about["confidence"] >= FIRM:
            over[edge.fact] = max(over.get(edge.fact, ""), edge.told)
    return frozenset(fact for fact, day in over.items() if said.get(fact, "") < day)


class _Memo(dict[str, Any]):
    """What a function makes of texts, each made once."""

    def __init__(self, make: Callable[[str], object]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> object:
        self[text] = self._make(text)
        return self[text]


def _about(view: ArticleView, evidence: bool) -> dict[str, str | None]:
    about = asdict(view)
    names = about if evidence else ("id", "published", "reprint_of")
    return {"article" if name == "id" else name: about[name] for name in names}
