"""Saved questions: SPARQL files whose header comments say what they ask, in three languages, and with which parameters."""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, get_args

import pyoxigraph as ox

from ..graph.datafile import Section, section_of
from ..graph.errors import DataFileError, NotFound, QueryError, WrongUse
from ..graph.model import STATUSES
from ..graph.namespace import GX, expand
from ..graph.schema import LANGUAGES, load_schema
from ..graph.sparql import check
from ..graph.sparql_tokens import tokens

Kind = Literal["entity", "since", "until", "number", "text", "relation"]
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PARAMETER = re.compile(r"[a-z]+(_[a-z]+)*")
_EDGE = re.compile(r"([?$])(\w+)\s+(?:([?$])(\w+)|(\w*:\w+))\s+([?$])(\w+)")
_SUFFIX = ".rq"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a question asks for: an entity by name, a day (`since` takes the first of 2024, `until` the last), a value.

    An optional one that is not given stays a variable, unless it has a `default`. `types` are the entity types that an
    entity must be of, any where there are none.
    """

    name: str
    kind: Kind
    optional: bool
    default: str | None
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge whose sentences belong to a row: variables or parameters by name, and a relation's IRI or a variable."""

    subject: str
    relation: str
    object: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A saved question: its name, what it asks in each language, its parameters in order, and its SPARQL.

    `evidence` are the edges whose sentences a row of its answer rests on, told in one of `statuses`.
    """

    name: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    evidence: tuple[Edge, ...]
    statuses: tuple[str, ...]
    sparql: str

    @property
    def usage(self) -> str:
        """Give how it is asked: `suppliers-of COMPANY`."""
        words = (f"[{p.name.upper()}]" if p.optional else p.name.upper() for p in self.parameters)
        return " ".join([self.name, *words])

    @property
    def ordered(self) -> bool:
        """Tell whether its rows come in an order of its own."""
        return any(token.is_word("ORDER") for token in tokens(self.sparql))

    def bound(self, values: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
        """Give its SPARQL with terms in place of parameters; those without one stay variables.

        A term is written as N-Triples writes it, whatever its text holds, and nothing is ever replaced in a term.
        """
        out, clause, depth = [], "", 0
        for token in tokens(self.sparql):
            text = token.text
            if token.is_word("SELECT", "BY", "WHERE", "FROM", "HAVING", "LIMIT", "OFFSET", "VALUES") or text in (
                "{",
                "}",
            ):
                clause = text.upper()
            depth += (text == "(") - (text == ")") if token.kind == "mark" else 0
            if token.kind == "variable" and text.startswith("$") and text[1:] in values:
                term, bare = str(values[text[1:]]), not depth
                text = {"SELECT": f"({term} AS ?{text[1:]})", "BY": f"({term})"}.get(clause, term) if bare else term
            out.append(text)
        return "".join(out)


def load_questions(folder: Path | None = None) -> dict[str, Question]:
    """Read the questions that come with the package, by name; those in a folder of one's own stand in their place.

    DataFileError names the file and the line of the first thing that is wrong, NotFound a folder that is not there.
    """
    if folder is None:
        return dict(_own())
    if not folder.is_dir():
        raise NotFound(f"{folder}: there is no such folder")
    return {**_own(), **_read_folder(folder)}


def find_question(name: str, questions: Mapping[str, Question]) -> Question:
    """Give the question of that name; NotFound names those that are near."""
    import difflib

    if name not in questions:
        near = difflib.get_close_matches(name, questions, 5, 0.4)
        raise NotFound(f"no question is called {name}; guanxi ask --list shows all", tuple(near))
    return questions[name]


@functools.cache
def _own() -> Mapping[str, Question]:
    return _read_folder(importlib.resources.files("guanxi.exports") / "questions")


def _read_folder(folder: Traversable) -> dict[str, Question]:
    files = sorted((f for f in folder.iterdir() if f.name.endswith(_SUFFIX)), key=lambda file: file.name)
    return {(question := read_question(file)).name: question for file in files}


def read_question(file: Traversable) -> Question:
    """Read one file; DataFileError says what is wrong in it, and where."""
    name = file.name.removesuffix(_SUFFIX)
    if not _NAME.fullmatch(name):
        raise DataFileError(f"{file}: a question's name is lower-case letters, digits and hyphens")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataFileError(f"{file}: not UTF-8 at byte {error.start}") from error
    header = section_of(_header(text), str(file))
    header.allow("title", "description", "parameters", "evidence", "statuses")
    parameters = tuple(_parameter(key, part) for key, part in _sections(header, "parameters"))
    question = Question(
        name=name,
        titles=_languages(header, "title"),
        descriptions=_languages(header, "description"),
        parameters=tuple(sorted(parameters, key=lambda parameter: parameter.optional)),
        evidence=tuple(_edge(edge, header) for edge in header.texts("evidence")),
        statuses=header.some_of("statuses", STATUSES) or ("actual",),
        sparql=text,
    )
    _check_names(question, header)
    anything: dict[str, ox.NamedNode | ox.Literal] = {name: ox.NamedNode(GX) for name in (p.name for p in parameters)}
    try:
        check(question.sparql)
        check(question.bound(anything))
    except QueryError as error:
        raise DataFileError(f"{file}: {error}") from error
    return question


def _header(text: str) -> str:
    """Give the comments that a file begins with, without their marks; lines keep their numbers."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line[1:].removeprefix(" "))
    return "\n".join(lines)


def _sections(header: Section, key: str) -> tuple[tuple[str, Section], ...]:
    return tuple(header.section(key).sections()) if key in header.nodes else ()


def _languages(header: Section, key: str) -> Mapping[str, str]:
    part = header.section(key)
    part.allow(*LANGUAGES)
    return {language: part.text(language) for language in LANGUAGES}


def _parameter(name: str, part: Section) -> Parameter:
    part.allow("type", "optional", "default", "of")
    if not _PARAMETER.fullmatch(name):
        raise part.wrong("type", "a parameter's name is lower-case letters and underscores")
    kind: Kind = part.one_of("type", get_args(Kind))  # type: ignore[assignment]  # one of its own
    default = part.text("default") if "default" in part.nodes else None
    types = part.some_of("of", load_schema().types)
    return Parameter(
        name=name, kind=kind, optional=part.flag("optional") or default is not None, default=default, types=types
    )


def _edge(text: str, header: Section) -> Edge:
    found = _EDGE.fullmatch(text)
    try:
        relation = found and (found[4] or expand(found[5]))
    except KeyError:
        relation = None
    if not found or not relation:
        raise header.wrong("evidence", f"{text!r} is no edge: '?supplier gx:supplies $company'")
    return Edge(found[2], relation, found[7])


def _check_names(question: Question, header: Section) -> None:
    """Refuse a parameter that is written as a variable, and the other way round."""
    names = {parameter.name for parameter in question.parameters}
    used = {token.text for token in tokens(question.sparql) if token.kind == "variable"}
    for variable in sorted(used):
        if variable.startswith("$") and variable[1:] not in names:
            raise header.wrong("parameters", f"{variable} is none of them; a variable is written ?{variable[1:]}")
        if variable.startswith("?") and variable[1:] in names:
            raise header.wrong("parameters", f"{variable}: a parameter is written ${variable[1:]}")
    for name in sorted(names - {variable[1:] for variable in used}):
        raise header.wrong("parameters", f"{name} is nowhere in the query")
    known = {variable[1:] for variable in used}
    for edge in question.evidence:
        for end in (edge.subject, edge.object):
            if end not in known:
                raise header.wrong("evidence", f"?{end} is nowhere in the query")


def read_values(question: Question, given: tuple[str, ...]) -> dict[str, str]:
    """Give the value of each parameter from words: in their order, or as `name=value`; defaults where there is none.

    Raises WrongUse for one that is missing or too many.
    """
    names = [parameter.name for parameter in question.parameters]
    values: dict[str, str] = {}
    for word in given:
        name, mark, value = word.partition("=")
        if not mark or name not in names:
            name, value = next((name for name in names if name not in values), ""), word
        if not name or name in values:
            raise WrongUse(f"{word} is one too many; ask: {question.usage}")
        values[name] = value
    for parameter in question.parameters:
        if parameter.name not in values and parameter.default is not None:
            values[parameter.name] = parameter.default
        elif parameter.name not in values and not parameter.optional:
            raise WrongUse(f"{parameter.name.upper()} is missing; ask: {question.usage}")
    return values
