"""Draws how much of what is told of an entity's customers and suppliers falls to each of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...graph.analysis.concentration import Concentration, Share
from ..dossier.picture import fitted
from ..dossier.wording import Words, load_words
from .drawing import DIM, INK, PAPER, clean, drawing, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..analysis_view import View

_COLOURS = {"customers": ("#0072B2", ""), "suppliers": ("#E69F00", "//")}  # by colour and by hatching
_NAME = 14  # ems of a name


def draw_concentration(view: View, found: tuple[Concentration, ...], name: str, target: Path) -> None:
    """Draw a panel of bars for customers and one for suppliers, as far as any are told of, the greatest share on top."""
    words = load_words(view.language)
    rows = [min(len(one.shares), view.wanted.limit) for one in found]
    with drawing(view.language, 8.5, 1.4 + sum(0.42 * row + 1.0 for row in rows)) as figure:
        panels = figure.subplots(len(found), 1, squeeze=False, height_ratios=rows, gridspec_kw={"hspace": 0.55})
        for axes, one in zip(panels[:, 0], found, strict=True):
            _bars(axes, view, words, one)
        panels[0, 0].set_title(
            clean(words.say("plot_concentration", name=name)), loc="left", fontsize=14, fontweight="bold", pad=30
        )
        titled_below(panels[-1, 0], words)
        save(figure, target, view.language)


def titled_below(axes: Axes, words: Words) -> None:
    """Put below the last panel what the shares are shares of."""
    axes.annotate(
        clean(words.say("plot_shares_note")),
        (0, 0),
        (0, -30),
        "axes fraction",
        "offset points",
        fontsize=8.5,
        color=DIM,
    )


def _bars(axes: Axes, view: View, words: Words, one: Concentration) -> None:
    shares = one.shares[: view.wanted.limit]
    colour, hatch = _COLOURS[one.side]
    values = [share.of_sources * 100 for share in shares]
    axes.barh(range(len(shares)), values, color=colour, hatch=hatch, edgecolor=PAPER, height=0.7)
    for row, share in enumerate(shares):
        axes.annotate(
            clean(_told(words, share)), (values[row], row), (5, 0), textcoords="offset points", va="center", fontsize=9
        )
    axes.set_yticks(range(len(shares)), [clean(fitted(view.name(share.entity), _NAME)) for share in shares])
    axes.set_ylim(len(shares) - 0.4, -0.6)
    axes.set_xlim(0, 100)
    axes.xaxis.set_major_formatter("{x:g}%")
    axes.tick_params(axis="y", length=0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    left = len(one.shares) - len(shares)
    side = words.named("blocks", one.side)
    head = words.say("plot_index", side=side, n=len(one.shares), index=f"{one.index:.2f}")
    more = f"   {words.say('plot_left', n=left)}" if left else ""
    axes.annotate(
        clean(head + more),
        (0, 1),
        (0, 6),
        "axes fraction",
        "offset points",
        fontsize=10.5,
        color=INK,
        fontweight="bold",
    )


def _told(words: Words, share: Share) -> str:
    """Write a share in per cent, with the amounts that are told."""
    amounts = [words.sum(amount, currency or None) for currency, amount in share.amounts]
    return words.marks["comma"].join([f"{share.of_sources:.0%}", *amounts])
