"""Measures the explorer's API over a store: one client, each call with many entities, beside plain SPARQL for the same.

    python benchmarks/api.py STORE [--rounds 2]

STORE is one of big_store.py. The first round finds the workers cold, the last one warm. Times are those that a client waits;
the processor's share tells what of it other work on the machine takes.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import urlopen

SERVE = (
    sys.executable,
    "-c",
    "from guanxi.exports.cli import main; main()",
    "serve",
    "--port",
    "0",
    "--workers",
    "1",
    "--seconds",
    "60",
)
SOME = 20  # entities that are asked about


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    with serving(asked.store) as address:
        calls = questions(address)
        print(f"{'call':46}{'p50 ms':>8}{'max ms':>8}{'kB':>7}")
        for round_ in range(asked.rounds):
            print(f"round {round_ + 1} (load {os.getloadavg()[0]:.1f})")
            for name, paths in calls.items():
                times, sizes = zip(*(ask(address, path) for path in paths), strict=True)
                print(f"{name:46}{statistics.median(times):8.0f}{max(times):8.0f}{statistics.median(sizes) / 1e3:7.0f}")


@contextmanager
def serving(store: Path) -> Iterator[str]:
    with subprocess.Popen([*SERVE, "--store", str(store)], stdout=subprocess.PIPE, text=True) as service:
        try:
            assert service.stdout is not None
            found = re.search(r"(http://\S+)/ ", service.stdout.readline())
            assert found
            yield found[1]
        finally:
            service.terminate()


def get(address: str, path: str) -> Any:
    with urlopen(f"{address}{path}", timeout=60) as answer:
        return json.load(answer)


def ask(address: str, path: str) -> tuple[float, int]:
    """Give the milliseconds until the whole answer is there, and its length."""
    started = time.perf_counter()
    with urlopen(f"{address}{path}", timeout=60) as answer:
        size = len(answer.read())
    return 1000 * (time.perf_counter() - started), size


def api(call: str, **asked: object) -> str:
    return f"/api/{call}?{urlencode(asked)}"


def questions(address: str) -> dict[str, list[str]]:
    """Give what is asked, by name: of the best connected entity, and of some with 60 to 300 claims."""
    hub = get(address, "/api/overview")["connected"][0]
    around = get(address, api("neighbours", id=hub["id"], limit=1000))
    ids = [node["id"] for node in around["nodes"][1:]]
    some = [node for node in around["nodes"][1:] if 60 <= node["degree"] <= 300][:SOME]
    named = [name for node in some for name in node["names"].values()]
    edges = around["edges"][:SOME]
    pairs = list(zip([node["id"] for node in some], [node["id"] for node in reversed(some)], strict=True))
    return {
        "search: whole names": [api("search", q=name) for name in named],
        "search: beginnings": [api("search", q=name[:2]) for name in named],
        "entity": [f"/api/entities/{quote(node['id'])}" for node in some],
        "up to 200 neighbours": [api("neighbours", id=node["id"], limit=200) for node in some],
        f"entity of {hub['degree']:,} claims": [f"/api/entities/{quote(hub['id'])}"] * 3,
        f"200 neighbours of {around['total']:,}": [api("neighbours", id=hub["id"], limit=200)] * 3,
        "the same, as SPARQL's direct edges": [sparql(hub["id"])] * 3,
        "claims behind an edge": [api("claims", fact=edge["id"]) for edge in edges],
        "a picture of 200 entities": [api("graph", ids=",".join(ids[:200]))] * 3,
        "five paths between two": [api("paths", **{"from": a, "to": b}) for a, b in pairs if a != b][:10],
        "exposure, three steps": [api("exposure", id=node["id"]) for node in some[:10]],
        "distances of 200": [api("distances", ids=",".join(ids[:200]))] * 3,
        "first sight": ["/api/overview"] * 3,
        "an entity's page (HTML)": [*pages([hub["id"]])] * 3,
    }


def pages(ids: Iterable[str]) -> Iterator[str]:
    yield from (f"/id/{quote(id_)}?format=html" for id_ in ids)


def sparql(id_: str) -> str:
    node = f"<https://w3id.org/guanxi/id/{id_}>"
    query = f"SELECT ?r ?e ?name {{ {{ {node} ?r ?e }} UNION {{ ?e ?r {node} }} ?e skos:prefLabel ?name }} LIMIT 200"
    return f"/sparql?{urlencode({'query': query, 'format': 'json'})}"


if __name__ == "__main__":
    main()
