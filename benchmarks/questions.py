"""How long each saved question takes on a big store, and how long rdflib's own engine takes for the same.

    python benchmarks/questions.py STORE [--rdflib] [--patience 120]

STORE is one that big_store.py made. Each question is asked about what the store tells most of: the worst there is. `asked`
is all that `guanxi ask` does after it has opened the store: names looked up, the first 100 rows, their names and
sentences; `query` the SPARQL alone to its last row. With --rdflib the same statements are loaded into an rdflib Graph in
memory, and the same SPARQL is put to rdflib's engine, each in a process of its own that is ended after --patience
seconds. The best of three runs counts; rdflib has one.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import queue
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from guanxi.exports.asking import ask, bind
from guanxi.exports.questions import Question, load_questions, read_values
from guanxi.graph.lookup import rows
from guanxi.graph.namespace import PREFIXES, path_of
from guanxi.graph.store import StoreReader, open_reader

if TYPE_CHECKING:
    import rdflib

RUNS, ROWS, FASTER, LIMIT = 3, 100, 20, 1.0
VALUES = {"since": "2025-03", "before": "2024", "date": "2024-06", "amount": "8000000000", "percent": "50"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rdflib", action="store_true")
    parser.add_argument("--patience", type=float, default=120)
    parser.add_argument("--only", default="", help="questions, comma-separated")
    asked = parser.parse_args()
    with open_reader(asked.store) as reader:
        graph = in_memory(reader) if asked.rdflib else None
        names = most_told(reader)
        slow = 0
        print(f"{'question':48}{'rows':>8}{'asked':>8}{'query':>8}  rdflib")
        for question in load_questions().values():
            if not asked.only or question.name in asked.only.split(","):
                for given in asked_with(question, names):
                    slow += measure(reader, question, given, graph, asked.patience)
    print(f"{slow} too slow")


def asked_with(question: Question, names: dict[str, list[str]]) -> list[dict[str, str]]:
    """Give the values to ask with: all parameters, and only those that must be there."""
    values: dict[str, str] = {}
    for parameter in question.parameters:
        if parameter.kind == "entity":
            place = sum(1 for name in values if names[name] == names[parameter.name])
            values[parameter.name] = names[parameter.name][place]
        elif parameter.kind != "relation":
            values[parameter.name] = VALUES.get(parameter.name, parameter.default or "")
    every = read_values(question, tuple(f"{name}={value}" for name, value in values.items()))
    needed = {p.name: values[p.name] for p in question.parameters if not p.optional}
    fewest = read_values(question, tuple(f"{name}={value}" for name, value in needed.items()))
    return [every] if every == fewest else [every, fewest]


def most_told(reader: StoreReader) -> dict[str, list[str]]:
    """Give for each parameter that is an entity those that most is told of, the first first."""

    def most(pattern: str) -> list[str]:
        query = f"SELECT ?e (COUNT(?c) AS ?n) {{ {pattern} }} GROUP BY ?e ORDER BY DESC(?n) ?e LIMIT 3"
        return [path_of(iri) for iri, _ in rows(reader, query)]

    firm = most("?c rdf:object ?e . ?e a gx:Company")
    edges = {"investor": "?e gx:investsIn ?c", "authority": "?e gx:sanctions ?c", "exchange": "?c gx:listedOn ?e"}
    edges |= {"sanctioned": "?c gx:sanctions ?e", "plaintiff": "?e gx:sues ?c", "defendant": "?c gx:sues ?e"}
    return {
        "company": firm,
        "party": firm,
        "one": firm,
        "other": firm,
        **{name: most(edge) for name, edge in edges.items()},
    }


def measure(
    reader: StoreReader, question: Question, given: dict[str, str], graph: rdflib.Graph | None, patience: float
) -> bool:
    """Print one line, and tell whether it took too long."""
    sparql = question.bound(bind(reader, question, given).terms)
    whole, _ = best(lambda: ask(reader, question, given, limit=ROWS))
    alone, found = best(lambda: sum(1 for _ in reader.query(sparql)))
    line = f"{' '.join([question.name, *given.values()])[:47]:48}{found:8,}{whole:8.3f}{alone:8.3f}"
    theirs = None if graph is None else patiently(graph, sparql, patience)
    if graph is not None:
        line += f"  {f'over {patience:.0f} s' if theirs is None else f'{theirs[0]:.2f} ({theirs[0] / alone:,.0f} times, {theirs[1]:,} rows)'}"
    late = whole >= LIMIT or (theirs is not None and theirs[0] < FASTER * alone)
    print(line, " TOO SLOW" if late else "", flush=True)
    return late


def best(work: Callable[[], Any]) -> tuple[float, Any]:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - start)
    return min(times), found


def in_memory(reader: StoreReader) -> rdflib.Graph:
    """Load all statements into rdflib, as one graph."""
    import rdflib

    start, graph = time.perf_counter(), rdflib.Graph()
    known: dict[object, rdflib.term.Node] = {}  # each term once: memory is what ends first

    def term(of: ox.NamedNode | ox.Literal) -> rdflib.term.Node:
        if of not in known:
            if isinstance(of, ox.NamedNode):
                made = rdflib.URIRef(of.value)
            elif of.language:
                made = rdflib.Literal(of.value, lang=of.language)
            else:
                plain = of.datatype.value == PREFIXES["xsd"] + "string"
                made = rdflib.Literal(of.value, datatype=None if plain else rdflib.URIRef(of.datatype.value))
            known[of] = made
        return known[of]

    for quad in reader.quads():
        graph.add(tuple(map(term, quad.triple)))
    known.clear()
    gc.freeze()  # so that a process made from this one shares its memory
    print(f"rdflib holds {len(graph):,} statements after {time.perf_counter() - start:,.0f} s")
    return graph


def patiently(graph: rdflib.Graph, sparql: str, patience: float) -> tuple[float, int] | None:
    """Put a query to rdflib in a process made from this one; None where that takes too long."""
    context = multiprocessing.get_context("fork")
    outcome = context.Queue()
    process = context.Process(target=_put, args=(graph, sparql, outcome))
    process.start()
    try:
        return tuple(outcome.get(timeout=patience))
    except queue.Empty:
        return None
    finally:
        process.kill()
        process.join()


def _put(graph: rdflib.Graph, sparql: str, outcome: multiprocessing.Queue[tuple[float, int]]) -> None:
    gc.disable()
    start = time.perf_counter()
    found = sum(1 for _ in graph.query(sparql, initNs=PREFIXES))
    outcome.put((time.perf_counter() - start, found))


if __name__ == "__main__":
    main()
