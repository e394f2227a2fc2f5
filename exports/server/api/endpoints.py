"""The one table of endpoints: routes and the OpenAPI description are both made from it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from ....graph.storage import Place
from ..tasks import Task
from .about import About
from .asking import Ask, Questions
from .claims import Article, Claims
from .drawing import Graph, Neighbours
from .entities import Profile, Search
from .exporting import FORMATS, View
from .exposure import Exposure
from .judging import KINDS, Judgements
from .overview import Overview
from .parameters import MORE, Parameter, Values, filters, wanted
from .ways import Distances, Paths

_IDS = 5000  # entities of one picture
_PAGE = 1000  # of anything that comes in pages
JUDGING = "/api/judgements"
_STAKES = Parameter(
    name="stakes", about="Also tell stakes, looked through, and the 50 per cent rule.", kind="flag", default=False
)
JUDGE = (  # what is posted there
    Parameter(name="kind", about="What you judge.", choices=KINDS),
    Parameter(name="a", about="An entity's id; with `same` and `different`."),
    Parameter(name="b", about="The other entity's id."),
    Parameter(name="claim", about="A claim's id; with `wrong`."),
    Parameter(name="reason", about="Why; it is kept with the judgement.", default=""),
    Parameter(name="undo", about="The number of a judgement to take back, in place of `kind`.", kind="whole", least=1),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a service was started with: its store, and whether it takes judgements."""

    store: Place
    curate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One call: its path, what it is for, its parameters, and how they become a task.

    `gives` names its answer in `schemas.yaml`. One that is `posted` takes its parameters also as a JSON object, one that
    is `open` has others beside those that are named.
    """

    path: str
    about: str
    gives: str
    task: Callable[[Values, Setting], Task]
    parameters: tuple[Parameter, ...] = ()
    posted: bool = False
    open: bool = False


@functools.cache
def endpoints() -> tuple[Endpoint, ...]:
    """Give the table."""
    return (*_first_sight(), *_picture(), *_proof(), *_linked(), *_asked(), *_curation())


def _first_sight() -> tuple[Endpoint, ...]:
    return (
        Endpoint(
            path="/api/schema",
            about="The vocabulary in three languages, and how much the store holds.",
            gives="About",
            task=lambda values, setting: About(setting.curate),
        ),
        Endpoint(
            path="/api/overview",
            about="What to show first: the most connected entities, the newest claims, sanctions in the news.",
            gives="Overview",
            task=lambda values, setting: Overview(setting.store),
        ),
        Endpoint(
            path="/api/search",
            about="Entities by a name in any script, in pinyin, by a beginning, a ticker or an id, with slips; the best first.",
            gives="Found",
            parameters=(Parameter(name="q", about="what to look for", needed=True), _limit(20)),
            task=lambda values, setting: Search(values["q"], values["limit"]),
        ),
        Endpoint(
            path="/api/entities/{id:path}",
            about="One entity, and how many neighbours each relation leads to.",
            gives="Profile",
            parameters=(_id("An entity's id: company/nvidia.", in_path=True), *filters()),
            task=lambda values, setting: Profile(values["id"], wanted(values)),
        ),
    )


def _picture() -> tuple[Endpoint, ...]:
    directions = Parameter(
        name="direction", about="Which way it leads from the entity.", default="both", choices=("out", "in", "both")
    )
    return (
        Endpoint(
            path="/api/neighbours",
            about="What lies next to an entity, the best told first, page by page.",
            gives="Neighbours",
            parameters=(_id("An entity's id."), directions, _offset(), _limit(12), *filters()),
            task=lambda values, setting: Neighbours(
                setting.store, values["id"], values["direction"], values["offset"], values["limit"], wanted(values)
            ),
        ),
        Endpoint(
            path="/api/graph",
            about="Entities and all that links them to one another; ids that are gone are named.",
            gives="Graph",
            parameters=(
                _ids("Ids of entities.", needed=True),
                Parameter(
                    name="new", about="Only these of them, and what links these to any.", several=True, most=_IDS
                ),
                *filters(),
            ),
            task=lambda values, setting: Graph(setting.store, values["ids"], values["new"], wanted(values)),
            posted=True,
        ),
    )


def _proof() -> tuple[Endpoint, ...]:
    return (
        Endpoint(
            path="/api/claims",
            about="The claims behind an edge, each with its sentence, the strongest first: of two entities, of a fact, or by ids.",
            gives="Claims",
            parameters=(
                Parameter(name="subject", about="An entity's id; with `object`."),
                Parameter(name="object", about="An entity's id; with `subject`."),
                Parameter(name="either", about="Either way round.", kind="flag", default=False),
                Parameter(name="fact", about="An edge's id: fact/9f2c…"),
                _ids("Ids of claims: claim/9f2c…; filters don't count."),
                _offset(),
                _limit(100),
                *filters(),
            ),
            task=lambda values, setting: Claims(
                **{name: values[name] for name in ("subject", "object", "either", "fact", "ids", "offset", "limit")},
                store=setting.store,
                wanted=wanted(values),
            ),
            posted=True,
        ),
        Endpoint(
            path="/api/articles/{id:path}",
            about="An article as plain text, with the places of its claims.",
            gives="Article",
            parameters=(_id("An article's id, as claims have it.", in_path=True),),
            task=lambda values, setting: Article(setting.store, values["id"]),
        ),
    )


def _linked() -> tuple[Endpoint, ...]:
    return (
        Endpoint(
            path="/api/paths",
            about="How two entities are linked: the shortest chains, of equally short ones the surest first.",
            gives="Paths",
            parameters=(
                Parameter(name="from", about="An entity's id.", needed=True),
                Parameter(name="to", about="Another entity's id.", needed=True),
                Parameter(name="k", about="At most so many.", kind="whole", default=5, least=1, most=20),
                Parameter(name="longest", about="At most so many steps.", kind="whole", default=6, least=1, most=8),
                *filters(),
            ),
            task=lambda values, setting: Paths(
                setting.store, values["from"], values["to"], values["k"], values["longest"], wanted(values)
            ),
        ),
        Endpoint(
            path="/api/exposure",
            about="The nearest parties under sanctions, by news and lists, each with the chains that lead there.",
            gives="Exposure",
            parameters=(_id("An entity's id."), _hops(3), _limit(10), _STAKES, *filters()),
            task=lambda values, setting: Exposure(
                setting.store, values["id"], values["hops"], values["limit"], values["stakes"], wanted(values)
            ),
        ),
        Endpoint(
            path="/api/distances",
            about="How many steps each entity is from the nearest party under sanctions, by what is said to be so.",
            gives="Distances",
            parameters=(_ids("Ids of entities.", needed=True), _hops(4), filters()[0]),
            task=lambda values, setting: Distances(values["ids"], values["hops"], values["relation"]),
            posted=True,
        ),
    )


def _asked() -> tuple[Endpoint, ...]:
    return (
        Endpoint(
            path="/api/questions",
            about="The saved questions, with their parameters and their SPARQL.",
            gives="Questions",
            task=lambda values, setting: Questions(),
        ),
        Endpoint(
            path="/api/questions/{name}",
            about="What a saved question is answered with; its own parameters stand beside these.",
            gives="Answered",
            parameters=(Parameter(name="name", about="Which question.", needed=True, in_path=True), _limit(100)),
            task=lambda values, setting: Ask(setting.store, values["name"], values[MORE], values["limit"]),
            open=True,
        ),
        Endpoint(
            path="/api/export",
            about="A view to take away: its claims as a table, its edges as GraphML, or all of it as JSON.",
            gives="View",
            parameters=(
                _ids("Ids of entities.", needed=True),
                Parameter(name="format", about="What it is written as.", default="csv", choices=tuple(FORMATS)),
                *filters(),
            ),
            task=lambda values, setting: View(setting.store, values["ids"], values["format"], wanted(values)),
            posted=True,
        ),
    )


def _curation() -> tuple[Endpoint, ...]:
    return (
        Endpoint(
            path=JUDGING,
            about="What people judged, the newest first.",
            gives="Judgements",
            task=lambda values, setting: Judgements(setting.store),
        ),
    )


def _id(about: str, *, in_path: bool = False) -> Parameter:
    return Parameter(name="id", about=about, needed=True, in_path=in_path)


def _ids(about: str, *, needed: bool = False) -> Parameter:
    return Parameter(name="ids", about=about, several=True, needed=needed, most=_IDS)


def _hops(usual: int) -> Parameter:
    return Parameter(name="hops", about="At most so many steps.", kind="whole", default=usual, least=0, most=6)


def _limit(usual: int) -> Parameter:
    return Parameter(name="limit", about="At most so many.", kind="whole", default=usual, least=1, most=_PAGE)


def _offset() -> Parameter:
    return Parameter(name="offset", about="Leave out the first so many.", kind="whole", default=0, least=0, most=10**9)
