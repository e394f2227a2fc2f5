"""What each analysis costs in time and memory on networks of 10,000 to 1,000,000 edges, beside networkx's own functions.

    python benchmarks/analysis.py [--edges 10000 100000 1000000] [--only centrality paths …]

The world is the invented one of invented.py: few firms that much is told of, many of which little is, several articles
for one fact. Each analysis runs in a process of its own; its time is the processor's, its memory what it needs beside the
network. networkx's own functions run on the same graph in the same run, where they end within minutes, and so do rustworkx
and igraph where they are installed; what only turns a graph into theirs is not counted.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import networkx as nx
import numpy as np
from guanxi.graph.analysis import roles
from guanxi.graph.analysis.betweenness import betweenness
from guanxi.graph.analysis.centrality import centrality
from guanxi.graph.analysis.circles import circles
from guanxi.graph.analysis.communities import communities
from guanxi.graph.analysis.concentration import concentration
from guanxi.graph.analysis.cutpoints import cuts
from guanxi.graph.analysis.neighbourhood import neighbourhood
from guanxi.graph.analysis.ownership import ownership
from guanxi.graph.analysis.paths import chains
from guanxi.graph.analysis.projection import arcs, directed, linked
from guanxi.graph.analysis.shared import shared
from guanxi.graph.analysis.stakes import stakes
from guanxi.graph.analysis.suggestions import suggestions
from guanxi.graph.analysis.timeline import news, timeline
from guanxi.graph.edges import Edge
from guanxi.graph.model import Entity
from guanxi.graph.network import assembled
from invented import World

Network = nx.MultiDiGraph
MOST = 500_000  # claims of a world: it has no more names
SLOW = 200_000  # edges from which networkx's own betweenness takes too long
NUMPY = np.__version__  # loaded before anything is measured
PIVOTS = 20  # starting points of betweenness, in both implementations


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edges", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--only", nargs="*", default=[])
    asked = parser.parse_args()
    for number in asked.edges:
        before, started = memory(), time.process_time()
        made = list(edges(number))
        entities = [Entity(path, path.partition("/")[0], (("zh-Hans", path.partition("/")[2]),)) for path in ends(made)]
        made.sort(key=lambda edge: edge[:3])
        network = assembled(entities, made)
        del made, entities
        took, used = time.process_time() - started, memory() - before
        print(f"\n{network.number_of_nodes():,} entities and {number:,} edges: {used:,.0f} MiB, made in {took:,.0f} s")
        for name, run in runs(network, number):
            if not asked.only or any(word in name for word in asked.only):
                seconds, extra, found = apart(run)
                print(f"| {name} | {seconds:,.2f} s | {extra:,.0f} MiB | {found} |", flush=True)


def edges(number: int) -> Iterator[Edge]:
    """Give so many actual claims as edges, without sentences."""
    world = World(min(number, MOST), 7)
    told = (telling for telling in world.tellings() if telling.status == "actual")
    for place, one in enumerate(itertools.islice(told, number)):
        said = {key: value for word in one.words.values() for key, value in word.qualifiers}
        subject, object_ = (f"{thing.type}/{thing.name}" for thing in (one.subject, one.object))
        about = {
            "relation": one.relation,
            "status": one.status,
            "confidence": 0.55 + place % 40 / 100,
            "article": f"a{place // 8}",
            "published": f"20{22 + one.day // 360}-{1 + one.day % 360 // 30:02}-{1 + one.day % 30:02}",
            "reprint_of": None,
            **said,
        }
        yield Edge(subject, object_, f"claim/{place:032x}", about)


def ends(made: list[Edge]) -> list[str]:
    return sorted({end for edge in made for end in edge[:2]})


def runs(network: Network, number: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give each analysis by name, and networkx's own functions for the same."""
    names = roles.load_roles()
    first, second = busiest(network)[:2]
    quiet = sorted(network, key=lambda node: (network.degree(node), node))[len(network) // 2]
    small = number < SLOW
    yield "projection: linked", lambda: len(linked(network, names.linking))
    yield "centrality pagerank", lambda: centrality(network).entities
    yield "  networkx.pagerank", lambda: len(nx.pagerank(directed(network, names.linking), weight="weight"))
    yield "centrality betweenness", lambda: centrality(network, "betweenness").starts
    yield f"  the same, {PIVOTS} starts", lambda: betweenness(arcs(linked(network, names.linking)), pivots=PIVOTS)[2]
    if small:
        graph = linked(network, names.linking)
        yield f"  networkx, {PIVOTS} starts", lambda: len(nx.betweenness_centrality(graph, k=PIVOTS, seed=1))
    yield "centrality brokers", lambda: centrality(network, "brokers").entities
    yield from elsewhere(network, names.linking, small)
    yield "communities leiden", lambda: communities(network, method="leiden").modularity
    yield "communities louvain (networkx)", lambda: communities(network).modularity
    yield "path, shortest", lambda: [len(one.steps) for one in chains(network, first, quiet)]
    yield "path, 5 shortest", lambda: [len(one.steps) for one in chains(network, first, quiet, number=5)]
    yield "path, 5 surest", lambda: [len(one.steps) for one in chains(network, first, quiet, number=5, surest=True)]
    yield "neighbourhood, 2 steps", lambda: [ring.total for ring in neighbourhood(network, quiet, steps=2, limit=20)]
    yield "bridges and cut points", lambda: cuts(network, relations=names.linking).all_points
    yield "  networkx, without parts", lambda: networkx_cuts(linked(network, names.linking))
    yield "circles", lambda: (len((found := circles(network)).circles), found.complete)
    yield "concentration", lambda: len(concentration(network))
    yield "shared", lambda: len(shared(network))
    yield "timeline of all", lambda: timeline(network, limit=50).total
    yield "timeline of one", lambda: timeline(network, second, limit=50).total
    yield "new since a date", lambda: news(network, "2025-01", limit=50).total
    yield "suggest", lambda: len(suggestions(network))
    yield "stakes", lambda: len(stakes(network).by)
    yield "ownership of one", lambda: len(ownership(network, first).owners)


def elsewhere(network: Network, relations: frozenset[str], small: bool) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give the same by libraries that guanxi does without, where they are installed."""
    array = arcs(linked(network, relations))
    pairs = list(zip(array.tail.tolist(), array.head.tolist(), strict=True))
    if importlib.util.find_spec("rustworkx"):
        import rustworkx

        rust = rustworkx.PyGraph()
        rust.add_nodes_from(range(len(array.nodes)))
        rust.extend_from_edge_list([(tail, head) for tail, head in pairs if tail < head])
        if small:
            yield "  rustworkx, all starts", lambda: len(rustworkx.betweenness_centrality(rust))
        yield "  rustworkx, cut points without parts", lambda: len(rustworkx.articulation_points(rust))
    if importlib.util.find_spec("igraph"):
        import igraph

        other = igraph.Graph(len(array.nodes), [(tail, head) for tail, head in pairs if tail < head])
        yield f"  igraph, {PIVOTS} starts", lambda: len(other.betweenness(sources=list(range(PIVOTS))))
        yield "  igraph, Louvain", lambda: len(other.community_multilevel())


def networkx_cuts(graph: nx.Graph[str]) -> int:
    len(list(nx.bridges(graph)))
    return len(set(nx.articulation_points(graph)))


def busiest(network: Network) -> list[str]:
    firms = (node for node in network if network.nodes[node]["type"] == "company")
    return sorted(firms, key=lambda node: (-network.degree(node), node))


def apart(run: Callable[[], object]) -> tuple[float, float, object]:
    """Run in a process of its own: seconds of processor time, MiB beyond what is shared, and what came out."""
    ours, theirs = multiprocessing.get_context("fork").Pipe(duplex=False)

    def work() -> None:
        before, started = memory(), time.process_time()
        found = run()
        theirs.send((time.process_time() - started, peak() - before, found))

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    theirs.close()
    try:
        answer: tuple[float, float, object] = ours.recv()
    except EOFError:
        answer = (0.0, 0.0, "failed")
    process.join()
    return answer


def memory() -> float:
    """Give the resident memory of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * resource.getpagesize() / 2**20


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
