"""The options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..graph.errors import WrongUse
from ..graph.remote.address import SECONDS, Remote, is_address
from ..graph.storage import Place

_LONGEST = 1e6  # seconds that a server may take


def place(text: str | Path) -> Place:
    """Give where a store is from what the user calls it; who asks a server, the environment says.

    >>> place("my-store")
    PosixPath('my-store')
    """
    if not is_address(str(text)):
        return Path(text)
    user, password, seconds = (os.environ.get(f"GUANXI_STORE_{name}") for name in ("USER", "PASSWORD", "SECONDS"))
    try:
        patience = float(seconds or SECONDS)
        if not 0 < patience < _LONGEST:
            raise ValueError
    except ValueError:
        raise WrongUse(f"GUANXI_STORE_SECONDS={seconds}: give a number of seconds") from None
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "guanxi"
    return Remote(str(text), user or None, password or None, patience, cache)


if TYPE_CHECKING:
    Store = Annotated[Place, "typer takes no unions: below it is told one of the two"]
else:
    Store = Annotated[
        Path,
        typer.Option(
            "--store", metavar="DIR|URL", parser=place, help="The folder that holds the graph, or a server's address."
        ),
    ]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
# One process for each core, as far as reading keeps them busy: more than eight wait for the one that writes.
CORES = min(os.cpu_count() or 1, 8)
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="How many processes read articles.")]
Encoding = Annotated[str | None, typer.Option(help="Decode all texts as this, instead of recognising it.")]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Read a field (text, title, published, …) from this column; several: text=body,published=pub_ts.",
    ),
]
IdPrefix = Annotated[str, typer.Option(help="Put this before every article id, to set two collections apart.")]
MaxBytes = Annotated[
    str | None,
    typer.Option(
        metavar="SIZE", help="Skip what is larger: 800K, 200M, 2G (else 64M, and 4G of what is read by line)."
    ),
]
Format = Annotated[
    str | None, typer.Option(metavar="SUFFIX", help="Read everything as this, whatever its name: jsonl, html, csv, …")
]
Lexicons = Annotated[
    list[Path] | None,
    typer.Option("--lexicon", metavar="FILE.csv", help="Names of your own, before the package's; may be repeated."),
]
DAY = "2024, 2024-06, 2024-Q3 or 2024-06-03"
Relations = Annotated[
    list[str] | None,
    typer.Option("--relation", metavar="NAME", help="Only this relation (invests_in); again for more."),
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help=f"Only what may be of this time or later: {DAY}.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Only what may be of this time or earlier.")]
AsOf = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only what was told up to that date, and not told to be over.")
]
Sure = Annotated[float, typer.Option("--min-confidence", min=0.0, max=1.0, help="Only claims at least this sure.")]
HERE = Path("guanxi-store")
