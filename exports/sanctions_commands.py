"""The commands about sanctions: lists, and who is on them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .analysis_options import Wanted, analysis
from .options import HERE, AsJson, Encoding, MaxBytes, Store

sanctions = typer.Typer(help="Keep sanctions lists beside what the news says.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(sanctions, name="sanctions", epilog="Example: guanxi sanctions import us-entity-list.json")
    app.command(epilog="Example: guanxi screen Cambricon --list us-entity-list --store my-store")(screen)
    app.command(epilog="Example: guanxi exposure --customers-of Cambricon --hops 2 --store my-store")(exposure)


@sanctions.command("import", epilog="Example: guanxi sanctions import targets.simple.csv --name eu --store my-store")
def import_list(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A list: US CSL, OpenSanctions, FollowTheMoney or CSV; a URL; -.")
    ],
    name: Annotated[str | None, typer.Option(help="What to call it; a list of that name is replaced.")] = None,
    title: Annotated[str | None, typer.Option(help="Its title, in place of the file's.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who publishes it.")] = None,
    programme: Annotated[str | None, typer.Option(help="The programme of entries that name none.")] = None,
    date: Annotated[str | None, typer.Option(metavar="DAY", help="The day that it is of, as 2025-11-08.")] = None,
    encoding: Encoding = None,
    max_bytes: MaxBytes = None,
    json: AsJson = False,
    store: Store = HERE,
) -> None:
    """Import a sanctions list as a source of its own, in place of the one of its name; builds leave it alone."""
    from ..extractors.sanctions.reading import Wanted
    from .reports import read_options
    from .sanctions_lists import import_list, print_imported

    wanted = Wanted(name=name, title=title, publisher=publisher, programme=programme, date=date)
    options = read_options(encoding=encoding, columns=(), id_prefix="", max_bytes=max_bytes, format_=None)
    imported = import_list(store, file, wanted, options)
    print_imported(imported, json=json)
    if imported.skipped:
        raise typer.Exit(1)


@sanctions.command("list", epilog="Example: guanxi sanctions list --store my-store")
def show_lists(json: AsJson = False, store: Store = HERE) -> None:
    """List the sanctions lists in a store, with their dates, programmes and sources."""
    from ..graph.sanctions.lists import lists
    from ..graph.store import open_reader
    from .sanctions_lists import print_lists

    with open_reader(store) as reader:
        print_lists(lists(reader), json=json)


@sanctions.command("remove", epilog="Example: guanxi sanctions remove us-entity-list --store my-store")
def remove_list(
    name: Annotated[str, typer.Argument(metavar="LIST", help="A list's name, as guanxi sanctions list prints it.")],
    store: Store = HERE,
) -> None:
    """Take a sanctions list out of a store; what people judged of it is kept, and counts again if it comes back."""
    from .sanctions_lists import remove_list

    print(remove_list(store, name))


def screen(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Names, tickers or ids; else all that the store has."),
    ] = None,
    lists: Annotated[
        list[str] | None, typer.Option("--list", metavar="LIST", help="Only this list; again for more; else all.")
    ] = None,
    min_score: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, help="Show matches from this score on; less finds more, and more by chance."),
    ] = 0.75,
    rejected: Annotated[bool, typer.Option("--rejected", help="Show also what was judged to be different.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Print at most this many.")] = None,
    json: AsJson = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print a table for programs.")] = False,
    store: Store = HERE,
) -> None:
    """Find who may be on a sanctions list, under whatever name and in whatever script; nothing is joined by it."""
    from .screening import screen_store

    form = "json" if json else "csv" if csv else "text"
    screen_store(store, names or (), lists=lists or (), enough=min_score, rejected=rejected, limit=limit, form=form)


@analysis()
def exposure(
    wanted: Wanted,
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Names, tickers or ids.")] = None,
    companies: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A file of names, one per line or a table's first column.")
    ] = None,
    customers_of: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Ask about the customers of this one; again for more.")
    ] = None,
    suppliers_of: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Ask about the suppliers of this one; again for more.")
    ] = None,
    hops: Annotated[int, typer.Option(min=0, max=6, help="At most so many steps away.")] = 3,
    chains: Annotated[int, typer.Option(min=1, help="Show so many chains to each party.")] = 3,
    lists: Annotated[
        list[str] | None, typer.Option("--list", metavar="LIST", help="Only this list; again for more; else all.")
    ] = None,
    min_score: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Count matches with lists from this score on; 1: confirmed ones.")
    ] = 0.75,
    csv: Annotated[bool, typer.Option("--csv", help="Print a table for programs, a row for each chain.")] = False,
) -> None:
    """Show every chain to parties under sanctions, by lists or the news, with stakes, the 50 % rule and all sentences."""
    from ..graph.errors import WrongUse
    from .exposures import names_in, print_exposure

    asked = [*(names or ()), *(names_in(companies) if companies else ())]
    partners = [
        (name, side) for side, of in (("customers", customers_of), ("suppliers", suppliers_of)) for name in of or ()
    ]
    if not asked and not partners:
        raise WrongUse("name companies, or give --companies FILE, --customers-of NAME or --suppliers-of NAME")
    if not print_exposure(
        wanted, asked, partners, hops=hops, number=chains, lists=lists or (), enough=min_score, table=csv
    ):
        raise typer.Exit(1)
