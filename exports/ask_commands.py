"""The command that asks saved questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import HERE, AsJson, Store

_Folder = Annotated[
    Path | None,
    typer.Option("--folder", metavar="DIR", help="A folder of questions of your own, before the package's."),
]
_Language = Annotated[
    str | None, typer.Option(metavar="TAG", help="Names and titles in zh-Hans, zh-Hant or en; else as you ask.")
]


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: guanxi ask suppliers-of Cambricon --store my-store")(ask)


def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="One of those that --list shows.")] = None,
    values: Annotated[
        list[str] | None, typer.Argument(metavar="VALUE", help="Names, dates, numbers: in order, or NAME=VALUE.")
    ] = None,
    every: Annotated[bool, typer.Option("--list", help="List the questions, with what each needs.")] = False,
    style: Annotated[str, typer.Option("--format", help="table, json, csv or tsv.")] = "table",
    json: AsJson = False,
    limit: Annotated[int, typer.Option(min=1, help="Show at most this many rows.")] = 100,
    language: _Language = None,
    sparql: Annotated[
        bool, typer.Option("--sparql", help="Print the SPARQL that would be asked, and ask nothing.")
    ] = False,
    folder: _Folder = None,
    store: Store = HERE,
) -> None:
    """Ask a saved question: suppliers, investors, sanctions, what was denied and later happened, …."""
    from ..graph.errors import WrongUse
    from ..graph.store import open_reader
    from . import asking, findings
    from .questions import find_question, load_questions, read_values

    style = "json" if json else style
    findings.check(style, language)
    questions = load_questions(folder)
    if every or question is None:
        if not every:
            raise WrongUse("name a question; guanxi ask --list shows all")
        findings.print_questions(questions.values(), json=style == "json", language=language or "en")
        return
    wanted = find_question(question, questions)
    given = read_values(wanted, tuple(values or ()))
    with open_reader(store) as reader:
        if sparql:
            print(wanted.bound(asking.bind(reader, wanted, given).terms), end="")
            return
        findings.print_answer(
            asking.ask(reader, wanted, given, limit=limit), style, language or findings.language_of(given)
        )
