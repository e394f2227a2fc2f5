"""GraphML, GEXF and GML, read back by networkx."""

import io
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from guanxi.exports.networks import write_gexf, write_gml, write_graphml
from guanxi.exports.plain import printable
from guanxi.graph.excerpt import Excerpt
from guanxi.graph.model import STATUSES
from guanxi.graph.network import network
from guanxi.graph.schema import load_schema
from guanxi.graph.selection import Selection
from guanxi.graph.store import open_reader

ALL = Selection(status=STATUSES)
READ: dict[str, tuple[Callable[..., None], Callable[[io.BytesIO], nx.MultiDiGraph]]] = {
    "graphml": (write_graphml, nx.read_graphml),
    "gexf": (write_gexf, nx.read_gexf),
    "gml": (write_gml, lambda data: nx.read_gml(data)),
}


def _written(store: Path, name: str, selection: Selection) -> io.BytesIO:
    sink = io.BytesIO()
    with open_reader(store) as reader:
        READ[name][0](Excerpt(reader, selection, lone=True), sink)
    sink.seek(0)
    return sink


@pytest.mark.parametrize("name", READ)
def test_networkx_reads_every_node_and_edge_back(store: Path, name: str) -> None:
    with open_reader(store) as reader:
        wanted = network(Excerpt(reader, ALL, lone=True))
    read = READ[name][1](_written(store, name, ALL))
    assert read.is_directed() and read.is_multigraph()
    assert set(read.nodes) == set(wanted.nodes)
    assert sorted(read.edges()) == sorted(wanted.edges())
    shown = "name" if name == "gml" else "label"
    assert {read.nodes[n][shown] for n in read} == {printable(wanted.nodes[n]["label"]) for n in wanted}
    told = sorted((s, o, printable(about["quote"]), about["status"]) for s, o, about in wanted.edges(data=True))
    assert sorted((s, o, about["quote"], about["status"]) for s, o, about in read.edges(data=True)) == told
    assert all(isinstance(about["confidence"], float) for *_, about in read.edges(data=True))


@pytest.mark.parametrize("name", READ)
def test_names_and_qualifiers_are_there(store: Path, name: str) -> None:
    read = READ[name][1](_written(store, name, ALL))
    nvidia = read.nodes["company/nvidia"]
    assert (nvidia["name_en"], nvidia["name_zh_hant"], nvidia["tickers"]) == ("NVIDIA", "輝達", "NVDA.US")
    (plan,) = [about for *_, about in read.edges(data=True) if about["relation"] == "invests_in"]
    assert (plan["amount"], plan["currency"], plan["publisher"]) == ("300000000", "USD", "維港商訊")


def test_edges_in_graphml_have_their_claims_as_keys(store: Path) -> None:
    read = nx.read_graphml(_written(store, "graphml", ALL))
    assert all(key.startswith("claim/") for *_, key in read.edges(keys=True))


def test_the_colours_are_those_of_the_types(store: Path) -> None:
    read = nx.read_gexf(_written(store, "gexf", ALL))
    types = load_schema().types
    for _, about in read.nodes(data=True):
        colour = "#{r:02X}{g:02X}{b:02X}".format(**about["viz"]["color"])
        assert colour == types[about["type"]].colour


def test_no_day_of_writing_makes_two_files_differ(store: Path) -> None:
    assert b"lastmodified" not in _written(store, "gexf", ALL).getvalue()


@pytest.mark.parametrize("name", READ)
def test_a_part_is_a_part(dated: Path, name: str) -> None:
    sink = io.BytesIO()
    with open_reader(dated) as reader:
        READ[name][0](Excerpt(reader, Selection(relations=("owns",))), sink)
    sink.seek(0)
    read = READ[name][1](sink)
    assert (read.number_of_nodes(), read.number_of_edges()) == (4, 2)


@pytest.mark.parametrize("name", READ)
def test_an_empty_part_can_be_read(dated: Path, name: str) -> None:
    sink = io.BytesIO()
    with open_reader(dated) as reader:
        READ[name][0](Excerpt(reader, Selection(relations=("lends_to",))), sink)
    sink.seek(0)
    assert READ[name][1](sink).number_of_nodes() == 0
