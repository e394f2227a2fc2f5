"""Who owns an entity and what it owns, as text to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..graph.analysis.control import Control
from ..graph.analysis.lookthrough import Bounds
from ..graph.analysis.ownership import Controller, Owner, Ownership
from ..graph.analysis.roles import load_roles
from ..graph.analysis.stakes import Problem, Stake
from .analysis_text import line, print_fact

if TYPE_CHECKING:
    from .analysis_view import View


def print_ownership(view: View, found: Ownership) -> None:
    """Print stakes with their sentences, then what follows from them: looked through, controlled, ultimately owned."""
    name = view.name(found.entity)
    for problem in found.problems:
        line(describe_problem(view, problem), "yellow")
    if found.holders:
        line(f"Direct stakes in {name}; up to {per_cent(found.unknown)} held by others or unknown", "bold cyan")
        for stake in found.holders:
            _print_stake(view, stake, stake.holder)
    if found.owners:
        line(f"Owners of {name}, looked through", "bold cyan")
        for owner in found.owners[: view.wanted.limit]:
            ultimate = " · ultimate" if owner.ultimate else ""
            line(f"{view.name(owner.entity)} · {bounds(owner)}{_steps(owner)}{ultimate}", indent=2)
        if not found.complete:
            line("There are more; only the nearest were looked through.", "dim", 2)
    _print_controllers(view, name, found.controllers)
    group = " with ".join(view.name(entity) for entity in (found.entity, *found.together))
    if found.holdings:
        line(f"Direct stakes of {group}", "bold cyan")
        for stake in found.holdings[: view.wanted.limit]:
            _print_stake(view, stake, stake.held)
        line(f"What {group} holds, looked through", "bold cyan")
        for owner in found.holds[: view.wanted.limit]:
            line(f"{view.name(owner.entity)} · {bounds(owner)}{_steps(owner)}", indent=2)
    _print_controlled(view, group, found.controls)


def per_cent(value: float) -> str:
    """Write a percentage with no more digits than it has.

    >>> per_cent(33.4), per_cent(2.310000001), per_cent(100.0)
    ('33.4%', '2.31%', '100%')
    """
    return f"{round(value, 4):g}%"


def bounds(stake: Stake | Owner | Control | Bounds) -> str:
    """Write a stake that may be known in part alone.

    >>> bounds(Bounds(30.0, 100.0)), bounds(Bounds(0.0, 40.0)), bounds(Bounds(51.0, 51.0))
    ('at least 30%', 'unknown, at most 40%', '51%')
    """
    if stake.low == stake.high:
        return per_cent(stake.low)
    if stake.low == 0:
        return "unknown" if stake.high == 100 else f"unknown, at most {per_cent(stake.high)}"
    return f"at least {per_cent(stake.low)}" + ("" if stake.high == 100 else f", at most {per_cent(stake.high)}")


def _print_stake(view: View, stake: Stake, shown: str) -> None:
    told = f" · told: {', '.join(f'{share}%' for share in stake.told)}" if len(stake.told) > 1 or stake.disputed else ""
    words = " · controls" if stake.controls else ""
    line(f"{view.name(shown)} · {bounds(stake)}{words}{told}", "bold", 2)
    for fact in stake.facts:
        print_fact(view, fact)
        if any(word in view.claim(fact.claims[0]).quote for word in load_roles().concert):
            line("the sentence speaks of parties in concert: the share may be theirs together", "yellow", 6)


def _print_controllers(view: View, name: str, controllers: tuple[Controller, ...]) -> None:
    if controllers:
        line(f"Who controls {name}", "bold cyan")
    for one in controllers:
        ultimate = " · ultimate" if one.ultimate else ""
        line(f"{view.name(one.entity)} · {_reason(view, one.control)}{ultimate}", indent=2)


def _print_controlled(view: View, group: str, controls: tuple[Control, ...]) -> None:
    sure = [control for control in controls if control.sure]
    if sure:
        line(f"What {group} controls", "bold cyan")
    for control in sure[: view.wanted.limit]:
        line(f"{view.name(control.entity)} · {_reason(view, control)}", indent=2)
    if len(sure) < len(controls):
        line(f"and perhaps {len(controls) - len(sure):,} more, where stakes are unknown (--json names them)", "dim", 2)


def _reason(view: View, control: Control) -> str:
    through = " + ".join(f"{view.name(stake.holder)} {bounds(stake)}" for stake in control.through)
    by_word = ", told in words" if control.told else ""
    return f"{through}{by_word}{_steps(control)}"


def _steps(one: Owner | Control) -> str:
    return f" · {one.steps} steps" if one.steps > 1 else ""


def describe_problem(view: View, problem: Problem) -> str:
    """Say what is wrong with the stakes in an entity."""
    told = "、".join(f"{view.name(holder)} {share}%" for holder, share in problem.told)
    if problem.total is None:
        return f"{told} of {view.name(problem.held)} can't be: left out"
    return f"Stakes in {view.name(problem.held)} add up to {per_cent(problem.total)}: {told}; each counts as up to that"
