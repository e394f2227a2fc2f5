"""Where a store on a server is: its address, who asks, and where each known server has its endpoints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from ..errors import WrongUse

_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*://", re.IGNORECASE)
_PARTS = ("query", "update", "graphs")
_ENDPOINTS = {"query", "sparql", "sparql-auth", "update", "store", "sparql-graph-crud", "sparql-graph-crud-auth"}
SECONDS = 300.0  # that a server may be silent: an update of some thousand statements takes it seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What must be known of a kind of server: where its endpoints are below its address, and how it likes to be asked.

    `server` is how its Server header begins. `query_as` and `graphs_as` are the endpoints for those who have a name.
    `union` are the parameters that make a query's default graph the union of all graphs, where it is not anyway.
    `statements` is how many fit into one update. `describe` stands before a DESCRIBE. `everywhere` tells whether its
    `GRAPH ?g {}` gives all graphs. `most` is a query for how many rows an answer has at most, where there is such a limit.
    """

    name: str
    query: str
    update: str | None = None
    graphs: str | None = None
    server: str | None = None
    query_as: str | None = None
    graphs_as: str | None = None
    union: Mapping[str, str] = field(default_factory=dict)
    statements: int = 5000
    describe: str = ""
    everywhere: bool = False
    most: str = ""

    def endpoint(self, part: str, *, named: bool) -> str | None:
        """Give where an endpoint is below the server's address, for one who has a name or for anybody."""
        own: str | None = getattr(self, part)
        return (getattr(self, f"{part}_as", None) or own) if named else own


LAYOUTS = (
    Layout(
        name="oxigraph",
        server="Oxigraph",
        query="query",
        update="update",
        graphs="store",
        union={"union-default-graph": ""},
        everywhere=True,
    ),
    Layout(
        name="virtuoso",
        server="Virtuoso",
        query="sparql",
        query_as="sparql-auth",
        update="sparql-auth",
        graphs="sparql-graph-crud",
        graphs_as="sparql-graph-crud-auth",
        statements=150,  # it makes SQL of an update, of at most 10,000 lines (error SP031)
        describe='define sql:describe-mode "CBD" ',  # its own way gives nothing without FROM
        most='SELECT (bif:cfg_item_value(bif:virtuoso_ini_path(), "SPARQL", "ResultSetMaxRows") AS ?n) {}',
    ),
)


@dataclass(frozen=True, slots=True)
class Remote:
    """The address of a store on a server, as its user names it, and who asks.

    `http://localhost:7878` for a server that says what it is; the path to one of its endpoints will do, too.
    `http://localhost:3030/ds#query=sparql&update=update&graphs=data` says itself where the endpoints are, below the
    path; without `update` and `graphs` it can only be read. `…#virtuoso` names the kind. `seconds` is how long the
    server may be silent, `cache` a folder of this machine to keep search indexes in. WrongUse for anything else.
    """

    url: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    seconds: float = SECONDS
    cache: Path | None = None

    def __post_init__(self) -> None:
        """Check that it is an address, and one that can be shown to anybody."""
        try:
            parts = urlsplit(self.url)
            (parts.hostname or "").encode("idna")
            known = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and (parts.port or 1)
        except ValueError:
            known = False
        if "@" in self.url.partition("//")[2].partition("/")[0]:
            raise WrongUse(
                "an address with a user or a password in it can be seen by others; leave them out, and set"
                " GUANXI_STORE_USER and GUANXI_STORE_PASSWORD"
            )
        if not known:
            raise WrongUse(f"{self.url}: a store on a server is named http://HOST:PORT or https://HOST")
        if parts.query:
            raise WrongUse(f"{self.url}: the address of a store has no parameters; leave out ?{parts.query[:40]}")
        _ = self.layout  # says what is wrong with it
        if bool(self.user) != bool(self.password):
            raise WrongUse(f"{self.url}: a user needs a password, and a password a user")

    def __str__(self) -> str:
        """Say where it is."""
        return self.url

    @property
    def base(self) -> str:
        """Give what all endpoints are below, with a slash at its end.

        >>> Remote("http://localhost:8890/sparql").base, Remote("https://example.org/ds#query=sparql").base
        ('http://localhost:8890/', 'https://example.org/ds/')
        """
        parts = urlsplit(self.url)
        path = parts.path.rstrip("/")
        head, _, last = path.rpartition("/")
        if last in _ENDPOINTS and not parts.fragment:
            path = head
        return f"{parts.scheme.lower()}://{parts.netloc}{path}/"

    @property
    def layout(self) -> Layout | None:
        """Give the layout that the address names, None where the server is to be asked."""
        said = urlsplit(self.url).fragment
        if not said:
            return None
        if "=" not in said:
            return self._named(said)
        parts = dict(parse_qsl(said, keep_blank_values=True))
        if "query" not in parts or not set(parts) <= set(_PARTS):
            raise WrongUse(
                f"{self.url}: behind # stands query=PATH, and update=PATH and graphs=PATH where there are any"
            )
        return Layout(name="named", query=parts["query"], update=parts.get("update"), graphs=parts.get("graphs"))

    def _named(self, said: str) -> Layout:
        for layout in LAYOUTS:
            if layout.name == said.lower():
                return replace(layout)
        known = ", ".join(layout.name for layout in LAYOUTS)
        raise WrongUse(f"{self.url}: no kind of server is called {said}; known are {known}")


def is_address(text: str) -> bool:
    """Tell whether a store's name is the address of a server.

    >>> is_address("http://localhost:7878"), is_address("my-store"), is_address("C:/store")
    (True, False, False)
    """
    return bool(_SCHEME.match(text))
