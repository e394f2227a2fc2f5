"""Prints the answer to a saved question: names and sentences, as a table for people or as data for programs."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import pyoxigraph as ox
from rich.table import Table
from rich.text import Text

from ..graph.errors import WrongUse
from ..graph.lookup import ClaimView, count_sources, label_of
from ..graph.namespace import GX, path_of, relation_name
from ..graph.schema import LANGUAGES, load_schema
from .answers import shortened
from .asking import Answer, Term
from .console import complain, console, print_json, styled, write_bytes
from .plain import plain
from .questions import Question
from .show import claim_json, described, entity_json, language_for, source_of

STYLES = ("table", "json", "csv", "tsv")
_ENDS = ("subject", "relation", "object", "status")
_TOLD = (
    "sentence",
    "date",
    "amount",
    "currency",
    "stake",
    "role",
    "round",
    "product",
    "article",
    "headline",
    "published",
)


def check(style: str, language: str | None) -> None:
    """Refuse a style or language that there is not."""
    if style not in STYLES:
        raise WrongUse(f"--format {style}: there are {', '.join(STYLES)}")
    if language is not None and language not in LANGUAGES:
        raise WrongUse(f"--language {language}: there are {', '.join(LANGUAGES)}")


def language_of(given: Mapping[str, str]) -> str:
    """Give the language to answer in: Traditional where a value is written so."""
    return next((tag for value in given.values() if (tag := language_for(value)) != "zh-Hans"), "zh-Hans")


def print_questions(questions: Iterable[Question], *, json: bool, language: str) -> None:
    """List questions with what they need and what they tell."""
    ordered = sorted(questions, key=lambda question: question.name)
    if json:
        print_json([_question_json(question) for question in ordered])
        return
    out = console()
    for question in ordered:
        out.print(Text(question.usage, style="bold"), styled(question.titles[language], "cyan"))
        out.print(
            Text("    ").append_text(styled(question.descriptions[language], "dim")), soft_wrap=not out.is_terminal
        )


def print_answer(answer: Answer, style: str, language: str) -> None:
    """Print an answer, and on stderr what its names could mean as well."""
    for name, others in answer.binding.others.items():
        if others:
            also = ", ".join(f"{label_of(other)} ({other.id})" for other in others)
            complain(
                f"{label_of(answer.binding.entities[name])} is taken for the {name}; the name is also that of {also}"
            )
    if style == "json":
        print_json(as_json(answer))
    elif style == "table":
        _print_table(answer, language)
    else:
        write_bytes(_lines(answer, language, "," if style == "csv" else "\t"))
    if answer.more:
        complain(f"only the first {len(answer.rows):,} rows are shown; --limit shows more")


def as_json(answer: Answer) -> dict[str, object]:
    """Give an answer as plain JSON values: things with id and names, each row with the claims it rests on."""
    asked = {name: term.value for name, term in answer.binding.terms.items()}
    named = {name: entity_json(entity) for name, entity in answer.binding.entities.items()}
    return {
        "question": answer.question.name,
        "asked": {**asked, **named},
        "columns": list(answer.columns),
        "rows": [
            {
                **{name: _term_json(term, answer) for name, term in zip(answer.columns, row.terms, strict=True)},
                **({"sources": row.sources} if row.evidence else {}),
                **(
                    {"evidence": [[claim_json(claim) for claim in told] for told in row.evidence]}
                    if row.evidence
                    else {}
                ),
            }
            for row in answer.rows
        ],
        "more": answer.more,
    }


def _question_json(question: Question) -> dict[str, object]:
    parameters = [
        {"name": p.name, "type": p.kind, "optional": p.optional, "default": p.default} for p in question.parameters
    ]
    titles, descriptions = dict(question.titles), dict(question.descriptions)
    return {"name": question.name, "title": titles, "description": descriptions, "parameters": parameters}


def _term_json(term: Term | None, answer: Answer) -> object:
    if isinstance(term, ox.NamedNode):
        if term.value in answer.entities:
            return entity_json(answer.entities[term.value])
        if term.value in answer.claims:
            return claim_json(answer.claims[term.value])
        return relation_name(term.value) if term.value.startswith(GX) else term.value
    return None if term is None else term.value


# As a table


def _print_table(answer: Answer, language: str) -> None:
    out, question = console(), answer.question
    names = [label_of(entity, language) for entity in answer.binding.entities.values()]
    out.print(styled(" · ".join([question.titles[language], *names]), "bold cyan"))
    if not answer.rows:
        out.print(styled(_NOTHING))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in answer.columns:
        table.add_column(name, overflow="fold")
    for _ in question.evidence:
        table.add_column("sentence", overflow="fold", ratio=1)
    shared = _shared_names(answer, language)
    for row in answer.rows:
        cells = [_cell(term, answer, language, shared) for term in row.terms]
        table.add_row(*cells, *(sentence(told) for told in row.evidence))
    out.print(table)


_NOTHING = "nothing in the graph answers this"


def _shared_names(answer: Answer, language: str) -> Collection[str]:
    """Give the names that several entities of an answer have: they need their ids behind them."""
    counts = Counter(label_of(entity, language) for entity in answer.entities.values())
    return {name for name, count in counts.items() if count > 1}


def _cell(term: Term | None, answer: Answer, language: str, shared: Collection[str]) -> Text:
    if isinstance(term, ox.NamedNode) and term.value in answer.claims:
        claim = answer.claims[term.value]
        return Text("").append_text(styled(fact(claim, language), "bold")).append("\n").append_text(sentence([claim]))
    return styled(_word(term, answer, language, shared))


def _word(term: Term | None, answer: Answer, language: str, shared: Collection[str] = ()) -> str:
    """Give what stands for a term in a table or a line: a thing's name, a relation's label, a text."""
    if not isinstance(term, ox.NamedNode):
        return "" if term is None else term.value
    if term.value in answer.entities:
        name = label_of(answer.entities[term.value], language)
        return f"{name} ({answer.entities[term.value].id})" if name in shared else name
    relation = load_schema().relations.get(relation_name(term.value)) if term.value.startswith(GX) else None
    return relation.labels[language] if relation else shortened(term.value)


def fact(claim: ClaimView, language: str) -> str:
    """Say a claim in three words: its subject, its relation and its object."""
    relation = load_schema().relations.get(claim.relation)
    word = relation.labels[language] if relation else claim.relation
    return f"{label_of(claim.subject, language)} {word} {label_of(claim.object, language)}"


def sentence(told: Collection[ClaimView]) -> Text:
    """Write the surest sentence and what it adds, and below it where it stands."""
    text = Text("")
    for claim in tuple(told)[:1]:
        text.append_text(styled(claim.quote))
        for word in described(claim.qualifiers):
            text.append("  ").append_text(styled(word, "green"))
        sources = count_sources(told)
        text.append("\n").append_text(styled(f"— {source_of(claim)}", "dim"))
        text.append(f" · {sources} sources" if sources > 1 else "", style="dim")
    return text


# As lines


def _lines(answer: Answer, language: str, delimiter: str) -> bytes:
    """Write names in the columns of the question, ids beside them, and the surest sentence of each edge."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n" if delimiter == "," else "\n")
    kinds = {name: _kind(place, answer) for place, name in enumerate(answer.columns)}
    head = [cell for name, kind in kinds.items() for cell in _heads(name, kind)]
    for number, _ in enumerate(answer.question.evidence, 1):
        head += [f"{name}{'' if number == 1 else f'_{number}'}" for name in (*_TOLD, "sources")]
    writer.writerow(head)
    for row in answer.rows:
        cells: list[object] = []
        for term, kind in zip(row.terms, kinds.values(), strict=True):
            cells += _cells(term, kind, answer, language)
        for told in row.evidence:
            cells += [*_told(told[0] if told else None), count_sources(told)]
        writer.writerow(["" if cell is None else plain(str(cell)) for cell in cells])
    return out.getvalue().encode("utf-8", "replace")


def _kind(place: int, answer: Answer) -> str:
    """Tell what a column holds: things, claims or texts."""
    iris = {term.value for row in answer.rows if isinstance(term := row.terms[place], ox.NamedNode)}
    return "thing" if iris & answer.entities.keys() else "claim" if iris & answer.claims.keys() else "text"


def _heads(name: str, kind: str) -> list[str]:
    if kind == "claim":
        return [f"{name}_{told}" for told in (*_ENDS, *_TOLD)]
    return [name, f"{name}_id"] if kind == "thing" else [name]


def _cells(term: Term | None, kind: str, answer: Answer, language: str) -> list[str | None]:
    if kind == "claim":
        claim = answer.claims.get(term.value) if term else None
        return [*_ends(claim, language), *_told(claim)]
    word = _word(term, answer, language)
    return [word, path_of(term.value) if term else None] if kind == "thing" else [word]


def _ends(claim: ClaimView | None, language: str) -> list[str | None]:
    if claim is None:
        return [None] * len(_ENDS)
    return [label_of(claim.subject, language), claim.relation, label_of(claim.object, language), claim.status]


def _told(claim: ClaimView | None) -> list[str | None]:
    if claim is None:
        return [None] * len(_TOLD)
    said, article = claim.qualifiers, claim.article
    values = (said.date, said.amount, said.currency, said.stake, said.role, said.round, said.product)
    return [claim.quote, *values, article.id, article.headline, article.published]
