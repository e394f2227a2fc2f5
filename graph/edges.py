"""Reads the claims of a graph in bulk, as the edges of a network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from .facts import FIRM
from .literals import date_bounds
from .lookup import ArticleView, articles, rows, values_clauses
from .model import Qualifiers
from .namespace import GX, article_iri, entity_iri, expand, path_of, relation_name, relation_term
from .schema import load_schema
from .selection import Selection

if TYPE_CHECKING:
    from .storage import Reader

_TERMS = {
    expand("prov:wasDerivedFrom"): "article",
    expand("rdf:subject"): "subject",
    expand("rdf:object"): "object",
    expand("rdf:predicate"): "relation",
    GX + "status": "status",
    GX + "confidence": "confidence",
    **{GX + relation_term(field.name): field.name for field in fields(Qualifiers)},
}
_EVIDENCE = {GX + "quote": "quote"}
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


def read_edges(reader: Reader, selection: Selection, *, evidence: bool = True, standing: bool = True) -> list[Edge]:
    """Read the claims of a selection as edges, sorted by ends and claim.

    With `evidence` each has its quote and all that is known of its article. An actual fact is left out that had been told
    to be over by the day that `as_of` asks for; with `standing` also, where no time is asked for and not for what has
    ended, one that is over by what was told last.
    """
    selection.check()
    history = selection.since is not None or selection.until is not None
    asks_for_ended = selection.status is None or "ended" in selection.status
    checks = selection.as_of is not None or (standing and not history and not asks_for_ended)
    if selection.around:
        found = _near(reader, selection, evidence, checks)
    else:
        found = _chosen(_read(reader, [_pattern(selection)], evidence), selection, checks)
    return sorted(found, key=lambda edge: edge[:3])


def _near(reader: Reader, selection: Selection, evidence: bool, checks: bool) -> Iterable[Edge]:
    """Give the claims between entities that at most so many chosen claims lead to."""
    reached = {path_of(iri) for iri in selection.around}
    front, found = set(selection.around), dict[str, Edge]()
    for hop in range(selection.hops + 1):
        touching = "{ ?c rdf:subject ?x } UNION { ?c rdf:object ?x }"
        patterns = (f"{values} {touching}" for values in values_clauses("?x", front))
        told = _chosen(_read(reader, patterns, evidence), selection, checks)
        if hop == selection.hops:  # only what closes between those that are reached
            told = [edge for edge in told if {edge.subject, edge.object} <= reached]
        found.update((edge.claim, edge) for edge in told)
        near = {end for edge in told for end in (edge.subject, edge.object)} - reached
        reached |= near
        front = {entity_iri(path) for path in near}
    return found.values()


def _chosen(edges: Iterable[Edge], selection: Selection, checks: bool) -> list[Edge]:
    told = [edge for edge in edges if _is_of(edge, selection)]
    over = _over(told) if checks else frozenset[tuple[str, str, str]]()
    return [
        edge
        for edge in told
        if (selection.status is None or edge.about["status"] in selection.status)
        and edge.about["confidence"] >= selection.min_confidence
        and not (edge.about["status"] == "actual" and edge.fact in over)
    ]


def _is_of(edge: Edge, selection: Selection) -> bool:
    """Tell whether a claim is of the relations and time asked for."""
    about = edge.about
    if selection.relations is not None and about["relation"] not in selection.relations:
        return False
    published = about["published"] or ""
    if selection.as_of is not None and not "" < published <= _bounds(selection.as_of)[1]:
        return False
    first, last = date_bounds(about.get("date") or "") or (published, published)
    # cut to the precision of what stands there: an article may be dated by its month alone
    return not (
        (selection.since is not None and not (last and last >= _bounds(selection.since)[0][: len(last)]))
        or (selection.until is not None and not "" < first <= _bounds(selection.until)[1])
    )


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


def _pattern(selection: Selection) -> str:
    """Give the pattern over `?c` that finds all claims of a selection and not many more."""
    if selection.relations is not None:
        terms = (f"rdf:predicate <{GX}{relation_term(name)}>" for name in sorted(selection.relations))
    elif selection.status is not None:
        terms = (f'gx:status "{status}"' for status in sorted({*selection.status, "ended"}))
    else:
        return "?c a gx:Claim ."
    return " UNION ".join(f"{{ ?c {term} }}" for term in terms)


def _read(reader: Reader, patterns: Iterable[str], evidence: bool) -> list[Edge]:
    """Read the claims that patterns select, each with what is known of it; equal values are one object in memory."""
    terms = {**_TERMS, **(_EVIDENCE if evidence else {})}
    wanted = ", ".join(f"<{term}>" for term in terms)
    told: dict[str, dict[str, Any]] = defaultdict(dict)
    known: dict[str, str] = {}
    for pattern in patterns:
        query = f"SELECT ?c ?p ?o WHERE {{ {pattern} ?c ?p ?o FILTER(?p IN ({wanted})) }}"
        for claim, term, value in rows(reader, query):
            told[claim][terms[term]] = known.setdefault(value, value)
    views = articles(reader, {about["article"] for about in told.values()})
    days = _days(reader, views)
    shown = {iri: _article(view, evidence) for iri, view in views.items()}
    paths, relations, numbers = _Memo(path_of), _Memo(relation_name), _Memo(float)
    edges = []
    while told:  # freed as they are read
        claim, found = told.popitem()
        about = {name: found[name] for name in terms.values() if name in found}  # in one order, whoever answers
        subject, object_ = paths[about.pop("subject")], paths[about.pop("object")]
        about["relation"], about["confidence"] = relations[about["relation"]], numbers[about["confidence"]]
        day = days[about["article"]]
        about.update(shown[about["article"]])
        edges.append(Edge(subject, object_, path_of(claim), about, day))
    return edges


def _days(reader: Reader, views: Mapping[str, ArticleView]) -> dict[str, str]:
    """Give the day on which what an article tells was first told, by the article's IRI."""
    originals = {article_iri(view.reprint_of) for view in views.values() if view.reprint_of}
    known = {**articles(reader, originals - views.keys()), **views}
    first = {iri: known[article_iri(view.reprint_of)] if view.reprint_of else view for iri, view in views.items()}
    return {iri: view.published or "" for iri, view in first.items()}


class _Memo(dict[str, Any]):
    """What a function makes of texts, each made once."""

    def __init__(self, make: Callable[[str], object]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> object:
        self[text] = self._make(text)
        return self[text]


def _article(view: ArticleView, evidence: bool) -> dict[str, str | None]:
    about = asdict(view)
    names = about if evidence else ("id", "published", "reprint_of")
    return {"article" if name == "id" else name: about[name] for name in names}


def _bounds(date: str) -> tuple[str, str]:
    return date_bounds(date) or ("", "")
