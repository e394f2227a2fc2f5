"""Whether a store is whole: what it says follows from its articles, and its view from its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .derivation import findings
from .model import STATUSES, Claim, Extraction
from .namespace import GX, VIEW, article_iri, expand, path_of
from .sanctions.lists import entries, list_iri, lists
from .schema import load_schema
from .search import differences
from .sources import read_extraction

if TYPE_CHECKING:
    import pyoxigraph as ox

    from .storage import Reader

_QUOTE_LIMIT = 300  # characters: longer is no evidence that anybody checks


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that must not be so: `place` is the path of a claim, article or entity."""

    place: str
    message: str


def problems(reader: Reader) -> Iterator[Problem]:
    """Check a whole store, article by article and then its view, and give what is wrong."""
    articles = sorted(reader.stamps())
    for article in articles:
        yield from article_problems(reader, article)
    yield from _list_problems(reader)
    yield from _stray_problems(reader, articles)
    for finding in findings(reader):
        yield Problem(path_of(finding.iri), finding.message)
    for iri, message in differences(reader):
        yield Problem(path_of(iri), message)


def article_problems(reader: Reader, article: str) -> Iterator[Problem]:
    """Check one article's graph: it can be read back, its quotes and mentions stand in its text."""
    iri = article_iri(article)
    quads = list(reader.quads(iri))
    try:
        extraction = read_extraction(quads)
    except (ValueError, KeyError, IndexError) as error:
        yield Problem(path_of(iri), f"is no article's graph: {error!r}")
        return
    yield from _mention_problems(extraction, path_of(iri))
    for claim in extraction.claims:
        yield from (Problem(path_of(iri), message) for message in _claim_problems(claim, extraction))
    yield from _target_problems(iri, quads)


def _target_problems(iri: str, quads: Iterable[ox.Quad]) -> Iterator[Problem]:
    """Find claims that are not said to be derived from the article in whose graph they stand."""
    claims: dict[str, set[str]] = {}
    for quad in quads:
        subject, value = quad.subject.value, quad.object.value  # type: ignore[union-attr]  # no quoted triples
        if quad.predicate.value == expand("rdf:type") and value == GX + "Claim":
            claims.setdefault(subject, set())
        elif quad.predicate.value == expand("prov:wasDerivedFrom"):
            claims.setdefault(subject, set()).add(value)
    for claim, articles in sorted(claims.items()):
        if articles != {iri}:
            found = ", ".join(sorted(map(path_of, articles))) or "nothing"
            yield Problem(path_of(claim), f"stands in {path_of(iri)} and is derived from {found}")


def _list_problems(reader: Reader) -> Iterator[Problem]:
    """Check the lists: each has as many entries as it says, and each entry a name."""
    for info in lists(reader):
        place = path_of(list_iri(info.name))
        found = entries(reader, info.name)
        if len(found) != info.count:
            yield Problem(place, f"holds {len(found):,} entries and says that it has {info.count:,}")
        yield from (Problem(f"{place}#{entry.key}", "has no name") for entry in found if not entry.name)


def _stray_problems(reader: Reader, articles: Iterable[str]) -> Iterator[Problem]:
    """Find graphs that are neither the view nor a list's nor an article's that the store knows of."""
    known = {VIEW, *map(article_iri, articles), *(list_iri(info.name) for info in lists(reader))}
    for graph in sorted(reader.graphs()):
        if graph not in known:
            yield Problem(path_of(graph), "the store holds this graph and knows of no such article or list")


def _mention_problems(extraction: Extraction, place: str) -> Iterator[Problem]:
    text = extraction.article.text
    for mention in extraction.mentions:
        for start in mention.at:
            if not text.startswith(mention.form, start):
                yield Problem(place, f"mention {mention.number} ({mention.form}) does not stand at {start}")


def _claim_problems(claim: Claim, extraction: Extraction) -> Iterator[str]:
    what = f"the claim at {claim.start} ({claim.relation})"
    numbers = {mention.number for mention in extraction.mentions}
    if extraction.article.text[claim.start : claim.end] != claim.quote:
        yield f"{what}: its quote is not what stands there"
    if not 0 < len(claim.quote) <= _QUOTE_LIMIT:
        yield f"{what}: its quote has {len(claim.quote)} characters"
    if claim.status not in STATUSES:
        yield f"{what}: there is no status {claim.status}"
    if claim.relation not in load_schema().relations:
        yield f"{what}: there is no such relation"
    if not {claim.subject, claim.object} <= numbers:
        yield f"{what}: one of its ends is no mention of the article"
