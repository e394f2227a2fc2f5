"""Decides which mentions stand for one thing: by lexicon id, ticker, name, and what articles say is the same.

The result is a function of what was read, not of the order. The steps, the surest first: mentions with a lexicon id or
a ticker; names (legal form off) that belong to one such thing; what an article says is the same, which holds for all
articles unless two different full names claim one short name. Such a short name is *ambiguous*: in an article that has
just one of the claimants it stands for that one, elsewhere for a thing of its own. Persons: see `persons`. What people
judged (see `judgements`) comes before all of this, and nothing overrules it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

from .clusters import Clusters
from .facts import ArticleFacts, NameTable
from .judgements import Judgement, Side
from .links import Links, order_of
from .model import Entity
from .names import (
    KnownNames,
    bare_key,
    fullness,
    typed_key,
)
from .namespace import article_iri
from .persons import PERSON, Persons

__all__ = ["LISTED", "Identity", "bare_key", "group_of", "resolve"]

# Which types a reader may take for each other: a name of one group is one thing, whatever its types.
_GROUPS = {"organization": "company", "authority": "company"}
LISTED = frozenset(
    {"company", "organization", "fund"}
)  # types that can have a ticker: what stands by another is astray


class Identity:
    """Who is who: the root of every mention's cluster, and what each cluster is known to be."""

    def __init__(self, table: NameTable, known: KnownNames, counts: Counter[int]) -> None:
        """Start from the names that were read and how often; `resolve` does the work."""
        self.names = table.names
        self.lexicon = known
        self.counts = counts
        self.clusters = Clusters({id_: entity.tickers for id_, entity in known.entities.items()})
        self.keys = {number: typed_key(self.names[number].form, self.names[number].type) for number in counts}
        self.ambiguous: dict[int, set[int]] = {}  # a name's node, and the nodes of those that claim it
        self.roots: dict[int, int] = {}  # of names that stand for the same thing everywhere
        self._anchors: dict[int, int] = {}  # names with a lexicon id or ticker
        self.mixed: dict[str, tuple[int, ...]] = {}  # the roots of articles where a mention is a person's or ambiguous
        self.unclear: dict[int, set[int]] = defaultdict(set)  # roots of names that may be several others', and those
        self._judged: dict[tuple[str, str], int] = {}  # names that people judged, by group and key, and their nodes
        self._judged_nodes: set[int] = set()
        self._read = {(self.group(n), self.keys[n]) for n in counts if not self.names[n].pin}
        self.persons = Persons(self)

    def members(self, facts: ArticleFacts) -> tuple[int, ...]:
        """Give the root of each mention of an article, by position."""
        return self.mixed.get(facts.graph) or tuple(map(self.roots.__getitem__, facts.names))

    def listed(self, root: int) -> list[Entity]:
        """Give what the lexicon knows of a cluster, the entity that stands for all first."""
        ids = self.clusters.known.get(root, ())
        return [self.lexicon.entities[id_] for id_ in ids if id_ in self.lexicon.entities]

    def firms(self) -> dict[int, set[str]]:
        """Give the keys of the names of firms and the like by their roots; ambiguous names are left out."""
        out: dict[int, set[str]] = defaultdict(set)
        for number, root in self.roots.items():
            if self.names[number].type in LISTED:
                out[root].add(self.keys[number])
        return out

    def group(self, number: int) -> str:
        """Give the group of types within which a name names one thing."""
        return group_of(self.names[number].type)

    def node(self, number: int) -> int:
        """Give the node that a name belongs to: what a person judged of it counts more than the lexicon's id."""
        group, key, pin = self.group(number), self.keys[number], self.names[number].pin
        if pin:
            return self.clusters.node(("name", group, key, pin))
        judged = self._judged.get((group, key))
        anchor = None if judged is not None and judged not in self.ambiguous else self._anchors.get(number)
        return self.clusters.node(("name", group, key)) if anchor is None else anchor

    def named(self, name: str) -> int | None:
        """Give the root of the organisation that has a name everywhere; None where nothing has it."""
        keys = ((group, typed_key(name, group)) for group in ("company", "fund", "exchange", "product", "place"))
        nodes = [self.clusters.node(("name", *key)) for key in keys if key in self._read]
        return self.clusters.find(nodes[0]) if nodes else None

    def is_judged(self, node: int) -> bool:
        """Tell whether people judged about the name of a node."""
        return node in self._judged_nodes

    def elsewhere(self, name: str, entity: Entity, root: int) -> bool:
        """Tell whether a name that the lexicon gives an entity is another thing's by a person's judgement."""
        node = self._judged.get((group_of(entity.type), typed_key(name, entity.type)))
        return node is not None and node not in self.ambiguous and self.clusters.find(node) != root

    # The steps

    def judge(self, judgements: Iterable[Judgement]) -> None:
        """Join and keep apart what people judged of anything but persons, the newest judgement first."""
        for one in judgements:
            if PERSON in (one.a.type, one.b.type):
                continue
            a, b = self._side(one.a), self._side(one.b)
            if one.verdict == "same":
                self.clusters.join(a, b, judged=True)
            else:
                self.clusters.keep_apart(a, b)

    def _side(self, side: Side) -> int:
        group, key = group_of(side.type), typed_key(side.name, side.type)
        if side.ticker is not None:
            return self._ticker_node(side.ticker)
        if side.article is not None:
            return self.clusters.node(("name", group, key, article_iri(side.article)))
        node = self._judged[group, key] = self.clusters.node(("name", group, key))
        self._judged_nodes.add(node)
        return node

    def anchor(self) -> None:
        """Give names with a lexicon id or tickers their nodes, the commonest first."""
        for number in sorted(self.counts, key=lambda n: (-self.counts[n], order_of(self.names[n]))):
            name = self.names[number]
            if name.pin:
                continue
            nodes = [self.clusters.lexicon(name.known_as)] if name.known_as else []
            if name.type in LISTED:
                nodes += map(self._ticker_node, name.tickers)
            for other in nodes[1:]:
                self.clusters.join(nodes[0], other, said=True)
            if nodes:
                self._anchors[number] = nodes[0]

    def _ticker_node(self, ticker: str) -> int:
        known = self.lexicon.by_ticker.get(ticker)
        return self.clusters.ticker(ticker) if known is None else self.clusters.lexicon(known)

    def name(self) -> None:
        """Let each name belong to the thing that has it, unless two have it that are known to be different."""
        owners: dict[tuple[str, str], set[int]] = defaultdict(set)
        for number, node in self._anchors.items():
            owners[self.group(number), self.keys[number]].add(node)
        for name in self._read | self._judged.keys():
            owners[name].update(map(self.clusters.lexicon, self.known_as(*name)))
        for name in sorted(self._judged, key=lambda name: (len(owners[name]), not self._is_label(*name), name)):
            self._name_judged(name, owners.pop(name))
        for (group, key), nodes in sorted(owners.items()):
            if group != PERSON and nodes:
                this = self.clusters.node(("name", group, key))
                roots = {self.clusters.find(node) for node in nodes}
                if any(self.clusters.clash(a, b) for a, b in combinations(roots, 2)):
                    self.ambiguous[this] = roots
                else:
                    for root in roots:
                        self.clusters.join(root, this)

    def _is_label(self, group: str, key: str) -> bool:
        """Tell whether the lexicon prefers this name for something."""
        listed = (self.lexicon.entities[id_] for id_ in self.known_as(group, key))
        return any(typed_key(label, entity.type) == key for entity in listed for _, label in entity.labels)

    def _name_judged(self, name: tuple[str, str], nodes: Collection[int]) -> None:
        """Let a name that people judged belong to the thing that has it, as far as they allow it."""
        this = self._judged[name]
        roots = {self.clusters.find(node) for node in nodes if not self.clusters.apart(node, this)}
        if self.clusters.find(this) in roots:
            return
        if any(self.clusters.clash(a, b) for a, b in combinations(roots, 2)):
            self.ambiguous[this] = roots
        for root in sorted(roots) if this not in self.ambiguous else ():
            self.clusters.join(root, this, judged=True)

    def known_as(self, group: str, key: str) -> list[str]:
        """Give the lexicon's ids for a name within a group of types."""
        types = [kind for kind, common in _GROUPS.items() if common == group]
        return [id_ for kind in (group, *types) for id_ in self.lexicon.by_key.get((kind, key), ())]

    def settle_articles(
        self, facts: Mapping[str, ArticleFacts], judgements: Sequence[Judgement], pinned: Collection[str]
    ) -> None:
        """Give every mention its root; in `pinned` articles a person judged about single mentions."""
        find = self.clusters.find
        unclear = set()
        for number in self.counts:
            if self.group(number) == PERSON or self.node(number) in self.ambiguous:
                unclear.add(number)
            else:
                self.roots[number] = find(self.node(number))
        mixed = [facts[g] for g in sorted(facts) if g in pinned or not unclear.isdisjoint(facts[g].names)]
        partly = {article.graph: self._in_context(article) for article in mixed}
        self.persons.read(mixed, partly, judgements)
        for article in mixed:
            self.mixed[article.graph] = self.persons.complete(article, partly[article.graph])

    def _in_context(self, facts: ArticleFacts) -> list[int | None]:
        """Give the roots of an article's mentions but for its persons, the ambiguous by what else is there."""
        out = [self.roots.get(number) for number in facts.names]
        here = {root for root in out if root is not None}
        open_ = [i for i, number in enumerate(facts.names) if out[i] is None and self.group(number) != PERSON]
        for i in sorted(open_, key=lambda i: (-fullness(self.keys[facts.names[i]]), i)):
            node = self.node(facts.names[i])
            claimants = {self.clusters.find(claimant) for claimant in self.ambiguous[node]}
            linked = {out[b if a == i else a] for a, b in facts.same if i in (a, b)} & claimants
            candidates = linked if len(linked) == 1 else claimants & here
            if len(candidates) != 1:
                candidates = {self.clusters.find(node)}
                self.unclear[self.clusters.find(node)] |= claimants
            out[i] = candidates.pop()
        return out


def group_of(kind: str) -> str:
    """Give the group of a type.

    >>> group_of("authority"), group_of("person")
    ('company', 'person')
    """
    return _GROUPS.get(kind, kind)


def resolve(
    facts: Mapping[str, ArticleFacts],
    table: NameTable,
    known: KnownNames,
    judgements: Sequence[Judgement] = (),
    pinned: Collection[str] = (),
) -> Identity:
    """Decide who is who in all articles together.

    `judgements` are people's, the newest first; `pinned` the articles that `judgements.pinned` changed for them.
    """
    counts: Counter[int] = Counter()
    for article in facts.values():
        counts.update(article.names)
    identity = Identity(table, known, counts)
    identity.judge(judgements)
    identity.anchor()
    identity.name()
    Links(identity).join(facts.values())
    identity.settle_articles(facts, judgements, pinned)
    return identity
