"""The one table of endpoints: routes and the OpenAPI description are both made from it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from ....graph.storage import Place
from ..tasks import Task
from .about import About
from .claims import Article, Claims
from .drawing import Graph, Neighbours
from .entities import Profile, Search
from .judging import KINDS, Judgements
from .overview import Overview
from .parameters import Parameter, Values, filters, wanted

_IDS = 5000  # entities of one picture
_PAGE = 1000  # of anything that comes in pages
JUDGING = "/api/judgements"
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

    `gives` names its answer in `schemas.yaml`. One that is `posted` takes its parameters also as a JSON object.
    """

    path: str
    about: str
    gives: str
    task: Callable[[Values, Setting], Task]
    parameters: tuple[Parameter, ...] = ()
    posted: bool = False


@functools.cache
def endpoints() -> tuple[Endpoint, ...]:
    """Give the table."""
    return (*_first_sight(), *_picture(), *_proof(), *_curation())


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
            parameters=(_ids("Ids of entities.", needed=True), *filters()),
            task=lambda values, setting: Graph(setting.store, values["ids"], wanted(values)),
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


def _limit(usual: int) -> Parameter:
    return Parameter(name="limit", about="At most so many.", kind="whole", default=usual, least=1, most=_PAGE)


def _offset() -> Parameter:
    return Parameter(name="offset", about="Leave out the first so many.", kind="whole", default=0, least=0, most=10**9)
