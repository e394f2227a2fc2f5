"""A dossier's forms: whatever articles hold, a page runs nothing, asks nobody and stays legible; Markdown likewise."""

import base64
import hashlib
import html.parser
import itertools
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from guanxi.exports.dossier.making import Options, make
from guanxi.exports.dossier.markdown import escaped, markdown
from guanxi.exports.dossier.page import page
from guanxi.graph.lookup import entities
from guanxi.graph.model import Article, Claim, Extraction, Mention, Qualifiers
from guanxi.graph.store import open_reader, open_writer
from markdown_it import MarkdownIt

EVIL = "甲\"><img src=x onerror=alert(1)>'科技"
OTHER = "</style></svg>乙&#60;公司"
QUOTE = f"{EVIL}向\u202e{OTHER}\u2066供应</script><script>alert('x')</script>\u2028\x1b[31m芯片{{{{7*7}}}}{{% raw %}}[a](javascript:alert(1))。"
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store of one article that tries everything."""
    article = Article(
        "bad/<1>",
        QUOTE,
        "file:bad.txt",
        "sha256:bad",
        "zh-Hans",
        title="<b onclick=x>标题</b>\u202e&amp;|# x",
        published="2025-01-02",
        publisher="*日报*<script>",
        url="javascript:alert(document.cookie)",
    )
    ends = [
        Mention(article.id, number, form, "company", (QUOTE.index(form),))
        for number, form in enumerate((EVIL, OTHER), 1)
    ]
    more = Qualifiers(
        product="</script>`x`", role="<i>", attributed_to="javascript:1", amount="7e999999", currency="<u>"
    )
    told = [
        Claim(article.id, 1, relation, 2, status, 0, len(QUOTE), QUOTE, ("rules:t",), 0.9, more)
        for relation, status in (("supplies", "actual"), ("owns", "planned"), ("sues", "denied"))
    ]
    folder = tmp_path_factory.mktemp("hostile") / "store"
    with open_writer(folder, known={}) as writer:
        writer.put(Extraction(article, tuple(ends), tuple(told), "test"), path="/bad.txt")
    return folder


class Tags(html.parser.HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def written(store: Path, form: object, language: str = "zh-Hans") -> str:
    with open_reader(store) as reader:
        names = sorted(entities(reader).values(), key=lambda entity: entity.id)
        (entity,) = [one for one in names if any(label == EVIL for _, label in one.labels)]
        made = make(reader, entity, Options(language=language))
    assert callable(form)
    return str(form(made))


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_a_hostile_article_becomes_text(hostile: Path, language: str) -> None:
    text = written(hostile, page, language)
    tags = Tags(text)
    names = {tag for tag, _ in tags.found}
    assert not names & {"script", "img", "iframe", "object", "embed", "form", "link", "base", "i", "u"}
    assert [tag for tag, about in tags.found if any(name.startswith("on") or name == "style" for name in about)] == []
    links = {about["href"] or "" for tag, about in tags.found if tag == "a"}
    assert links and all(link.startswith("#") for link in links)
    assert "<script>alert('x')</script>" in tags.text and "{{7*7}}{% raw %}" in tags.text  # legible as it was
    assert not set(text) & (BIDI | {"\x1b", "\u2028"})


def test_a_page_may_run_and_fetch_nothing(hostile: Path) -> None:
    text = written(hostile, page)
    tags = Tags(text)
    (policy,) = [about["content"] for tag, about in tags.found if about.get("http-equiv") == "Content-Security-Policy"]
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"url\(|@import|https?:(?!//www\.w3\.org/2000/svg)", style + text)


def test_every_number_leads_to_its_sentence_and_every_heading_is_in_order(hostile: Path) -> None:
    tags = Tags(written(hostile, page)).found
    ids = [about["id"] for _, about in tags if "id" in about]
    assert len(ids) == len(set(ids))
    assert {str(about["href"])[1:] for tag, about in tags if tag == "a"} <= set(ids)
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_picture_is_one_svg_that_holds_text_alone(hostile: Path) -> None:
    text = written(hostile, page)
    (svg,) = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    tree = ElementTree.fromstring(svg)
    names = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert names == {"svg", "title", "g", "rect", "text", "path"}
    told = "".join(tree.itertext())
    assert EVIL in told and "</style></svg>乙" in told


def test_a_web_address_is_a_link_and_no_other_is(store: Path) -> None:
    with open_reader(store) as reader:
        (baidu,) = [one for one in entities(reader).values() if one.id == "company/百度"]
        tags = Tags(page(make(reader, baidu, Options(language="zh-Hant")))).found
    links = [about for tag, about in tags if tag == "a" and not str(about["href"]).startswith("#")]
    assert [about["href"] for about in links] == ["https://example.com/news/1"]
    assert links[0]["rel"] == "noreferrer noopener nofollow"


def test_markdown_of_a_hostile_article_holds_no_mark_link_or_tag_of_its_own(hostile: Path) -> None:
    text = written(hostile, markdown)
    assert not set(text) & (BIDI | {"\x1b", "\u2028"})
    assert not re.search(r"<(?!br>)", text)
    assert not re.search(r"(?<!\\)[`\[\]]", text)  # numbers of sentences are escaped too
    table = [line for line in text.splitlines() if line.startswith("| ")]
    assert table and all(len(re.findall(r"(?<!\\)\|", line)) in (3, 4) for line in table)


def test_a_reader_of_markdown_finds_headings_lists_and_tables_alone(hostile: Path, dealings: Path) -> None:
    """As CommonMark with GitHub's tables and strikethrough reads it."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    with open_reader(dealings) as opened:
        (firm,) = [one for one in entities(opened).values() if one.id == "company/甲芯科技"]
        plain = markdown(make(opened, firm, Options(language="en")))
    for text in (written(hostile, markdown, "en"), plain):
        tokens = reader.parse(text)
        found = {token.type.removesuffix("_open") for token in tokens if token.type.endswith("_open")}
        assert found == {
            *("heading", "paragraph", "bullet_list", "ordered_list", "list_item"),
            *("table", "thead", "tbody", "tr", "th", "td"),
        }
        inside = {child.type for token in tokens for child in token.children or ()}
        assert inside <= {"text", "text_special", "strong_open", "strong_close", "html_inline", "softbreak"}
        html = {child.content for token in tokens for child in token.children or () if child.type == "html_inline"}
        assert html <= {"<br>"}
        numbers = [token.info for token in tokens if token.type == "list_item_open" and token.info]
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# x", "\\# x"),
        ("- x", "\\- x"),
        ("1. x", "1\\. x"),
        ("0.9%", "0.9%"),
        ("http://a.b www.a.b x@y.z", "http\\://a.b www\\.a.b x\\@y.z"),
        ("a\n\nb", "a b"),
        ("a|b ~~c~~ $d$ !e ^f", "a\\|b \\~\\~c\\~\\~ \\$d\\$ \\!e \\^f"),
        ("&amp; <b>", "&amp;amp; &lt;b&gt;"),
        ("30.8 億元（2024-05-01）", "30.8 億元（2024-05-01）"),
    ],
)
def test_what_means_something_in_markdown_is_escaped(text: str, wanted: str) -> None:
    assert escaped(text) == wanted


def test_the_same_graph_gives_the_same_bytes(dealings: Path) -> None:
    """Two processes in which sets have another order each."""
    program = (
        "from pathlib import Path; from guanxi.exports.cli import app; "
        f"[app(['dossier', 'company/甲芯科技', '--format', form, '--language', tag, '--store', {str(dealings)!r}], "
        "standalone_mode=False) for form in ('html', 'markdown', 'json') for tag in ('en', 'zh-Hant')]"
    )
    told = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert [(one.returncode, one.stderr) for one in told] == [(0, b""), (0, b"")]
    assert told[0].stdout == told[1].stdout
    assert told[0].stdout.count(b"<!doctype html>") == 2 and len(told[0].stdout) > 50_000
