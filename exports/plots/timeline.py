"""Draws a time line: a row for each event, its marker telling how it is told."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ...graph.analysis.timeline import Event, Timeline
from ...graph.literals import date_bounds
from ...graph.schema import load_schema
from ..dossier.picture import fitted
from ..dossier.wording import load_words
from .drawing import PAPER, clean, colour_of, drawing, family_keys, load_style, save, status_keys, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..analysis_view import View

_LABEL = 34  # ems of a row's text


def draw_timeline(view: View, found: Timeline, name: str, target: Path) -> None:
    """Draw events in the order of time, the earliest on top; those of the article's date are hollow."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    words = load_words(view.language)
    events = [event for event in found.events if event.first and date_bounds(event.first)]
    undated = len(found.events) - len(events)
    with drawing(view.language, 10, 1.6 + 0.3 * len(events)) as figure:
        axes = figure.add_subplot()
        for row, event in enumerate(events):
            _event(axes, row, event)
        axes.set_yticks(range(len(events)), [_label(view, event) for event in events])
        axes.set_ylim(len(events) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.xaxis_date()
        locator = AutoDateLocator()  # type: ignore[no-untyped-call]  # matplotlib.dates has no types
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(
            ConciseDateFormatter(  # type: ignore[no-untyped-call]
                locator, formats=["%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%S"]
            )
        )
        axes.grid(axis="x", color="#e0e0e0")
        axes.set_axisbelow(True)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        notes = [words.say("plot_hollow") if any(not event.told for event in events) else ""]
        notes += [words.say("plot_undated", n=undated)] if undated else []
        notes += [words.say("plot_left", n=found.total - len(found.events))] if found.total > len(found.events) else []
        titled(axes, words.say("plot_timeline", name=name), *notes)
        keys = [
            *status_keys([event.fact.status for event in events], view.language, lines=False),
            *family_keys([event.fact.relation for event in events], view.language),
        ]
        axes.legend(handles=keys, loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=9)
        save(figure, target, view.language)


def _event(axes: Axes, row: int, event: Event) -> None:
    first, last = (_number(day or "") for day in (event.first, event.last))
    colour, marker = colour_of(event.fact.relation), load_style().markers[event.fact.status]
    if event.told and last > first:
        axes.plot([first, last], [row, row], color=colour, linewidth=3, alpha=0.5, solid_capstyle="butt")
    middle = first + (last - first) / 2
    fill = colour if event.told else PAPER
    axes.plot([middle], [row], marker=marker, markersize=8, color=fill, markeredgecolor=colour, linestyle="none")


def _number(day: str) -> float:
    """Give a day as matplotlib counts: from the beginning of 1970."""
    return float((datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days)


def _label(view: View, event: Event) -> str:
    words, fact, schema = load_words(view.language), event.fact, load_schema()
    date = words.date(event.date)
    relation = schema.relations.get(fact.relation)
    said = [view.name(fact.subject), relation.labels[view.language] if relation else fact.relation]
    if fact.object != fact.subject:
        said.append(view.name(fact.object))
    if fact.status != "actual":
        said.insert(0, words.bracketed(schema.statuses[fact.status].labels[view.language]))
    return clean(f"{fitted(' '.join(said), _LABEL)} · {date if event.told else words.bracketed(date)}")
