"""The explorer in a real browser over a large store: search, expanding, a picture of thousands of entities, first page weight.

    python benchmarks/explorer.py STORE [--chromium PROGRAM] [--gpu]

Where there is no store, one of 300,000 claims is made there (big_store.py). Times are read in the browser: from the key press
to the list of what was found, from the click to the frame in which 200 neighbours are drawn, and between frames while a picture of
5,000 entities and 10,000 relations is dragged and zoomed (the picture is of the store, and is handed to the page here: what is measured
is drawing). Without --gpu, WebGL is drawn by the processor (SwiftShader).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from big_store import make
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
SEARCHES, OPENINGS, FRAMES = 20, 5, 120
ENTITIES, RELATIONS, NEIGHBOURS = 5_000, 10_000, 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome"))
    parser.add_argument("--gpu", action="store_true", help="draw with the graphics card")
    asked = parser.parse_args()
    if not asked.store.exists():
        make(asked.store, 300_000)
    names, hubs, many, pairs = drawn_from(asked.store)
    with serving(asked.store) as site, page_of(asked.chromium, asked.gpu) as page:
        weigh(page, site)
        searching(page, site, names)
        opening(page, site, hubs)
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


def handed(many: list[str], pairs: list[tuple[str, str]]) -> str:
    """Give what the service would answer for these entities and pairs, each with one relation, in all statuses."""
    statuses = ("actual", "planned", "reported", "ended", "denied", "possible")
    about = {"tickers": [], "degree": 9, "sanctioned": []}
    nodes = [
        {"id": each, "type": each.split("/")[0], "names": {"zh-Hans": each.split("/")[1]}, **about} for each in many
    ]
    usual = {
        "relation": "supplies",
        "contradicted": False,
        "sources": 2,
        "confidence": 0.9,
        "first": None,
        "last": None,
        "claims": 2,
        "wrong": 0,
    }
    edges = [
        {
            "id": f"fact/{n}",
            "subject": one,
            "object": other,
            "status": statuses[n % 6],
            "statuses": [statuses[n % 6]],
            **usual,
        }
        for n, (one, other) in enumerate(pairs)
    ]
    return json.dumps({"nodes": nodes, "edges": edges, "gone": []})


def moving(page: Page, site: str, many: list[str], pairs: list[tuple[str, str]]) -> None:
    answer = handed(many, pairs)
    page.route("**/api/graph", lambda route: route.fulfill(body=answer, content_type="application/json"))
    place = random.Random(8)
    nodes = [
        {"id": each, "x": place.uniform(-2500, 2500), "y": place.uniform(-2500, 2500), "pinned": False} for each in many
    ]
    board: dict[str, Any] = {
        "format": "guanxi-board",
        "title": "many",
        "saved": "",
        "nodes": nodes,
        "filters": {},
        "notes": {},
    }
    page.goto("about:blank")
    page.goto(f"{site}/#lang=en&room=board")
    page.locator("#board-file").wait_for(state="attached")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "board.json")
        file.write_text(json.dumps(board), encoding="utf-8")
        page.locator("#board-file").set_input_files(file)
        page.locator(".over .told", has_text=f"{len(many):,} entities").wait_for()
        page.wait_for_timeout(3000)
    print(f"a picture of {page.locator('.over .told').inner_text()}")
    for what in ("dragged", "zoomed"):
        page.evaluate(
            "window.frames_ = []; (function next(last) { requestAnimationFrame((now) => { if (last) frames_.push(now - last);"
            f" if (frames_.length < {FRAMES}) next(now); }}) }})(0)"
        )
        gesture(page, what)
        page.wait_for_timeout(500)
        print(f"  {what}: between frames {spread(page.evaluate('frames_'))}")


def gesture(page: Page, what: str) -> None:
    page.mouse.move(700, 400)
    if what == "dragged":
        page.mouse.down()
    for step in range(60):
        if what == "dragged":
            page.mouse.move(700 + 4 * step, 400 + 2 * step)
        else:
            page.mouse.wheel(0, -120 if step < 30 else 120)
            page.wait_for_timeout(15)
    page.mouse.up()


def spread(times: list[float]) -> str:
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"{statistics.median(ordered):.0f} ms (p50), {last:.0f} ms (p95), {ordered[-1]:.0f} ms at most"


if __name__ == "__main__":
    main()
