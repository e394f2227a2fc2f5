"""Writes the graph for Neo4j: as CSV for its bulk import, and as a script of Cypher for any store that speaks it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import IO

from ..graph.excerpt import Excerpt, batches
from ..graph.lookup import ClaimView
from ..graph.model import Entity
from ..graph.namespace import type_term
from .plain import printable
from .tables import EDGES, NODES, Columns, Value, csv_lines, edge, node, typed

_BATCH = 500  # rows of one statement: a transaction holds them all
_ENDS = {"source": ":START_ID", "target": ":END_ID", "relation": ":TYPE"}
_RELATIONSHIP: Columns = {name: kind for name, kind in EDGES.items() if not name.endswith("_label")}  # nodes have them
_TYPES = {str: "", int: ":long", float: ":double", tuple: ":string[]"}
_BACKSLASH = re.compile(r"\\(u)?")


def write_nodes(excerpt: Excerpt, sink: IO[bytes]) -> None:
    """Write an excerpt's entities for `neo4j-admin database import`."""
    headers = [f"{name}{_TYPES[kind]}" for name, kind in NODES.items() if name != "id"]
    sink.writelines(csv_lines([["id:ID", *headers, ":LABEL"]]))
    for entity in excerpt.entities():
        sink.writelines(csv_lines([[*map(_cell, node(entity)), f"Entity;{type_term(entity.type)}"]]))


def write_relationships(excerpt: Excerpt, sink: IO[bytes]) -> None:
    """Write an excerpt's claims for `neo4j-admin database import`, one relationship each."""
    headers = [_ENDS.get(name, f"{name}{_TYPES[kind]}") for name, kind in _RELATIONSHIP.items()]
    sink.writelines(csv_lines([headers]))
    for claim in excerpt.claims():
        row = _row(claim) | {"relation": _kind(claim)}
        sink.writelines(csv_lines([[_cell(row[name]) for name in _RELATIONSHIP]]))


def write_cypher(excerpt: Excerpt, sink: IO[bytes]) -> None:
    """Write an excerpt as statements that may run again: what is there is found by its id and renewed."""
    sink.write(b"CREATE CONSTRAINT guanxi_id IF NOT EXISTS FOR (e:Entity) REQUIRE e.id IS UNIQUE;\n")
    for kind, entities in itertools.groupby(excerpt.entities(), key=lambda entity: entity.type):
        for maps in batches((_map(_entity(entity)) for entity in entities), _BATCH):
            merge = f"MERGE (e:Entity {{id: row.id}}) SET e += row, e:{type_term(kind)}"
            sink.write(f"UNWIND [{', '.join(maps)}] AS row {merge};\n".encode())
    for claims in batches(excerpt.claims(), _BATCH):
        for kind, same in itertools.groupby(sorted(claims, key=_kind), key=_kind):
            ends = "MATCH (a:Entity {id: row.source}) MATCH (b:Entity {id: row.target})"
            merge = f"MERGE (a)-[r:{kind} {{id: row.about.id}}]->(b) SET r += row.about"
            sink.write(f"UNWIND [{', '.join(map(_ends_map, same))}] AS row {ends} {merge};\n".encode())


def _entity(entity: Entity) -> dict[str, Value]:
    return dict(zip(NODES, node(entity), strict=True))


def _row(claim: ClaimView) -> dict[str, Value]:
    values = dict(zip(EDGES, edge(claim), strict=True))
    return {name: typed(values[name], kind) for name, kind in _RELATIONSHIP.items()}


def _kind(claim: ClaimView) -> str:
    return claim.relation.upper()


def _cell(value: Value) -> str:
    """Write a value as the bulk import reads it, which divides a list's parts by semicolons."""
    if isinstance(value, tuple):
        return ";".join(printable(part).replace(";", "\N{FULLWIDTH SEMICOLON}") for part in value)
    return printable(value) if isinstance(value, str) else "" if value is None else repr(value)


def _ends_map(claim: ClaimView) -> str:
    row = _row(claim)
    about = {name: value for name, value in row.items() if name not in _ENDS}
    return f"{{source: {_literal(row['source'])}, target: {_literal(row['target'])}, about: {_map(about)}}}"


def _map(row: Mapping[str, Value]) -> str:
    return f"{{{', '.join(f'{name}: {_literal(value)}' for name, value in row.items() if value is not None)}}}"


def _literal(value: Value) -> str:
    r"""Write a value as Cypher.

    A backslash before a u becomes a full-width one: some versions read \u0027 as the end of the text, whatever is before it.

    >>> print(_literal("5'\n\\u0027"))
    '5\'\n＼u0027'
    """
    if isinstance(value, tuple):
        return f"[{', '.join(map(_literal, value))}]"
    if not isinstance(value, str):
        return repr(value)
    safe = _BACKSLASH.sub(lambda found: "\N{FULLWIDTH REVERSE SOLIDUS}u" if found[1] else "\\\\", printable(value))
    return "'" + safe.replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r") + "'"
