"""The service as the clients see it that people use: SPARQLWrapper, rdflib, the csv module, curl."""

import csv
import io
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
import rdflib
from guanxi.graph.namespace import GX, GXR, VIEW
from guanxi.graph.store import open_reader
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed

SUPPLIES = "SELECT ?a ?b WHERE { ?a gx:supplies ?b } ORDER BY ?a"
NVIDIA = rdflib.URIRef(f"{GXR}company/nvidia")


def wrapper(served: str, query: str, kind: str, method: str = "GET") -> SPARQLWrapper:
    client = SPARQLWrapper(f"{served}/sparql", returnFormat=kind)
    client.setMethod(method)
    client.setQuery(f"PREFIX gx: <{GX}> {query}")
    return client


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_asks_for_rows(served: str, method: str) -> None:
    found = wrapper(served, SUPPLIES, JSON, method).queryAndConvert()
    assert len(found["results"]["bindings"]) == 2
    xml = wrapper(served, SUPPLIES, XML, method).queryAndConvert()
    assert len(xml.getElementsByTagName("result")) == 2
    assert wrapper(served, SUPPLIES, CSV, method).queryAndConvert().count(b"\r\n") == 3
    assert wrapper(served, SUPPLIES, TSV, method).queryAndConvert().startswith(b"?a\t?b\n")
    assert wrapper(served, "ASK {}", JSON, method).queryAndConvert()["boolean"] is True


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper's and rdflib's own use of it
@pytest.mark.parametrize("kind", [TURTLE, RDFXML, JSONLD, N3, XML])
def test_sparqlwrapper_asks_for_triples(served: str, kind: str) -> None:
    found = wrapper(served, "CONSTRUCT WHERE { ?a gx:supplies ?b }", kind).queryAndConvert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(found, format="turtle")
    assert len(graph) == 2


def test_sparqlwrapper_is_told_what_is_wrong(served: str) -> None:
    with pytest.raises(QueryBadFormed, match="line 1, column"):
        wrapper(served, "SELECT * {", JSON).query()
    client = wrapper(served, "ASK {}", JSON, POST)
    client.setRequestMethod(URLENCODED)
    client.addDefaultGraph(f"{GXR}article/none")
    with pytest.raises((QueryBadFormed, EndPointInternalError), match="there is no graph"):
        client.query()


def test_rdflib_reads_the_union_and_single_graphs(served: str, store: Path) -> None:
    remote = rdflib.Graph(SPARQLStore(f"{served}/sparql"))
    remote.bind("gx", GX)
    assert {str(row[0]) for row in remote.query("SELECT ?t { ?e gx:ticker ?t }")} >= {"NVDA.US", "688256.SH"}
    labels = {str(label) for label in remote.objects(NVIDIA, rdflib.SKOS.prefLabel)}
    assert labels == {"英伟达", "輝達", "NVIDIA"}
    assert (NVIDIA, rdflib.RDF.type, rdflib.URIRef(f"{GX}Company")) in remote
    assert bool(remote.query("ASK { ?a gx:sanctions ?b }"))
    assert len(remote.query("CONSTRUCT WHERE { ?a gx:supplies ?b }").graph or ()) == 2
    view = rdflib.Graph(SPARQLStore(f"{served}/sparql", context_aware=True), identifier=rdflib.URIRef(VIEW))
    with open_reader(store) as reader:
        assert len(view) == len(list(reader.quads(VIEW)))


def test_rdflib_posts(served: str) -> None:
    remote = rdflib.Graph(SPARQLStore(f"{served}/sparql", method="POST", returnFormat="json"))
    assert len(list(remote.query(f"SELECT * {{ ?a <{GX}supplies> ?b }}"))) == 2


def test_rdflib_follows_an_iri(served: str) -> None:
    graph = rdflib.Graph().parse(f"{served}/id/company/nvidia")
    assert (NVIDIA, rdflib.URIRef(f"{GX}ticker"), rdflib.Literal("NVDA.US")) in graph


def test_csv_is_a_table(served: str) -> None:
    query = "SELECT ?status ?quote { ?c a gx:Claim ; gx:status ?status ; gx:quote ?quote } ORDER BY ?quote"
    with urlopen(f"{served}/sparql?{urlencode({'query': query, 'format': 'csv'})}") as answer:
        rows = list(csv.DictReader(io.TextIOWrapper(answer, encoding="utf-8", newline="")))
    assert len(rows) == 7
    assert {row["status"] for row in rows} == {"actual", "planned"}
    assert any("輝達計劃向寒武紀投資" in row["quote"] for row in rows)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(served: str) -> None:
    def curl(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["curl", "-sS", *words], capture_output=True, text=True, timeout=30, check=False)

    posted = curl("--data-urlencode", f"query={SUPPLIES}", "-H", "Accept: text/csv", f"{served}/sparql")
    assert posted.stdout.count("\n") == 3
    got = curl("-G", "--data-urlencode", "query=ASK {}", f"{served}/sparql")
    assert got.stdout == '{"head":{},"boolean":true}'
    assert "405 Method Not Allowed" in curl("-i", "-X", "PUT", "-d", "", f"{served}/graphs?default").stdout
    assert curl("-fI", f"{served}/sparql").returncode == 0
    assert curl("-f", f"{served}/sparql?query=nonsense").returncode == 22
    page = curl("-H", "Accept: text/html", f"{served}/id/company/%E7%99%BE%E5%BA%A6").stdout
    assert "<h1><bdi>百度</bdi></h1>" in page
