"""How good a built graph is, measured against gold annotations.

Relations are counted per article as (subject, relation, object): each party that the graph names stands for at most one
of the gold's, the one with which it shares most names. Facts that the gold calls arguable are neither rewarded
nor punished. Claims that differ only in status, qualifiers or place count once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..graph.errors import WrongUse
from ..graph.schema import load_schema
from .gold import Annotated, Fact, Party, join_parts, load_gold, number_of, said_by, venues

_SCORED_TYPES = frozenset({"company", "person", "authority", "organization", "fund", "product"})
_QUOTE_LIMIT = 300  # characters, by the graph's contract
_NEAR = 0.005  # share by which an amount or a stake may differ: rounding
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of what was said is right (`precision`) and how much of what was wanted is found (`recall`)."""

    right: int
    said: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """Give the share of what was said that is right."""
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """Give the share of what was wanted that is found."""
        return self.found / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Give the harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Case:
    """A fact that was missed, or one that is wrong, with the sentence that gold or graph quotes for it."""

    article: str
    subject: str
    relation: str
    object: str
    quote: str


@dataclass(slots=True)
class Scores:
    """All that is measured; `relations` counts gold, found and wrong by relation."""

    articles: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    relations: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    missed: list[Case] = field(default_factory=list)
    wrong: list[Case] = field(default_factory=list)

    def rate(self, what: str) -> Rate:
        """Give the rate of `relation`, `status`, `qualifier` or `entity`."""
        return Rate(*(self.counts[f"{what} {part}"] for part in ("right", "said", "found", "wanted")))

    def share(self, what: str) -> float | None:
        """Give the share of `type` or `evidence` that is right, None where there is nothing to judge."""
        said = self.counts[f"{what} said"]
        return self.counts[f"{what} right"] / said if said else None


def evaluate(gold: Mapping[str, Annotated], said: Mapping[str, Annotated], texts: Mapping[str, str]) -> Scores:
    """Score what a graph says against gold; `texts` are the articles' files by id, where quotes are checked in them."""
    scores = Scores(articles=len(gold))
    answers = join_parts(said, gold)
    for article, wanted in gold.items():
        answer = answers.get(article, Annotated())
        stands = stand_ins({**answer.mentioned, **answer.parties}.values(), wanted.parties)
        _count_parties(scores, answer, wanted, stands)
        _count_evidence(scores, answer.facts, texts.get(article))
        _count_facts(scores, article, by_key(answer.facts, stands), by_key(wanted.facts, None))
    return scores


def stand_ins(named: Iterable[Party], gold: Mapping[str, Party]) -> dict[str, str]:
    """Tell which gold party each named one stands for: the one with most names in common, then one of its type."""
    stands: dict[str, str] = {}
    for party in named:
        fits = [
            (-len(party.keys & other.keys), party.type != other.type, id_)
            for id_, other in gold.items()
            if _same(party, other)
        ]
        if fits:
            stands[party.id] = min(fits)[2]
    return stands


def evaluate_folders(
    gold_folder: Path,
    articles_folder: Path,
    *,
    only: Collection[str] = (),
    without: Collection[str] = (),
    jobs: int = 1,
    lexicon: Sequence[Path] = (),
) -> Scores:
    """Build the articles that gold knows into a store that is thrown away, and score what came out.

    Raises WrongUse where gold has no article of its id in the folder.
    """
    import tempfile

    from ..extractors.pipeline import build
    from ..graph.store import open_reader

    gold = load_gold(gold_folder, only=only, without=without)
    files = {file.stem: file for file in sorted(articles_folder.iterdir()) if file.stem in gold and file.is_file()}
    if missing := sorted(set(gold) - set(files)):
        raise WrongUse(f"no article {missing[0]} in {articles_folder} ({len(missing)} missing)")
    with tempfile.TemporaryDirectory(prefix="guanxi-") as folder:
        build([str(file) for file in files.values()], Path(folder) / "store", jobs=jobs, lexicon=lexicon)
        with open_reader(Path(folder) / "store") as reader:
            said = said_by(reader)
    texts = {stem: file.read_text(encoding="utf-8", errors="replace") for stem, file in files.items()}
    return evaluate(gold, said, texts)


def as_json(scores: Scores) -> dict[str, object]:
    """Give all figures as plain JSON values."""
    relation, entity = scores.rate("relation"), scores.rate("entity")
    return {
        "articles": scores.articles,
        "relations": {
            "precision": relation.precision,
            "recall": relation.recall,
            "f1": relation.f1,
            "gold": relation.wanted,
            "right": relation.right,
            "optional": scores.counts["optional"],
            "wrong": relation.said - relation.right,
        },
        "status": scores.rate("status").f1,
        "qualifiers": scores.rate("qualifier").f1,
        "entities": {"precision": entity.precision, "recall": entity.recall, "f1": entity.f1},
        "types": scores.share("type") or 0.0,
        "evidence": scores.share("evidence"),
        "per_relation": {
            name: {part: counts[part] for part in ("gold", "found", "wrong")}
            for name, counts in sorted(scores.relations.items())
        },
    }


def _same(party: Party, other: Party) -> bool:
    """Tell whether two parties may be one: a name in common or, for exchanges, the same venue or a wider one."""
    if party.keys & other.keys:
        return True
    if not {party.type, other.type} <= {"exchange", None}:
        return False
    names, wider = venues()
    one, two = ({names[key] for key in keys if key in names} for keys in (party.keys, other.keys))
    return bool(one & two or {wider.get(venue) for venue in one} & two or {wider.get(venue) for venue in two} & one)


def by_key(facts: Iterable[Fact], stands: Mapping[str, str] | None) -> dict[_Key, list[Fact]]:
    """Group facts by relation and ends; ends are gold's parties where `stands` leads to them."""
    symmetric = {name for name, relation in load_schema().relations.items() if relation.symmetric}
    grouped: dict[_Key, list[Fact]] = {}
    for fact in facts:
        ends = [end if stands is None else stands.get(end, "?" + end) for end in (fact.subject, fact.object)]
        one, two = sorted(ends) if fact.relation in symmetric else ends
        grouped.setdefault((fact.relation, one, two), []).append(fact)
    return grouped


def _count_parties(scores: Scores, answer: Annotated, gold: Annotated, stands: Mapping[str, str]) -> None:
    matched = {id_: gold.parties[stands[id_]] for id_ in answer.mentioned if id_ in stands}
    wanted = {id_ for id_, party in gold.parties.items() if party.required and party.type in _SCORED_TYPES}
    right = {party.id for party in matched.values()}
    scores.counts["entity said"] += len(answer.mentioned)
    scores.counts["entity right"] += len(right)
    scores.counts["entity wanted"] += len(wanted)
    scores.counts["entity found"] += len(wanted & right)
    scores.counts["type said"] += len(matched)
    scores.counts["type right"] += sum(answer.mentioned[id_].type == party.type for id_, party in matched.items())


def _count_evidence(scores: Scores, facts: Iterable[Fact], text: str | None) -> None:
    for fact in facts:
        stands_there = 0 < len(fact.quote) <= _QUOTE_LIMIT and fact.text[fact.start : fact.end] == fact.quote
        scores.counts["evidence said"] += 1
        scores.counts["evidence right"] += stands_there and (text is None or fact.text in text or fact.quote in text)


def _count_facts(scores: Scores, article: str, said: dict[_Key, list[Fact]], gold: dict[_Key, list[Fact]]) -> None:
    """Count right, wrong and missed facts of one article."""
    wanted = {key: [fact for fact in facts if fact.required] for key, facts in gold.items()}
    wanted = {key: facts for key, facts in wanted.items() if facts}
    for key, facts in said.items():
        if key not in gold:
            scores.counts["relation said"] += 1
            scores.relations[key[0]]["wrong"] += 1
            scores.wrong.append(_case(article, facts[0]))
        elif key not in wanted:
            scores.counts["optional"] += 1
        else:
            scores.counts.update({"relation said": 1, "relation right": 1, "relation found": 1})
            scores.relations[key[0]]["found"] += 1
            _count_statuses(scores, facts, gold[key])
            for qualifier in ("date", "amount", "stake"):
                _count_qualifier(scores, qualifier, facts, gold[key])
    for key, facts in wanted.items():
        scores.counts["relation wanted"] += 1
        scores.relations[key[0]]["gold"] += 1
        if key not in said:
            scores.missed.append(_case(article, facts[0]))


def _case(article: str, fact: Fact) -> Case:
    return Case(article, fact.subject, fact.relation, fact.object, fact.quote)


def _count_statuses(scores: Scores, facts: Iterable[Fact], gold: Iterable[Fact]) -> None:
    said, true = {fact.status for fact in facts}, {fact.status for fact in gold}
    wanted = {fact.status for fact in gold if fact.required}
    scores.counts["status said"] += len(said)
    scores.counts["status right"] += len(said & true)
    scores.counts["status wanted"] += len(wanted)
    scores.counts["status found"] += len(said & wanted)


def _count_qualifier(scores: Scores, name: str, facts: Iterable[Fact], gold: Iterable[Fact]) -> None:
    said = {value for fact in facts if (value := getattr(fact, name)) is not None}
    true = {value for fact in gold if (value := getattr(fact, name)) is not None}
    scores.counts["qualifier wanted"] += len(true)
    scores.counts["qualifier found"] += sum(any(_agrees(one, other) for one in said) for other in true)
    if true or name != "date":  # gold gives a date only where the text ties it to the fact: an added one is not wrong
        scores.counts["qualifier said"] += len(said)
        scores.counts["qualifier right"] += sum(any(_agrees(one, other) for other in true) for one in said)


def _agrees(said: object, true: object) -> bool:
    """Tell whether a value is right: a date at least as precise as gold's, a number but for rounding."""
    one, other = number_of(said), number_of(true)
    if isinstance(true, str) or one is None or other is None:
        return str(said).startswith(str(true))
    return abs(one - other) <= _NEAR * abs(other)
