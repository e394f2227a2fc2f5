"""What the commands of `guanxi analyse` work with: the store that is asked, what was read of it, and how answers go out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields, is_dataclass
from typing import TYPE_CHECKING, TypeVar

from ..graph.analysis.facts import claims_in, sentences
from ..graph.analysis.names import name_of
from ..graph.analysis.reading import everything, near, owned
from ..graph.errors import WrongUse
from ..graph.lookup import ClaimView, label_of
from ..graph.store import open_reader
from .analysis_options import Wanted
from .console import complain, print_json
from .show import claim_json, language_for
from .show import wanted as entities_for

if TYPE_CHECKING:
    import networkx as nx

    from ..graph.storage import Reader

Result = TypeVar("Result")
LANGUAGES = ("zh-Hans", "zh-Hant", "en")


@contextmanager
def opened(wanted: Wanted) -> Iterator[View]:
    """Open the store that an analysis asks."""
    with open_reader(wanted.store) as reader:
        yield View(reader, wanted)


class View:
    """A store while an analysis asks it: `read` is the network that was read last, `language` that of the answer."""

    def __init__(self, reader: Reader, wanted: Wanted) -> None:
        """Read nothing yet; WrongUse for a language that there is not."""
        if wanted.language not in (None, *LANGUAGES):
            raise WrongUse(f"no language is called {wanted.language}; there are {', '.join(LANGUAGES)}")
        self.reader, self.wanted = reader, wanted
        self.language = wanted.language or LANGUAGES[0]
        self.read: nx.MultiDiGraph[str] | None = None
        self._told: dict[str, ClaimView] = {}

    def entity(self, name: str) -> str:
        """Find the entity that a name means, and say what else it could mean; NotFound with what is near."""
        found, others = entities_for(self.reader, name)
        if others:
            complain(f"{name} also names {', '.join(f'{label_of(other)} ({other.id})' for other in others)}")
        if self.language == LANGUAGES[0]:  # of several names, one in the other script tells
            self.language = self.wanted.language or language_for(name)
        return found.id

    def network(self, usual: Collection[str] | None = None) -> nx.MultiDiGraph[str]:
        """Read the whole graph, of the relations asked for or else the usual ones."""
        self.read = everything(self.reader, self.wanted.selection, usual=usual, sources=self.wanted.sources)
        return self.read

    def around(self, entity: str | None, steps: int, usual: Collection[str] | None = None) -> nx.MultiDiGraph[str]:
        """Read what lies around an entity, or the whole graph where there is none."""
        if entity is None:
            return self.network(usual)
        asked = self.wanted
        self.read = near(self.reader, asked.selection, [entity], steps=steps, usual=usual, sources=asked.sources)
        return self.read

    def owned(self, entities: Collection[str]) -> nx.MultiDiGraph[str]:
        """Read the stakes above and below some entities."""
        self.read = owned(self.reader, self.wanted.selection, entities, sources=self.wanted.sources)
        return self.read

    def name(self, entity: str) -> str:
        """Give the name to show for an entity."""
        return name_of(self.read, entity, self.language) if self.read is not None and entity in self.read else entity

    def claim(self, id_: str) -> ClaimView:
        """Give a claim of the answer with its sentence."""
        return self._told[id_]

    def tell(self, result: object, *, surest: bool = False) -> None:
        """Read the sentences of the claims that a result names, or of the surest of each of its facts."""
        self._told = sentences(self.reader, claims_in(result, surest=surest))

    def give(
        self,
        analysis: str,
        result: Result,
        show: Callable[[View, Result], None],
        nothing: str,
        answers: Sequence[object],
    ) -> None:
        """Print the result of an analysis, as text or JSON; a text where there are no `answers` says so."""
        if self.wanted.json:
            self.tell(result)
            print_json(self._json(analysis, result))
        elif answers:
            self.tell(result, surest=True)
            show(self, result)
        else:
            print(nothing)

    def _json(self, analysis: str, result: object) -> dict[str, object]:
        """Give a result as plain values, with the names of the entities and the sentences of the claims that it names."""
        asked = {name: value for name, value in asdict(self.wanted.selection).items() if value and name != "hops"}
        named = sorted({text for text in _texts(result) if self.read is not None and text in self.read})
        return {
            "analysis": analysis,
            "asked": asked,
            "result": plain_values(result),
            "entities": {
                entity: {"label": self.name(entity), **(self.read.nodes[entity] if self.read is not None else {})}
                for entity in named
            },
            "claims": {id_: _claim(claim) for id_, claim in self._told.items()},
        }


def plain_values(result: object) -> object:
    """Give a result of data classes as what JSON knows."""
    if is_dataclass(result) and not isinstance(result, type):
        return {field.name: plain_values(getattr(result, field.name)) for field in fields(result)}
    if isinstance(result, Mapping):
        return {str(key): plain_values(value) for key, value in result.items()}
    if isinstance(result, list | tuple):
        return [plain_values(value) for value in result]
    return result


def _claim(claim: ClaimView) -> dict[str, object]:
    return {**claim_json(claim), "subject": claim.subject.id, "object": claim.object.id}


def _texts(result: object) -> Iterator[str]:
    if isinstance(result, str):
        yield result
    elif is_dataclass(result) and not isinstance(result, type):
        for field in fields(result):
            yield from _texts(getattr(result, field.name))
    elif isinstance(result, Mapping):
        for key, value in result.items():
            yield from (*_texts(key), *_texts(value))
    elif isinstance(result, list | tuple):
        for value in result:
            yield from _texts(value)
