"""How the service bears many clients: mixed questions, latencies by kind, memory; Oxigraph's own server beside it.

    python benchmarks/server.py STORE [--clients 64] [--seconds 60] [--workers 4] [--oxigraph PROGRAM]

Where there is no store, one of 300,000 claims is made there (big_store.py). Each client asks one question after the other,
without a pause, about things drawn from the store with a fixed seed. With --oxigraph the same SPARQL queries go to
Oxigraph's own server (`pip install oxigraph`) over the same snapshot, in the same run; it has threads where `guanxi serve` has
processes that can be ended. Clients and server share the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

from big_store import make
from guanxi.graph.lookup import rows
from guanxi.graph.namespace import PREFIXES
from guanxi.graph.snapshots import newest
from guanxi.graph.store import open_reader

GUANXI = (sys.executable, "-c", "from guanxi.exports.cli import main; main()")
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items())
MIX = {  # how often of twenty
    "things by a name": (6, "SELECT ?e ?t {{ ?e skos:prefLabel {label} ; a ?t }}"),
    "claims with their sentences": (
        6,
        "SELECT ?r ?o ?status ?quote ?day {{ ?c rdf:subject <{thing}> ; rdf:predicate ?r ; rdf:object ?o ; gx:status ?status ; "
        "gx:quote ?quote ; prov:wasDerivedFrom ?a OPTIONAL {{ ?a schema:datePublished ?day }} }}",
    ),
    "customers of customers": (3, "SELECT DISTINCT ?c {{ <{thing}> gx:supplies/gx:supplies ?c }} LIMIT 200"),
    "who is sanctioned, with a stake": (
        2,
        "SELECT ?a ?h {{ ?h gx:holdsStakeIn <{thing}> . ?a gx:sanctions ?h }}",
    ),
    "an article's triples": (2, "CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{article}> {{ ?s ?p ?o }} }}"),
    "claims counted by relation": (1, "SELECT ?r (COUNT(*) AS ?n) {{ ?c rdf:predicate ?r }} GROUP BY ?r"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--oxigraph", metavar="PROGRAM")
    asked = parser.parse_args()
    if not asked.store.exists():
        make(asked.store, 300_000)
    world = World(asked.store)
    with guanxi(asked.store, asked.workers) as (address, pid):
        load("guanxi serve", f"{address}/sparql", pid, world, asked.clients, asked.seconds)
    if asked.oxigraph:
        with oxigraph(asked.oxigraph, asked.store) as (address, pid):
            load("Oxigraph's own", f"{address}/query", pid, world, asked.clients, asked.seconds)


class World:
    """Things, their names and articles of a store, to ask about."""

    def __init__(self, store: Path) -> None:
        with open_reader(store) as reader:
            self.things = [iri for (iri,) in rows(reader, "SELECT DISTINCT ?e { ?c rdf:subject ?e } ORDER BY ?e")]
            self.labels = [
                f'"{name}"@{tag}'
                for name, tag in rows(reader, "SELECT ?l (LANG(?l) AS ?t) { ?e skos:prefLabel ?l } ORDER BY ?l")
            ]
            self.articles = [iri for (iri,) in rows(reader, "SELECT ?a { ?a dcterms:identifier ?i } ORDER BY ?a")]
        print(f"{len(self.things):,} things with claims, {len(self.articles):,} articles")

    def questions(self, seed: int) -> Iterator[tuple[str, str]]:
        dice = random.Random(seed)
        kinds = [kind for kind, (often, _) in MIX.items() for _ in range(often)]
        while True:
            kind = dice.choice(kinds)
            about = {name: dice.choice(getattr(self, f"{name}s")) for name in ("thing", "label", "article")}
            yield kind, PROLOGUE + MIX[kind][1].format(**about)


def load(name: str, endpoint: str, pid: int, world: World, clients: int, seconds: float) -> None:
    took, errors, memory = asyncio.run(run(endpoint, pid, world, clients, seconds))
    every = sorted(one for times in took.values() for one in times)
    print(
        f"\n{name}: {clients} clients, {seconds:g} s: {len(every):,} answers, {len(every) / seconds:,.0f}/s, {len(errors)} errors"
    )
    print(
        f"  memory: {memory[0]:,.0f} MiB idle, {memory[1]:,.0f} MiB at most (all its processes, shared pages counted once)"
    )
    for kind, times in [("all", every), *((kind, sorted(took[kind])) for kind in MIX)]:
        p50, p95, p99 = (times[int(len(times) * part)] * 1000 if times else 0 for part in (0.5, 0.95, 0.99))
        print(f"  {kind:34} {len(times):8,}  p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  p99 {p99:7.1f} ms")
    for error in errors[:3]:
        print(f"  {error}")


async def run(
    endpoint: str, pid: int, world: World, clients: int, seconds: float
) -> tuple[dict[str, list[float]], list[str], tuple[float, float]]:
    took: dict[str, list[float]] = defaultdict(list)
    errors: list[str] = []
    idle = most = memory(pid)
    end = time.monotonic() + seconds
    asking = [asyncio.create_task(client(endpoint, world.questions(n), took, errors, end)) for n in range(clients)]
    while time.monotonic() < end:
        await asyncio.sleep(0.5)
        most = max(most, memory(pid))
    await asyncio.gather(*asking)
    return took, errors, (idle, most)


async def client(
    endpoint: str, questions: Iterator[tuple[str, str]], took: dict[str, list[float]], errors: list[str], end: float
) -> None:
    place = urlsplit(endpoint)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    for kind, sparql in questions:
        if time.monotonic() >= end:
            break
        start = time.perf_counter()
        try:
            head = f"GET {place.path}?query={quote(sparql)} HTTP/1.1\r\nHost: {place.netloc}\r\nAccept: */*\r\n\r\n"
            writer.write(head.encode())
            status = await answer(reader)
        except (OSError, asyncio.IncompleteReadError) as error:
            errors.append(repr(error))
            reader, writer = await asyncio.open_connection(place.hostname, place.port)
            continue
        if status != 200:
            errors.append(f"{status}: {kind}")
        took[kind].append(time.perf_counter() - start)
    writer.close()


async def answer(reader: asyncio.StreamReader) -> int:
    """Read an answer to its end and give its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = re.search(r"content-length: (\d+)", head)
    if length:
        await reader.readexactly(int(length[1]))
    else:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(head.split()[1])


def memory(pid: int) -> float:
    """Give the MiB that a process and its own processes hold, by their proportional share of shared pages."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return sum(share(int(each)) for each in (pid, *children)) / 1024


def share(pid: int) -> int:
    try:
        found = re.search(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


@contextmanager
def guanxi(store: Path, workers: int) -> Iterator[tuple[str, int]]:
    command = [*GUANXI, "serve", "--store", str(store), "--port", "0", "--workers", str(workers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"(http://\S+)/ ", process.stdout.readline())
        assert found
        time.sleep(2)  # the other workers start
        yield found[1], process.pid
        process.terminate()


@contextmanager
def oxigraph(program: str, store: Path) -> Iterator[tuple[str, int]]:
    snapshot = newest(store)
    assert snapshot is not None
    place = "127.0.0.1:18420"
    command = [program, "serve-read-only", "--location", str(snapshot / "graph"), "--bind", place]
    with subprocess.Popen(
        [*command, "--union-default-graph", "--timeout-s", "30"], stderr=subprocess.DEVNULL
    ) as process:
        time.sleep(3)
        yield f"http://{place}", process.pid
        process.terminate()


if __name__ == "__main__":
    main()
