"""Stores on real servers, which are started once for all tests, and what tests do with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from guanxi.graph.integrity import problems
from guanxi.graph.model import Extraction
from guanxi.graph.namespace import GXR, article_iri
from guanxi.graph.remote import books
from guanxi.graph.remote.address import Remote
from guanxi.graph.remote.connection import Connection
from guanxi.graph.remote.dialogue import select, update
from guanxi.graph.sources import read_extraction
from guanxi.graph.storage import Place
from guanxi.graph.store import open_reader, open_writer
from servers import MISSING, has_virtuoso, oxigraph, virtuoso


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Remote]]:
    with oxigraph() as (address, _):
        found = {"oxigraph": Remote(address)}
        if not has_virtuoso():
            yield found
            return
        with virtuoso(tmp_path_factory.mktemp("virtuoso")) as other:
            yield found | {"virtuoso": Remote(other, "dba", "dba")}


@pytest.fixture(params=["oxigraph", "virtuoso"])
def remote(request: pytest.FixtureRequest, servers: dict[str, Remote]) -> Remote:
    """Give the address of an empty store on each kind of server."""
    if request.param not in servers:
        pytest.skip(MISSING)
    clear(servers[request.param])
    return servers[request.param]


def clear(remote: Remote) -> None:
    """Take all away that tests write."""
    with Connection(remote) as connection:
        for (name,) in select(connection, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"):
            if name.startswith((GXR, "http://example.com/")):
                update(connection, f"DROP SILENT GRAPH <{name}>")


def extractions(store: Place) -> list[Extraction]:
    with open_reader(store) as reader:
        return [read_extraction(reader.quads(article_iri(id_))) for id_ in sorted(reader.stamps())]


def build(store: Place, articles: Iterable[Extraction], known: Any = None) -> None:
    with open_writer(store, known=known or {}) as writer:
        for extraction in articles:
            writer.put(extraction, path=f"/news/{extraction.article.id}.txt")


def copied(local: Path, remote: Remote) -> None:
    """Build on a server what a local store holds."""
    with open_reader(local) as reader:
        build(remote, extractions(local), reader.premises().known)


def dump(store: Place) -> list[str]:
    with open_reader(store) as reader:
        return sorted(map(str, reader.quads()))


def state(remote: Remote) -> books.State | None:
    with Connection(remote) as connection:
        return books.read_state(connection)


def assert_view_is_right(store: Place) -> None:
    with open_reader(store) as reader:
        assert [str(problem) for problem in problems(reader)] == []
