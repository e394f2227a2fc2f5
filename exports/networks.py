"""Writes the graph in the formats of network tools, by way of networkx: what they open, they hold in memory too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING

from ..graph.excerpt import Excerpt
from ..graph.model import Entity
from ..graph.network import assembled, network
from ..graph.schema import load_schema
from .plain import printable

if TYPE_CHECKING:
    import networkx as nx

_NAMES = {"zh-Hans": "name_zh_hans", "zh-Hant": "name_zh_hant", "en": "name_en"}


def write_graphml(excerpt: Excerpt, sink: IO[bytes]) -> None:
    """Write an excerpt as GraphML; nodes and edges have their ids and all their attributes."""
    _write_graphml(_flat(excerpt), sink)


def write_edges(
    nodes: Iterable[Entity], edges: Iterable[tuple[str, str, str, Mapping[str, object]]], sink: IO[bytes]
) -> None:
    """Write entities and edges (subject, object, key, attributes) as GraphML."""
    graph = assembled(nodes, [])
    for subject, object_, key, about in edges:
        graph.add_edge(subject, object_, key=key, **about)
    _write_graphml(_flattened_graph(graph), sink)


def _write_graphml(graph: nx.MultiDiGraph[str], sink: IO[bytes]) -> None:
    import networkx as nx

    # not write_graphml, which writes something else where lxml is installed
    nx.write_graphml_xml(graph, sink, named_key_ids=True)


def write_gexf(excerpt: Excerpt, sink: IO[bytes]) -> None:
    """Write an excerpt as GEXF, nodes in the colours of their types."""
    from networkx.readwrite.gexf import GEXFWriter

    graph, types = _flat(excerpt), load_schema().types
    for _, about in graph.nodes(data=True):
        colour = types[about["type"]].colour
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        about["viz"] = {"color": {"r": red, "g": green, "b": blue}}
    writer = GEXFWriter(encoding="utf-8", version="1.2draft")
    writer.add_graph(graph)
    for meta in writer.xml.iter("meta"):
        meta.attrib.clear()  # the day of writing: the same graph is to give the same file
    writer.write(sink)


def write_gml(excerpt: Excerpt, sink: IO[bytes]) -> None:
    """Write an excerpt as GML, whose `label` is the id: what an entity is called stands in `name`."""
    import networkx as nx

    graph = _flat(excerpt)
    for _, about in graph.nodes(data=True):
        about["name"] = about.pop("label")
    sink.writelines(f"{line}\n".encode("ascii") for line in nx.generate_gml(graph))


def _flat(excerpt: Excerpt) -> nx.MultiDiGraph[str]:
    """Give the networkx graph with texts and numbers only, names of one entity between vertical bars."""
    return _flattened_graph(network(excerpt))


def _flattened_graph(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    for _, about in graph.nodes(data=True):
        flat = dict(_flattened(about))
        about.clear()
        about.update(flat)
    for *_, about in graph.edges(data=True):
        flat = dict(_flattened(about))
        about.clear()
        about.update(flat)
    return graph


def _flattened(about: Mapping[str, object]) -> Iterator[tuple[str, str | float]]:
    for name, value in about.items():
        if isinstance(value, dict):
            yield from ((_NAMES[language], printable(text)) for language, text in value.items())
        elif isinstance(value, list):
            yield name, printable("|".join(value))
        elif isinstance(value, str):
            yield name, printable(value)
        elif isinstance(value, int | float):
            yield name, value
