"""The dossier's sections that look across all statements: time line, contradictions, what one source alone tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ...graph.analysis.facts import source_of
from ...graph.analysis.timeline import Event, timeline
from .document import Block, Cell, Detail, Table
from .material import Material
from .owners import problems_block
from .telling import Telling, claims_by_id, contradicted
from .wording import Words
from .writing import Writer

_EACH = 12  # statements of one article that are listed: a prospectus alone tells of hundreds


def timeline_block(writer: Writer, material: Material, limit: int) -> Iterator[Block]:
    """Write what happened when, the earliest first; of more than so many the latest."""
    found = timeline(material.around, material.entity.id)
    if not found.events:
        return
    words, dated = writer.words, [event for event in found.events if event.date]
    left = max(0, len(dated) - limit)
    undated = [event for event in found.events if not event.date]
    events = [*dated[left:], *undated[:limit]]
    columns = tuple(words.named("columns", column) for column in ("date", "what"))
    notes = [Detail(words.say("timeline_note"), ())]
    if left:
        notes.append(Detail(words.say("earlier", n=left), ()))
    more = words.say("more", n=len(undated) - limit) if len(undated) > limit else ""
    rows = tuple(_event(writer, event) for event in events)
    yield Block("", tuple(notes), (), Table(columns, rows), more)


def contradiction_blocks(writer: Writer, material: Material, limit: int) -> Iterator[Block]:
    """Write what one sentence tells and another denies, and shares that do not add up."""
    words = writer.words
    found = list(contradicted(material.tellings))
    if found:
        notes = (Detail(words.say("disputed_note"), ()),)
        told = tuple(writer.statement(telling) for telling in found[:limit])
        more = words.say("more", n=len(found) - limit) if len(found) > limit else ""
        yield Block(words.named("blocks", "disputed"), notes, told, None, more)
    problems = list(problems_block(writer, material.ownership.problems if material.ownership else (), material.holding))
    yield from problems
    if not found and not problems:
        yield Block("", (Detail(words.say("no_contradictions"), ()),))


def single_block(writer: Writer, material: Material, limit: int) -> Iterator[Block]:
    """Write which standing facts one source alone tells, by article."""
    words = writer.words
    standing = [telling for telling in material.tellings if telling.status == "actual"]
    single = [telling for telling in standing if telling.sources == 1]
    if not standing:
        return
    if not single:
        yield Block("", (Detail(words.say("no_single"), ()),))
        return
    edges = claims_by_id(material.around)
    by_article: dict[str, list[Telling]] = defaultdict(list)
    for telling in single:
        by_article[source_of(edges[telling.leading[0].claims[0]])].append(telling)
    articles = sorted(by_article, key=lambda article: (-len(by_article[article]), article))
    days = {data["article"]: data.get("published") for data in edges.values()}
    columns = tuple(words.named("columns", column) for column in ("article", "date", "what"))
    rows = tuple(
        (
            Cell(article),
            Cell(words.date(days.get(article)) or words.say("no_date")),
            Cell(lines=tuple((one,) for one in _short(writer, by_article[article]))),
        )
        for article in articles[:limit]
    )
    notes = (Detail(words.say("single_note", total=len(standing), n=len(single)), ()),)
    more = words.say("more", n=len(articles) - limit) if len(articles) > limit else ""
    yield Block("", notes, (), Table(columns, rows), more)


def single_count(tellings: Iterable[Telling]) -> tuple[int, int]:
    """Count the standing facts, and those of them that one source alone tells."""
    standing = [telling for telling in tellings if telling.status == "actual"]
    return len(standing), sum(1 for telling in standing if telling.sources == 1)


def _event(writer: Writer, event: Event) -> tuple[Cell, ...]:
    words = writer.words
    date = words.date(event.date) or words.say("no_date")
    if event.date and not event.told:
        date = words.bracketed(date)
    told = writer.bare(event.fact, event.claims)
    return Cell(date), Cell(_line(words, told.lead, told.subject, told.relation, told.object), (), (told.details,))


def _short(writer: Writer, told: list[Telling]) -> Iterator[Detail]:
    for telling in told[:_EACH]:
        ends = writer.name(telling.subject), writer.relation(telling.relation), writer.name(telling.object)
        yield Detail(_line(writer.words, *ends), writer.cite(telling.leading[0].claims[:1]))
    if len(told) > _EACH:
        yield Detail(writer.words.say("more", n=len(told) - _EACH), ())


def _line(words: Words, *parts: str) -> str:
    return " ".join(filter(None, parts))
