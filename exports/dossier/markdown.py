"""Writes a dossier as Markdown: whatever texts hold, none of it becomes a mark, a link or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ..plain import plain, printable
from .document import Block, Cell, Detail, Dossier, Evidence, Statement, Table
from .wording import Words, load_words

# What means something in CommonMark or GitHub's tables, links without brackets and footnotes; <, > and & as entities
_MARKS = re.compile(r"([\\`*_\[\]#|~^$!@]|(?<=\w):(?=//)|(?<=www)\.|^[-+](?=\s)|(?<=^\d)[.)](?=\s|$))", re.IGNORECASE)
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def markdown(dossier: Dossier) -> str:
    """Write a dossier as Markdown; the same dossier gives the same text."""
    words = load_words(dossier.language)
    texts = words.groups["texts"]
    parts = [f"# {escaped(dossier.title)}", *_head(dossier, texts, words)]
    if dossier.glance:
        parts += [f"## {texts['glance']}", "\n".join(f"- {_detail(detail)}" for detail in dossier.glance)]
    parts += [f"## {texts['how']}", texts["how_actual"]]
    parts.append("\n".join(f"- **{lead}** {meaning}" for lead, meaning in dossier.legend))
    for number, section in enumerate(dossier.sections, 1):
        parts.append(f"## {number}. {section.title}")
        for block in section.blocks:
            parts += _block(words, block)
    if dossier.evidence:
        parts += [f"## {len(dossier.sections) + 1}. {words.named('sections', 'evidence')}", texts["evidence_note"]]
        parts.append("\n".join(_evidence(words, one) for one in dossier.evidence))
    return "\n\n".join([*parts, "---", dossier.made]) + "\n"


def escaped(text: str) -> str:
    r"""Make a text mean nothing but itself in Markdown.

    >>> escaped("[a](javascript:alert(1)) <b>*x*</b>")
    '\\[a\\](javascript:alert(1)) &lt;b&gt;\\*x\\*&lt;/b&gt;'
    """
    return _MARKS.sub(r"\\\1", printable(plain(text))).translate(_ENTITIES)


def _head(dossier: Dossier, texts: Mapping[str, str], words: Words) -> Iterator[str]:
    head = dossier.head
    rows = [head.kind]
    if also := (*head.labels, *head.names):
        rows.append(f"{texts['also_called']}{words.marks['colon']}{words.listed(tuple(map(escaped, also)))}")
    if head.tickers:
        rows.append(f"{texts['tickers']}{words.marks['colon']}{words.listed(tuple(map(escaped, head.tickers)))}")
    rows.append(f"{texts['id']}{words.marks['colon']}{escaped(head.id)}")
    yield "\n".join(f"- {row}" for row in rows)
    yield escaped(head.lede)
    yield escaped(head.counted)


def _block(words: Words, block: Block) -> Iterator[str]:
    if block.title:
        yield f"### {block.title}"
    for note in block.notes:
        yield _detail(note)
    if block.statements:
        yield "\n".join(f"- {_statement(words, told)}" for told in block.statements)
    if block.table:
        yield _table(words, block.table)
    if block.more:
        yield escaped(block.more)


def _statement(words: Words, told: Statement) -> str:
    lead = f"**{told.lead}** " if told.lead else ""
    line = f"{lead}{escaped(told.subject)} {told.relation} {escaped(told.object)}".rstrip()
    line += _details(words, told.details, words.marks["colon"])
    if told.also:
        line += words.marks["open"] + _details(words, told.also, "") + words.marks["close"]
    return line + "".join(f" · {tag}" for tag in told.tags)


def _details(words: Words, details: Iterable[Detail], first: str) -> str:
    told = [_detail(detail) for detail in details]
    opening = first if told and not told[0].startswith("\\[") else " " if first else ""
    return opening + words.marks["list"].join(told)


def _detail(detail: Detail) -> str:
    more = escaped(detail.more)
    return " ".join(filter(None, (escaped(detail.text), _refs(detail.refs), more)))


def _refs(numbers: Iterable[int]) -> str:
    return "".join(f"\\[{number}\\]" for number in numbers)


def _table(words: Words, table: Table) -> str:
    lines = [table.columns, ["---"] * len(table.columns)]
    lines += [[_cell(words, cell) for cell in row] for row in table.rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cell(words: Words, cell: Cell) -> str:
    text = " ".join(filter(None, (escaped(cell.text), _refs(cell.refs))))
    if text:
        return text + "".join(_details(words, line, words.marks["colon"]) for line in cell.lines)
    return "<br>".join(_details(words, line, "") for line in cell.lines)


def _evidence(words: Words, one: Evidence) -> str:
    marks = words.marks
    place = [
        one.headline or one.article,
        one.publisher,
        one.published,
        one.article + marks["comma"] + one.added,
        one.url,
    ]
    told = " · ".join(escaped(part) for part in place if part)
    return f"{one.number}. {marks['quote_open']}{escaped(one.quote)}{marks['quote_close']} — {told}"
