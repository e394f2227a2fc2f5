"""Whether the view follows from the sources: every end is an entity, every edge has its claim, and nothing else is there."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from .excerpt import Excerpt
from .facts import FIRM
from .lookup import rows
from .namespace import VIEW, path_of, relation_name
from .rejections import rejected
from .sanctions.verdicts import judged_entries
from .schema import load_schema
from .selection import Selection
from .sorting import differences, sorted_lines
from .view import UNDATED, derive_view

if TYPE_CHECKING:
    from .storage import Reader

_SHOWN = 10  # statements of the view: where one is wrong, thousands may be, for one reason
_POINTING = ("rdf:subject", "rdf:object", "gx:entity", "gx:mentions", "gx:mayBe")  # what leads to an entity


class Finding(NamedTuple):
    """Something that must not be so: the IRI of what it is about, and what is wrong."""

    iri: str
    message: str


def findings(reader: Reader) -> Iterator[Finding]:
    """Check the view of a store and give what is wrong."""
    yield from _missing_ends(reader)
    yield from _dangling(reader)
    yield from _edges(reader)
    yield from _twofold(reader)
    yield from _changed(reader)


def _missing_ends(reader: Reader) -> Iterator[Finding]:
    """Find claims and mentions that stand for no entity."""
    wrong = {claim for (claim,) in rows(reader, f"SELECT ?c {{ GRAPH <{VIEW}> {{ ?c gx:rejected ?judged }} }}")}
    # sorted streams, because Oxigraph answers FILTER NOT EXISTS by asking again for each: 13 seconds for 1,300 claims
    for kind, term, message in (
        ("gx:Claim", "rdf:subject", "its subject is no entity of the view"),
        ("gx:Claim", "rdf:object", "its object is no entity of the view"),
        ("gx:Mention", "gx:entity", "it stands for no entity of the view"),
    ):
        there = (one for (one,) in rows(reader, f"SELECT ?x {{ ?x a {kind} }}") if one not in wrong)
        led = (one for (one,) in rows(reader, f"SELECT ?x {{ GRAPH <{VIEW}> {{ ?x {term} ?e }} }}"))
        for iri, lacks in differences(sorted_lines(there), sorted_lines(led)):
            yield Finding(iri, message if lacks else f"it has {term} in the view and stands in no article")


def _dangling(reader: Reader) -> Iterator[Finding]:
    """Find things that something leads to and that are described nowhere, and entities that no mention stands for."""
    relations = " ".join(f"<{relation.iri}>" for relation in load_schema().relations.values())
    pointing = f"VALUES ?p {{ {' '.join(_POINTING)} {relations} }} GRAPH <{VIEW}> {{ ?s ?p ?e }}"
    led = (one for (one,) in rows(reader, f"SELECT ?e {{ {pointing} }}"))
    for iri, lost in differences(sorted_lines(led), _described(reader)):
        if lost:
            yield Finding(iri, "something leads to it, and it is described nowhere")
    meant = (one for (one,) in rows(reader, f"SELECT ?e {{ GRAPH <{VIEW}> {{ ?m gx:entity ?e }} }}"))
    for iri, unknown in differences(sorted_lines(meant), _described(reader)):
        if not unknown:
            yield Finding(iri, "no mention stands for this entity")


def _described(reader: Reader) -> Iterator[str]:
    named = f"SELECT ?e {{ GRAPH <{VIEW}> {{ ?e a ?type ; skos:prefLabel ?name }} }}"
    return sorted_lines(iri for (iri,) in rows(reader, named))


# Direct edges


def _edges(reader: Reader) -> Iterator[Finding]:
    """Find direct edges that no claim makes, and claims that lack theirs."""
    relations = " ".join(f"<{relation.iri}>" for relation in load_schema().relations.values())
    query = f"SELECT ?s ?p ?o WHERE {{ VALUES ?p {{ {relations} }} GRAPH <{VIEW}> {{ ?s ?p ?o }} }}"
    there = sorted_lines("\t".join(edge) for edge in rows(reader, query))
    for line, extra in differences(there, sorted_lines(_said(reader))):
        subject, term, object_ = line.split("\t")
        what = f"{relation_name(term)} {path_of(object_)}"
        yield Finding(subject, f"no actual claim says {what}" if extra else f"a claim says {what}, and no edge does")


def _said(reader: Reader) -> Iterator[str]:
    """Give the direct edges that the claims make: of what is said to be so, and by no later-dated article to be over."""
    schema = load_schema()
    names = {relation.iri: name for name, relation in schema.relations.items()}
    lines = (line.split("\t") for line in sorted_lines(_firm(reader)))
    for (term, *ends), told in itertools.groupby(lines, key=lambda line: line[:3]):
        if not _stands([(status, day) for *_, status, day in told]) or term not in names:
            continue
        for wide in (names[term], *schema.wider(names[term])):
            yield "\t".join((ends[0], schema.relations[wide].iri, ends[1]))
            if schema.relations[wide].symmetric:
                yield "\t".join((ends[1], schema.relations[wide].iri, ends[0]))


def _firm(reader: Reader) -> Iterator[str]:
    """Give relation, ends, status and day of every claim that is sure enough to make an edge or to end one."""
    symmetric = {relation.iri for relation in load_schema().relations.values() if relation.symmetric}
    sure = Selection(status=("actual", "ended"), min_confidence=FIRM)
    for row in Excerpt(reader, sure).rows():
        if row.subject != row.object or _is_one_mention(reader, row.claim):  # two names of one thing make no edge
            ends = sorted([row.subject, row.object]) if row.relation in symmetric else [row.subject, row.object]
            yield "\t".join((row.relation, *ends, row.status, row.told))


def _is_one_mention(reader: Reader, claim: str) -> bool:
    return bool(reader.query(f"ASK {{ <{claim}> gx:subjectMention ?m ; gx:objectMention ?m }}"))


def _stands(told: Iterable[tuple[str, str]]) -> bool:
    days: dict[str, str] = {}
    for status, day in told:
        days[status] = max(days.get(status, ""), day or (UNDATED if status == "actual" else ""))
    return "actual" in days and days["actual"] >= days.get("ended", "")


# The view as a whole


def _twofold(reader: Reader) -> Iterator[Finding]:
    """Find statements that stand in two graphs: a query would count them twice."""
    both = "GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(STR(?g) < STR(?h))"
    lines = sorted_lines("\t".join(row) for row in rows(reader, f"SELECT ?s ?p ?g ?h WHERE {{ {both} }}"))
    for subject, term, *graphs in (line.split("\t") for line in lines):
        places = " and in ".join(
            f"the {path}" if path == "view" else path for path in sorted(map(path_of, graphs))[::-1]
        )
        yield Finding(subject, f"{term} stands in {places}")


def _changed(reader: Reader) -> Iterator[Finding]:
    """Find what the view says that does not follow from the sources, and what it lacks."""
    premises = reader.premises()
    listed = judged_entries(reader.query, premises.judgements)
    wrong = rejected(reader.query, premises.rejected)
    derived = derive_view(reader.quads(), premises.known, premises.judgements, entries=listed, rejected=wrong)
    shown = {True: 0, False: 0}
    pairs = differences(sorted_lines(map(str, reader.quads(VIEW))), sorted_lines(map(str, derived)))
    for line, extra in pairs:
        shown[extra] += 1
        if shown[extra] <= _SHOWN:
            yield Finding(VIEW, f"{line} {_WRONG[extra]}")
    for extra, number in shown.items():
        if number > _SHOWN:
            yield Finding(VIEW, f"{number - _SHOWN:,} more such: {_WRONG[extra]}")


_WRONG = {True: "does not follow from the sources", False: "is missing"}
