"""The command that searches names and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .options import HERE, AsJson, Store

if TYPE_CHECKING:
    from ..graph.search import Found


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: guanxi search hanwuji --store my-store")(search)


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Names or words in either script, pinyin, Latin names.")],
    limit: Annotated[int, typer.Option(min=1, help="Show at most this many things, and as many sentences.")] = 10,
    json: AsJson = False,
    store: Store = HERE,
) -> None:
    """Search all names and sentences: in either script, in pinyin, by a beginning, with a slip."""
    from ..graph import search as searches
    from ..graph.store import open_reader
    from .console import print_json

    with open_reader(store) as reader:
        found = searches.search(reader, text, limit=limit)
    if json:
        print_json(as_json(found))
    else:
        _print(found, text)


def as_json(found: Found) -> dict[str, object]:
    """Give what a search found as plain JSON values."""
    from ..graph.search import WAYS
    from .show import claim_json, entity_json

    things = [
        {**entity_json(entity), "found": WAYS[hit.rank], "as": hit.name, "articles": hit.articles}
        for entity, hit in found.things
    ]
    return {"things": things, "claims": [claim_json(claim) for claim in found.claims]}


def _print(found: Found, text: str) -> None:
    from rich.text import Text

    from ..graph.lookup import EXACT, label_of
    from ..graph.search import WAYS
    from .console import console, styled
    from .findings import fact, sentence
    from .show import language_for

    out, language = console(), language_for(text)
    if not (found.things or found.claims):
        out.print("nothing in the graph is like this")
    for entity, hit in found.things:
        name = label_of(entity, language)
        how = [] if hit.rank == EXACT else [WAYS[hit.rank] if hit.name == name else f"{WAYS[hit.rank]} of {hit.name}"]
        about = " · ".join([entity.id, *entity.tickers, f"{hit.articles:,} articles", *how])
        out.print(styled(name, "bold").append("  ").append_text(styled(about, "dim")), soft_wrap=not out.is_terminal)
    for claim in found.claims:
        line = Text("\n").append_text(styled(fact(claim, language), "bold")).append("\n")
        out.print(line.append_text(sentence([claim])), soft_wrap=not out.is_terminal)
