"""The dossier's sections that follow from relations, by the plan of `sections.yaml`, and those on rivals and sanctions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ...graph.analysis.concentration import concentration
from ...graph.analysis.roles import load_roles
from .document import Block, Detail, Section
from .material import Material
from .owners import cover, ownership_blocks
from .plan import Part, load_plan
from .sanctions import sanctions_blocks
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


_EXTRAS: Mapping[str, Extra] = {"trade": _trade, "rivals": _rivals, "sanctions": sanctions_blocks}
