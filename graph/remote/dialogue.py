"""What is asked of a server in SPARQL and by the Graph Store Protocol, by the store's own modules."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

import pyoxigraph as ox

from . import answers
from .connection import Answer, Connection

_T = TypeVar("_T")
AT_ONCE = 4  # graphs written or read at a time
_HEAD = b"@prefix gx: <https://w3id.org/guanxi/ns#> .\n"  # without it Virtuoso takes a long text for no Turtle at all
_GONE = (404,)
_UNTOLD = 1000  # rows that a server which does not tell surely gives
_STEP = 200  # subjects asked for by one query
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ADDED = 10_000  # statements added by one request


def asked(connection: Connection, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean:
    """Ask for rows or a boolean, over the union of all graphs."""
    answer = connection.send(
        "POST",
        "query",
        parameters=connection.layout.union.items(),
        form={"query": sparql},
        headers={"Accept": answers.ROWS},
    )
    return answers.rows(answer, connection.endpoint("query"))


def select(connection: Connection, sparql: str) -> list[list[str]]:
    """Ask for rows; give them as texts, "" where a variable is not bound."""
    return answers.texts(asked(connection, sparql))


def update(connection: Connection, sparql: str) -> None:
    """Change something; it must not matter if it is done twice."""
    answer = connection.send("POST", "update", form={"update": sparql})
    _expect_done(connection, answer, "update")


def read_graph(connection: Connection, graph: str) -> Iterator[ox.Quad]:
    """Give the quads of a graph, none where there is no such graph."""
    yield from _quads(connection, _asked_for(connection, graph), graph)


def read_graphs(connection: Connection, graphs: Iterable[str]) -> Iterator[ox.Quad]:
    """Give the quads of many graphs, in the order of their names, several fetched at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for batch in batches(graphs, 4 * AT_ONCE):
            found = pool.map(lambda graph: _asked_for(connection, graph), batch)
            for graph, answer in zip(batch, found, strict=True):
                yield from _quads(connection, answer, graph)


def write_graphs(connection: Connection, texts: Iterable[tuple[str, str]]) -> None:
    """Put the statements of these texts, in N-Triples, in place of what the graphs held; "" takes a graph away."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for batch in batches(texts, 4 * AT_ONCE):
            list(pool.map(lambda one: _write(connection, *one), batch))  # raises what went wrong


def add(connection: Connection, graph: str, lines: str) -> None:
    """Add statements, in N-Triples, to a graph."""
    if lines:
        answer = _send(connection, "POST", graph, lines)
        _expect_done(connection, answer, "graphs")


def exchange(connection: Connection, graph: str, old: Collection[str], new: Collection[str]) -> None:
    """Take statements out of a graph and put others in, as N-Triples; in one request where the server takes it."""
    most = connection.layout.statements
    out, in_ = sorted(old), sorted(new)
    if len(out) + len(in_) <= most and out:
        more = f" ; {_data('INSERT', graph, in_)}" if in_ else ""
        update(connection, _data("DELETE", graph, out) + more)
        return
    for number in range(0, len(in_), _ADDED):
        add(connection, graph, "".join(in_[number : number + _ADDED]))
    for number in range(0, len(out), most):
        update(connection, _data("DELETE", graph, out[number : number + most]))


def described(connection: Connection, graph: str, subjects: Sequence[str]) -> set[str]:
    """Give what a graph says of these subjects, as lines of N-Triples."""
    found: set[str] = set()
    for number in range(0, len(subjects), _STEP):
        values = " ".join(f"<{iri}>" for iri in subjects[number : number + _STEP])
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        answer = connection.send("POST", "query", form={"query": query}, headers={"Accept": answers.TRIPLES})
        place = connection.endpoint("query")
        if connection.most is not None and answers.count(answer) > connection.most:
            raise answers.cut(place, connection.most)
        found.update(f"{quad.triple} .\n" for quad in answers.quads(answer, graph, place))
    return found


def _data(verb: str, graph: str, lines: Sequence[str]) -> str:
    return f"{verb} DATA {{ GRAPH <{graph}> {{\n{_escaped(''.join(lines))}}} }}"


def _escaped(text: str) -> str:
    """Write control characters as escapes: Virtuoso loses what stands before one in a literal that has other escapes."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04X}", text)


def _write(connection: Connection, graph: str, text: str) -> None:
    if text:
        answer = _send(connection, "PUT", graph, text)
    else:
        answer = connection.send("DELETE", "graphs", parameters=[("graph", graph)], allowed=_GONE)
    if answer.status not in _GONE:
        _expect_done(connection, answer, "graphs")


def _send(connection: Connection, method: str, graph: str, text: str) -> Answer:
    content, headers = _HEAD + _escaped(text).encode(), {"Content-Type": "text/turtle"}
    return connection.send(method, "graphs", parameters=[("graph", graph)], content=content, headers=headers)


def _asked_for(connection: Connection, graph: str) -> Answer:
    headers = {"Accept": answers.TRIPLES}
    return connection.send("GET", "graphs", parameters=[("graph", graph)], headers=headers, allowed=_GONE)


def _quads(connection: Connection, answer: Answer, graph: str) -> Iterator[ox.Quad]:
    if answer.status in _GONE:
        return
    if connection.layout.most and (found := answers.count(answer)) > (connection.most or _UNTOLD):
        ((told,),) = select(connection, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        if found < int(told):
            raise answers.cut(connection.endpoint("graphs"), connection.most or found)
    yield from answers.quads(answer, graph, connection.endpoint("graphs"))


def _expect_done(connection: Connection, answer: Answer, part: str) -> None:
    """Refuse a page of a login or a proxy that passes for a success: Virtuoso's is empty."""
    if answer.media_type == "text/html" and answer.body.read(1):
        raise answers.strange(answer, connection.endpoint(part), "changes")


def without_graph(text: str, graph: str) -> str:
    """Make N-Triples of N-Quads of one graph."""
    return text.replace(f" <{graph}> .\n", " .\n")


def batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Give items by as many as one request takes.

    >>> list(batches("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch
