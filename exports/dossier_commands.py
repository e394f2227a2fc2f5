"""The command that writes a dossier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import HERE, AsOf, Store, Sure

if TYPE_CHECKING:
    from ..graph.model import Entity
    from ..graph.storage import Reader
    from .dossier.document import Dossier

_SUFFIXES = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".json": "json"}
FORMS = ("html", "markdown", "json")


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(epilog="Example: guanxi dossier Cambricon -o cambricon.html --language en --store my-store")(dossier)


def dossier(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name in either script, a ticker or an id.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write to this file: .html, .md or .json.")
    ] = "-",
    form: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="html, markdown or json; else as the file is called.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(metavar="TAG", help="Write in zh-Hant, zh-Hans or en; else in the language of the name."),
    ] = None,
    as_of: AsOf = None,
    min_confidence: Sure = 0.0,
    limit: Annotated[int, typer.Option(min=1, help="Of each kind of statement, tell at most this many.")] = 40,
    hops: Annotated[int, typer.Option(min=1, help="Look for parties under sanctions at most so many steps away.")] = 2,
    store: Store = HERE,
) -> None:
    """Write all that is told of one company, person or other thing, every statement with its sentence and date."""
    from ..graph.store import open_reader
    from .console import write_bytes
    from .dossier.making import Options, make
    from .files import whole_file

    chosen = _form(form, output)
    with open_reader(store) as reader:
        entity = _meant(reader, name)
        options = Options(
            language=language or _language(name), as_of=as_of, min_confidence=min_confidence, limit=limit, hops=hops
        )
        text = _written(make(reader, entity, options), chosen)
    if output == "-":
        write_bytes(text)
        return
    with whole_file(Path(output)) as sink:
        sink.write(text)


def _form(form: str | None, output: str) -> str:
    """Give the form to write, from what is asked for or what the file is called."""
    from ..graph.errors import WrongUse

    suffix = Path(output).suffix.lower()
    if form in FORMS:
        return form
    if form is not None:
        raise WrongUse(f"--format {form}: there are {', '.join(FORMS)}")
    if suffix == ".pdf":
        raise WrongUse(f"{output}: write a .html file and print it to PDF from a browser; it is laid out for paper")
    if output == "-":
        return "markdown"
    if suffix not in _SUFFIXES:
        raise WrongUse(f"{output}: name it .html, .md or .json, or say --format {', '.join(FORMS)}")
    return _SUFFIXES[suffix]


def _meant(reader: Reader, name: str) -> Entity:
    """Find the one entity that a name means; NotFound, with all that it may mean, where it is not clear."""
    from ..graph.errors import NotFound
    from ..graph.lookup import label_of
    from .show import wanted

    entity, others = wanted(reader, name)
    if others:
        near = tuple(f"{label_of(one)} ({one.id})" for one in (entity, *others))
        raise NotFound(f"{name} names {len(near)} things: give the id of the one that is meant", near)
    return entity


def _language(name: str) -> str:
    """Give the language of a name: English where it is a Latin one, and Chinese for a ticker or an id."""
    from ..graph.text import script_of
    from .show import language_for

    is_code = any(char.isdigit() or char in "/." for char in name)
    return language_for(name) if is_code else script_of(name)


def _written(made: Dossier, form: str) -> bytes:
    """Write a dossier in a form."""
    import json

    from .analysis_view import plain_values
    from .dossier.markdown import markdown
    from .dossier.page import page

    if form == "json":
        return (json.dumps(plain_values(made), ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
    return (page(made) if form == "html" else markdown(made)).encode()
