"""How a picture of thousands opens and moves in the explorer: what explorer.py measures of it."""

from __future__ import annotations

import json
import random
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

STEPS, REST = 60, 2000  # of a gesture; milliseconds after it
CLEAR = 300  # units around the middle without an entity: who drags there moves the picture, and not an entity
_RECORD = """() => {
  window.frames_ = [];
  window.recording_ = true;
  let last = 0;
  const next = (now) => {
    if (last) frames_.push([now, now - last]);
    last = now;
    if (recording_) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}"""


def opened(page: Page, site: str, many: list[str]) -> None:
    """Open a picture of so many entities, and say how long the service took over what links them."""
    page.goto("about:blank")
    show(page, site, many)
    took = page.evaluate(
        "performance.getEntriesByType('resource').filter(r => r.name.includes('/api/graph')).map(r => r.duration)"
    )
    told = page.locator(".over .told").inner_text()
    print(
        f"a picture of {told} opened: {len(took)} answers in {sum(took) / 1000:.1f} s, the longest {max(took) / 1000:.1f} s"
    )


def moving(page: Page, site: str, many: list[str], pairs: list[tuple[str, str]]) -> None:
    """Drag and zoom a picture; it is of the store, but handed to the page here, with relations of all statuses."""
    nodes, edges = handed(many, pairs)

    def part(route: Any) -> None:
        asked = set(route.request.post_data_json.get("new") or many)
        ends = set(route.request.post_data_json["ids"])
        linked = [e for e in edges if {e["subject"], e["object"]} & asked and {e["subject"], e["object"]} <= ends]
        route.fulfill(json={"nodes": [n for n in nodes if n["id"] in asked], "edges": linked, "gone": []})

    page.route("**/api/graph", part)
    page.goto("about:blank")
    show(page, site, many)
    page.wait_for_timeout(3000)
    print(f"a picture of {page.locator('.over .told').inner_text()}")
    for what in ("dragged", "zoomed"):
        page.evaluate(_RECORD)
        page.wait_for_timeout(200)
        begun = page.evaluate("performance.now()")
        gesture(page, what)
        ended = page.evaluate("performance.now()")
        page.wait_for_timeout(REST)
        page.evaluate("window.recording_ = false")
        frames = [(at, took) for at, took in page.evaluate("frames_") if at >= begun]
        for when, times in (
            ("moving", [took for at, took in frames if at <= ended]),
            ("after it", [took for at, took in frames if at > ended]),
        ):
            late = sum(
                1 for took in times if took > 51
            )  # three frames of a screen of 60 Hz are 50 ms, and a little more
            print(f"  {what}, {when}: between {len(times)} frames {spread(times)}, {late} over 50 ms")


def handed(many: list[str], pairs: list[tuple[str, str]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give what the service would answer for these entities and pairs, each with one relation, in all statuses."""
    statuses = ("actual", "planned", "reported", "ended", "denied", "possible")
    about = {"tickers": [], "degree": 9, "sanctioned": []}
    usual = {"relation": "supplies", "contradicted": False, "sources": 2, "confidence": 0.9, "claims": 2, "wrong": 0}
    nodes = [{"id": id_, "type": id_.split("/")[0], "names": {"zh-Hans": id_.split("/")[1]}, **about} for id_ in many]
    edges = []
    for n, (one, other) in enumerate(pairs):
        told = {"status": statuses[n % 6], "statuses": [statuses[n % 6]], "first": None, "last": None}
        edges.append({"id": f"fact/{n}", "subject": one, "object": other, **told, **usual})
    return nodes, edges


def show(page: Page, site: str, many: list[str]) -> None:
    """Open a board of these entities at places by chance."""
    nodes = [{"id": id_, "x": x, "y": y, "pinned": False} for id_, (x, y) in zip(many, places(len(many)), strict=True)]
    board = {"format": "guanxi-board", "title": "many", "saved": "", "nodes": nodes, "filters": {}, "notes": {}}
    page.goto(f"{site}/#lang=en&room=board")
    page.locator("#board-file").wait_for(state="attached")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "board.json")
        file.write_text(json.dumps(board), encoding="utf-8")
        page.locator("#board-file").set_input_files(file)
        page.locator(".over .told", has_text=f"{len(many):,} entities").wait_for()
        page.locator(".stage[aria-busy=false]").wait_for()


def places(count: int) -> list[tuple[float, float]]:
    chance, found = random.Random(8), list[tuple[float, float]]()
    while len(found) < count:
        x, y = chance.uniform(-2500, 2500), chance.uniform(-2500, 2500)
        if x * x + y * y > CLEAR**2:
            found.append((x, y))
    return found


def gesture(page: Page, what: str) -> None:
    box = page.locator(".canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 15
    page.mouse.move(x, y)
    if what == "dragged":
        page.mouse.down()
    for step in range(STEPS):
        if what == "dragged":
            page.mouse.move(x + 4 * step, y + 2 * step)
        else:
            page.mouse.wheel(0, -120 if step < STEPS / 2 else 120)
        page.wait_for_timeout(15)
    page.mouse.up()


def spread(times: list[float]) -> str:
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"{statistics.median(ordered):.0f} ms (p50), {last:.0f} ms (p95), {ordered[-1]:.0f} ms at most"
