"""The things of the graph at their own addresses: pages whose links lead somewhere, and RDF."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urljoin
from urllib.request import Request, urlopen

import pytest
import rdflib
from guanxi.exports.server.pages import address
from guanxi.graph.lookup import rows
from guanxi.graph.model import Article, Extraction, Mention, Qualifiers
from guanxi.graph.namespace import GX, GXR
from guanxi.graph.store import open_reader, open_writer

ALLOWED = {
    "a",
    "article",
    "bdi",
    "blockquote",
    "body",
    "button",
    "code",
    "dd",
    "dl",
    "dt",
    "em",
    "footer",
    "form",
    "h1",
}
ALLOWED |= {"h2", "h3", "head", "html", "label", "link", "main", "meta", "option", "p", "section", "select", "span"}
ALLOWED |= {"textarea", "title"}


class Page(HTMLParser):
    """What a page links to, its tags, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links, self.tags, self.attributes, self.text = [], set(), set(), ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href" and tag == "a" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def get(url: str, accept: str = "text/html") -> tuple[str, str]:
    """Give a resource's text and the address where it was found."""
    with urlopen(Request(url, headers={"Accept": accept}), timeout=30) as answer:
        return answer.read().decode(), answer.url


def test_every_link_of_every_page_leads_somewhere_and_no_page_runs_anything(served: str, store: Path) -> None:
    with open_reader(store) as reader:
        kinds = "gx:Claim, schema:NewsArticle, gx:Company, gx:Person, gx:Authority"
        things = [iri for (iri,) in rows(reader, f"SELECT ?e {{ ?e a ?t FILTER(?t IN ({kinds})) }}")]
    waiting, seen = [served + address(iri) for iri in things], set()
    assert len(waiting) == 7 + 3 + 9
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        text, _ = get(url)
        if "format=" in url:
            continue
        page = Page(text)
        assert page.tags <= ALLOWED
        assert not [name for name in page.attributes if name.startswith("on") or name in ("src", "style")]
        links = [urljoin(url, link) for link in page.links]
        waiting += [link for link in links if link.startswith(served)]
        assert all(link.startswith((served, "https://example.com/")) for link in links)
        assert "\u202e" not in text and "\x1b" not in text
    assert len(seen) > 5 * len(things)


def test_the_rdf_of_an_entity_names_its_neighbours(served: str) -> None:
    text, _ = get(f"{served}/id/company/688256.SH", "text/turtle")
    graph = rdflib.Graph().parse(data=text, format="turtle")
    this, rival = rdflib.URIRef(f"{GXR}company/688256.SH"), rdflib.URIRef(f"{GXR}company/百度")
    assert (this, rdflib.URIRef(f"{GX}supplies"), rival) in graph
    assert (rival, rdflib.SKOS.prefLabel, rdflib.Literal("百度", lang="zh-hans")) in graph
    assert len(list(graph.subjects(rdflib.RDF.object, this))) == 3


def test_the_rdf_of_a_claim_has_its_sentence_and_its_article(served: str) -> None:
    found = get(f"{served}/sparql?format=csv&query={quote('SELECT ?c { ?c rdf:predicate gx:sanctions }')}")[0]
    claim = rdflib.URIRef(found.split()[1])
    graph = rdflib.Graph().parse(data=get(served + address(str(claim)), "text/turtle")[0], format="turtle")
    (quoted,) = graph.objects(claim, rdflib.URIRef(f"{GX}quote"))
    assert str(quoted) == "美国商务部2022年12月将寒武纪列入实体清单"
    (source,) = graph.objects(claim, rdflib.PROV.wasDerivedFrom)
    assert list(graph.objects(source, rdflib.DCTERMS.identifier)) == [rdflib.Literal("cn/2")]


def test_the_rdf_of_an_article_says_which_entities_its_mentions_are(served: str) -> None:
    graph = rdflib.Graph().parse(data=get(f"{served}/id/article/hk/1", "text/turtle")[0], format="turtle")
    mentioned = set(graph.objects(None, rdflib.URIRef(f"{GX}entity")))
    assert rdflib.URIRef(f"{GXR}company/nvidia") in mentioned and len(mentioned) == 3
    assert len(list(graph.triples((None, rdflib.RDF.subject, None)))) == 2


def test_an_iri_that_was_replaced_leads_to_the_new_one(
    tmp_path: Path, serve: Callable[..., AbstractContextManager[Any]]
) -> None:
    forms = ("北京甲科技股份有限公司", "甲科")
    text = "北京甲科技股份有限公司（简称甲科）供货。"
    same = (
        Mention("1", 1, forms[0], "company", (0,), same_as=(2,)),
        Mention("1", 2, forms[1], "company", (text.index("甲科）"),)),
    )
    store = tmp_path / "store"
    with open_writer(store, known={}) as writer:
        writer.put(Extraction(Article("1", text, "file:1", "sha256:1", "zh-Hans"), same, (), "test"), path="/1")
    with open_reader(store) as reader:
        ((old, new),) = rows(reader, "SELECT ?old ?new { ?old dcterms:isReplacedBy ?new }")
    with serve(store, "--workers", "1") as (served, _):
        page, found = get(served + address(old))
        assert found == served + address(new)
        assert re.search("<h1><bdi>(.*)</bdi></h1>", page)


@pytest.mark.parametrize(
    "path", ["company/none", "article/none", "claim/none", "article/hk/1%23m9", "%2e%2e/x", "x%00y", ""]
)
def test_what_is_not_there_is_not_found(served: str, path: str) -> None:
    for accept in ("text/html", "text/turtle"):
        with pytest.raises(HTTPError) as caught:
            get(f"{served}/id/{path}", accept)
        assert caught.value.code == 404


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, write_store: Callable[..., Path], serve: Any) -> Iterator[str]:
    """Give the address of a service over a firm with 130 customers, one of which twelve articles tell of."""
    names = ["乙" * 3 + f"{number:03}" for number in range(130)]
    told = [(str(n), "2025-01-01", "甲科技", "supplies", name, "actual", Qualifiers()) for n, name in enumerate(names)]
    told += [(f"x{n}", "2025-02-01", "甲科技", "supplies", names[7], "actual", Qualifiers()) for n in range(11)]
    told += [("y", "2025-02-01", names[7], "sues", "甲科技", "planned", Qualifiers())]
    store = write_store(tmp_path_factory.mktemp("hub") / "store", told)
    with serve(store, "--workers", "1") as (address, _):
        yield address


def test_an_entity_of_which_much_is_told_comes_part_by_part(hub: str) -> None:
    first, _ = get(f"{hub}/id/company/{quote('甲科技')}")
    assert "142 claims in 142 articles" in first and first.count("<article>") == 5 + 1
    assert (
        first.count("<blockquote>") == 3 + 4 + 1 and "and 9 more sentences" in first and "11 sources" in first
    )  # one counts as a reprint
    (more,) = [link for link in Page(first).links if "relation=" in link]
    pages = [get(urljoin(hub, f"{more[:-1]}{number}"))[0] for number in (1, 2)]
    assert [page.count("<article>") for page in pages] == [100, 30]
    others = re.findall(r"<h3><a href=\"([^\"]+)\"", "".join(pages))
    assert len(set(others)) == 130
    assert [link[-1] for page in pages for link in Page(page).links if "relation=" in link] == ["2", "1"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("relation=supplies&page=3", 400),
        ("relation=likes", 400),
        ("page=0", 400),
        ("page=x", 400),
        ("side=object&relation=sues", 200),
    ],
)
def test_parts_that_there_are_not_are_refused(hub: str, asked: str, status: int) -> None:
    try:
        found = get(f"{hub}/id/company/{quote('甲科技')}?{asked}")[0]
    except HTTPError as error:
        assert error.code == status
    else:
        assert status == 200 and found.count("<article>") == 1
