"""Sanctions lists in a store on a server."""

from __future__ import annotations

from collections.abc import Iterable

from ..sanctions.lists import list_iri
from .connection import Connection
from .dialogue import add, exchange, read_graph, without_graph, write_graphs


def write_list(connection: Connection, name: str, lines: Iterable[str]) -> None:
    """Make the graph of a list that of these lines of N-Quads, touching only what differs; no lines take it away.

    What it says of the list itself goes first and comes last: one that somebody was killed over is no list.
    """
    graph = list_iri(name)
    new = {without_graph(line, graph) for line in lines}
    if not new:
        write_graphs(connection, [(graph, "")])
        return
    old = {f"{quad.triple} .\n" for quad in read_graph(connection, graph)}
    if old == new:
        return
    old_head, head = ({line for line in lines if line.startswith(f"<{graph}> ")} for lines in (old, new))
    exchange(connection, graph, old_head, ())
    old, new = old - old_head, new - head
    exchange(connection, graph, old - new, new - old)
    add(connection, graph, "".join(sorted(head)))


def has_list(connection: Connection, name: str) -> bool:
    """Tell whether the server holds anything of a list."""
    return any(True for _ in read_graph(connection, list_iri(name)))
