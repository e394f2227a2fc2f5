"""What an endpoint may be asked with: parameters, read from an address or from JSON, and told to OpenAPI."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal

from ....graph.literals import date_bounds
from ....graph.model import STATUSES
from ....graph.relationships import Wanted
from ....graph.schema import load_schema
from ....graph.selection import Selection
from ..tasks import Refused

Kind = Literal["text", "whole", "number", "day", "flag"]
Value = str | int | float | bool | tuple[str, ...] | None
Values = Mapping[str, Any]  # of one endpoint, each of its parameter's kind
MORE = "…"  # where parameters stand that an endpoint does not name
_JSON = {"text": "string", "whole": "integer", "number": "number", "day": "string", "flag": "boolean"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter: `several` may be given, split at commas or repeated; of `choices` where there are some."""

    name: str
    about: str
    kind: Kind = "text"
    several: bool = False
    needed: bool = False
    default: Value = None
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    in_path: bool = False

    def read(self, given: Sequence[str]) -> Value:
        """Give the value that these texts mean; Refused for what makes none."""
        if self.several:
            pieces = given if len(given) > 1 else [piece.strip() for text in given for piece in text.split(",")]
            found = tuple(dict.fromkeys(self._checked(piece) for piece in pieces if piece))
            if (self.needed and not found) or (self.most is not None and len(found) > self.most):
                raise _wrong(f"{self.name}: {self.about} There are {len(found):,}; {self.most or 'one'} at most")
            return found
        if len(given) > 1:
            raise _wrong(f"{self.name} is given {len(given)} times; give it once")
        text = given[0] if given else ""
        if not text:
            if self.needed:
                raise _wrong(f"{self.name} is missing: {self.about}")
            return self.default
        return self._read(text)

    def _read(self, text: str) -> Value:
        if self.kind == "flag":
            if text not in ("true", "false", "1", "0"):
                raise _wrong(f"{self.name} is true or false")
            return text in ("true", "1")
        if self.kind in ("whole", "number"):
            return self._number(text)
        if self.kind == "day" and date_bounds(text) is None:
            raise _wrong(f"{self.name}: {text[:40]!r} is no date; write 2024, 2024-06, 2024-Q3 or 2024-06-03")
        return self._checked(text)

    def _number(self, text: str) -> float:
        try:
            number = int(text[:20]) if self.kind == "whole" else float(text[:40])
        except ValueError:
            number = math.nan
        least, most = -math.inf if self.least is None else self.least, math.inf if self.most is None else self.most
        if not least <= number <= most:
            sort = "a whole number" if self.kind == "whole" else "a number"
            raise _wrong(f"{self.name} is {sort} from {least:,g} to {most:,g}")
        return number

    def _checked(self, text: str) -> str:
        if self.choices and text not in self.choices:
            raise _wrong(f"{self.name}: there is no {text[:80]}; there are {', '.join(self.choices)}")
        return text

    def schema(self) -> dict[str, object]:
        """Give what its value is, as JSON Schema has it."""
        one: dict[str, object] = {"type": _JSON[self.kind], **({"enum": list(self.choices)} if self.choices else {})}
        if self.several:
            return {"type": "array", "items": one, **({} if self.most is None else {"maxItems": self.most})}
        more = {"minimum": self.least, "maximum": self.most, "default": self.default}
        return one | {key: value for key, value in more.items() if value is not None}

    def described(self) -> dict[str, object]:
        """Give the parameter as OpenAPI has it."""
        return {
            "name": self.name,
            "in": "path" if self.in_path else "query",
            "description": self.about,
            "required": self.needed or self.in_path,
            "schema": self.schema(),
            **({"style": "form", "explode": True} if self.several else {}),
        }


def read(parameters: Iterable[Parameter], given: Mapping[str, Sequence[str]], *, more: bool = False) -> Values:
    """Read what an endpoint is asked with; Refused for a parameter that it does not have.

    With `more` it may have others, which are given as pairs under `MORE`, those without a value left out.
    """
    known = {parameter.name: parameter for parameter in parameters}
    strange = sorted(set(given) - set(known))
    if more:
        others = tuple((name, text) for name in strange for text in given[name] if text)
        return {MORE: others, **read(known.values(), {name: given[name] for name in set(given) & set(known)})}
    if strange:
        raise _wrong(f"there is no parameter {strange[0][:80]} here; there are {', '.join(known) or 'none'}")
    return {name: parameter.read(given.get(name, ())) for name, parameter in known.items()}


def posted(data: bytes) -> object:
    """Read the JSON of a request's body."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _wrong("the body is no JSON in UTF-8") from error


def from_json(data: object) -> dict[str, list[str]]:
    """Give the parameters of a JSON object as those of an address."""
    if not isinstance(data, dict):
        raise _wrong("the body is no JSON object")
    return {
        str(name): [_text(one) for one in (value if isinstance(value, list) else [value])]
        for name, value in data.items()
    }


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        raise _wrong("the values of the body are texts, numbers, true, false, or lists of them")
    return str(value)


def _wrong(message: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, message)


# What all calls about relationships take


def filters() -> tuple[Parameter, ...]:
    """Give the parameters by which claims and relationships are chosen."""
    schema = load_schema()
    return (
        Parameter(name="relation", about="Only these relations.", several=True, choices=tuple(schema.relations)),
        Parameter(name="status", about="Only what is told in these ways.", several=True, choices=STATUSES),
        Parameter(name="type", about="Only entities of these types.", several=True, choices=tuple(schema.types)),
        Parameter(name="min_confidence", about="Only claims as sure as this.", kind="number", default=0.0, least=0, most=1),
        Parameter(name="min_sources", about="Only what so many independent articles tell.", kind="whole", default=1, least=1, most=10_000),
        Parameter(name="publisher", about="Only what these publishers tell.", several=True),
        Parameter(name="as_of", about="What was told up to that day, without what was over by then.", kind="day"),
        Parameter(name="since", about="What may have happened on that day or later.", kind="day"),
        Parameter(name="until", about="What may have happened up to that day.", kind="day"),
    )  # fmt: skip


def wanted(values: Values) -> Wanted:
    """Give the choice that the filters make."""
    selection = Selection(
        relations=values["relation"] or None,
        status=values["status"] or None,
        since=values["since"],
        until=values["until"],
        as_of=values["as_of"],
        min_confidence=values["min_confidence"],
    )
    return Wanted(
        selection=selection, min_sources=values["min_sources"], publishers=values["publisher"], types=values["type"]
    )
