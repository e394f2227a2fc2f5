"""Draws who owns an entity and what it owns: a column for each step, owners on the left, the shares on the lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ...graph.analysis.ownership import Ownership
from ...graph.analysis.stakes import Stake, stakes
from ..dossier.picture import fitted
from ..dossier.wording import Words, load_words
from ..ownership_text import per_cent
from .drawing import DIM, INK, PAPER, clean, drawing, save, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from ..analysis_view import View

Places = Mapping[str, tuple[float, float]]
_WIDE, _HIGH = 0.62, 0.56  # of a box, where columns and rows are 1 apart
_NAME = 11  # ems of a name in its box
_KNOWN, _UNKNOWN, _CONTROL = "#0072B2", "#595959", "#D55E00"


def draw_ownership(view: View, found: Ownership, target: Path) -> None:
    """Draw all above and below an entity; of each column at most as many as asked for, the greatest first."""
    if view.read is None:
        raise TypeError("nothing was read to draw")
    words = load_words(view.language)
    columns, left = _columns(found, view.wanted.limit)
    places = _places(columns)
    holding = stakes(view.read)
    links = [
        stake for held in sorted(places) for holder, stake in sorted(holding.holders(held).items()) if holder in places
    ]
    rows = max(len(column) for column in columns.values())
    with drawing(view.language, 2.3 * len(columns) + 2.5, max(3.0, 0.72 * rows + 1.6)) as figure:
        axes = figure.add_subplot()
        axes.set_axis_off()
        for stake in links:
            _line(axes, stake, places)
        for entity, (x, y) in places.items():
            _box(axes, fitted(view.name(entity), _NAME), x, y, strong=entity == found.entity)
        axes.set_xlim(min(columns) - 0.5, max(columns) + 0.5)
        axes.set_ylim(-rows / 2 - 0.2, rows / 2 + 0.2)
        notes = [words.say("stakes_note"), words.say("plot_left", n=left) if left else ""]
        titled(axes, words.say("plot_ownership", name=view.name(found.entity)), *notes)
        axes.legend(handles=_keys(words), loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=9)
        save(figure, target, view.language)


def _columns(found: Ownership, limit: int) -> tuple[dict[int, list[str]], int]:
    """Give the entities of each column, owners at negative numbers, and how many are left out."""
    every: dict[int, list[str]] = defaultdict(list)
    every[0] = [found.entity]
    for owners, sign in ((found.owners, -1), (found.holds, 1)):
        for owner in owners:
            if all(owner.entity not in column for column in every.values()):  # a firm that it holds may hold it too
                every[sign * owner.steps].append(owner.entity)
    shown = {number: every[number][:limit] for number in sorted(every)}
    return shown, sum(map(len, every.values())) - sum(map(len, shown.values()))


def _places(columns: Mapping[int, list[str]]) -> Places:
    return {
        entity: (float(number), (len(column) - 1) / 2 - row)
        for number, column in columns.items()
        for row, entity in enumerate(column)
    }


def _box(axes: Axes, name: str, x: float, y: float, *, strong: bool) -> None:
    from matplotlib.patches import FancyBboxPatch

    box = FancyBboxPatch(
        (x - _WIDE / 2, y - _HIGH / 2),
        _WIDE,
        _HIGH,
        boxstyle="round,pad=0,rounding_size=0.06",
        facecolor=PAPER,
        edgecolor=INK,
        linewidth=2.4 if strong else 1.1,
        zorder=3,
    )
    axes.add_patch(box)
    weight = "bold" if strong else "normal"
    axes.text(x, y, clean(name), ha="center", va="center", fontsize=9.5, fontweight=weight, zorder=4)


def _line(axes: Axes, stake: Stake, places: Places) -> None:
    from matplotlib.patches import FancyArrowPatch

    (x1, y1), (x2, y2) = places[stake.holder], places[stake.held]
    start = (x1 + (_WIDE / 2 if x2 >= x1 else -_WIDE / 2), y1)
    end = (x2 - (_WIDE / 2 if x2 > x1 else -_WIDE / 2), y2)
    colour, line = _look(stake)
    bend = 0.0 if x2 - x1 == 1 else 0.3  # over a column, or back
    if x1 == x2:  # within a column: a bow on its right, as wide whatever it spans
        bend = 0.6 / (y2 - y1)
    arrow = FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>",
        mutation_scale=12,
        shrinkA=0,
        shrinkB=1,
        color=colour,
        linestyle=line,
        linewidth=2.2 if stake.controls else 1.4,
        connectionstyle=f"arc3,rad={bend}",
        zorder=1,
    )
    axes.add_patch(arrow)
    x, y = start[0] * 0.45 + end[0] * 0.55, start[1] * 0.45 + end[1] * 0.55
    x += 0.08 if x1 == x2 else 0
    box = {"facecolor": PAPER, "alpha": 0.9, "edgecolor": "none", "pad": 0.6}
    axes.text(x, y, share(stake), ha="center", va="center", fontsize=8, color=colour, bbox=box, zorder=2)


def share(stake: Stake) -> str:
    """Give a share in few signs: `30%`, `≥ 30%`, `≤ 15%`, `10-20%`, `?`."""
    low, high = per_cent(stake.low), per_cent(stake.high)
    if stake.low == stake.high:
        return low
    if stake.low == 0:
        return "?" if stake.high == 100 else f"≤ {high}"
    return f"≥ {low}" if stake.high == 100 else f"{low.removesuffix('%')}-{high}"


def _look(stake: Stake) -> tuple[str, str]:
    colour = _CONTROL if stake.controls else _KNOWN if stake.low == stake.high else _UNKNOWN
    return colour, "solid" if stake.low == stake.high else "dashed"


def _keys(words: Words) -> list[Line2D]:
    from matplotlib.lines import Line2D

    return [
        Line2D([], [], color=_KNOWN, linestyle="solid", label=words.say("plot_known")),
        Line2D([], [], color=DIM, linestyle="dashed", label=words.say("plot_range")),
        Line2D([], [], color=_CONTROL, linewidth=2.2, label=words.say("controls_told")),
    ]
