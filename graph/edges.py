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
from .namespace import GX, entity_iri, expand, path_of, relation_name, relation_term
from .schema import load_schema
from .selection import Selection

if TYPE_CHECKING:
    from .storage import Reader

_HAPPENED = ("actual", "ended")  # what is dated in these lies behind it; of a plan the date may lie ahead
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
    """A claim as an edge: the paths of its ends, its id (`claim/9f2c…`), and its attributes, as networkx keeps them."""

    subject: str
    object: str
    claim: str
    about: dict[str, Any]  # texts and numbers

    @property
    def fact(self) -> tuple[str, str, str]:
        """Give what claims have in common that say the same: relation and ends, whose order may not matter."""
        relation = load_schema().relations.get(self.about["relation"])
        ends = (self.subject, self.object)
        return (self.about["relation"], *(sorted(ends) if relation and relation.symmetric else ends))


def read_edges(reader: Reader, selection: Selection, *, evidence: bool = True) -> list[Edge]:
    """Read the claims of a selection as edges, sorted by ends and claim.

    With `evidence` each has its quote and all that is known of its article. An actual fact that was over is left out: on
    the day that `as_of` asks for; where no time is asked for, and not for what has ended, by what was published last.
    """
    selection.check()
    if selection.around:
        return sorted(_near(reader, selection, evidence))
    return sorted(_chosen(_read(reader, [_pattern(selection)], evidence), selection))


def _near(reader: Reader, selection: Selection, evidence: bool) -> Iterable[Edge]:
    """Give the claims between entities that at most so many chosen claims lead to."""
    reached = {path_of(iri) for iri in selection.around}
    front, found = set(selection.around), dict[str, Edge]()
    for hop in range(selection.hops + 1):
        touching = "{ ?c rdf:subject ?x } UNION { ?c rdf:object ?x }"
        patterns = (f"{values} {touching}" for values in values_clauses("?x", front))
        told = _chosen(_read(reader, patterns, evidence), selection)
        if hop == selection.hops:  # only what closes between those that are reached
            told = [edge for edge in told if {edge.subject, edge.object} <= reached]
        found.update((edge.claim, edge) for edge in told)
        near = {end for edge in told for end in (edge.subject, edge.object)} - reached
        reached |= near
        front = {entity_iri(path) for path in near}
    return found.values()


def _chosen(edges: Iterable[Edge], selection: Selection) -> list[Edge]:
    told = [edge for edge in edges if _is_of(edge, selection)]
    over = _over(told, selection)
    return [
        edge
        for edge in told
        if (selection.status is None or edge.about["status"] in selection.status)
        and not (edge.about["status"] == "actual" and edge.fact in over)
    ]


def _is_of(edge: Edge, selection: Selection) -> bool:
    """Tell whether a claim is of the relations, time and confidence asked for, its status aside."""
    about = edge.about
    if selection.relations is not None and about["relation"] not in selection.relations:
        return False
    if about["confidence"] < selection.min_confidence:
        return False
    return _in_time(about, selection)


def _in_time(about: Mapping[str, Any], selection: Selection) -> bool:
    if selection.since is None and selection.until is None and selection.as_of is None:
        return True
    first, last, known = _days(about)
    if not (first and last and known):
        return False
    return not (
        # cut to the precision of what stands there: an article may be dated by its month alone
        (selection.since is not None and last < _bounds(selection.since)[0][: len(last)])
        or (selection.until is not None and first > _bounds(selection.until)[1])
        or (selection.as_of is not None and known > _bounds(selection.as_of)[1])
    )


def _days(about: Mapping[str, Any]) -> tuple[str, str, str]:
    """Give the first and the last day that a claim can mean, and the day from which it was known; "" where none is."""
    published = about["published"] or ""
    first, last = date_bounds(about.get("date") or "") or (published, published)
    return first, last, (first if about["status"] in _HAPPENED else published) or first


def _over(told: Iterable[Edge], selection: Selection) -> frozenset[tuple[str, str, str]]:
    """Give the facts that are over, or were on the day asked for.

    As in the view, what was said to be so at the same time or later still stands, and so does what has no date.
    """
    history = selection.since is not None or selection.until is not None
    if selection.as_of is None and (history or selection.status is None or "ended" in selection.status):
        return frozenset()
    said: dict[tuple[str, str, str], str] = {}
    over: dict[tuple[str, str, str], str] = {}
    for edge in told:
        day = _days(edge.about)[2] if selection.as_of is not None else edge.about["published"] or ""
        if edge.about["status"] == "actual":
            said[edge.fact] = max(said.get(edge.fact, ""), day or _UNDATED)
        elif edge.about["status"] == "ended" and edge.about["confidence"] >= FIRM:
            over[edge.fact] = max(over.get(edge.fact, ""), day)
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
    shown = {iri: _article(view, evidence) for iri, view in views.items()}
    paths, relations, numbers = _Memo(path_of), _Memo(relation_name), _Memo(float)
    edges = []
    while told:  # freed as they are read
        claim, about = told.popitem()
        subject, object_ = paths[about.pop("subject")], paths[about.pop("object")]
        about["relation"], about["confidence"] = relations[about["relation"]], numbers[about["confidence"]]
        about.update(shown[about["article"]])
        edges.append(Edge(subject, object_, path_of(claim), about))
    return edges


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
