"""The commands about who is who: judgements, what to look at, why names belong together, lexicons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import HERE, AsJson, Store

lexicons = typer.Typer(help="Look after lexicons of your own.", no_args_is_help=True)
_A, _B = (
    typer.Argument(
        metavar=letter,
        help="A name, ticker or id; NAME@ORGANISATION for a person, NAME@ARTICLE for a mention, LIST#KEY for a list's entry.",
    )
    for letter in "AB"
)
Kind = Annotated[str | None, typer.Option("--type", help="What kind of thing it is, where the graph has no such name.")]
Why = Annotated[str, typer.Option("--reason", help="Why; it is kept with the judgement.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(epilog="Example: guanxi same 'Nvidia Corp' NVDA.US --reason 'its registered name'")(same)
    app.command(epilog="Example: guanxi different 'Kingsoft Cloud' 'Kingsoft Office' --store my-store")(different)
    app.command(epilog="Example: guanxi wrong claim/9f2cba74 --reason 'a rumour about another firm'")(wrong)
    app.command("undo", epilog="Example: guanxi undo 3 --store my-store")(take_back)
    app.command(epilog="Example: guanxi judgements --store my-store")(judgements)
    app.command(epilog="Example: guanxi candidates --limit 50 --store my-store")(candidates)
    app.command(epilog="Example: guanxi why Cambricon --store my-store")(why)
    app.add_typer(lexicons, name="lexicon", epilog="Example: guanxi lexicon check mine.csv")


def same(
    a: Annotated[str, _A], b: Annotated[str, _B], reason: Why = "", kind: Kind = None, store: Store = HERE
) -> None:
    """Judge that two names are one thing; it outlives every rebuild, and guanxi undo takes it back."""
    from .judging import pass_judgement

    print(pass_judgement(store, "same", a, b, kind=kind, reason=reason))


def different(
    a: Annotated[str, _A], b: Annotated[str, _B], reason: Why = "", kind: Kind = None, store: Store = HERE
) -> None:
    """Judge that two names are two things; what joined them is split, and guanxi undo takes it back."""
    from .judging import pass_judgement

    print(pass_judgement(store, "different", a, b, kind=kind, reason=reason))


def wrong(
    claim: Annotated[
        str,
        typer.Argument(
            metavar="CLAIM", help="A claim's id (claim/9f2c…), or words of its sentence where it is the only one."
        ),
    ],
    reason: Why = "",
    store: Store = HERE,
) -> None:
    """Judge that a claim is wrong; it leaves the graph, also when it is built anew, and guanxi undo takes it back."""
    from .judging import reject_claim

    print(reject_claim(store, claim, reason=reason))


def take_back(
    number: Annotated[int | None, typer.Argument(help="The judgement's number; the newest without it.")] = None,
    store: Store = HERE,
) -> None:
    """Take a judgement back; the graph is again what it was without it."""
    from .judging import take_back

    print(take_back(store, number))


def judgements(json: AsJson = False, store: Store = HERE) -> None:
    """List what people judged, with numbers, reasons and what was taken back."""
    from .judging import print_judgements

    print_judgements(store, json=json)


def candidates(
    limit: Annotated[int, typer.Option(min=1, help="Print at most this many pairs.")] = 20,
    json: AsJson = False,
    store: Store = HERE,
) -> None:
    """List pairs of entities that may be one thing, the likeliest first, for guanxi same and different."""
    from ..graph import candidates as pairs
    from ..graph.store import open_reader
    from .judging import print_candidates

    with open_reader(store) as reader:
        print_candidates(pairs.candidates(reader, limit=limit), json=json)


def why(
    name: Annotated[str, typer.Argument(help="A name in either script, a ticker or an id.")],
    json: AsJson = False,
    store: Store = HERE,
) -> None:
    """Tell why an entity has each of its names: a lexicon, a ticker, an article that says so, or a judgement."""
    from ..graph.reasons import reasons
    from ..graph.store import open_reader
    from . import show as shows
    from .judging import print_reasons

    with open_reader(store) as reader:
        entity, _ = shows.wanted(reader, name)
        print_reasons(reader, entity, reasons(reader, entity), json=json)


@lexicons.command("check", epilog="Example: guanxi lexicon check mine.csv")
def check_lexicon(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A lexicon file.")], json: AsJson = False
) -> None:
    """Check a lexicon file: duplicates, conflicts with the shipped one, one name for two tickers."""
    from ..extractors.lexicon import check_lexicon
    from .reports import print_lexicon_problems

    if print_lexicon_problems(check_lexicon(file), file, json=json):
        raise typer.Exit(1)
