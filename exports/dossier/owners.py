"""The dossier's section on ownership: stakes as bounds, looked through, control, and what does not add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...graph.analysis.control import Control
from ...graph.analysis.facts import Fact
from ...graph.analysis.ownership import Controller, Owner, Ownership, stake_chains
from ...graph.analysis.roles import load_roles
from ...graph.analysis.stakes import Holding, Problem, Stake
from ..ownership_text import per_cent
from .document import Block, Cell, Detail, Table
from .writing import Writer


def ownership_blocks(
    writer: Writer, found: Ownership | None, holding: Holding, quotes: Mapping[str, str], limit: int
) -> Iterator[Block]:
    """Write who owns an entity and what it owns; `quotes` are the sentences of the stakes, by claim."""
    if found is None or not (found.holders or found.holdings):
        return
    ultimate = {owner.entity for owner in found.owners if owner.ultimate}
    words = writer.words
    if found.holders:
        notes = [Detail(words.say("stakes_note"), ())]
        if 0 < found.unknown < 100:
            notes.append(Detail(words.say("others", percent=per_cent(found.unknown)), ()))
        yield _stakes(writer, "holders", found.holders, limit, quotes, notes, ultimate)
    far = [owner for owner in found.owners if owner.steps > 1]
    if far:
        notes = [Detail(words.say("looked_note"), ())]
        if not found.complete:
            notes.append(Detail(words.say("incomplete"), ()))
        rows = [_owner_row(writer, owner, holding, owner.entity, found.entity) for owner in far[:limit]]
        yield _block(writer, "owners", ("owner", "stake", "way"), rows, notes, len(far) - limit)
    if found.controllers:
        rows = [_controller_row(writer, one) for one in found.controllers[:limit]]
        notes = [Detail(words.say("control_note"), ())]
        yield _block(writer, "controllers", ("owner", "way"), rows, notes, len(found.controllers) - limit)
    if found.holdings:
        yield _stakes(writer, "holdings", found.holdings, limit, quotes, (), set())
    yield from _below(writer, found, holding, limit)


def problems_block(writer: Writer, problems: Iterable[Problem], holding: Holding) -> Iterator[Block]:
    """Write what does not add up in stakes: impossible ones, too many, and such as differ on one day."""
    notes = [_problem(writer, problem, holding) for problem in problems]
    differing = sorted(
        (stake for by in holding.by.values() for stake in by.values() if _differs(stake)),
        key=lambda stake: (stake.held, stake.holder),
    )
    for stake in differing:
        told = writer.words.listed(tuple(f"{share}%" for share in stake.told))
        text = writer.words.say("differ", holder=writer.name(stake.holder), held=writer.name(stake.held), told=told)
        notes.append(Detail(text, writer.cite(claim for fact in stake.facts for claim in fact.claims[:3])))
    if notes:
        yield Block(writer.words.named("blocks", "problems"), tuple(notes))


def cover(found: Ownership | None) -> frozenset[tuple[str, str]]:
    """Give the pairs of holder and held whose stakes the tables show."""
    return (
        frozenset((stake.holder, stake.held) for stake in (*found.holders, *found.holdings)) if found else frozenset()
    )


def stake_claims(found: Ownership | None) -> list[str]:
    """Give the surest claim of each fact behind the stakes that the tables show."""
    if found is None:
        return []
    return [fact.claims[0] for stake in (*found.holders, *found.holdings) for fact in stake.facts]


def _stakes(
    writer: Writer,
    title: str,
    shown: tuple[Stake, ...],
    limit: int,
    quotes: Mapping[str, str],
    notes: Iterable[Detail],
    ultimate: set[str],
) -> Block:
    words, rows = writer.words, []
    side = "holder" if title == "holders" else "held"
    for stake in shown[:limit]:
        marks = [
            words.say("controls_told") if stake.controls else "",
            words.say("disputed_stake") if stake.disputed else "",
            words.say("ultimate") if stake.holder in ultimate else "",
            words.say("concert") if _in_concert(stake, quotes) else "",
        ]
        share = words.marks["list"].join(filter(None, (words.bounds(stake.low, stake.high), *marks)))
        told = tuple(tuple(_told(writer, fact)) for fact in stake.facts)
        rows.append((Cell(writer.name(getattr(stake, side))), Cell(share), Cell(lines=told)))
    return _block(writer, title, (side, "stake", "told"), rows, notes, len(shown) - limit)


def _told(writer: Writer, fact: Fact) -> list[Detail]:
    return writer.under(writer.relation(fact.relation), writer.details(fact))


def _in_concert(stake: Stake, quotes: Mapping[str, str]) -> bool:
    concert = load_roles().concert
    return any(word in quotes.get(fact.claims[0], "") for fact in stake.facts for word in concert)


def _owner_row(writer: Writer, owner: Owner, holding: Holding, holder: str, held: str) -> tuple[Cell, ...]:
    words = writer.words
    chains = stake_chains(holding, holder, held, number=1)
    steps = words.say("steps", n=owner.steps)
    facts = [fact for chain in chains for stake in chain.stakes for fact in stake.facts]
    through = [stake.held for chain in chains for stake in chain.stakes[:-1]]
    if through:
        steps += words.marks["open"] + writer.named(through) + words.marks["close"]
    way = [steps, words.say("ultimate") if owner.ultimate else ""]
    return (
        Cell(writer.name(owner.entity)),
        Cell(words.bounds(owner.low, owner.high)),
        Cell(words.marks["list"].join(filter(None, way)), writer.cite_facts(facts)),
    )


def _controller_row(writer: Writer, one: Controller) -> tuple[Cell, ...]:
    way = _reason(writer, one.control)
    if one.ultimate:
        way += writer.words.marks["list"] + writer.words.say("ultimate")
    return Cell(writer.name(one.entity)), Cell(way, _behind(writer, one.control))


def _reason(writer: Writer, control: Control) -> str:
    words = writer.words
    through = " + ".join(
        f"{writer.name(stake.holder)} {words.bounds(stake.low, stake.high)}"
        for stake in control.through
        if stake.low or not stake.controls  # where a word for it is all there is, the word is the reason
    )
    told = words.say("controls_told") if control.told else ""
    return words.marks["list"].join(filter(None, (through, told)))


def _behind(writer: Writer, control: Control) -> tuple[int, ...]:
    return writer.cite_facts(fact for stake in control.through for fact in stake.facts)


def _below(writer: Writer, found: Ownership, holding: Holding, limit: int) -> Iterator[Block]:
    """Write what lies below an entity."""
    words = writer.words
    far = [owner for owner in found.holds if owner.steps > 1]
    if far:
        rows = [_owner_row(writer, owner, holding, found.entity, owner.entity) for owner in far[:limit]]
        notes = [Detail(words.say("looked_note"), ())]
        yield _block(writer, "holds", ("held", "stake", "way"), rows, notes, len(far) - limit)
    sure = [control for control in found.controls if control.sure]
    maybe = len(found.controls) - len(sure)
    if sure:
        rows = [
            (Cell(writer.name(control.entity)), Cell(_reason(writer, control), _behind(writer, control)))
            for control in sure[:limit]
        ]
        notes = [Detail(words.say("perhaps", n=maybe), ())] if maybe else []
        yield _block(writer, "controls", ("held", "way"), rows, notes, len(sure) - limit)


def _block(
    writer: Writer,
    title: str,
    columns: Iterable[str],
    rows: Iterable[tuple[Cell, ...]],
    notes: Iterable[Detail],
    left: int,
) -> Block:
    words = writer.words
    table = Table(tuple(words.named("columns", column) for column in columns), tuple(rows))
    more = words.say("more", n=left) if left > 0 else ""
    return Block(words.named("blocks", title), tuple(notes), (), table, more)


def _problem(writer: Writer, problem: Problem, holding: Holding) -> Detail:
    words = writer.words
    told = words.listed(tuple(f"{writer.name(holder)} {share}%" for holder, share in problem.told))
    held, stakes = writer.name(problem.held), holding.holders(problem.held)
    facts = [fact for holder, _ in problem.told if holder in stakes for fact in stakes[holder].facts]
    if problem.total is None:
        return Detail(words.say("impossible", told=told, held=held), writer.cite_facts(facts))
    text = words.say("too_much", held=held, total=per_cent(problem.total), told=told)
    return Detail(text, writer.cite_facts(facts))


def _differs(stake: Stake) -> bool:
    """Tell whether texts of one day give different shares."""
    return len(stake.told) > 1 and 0 < stake.low < stake.high < 100 and f"{stake.high:g}" in stake.told
