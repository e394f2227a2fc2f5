"""What people judged of entities and the entries of lists, as the view says it: `gx:listedAs` and `gx:notListedAs`.

No such judgement joins anything: an entry stays an entry. Where the same pair was judged twice, the newer one counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

import pyoxigraph as ox

from ..judgements import Judgement, Side
from ..literals import whole
from ..model import Entity
from ..namespace import GX, expand
from ..sides import Sides
from .lists import entry_iri, list_iri

_TERMS = {"same": f"<{GX}listedAs>", "different": f"<{GX}notListedAs>"}
_A, _NAME, _ENTRY = (ox.NamedNode(expand(name)) for name in ("rdf:type", "schema:name", "gx:ListEntry"))
Ask = Callable[..., ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples]


def judged_entries(ask: Ask, judgements: Iterable[Judgement]) -> dict[Side, tuple[str, ...]]:
    """Give the IRIs of the entries that judged sides mean, as far as there are such now, from a store's `query`."""
    sides = {one.listing[1] for one in judgements if one.listing is not None}
    return {side: tuple(sorted(_entries(ask, side))) for side in sides}


def _entries(ask: Ask, side: Side) -> set[str]:
    name, _, key = (side.list or "").partition("#")
    wanted = ox.NamedNode(entry_iri(name, key)) if key else "?e"
    named = "" if key else f"; {_NAME} {ox.Literal(whole(side.name))}"
    pattern = f"{wanted} {_A} {_ENTRY} {named} BIND({wanted} AS ?found)"
    answer = ask(f"SELECT ?found WHERE {{ GRAPH {ox.NamedNode(list_iri(name))} {{ {pattern} }} }}")
    return {row["found"].value for row in answer} if isinstance(answer, ox.QuerySolutions) else set()


def verdict_lines(
    judgements: Iterable[Judgement],
    entities: Mapping[int, Entity],
    entries: Mapping[Side, Collection[str]],
    mentioned: Callable[[Side], int | None],
) -> dict[int, list[str]]:
    """Write what the view says of each entity, as predicate and object, from judgements, the newest first.

    `entities` stand by the roots of their clusters; `mentioned` gives the root of a side's mention in its article.
    """
    about = [(one.verdict, *one.listing) for one in judgements if one.listing is not None]
    if not about:
        return {}
    sides = Sides(entities)
    said: dict[tuple[int, str], str] = {}
    for verdict, thing, listed in about:
        root = mentioned(thing) if thing.article is not None else None
        roots = sides.sure(thing) if thing.article is None else [] if root is None else [root]
        for pair in ((root, iri) for root in roots for iri in entries.get(listed, ())):
            said.setdefault(pair, _TERMS[verdict])
    out: dict[int, list[str]] = defaultdict(list)
    for (root, iri), term in said.items():
        out[root].append(f"{term} <{iri}>")
    return out
