"""The dossier's section on sanctions: what the news says, what lists have, and by which chains it is exposed to others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...graph.analysis.control import Control
from ...graph.analysis.facts import Fact
from ...graph.sanctions.exposure import Exposure
from ...graph.sanctions.lists import ListInfo
from ...graph.sanctions.parties import RELATION, ListedAs
from .document import Block, Cell, Detail, Table
from .material import Material
from .telling import Telling
from .writing import Writer

_NAMED = 5  # parties that the summary names
_OF_STEP = 2  # facts of one step of a chain that are told


def sanctions_blocks(writer: Writer, material: Material, limit: int) -> Iterator[Block]:
    """Write what the news, the lists and the parties around it say of sanctions; that nothing does is said too."""
    words, name = writer.words, writer.name(material.entity.id)
    if not any(True for _ in sanctioning(material)):
        yield Block("", (Detail(words.say("not_sanctioned", name=name), ()),))
    yield _lists(writer, material, name)
    yield _exposure(writer, material, name, limit)


def sanctions_glance(writer: Writer, material: Material) -> Iterator[Detail]:
    """Write the lines of the summary about sanctions."""
    words = writer.words
    if told := list(sanctioning(material)):
        text = words.say("glance_sanctions", authorities=writer.named(dict.fromkeys(one.subject for one in told)))
        yield Detail(text, writer.cite_facts(fact for one in told for fact in one.leading))
    titles = _titles(material)
    for key, confirmed in (("glance_listed", True), ("glance_alike", False)):
        found = [titles.get(one.list, one.list) for one in material.listed if one.confirmed is confirmed]
        if found:
            yield Detail(words.say(key, lists=words.listed(tuple(dict.fromkeys(found)))), ())
    if material.exposed.rule:
        yield _rule(writer, material.exposed.rule)
    for key, is_sure in (("glance_exposure", True), ("glance_exposure_maybe", False)):
        parties = [one for one in _others(material) if one.steps is not None and _is_told(one) is is_sure]
        if parties:
            left = [words.say("more", n=len(parties) - _NAMED)] if len(parties) > _NAMED else []
            names = words.listed((*(writer.name(one.party.entity) for one in parties[:_NAMED]), *left))
            facts = (fact for one in parties[:_NAMED] for fact in one.party.told[:1])
            yield Detail(
                words.say(key, names=names, n=max(one.steps or 0 for one in parties)), writer.cite_facts(facts)
            )


def sanctioning(material: Material) -> Iterable[Telling]:
    """Give the standing statements that the entity itself is under sanctions."""
    return (
        telling
        for telling in material.tellings
        if telling.relation == RELATION and telling.object == material.entity.id and telling.status == "actual"
    )


def tainted(writer: Writer, material: Material) -> dict[str, str]:
    """Give, for the picture, the parties one step away that are under sanctions or may be, each with words for it."""
    return {
        one.party.entity: writer.words.say("tainted" if _is_told(one) else "tainted_maybe")
        for one in _others(material)
        if one.steps == 1
    }


def _others(material: Material) -> list[Exposure]:
    return [one for one in material.exposed.exposures if one.steps != 0]


def _is_told(one: Exposure) -> bool:
    """Tell whether an article or a person says that the party is under sanctions, and not only its name."""
    return bool(one.party.told) or any(listed.confirmed for listed in one.party.listed)


def _titles(material: Material) -> dict[str, str]:
    return {info.name: info.title for info in material.lists}


def _lists(writer: Writer, material: Material, name: str) -> Block:
    words = writer.words
    title = words.named("blocks", "lists")
    if not material.lists:
        return Block(title, (Detail(words.say("no_lists"), ()),))
    known = words.marks["list"].join(_list_named(writer, info) for info in material.lists)
    notes = [Detail(words.say("lists_checked", lists=known), ())]
    if not any(one.confirmed for one in material.listed):
        notes.append(Detail(words.say("no_entry", name=name), ()))
    columns = tuple(words.named("columns", column) for column in ("entry", "list", "since", "reason", "match"))
    titles = _titles(material)
    rows = [_entry(writer, one, titles, _verdict(writer, one)) for one in material.listed]
    rows += [_entry(writer, one, titles, words.say("rejected")) for one in material.rejected]
    return Block(title, tuple(notes), (), Table(columns, tuple(rows)) if rows else None)


def _entry(writer: Writer, one: ListedAs, titles: Mapping[str, str], verdict: str) -> tuple[Cell, ...]:
    words = writer.words
    where = (titles.get(one.list, one.list), words.listed(one.programmes))
    return (
        Cell(one.name),
        Cell(words.marks["list"].join(filter(None, where))),
        Cell(_time(writer, one)),
        Cell(one.reason or ""),
        Cell(verdict),
    )


def _verdict(writer: Writer, one: ListedAs) -> str:
    words = writer.words
    return words.say("confirmed") if one.confirmed else words.say("candidate", percent=f"{one.score:.0%}")


def _time(writer: Writer, one: ListedAs) -> str:
    """Write since when an entry counts, and until when where the list says so."""
    since, until = writer.words.date(one.since), writer.words.date(one.until)
    return f"{since} – {until}" if until else since


def _list_named(writer: Writer, info: ListInfo) -> str:
    if info.issued is None:
        return writer.words.say("list_undated", title=info.title, n=info.count)
    return writer.words.say("list_named", title=info.title, date=writer.words.date(info.issued), n=info.count)


def _exposure(writer: Writer, material: Material, name: str, limit: int) -> Block:
    words, found = writer.words, _others(material)
    title = words.named("blocks", "exposure")
    rule = (_rule(writer, material.exposed.rule),) if material.exposed.rule else ()
    if not found:
        return Block(title, (Detail(words.say("no_exposure", name=name, n=material.hops), ()), *rule))
    columns = tuple(words.named("columns", column) for column in ("partner", "chain", "reason"))
    rows = tuple(_exposed(writer, material, one, name) for one in found[:limit])
    more = words.say("more", n=len(found) - limit) if len(found) > limit else ""
    notes = (Detail(words.say("exposure_note", n=material.hops), ()), *rule)
    return Block(title, notes, (), Table(columns, rows), more)


def _exposed(writer: Writer, material: Material, one: Exposure, name: str) -> tuple[Cell, ...]:
    words = writer.words
    chain = [
        (_linked(writer, material, fact),)
        for chain in one.chains[:1]
        for step in chain.steps
        for fact in step.facts[:_OF_STEP]
    ]
    for key, bounds in (("exposure_held", one.held_by), ("exposure_holds", one.holds)):
        if bounds.low > 0:
            chain.append((Detail(words.say(key, share=words.bounds(bounds.low, bounds.high), name=name), ()),))
    why = [tuple(_told(writer, fact)) for fact in one.party.told]
    why += [(Detail(_listed(writer, material, listed), ()),) for listed in one.party.listed]
    party = writer.name(one.party.entity)
    if one.steps is not None:
        party += words.marks["open"] + words.say("steps", n=one.steps) + words.marks["close"]
    return Cell(party), Cell(lines=tuple(chain)), Cell(lines=tuple(why))


def _linked(writer: Writer, material: Material, fact: Fact) -> Detail:
    """Write a fact of a chain; one of the entity's own that is disputed or unsure says so."""
    key = (fact.relation, *sorted(fact.ends))
    own = (one for one in material.tellings if (one.relation, *sorted(one.ends)) == key and one.status != "actual")
    lead = next((writer.words.named("leads", one.status) for one in own), "")
    ends = writer.name(fact.subject), writer.relation(fact.relation), writer.name(fact.object)
    return Detail(" ".join(filter(None, (lead, *ends))), writer.cite_facts([fact]))


def _told(writer: Writer, fact: Fact) -> list[Detail]:
    reason = writer.words.say("under_sanctions", authority=writer.name(fact.subject))
    return writer.under(reason, writer.details(fact))


def _listed(writer: Writer, material: Material, listed: ListedAs) -> str:
    words = writer.words
    title = _titles(material).get(listed.list, listed.list)
    told = (listed.name, title, _time(writer, listed), _verdict(writer, listed))
    return words.say("listed_as", entry=words.marks["list"].join(filter(None, told)))


def _rule(writer: Writer, rule: Control) -> Detail:
    key = "rule_sure" if rule.sure else "rule_maybe"
    text = writer.words.say(key, share=writer.words.bounds(rule.low, rule.high))
    return Detail(text, writer.cite_facts(fact for stake in rule.through for fact in stake.facts))
