"""How long building and reading take in stores on servers, beside a folder, on the made-up articles of store.py.

    python benchmarks/remote.py [--articles 600] http://localhost:7878 http://localhost:8890

The stores there must be empty. Times are by the clock, since servers compute beside; memory is this process's own peak.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guanxi.exports.options import place
from guanxi.graph.lookup import claims
from guanxi.graph.storage import Place
from guanxi.graph.store import open_reader, open_writer
from store import World


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("servers", nargs="+", metavar="ADDRESS")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        sizes = {measure(store, asked.articles) for store in (Path(scratch) / "store", *map(place, asked.servers))}
    assert len(sizes) == 1, "the stores differ"
    print(f"{sizes.pop():,} statements in each")


def measure(store: Place, count: int) -> int:
    """Build into a store and read it; give how many statements it holds."""
    world = World(count)  # anew: its articles come from one row of dice
    print("a folder" if isinstance(store, Path) else store)
    with timed("  build"), open_writer(store, known=world.known) as writer:
        for number in range(count):
            writer.put(world.article(number), path="/")
    with timed("  nothing new"):
        open_writer(store, known=world.known).close()
    with timed("  one article more"), open_writer(store, known=world.known) as writer:
        writer.put(world.article(count), path="/")
    with open_reader(store) as reader:
        with timed("  who supplies whom"):
            list(reader.query("SELECT ?a ?b { ?a gx:supplies ?b }"))
        with timed("  all claims"):
            list(claims(reader))
        with timed("  all statements"):
            found = sum(1 for _ in reader.quads())
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10:,} MiB")
    return found


@contextmanager
def timed(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
