import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from guanxi.exports.html import as_script, chosen, load_texts, write_html
from guanxi.graph.excerpt import Excerpt
from guanxi.graph.schema import load_schema
from guanxi.graph.store import open_reader

# Every attribute by which a page loads something, and every way a style sheet does.
LOADING = {
    "src",
    "srcset",
    "href",
    "xlink:href",
    "action",
    "formaction",
    "poster",
    "data",
    "background",
    "cite",
    "ping",
}
CDN = ("cdn.", "cdnjs", "jsdelivr", "unpkg", "googleapis", "gstatic", "bootstrap", "cloudflare")


class Page(HTMLParser):
    """All that a page holds, by kind."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self._open, []).append(data)

    def data(self) -> dict[str, object]:
        (text,) = [t for t in self.texts["script"] if t.lstrip().startswith('{"language"')]
        loaded: dict[str, object] = json.loads(text)
        return loaded


@pytest.fixture(scope="module")
def text(store: Path) -> str:
    with open_reader(store) as reader:
        sink = io.BytesIO()
        write_html(Excerpt(reader), sink)
    return sink.getvalue().decode()


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_the_page_loads_nothing_from_anywhere(text: str, page: Page) -> None:
    for tag, attributes in page.elements:
        assert not LOADING & set(attributes), (tag, attributes)
        assert tag not in ("link", "iframe", "object", "embed", "img", "base")
    for style in page.texts["style"]:
        assert not re.search(r"@import|url\(", style)
    scripts = "".join(page.texts["script"])
    assert "sourceMappingURL" not in scripts
    assert not re.search(r"\bimport\s*\(|importScripts|navigator\.sendBeacon|XMLHttpRequest|\bfetch\s*\(", scripts)
    assert not [name for name in CDN if name in text.lower()]


def test_the_page_forbids_itself_to_load_anything(page: Page) -> None:
    (policy,) = [a["content"] or "" for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert not re.search(r"connect-src|unsafe-eval", policy)


def test_hostile_text_is_text(text: str, page: Page) -> None:
    tags = [tag for tag, _ in page.elements]
    assert tags.count("script") == 3  # the data, the drawing library and the page's own
    assert "img" not in tags
    assert "<script>alert" not in text
    facts = json.dumps(page.data()["facts"], ensure_ascii=False)
    assert "</script><script>alert('x')</script>" in facts  # nothing is lost either
    assert "{{data}}" in facts
    for char in "\u202e\u202c\u2028\x1b":
        assert char not in text


def test_every_name_is_there_to_be_searched(page: Page) -> None:
    entities = page.data()["entities"]
    assert isinstance(entities, list)
    cambricon = next(e for e in entities if "688256.SH" in e["tickers"])
    assert {"寒武纪", "寒武紀"} <= {*cambricon["labels"].values(), *cambricon["names"], *cambricon["spellings"]}


def test_relation_quote_status_and_article_are_there(page: Page) -> None:
    facts = page.data()["facts"]
    assert isinstance(facts, list)
    (invests,) = [fact for fact in facts if fact["relation"] == "invests_in"]
    assert invests["status"] == "planned"
    (claim,) = invests["claims"]
    assert claim["quote"] == "消息稱輝達計劃向寒武紀投資3億美元。"
    assert (claim["headline"], claim["published"]) == ("寒武紀獲百度訂單", "2025-07-08")
    assert claim["qualifiers"] == {"amount": "300000000", "currency": "USD"}


def test_types_differ_by_colour_and_shape_and_statuses_by_line(page: Page) -> None:
    data = page.data()
    types, statuses = data["types"], data["statuses"]
    assert isinstance(types, dict) and isinstance(statuses, dict)
    assert set(types) == set(load_schema().types)
    assert len({t["colour"] for t in types.values()}) == len({t["shape"] for t in types.values()}) == len(types)
    assert len({(s["line"], s["faded"], s["thin"]) for s in statuses.values()}) == len(statuses) == 6
    nodes = data["nodes"]
    assert isinstance(nodes, list)
    assert {(node["shape"], node["color"]) for node in nodes} <= {(t["shape"], t["colour"]) for t in types.values()}


def test_the_same_store_gives_the_same_page(store: Path, text: str) -> None:
    with open_reader(store) as reader:
        sink = io.BytesIO()
        write_html(Excerpt(reader), sink)
    assert sink.getvalue().decode() == text


def test_a_cut_is_said(store: Path) -> None:
    with open_reader(store) as reader:
        sink = io.BytesIO()
        write_html(Excerpt(reader), sink, limit=3)
    data = Page(sink.getvalue().decode()).data()
    assert isinstance(data["entities"], list)
    assert len(data["entities"]) <= 3
    note = data["note"]
    assert isinstance(note, dict)
    assert note["shown"] == len(data["entities"]) < note["entities"]
    assert note["drawn"] < note["claims"] == 7


def test_the_most_connected_are_drawn_and_none_alone() -> None:
    ends = [*(("hub", f"leaf{i}") for i in range(5)), ("far", "away")]
    cut = chosen(ends, limit=4)
    assert cut.ids == ("hub", "leaf0", "leaf1", "leaf2")
    assert (len(cut.size), cut.size["hub"], cut.claims) == (8, 5, 6)
    assert set(chosen(ends, limit=100).ids) == set(cut.size)


def test_a_picture_of_nothing_is_no_picture_of_everything(store: Path) -> None:
    sink = io.BytesIO()
    with open_reader(store) as reader:
        write_html(Excerpt(reader), sink, limit=1)  # no pair fits
    data = Page(sink.getvalue().decode()).data()
    assert data["entities"] == data["facts"] == []


def test_no_text_ends_the_script() -> None:
    hostile = {"a": "</script><!--<script>", "b": "\u2028\u2029&"}
    written = as_script(hostile)
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == hostile


def test_an_empty_graph_is_a_page_too(tmp_path: Path) -> None:
    from guanxi.graph.model import Article, Extraction
    from guanxi.graph.store import open_writer

    with open_writer(tmp_path / "store", known={}) as writer:
        empty = Article("1", "无事。", "file:1.txt", "sha256:0", "zh-Hans")
        writer.put(Extraction(empty, (), (), "test"), path="/1.txt")
    with open_reader(tmp_path / "store") as reader:
        sink = io.BytesIO()
        write_html(Excerpt(reader), sink)
    assert Page(sink.getvalue().decode()).data()["facts"] == []


def test_every_line_drawn_has_its_fact(page: Page) -> None:
    facts, edges = page.data()["facts"], page.data()["edges"]
    assert isinstance(facts, list) and isinstance(edges, list)
    assert {(e["id"], e["from"], e["to"]) for e in edges} == {(f["id"], f["from"], f["to"]) for f in facts}
    assert all(fact["id"] for fact in facts)  # 0 would be no choice in the page's script


def test_reprints_widen_no_line(reprinted: Path) -> None:
    sink = io.BytesIO()
    with open_reader(reprinted) as reader:
        write_html(Excerpt(reader), sink)
    facts = Page(sink.getvalue().decode()).data()["facts"]
    assert isinstance(facts, list)
    assert sorted((fact["sources"], len(fact["claims"])) for fact in facts) == [(1, 1), (1, 3)]


def test_the_page_says_the_same_things_in_every_language() -> None:
    texts = load_texts()
    assert set(texts) == {"zh-Hant", "zh-Hans", "en"}
    holes = [{key: set(re.findall(r"{(\w+)}", text)) for key, text in said.items()} for said in texts.values()]
    assert holes[0] == holes[1] == holes[2] and holes[0]["more"] == {"n"}
