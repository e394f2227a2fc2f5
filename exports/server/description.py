"""What the service says of itself: the SPARQL 1.1 Service Description, and a page with a form for people.

https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from ...graph.namespace import PREFIXES, VIEW
from .negotiation import PAGE, ROWS, TRIPLES, wanted
from .pages import render
from .requests import Parameters
from .serialization import document

if TYPE_CHECKING:
    import pyoxigraph as ox
    from starlette.requests import Request

    from .limits import Limits

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def described(request: Request, given: Parameters) -> Response:
    """Describe the service in RDF, or with a page."""
    (format_,) = wanted(request.headers.get("accept"), given.get("format", ()), {**TRIPLES, **PAGE})
    assert format_ is not None  # one offer, and something of it is wanted
    limits: Limits = request.app.state.limits
    if format_.name == "html":
        page = render("sparql.html", prefixes=PREFIXES, formats=[*ROWS, *TRIPLES], limits=limits)
        return Response(page, media_type="text/html")
    endpoint = str(request.url.replace(query="", fragment=""))
    return Response(document(_description(endpoint, limits), format_), media_type=format_.content_type)


def _description(endpoint: str, limits: Limits) -> list[ox.Triple]:
    import pyoxigraph as ox

    service, dataset, union, view = (ox.NamedNode(endpoint + part) for part in ("", "#dataset", "#union", "#view"))
    kind = ox.NamedNode(PREFIXES["rdf"] + "type")

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    features = [sd("UnionDefaultGraph"), *([sd("BasicFederatedQuery")] if limits.federated else [])]
    return [
        ox.Triple(service, kind, sd("Service")),
        ox.Triple(service, sd("endpoint"), service),
        ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        *(ox.Triple(service, sd("feature"), feature) for feature in features),
        *(ox.Triple(service, sd("resultFormat"), ox.NamedNode(_FORMATS + name)) for name in _RESULTS),
        ox.Triple(service, sd("defaultDataset"), dataset),
        ox.Triple(dataset, kind, sd("Dataset")),
        ox.Triple(dataset, sd("defaultGraph"), union),
        ox.Triple(union, kind, sd("Graph")),
        ox.Triple(dataset, sd("namedGraph"), view),
        ox.Triple(view, kind, sd("NamedGraph")),
        ox.Triple(view, sd("name"), ox.NamedNode(VIEW)),
        ox.Triple(view, sd("graph"), ox.NamedNode(f"{endpoint}#view-graph")),
        ox.Triple(ox.NamedNode(f"{endpoint}#view-graph"), kind, sd("Graph")),
    ]
