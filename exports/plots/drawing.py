"""What all plots share: figures with Chinese text, statuses told apart by marker and line, files of the same bytes."""

from __future__ import annotations

import functools
import importlib.resources
import io
import logging
import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ...graph.datafile import Section, read_section
from ...graph.errors import WrongUse
from ...graph.model import STATUSES
from ...graph.schema import LANGUAGES, SHAPES, load_schema
from ..files import whole_file
from ..plain import plain, printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

FORMS = (".svg", ".png")
INK, DIM, PAPER = "#1a1a1a", "#595959", "#ffffff"
_WIDE = re.compile("[\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
Line = Literal["solid"] | tuple[float, tuple[float, ...]]  # as matplotlib takes it: none, or dashes and gaps
_DOTS = 150  # per inch of a PNG


@dataclass(frozen=True, slots=True)
class Style:
    """Families of fonts by language, markers and lines by status, and matplotlib's markers for the schema's shapes."""

    fonts: Mapping[str, tuple[str, ...]]
    latin: tuple[str, ...]
    markers: Mapping[str, str]
    lines: Mapping[str, Line]
    shapes: Mapping[str, str]


@functools.cache
def load_style() -> Style:
    """Read the style that comes with the package, once; DataFileError names the line of what is wrong in it."""
    top = read_section(importlib.resources.files("guanxi.exports.plots") / "style.yaml")
    top.allow("fonts", "markers", "lines", "shapes")
    fonts = top.section("fonts")
    return Style(
        {language: fonts.texts(language) for language in LANGUAGES},
        fonts.texts("latin"),
        _texts(top.section("markers"), STATUSES),
        {status: _dashes(text) for status, text in _texts(top.section("lines"), STATUSES).items()},
        _texts(top.section("shapes"), SHAPES),
    )


def _texts(section: Section, keys: tuple[str, ...]) -> dict[str, str]:
    section.allow(*keys)
    return {key: section.text(key) for key in keys}


def _dashes(text: str) -> Line:
    return "solid" if text == "none" else (0, tuple(float(part) for part in text.split()))


def require_matplotlib() -> None:
    """Raise WrongUse, with what to do, where matplotlib is not installed."""
    try:
        import matplotlib  # noqa: F401  # only whether it is there
    except ImportError as error:
        raise WrongUse("plots need matplotlib: pip install 'guanxi[plots]'") from error


def check_target(target: Path) -> None:
    """Raise WrongUse for a file that is named as none that a plot can be."""
    if target.suffix.lower() not in FORMS:
        raise WrongUse(f"{target}: a plot is {' or '.join(FORMS)}")


@contextmanager
def drawing(language: str, width: float, height: float) -> Iterator[Figure]:
    """Give an empty figure (inches) whose text is taken as it is and written in fonts that have the language's letters."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    style = load_style()
    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.ERROR)  # it tells of every font that is not here, and of the cache it makes
    settings: dict[Any, Any] = {  # matplotlib types the names of its settings one by one
        "font.family": [*style.fonts[language], *style.latin],
        "text.parse_math": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "guanxi",
        "font.size": 10,
        "text.color": INK,
        "axes.edgecolor": DIM,
    }
    try:
        with mpl.rc_context(settings), warnings.catch_warnings():
            warnings.filterwarnings(
                "ignore", message=".*[Gg]lyph.*missing from.*"
            )  # measured by another font, or refused
            yield Figure(figsize=(width, height), facecolor=PAPER)
    finally:
        log.setLevel(level)


def save(figure: Figure, target: Path, language: str) -> None:
    """Write a figure as SVG or PNG, the same bytes for the same figure; WrongUse for a PNG with letters that no font has.

    To be called while `drawing` lasts.
    """
    from matplotlib.font_manager import get_font_names

    form = target.suffix.lower().removeprefix(".")
    if form == "png":
        check_fonts(_texts_of(figure), language, get_font_names())
    metadata = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
    sink = io.BytesIO()
    figure.savefig(sink, format=form, dpi=_DOTS, metadata=metadata, bbox_inches="tight", pad_inches=0.2)
    with whole_file(target) as file:
        file.write(sink.getvalue())


def check_fonts(texts: Iterable[str], language: str, installed: Collection[str]) -> None:
    """Raise WrongUse, with what to do, where texts hold Chinese letters and no font that is installed has them."""
    wanted = load_style().fonts[language]
    if any(_WIDE.search(text) for text in texts) and not set(wanted) & set(installed):
        raise WrongUse(
            "a PNG with Chinese text needs a font that has it, and none is installed: install one "
            f"({', '.join(wanted[:3])}; on Debian the package fonts-noto-cjk), or write an SVG"
        )


def _texts_of(figure: Figure) -> Iterator[str]:
    from matplotlib.text import Text

    return (text.get_text() for text in figure.findobj(Text) if isinstance(text, Text))


def clean(text: str) -> str:
    """Make a text from outside one line that reorders nothing and that any file holds."""
    return printable(plain(text))


def colour_of(relation: str) -> str:
    """Give the colour of a relation's family."""
    schema = load_schema()
    known = schema.relations.get(relation)
    return schema.families[known.family].colour if known else DIM


def status_keys(statuses: Iterable[str], language: str, *, lines: bool) -> list[Line2D]:
    """Give the entries of a legend that names statuses, in their usual order, by their lines or by their markers."""
    from matplotlib.lines import Line2D

    schema, style, there = load_schema(), load_style(), set(statuses)
    return [
        Line2D(
            [],
            [],
            color=INK,
            linestyle=style.lines[status] if lines else "none",
            marker=None if lines else style.markers[status],
            label=schema.statuses[status].labels[language],
        )
        for status in STATUSES
        if status in there
    ]


def family_keys(relations: Iterable[str], language: str) -> list[Line2D]:
    """Give the entries of a legend that names the families of relations by their colours."""
    from matplotlib.lines import Line2D

    schema = load_schema()
    there = {schema.relations[name].family for name in relations if name in schema.relations}
    return [
        Line2D([], [], color=family.colour, linewidth=4, label=family.labels[language])
        for name, family in schema.families.items()
        if name in there
    ]


def titled(axes: Axes, title: str, *notes: str) -> None:
    """Put a title over a plot, and notes in smaller letters below it."""
    axes.set_title(clean(title), loc="left", fontsize=14, fontweight="bold", pad=12)
    if text := "   ".join(filter(None, notes)):
        axes.annotate(
            clean(text), (0, 0), (0, -34), "axes fraction", "offset points", fontsize=8.5, color=DIM, va="top"
        )
