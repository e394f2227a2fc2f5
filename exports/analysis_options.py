"""What all analyses are asked with: which claims of which store count, in which language and form the answer comes."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import HERE, AsJson, AsOf, Relations, Since, Store, Sure, Until

if TYPE_CHECKING:
    from ..graph.selection import Selection
    from ..graph.storage import Place

Statuses = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="NAME", help="Only claims of this status; again for more; all for all."),
]
Sources = Annotated[int, typer.Option(min=1, help="Only facts that as many independent articles tell.")]
Limit = Annotated[int, typer.Option(min=1, help="Give at most this many answers.")]
Language = Annotated[
    str | None, typer.Option(metavar="TAG", help="Show names in zh-Hans, zh-Hant or en; else in the script asked in.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an analysis was asked with."""

    store: Place
    selection: Selection
    sources: int
    limit: int
    language: str | None
    json: bool


def analysis(limit: int = 20, status: tuple[str, ...] | None = ("actual",)) -> Callable[[Any], Callable[..., None]]:
    """Give a command the options that all analyses share, as its one argument `wanted`.

    `limit` and `status` (None for all) are what counts where the user says nothing. The command line's library reads the
    options from a function's signature: this writes them there, once for all analyses. Any callable may be a command.
    """

    def options(
        relation: Relations = None,
        status: Statuses = None,
        since: Since = None,
        until: Until = None,
        as_of: AsOf = None,
        min_confidence: Sure = 0.0,
        sources: Sources = 1,
        limit: Limit = limit,
        language: Language = None,
        json: AsJson = False,
        store: Store = HERE,
    ) -> Wanted:
        from ..graph.selection import Selection

        selection = Selection(
            relations=tuple(relation) if relation else None,
            status=_statuses(status, usual),
            since=since,
            until=until,
            as_of=as_of,
            min_confidence=min_confidence,
        )
        return Wanted(store=store, selection=selection, sources=sources, limit=limit, language=language, json=json)

    usual = status

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own, shared = (inspect.signature(one, eval_str=True).parameters for one in (command, options))

        @functools.wraps(command)
        def run(**given: Any) -> None:  # as typer calls it: every option by its name
            command(
                **{name: given[name] for name in own if name != "wanted"},
                wanted=options(**{n: given[n] for n in shared}),
            )

        parameters = [*(one for name, one in own.items() if name != "wanted"), *shared.values()]
        run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # functions may have one
            [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
        )
        run.__annotations__ = {one.name: one.annotation for one in parameters}
        return run

    return decorate


def _statuses(asked: list[str] | None, usual: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Give the statuses that count: those asked for, None for all, what is usual where nothing is asked."""
    if not asked:
        return usual
    return None if "all" in asked else tuple(asked)
