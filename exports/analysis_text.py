"""The answers of `guanxi analyse` as text to read: each fact with its surest sentence and where that stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..graph.analysis.centrality import Driver, Ranking
from ..graph.analysis.circles import Circles
from ..graph.analysis.communities import Communities
from ..graph.analysis.concentration import Concentration
from ..graph.analysis.cutpoints import CutOff, Cuts
from ..graph.analysis.facts import Fact
from ..graph.analysis.neighbourhood import Ring
from ..graph.analysis.paths import Chain
from ..graph.analysis.shared import Rivals
from ..graph.analysis.suggestions import Suggestion
from ..graph.analysis.timeline import Since, Timeline
from ..graph.schema import load_schema
from .console import console, print_text, styled
from .show import added, source_of

if TYPE_CHECKING:
    from .analysis_view import View

_FACTS = 3  # told of one pair: more say the same again


def line(text: str, style: str = "", indent: int = 0) -> None:
    """Print one line."""
    print_text(styled(text, style), console(), indent=indent)


def print_fact(view: View, fact: Fact, indent: int = 4, claim: str | None = None) -> None:
    """Print a fact: who does what to whom, then the sentence of a claim, the surest by itself, and its article."""
    schema = load_schema()
    relation = schema.relations.get(fact.relation)
    words = relation.labels["en"] if relation else fact.relation
    said = styled(view.name(fact.subject), "bold").append(f" {words} ", style="not bold")
    said.append_text(styled(view.name(fact.object), "bold"))
    if fact.status != "actual":
        said.append(f"  [{schema.statuses[fact.status].labels['en']}]", style="yellow")
    if fact.sources > 1:
        said.append(f"  {fact.sources:,} sources", style="dim")
    print_text(said, console(), indent=indent)
    print_claim(view, claim or fact.claims[0], indent + 2)


def print_claim(view: View, claim: str, indent: int) -> None:
    """Print a claim's sentence, and the article it stands in."""
    told = view.claim(claim)
    print_text(styled(told.quote).append("  ").append_text(styled(added(told), "green")), console(), indent=indent)
    line(f"— {source_of(told)}", "dim", indent)


def print_facts(view: View, facts: Iterable[Fact], indent: int = 4) -> None:
    """Print the first few of some facts between the same two, and how many there are more."""
    told = tuple(facts)
    for fact in told[:_FACTS]:
        print_fact(view, fact, indent)
    if len(told) > _FACTS:
        line(f"and {len(told) - _FACTS:,} more", "dim", indent)


def print_ranking(view: View, ranking: Ranking) -> None:
    """Print who is central, and what drives each score."""
    counted = f", counted from {ranking.starts:,} of them" if ranking.starts not in (None, ranking.entities) else ""
    line(f"{ranking.measure} of {ranking.entities:,} entities{counted}", "dim")
    for rank in ranking.ranks:
        line(f"{rank.place}. {view.name(rank.entity)} · {rank.score:.6g}", "bold")
        for driver in rank.drivers:
            _print_driver(view, driver)


def _print_driver(view: View, driver: Driver) -> None:
    line(f"{driver.share:.0%} by {view.name(driver.entity)}", "cyan", 2)
    print_facts(view, driver.facts[:1])


def print_communities(view: View, found: Communities) -> None:
    """Print communities with their labels, strongest members and commonest relations."""
    relations = load_schema().relations
    line(f"{len(found.communities):,} communities by {found.method}, modularity {found.modularity:.3f}", "dim")
    for one in found.communities[: view.wanted.limit]:
        line(f"{one.number}. {one.label}", "bold")
        told = ", ".join(f"{relations[name].labels['en']} {count:,}" for name, count in one.relations)
        line(f"{len(one.members):,} members; {told}", "dim", 2)
        line("、".join(view.name(member.entity) for member in one.members[: view.wanted.limit]), indent=2)


def print_chains(view: View, chains: tuple[Chain, ...]) -> None:
    """Print chains, each step with its facts."""
    for number, chain in enumerate(chains, 1):
        names = " — ".join(view.name(entity) for entity in chain.entities)
        steps = f"{len(chain.steps)} step{'s' if len(chain.steps) > 1 else ''}"
        line(f"{number}. {names} · {steps}, confidence {chain.confidence:.0%}", "bold")
        for step in chain.steps:
            print_facts(view, step.facts, 2)


def print_rings(view: View, rings: tuple[Ring, ...]) -> None:
    """Print what lies around an entity, ring by ring."""
    for ring in rings:
        shown = f", the {len(ring.neighbours):,} best told" if len(ring.neighbours) < ring.total else ""
        line(f"{ring.steps} step{'s' if ring.steps > 1 else ''} away: {ring.total:,}{shown}", "bold cyan")
        for neighbour in ring.neighbours:
            line(view.name(neighbour.entity), "bold", 2)
            print_facts(view, neighbour.facts)


def print_cuts(view: View, found: Cuts) -> None:
    """Print cut points and bridges with what they would cut off."""
    line(f"{found.entities:,} entities, {found.all_points:,} cut points, {found.all_bridges:,} bridges", "dim")
    line("Firms whose loss parts the network", "bold cyan")
    for point in found.points:
        line(f"{view.name(point.entity)} cuts off {point.cut_off:,}", "bold", 2)
        for part in point.parts:
            line(_part(view, part), indent=4)
    line("Links whose loss parts the network", "bold cyan")
    for bridge in found.bridges:
        line(f"{view.name(bridge.near)} — {view.name(bridge.far)} cuts off {_part(view, bridge.part)}", "bold", 2)
        print_facts(view, bridge.facts)


def _part(view: View, part: CutOff) -> str:
    names = "、".join(view.name(entity) for entity in part.entities)
    return f"{part.size:,}: {names}{'…' if part.size > len(part.entities) else ''}"


def print_circles(view: View, found: Circles) -> None:
    """Print circular deals, each flow with its facts."""
    for number, circle in enumerate(found.circles, 1):
        names = " → ".join(view.name(flow.payer) for flow in circle.flows)
        when = _span(circle.first, circle.last)
        line(f"{number}. {names} → {view.name(circle.flows[0].payer)} · {' and '.join(circle.kinds)}{when}", "bold")
        for flow in circle.flows:
            money = " and ".join("money" if kind == "capital" else "payment" for kind in flow.kinds)
            line(f"{view.name(flow.payer)} → {view.name(flow.payee)}: {money}{_span(flow.first, flow.last)}", "cyan", 2)
            print_facts(view, flow.facts)
    if not found.complete:
        line("There may be more: the search was cut short; --limit or a name or fewer steps take it further.", "dim")


def _span(first: str | None, last: str | None) -> str:
    return "" if first is None else f" · {first}" if first == last else f" · {first} to {last}"


def print_concentration(view: View, found: tuple[Concentration, ...]) -> None:
    """Print how much of what is told falls to one customer or supplier."""
    line("Shares of what the articles tell, not of turnover.", "dim")
    for one in found:
        head = f"{view.name(one.entity)}: {len(one.shares):,} {one.side}, index {one.index:.2f}"
        line(f"{head}, amounts known of {one.amounts_known:,}", "bold")
        for share in one.shares[: view.wanted.limit]:
            amounts = "".join(
                f"; {currency} {amount}, {part:.0%} of the amounts in it"
                for (currency, amount), (_, part) in zip(share.amounts, share.of_amounts, strict=True)
            )
            line(f"{share.of_sources:.0%} of sources: {view.name(share.entity)}{amounts}", "cyan", 2)
            print_facts(view, share.facts[:1])


def print_shared(view: View, found: tuple[Rivals, ...]) -> None:
    """Print what rivals share."""
    for pair in found:
        line(f"{view.name(pair.first)} and {view.name(pair.second)}", "bold")
        print_facts(view, pair.rivalry[:1], 2)
        for one in pair.shared:
            line(f"{one.role} of both: {view.name(one.entity)}", "cyan", 2)
            print_facts(view, (*one.to_first[:1], *one.to_second[:1]))


def print_events(view: View, found: Timeline) -> None:
    """Print a time line; a date in brackets is that of the article."""
    for event in found.events:
        date = event.date if event.told else f"({event.date})" if event.date else None
        line(date or "no date", "bold cyan")
        print_fact(view, event.fact, 2, event.claims[0])
    _print_more(found.total - len(found.events))


def print_news(view: View, found: Since) -> None:
    """Print what is new since a day."""
    for one in found.news:
        before = ", before: " + ", ".join(fact.status for fact in one.before) if one.before else ""
        line(f"{one.published} · {one.kind}{before}", "bold cyan")
        print_fact(view, one.fact, 2, one.claims[0])
    _print_more(found.total - len(found.news))
    if found.undated:
        line(f"{found.undated:,} claims stand in articles without a date and can't be called new.", "dim")


def _print_more(number: int) -> None:
    if number:
        line(f"and {number:,} more; --limit shows more", "dim")


def print_suggestions(view: View, found: tuple[Suggestion, ...]) -> None:
    """Print suggestions, marked as what they are."""
    line("Suggestions, not facts: no article links these pairs. Their common neighbours speak for a look.", "yellow")
    for number, one in enumerate(found, 1):
        names = f"{view.name(one.first)} ? {view.name(one.second)}"
        line(f"{number}. {names} · score {one.score:.2f}, {one.common:,} in common", "bold")
        for because in one.because:
            line(f"both with {view.name(because.entity)}", "cyan", 2)
            print_facts(view, (*because.to_first[:1], *because.to_second[:1]))
