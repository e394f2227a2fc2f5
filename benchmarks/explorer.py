"""The explorer in a real browser over a large store: search, expanding, a picture of thousands of entities, first page weight.

    python benchmarks/explorer.py STORE [--chromium PROGRAM] [--gpu]

Where there is no store, one of 300,000 claims is made there (big_store.py). Times are read in the browser: from the key press
to the list of what was found, from the click to the frame in which 200 neighbours are drawn, until a picture of 5,000 entities and
10,000 relations has all of them, and between frames while it is dragged and zoomed and for two seconds after (explorer_frames.py).
Without --gpu, WebGL is drawn by the processor (SwiftShader).
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from big_store import make
from explorer_frames import moving, opened, spread
from guanxi.graph.lookup import rows
from guanxi.graph.namespace import path_of
from guanxi.graph.store import open_reader

if TYPE_CHECKING:
    from playwright.sync_api import Page

GUANXI = (sys.executable, "-c", "from guanxi.exports.cli import main; main()")
SOFTWARE = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
SEARCHES, OPENINGS = 20, 5
ENTITIES, RELATIONS, NEIGHBOURS = 5_000, 10_000, 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome"))
    parser.add_argument("--gpu", action="store_true", help="draw with the graphics card")
    parser.add_argument("--frames", action="store_true", help="measure nothing but how a large picture moves")
    asked = parser.parse_args()
    if not asked.store.exists():
        make(asked.store, 300_000)
    names, hubs, many, pairs = drawn_from(asked.store)
    with serving(asked.store) as site, page_of(asked.chromium, asked.gpu) as page:
        if not asked.frames:
            weigh(page, site)
            searching(page, site, names)
            opening(page, site, hubs)
            opened(page, site, many)
        moving(page, site, many, pairs)


def drawn_from(store: Path) -> tuple[list[str], list[str], list[str], list[tuple[str, str]]]:
    """Give names to look for, the entities with the most neighbours, and a part of the graph with its pairs."""
    with open_reader(store) as reader:
        names = sorted({name for (name,) in rows(reader, "SELECT ?n { ?e skos:prefLabel ?n } LIMIT 20000")})
        edges = sorted(
            set(map(tuple, rows(reader, "SELECT ?s ?o { ?c rdf:subject ?s ; rdf:object ?o FILTER(?s != ?o) }")))
        )
    near: dict[str, set[str]] = {}
    for one, other in edges:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    ranked = sorted(near, key=lambda each: (-len(near[each]), each))
    low, high = (
        0,
        ENTITIES,
    )  # so many of the best linked, and the rest by chance, that they have as many edges as wanted
    while low < high:
        kept = part(ranked, (low + high) // 2)
        low, high = (low, (low + high) // 2) if linked(kept, near) >= RELATIONS else ((low + high) // 2 + 1, high)
    kept = part(ranked, low)
    pairs = sorted((path_of(one), path_of(other)) for one in kept for other in near[one] & kept if one < other)
    chosen = random.Random(8).sample(names, SEARCHES)
    return chosen, [path_of(each) for each in ranked[:OPENINGS]], sorted(path_of(each) for each in kept), pairs


def part(ranked: list[str], best: int) -> set[str]:
    """Give so many of the best linked, and others by chance."""
    return {*ranked[:best], *random.Random(8).sample(ranked[best:], min(ENTITIES, len(ranked)) - best)}


def linked(kept: set[str], near: dict[str, set[str]]) -> int:
    return sum(len(near[each] & kept) for each in kept) // 2


@contextmanager
def serving(store: Path) -> Iterator[str]:
    with subprocess.Popen(
        [*GUANXI, "serve", "--store", str(store), "--port", "0", "--seconds", "300"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split(" at ")[1].split("/ ")[0]
        finally:
            process.terminate()


@contextmanager
def page_of(chromium: str, gpu: bool) -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    flags = [*QUIET, *([] if gpu else SOFTWARE), *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page(viewport={"width": 1360, "height": 820})
        page.set_default_timeout(120_000)
        yield page
        browser.close()


def weigh(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/#lang=en")
    page.locator(".overview .card li").first.wait_for()
    page.wait_for_load_state("networkidle")
    parts = {url: len(gzip.compress(page.request.get(url).body())) for url in set(asked)}
    own = sum(size for url, size in parts.items() if "/api/" not in url)
    print(f"first page: {own / 1000:.0f} kB compressed, and {(sum(parts.values()) - own) / 1000:.0f} kB of data")


def searching(page: Page, site: str, names: list[str]) -> None:
    typed, answered = [], []
    for name in names:
        page.locator(".search input").first.fill("")
        page.wait_for_timeout(200)  # what was asked for before is given up by then
        page.locator(".found").first.wait_for(state="hidden")
        page.evaluate("performance.clearMarks(); performance.clearResourceTimings()")
        begun = page.evaluate("performance.now()")
        page.locator(".search input").first.fill(name)
        while not page.evaluate("performance.getEntriesByName('guanxi:found').length"):
            page.wait_for_timeout(10)
        page.wait_for_function("performance.getEntriesByType('resource').some(r => r.name.includes('/api/search'))")
        typed.append(page.evaluate("performance.getEntriesByName('guanxi:found').at(-1).startTime") - begun)
        answered.append(
            page.evaluate(
                "performance.getEntriesByType('resource').filter(r => r.name.includes('/api/search')).at(-1).duration"
            )
        )
        page.keyboard.press("Escape")
    said = f"a service's answer {spread(answered)}, from the last key to the list {spread(typed)}"
    print(f"search ({len(names)} names): {said}, 60 ms of it a pause to see whether more is typed")


def opening(page: Page, site: str, hubs: list[str]) -> None:
    times, sizes, answered = [], [], []
    for hub in hubs:
        page.goto("about:blank")
        page.goto(f"{site}/#" + f"lang=en&nodes={hub}~0~0&selected={hub}")
        page.locator(".over .told", has_text="1 entity").wait_for()
        page.keyboard.press("Enter")
        wheel = page.locator(".wheel")
        counts = wheel.locator(".opening .count b")
        counts.first.wait_for()
        numbers = [int(each.replace(",", "")) for each in counts.all_inner_texts()]
        wheel.locator(".opening").nth(numbers.index(max(numbers))).click(modifiers=["Shift"])
        wheel.locator(".told").first.wait_for()
        page.wait_for_function("performance.getEntriesByName('guanxi:drawn').some(m => m.detail > 1)")
        drawn = page.evaluate(
            "performance.getEntriesByName('guanxi:drawn').filter(m => m.detail > 1)[0].startTime"
            " - performance.getEntriesByName('guanxi:expand')[0].startTime"
        )
        page.wait_for_function("performance.getEntriesByType('resource').some(r => r.name.includes('/api/neighbours'))")
        times.append(drawn)
        answered.append(
            page.evaluate(
                "performance.getEntriesByType('resource').filter(r => r.name.includes('/api/neighbours')).at(-1).duration"
            )
        )
        sizes.append(min(NEIGHBOURS, max(numbers)))
    print(
        f"expanding ({', '.join(map(str, sizes))} neighbours): on screen after {spread(times)}, the service's answer {spread(answered)}"
    )


if __name__ == "__main__":
    main()
