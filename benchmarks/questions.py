"""How long each saved question takes on a big store, and how long rdflib's own engine takes for the same.

    python benchmarks/questions.py STORE [--rdflib store,memory] [--patience 30] [--only sanctions,as-of]

STORE is one that big_store.py made. Each question is asked about what the store tells most of: the worst there is. `asked`
is all that `guanxi ask` does after it has opened the store: names looked up, the first 100 rows, their names and
sentences; `query` the SPARQL alone to its last row; `cpu` the processor time of each. With --rdflib the same SPARQL is
put to rdflib's own engine, over the same store on disk, and over an rdflib Graph in memory with all its statements (800
bytes each); each query in a process of its own that is ended after --patience seconds of processor time; with --proof as
soon as it has taken 25 times as long as here, which shows what is asked, and saves hours. Processor times are compared. The best of three runs counts; rdflib has one.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import queue
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from guanxi.exports.asking import ask, bind
from guanxi.exports.questions import Question, load_questions, read_values
from guanxi.graph.lookup import rows
from guanxi.graph.namespace import PREFIXES, path_of
from guanxi.graph.search_patterns import asks_to_search
from guanxi.graph.store import StoreReader, open_reader

if TYPE_CHECKING:
    import rdflib

RUNS, ROWS, FASTER, LIMIT = 3, 100, 20, 1.0
PROOF, LEAST = 25, 2  # times as long, and seconds at least, that rdflib is waited for with --proof
VALUES = {
    "since": "2025-03",
    "before": "2024",
    "date": "2024-06",
    "amount": "8000000000",
    "percent": "50",
    "words": "向 供应",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rdflib", default="", help="store, memory or both")
    parser.add_argument("--patience", type=float, default=30)
    parser.add_argument("--proof", action="store_true", help="end rdflib once it is slow enough")
    parser.add_argument("--only", default="", help="questions, comma-separated")
    asked = parser.parse_args()
    with open_reader(asked.store) as reader:
        others: list[Callable[[], rdflib.Graph]] = []
        if "store" in asked.rdflib:
            others.append(lambda: open_reader(asked.store).rdflib())
        if "memory" in asked.rdflib:
            graph = in_memory(reader)
            others.append(lambda: graph)
        names = most_told(reader)
        print(f"{'question':48}{'rows':>8}{'asked':>8}{'cpu':>8}{'query':>8}{'cpu':>8}  rdflib {asked.rdflib}")
        for question in load_questions().values():
            if not asked.only or question.name in asked.only.split(","):
                for given in asked_with(question, names):
                    measure(reader, question, given, others, asked.patience, asked.proof)


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
    reader: StoreReader,
    question: Question,
    given: dict[str, str],
    others: list[Callable[[], rdflib.Graph]],
    patience: float,
    proof: bool,
) -> None:
    """Print one line."""
    sparql = question.bound(bind(reader, question, given).terms)
    whole, spent, _ = best(lambda: ask(reader, question, given, limit=ROWS))
    wall, used, found = best(lambda: sum(1 for _ in reader.query(sparql)))
    line = (
        f"{' '.join([question.name, *given.values()])[:47]:48}{found:8,}{whole:8.3f}{spent:8.3f}{wall:8.3f}{used:8.3f}"
    )
    late = spent >= LIMIT  # of processor time: on the clock, whatever else runs counts too
    for other in [] if asks_to_search(sparql) else others:  # rdflib knows of no full-text search
        wait = min(patience, max(LEAST, PROOF * used)) if proof else patience
        theirs = patiently(other, sparql, wait)
        if isinstance(theirs, str):
            line += f"{theirs:>24}"
        else:
            late |= theirs[0] < FASTER * used
            line += f"{f'{theirs[0]:.2f} s, {theirs[0] / used:,.0f} times':>24}"
            line += "" if theirs[1] == found else f" ({theirs[1]:,} rows)"
    print(line, " TOO SLOW" if late else "", flush=True)


def best(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Give the least time that work took, on the clock and of the processor, and what came of it."""
    walls, uses = [], []
    for _ in range(RUNS):
        start, used = time.perf_counter(), time.process_time()
        found = work()
        walls.append(time.perf_counter() - start)
        uses.append(time.process_time() - used)
    return min(walls), min(uses), found


def in_memory(reader: StoreReader) -> rdflib.Graph:
    """Load all statements into rdflib, as one graph."""
    import rdflib

    start, graph = time.perf_counter(), rdflib.Graph(store="SimpleMemory")
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


def patiently(graph: Callable[[], rdflib.Graph], sparql: str, patience: float) -> tuple[float, int] | str:
    """Put a query to rdflib in a process made from this one; give its processor time and rows, or why there are none."""
    context = multiprocessing.get_context("fork")
    outcome = context.Queue()
    process = context.Process(target=_put, args=(graph, sparql, int(patience), outcome))
    process.start()
    while True:
        try:
            return outcome.get(timeout=1)
        except queue.Empty:
            if not process.is_alive():
                return f"over {int(patience) + 1} s"


def _put(
    graph: Callable[[], rdflib.Graph],
    sparql: str,
    patience: int,
    outcome: multiprocessing.Queue[tuple[float, int] | str],
) -> None:
    gc.disable()
    opened = graph()
    start = time.process_time()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (int(start) + patience + 1, int(start) + patience + 2))
    try:
        found = sum(1 for _ in opened.query(sparql, initNs=PREFIXES, use_store_provided=False))
    except TypeError as error:
        outcome.put(f"fails: {error}")
    else:
        outcome.put((time.process_time() - start, found))


if __name__ == "__main__":
    main()
