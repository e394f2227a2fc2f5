"""The commands under `guanxi plot`: pictures for those who would rather look than read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from .analysis_options import Wanted, analysis

if TYPE_CHECKING:
    from .analysis_view import View

Result = TypeVar("Result")
plots = typer.Typer(help="Draw what is told of one, as SVG or PNG (pip install 'guanxi[plots]').", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="A name in either script, a ticker or an id.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file: .svg or .png.")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(plots, name="plot", epilog="Example: guanxi plot timeline Cambricon -o timeline.svg --store my-store")
    for command, example in (
        (timeline, "Example: guanxi plot timeline Cambricon -o timeline.svg --since 2024 --store my-store"),
        (network, "Example: guanxi plot network Cambricon -o network.svg --steps 2 --store my-store"),
        (ownership, "Example: guanxi plot ownership Cambricon -o ownership.png --store my-store"),
        (concentration, "Example: guanxi plot concentration Cambricon -o shares.svg --store my-store"),
    ):
        plots.command(epilog=example)(command)


@analysis(limit=40, status=None)
def timeline(wanted: Wanted, name: Name, output: Output = None) -> None:
    """Draw what happened when, a row for each event."""
    from ..graph.analysis import timeline as times
    from .analysis_view import opened
    from .plots.timeline import draw_timeline

    target = _target(output, wanted)
    with opened(wanted) as view:
        entity = view.entity(name)
        found = times.timeline(view.around(entity, 1), entity, limit=wanted.limit)
        dated = [event for event in found.events if event.first]
        _give(view, "timeline", found, lambda: draw_timeline(view, found, view.name(entity), target), dated)


@analysis(limit=30, status=None)
def network(
    wanted: Wanted,
    name: Name,
    output: Output = None,
    steps: Annotated[int, typer.Option(min=1, help="How many steps away.")] = 1,
) -> None:
    """Draw who is around one and what links them; of each ring the best told."""
    from ..graph.analysis.neighbourhood import neighbourhood
    from ..graph.analysis.reading import near
    from ..graph.analysis.roles import load_roles
    from .analysis_view import opened
    from .plots.network import draw_network, without_what_is_over

    target = _target(output, wanted)
    with opened(wanted) as view:
        entity = view.entity(name)
        around, asked = view.around(entity, steps, load_roles().linking), wanted.selection
        now = near(view.reader, replace(asked, status=("actual",)), [entity], steps=steps, usual=load_roles().linking)
        without_what_is_over(around, now)
        found = neighbourhood(around, entity, steps=steps, relations=wanted.selection.relations, limit=wanted.limit)
        _give(view, "network", found, lambda: draw_network(view, found, entity, target), found)


@analysis(limit=12)
def ownership(wanted: Wanted, name: Name, output: Output = None) -> None:
    """Draw who owns one and what it owns, with shares as far as they are told."""
    from ..graph.analysis import ownership as owners
    from .analysis_view import opened
    from .plots.ownership import draw_ownership

    target = _target(output, wanted)
    with opened(wanted) as view:
        entity = view.entity(name)
        found = owners.ownership(view.owned([entity]), entity)
        _give(view, "ownership", found, lambda: draw_ownership(view, found, target), found.holders + found.holdings)


@analysis(limit=15)
def concentration(wanted: Wanted, name: Name, output: Output = None) -> None:
    """Draw how much of what is told of customers and suppliers falls to each."""
    from ..graph.analysis import concentration as shares
    from ..graph.analysis.roles import load_roles
    from .analysis_view import opened
    from .plots.concentration import draw_concentration

    target = _target(output, wanted)
    with opened(wanted) as view:
        entity = view.entity(name)
        around = view.around(entity, 1, load_roles().supply)
        found = tuple(one for side in shares.SIDES for one in shares.concentration(around, side, of=entity))
        _give(view, "concentration", found, lambda: draw_concentration(view, found, view.name(entity), target), found)


def _target(output: Path | None, wanted: Wanted) -> Path:
    """Give the file to draw to; WrongUse where none is named, or one that no plot can be, before anything is read."""
    from ..graph.errors import WrongUse
    from .plots.drawing import check_target, require_matplotlib

    if wanted.json:
        return Path()
    if output is None:
        raise WrongUse("name a file with -o: x.svg or x.png; --json prints what would be drawn")
    check_target(output)
    require_matplotlib()
    return output


def _give(view: View, plot: str, found: Result, draw: Callable[[], None], answers: Sequence[object]) -> None:
    """Draw what was found, or print it as JSON; NotFound where there is nothing to draw, and no file then."""
    from ..graph.errors import NotFound

    nothing = "nothing is told here that could be drawn"
    if not answers and not view.wanted.json:
        raise NotFound(nothing)
    view.give(plot, found, lambda _view, _found: draw(), nothing, answers)
