"""Puts what is told into words, and numbers the sentences that the words rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...graph.analysis.facts import Edge, Fact, source_of
from ...graph.lookup import ClaimView
from ...graph.model import Qualifiers
from ...graph.schema import load_schema
from ...graph.text import script_of
from ..plain import plain
from ..web import web_address
from .document import Detail, Evidence, Statement
from .telling import Telling
from .wording import Words

_SHOWN = 4  # sentences of one fact that are shown: of different articles or figures first
_ADDED = ("date", "amount", "currency", "stake", "role", "round", "product", "attributed_to")


class Writer:
    """Writes statements in one language; what a sentence is cited for first gives it its number."""

    def __init__(self, words: Words, names: Mapping[str, str], claims: Mapping[str, Edge]) -> None:
        """Start with no number; `names` are those to show by entity, `claims` the attributes of all that may be cited."""
        self.words, self._names, self._claims = words, dict(names), dict(claims)
        self._numbers: dict[str, int] = {}

    def know(self, names: Mapping[str, str], claims: Mapping[str, Edge]) -> None:
        """Learn of more entities and claims."""
        self._names.update(names)
        self._claims.update(claims)

    @property
    def cited(self) -> Sequence[str]:
        """Give the ids of the claims that were cited, in the order of their numbers."""
        return list(self._numbers)

    def name(self, entity: str) -> str:
        """Give the name to show for an entity."""
        return plain(self._names.get(entity, entity))

    def named(self, entities: Iterable[str]) -> str:
        """Give the names of entities as a list to read."""
        return self.words.listed(tuple(self.name(entity) for entity in entities))

    def cite(self, claims: Iterable[str]) -> tuple[int, ...]:
        """Give the numbers of the sentences of some claims, each once, in ascending order."""
        return tuple(sorted({self._numbers.setdefault(claim, len(self._numbers) + 1) for claim in claims}))

    def cite_facts(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """Give the numbers of the surest sentence of each of some facts."""
        return self.cite(fact.claims[0] for fact in facts)

    def statement(self, telling: Telling, *, tags: Iterable[str] = ()) -> Statement:
        """Write what is told of two entities."""
        words = self.words
        lead = "" if telling.status == "actual" else words.named("leads", telling.status)
        details: list[Detail] = []
        for fact in telling.leading:
            told = self.details(fact)
            if len(telling.leading) > 1:  # each by its own status
                told = self._as(fact, told)
            details += told
        also = [d for fact in telling.others for d in self._as(fact, self.details(fact))]
        return Statement(
            telling.status,
            lead,
            self.name(telling.subject),
            self.relation(telling.relation),
            self.name(telling.object) if telling.object != telling.subject else "",
            tuple(details),
            tuple(also),
            (self._sources(telling), *tags),
        )

    def _sources(self, telling: Telling) -> str:
        """Tell how many sources there are, and of when the latest is."""
        days = [self._claims[claim].get("published") or "" for fact in telling.leading for claim in fact.claims]
        if not any(days):
            return self.words.say("sources_undated", n=telling.sources)
        return self.words.say("sources", n=telling.sources, date=self.words.date(max(days)))

    def bare(self, fact: Fact, claims: Sequence[str]) -> Statement:
        """Write a fact by some of its claims, under the plain name of its status and without their date."""
        lead = self.words.bracketed(self.label(fact.status)) if fact.status != "actual" else ""
        detail = Detail(self._added(claims[0], without="date"), self.cite(claims[:_SHOWN]))
        ends = self.name(fact.subject), self.relation(fact.relation)
        return Statement(
            fact.status, lead, *ends, self.name(fact.object) if fact.object != fact.subject else "", (detail,)
        )

    def relation(self, relation: str) -> str:
        """Give what a relation is called, as read from its subject."""
        known = load_schema().relations.get(relation)
        return known.labels[self.words.language] if known else relation

    def label(self, status: str) -> str:
        """Give the short name of how something is told, "" for what is said to be so."""
        if status == "actual":
            return ""
        known = load_schema().statuses.get(status)
        return known.labels[self.words.language] if known else self.words.say(f"short_{status}")

    def share(self, telling: Telling) -> str:
        """Give the share that the surest sentence with one tells, "" where none does."""
        shares = (self._claims[claim].get("stake") for fact in telling.leading for claim in fact.claims)
        return next((f"{share}%" for share in shares if share), "")

    def details(self, fact: Fact) -> list[Detail]:
        """Give what the sentences of a fact add to it: those that add the same together, at most so many of all."""
        shown = self._shown(fact)
        by_text: dict[str, list[str]] = {}
        for claim in shown:
            by_text.setdefault(self._added(claim), []).append(claim)
        left = len(fact.claims) - len(shown)
        more = self.words.say("more_sentences", n=left) if left else ""
        texts = sorted(by_text, key=lambda text: not text)  # what says something before what says nothing
        found = [Detail(text, self.cite(by_text[text])) for text in texts]
        return [*found[:-1], Detail(found[-1].text, found[-1].refs, more)]

    def _shown(self, fact: Fact) -> list[str]:
        """Choose the sentences to show of a fact: each that is of a new article or adds something new, the surest first."""
        seen: set[str] = set()
        first, rest = list[str](), list[str]()
        for claim in fact.claims:
            new = {source_of(self._claims[claim]), self._added(claim)} - seen
            seen |= new
            (first if new else rest).append(claim)
        return [*first, *rest][:_SHOWN]

    def _added(self, claim: str, *, without: str = "") -> str:
        about = self._claims[claim]
        return plain(self.words.added(Qualifiers(**{name: about.get(name) for name in _ADDED if name != without})))

    def _as(self, fact: Fact, told: Iterable[Detail]) -> list[Detail]:
        """Put before what sentences add how they tell it, and when the surest of them was published."""
        published = self.words.date(self._claims[fact.claims[0]].get("published"))
        status = self.words.named("also", fact.status)
        return self.under(self.words.marks["comma"].join(filter(None, (status, published))), told)

    def under(self, status: str, told: Iterable[Detail]) -> list[Detail]:
        """Put the words of a status before what sentences add."""
        first, *rest = told
        text = self.words.marks["colon"].join(filter(None, (status, first.text)))
        return [Detail(text, first.refs, first.more), *rest]


def numbered(words: Words, told: Sequence[ClaimView]) -> tuple[tuple[Evidence, ...], dict[int, int]]:
    """Give the sentences of claims that are numbered from 1, each sentence once, and its number for each claim's."""
    by_place: dict[tuple[str, int, int], list[ClaimView]] = {}
    for claim in told:
        by_place.setdefault((claim.article.id, claim.start, claim.end), []).append(claim)
    places = {place: number for number, place in enumerate(by_place, 1)}
    found = tuple(_evidence(words, places[place], claims) for place, claims in by_place.items())
    return found, {n: places[claim.article.id, claim.start, claim.end] for n, claim in enumerate(told, 1)}


def _evidence(words: Words, number: int, claims: Sequence[ClaimView]) -> Evidence:
    claim = claims[0]
    about, sure = claim.article, sorted({f"{one.confidence:.0%}" for one in claims}, key=lambda text: (len(text), text))
    added = [
        words.say("place", start=claim.start, end=claim.end),
        words.say("confidence", percent=words.listed(tuple(sure))),
        words.say("reprint", article=about.reprint_of) if about.reprint_of else "",
    ]
    return Evidence(
        number,
        plain(claim.quote),
        script_of(claim.quote),
        plain(about.id),
        plain(about.headline) if about.headline else None,
        plain(about.publisher) if about.publisher else None,
        words.date(about.published) or words.say("undated"),
        web_address(about.url),
        plain(words.marks["comma"].join(filter(None, added))),
        tuple(one.id for one in claims),
    )
