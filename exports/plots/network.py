"""Draws the network around an entity: types by shape and colour, relations by colour and words, statuses by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ...graph.analysis.facts import Fact, facts
from ...graph.analysis.neighbourhood import Ring
from ...graph.schema import load_schema
from ..dossier.picture import fitted
from ..dossier.telling import claims_by_id
from ..dossier.wording import load_words
from .drawing import (
    DIM,
    INK,
    PAPER,
    clean,
    colour_of,
    drawing,
    family_keys,
    load_style,
    save,
    status_keys,
    titled,
)

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes

    from ..analysis_view import View

Places = Mapping[str, tuple[float, float]]
_OUT = 0.64  # how far out on a line its name stands: close to the middle of the picture they would lie on one another
_LABELLED = 45  # relations that are named on their lines: more than that hide one another
_SEED = 7
_NAME = 9  # ems of a name
_BENDS = (0.06, -0.16, 0.28, -0.38)  # of lines between the same two, which would else lie on one another


def draw_network(view: View, rings: tuple[Ring, ...], entity: str, target: Path) -> None:
    """Draw an entity, those around it and all facts between them, in the same places each time."""
    network = view.read
    if network is None:
        raise TypeError("nothing was read to draw")
    words = load_words(view.language)
    near = [neighbour.entity for ring in rings for neighbour in ring.neighbours]
    drawn = {entity, *near}
    shown = [
        fact
        for fact in facts(network, sorted(drawn), relations=view.wanted.selection.relations)
        if fact.subject in drawn and fact.object in drawn and fact.subject != fact.object
    ]
    left = sum(ring.total for ring in rings) - len(near)
    size = min(16.0, 6 + 0.18 * len(drawn))
    with drawing(view.language, size * 1.25, size) as figure:
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.set_aspect("equal", adjustable="datalim")
        axes.margins(0.12)
        places = _places(shown, entity)
        _nodes(axes, view, places, entity)
        bundles = _bundles(shown)
        for number, bundle in bundles:
            _edge(axes, view, bundle, places, number, entity, named=len(bundles) <= _LABELLED)
        notes = [words.say("plot_left", n=left)] if left else []
        titled(axes, words.say("picture_of", name=view.name(entity)), *notes)
        keys = [
            *status_keys([fact.status for fact in shown], view.language, lines=True),
            *family_keys([fact.relation for fact in shown], view.language),
            *_type_keys(view, drawn),
        ]
        axes.legend(handles=keys, loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=9)
        save(figure, target, view.language)


def without_what_is_over(network: nx.MultiDiGraph[str], now: nx.MultiDiGraph[str]) -> None:
    """Take out of a network what was said to be so and is not, any more, in the one of what is said to be so now."""
    standing = claims_by_id(now)
    over = [
        (subject, object_, key)
        for subject, object_, key, data in network.edges(keys=True, data=True)
        if data["status"] == "actual" and key not in standing
    ]
    network.remove_edges_from(over)


def _places(shown: list[Fact], entity: str) -> Places:
    """Give each entity its place, by springs that start from the same places each time."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_node(entity)
    graph.add_edges_from(sorted({(min(fact.ends), max(fact.ends)) for fact in shown}))
    found = nx.spring_layout(graph, seed=_SEED, k=2.2 / max(len(graph), 1) ** 0.5, iterations=200)
    return {node: (round(float(x), 4), round(float(y), 4)) for node, (x, y) in sorted(found.items())}


def _nodes(axes: Axes, view: View, places: Places, entity: str) -> None:
    schema, style = load_schema(), load_style()
    for node, (x, y) in places.items():
        kind = schema.types.get(_type(view, node))
        size = 420 if node == entity else 220
        axes.scatter(
            [x],
            [y],
            s=size,
            marker=style.shapes[kind.shape] if kind else "o",
            color=kind.colour if kind else DIM,
            edgecolors=INK,
            linewidths=2.2 if node == entity else 0.8,
            zorder=3,
        )
        axes.annotate(
            clean(fitted(view.name(node), _NAME)),
            (x, y),
            (0, -13 if node != entity else -17),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=11 if node == entity else 9,
            fontweight="bold" if node == entity else "normal",
            bbox={"facecolor": PAPER, "alpha": 0.8, "edgecolor": "none", "pad": 0.8},
            zorder=4,
        )


def _bundles(shown: Iterable[Fact]) -> list[tuple[int, list[Fact]]]:
    """Put facts of one direction and status between the same two together, each with its number among those of the two."""
    bundles: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in shown:
        bundles.setdefault((fact.subject, fact.object, fact.status), []).append(fact)
    counted: Counter[tuple[str, str]] = Counter()
    found = []
    for (subject, object_, _), bundle in bundles.items():
        pair = (min(subject, object_), max(subject, object_))
        found.append((counted[pair], bundle))
        counted[pair] += 1
    return found


def _edge(axes: Axes, view: View, bundle: list[Fact], places: Places, number: int, hub: str, *, named: bool) -> None:
    from matplotlib.patches import FancyArrowPatch

    schema, fact = load_schema(), bundle[0]
    relations = [schema.relations[one.relation] for one in bundle if one.relation in schema.relations]
    start, end = places[fact.subject], places[fact.object]
    bend = _BENDS[number % len(_BENDS)] * (1 if fact.subject < fact.object else -1)
    colour = colour_of(fact.relation)
    arrow = FancyArrowPatch(
        start,
        end,
        connectionstyle=f"arc3,rad={bend}",
        arrowstyle="-" if all(relation.symmetric for relation in relations) else "-|>",
        mutation_scale=12,
        shrinkA=9,
        shrinkB=9,
        color=colour,
        linewidth=1.6,
        linestyle=load_style().lines[fact.status],
        zorder=1,
    )
    axes.add_patch(arrow)
    if named:
        words = load_words(view.language)
        text = words.listed(tuple(relation.labels[view.language] for relation in relations))
        if fact.status != "actual":
            text += " " + words.bracketed(schema.statuses[fact.status].labels[view.language])
        out = {fact.subject: _OUT, fact.object: 1 - _OUT}.get(hub, 0.5)
        x, y = _on_arc(start, end, bend, out)
        box = {"facecolor": PAPER, "alpha": 0.85, "edgecolor": "none", "pad": 0.6}
        axes.text(x, y, clean(text), ha="center", va="center", fontsize=7.5, color=colour, bbox=box, zorder=2)


def _on_arc(start: tuple[float, float], end: tuple[float, float], bend: float, at: float) -> tuple[float, float]:
    """Give the point of an arc of matplotlib's style arc3 at a part of its length."""
    (x1, y1), (x2, y2) = start, end
    middle = (x1 + x2) / 2 + bend * (y2 - y1), (y1 + y2) / 2 - bend * (x2 - x1)
    weights = (1 - at) ** 2, 2 * at * (1 - at), at**2
    return (
        weights[0] * x1 + weights[1] * middle[0] + weights[2] * x2,
        weights[0] * y1 + weights[1] * middle[1] + weights[2] * y2,
    )


def _type(view: View, node: str) -> str:
    return str(view.read.nodes[node].get("type", "")) if view.read is not None and node in view.read else ""


def _type_keys(view: View, drawn: set[str]) -> list[object]:
    from matplotlib.lines import Line2D

    style, there = load_style(), {_type(view, node) for node in drawn}
    return [
        Line2D(
            [],
            [],
            color=kind.colour,
            markeredgecolor=INK,
            marker=style.shapes[kind.shape],
            linestyle="none",
            label=kind.labels[view.language],
        )
        for name, kind in load_schema().types.items()
        if name in there
    ]
