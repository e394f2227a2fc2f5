"""Derives the view: which entity each mention stands for, what the entities are called, and the edges between them."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from .adjacency import Adjacency, adjacency_of
from .entities import describe, language
from .facts import ArticleFacts, ClaimFacts, NameTable, read_facts
from .identity import resolve
from .judgements import Judgement, Side, identity_of, pinned
from .literals import text_literal
from .model import Entity
from .names import KnownNames, typed_key
from .namespace import GX, GXR, VIEW, article_id, article_iri, entity_iri, expand, fact_iri, relation_term, type_term
from .reprints import Print, link_reprints
from .sanctions.verdicts import verdict_lines
from .schema import Schema, load_schema

VERSION = (
    "3"  # of what this module and those below it make of the same facts; a store whose view is older derives again
)
_Link = tuple[int, str, int]  # two entities by the roots of their clusters, and a relation
_END = f" <{VIEW}> .\n"
_A, _SUBJECT, _OBJECT, _FACT = (f"<{expand(name)}>" for name in ("rdf:type", "rdf:subject", "rdf:object", "gx:fact"))
_LABEL, _OTHER, _REPLACED = (
    f"<{expand(name)}>" for name in ("skos:prefLabel", "skos:altLabel", "dcterms:isReplacedBy")
)
_CLAIM = GXR + "claim/"
_REJECTED = f'<{GX}rejected> "true"^^<{expand("xsd:boolean")}>'
_AMBIGUOUS = f'<{GX}ambiguous> "true"^^<{expand("xsd:boolean")}>'
UNDATED = "~"  # stands behind every date: what has no date can't be said to be over


def derive_view(
    quads: Iterable[ox.Quad],
    known: Mapping[str, Entity],
    judgements: Sequence[Judgement] = (),
    *,
    entries: Mapping[Side, Collection[str]] | None = None,
    rejected: Collection[str] = (),
    schema: Schema | None = None,
) -> Iterator[ox.Quad]:
    """Derive the whole view afresh from the quads of a store (those of the view itself are left aside).

    `judgements` are people's that stand, the newest first, and `entries` what those about lists mean (see
    `sanctions.verdicts`); `rejected` are the IRIs of the claims that are judged to be wrong. A store's view is right if it is equal to this, as a set.
    """
    table = NameTable()
    facts = read_facts(quads, table)
    view = View(facts, table, KnownNames(known), judgements, entries=entries, rejected=rejected, schema=schema)
    blocks = [*view.entities().values(), *(view.article(article) for article in facts.values())]
    for block in blocks:
        yield from ox.parse(block, ox.RdfFormat.N_QUADS)


class View:
    """The view of all articles, in blocks of N-Quads: one for each article and one for each IRI of an entity."""

    def __init__(
        self,
        facts: Mapping[str, ArticleFacts],
        table: NameTable,
        known: KnownNames,
        judgements: Sequence[Judgement] = (),
        *,
        entries: Mapping[Side, Collection[str]] | None = None,
        rejected: Collection[str] = (),
        schema: Schema | None = None,
    ) -> None:
        """Decide who is who and describe it; the blocks are written when they are asked for."""
        who = identity_of(judgements)
        self._rejected = frozenset(iri.removeprefix(_CLAIM) for iri in rejected)
        self._facts, changed = pinned(facts, table, who)
        self._identity = resolve(self._facts, table, known, who, changed)
        self._entities = describe(self._facts, self._identity)
        self._listed = verdict_lines(judgements, self._entities.by_root, entries or {}, self._mentioned)
        self._iris = {root: f"<{entity_iri(entity.id)}>" for root, entity in self._entities.by_root.items()}
        self._originals = link_reprints(
            Print(article_id(f.graph), f.published or None, f.signature) for f in facts.values()
        )
        self._schema = schema or load_schema()
        self._relations = self._schema.relations
        self._symmetric = {name for name, relation in self._relations.items() if relation.symmetric}

    def described(self) -> dict[str, Entity]:
        """Give every entity by its IRI in angle brackets."""
        return {self._iris[root]: entity for root, entity in self._entities.by_root.items()}

    def members(self, facts: ArticleFacts) -> list[str]:
        """Give the IRI of the entity that each mention of an article stands for, in angle brackets."""
        return [self._iris[root] for root in self._identity.members(facts)]

    def original(self, facts: ArticleFacts) -> str:
        """Give the IRI of the article that an article is a reprint of, "" where it is none."""
        original = self._originals.get(article_id(facts.graph))
        return article_iri(original) if original else ""

    def article(self, facts: ArticleFacts) -> str:
        """Write the block of an article: its entities, its mentions', its claims' ends and facts, what it reprints."""
        members = self.members(facts)
        out = [f"<{facts.graph}> <{GX}mentions> {iri}" for iri in sorted(set(members))]
        if original := self.original(facts):
            out.append(f"<{facts.graph}> <{GX}reprintOf> <{original}>")
        for number, iri in zip(facts.mentions, members, strict=True):
            out.append(f"<{facts.graph}#m{number}> <{GX}entity> {iri}")
        for name in self.rejected(facts):
            out.append(f"<{_CLAIM}{name}> {_REJECTED}")
        for claim in self._accepted(facts):
            this, subject, object_ = f"<{_CLAIM}{claim.name}>", members[claim.subject], members[claim.object]
            out.append(f"{this} {_SUBJECT} {subject}")
            out.append(f"{this} {_OBJECT} {object_}")
            out.append(f"{this} {_FACT} <{self._fact(subject, claim.relation, object_)}>")
        return _END.join([*out, ""])

    def rejected(self, facts: ArticleFacts) -> list[str]:
        """Give those of an article's claims that are judged to be wrong, by the hashes of their IRIs."""
        return [claim.name for claim in facts.claims if claim.name in self._rejected]

    def _accepted(self, facts: ArticleFacts) -> Iterable[ClaimFacts]:
        return (claim for claim in facts.claims if claim.name not in self._rejected)

    def _fact(self, subject: str, relation: str, object_: str) -> str:
        ends = subject[1:-1], GX + relation_term(relation), object_[1:-1]
        return fact_iri(*ends, symmetric=relation in self._symmetric)

    def entities(self) -> dict[str, str]:
        """Write the block of each entity and of each IRI that an entity replaces, by the IRI in angle brackets."""
        edges = self._edges()
        for root, told in self._listed.items():
            edges.setdefault(root, []).extend(sorted(told))
        for root, others in self._identity.unclear.items():
            may_be = {self._iris[other] for other in others - {root} if other in self._iris}
            edges.setdefault(root, []).extend([_AMBIGUOUS, *(f"<{GX}mayBe> {iri}" for iri in sorted(may_be))])
        out = {
            self._iris[root]: _entity(entity, self._iris[root], edges.get(root, ()))
            for root, entity in self._entities.by_root.items()
        }
        for old, new in self._entities.replaced.items():
            this = f"<{entity_iri(old)}>"
            out[this] = "".join(f"{this} {_REPLACED} <{entity_iri(path)}>{_END}" for path in new)
        return out

    def _mentioned(self, side: Side) -> int | None:
        """Give the root of what an article mentions under a side's name; None where it mentions no such thing."""
        facts = self._facts.get(article_iri(side.article or ""))
        for number, root in zip(facts.names, self._identity.members(facts), strict=True) if facts else ():
            name = self._identity.names[number]
            if (typed_key(name.form, name.type), name.type) == (typed_key(side.name, side.type), side.type):
                return root
        return None

    def _edges(self) -> dict[int, list[str]]:
        """Give the direct edges of each entity, as predicate and object, each once."""
        out: dict[int, set[tuple[str, int]]] = defaultdict(set)
        written = {
            name: [
                (f"<{GX}{relation_term(wide)}>", wide in self._symmetric) for wide in (name, *self._schema.wider(name))
            ]
            for name in self._relations
        }
        for subject, name, object_ in self._links[1]:
            for predicate, symmetric in written.get(name) or [(f"<{GX}{relation_term(name)}>", False)]:
                out[subject].add((predicate, object_))
                if symmetric:
                    out[object_].add((predicate, subject))
        return {
            root: sorted([f"{predicate} {self._iris[end]}" for predicate, end in ends]) for root, ends in out.items()
        }

    def adjacency(self) -> Adjacency:
        """Give who is linked with whom: by any claim, and by what is said to be so and not over."""
        told, standing = self._links
        ids = {root: entity.id for root, entity in self._entities.by_root.items()}
        arcs = {(ids[a], name, ids[b]): (a, name, b) in standing for a, name, b in told}
        return adjacency_of(arcs)

    @functools.cached_property
    def _links(self) -> tuple[Collection[_Link], Collection[_Link]]:
        """Give what is claimed at all, and what is claimed to be so, surely enough, and by no later-dated article to be over."""
        told: set[_Link] = set()
        said: dict[_Link, str] = {}
        over: dict[_Link, str] = {}
        for facts in self._facts.values():
            members = self._identity.members(facts) if facts.claims else ()
            published = self._facts[self.original(facts) or facts.graph].published  # no reprint makes news of old
            for _, i, name, j, status, firm in self._accepted(facts):
                edge = (members[i], name, members[j])
                if name in self._symmetric and edge[0] > edge[2]:
                    edge = (edge[2], name, edge[0])
                told.add(edge)
                if edge[0] == edge[2] and i != j:
                    continue  # two names of one thing are no relation of it to itself
                if not firm or status not in ("actual", "ended"):
                    continue
                if status == "actual":
                    said[edge] = max(said.get(edge, ""), published or UNDATED)
                else:
                    over[edge] = max(over.get(edge, ""), published)
        return told, {edge: None for edge, date in said.items() if date >= over.get(edge, "")}


def _entity(entity: Entity, this: str, edges: Iterable[str]) -> str:
    out = [f"{this} {_A} <{GX}{type_term(entity.type)}>"]
    out += [f"{this} <{GX}ticker> {text_literal(ticker)}" for ticker in entity.tickers]
    out += [f"{this} {_LABEL} {text_literal(label)}@{tag}" for tag, label in entity.labels]
    out += [f"{this} {_OTHER} {text_literal(name)}@{language(name)}" for name in entity.names]
    out += [f"{this} {edge}" for edge in edges]
    return _END.join([*out, ""])
