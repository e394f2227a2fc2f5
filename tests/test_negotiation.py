import pytest
from guanxi.exports.server.negotiation import PAGE, ROWS, TRIPLES, Format, choose, wanted
from guanxi.exports.server.tasks import Refused

RDFLIB = "application/sparql-results+xml, application/rdf+xml"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "name", "media_type"),
    [
        (None, "json", "application/sparql-results+json"),
        ("", "json", "application/sparql-results+json"),
        ("*/*", "json", "application/sparql-results+json"),
        ("text/*", "xml", "application/sparql-results+xml"),
        ("text/*, application/xml;q=0.1, text/xml;q=0.1", "csv", "text/csv"),
        ("application/xml", "xml", "application/xml"),
        ("TEXT/CSV", "csv", "text/csv"),
        ("text/csv ; q=1.000 ; header=present", "csv", "text/csv"),
        ("text/csv;q=0.3,text/tab-separated-values;q=0.31", "tsv", "text/tab-separated-values"),
        ("text/csv, */*", "csv", "text/csv"),
        ("*/*, application/sparql-results+json;q=0, application/json;q=0", "xml", "application/sparql-results+xml"),
        ("text/tab-separated-values, text/csv", "tsv", "text/tab-separated-values"),
        (RDFLIB, "xml", "application/sparql-results+xml"),
        ("garbage, text/csv;q=9, text/csv;q=, */json, application/json", "json", "application/json"),
    ],
)
def test_the_best_is_chosen(accept: str | None, name: str, media_type: str) -> None:
    assert choose(accept, ROWS) == Format(name, media_type)


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", ";", "*", "text", ",,,", "a/b;q=1;", "\x00/\x00"])
def test_nothing_fits(accept: str) -> None:
    assert choose(accept, ROWS) is None


def test_of_an_endless_header_only_the_beginning_is_read() -> None:
    assert choose("text/csv;q=0.1," + "a/b," * 100_000 + "text/csv", ROWS) == Format("csv", "text/csv")
    assert choose("a/b," * 100_000 + "text/csv", ROWS) is None


def test_a_browser_gets_a_page_and_a_program_data() -> None:
    both = {**TRIPLES, **PAGE}
    assert choose(BROWSER, both) == Format("html", "text/html")
    assert choose("*/*", both) == Format("turtle", "text/turtle")
    assert Format("html", "text/html").content_type == "text/html; charset=utf-8"


def test_a_format_by_name_goes_before_accept() -> None:
    assert wanted("text/csv", ["json"], ROWS, TRIPLES) == (
        Format("json", "application/sparql-results+json"),
        Format("jsonld", "application/ld+json"),
    )
    assert wanted("text/csv", ["none", "N3"], ROWS, TRIPLES) == (None, Format("turtle", "text/turtle"))
    assert wanted(None, ["application/rdf+xml"], ROWS, TRIPLES) == (None, Format("rdfxml", "application/rdf+xml"))
    with pytest.raises(Refused, match="no format is called html; there are json"):
        wanted(None, ["html", "x/y"], ROWS, TRIPLES)


def test_one_of_two_offers_is_enough() -> None:
    assert wanted("text/turtle", [], ROWS, TRIPLES) == (None, Format("turtle", "text/turtle"))
    with pytest.raises(Refused, match="fits none of") as caught:
        wanted("image/png", [], ROWS, TRIPLES)
    assert caught.value.status == 406
