"""The commands that take a graph elsewhere, and the one that tells whether it is whole."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import Annotated

import typer

from ..graph.storage import Place
from .console import complain
from .options import HERE, AsJson, AsOf, Relations, Since, Store, Sure, Until

Name = Annotated[
    str,
    typer.Argument(
        metavar="FORMAT",
        help="turtle, trig, nquads, ntriples, json-ld, rdf-xml; graphml, gexf, gml; csv, parquet; neo4j, cypher; ftm; "
        "html; and, without a store: ontology, shapes, vocabulary.",
    ),
]
Statuses = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="NAME",
        help="Only claims of this status, again for more; all for all. Else RDF and html "
        "have all, the others what is actual.",
    ),
]
Around = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only what stands near this company or person; again for more.")
]
Hops = Annotated[int, typer.Option(min=0, help="How many claims away --around may lead.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(epilog="Example: guanxi export gexf -o graph.gexf --store my-store")(export)
    app.command(epilog="Example: guanxi check --store my-store")(check)


def export(
    name: Name,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write to this file; csv, parquet and neo4j: folder.")
    ] = "-",
    relation: Relations = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    min_confidence: Sure = 0.0,
    around: Around = None,
    hops: Hops = 1,
    annotations: Annotated[
        bool, typer.Option("--annotations", help="For RDF: make each claim a Web Annotation of its sentence.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="For html: draw at most this many entities.")] = None,
    store: Store = HERE,
) -> None:
    """Write the graph, or a part of it, in another format, to a file or to stdout."""
    from ..graph.errors import WrongUse
    from ..graph.selection import Selection
    from . import formats

    if hops != 1 and not around:
        raise WrongUse("--hops counts from --around: name a company or person")
    selection = Selection(
        relations=tuple(relation) if relation else None,
        status=_statuses(status),
        since=since,
        until=until,
        as_of=as_of,
        min_confidence=min_confidence,
        around=tuple(_iris(around, store)) if around else (),
        hops=hops,
    )
    wanted = formats.Export(store=store, selection=selection, limit=limit, annotations=annotations)
    target = None if output == "-" else Path(output)
    if not formats.export(name, wanted, target, stdout=sys.stdout.buffer):
        complain("no claim is like that: what was written is empty")
        raise typer.Exit(1)


def check(
    shapes: Annotated[
        bool | None,
        typer.Option("--shapes/--no-shapes", help="Check the SHACL shapes too; else where pySHACL is installed."),
    ] = None,
    json: AsJson = False,
    store: Store = HERE,
) -> None:
    """Check that a store is whole: quotes stand in their articles, claims have their ends, edges their claims."""
    from ..graph.integrity import problems
    from ..graph.store import open_reader
    from .reports import print_problems
    from .validation import can_validate, require_pyshacl, shape_problems

    if shapes:
        require_pyshacl()
    elif shapes is None and not (shapes := can_validate()):
        complain("the SHACL shapes are not checked, because pySHACL is not installed: pip install 'guanxi[shacl]'")
    with open_reader(store) as reader:
        against_shapes = shape_problems(reader) if shapes else ()
        found = print_problems(itertools.chain(problems(reader), against_shapes), json=json)
    if found:
        raise typer.Exit(1)


def _statuses(wanted: list[str] | None) -> tuple[str, ...] | None:
    """Give the statuses asked for: none is for the format to choose, "all" are all there are."""
    from ..graph.model import STATUSES

    if not wanted:
        return None
    return STATUSES if "all" in wanted else tuple(wanted)


def _iris(names: list[str], store: Place) -> list[str]:
    """Find the entities that names mean, and say what else they could mean."""
    from ..graph.lookup import iri_of, label_of
    from ..graph.store import open_reader
    from .show import wanted

    found = []
    with open_reader(store) as reader:
        for name in names:
            entity, others = wanted(reader, name)
            found.append(iri_of(entity))
            if others:
                complain(f"{name} also names {', '.join(f'{label_of(other)} ({other.id})' for other in others)}")
    return found
