"""The commands under `guanxi analyse`: what the relationships mean."""

from __future__ import annotations

from typing import Annotated

import typer

from .analysis_options import Wanted, analysis
from .options import DAY

analyses = typer.Typer(
    help="Tell what the relationships mean: each answer with the sentences behind it.", no_args_is_help=True
)
_NAME = "A name in either script, a ticker or an id."
Name = Annotated[str, typer.Argument(metavar="NAME", help=_NAME)]
Of = Annotated[str | None, typer.Argument(metavar="[NAME]", help=f"{_NAME} Else all.")]
Steps = Annotated[int, typer.Option(min=1, help="How many steps away.")]
Seed = Annotated[int, typer.Option(help="Where chance begins: the same seed gives the same answer.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(analyses, name="analyse", epilog="Example: guanxi analyse path Cambricon Baidu --store my-store")
    for command, example in (
        (centrality, "Example: guanxi analyse centrality --by betweenness --store my-store"),
        (communities, "Example: guanxi analyse communities --limit 5 --store my-store"),
        (path, "Example: guanxi analyse path Cambricon Baidu --number 3 --store my-store"),
        (neighbourhood, "Example: guanxi analyse neighbourhood Cambricon --steps 2 --store my-store"),
        (bridges, "Example: guanxi analyse bridges --relation supplies --store my-store"),
        (circles, "Example: guanxi analyse circles --longest 4 --store my-store"),
        (concentration, "Example: guanxi analyse concentration Cambricon --side suppliers --store my-store"),
        (shared, "Example: guanxi analyse shared Cambricon --store my-store"),
        (timeline, "Example: guanxi analyse timeline Cambricon --since 2024 --store my-store"),
        (new, "Example: guanxi analyse new 2025-06 --store my-store"),
        (suggest, "Example: guanxi analyse suggest Cambricon --store my-store"),
        (ownership, "Example: guanxi analyse ownership Cambricon --as-of 2025-06-30 --store my-store"),
    ):
        analyses.command(epilog=example)(command)


@analysis()
def centrality(
    wanted: Wanted,
    by: Annotated[str, typer.Option(metavar="MEASURE", help="pagerank, betweenness or brokers.")] = "pagerank",
    seed: Seed = 0,
) -> None:
    """Rank who is central, and tell what drives each score."""
    from ..graph.analysis import centrality as ranks
    from ..graph.analysis.roles import load_roles
    from . import analysis_text as text
    from .analysis_view import opened

    with opened(wanted) as view:
        found = ranks.centrality(
            view.network(load_roles().linking), by, relations=wanted.selection.relations, limit=wanted.limit, seed=seed
        )
        view.give("centrality", found, text.print_ranking, "no relation links anybody here", found.ranks)


@analysis(limit=10)
def communities(
    wanted: Wanted,
    method: Annotated[str, typer.Option(metavar="NAME", help="louvain, or leiden for large graphs.")] = "louvain",
    resolution: Annotated[float, typer.Option(min=0.01, help="More gives more and smaller ones.")] = 1.0,
    seed: Seed = 0,
) -> None:
    """Find who has more to do with one another than with the rest."""
    from ..graph.analysis import communities as parts
    from ..graph.analysis.roles import load_roles
    from . import analysis_text as text
    from .analysis_view import opened

    with opened(wanted) as view:
        found = parts.communities(
            view.network(load_roles().linking),
            relations=wanted.selection.relations,
            method=method,
            resolution=resolution,
            seed=seed,
            language=view.language,
        )
        view.give("communities", found, text.print_communities, "no relation links anybody here", found.communities)


@analysis()
def path(
    wanted: Wanted,
    source: Annotated[str, typer.Argument(metavar="A", help=_NAME)],
    target: Annotated[str, typer.Argument(metavar="B", help=_NAME)],
    number: Annotated[int, typer.Option("--number", "-k", min=1, help="Find so many chains.")] = 1,
    surest: Annotated[bool, typer.Option("--surest", help="Those most likely to hold, not the shortest.")] = False,
    directed: Annotated[bool, typer.Option("--directed", help="Follow relations from subject to object only.")] = False,
    longest: Annotated[int, typer.Option(min=1, help="At most so many steps.")] = 8,
) -> None:
    """Find how two are linked, step by step, each with its sentence."""
    from ..graph.analysis.reading import chains_between
    from . import analysis_text as text
    from .analysis_view import opened

    with opened(wanted) as view:
        start, end = view.entity(source), view.entity(target)
        view.read, found = chains_between(
            view.reader,
            wanted.selection,
            start,
            end,
            number=number,
            surest=surest,
            directed=directed,
            longest=longest,
            sources=wanted.sources,
        )
        nothing = f"no chain of at most {longest} steps leads from {source} to {target} over what is asked for"
        view.give("path", found, text.print_chains, nothing, found)


@analysis()
def neighbourhood(wanted: Wanted, name: Name, steps: Steps = 1) -> None:
    """Show what lies around one, by the number of steps."""
    from ..graph.analysis import neighbourhood as rings
    from ..graph.analysis.roles import load_roles
    from . import analysis_text as text
    from .analysis_view import opened

    with opened(wanted) as view:
        entity = view.entity(name)
        found = rings.neighbourhood(
            view.around(entity, steps, load_roles().linking),
            entity,
            steps=steps,
            relations=wanted.selection.relations,
            limit=wanted.limit,
        )
        view.give("neighbourhood", found, text.print_rings, f"nothing is linked with {name} here", found)


@analysis()
def bridges(wanted: Wanted) -> None:
    """Find the firms and links whose loss parts the supply network, and what they would cut off."""
    from ..graph.analysis.cutpoints import cuts
    from ..graph.analysis.roles import load_roles
    from . import analysis_text as text
    from .analysis_view import opened

    with opened(wanted) as view:
        found = cuts(view.network(load_roles().supply), relations=wanted.selection.relations, limit=wanted.limit)
        view.give("bridges", found, text.print_cuts, "no loss of one firm or link parts anything here", found.bridges)


@analysis()
def circles(
    wanted: Wanted,
    name: Of = None,
    longest: Annotated[int, typer.Option(min=2, max=12, help="At most so many steps round.")] = 5,
    any_kind: Annotated[bool, typer.Option("--any", help="Also circles of capital alone, or of goods alone.")] = False,
) -> None:
    """Find circular deals: money that comes back, invested or lent one way and paid for goods the other."""
    from ..graph.analysis import circles as rings
    from ..graph.analysis.roles import load_roles
    from . import analysis_text as text
    from .analysis_view import opened

    with opened(wanted) as view:
        entity = None if name is None else view.entity(name)
        network = view.around(entity, longest // 2, load_roles().capital | load_roles().goods)
        kinds = () if any_kind else ("capital", "goods")
        found = rings.circles(network, longest=longest, limit=wanted.limit, kinds=kinds, through=entity)
        view.give("circles", found, text.print_circles, "no money goes in a circle here", found.circles)


@analysis()
def concentration(
    wanted: Wanted,
    name: Of = None,
    side: Annotated[str, typer.Option(metavar="SIDE", help="customers or suppliers.")] = "customers",
    at_least: Annotated[int, typer.Option(min=1, help="Without a name: leave out who has fewer.")] = 2,
) -> None:
    """Show whose customers or suppliers are few: the share of each in what is told."""
    from ..graph.analysis import concentration as shares
    from ..graph.analysis.roles import load_roles
    from . import analysis_text as text
    from .analysis_view import opened

    with opened(wanted) as view:
        entity = None if name is None else view.entity(name)
        network = view.around(entity, 1, load_roles().supply)
        found = shares.concentration(network, side, of=entity, at_least=at_least, limit=wanted.limit)
        view.give("concentration", found, text.print_concentration, f"no {side} are told of here", found)


@analysis()
def shared(wanted: Wanted, name: Of = None) -> None:
    """Show which investors, directors and suppliers rivals share."""
    from ..graph.analysis import shared as commons
    from ..graph.analysis.roles import load_roles
    from . import analysis_text as text
    from .analysis_view import opened

    with opened(wanted) as view:
        entity, roles = None if name is None else view.entity(name), load_roles()
        network = view.around(entity, 2, roles.rivals.union(*roles.shared.values()))
        found = commons.shared(network, of=entity, limit=wanted.limit)
        view.give("shared", found, text.print_shared, "no rivals share anybody here", found)


@analysis(limit=50, status=None)
def timeline(wanted: Wanted, name: Of = None) -> None:
    """Tell what happened when, the earliest first, whatever its status."""
    from ..graph.analysis import timeline as times
    from . import analysis_text as text
    from .analysis_view import opened

    with opened(wanted) as view:
        entity = None if name is None else view.entity(name)
        found = times.timeline(view.around(entity, 1), entity, limit=wanted.limit)
        view.give("timeline", found, text.print_events, "nothing is told here", found.events)


@analysis(limit=50, status=None)
def new(
    wanted: Wanted,
    day: Annotated[str, typer.Argument(metavar="DATE", help=f"{DAY}.")],
    name: Of = None,
) -> None:
    """Tell what articles published since a date say that none before it did, the latest first."""
    from ..graph.analysis.timeline import news
    from . import analysis_text as text
    from .analysis_view import opened

    with opened(wanted) as view:
        entity = None if name is None else view.entity(name)
        found = news(view.around(entity, 1), day, entity=entity, limit=wanted.limit)
        view.give("new", found, text.print_news, f"nothing is new since {day}", found.news)


@analysis(status=None)
def suggest(wanted: Wanted, name: Of = None) -> None:
    """Suggest pairs that may have to do with each other; no article says so, and none of it is a fact."""
    from ..graph.analysis.roles import load_roles
    from ..graph.analysis.suggestions import suggestions
    from . import analysis_text as text
    from .analysis_view import opened

    with opened(wanted) as view:
        entity = None if name is None else view.entity(name)
        network = view.around(entity, 2, load_roles().linking)
        found = suggestions(network, of=entity, relations=wanted.selection.relations, limit=wanted.limit)
        view.give("suggest", found, text.print_suggestions, "nothing suggests a link here", found)


@analysis()
def ownership(
    wanted: Wanted,
    name: Name,
    together: Annotated[
        list[str] | None, typer.Option("--with", metavar="NAME", help="Who acts in concert with it; again for more.")
    ] = None,
) -> None:
    """Show who owns one and what it owns: stakes, looked through, control, ultimate owners; unknown stakes as bounds."""
    from ..graph.analysis import ownership as owners
    from .analysis_view import opened
    from .ownership_text import print_ownership

    with opened(wanted) as view:
        entity = view.entity(name)
        others = [view.entity(other) for other in together or ()]
        network = view.owned([entity, *others])
        found = owners.ownership(network, entity, together=others)
        view.give(
            "ownership", found, print_ownership, f"no stake in {name} or of it is told", found.holders + found.holdings
        )
