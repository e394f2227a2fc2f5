"""Writes a dossier as one HTML page: everything in it is escaped, it runs no script and asks no network for anything."""

from __future__ import annotations

import base64
import functools
import hashlib
from importlib import resources
from typing import TYPE_CHECKING

from ..plain import plain, printable
from .document import Dossier
from .wording import load_words

if TYPE_CHECKING:
    from jinja2 import Environment


def page(dossier: Dossier) -> str:
    """Write a dossier as HTML; the same dossier gives the same page."""
    from markupsafe import Markup, escape

    words = load_words(dossier.language)
    style = (resources.files(__package__) / "templates" / "dossier.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    text = (
        _environment()
        .get_template("dossier.html")
        .render(
            dossier=dossier,
            texts=words.groups["texts"],
            marks={key: Markup(escape(mark)) for key, mark in words.marks.items()},  # with the spaces in them
            evidence_title=words.named("sections", "evidence"),
            style=Markup(style),  # ours
            style_hash=f"sha256-{digest}",
            picture=Markup(dossier.picture),  # escaped where it is drawn
        )
    )
    return text.strip() + "\n"


def _finalize(value: object) -> object:
    """Take out of each value what could reorder a line or stands in no page, before it is escaped."""
    if type(value) is not str:  # a number, or what is escaped already
        return value
    return printable(plain(value))


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("guanxi.exports.dossier", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
