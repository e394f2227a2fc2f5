"""What `guanxi exposure` prints: who is exposed to parties under sanctions, by which chains, and which sentences say so."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..graph.errors import NotFound, WrongUse
from ..graph.sanctions.exposure import Exposed, Exposure
from ..graph.sanctions.parties import ListedAs, Sanctioned
from ..graph.sanctions.reading import exposure, trading_partners
from .analysis_text import line, print_fact, print_facts
from .analysis_view import opened
from .console import complain, write_bytes
from .ownership_text import bounds, describe_problem, per_cent

if TYPE_CHECKING:
    from .analysis_options import Wanted
    from .analysis_view import View

COLUMNS = (
    *("company", "id", "party", "party_id", "steps", "chain", "relations", "score", "party_holds", "holds", "rule"),
    *("listed_as", "list_entry", "since", "confirmed", "news", "sentences", "dates", "articles"),
)


def names_in(file: Path) -> list[str]:
    """Read names from a file, one per line or the first column of a table; blank lines and those with # are none."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise WrongUse(f"{file} can't be read: {reason}") from error
    cells = (row[0].strip() for row in csv.reader(io.StringIO(text)) if row)
    return [cell for cell in cells if cell and not cell.startswith("#")]


def print_exposure(
    wanted: Wanted,
    names: Iterable[str],
    partners: Iterable[tuple[str, str]],
    *,
    hops: int,
    number: int,
    lists: Iterable[str],
    enough: float,
    table: bool,
) -> bool:
    """Print how companies are exposed; tell whether all of their names were found.

    `partners` are names, each with `customers` or `suppliers`: these are asked about. NotFound where no name was found.
    """
    with opened(wanted) as view:
        entities, unknown = _entities(view, names, partners)
        view.read, found = exposure(
            view.reader,
            wanted.selection,
            entities,
            hops=hops,
            number=number,
            limit=wanted.limit,
            sources=wanted.sources,
            lists=tuple(lists),
            enough=enough,
        )
        if table:
            view.tell(found, surest=True)
            _print_csv(view, found)
        else:
            nothing = f"nobody asked about is within {_count(hops)} of a party under sanctions"
            answers = [one for one in found if one.exposures or one.rule or len(found) > 1]
            view.give("exposure", found, lambda view, found: _print_text(view, found, hops), nothing, answers)
    return not unknown


def _entities(
    view: View, names: Iterable[str], partners: Iterable[tuple[str, str]]
) -> tuple[list[str], list[NotFound]]:
    """Find who is asked about, in the order of asking; what is not found is said and left out, if anything is."""
    found: dict[str, None] = {}
    unknown: list[NotFound] = []
    for name in names:
        try:
            found[view.entity(name)] = None
        except NotFound as error:
            unknown.append(error)
    for name, side in partners:
        asked = view.wanted
        theirs = trading_partners(view.reader, asked.selection, view.entity(name), side=side, sources=asked.sources)
        if not theirs:
            complain(f"no {side} of {name} are told of here")
        found.update(dict.fromkeys(theirs))
    if unknown and not found:
        raise unknown[0]
    for missing in unknown:
        near = f"; the nearest are {', '.join(missing.near)}" if missing.near else ""
        complain(f"{missing}{near}")
    return list(found), unknown


# As text


def _print_text(view: View, found: tuple[Exposed, ...], hops: int) -> None:
    if len(found) > 1:
        for one in found:
            line(f"{view.name(one.entity)}: {_summary(view, one, hops)}", "bold")
        line("")
    for one in found:
        if one.exposures or one.rule:
            _print_exposed(view, one)


def _summary(view: View, one: Exposed, hops: int) -> str:
    if not one.exposures:
        return f"no party under sanctions within {_count(hops)}"
    first = one.exposures[0]
    if first.steps == 0:
        return "under sanctions itself"
    parties = f"{one.total:,} {'party' if one.total == 1 else 'parties'} under sanctions"
    rule = "; half or more held by such" if one.rule and one.rule.sure else ""
    return f"{parties}, the nearest {view.name(first.party.entity)} · {_steps(first)}{rule}"


def _print_exposed(view: View, one: Exposed) -> None:
    line(view.name(one.entity), "bold cyan")
    for problem in one.problems:
        line(describe_problem(view, problem), "yellow", 2)
    if one.rule is not None:
        through = " + ".join(f"{view.name(stake.holder)} {bounds(stake)}" for stake in one.rule.through)
        said = (
            "half or more is held by parties under sanctions"
            if one.rule.sure
            else "stakes are unknown that may make half"
        )
        line(f"50 per cent rule: {said}: {through}", "red" if one.rule.sure else "dim", 2)
    for number, found in enumerate(one.exposures, 1):
        _print_exposure(view, number, found)
    if one.total > len(one.exposures):
        line(f"and {one.total - len(one.exposures):,} more parties; --limit shows more", "dim", 2)


def _print_exposure(view: View, number: int, found: Exposure) -> None:
    held = [f"it holds {bounds(found.held_by)} of this one"] if found.held_by.low else []
    holds = [f"{bounds(found.holds)} of it is held by this one"] if found.holds.low else []
    about = " · ".join([view.name(found.party.entity), _steps(found), f"{found.score:.0%}", *held, *holds])
    line(f"{number}. {about}", "bold", 2)
    _print_party(view, found.party)
    for chain in found.chains:
        names = " — ".join(view.name(entity) for entity in chain.entities)
        line(f"{names} · {per_cent(chain.confidence * 100)}", "cyan", 4)
        for step in chain.steps:
            print_facts(view, step.facts, 6)


def _steps(found: Exposure) -> str:
    if found.steps is None:
        return "by stakes alone"
    return "itself" if found.steps == 0 else _count(found.steps)


def _count(steps: int) -> str:
    return f"{steps} step{'' if steps == 1 else 's'}"


def _print_party(view: View, party: Sanctioned) -> None:
    for one in party.listed:
        line(_listed(one), "red" if one.confirmed else "yellow", 4)
    for fact in party.told[:2]:
        print_fact(view, fact, 4)


def _listed(one: ListedAs) -> str:
    sure = "confirmed" if one.confirmed else f"a match of {one.score:.2f}, not confirmed: {'; '.join(one.reasons)}"
    about = (one.entry, *one.programmes[:2], f"since {one.since}" if one.since else "")
    about = (*about, f"until {one.until}" if one.until else "")
    return f"listed: {one.name} · {' · '.join(filter(None, about))} ({sure})"


# As a table


def _print_csv(view: View, found: Iterable[Exposed]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found:
        if not one.exposures:
            writer.writerow([view.name(one.entity), one.entity, *[""] * (len(COLUMNS) - 2)])
        writer.writerows(_rows(view, one))
    write_bytes(out.getvalue().encode("utf-8", "replace"))


def _rows(view: View, one: Exposed) -> Iterator[list[str]]:
    """Give a row for each chain to each party; a party without one has a row too."""
    rule = "" if one.rule is None else "yes" if one.rule.sure else "perhaps"
    for found in one.exposures:
        party, listed = found.party, found.party.listed[:1]
        for chain in found.chains or (None,):
            steps = chain.steps if chain else ()
            told = [view.claim(step.facts[0].claims[0]) for step in steps]
            told += [view.claim(fact.claims[0]) for fact in party.told[:1]]
            yield [
                view.name(one.entity),
                one.entity,
                view.name(party.entity),
                party.entity,
                "" if found.steps is None else str(len(steps)),
                " — ".join(map(view.name, chain.entities)) if chain else "",
                "; ".join(step.facts[0].relation for step in steps),
                f"{(chain.confidence if chain else 1.0) * party.sure:.4f}",
                bounds(found.held_by) if found.held_by.high else "",
                bounds(found.holds) if found.holds.high else "",
                rule,
                *(_entry_cells(listed[0]) if listed else [""] * 4),
                "yes" if party.told else "",
                " | ".join(claim.quote for claim in told),
                " | ".join(claim.qualifiers.date or claim.article.published or "" for claim in told),
                " | ".join(claim.article.id for claim in told),
            ]


def _entry_cells(one: ListedAs) -> list[str]:
    return [one.entry, one.name, one.since or "", "yes" if one.confirmed else ""]
