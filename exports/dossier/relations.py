"""The dossier's sections that follow from relations, by the plan of `sections.yaml`, and those on rivals and sanctions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ...graph.analysis.concentration import concentration
from ...graph.analysis.roles import load_roles
from ...graph.sanctions.lists import ListInfo
from .document import Block, Cell, Detail, Section, Table
from .material import Listed, Material
from .owners import cover, ownership_blocks
from .plan import Part, load_plan
from .telling import Telling
from .writing import Writer

Extra = Callable[[Writer, Material, int], Iterator[Block]]


def relation_sections(writer: Writer, material: Material, quotes: Mapping[str, str], limit: int) -> Iterator[Section]:
    """Write each section of the plan that has anything to tell, and what no block of the plan names under `other`."""
    plan = load_plan()
    named = {relation for parts in plan.values() for part in parts for relation in part.relations}
    for key, parts in plan.items():
        blocks: list[Block] = []
        if key == "ownership":
            blocks += ownership_blocks(writer, material.ownership, material.holding, quotes, limit)
        for part in parts:
            blocks += _part(writer, material, part, limit)
        if key in _EXTRAS:
            blocks += _EXTRAS[key](writer, material, limit)
        if key == "other":
            blocks += _rest(writer, material, named, limit)
        if blocks:
            yield Section(key, writer.words.named("sections", key), tuple(blocks))


def _part(writer: Writer, material: Material, part: Part, limit: int) -> Iterator[Block]:
    entity, roles, shown = material.entity.id, load_roles(), cover(material.ownership)
    in_tables = roles.held | roles.bought if part.key == "deals" else frozenset()
    told = [
        telling
        for telling in material.tellings
        if part.holds(telling, entity)
        and not (telling.relation in in_tables and telling.ends in shown and _is_plain(telling))
    ]
    if told:
        yield _told(writer, writer.words.named("blocks", part.key), told, limit)


def _is_plain(telling: Telling) -> bool:
    return telling.status == "actual" and not telling.others


def _rest(writer: Writer, material: Material, named: set[str], limit: int) -> Iterator[Block]:
    """Write what no block of the plan tells."""
    entity = material.entity.id
    parts = [part for parts in load_plan().values() for part in parts]
    left = [
        telling
        for telling in material.tellings
        if telling.relation not in named or not any(part.holds(telling, entity) for part in parts)
    ]
    if left:
        yield _told(writer, writer.words.named("blocks", "other"), left, limit)


def _told(writer: Writer, title: str, told: list[Telling], limit: int) -> Block:
    more = writer.words.say("more", n=len(told) - limit) if len(told) > limit else ""
    return Block(title, (), tuple(writer.statement(telling) for telling in told[:limit]), None, more)


def _trade(writer: Writer, material: Material, limit: int) -> Iterator[Block]:
    """Write how much of what is told falls to the one customer or supplier told of most, where there are several."""
    words, notes = writer.words, []
    for side in ("customers", "suppliers"):
        for one in concentration(material.now, side, of=material.entity.id, limit=1):
            first, *others = one.shares
            if others and first.of_sources > others[0].of_sources:  # else none stands out
                text = words.say(
                    "concentration",
                    partner=writer.name(first.entity),
                    share=f"{first.of_sources:.0%}",
                    partners=len(one.shares),
                )
                title = words.named("blocks", side)
                notes.append(Detail(f"{title}{words.marks['colon']}{text}", writer.cite_facts(first.facts)))
    if notes:
        yield Block("", tuple(notes))


def _rivals(writer: Writer, material: Material, limit: int) -> Iterator[Block]:
    """Write which investors, office-holders and suppliers it shares with rivals."""
    words, notes = writer.words, []
    for pair in material.shared:
        rival = pair.second if pair.first == material.entity.id else pair.first
        for one in pair.shared:
            role = words.say(f"role_{one.role}") + " " + words.say("rival_of", rival=writer.name(rival))
            text = f"{writer.name(one.entity)}{words.marks['colon']}{role}"
            notes.append(Detail(text, writer.cite_facts((*one.to_first[:1], *one.to_second[:1]))))
    if notes:
        more = words.say("more", n=len(notes) - limit) if len(notes) > limit else ""
        yield Block(words.named("blocks", "shared"), tuple(notes[:limit]), (), None, more)


def _sanctions(writer: Writer, material: Material, limit: int) -> Iterator[Block]:
    """Write what the news, the lists and the parties around it say of sanctions."""
    words, name = writer.words, writer.name(material.entity.id)
    if not any(telling.relation == "sanctions" and telling.status == "actual" for telling in material.tellings):
        yield Block("", (Detail(words.say("not_sanctioned", name=name), ()),))
    yield _lists(writer, material, name)
    yield _exposure(writer, material, name, limit)


def _lists(writer: Writer, material: Material, name: str) -> Block:
    words = writer.words
    title = words.named("blocks", "lists")
    if not material.lists:
        return Block(title, (Detail(words.say("no_lists"), ()),))
    known = words.marks["list"].join(_list_named(writer, info) for info in material.lists)
    notes = [Detail(words.say("lists_checked", lists=known), ())]
    if not any(listed.confirmed for listed in material.listed):
        notes.append(Detail(words.say("no_entry", name=name), ()))
    columns = tuple(words.named("columns", column) for column in ("entry", "list", "since", "reason", "match"))
    rows = tuple(_entry(writer, listed) for listed in material.listed)
    return Block(title, tuple(notes), (), Table(columns, rows) if rows else None)


def _entry(writer: Writer, listed: Listed) -> tuple[Cell, ...]:
    words, entry = writer.words, listed.entry
    programmes = words.listed(entry.programmes or listed.info.programmes)
    return (
        Cell(words.marks["list"].join((entry.name, *entry.names[:3]))),
        Cell(words.marks["list"].join(filter(None, (listed.info.title, programmes)))),
        Cell(words.date(entry.since)),
        Cell(entry.reason or ""),
        Cell(words.say("confirmed" if listed.confirmed else "rejected")),
    )


def _list_named(writer: Writer, info: ListInfo) -> str:
    if info.issued is None:
        return writer.words.say("list_undated", title=info.title, n=info.count)
    return writer.words.say("list_named", title=info.title, date=writer.words.date(info.issued), n=info.count)


def _exposure(writer: Writer, material: Material, name: str, limit: int) -> Block:
    words = writer.words
    title = words.named("blocks", "exposure")
    if not material.tainted:
        return Block(title, (Detail(words.say("no_exposure", name=name), ()),))
    columns = tuple(words.named("columns", column) for column in ("partner", "chain", "reason"))
    rows = tuple(_tainted(writer, material, one) for one in material.tainted[:limit])
    more = words.say("more", n=len(material.tainted) - limit) if len(material.tainted) > limit else ""
    return Block(title, (Detail(words.say("exposure_note"), ()),), (), Table(columns, rows), more)


def _tainted(writer: Writer, material: Material, sanction: Telling) -> tuple[Cell, ...]:
    party = sanction.object
    links = [
        telling
        for telling in material.tellings
        if telling.other(material.entity.id) == party and telling.status == "actual" and telling.relation != "sanctions"
    ]
    chain = tuple(
        (
            Detail(
                " ".join((writer.name(link.subject), writer.relation(link.relation), writer.name(link.object))),
                writer.cite_facts(link.leading),
            ),
        )
        for link in links
    )
    reason = writer.words.say("under_sanctions", authority=writer.name(sanction.subject))
    details = tuple(detail for fact in sanction.leading for detail in writer.details(fact))
    return Cell(writer.name(party)), Cell(lines=chain), Cell(reason, (), (details,))


_EXTRAS: Mapping[str, Extra] = {"trade": _trade, "rivals": _rivals, "sanctions": _sanctions}


def sanctioning(material: Material) -> Iterable[Telling]:
    """Give the standing statements that the entity itself is under sanctions."""
    return (
        telling
        for telling in material.tellings
        if telling.relation == "sanctions" and telling.object == material.entity.id and telling.status == "actual"
    )
