"""What of the sources decides who is who and what the view says, kept small enough to hold for every article."""

from __future__ import annotations

import sys
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pyoxigraph as ox

from .literals import whole
from .model import Claim, Extraction
from .namespace import GX, GXR, article_iri, expand, path_of, relation_name
from .reprints import signature, story
from .sources import mention_number, named_claims

FIRM = 0.5  # the confidence from which a claim makes (or ends) a direct edge: rdf-model.md's threshold


class Name(NamedTuple):
    """How a thing is named at one place: all mentions that are equal in this are resolved alike.

    `pin` is the IRI of the article whose mention alone this is, where somebody judged about that.
    """

    form: str
    type: str
    tickers: tuple[str, ...]
    known_as: str | None
    pin: str = ""


class ClaimFacts(NamedTuple):
    """A claim without its place: `name` is the hash of its IRI, `subject` and `object` are positions in the mentions.

    `firm` tells whether it is sure enough to make a direct edge.
    """

    name: str
    subject: int
    relation: str
    object: int
    status: str
    firm: bool


class ArticleFacts(NamedTuple):
    """An article's mentions and how they hang together.

    `graph` is the article's IRI, `published` an ISO date or "" when not known. `mentions` are the mentions' numbers,
    ascending, and `names` their names as numbers of a `NameTable`. `same` are pairs of positions in the two that the
    article says are one thing, `places` pairs of a person's position and an organisation's. `signature` is what
    reprints of the article are known by.
    """

    graph: str
    published: str
    mentions: tuple[int, ...]
    names: tuple[int, ...]
    same: tuple[tuple[int, int], ...]
    places: tuple[tuple[int, int], ...]
    claims: tuple[ClaimFacts, ...]
    signature: bytes


class NameTable:
    """Every distinct name once, so that an article holds numbers only, and every distinct list of mention numbers."""

    def __init__(self) -> None:
        """Start empty."""
        self.names: list[Name] = []
        self._numbers: dict[Name, int] = {}
        self._lists: dict[tuple[int, ...], tuple[int, ...]] = {}

    def number(self, name: Name) -> int:
        """Give the number of a name, a new one when it is new."""
        number = self._numbers.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number

    def shared(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Give the one tuple that holds these mention numbers: most articles' are 1, 2, 3 to the last."""
        listed = tuple(numbers)
        return self._lists.setdefault(listed, listed)


def facts_of(extraction: Extraction, table: NameTable, claims: Mapping[str, Claim] | None = None) -> ArticleFacts:
    """Take the facts out of an extraction; `claims` are its `named_claims`, where they are at hand."""
    said = [
        ClaimFacts(name, c.subject, c.relation, c.object, c.status, c.confidence >= FIRM)
        for name, c in (named_claims(extraction) if claims is None else claims).items()
    ]
    mentions = sorted(extraction.mentions, key=lambda mention: mention.number)
    named = {m.number: Name(whole(m.form), m.type, tuple(sorted(m.tickers)), m.known_as) for m in mentions}
    same = {(m.number, other) for m in mentions for other in m.same_as}
    places = {(m.number, m.organization) for m in mentions if m.organization is not None}
    article = extraction.article
    mark = signature(story(whole(article.text), ((noise.start, noise.end) for noise in article.noise)))
    return _facts(article_iri(article.id), article.published or "", named, same, places, said, mark, table)


def _facts(
    graph: str,
    published: str,
    named: Mapping[int, Name],
    same: Iterable[tuple[int, int]],
    places: Iterable[tuple[int, int]],
    claims: Iterable[ClaimFacts],
    mark: bytes,
    table: NameTable,
) -> ArticleFacts:
    """Put facts into their one order, with positions for numbers, leaving out what points to no mention."""
    at = {number: position for position, number in enumerate(named)}
    pairs = {(at[a], at[b]) for a, b in same if a in at and b in at and a != b}
    known = [
        c._replace(subject=at[c.subject], object=at[c.object]) for c in claims if c.subject in at and c.object in at
    ]
    held = {(c.subject, c.object) for c in known if c.relation == "holds_position" and c.status != "denied"}
    return ArticleFacts(
        graph,
        published[:10],
        table.shared(named),
        tuple([table.number(name) for name in named.values()]),
        tuple(sorted({(min(pair), max(pair)) for pair in pairs})),
        tuple(sorted({*held, *((at[a], at[b]) for a, b in places if a in at and b in at)})),
        tuple(sorted(known)),
        mark,
    )


# As a row of the ledger


def to_row(facts: ArticleFacts, table: NameTable) -> list[Any]:  # JSON has no narrower type
    """Write facts as what JSON can hold."""
    mark = b64encode(facts.signature).decode()
    return [*facts[:3], [table.names[number][:4] for number in facts.names], *facts[4:7], mark]


def from_row(row: Sequence[Any], table: NameTable) -> ArticleFacts:  # as it comes out of JSON
    """Read back what `to_row` wrote."""
    graph, published, mentions, names, same, places, claims, mark = row
    return ArticleFacts(
        graph,
        published,
        table.shared(mentions),
        tuple([table.number(Name(form, kind, tuple(tickers), known)) for form, kind, tickers, known in names]),
        tuple(map(tuple, same)),
        tuple(map(tuple, places)),
        tuple(
            [ClaimFacts(name, i, sys.intern(said), j, sys.intern(how), firm) for name, i, said, j, how, firm in claims]
        ),
        b64decode(mark),
    )


# From the quads of a store

_WANTED = {
    *(GX + term for term in ("asWritten", "mentionType", "tickerWritten", "knownAs", "sameAs", "organization")),
    *(GX + term for term in ("subjectMention", "objectMention", "status", "confidence")),
    *(GX + term for term in ("noiseStart", "noiseEnd")),
    *map(expand, ("rdf:predicate", "schema:datePublished", "schema:articleBody")),
}
_Node = dict[str, list[str]]


def read_facts(quads: Iterable[ox.Quad], table: NameTable) -> dict[str, ArticleFacts]:
    """Read the facts of all articles, by their IRIs, out of the quads of their graphs; other graphs are left aside.

    >>> read_facts([], NameTable())
    {}
    """
    nodes: dict[str, dict[str, _Node]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for quad in quads:
        predicate = quad.predicate.value
        if predicate in _WANTED:
            graph = quad.graph_name.value  # type: ignore[union-attr]  # there is no default graph
            if graph.startswith(GXR + "article/"):
                nodes[graph][quad.subject.value][predicate].append(quad.object.value)  # type: ignore[union-attr]
    read = (_read(graph, nodes[graph], table) for graph in sorted(nodes))
    return {facts.graph: facts for facts in read}


def _read(graph: str, nodes: Mapping[str, _Node], table: NameTable) -> ArticleFacts:
    named: dict[int, Name] = {}
    same: set[tuple[int, int]] = set()
    places: set[tuple[int, int]] = set()
    claims, noise = [], []
    for iri, node in nodes.items():
        if GX + "asWritten" in node:
            number = mention_number(iri)
            named[number] = _read_name(node)
            same.update((number, mention_number(other)) for other in node.get(GX + "sameAs", ()))
            places.update((number, mention_number(other)) for other in node.get(GX + "organization", ()))
        elif GX + "subjectMention" in node:
            claims.append(_read_claim(iri, node))
        elif GX + "noiseStart" in node:
            noise.append((int(node[GX + "noiseStart"][0]), int(node[GX + "noiseEnd"][0])))
    article = nodes.get(graph, {})
    published, text = (article.get(expand(f"schema:{term}"), [""])[0] for term in ("datePublished", "articleBody"))
    mark = signature(story(text, noise))
    return _facts(graph, published, dict(sorted(named.items())), same, places, claims, mark, table)


def _read_name(node: _Node) -> Name:
    known = node.get(GX + "knownAs")
    return Name(
        node[GX + "asWritten"][0],
        node[GX + "mentionType"][0].removeprefix(GX).lower(),
        tuple(sorted(node.get(GX + "tickerWritten", ()))),
        path_of(known[0]) if known else None,
    )


def _read_claim(iri: str, node: _Node) -> ClaimFacts:
    return ClaimFacts(
        iri.removeprefix(GXR + "claim/"),
        mention_number(node[GX + "subjectMention"][0]),
        relation_name(node[expand("rdf:predicate")][0]),
        mention_number(node[GX + "objectMention"][0]),
        node[GX + "status"][0],
        float(node[GX + "confidence"][0]) >= FIRM,
    )
