"""The explorer in a real browser, over the store of the examples: each thing that it is there for, done as a reader does it."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus
from xml.etree import ElementTree

import networkx as nx
import pytest
from guanxi.exports.server.explorer import missing
from guanxi.graph.model import Article, Claim, Extraction, Mention, Qualifiers
from guanxi.graph.store import open_writer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "exports" / "explorer" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--use-gl=angle",
    "--use-angle=swiftshader",  # WebGL without a graphics card
    "--enable-unsafe-swiftshader",
]
STAR = "company/3790.HK"  # of the examples: many relations of many kinds
CLOUD = "company/北辰云算"
SANCTIONED = "company/玄穹智能"  # by the United States, say the examples

Serve = Callable[..., AbstractContextManager[tuple[str, subprocess.Popen[str]]]]

if CHROMIUM is None:
    pytest.skip("there is no Chromium: apt-get install chromium", allow_module_level=True)
if missing() is not None:
    pytest.skip(f"the explorer's page is not built: {missing()}", allow_module_level=True)
pytest.importorskip("playwright", reason="there is no playwright: pip install -e '.[dev]'")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("examples") / "store"
    guanxi = [sys.executable, "-c", "from guanxi.exports.cli import main; main()"]
    subprocess.run(
        [*guanxi, "build", str(ROOT / "examples" / "articles"), "--store", str(store)], check=True, capture_output=True
    )
    return store


@pytest.fixture(scope="module")
def site(examples: Path, serve: Serve) -> Iterator[str]:
    with serve(examples, "--workers", "2") as (address, _):
        yield address


class Reader:
    """Somebody at the page; what the browser complains of is kept."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.complaints: list[str] = []
        page.set_default_timeout(30_000)  # a slow machine is no fault of the page
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def visit(self, view: str = "lang=en") -> Reader:
        self.page.goto(f"{self.site}/#{view}")
        self.page.wait_for_selector(".head")
        return self

    def find(self, text: str, wanted: str | None = None) -> Reader:
        """Type a name into the box and take the first entity, or the one of that name."""
        self.page.keyboard.press("/")
        self.page.keyboard.type(text)
        self.page.locator(".found li[role=option]", has_text=wanted or "").first.wait_for()
        if wanted is None:
            self.page.keyboard.press("Enter")
        else:
            self.page.locator(".found li[role=option]", has_text=wanted).first.click()
        self.page.locator(".found").wait_for(state="hidden")
        return self

    def expand(self, *families: int) -> Reader:
        """Open families of the wheel, all of them unless some are named by their place; then put the wheel away."""
        buttons = self.page.locator(".wheel .all")
        buttons.first.wait_for()
        for place in families or range(buttons.count()):
            buttons.nth(place).click()
            self.page.locator(".wheel section").nth(place).locator("h3 .told").wait_for()
        self.page.keyboard.press("Escape")
        self.page.locator(".wheel").wait_for(state="hidden")
        return self.rest()

    def rest(self) -> Reader:
        """Wait until the picture has all its edges and everything is in its place."""
        self.pause(50)
        self.page.locator(".stage[aria-busy=false]").wait_for()
        return self

    def pause(self, milliseconds: int) -> None:
        """Wait by the page's own clock: a timer that it set before, for less, has run when this ends, however slow the machine."""
        self.page.evaluate("time => new Promise(done => setTimeout(done, time))", milliseconds)

    @property
    def counts(self) -> tuple[int, int]:
        """Give the number of entities and relations in the picture, as the page says it."""
        said = self.page.locator(".over .told").inner_text()
        found = re.search(r"([\d,]+) entit(?:y|ies), ([\d,]+) relation", said)
        return (int(found[1].replace(",", "")), int(found[2].replace(",", ""))) if found else (0, 0)

    def wait_counts(self, entities: int, relations: int | None = None) -> None:
        last = r"\d+" if relations is None else str(relations)
        self.page.locator(
            ".over .told", has_text=re.compile(rf"^{entities} entit(y|ies), {last} relations?")
        ).wait_for()

    def wait_change(self, gone: str) -> None:
        """Wait until the picture's counts are no longer these."""
        from playwright.sync_api import expect

        expect(self.page.locator(".over .told")).not_to_contain_text(gone)

    @property
    def address(self) -> str:
        """Give what the address holds, once it holds what the page shows."""
        self.pause(250)  # longer than the page waits before it writes it
        return unquote_plus(self.page.evaluate("location.hash").removeprefix("#"))

    def place(self, id_: str) -> tuple[int, int]:
        found = re.search(re.escape(id_) + r"~(-?\d+)~(-?\d+)", self.address)
        assert found, self.address
        return int(found[1]), int(found[2])

    def side(self) -> Locator:
        return self.page.locator(".side")


@pytest.fixture
def reader(browser: Browser, site: str) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1360, "height": 820}, reduced_motion="reduce")
    reader = Reader(context.new_page(), site)
    yield reader
    context.close()
    assert reader.complaints == []


def test_first_sight_is_neither_empty_nor_a_hairball(reader: Reader) -> None:
    cards = reader.visit().page.locator(".overview .card")
    cards.locator("li").first.wait_for()
    assert cards.count() == 4
    assert all(card.locator("li").count() > 0 for card in cards.all()[:3])
    cards.nth(1).locator("button").first.click()
    reader.side().locator("blockquote").first.wait_for()
    assert reader.counts[0] == 2


@pytest.mark.parametrize("text", ["星瀾", "星澜半导体", "xinglan", "3790"])
def test_names_are_found_in_any_script_by_sound_and_by_ticker(reader: Reader, text: str) -> None:
    reader.visit().page.keyboard.press("/")
    reader.page.keyboard.type(text)
    first = reader.page.locator(".found li[role=option]").first
    first.filter(has_text="3790.HK").wait_for()
    assert "company" in first.inner_text()


def test_an_entity_opens_by_relation_with_counts_before_anything_is_drawn(reader: Reader) -> None:
    reader.visit().find("xinglan")
    wheel = reader.page.locator(".wheel")
    wheel.wait_for()
    assert reader.counts == (1, 0)
    opening = wheel.locator(".opening", has_text="supplies").first
    count = int(opening.locator("b").inner_text())
    opening.click()
    wheel.locator(".told").first.wait_for()
    assert f"{count} of {count} shown" in wheel.inner_text()
    reader.wait_counts(1 + count)


def test_what_came_goes_again_and_comes_back(reader: Reader) -> None:
    page = reader.visit().find("xinglan").expand(0).page
    full = reader.counts[0]
    assert full > 1
    page.keyboard.press("Backspace")
    reader.wait_counts(1)
    page.keyboard.press("z")
    reader.wait_counts(full)
    page.keyboard.press("Shift+z")
    reader.wait_counts(1)
    page.keyboard.press("z")
    reader.wait_counts(full)
    page.keyboard.press("h")
    reader.wait_counts(full - 1)
    page.get_by_role("button", name="1 hidden: show").click()
    reader.wait_counts(full)


def test_what_is_pinned_stays_when_the_rest_is_laid_out_again(reader: Reader) -> None:
    reader.visit(f"lang=en&nodes={STAR}~40~-30|{CLOUD}~41~-31|company/688917.SH~42~-30&selected={STAR}")
    reader.wait_counts(3)
    reader.page.keyboard.press("n")
    before = reader.place(CLOUD)
    reader.page.keyboard.press("l")
    reader.page.wait_for_url(lambda url: f"~{before[0]}~{before[1]}" not in unquote_plus(url))
    assert reader.place(STAR) == (40, -30)
    assert reader.place(CLOUD) != before


def test_an_edge_is_one_click_from_its_sentence_in_its_article(reader: Reader) -> None:
    page = reader.visit(f"lang=en&nodes={STAR}~-150~0|{CLOUD}~150~0").page
    reader.wait_counts(2)
    page.get_by_role("button", name="Fit all (F)").click()
    box = page.locator(".canvas").bounding_box()
    assert box is not None
    for aside in range(-20, 22, 2):  # the edge lies somewhere near the middle: where it does, the pointer changes
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 10 + aside)
        page.wait_for_timeout(30)
        if page.locator(".canvas.pointing").count():
            break
    page.mouse.down()
    page.mouse.up()
    side = reader.side()
    side.locator("blockquote").first.wait_for()
    assert side.locator("blockquote mark").count() >= 2
    assert "confidence" in side.inner_text()
    quote = side.locator("blockquote").first.inner_text()
    side.locator(".claim .link").first.click()
    here = side.locator(".text mark.here")
    here.first.wait_for()
    assert "".join(here.all_inner_texts()).replace("\n", "") == quote.replace("\n", "")
    assert page.evaluate("document.querySelector('.text mark.here').getBoundingClientRect().top") < 820
    side.get_by_role("button", name="Back").click()
    side.locator("blockquote").first.wait_for()


def test_a_denial_stands_beside_what_it_denies(reader: Reader) -> None:
    reader.visit("lang=en&pane=edge|company/301897.SZ|invests_in|company/霁川存储")
    groups = reader.side().locator(".claims")
    groups.nth(1).wait_for()
    assert [group.get_attribute("class") for group in groups.all()] == ["claims against", "claims against"]
    assert "contradicted" in groups.first.inner_text()
    lines = reader.side().locator("h3 .status svg")
    assert lines.nth(0).inner_html() != lines.nth(1).inner_html()


def test_the_picture_follows_the_filters(reader: Reader) -> None:
    page = reader.visit().find("xinglan").expand().page
    entities, relations = reader.counts
    page.get_by_label("people", exact=True).uncheck()
    reader.wait_change(f"{relations} relations")
    fewer = reader.rest().counts[1]
    assert 0 < fewer < relations
    page.get_by_label("person", exact=True).uncheck()
    reader.wait_change(f"{entities} entities")
    slider = page.get_by_label("Confidence at least")
    slider.fill("0.95")
    reader.wait_change(f", {fewer} relations")
    reader.rest()
    assert "confidence=0.95" in reader.address
    page.get_by_role("button", name="Reset").click()
    reader.wait_counts(entities, relations)


def test_time_can_be_narrowed(reader: Reader) -> None:
    from playwright.sync_api import expect

    page = reader.visit().find("xinglan").expand(0, 1).page
    counts = reader.counts
    all_ = counts[1]
    page.get_by_label("happened").check()
    until = page.get_by_label("To", exact=True)
    until.wait_for()
    last = until.input_value()
    until.focus()
    page.keyboard.press("Home")
    reader.wait_change(f" {all_} relations")
    expect(until).to_have_value("0")
    page.get_by_label("any time").check()  # at once: what the handle still waits to say is overtaken
    reader.pause(300)  # longer than a handle rests
    reader.rest().wait_counts(*counts)
    assert last != "0"
    assert not re.search(r"since=|until=", reader.address)


def test_sliders_moved_one_after_the_other_all_count(reader: Reader) -> None:
    page = reader.visit().find("xinglan").expand(0, 1).page
    page.locator("[data-key=confidence]").press("ArrowRight")
    page.locator("[data-key=sources]").press("ArrowRight")
    page.wait_for_url(re.compile(r"sources=2"))
    assert "confidence=0.05" in reader.address


def test_the_address_restores_the_view(reader: Reader) -> None:
    page = reader.visit().find("xinglan").expand(0).page
    page.get_by_label("conflict", exact=True).uncheck()
    counts, address = reader.rest().counts, reader.address
    again = Reader(page.context.new_page(), reader.site).visit(page.evaluate("location.hash.slice(1)"))
    again.wait_counts(*counts)
    assert not again.page.get_by_label("conflict", exact=True).is_checked()
    assert again.address == address


def test_an_address_of_what_is_gone_says_so(reader: Reader) -> None:
    page = reader.visit(f"lang=en&nodes={STAR}~0~0|company/nowhere~9~9&pane=entity|company/nowhere").page
    page.locator(".notice.urgent", has_text="No longer in the store: company/nowhere").wait_for()
    reader.side().get_by_text("The store no longer has this.").wait_for()
    assert reader.counts[0] == 1
    reader.complaints.clear()  # the browser tells of the answer 404 itself


def test_all_words_are_there_in_three_languages(reader: Reader) -> None:
    page = reader.visit().find("xinglan").page
    seen = {}
    for language in ("zh-Hant", "zh-Hans", "en"):
        page.locator(f".languages [lang={language}]").click()
        page.locator(f"html[lang={language}]").wait_for(state="attached")
        reader.pause(300)
        seen[language] = (page.locator("#left h2").inner_text(), page.locator(".side h2").first.inner_text())
    assert len({words[0] for words in seen.values()}) == 3
    assert seen["zh-Hant"][1] == "星瀾半導體"
    assert seen["zh-Hans"][1] == "星澜半导体"


def test_the_texts_of_the_languages_are_complete() -> None:
    texts = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in (ROOT / "exports" / "explorer" / "src" / "texts").glob("*.json")
    }
    assert set(texts) == {"zh-Hant", "zh-Hans", "en"}
    places = {
        name: {key: set(re.findall(r"{\w+}", text)) for key, text in all_.items()} for name, all_ in texts.items()
    }
    assert places["zh-Hant"] == places["zh-Hans"] == places["en"]
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "exports/explorer/src").rglob("*.ts"))
    asked = set(re.findall(r'\bt\("([\w.-]+)"', sources)) | set(re.findall(r'"(key\.\w+)"', sources))
    assert asked - set(texts["en"]) == set()
    assert re.findall(r"[\u3400-\u9fff]", sources) == []


def test_the_keyboard_does_it_all(reader: Reader) -> None:
    page = reader.visit().find("xinglan").page
    page.locator(".wheel .opening").first.wait_for()
    page.keyboard.press("Enter")  # the first relation has the focus
    page.locator(".wheel .told").first.wait_for()
    page.keyboard.press("Escape")
    page.locator(".wheel").wait_for(state="hidden")
    before = reader.side().locator("h2").first.inner_text()
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
        if reader.side().locator("h2").first.inner_text() != before:
            break
    assert reader.side().locator("h2").first.inner_text() != before
    page.keyboard.press("e")
    reader.side().locator("blockquote").first.wait_for()
    page.keyboard.press("?")
    assert page.locator("dialog.keys dt").count() >= 15
    page.keyboard.press("Escape")
    page.locator("dialog.keys").wait_for(state="hidden")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_serious_fault(reader: Reader, theme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there: npm ci in exports/explorer")
    page = reader.visit().page
    page.locator(".overview .card li").first.wait_for()
    if theme == "dark":
        page.get_by_role("button", name="Dark colours").click()
    faults = serious(page, "overview")
    reader.find("xinglan")
    page.locator(".wheel .all").first.click()
    page.locator(".wheel .told").first.wait_for()
    page.get_by_label("as of", exact=True).check()
    faults += serious(page, "picture")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    reader.side().locator("blockquote").first.wait_for()
    faults += serious(page, "evidence")
    for room in ("Ask", "Board"):
        page.get_by_role("button", name=room, exact=True).click()
        page.locator(f".{room.lower()}-room .card:visible").first.wait_for()
        faults += serious(page, room)
    assert faults == []


def serious(page: Page, where: str) -> list[str]:
    """Give what axe finds that is serious or worse."""
    page.wait_for_timeout(250)  # what fades in is not judged half seen
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then((told) => told.violations)")
    return [
        f"{where}: {fault['id']}: {fault['nodes'][0]['html'][:150]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


def test_it_can_be_used_360_pixels_wide(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 700}, has_touch=True, reduced_motion="reduce")
    reader = Reader(context.new_page(), site).visit()
    page = reader.page
    page.locator(".overview .card li").first.wait_for()
    page.locator(".search input").tap()
    page.keyboard.type("xinglan")
    page.locator(".found li[role=option]").first.tap()
    page.locator(".wheel .opening").first.tap()
    page.locator(".wheel .told").first.wait_for()
    assert reader.counts[0] > 1
    page.locator(".sheets button").first.tap()
    page.get_by_label("trade", exact=True).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 361 for box in boxes(page, ".head button, .toolbar button"))
    context.close()


def boxes(page: Page, selector: str) -> list[dict[str, float]]:
    return [box for each in page.locator(selector).all() if (box := each.bounding_box()) is not None]


def test_the_picture_can_be_saved_in_four_formats(reader: Reader) -> None:
    page = reader.visit().find("xinglan").expand(0).page
    entities, relations = reader.counts
    files = {}
    for name, suffix in (("PNG", "png"), ("SVG", "svg"), ("CSV", "csv"), ("GraphML", "graphml")):
        page.get_by_role("button", name="Save the picture").click()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name=re.compile(name)).click()
        assert download.value.suggested_filename == f"guanxi.{suffix}"
        files[suffix] = download.value.path().read_bytes()
    assert files["png"].startswith(b"\x89PNG") and len(files["png"]) > 5_000
    assert len(list(csv.DictReader(files["csv"].decode().splitlines()))) == relations
    graph = nx.parse_graphml(files["graphml"].decode())
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (entities, relations)
    drawing = ElementTree.fromstring(files["svg"].decode())
    assert len(drawing.findall(".//{*}g/{*}polygon")) >= entities


def test_a_board_with_notes_is_kept_and_opened_from_a_file(reader: Reader, tmp_path: Path) -> None:
    page = reader.visit(f"lang=en&nodes={STAR}~10~20|{CLOUD}~90~20&selected={STAR}&pane=entity|{STAR}").page
    page.get_by_label("Note").fill("ask about the <b>third</b> holder")
    page.get_by_role("button", name="Board", exact=True).click()
    page.get_by_label("Title").fill("chips")
    page.get_by_role("button", name="Keep in this browser").click()
    page.locator(".kept", has_text="chips").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    board = download.value.path().read_text(encoding="utf-8")
    file = tmp_path / "chips.json"
    file.write_text(board, encoding="utf-8")
    assert {node["id"] for node in json.loads(board)["nodes"]} == {STAR, CLOUD}
    page.get_by_role("button", name="Graph", exact=True).click()
    page.get_by_role("button", name="Clear the picture").click()
    page.get_by_role("button", name="Board", exact=True).click()
    page.locator("#board-file").set_input_files(file)
    reader.wait_counts(2)
    assert reader.place(CLOUD) == (90, 20)
    page.get_by_role("button", name="Board", exact=True).click()
    assert page.locator(f'[id="note-{STAR}"]').input_value() == "ask about the <b>third</b> holder"
    file.write_text("{}", encoding="utf-8")
    page.locator("#board-file").set_input_files(file)
    page.locator(".notice.urgent", has_text="no board").wait_for()


LINE = "乙芯片公司向\U0002b5af科技供应芯片\U0001f600\u200d\U0001f4bb。" + "很长" * 25_000


@pytest.fixture(scope="module")
def hostile(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the three articles' store, with one more article: one endless line, rare signs, an evil address."""
    folder = tmp_path_factory.mktemp("hostile") / "store"
    shutil.copytree(store, folder)
    article = Article(
        "long/1", LINE, "file:long.txt", "sha256:long", "zh-Hans", url="javascript:alert(1)", published="2025-01-01"
    )
    forms = ("乙芯片公司", "\U0002b5af科技")
    ends = [Mention("long/1", n, form, "company", (LINE.index(form),)) for n, form in enumerate(forms, 1)]
    quote = LINE[: LINE.index("。") + 1]
    said = Claim("long/1", 1, "supplies", 2, "actual", 0, len(quote), quote, ("rules:test",), 0.9, Qualifiers())
    with open_writer(folder, known={}) as writer:
        writer.put(Extraction(article, tuple(ends), (said,), "test"), path="/long.txt")
    return folder


def test_hostile_text_is_shown_as_text(browser: Browser, hostile: Path, serve: Serve) -> None:
    with serve(hostile, "--workers", "2") as (site, _):
        context = browser.new_context(reduced_motion="reduce")
        reader = Reader(context.new_page(), site).visit()
        page = reader.page
        page.on("dialog", lambda dialog: pytest.fail(f"the article speaks: {dialog.message}"))
        reader.find("onerror").expand()
        page.keyboard.press("e")
        reader.side().locator("blockquote").first.wait_for()
        assert "</script><script>alert('x')</script>" in reader.side().locator("blockquote").first.inner_text()
        reader.side().locator(".claim .link").first.click()
        reader.side().locator(".text").wait_for()
        shown = page.locator("body").inner_text() + page.title()
        assert not set(shown) & set("\u202e\u202c\u2028\x1b")
        assert "\u2423" in shown  # the sign for what was taken out
        assert page.evaluate("document.querySelectorAll('#page script, #page img, #page b:not(.count b)').length") == 0
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Clear the picture").click()
        reader.find("芯片公司").expand()
        page.keyboard.press("e")
        reader.side().locator("blockquote").first.wait_for()
        assert reader.side().locator("a[href^=javascript]").count() == 0
        assert "\U0001f600\u200d\U0001f4bb" in reader.side().locator("blockquote").first.inner_text()
        reader.side().locator(".claim .link").first.click()
        reader.side().locator(".text mark.here").first.wait_for()
        assert len(reader.side().locator(".text").inner_text()) >= 50_000
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert reader.complaints == []
        context.close()


def test_a_service_that_was_away_is_found_again(browser: Browser, examples: Path, serve: Serve) -> None:
    context = browser.new_context(reduced_motion="reduce")
    with serve(examples, "--workers", "1") as (site, _):
        reader = Reader(context.new_page(), site).visit().find("xinglan")
        reader.page.locator(".wheel .opening").first.wait_for()
    reader.page.locator(".wheel .all").first.click()
    reader.page.locator(".notice.away", has_text="does not answer").wait_for()
    with serve(examples, "--workers", "1", "--port", site.rpartition(":")[2]):
        reader.page.locator(".notice", has_text="The service is back").wait_for()
        reader.page.locator(".wheel .told").first.wait_for()
        assert reader.rest().counts[0] > 1
    context.close()


def test_the_page_runs_nothing_that_is_not_its_own(reader: Reader) -> None:
    answer = reader.page.request.get(f"{reader.site}/")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    assert re.findall(r"<script(?![^>]* src=\"/explorer/)|<style|\son\w+=|style=", answer.text()) == []
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.visit().find("xinglan").expand(0)
    assert [url for url in asked if not url.startswith((reader.site, "blob:" + reader.site))] == []
    sent = sum(len(gzip.compress(reader.page.request.get(url).body())) for url in set(asked) if "/explorer/" in url)
    assert sent < 700_000


def test_programs_and_old_browsers_are_led_elsewhere(site: str) -> None:
    from urllib.request import Request, urlopen

    with urlopen(Request(f"{site}/", headers={"Accept": "text/turtle"}), timeout=20) as answer:
        assert answer.url.endswith("/sparql")


def test_judgements_are_taken_where_the_service_takes_them(
    browser: Browser, examples: Path, serve: Serve, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(examples, store)
    view = "lang=en&pane=edge|company/301897.SZ|invests_in|company/霁川存储"
    with serve(store, "--workers", "1", "--curate") as (site, process):
        assert process.stdout is not None
        token = re.search(r"#token=(\S+)", process.stdout.readline())
        assert token
        stranger = browser.new_context()
        reader = Reader(stranger.new_page(), site).visit(view)  # without the token nothing can be judged
        reader.side().locator("blockquote").first.wait_for()
        assert reader.page.get_by_role("button", name="This claim is wrong").count() == 0
        context = browser.new_context()
        first, second = (Reader(context.new_page(), site).visit(f"token={token[1]}&{view}") for _ in range(2))
        assert token[1] not in first.address
        first.page.get_by_role("button", name="This claim is wrong").first.click()
        first.page.get_by_role("button", name="Take the judgement back").first.wait_for()
        second.page.get_by_role("button", name="This claim is wrong").last.click()  # two tabs at once
        second.page.get_by_role("button", name="Take the judgement back").nth(1).wait_for()
        lines = (store / "judgements.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(lines) == 2
        second.page.get_by_role("button", name="Take the judgement back").first.click()
        second.page.get_by_role("button", name="This claim is wrong").first.wait_for()
        stranger.close()
        context.close()


def test_two_entities_are_judged_to_be_the_same(browser: Browser, examples: Path, serve: Serve, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(examples, store)
    with serve(store, "--workers", "1", "--curate") as (site, process):
        assert process.stdout is not None
        token = re.search(r"#token=(\S+)", process.stdout.readline())
        assert token
        context = browser.new_context(reduced_motion="reduce")
        one, other = "company/瑞澄", "company/6987.TW"
        view = f"lang=en&nodes={one}~0~0|{other}~200~0&selected={one}|{other}&pane=entity|{one}&token={token[1]}"
        page = Reader(context.new_page(), site).visit(view).page
        page.get_by_role("button", name=re.compile("^The same as")).click()
        page.locator(".notice", has_text="built anew").wait_for(timeout=120_000)
        told = page.request.get(f"{site}/api/graph", params={"ids": f"{one},{other}"}).json()
        assert len(told["gone"]) == 1
        context.close()


def test_without_curating_the_page_is_for_reading(reader: Reader) -> None:
    reader.visit(f"lang=en&token=x&pane=entity|{STAR}")
    reader.side().locator(".counts li").first.wait_for()
    assert reader.side().get_by_text("same").count() == 0


def test_how_two_are_linked_is_shown_as_ranked_ways_with_their_evidence(reader: Reader) -> None:
    ends = ("company/301897.SZ", SANCTIONED)
    page = reader.visit(f"lang=en&nodes={ends[0]}~-100~0|{ends[1]}~100~0&selected={'|'.join(ends)}").page
    reader.wait_counts(2)
    page.keyboard.press("p")
    strips = reader.side().locator(".strip")
    strips.first.wait_for()
    assert 1 <= strips.count() <= 5
    page.get_by_role("button", name="End highlighting").wait_for()
    assert reader.rest().counts[0] > 2
    if strips.count() > 1:
        strips.nth(1).locator(".lights").click()
        assert "open" in (strips.nth(1).get_attribute("class") or "")
    strips.first.locator(".step").first.click()
    reader.side().locator("blockquote").first.wait_for()


def test_sanctions_are_marked_and_the_way_to_them_is_shown(reader: Reader) -> None:
    page = reader.visit(f"lang=en&nodes={STAR}~0~0|{SANCTIONED}~100~100&selected={STAR}").page
    reader.wait_counts(2)
    reader.side().locator(".rows li", has_text="sanctioned").wait_for()
    page.keyboard.press("x")
    reader.side().locator(".sanction-box").first.wait_for()
    assert "sanctioned by" in reader.side().locator(".sanction-box").first.inner_text()
    reader.side().locator(".strip .step").first.wait_for()
    page.get_by_role("button", name="End highlighting").wait_for()
    page.keyboard.press("d")
    page.locator(".toolbar [aria-pressed=true]").wait_for()
    assert "lens=1" in reader.address
    reader.side().locator(".sanction-box .link").first.click()
    reader.side().locator("blockquote").first.wait_for()


def test_saved_questions_are_forms_whose_answers_have_their_sentences(reader: Reader) -> None:
    page = reader.visit("lang=en&room=ask").page
    page.locator(".questions .row", has_text="Customers of a company").click()
    form = page.locator(".question")
    form.get_by_role("button", name="Ask").click()
    page.locator(".notice.urgent", has_text="company").wait_for()
    form.locator("input[type=search]").fill("xinglan")
    form.locator(".found li[role=option]").first.click()
    form.get_by_role("button", name="Ask").click()
    results = page.locator(".results")
    results.locator("tbody tr").first.wait_for()
    results.locator("button", has_text="sentence").first.click()
    results.locator(".sentences blockquote").first.wait_for()
    assert "SELECT" in form.locator("pre").inner_text() or form.locator("details summary").click() is None
    results.get_by_role("button", name="Show as graph").click()
    page.locator(".toolbar").wait_for()
    page.locator(".over .told", has_text="entit").wait_for()
    assert reader.counts[0] >= 1


def test_queries_of_ones_own_are_coloured_completed_and_answered(reader: Reader) -> None:
    page = reader.visit("lang=en&room=ask").page
    editor = page.locator(".editor .cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?a ?b WHERE { ?a gx:suppl")
    option = page.locator(".cm-tooltip-autocomplete li", has_text="gx:supplies")
    option.first.wait_for()
    reader.pause(150)  # a list that has just come up takes no Enter, lest it take one meant for a new line
    page.keyboard.press("Enter")
    page.keyboard.type(" ?b }")
    assert "gx:supplies ?b" in editor.inner_text()
    assert page.locator(".editor .cm-line span").count() > 3
    page.keyboard.press("Control+Enter")
    results = page.locator(".results")
    results.locator("tbody tr").first.wait_for()
    rows = results.locator("tbody tr").count()
    with page.expect_download() as download:
        results.get_by_role("button", name="Download as CSV").click()
    assert len(download.value.path().read_text(encoding="utf-8").splitlines()) == rows + 1
    results.get_by_role("button", name="Show as graph").click()
    page.locator(".over .told", has_text="entit").wait_for()
    assert reader.rest().counts[1] >= rows - 1
    page.get_by_role("button", name="Ask", exact=True).click()
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT nonsense")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.locator(".problem").wait_for()
    # The browser tells of the answer 400 itself, and that it may not give what is typed the style of what was there.
    reader.complaints = [said for said in reader.complaints if "400" not in said and "inline style" not in said]


def test_a_picture_of_thousands_is_asked_for_in_parts_painted_and_moved_as_one(reader: Reader, tmp_path: Path) -> None:
    grid = [(x, y) for y in range(-20, 21) for x in range(-20, 21) if (x, y) == (0, 0) or max(abs(x), abs(y)) > 3]
    ids = [f"company/{x}~{y}" if (x, y) != (0, 0) else STAR for x, y in grid]  # which stands alone in the middle
    asked: list[list[str]] = []
    page = reader.visit("lang=en&room=board").page
    page.route("**/api/graph", lambda route: route.fulfill(json=part_of_many(ids, route.request.post_data_json, asked)))
    nodes = [{"id": id_, "x": 60 * x, "y": 60 * y, "pinned": False} for id_, (x, y) in zip(ids, grid, strict=True)]
    board = tmp_path / "board.json"
    board.write_text(
        json.dumps({"format": "guanxi-board", "title": "many", "nodes": nodes, "filters": {}, "notes": {}}),
        encoding="utf-8",
    )
    page.locator("#board-file").set_input_files(board)
    page.locator(".over .told", has_text="1,633 entities, 600 relations").wait_for()
    assert [len(part) for part in asked] == [1000, 633]
    assert asked[0] + asked[1] == ids
    still = page.locator(".canvas.painted .still")
    still.wait_for()
    rests = """() => {
      const still = document.querySelector('.still'), map = new DOMMatrix(still.style.transform), box = document.querySelector('.canvas');
      return Math.hypot(map.a - 1, map.b) < 1e-6 && Math.abs(map.e + Math.round(0.12 * box.offsetWidth)) < 0.02;
    }"""
    reader.rest().page.get_by_role("button", name="Fit all (F)").click()
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )  # it is taken
    page.wait_for_function(rests)
    box = page.locator(".canvas").bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    aside = next(by for by in range(-20, 41, 2) if points(page, middle[0], middle[1] + by))
    page.mouse.click(middle[0], middle[1] + aside)
    page.wait_for_url(lambda url: f"selected={STAR}" in unquote_plus(url))
    page.evaluate("""() => {
      const still = document.querySelector('.still');
      window.moves_ = [];
      new MutationObserver(() => moves_.push(new DOMMatrix(still.style.transform).e)).observe(still, { attributeFilter: ['style'] });
      performance.clearMarks('guanxi:still');
    }""")
    page.mouse.move(box["x"] + 12, middle[1])
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 12 + 4 * step, middle[1])
    page.wait_for_timeout(150)  # let go at rest, the picture does not slide on
    page.mouse.up()
    page.wait_for_function("() => performance.getEntriesByName('guanxi:still').length")
    page.wait_for_function(rests)
    assert len({round(each) for each in page.evaluate("moves_")}) > 3
    assert len(page.locator(".canvas").screenshot()) > 60_000  # bytes: nothing but paper takes a few thousand
    assert points(page, middle[0] + 32, middle[1] + aside)
    assert not points(page, middle[0], middle[1] + aside)


def points(page: Page, x: float, y: float) -> bool:
    """Tell whether something to be clicked lies there."""
    page.mouse.move(x, y)
    page.wait_for_timeout(30)
    return page.locator(".canvas.pointing").count() > 0


def part_of_many(ids: list[str], request: dict[str, list[str]], asked: list[list[str]]) -> dict[str, object]:
    """Answer like the service with the new of these entities, each linked with the one before."""
    asked.append(request["new"])
    about = {"tickers": [], "degree": 3, "sanctioned": [], "names": {}}
    usual = {"relation": "supplies", "status": "planned", "statuses": ["planned"], "contradicted": False, "sources": 1}
    more = {"confidence": 0.9, "first": None, "last": None, "claims": 1, "wrong": 0}
    pairs = [(one, other) for one, other in pairwise(ids[:601]) if other in request["new"]]
    edges = [{"id": f"{a} {b}", "subject": a, "object": b, **usual, **more} for a, b in pairs]
    nodes = [{"id": id_, "type": "company", **about} for id_ in request["new"]]
    return {"nodes": nodes, "edges": edges, "gone": []}
