"""Checks SPARQL before it runs, and says what is wrong with it in words that point at the place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import pairwise
from typing import TypedDict

import pyoxigraph as ox

from .errors import QueryError
from .namespace import PREFIXES
from .sparql_tokens import tokens

_ESCAPED = re.compile(r"\\(.)")
# What may hold any word without meaning it: IRIs, strings, escapes, comments, prefixed names, variables.
_OPAQUE = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>
      | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
      | \\. | \#[^\n\r]* | [\w\-.]*:[\w\-.:%]*(?:\\.[\w\-.:%]*)* | [?$@]\w+""",
    re.VERBOSE | re.DOTALL,
)
_PROLOGUE = re.compile(r"(?:\s*(?:base|prefix|version)\b)*\s*(\w+)", re.IGNORECASE)
_GAP = r"(?:\s|\#[^\n\r]*[\n\r])*"
# In the raw text, strings and all: a way to tell strings from the rest that differs from the parser's anywhere could be
# led astray, and nobody misses a query for a string that reads like a whole SERVICE clause.
_SERVICE = re.compile(
    rf"(?<![\w:?$@])service{_GAP}(?:silent{_GAP})?(?:<[^<>]*>|[?$]\w+|[^\s{{}}()<>]*:[^\s{{}}<>]*){_GAP}\{{",
    re.IGNORECASE,
)
_UPDATES = {"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"}
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_EXPECTED = re.compile(r'"([^"\w]{1,2})"|(?<![\w{])([A-Z]{3,})(?=,|$)')
_HERE = "this can't stand here"
_CUT_NAME = re.compile(r"(?<![\w:<])gxr:\w+(?=/)")  # a path of predicates never goes over a thing
_NAME_BEFORE = re.compile(r"([\w\-.]*):[^\s/]*$")
_FROM = re.compile(r"\bfrom\b", re.IGNORECASE)
_WORDS = 8  # more would no longer help
_SHOWN = 60  # characters of a long line that are shown before and behind the place


class Dataset(TypedDict, total=False):
    """Which graphs a query is over, as Oxigraph takes it."""

    use_default_graph_as_union: bool
    default_graph: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]
    named_graphs: list[ox.NamedNode | ox.BlankNode]


def dataset(sparql: str, default_graphs: Collection[str], named_graphs: Collection[str]) -> Dataset:
    """Give the graphs that a query is over: those named here, else those it names with FROM, else all.

    >>> dataset("SELECT * FROM gxr:view { ?s ?p ?o }", (), ()), dataset("ASK { ?from a 'from' }", (), ())
    ({}, {'use_default_graph_as_union': True})
    """
    if default_graphs or named_graphs:
        return {"default_graph": [_graph(g) for g in default_graphs], "named_graphs": [_graph(g) for g in named_graphs]}
    # Oxigraph takes the union even where FROM says otherwise
    says_from = _FROM.search(sparql) and _FROM.search(_blank(sparql))
    return {} if says_from else {"use_default_graph_as_union": True}


def _graph(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri}: this is no valid IRI of a graph") from error


def refuse_service(sparql: str) -> None:
    """Refuse a query that would ask another server: nothing here reaches the network.

    >>> refuse_service("SELECT ?service { ?service gx:service 'the SERVICE' } # SERVICE")
    """
    found = _SERVICE.search(sparql)
    if found:
        raise QueryError(f"{at(sparql, found.start())}: SERVICE asks another server, and a query here reaches none")


def check(sparql: str) -> None:
    """Refuse what is no query that reads; QueryError names line and column.

    >>> check("ASK { ?a gx:supplies ?b }")
    """
    refuse_service(sparql)
    parsed(sparql)


def parsed(sparql: str, *, base: str | None = None) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Give what a query answers of nothing, which tells what kind it is; QueryError names line and column.

    >>> parsed("ASK { ?a gx:supplies ?b }")
    <QueryBoolean false>
    """
    try:
        return parse(sparql, base)
    except SyntaxError as error:
        raise explain(sparql, error) from None
    except (ValueError, RuntimeError) as error:  # RuntimeError for functions that nobody knows
        raise QueryError(str(error)) from error


def complete(sparql: str, *, base: str | None = None) -> str:
    """Give a query with the prefixes that it uses and does not declare, on its first line.

    Of names with escapes only the vocabulary's are written out, which Virtuoso can't read otherwise.

    >>> complete("SELECT ?a { ?a gx:supplies 'gxr:b' }")
    "PREFIX gx: <https://w3id.org/guanxi/ns#> SELECT ?a { ?a gx:supplies 'gxr:b' }"
    >>> complete(r"ASK { gxr:company\\/nvidia ?p ?o }")
    'ASK { <https://w3id.org/guanxi/id/company/nvidia> ?p ?o }'
    """
    every = list(tokens(sparql))
    told = [token for token in every if token.kind != "gap"]
    declared = {name.text[:-1] for word, name in pairwise(told) if word.is_word("PREFIX")}
    known = {prefix: iri for prefix, iri in PREFIXES.items() if prefix not in declared}
    text, used = "", set()
    for token in every:
        prefix, _, local = token.text.partition(":") if token.kind == "name" else ("", "", "")
        if prefix in known and "\\" in local:
            text += "<" + known[prefix] + _ESCAPED.sub(r"\1", local) + ">"
        else:
            text += token.text
            used.add(prefix)
    prefixes = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in known.items() if prefix in used)
    return f"{f'BASE <{base}> ' if base else ''}{prefixes}{text}"


def parse(sparql: str, base: str | None = None) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Give what a query answers of nothing; raise the parser's own SyntaxError for what is no query."""
    return ox.Store().query(sparql, prefixes=PREFIXES, base_iri=base)


def explain(sparql: str, error: SyntaxError) -> QueryError:
    """Turn the parser's error into one that shows the line and what stands at the place."""
    first = _PROLOGUE.match(_blank(sparql))
    if first and first[1].lower() in _UPDATES:
        return QueryError(f"{at(sparql, first.start(1))}: this is an update ({first[1].upper()}); a query only reads")
    if cut := _CUT_NAME.search(sparql):
        return QueryError(f"{at(sparql, cut.end())}: a slash ends a name; write {cut[0]}\\/… or the whole IRI in <>")
    found = _PLACE.match(str(error))
    if found is None:
        return QueryError(str(error))
    line, column, reason = int(found[1]), int(found[2]), " ".join(found[3].split())
    text = (sparql.splitlines()[line - 1 : line] or [""])[0]
    if (name := _NAME_BEFORE.search(text[: column - 1])) and "Prefix not found" in reason:
        column = name.start() + 1
        said = f"the prefix {name[1]}: is not known; declare it with PREFIX"
    else:
        said = _reason(reason) if sparql.strip() else "the query is empty"
    if said == _HERE and not "".join(sparql.splitlines()[line - 1 :])[column - 1 :].strip():
        said = "the query ends here before it is complete"
    before, after = text[: column - 1], text[column - 1 :]
    before = before if len(before) <= _SHOWN else f"…{before[-_SHOWN:]}"
    after = after if len(after) <= _SHOWN else f"{after[:_SHOWN]}…"
    return QueryError(f"line {line}, column {column}: {said}\n  {before}{after}\n  {_indent(before)}^")


def _reason(reason: str) -> str:
    for said in ("IRI parsing failed", "unbound"):
        if said in reason:
            return {"unbound": "a variable is used here that is neither grouped by nor bound"}.get(
                said, "this is no valid IRI"
            )
    words = sorted({mark or word for mark, word in _EXPECTED.findall(reason)})
    return f"{_HERE}; possible: {' '.join(words)}" if 1 < len(words) <= _WORDS else _HERE


def _indent(before: str) -> str:
    """Give blanks as wide as a text on a terminal."""
    return "".join("\u3000" if unicodedata.east_asian_width(char) in "WF" else " " for char in before)


def _blank(sparql: str) -> str:
    """Put blanks over what means nothing, every other character staying in its place."""
    return _OPAQUE.sub(lambda found: " " * len(found[0]), sparql)


def at(sparql: str, offset: int) -> str:
    """Say in words where in a query an offset is."""
    before = sparql[:offset]
    return f"line {before.count(chr(10)) + 1}, column {offset - before.rfind(chr(10))}"
