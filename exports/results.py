"""SPARQL results written row by row in the W3C's formats, so that they can stream and end where a limit says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from json.encoder import encode_basestring as _quoted  # the string writer of json.dumps; no other part is fast enough
from typing import IO
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = Iterable[Term | None]  # one for each variable
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 can't hold these, escaped or not
_QUOTED_IN_CSV = re.compile('[",\r\n]')
_CONTROL_BYTES = re.compile(b"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_json(variables: Sequence[str], rows: Iterable[Row], sink: IO[bytes]) -> None:
    """Write rows as SPARQL 1.1 Query Results JSON."""
    keys = [_quoted(name) for name in variables]
    sink.write(f'{{"head":{{"vars":[{",".join(keys)}]}},"results":{{"bindings":['.encode())
    between = ""
    for row in rows:
        bound = ",".join(f"{key}:{_json(term)}" for key, term in zip(keys, row, strict=True) if term is not None)
        sink.write(f"{between}{{{bound}}}".encode())
        between = ","
    sink.write(b"]}}")


def write_xml(variables: Sequence[str], rows: Iterable[Row], sink: IO[bytes]) -> None:
    """Write rows as SPARQL Query Results XML; what XML can't hold becomes the replacement character."""
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in variables)
    opening = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    sink.write(f"{opening}<head>{head}</head><results>".encode())
    starts = [f"<binding name={quoteattr(name)}>" for name in variables]
    for row in rows:
        bound = "".join(f"{start}{_xml(term)}</binding>" for start, term in zip(starts, row, strict=True) if term)
        sink.write(f"<result>{bound}</result>\n".encode())
    sink.write(b"</results></sparql>")


def write_csv(variables: Sequence[str], rows: Iterable[Row], sink: IO[bytes]) -> None:
    """Write rows as SPARQL 1.1 Query Results CSV: plain values without their types."""
    sink.write(f"{','.join(variables)}\r\n".encode())
    for row in rows:
        sink.write(f"{','.join(map(_csv, row))}\r\n".encode())


def write_tsv(variables: Sequence[str], rows: Iterable[Row], sink: IO[bytes]) -> None:
    """Write rows as SPARQL 1.1 Query Results TSV: terms as they stand in SPARQL."""
    sink.write(("\t".join(f"?{name}" for name in variables) + "\n").encode())
    for row in rows:
        line = "\t".join("" if term is None else _tsv(term) for term in row)
        sink.write(f"{line}\n".encode())


def without_xml_controls(text: bytes) -> bytes:
    """Put the replacement character in place of what no XML document may hold; UTF-8 may be cut anywhere.

    >>> without_xml_controls(b"<a>\\x1b[31m</a>").decode()
    '<a>\ufffd[31m</a>'
    """
    return _CONTROL_BYTES.sub("\ufffd".encode(), text)


def _json(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f'{{"type":"uri","value":{_quoted(term.value)}}}'
    if isinstance(term, ox.BlankNode):
        return f'{{"type":"bnode","value":{_quoted(term.value)}}}'
    if isinstance(term, ox.Triple):
        return f'{{"type":"triple","value":{{{",".join(f"{_quoted(n)}:{_json(end)}" for n, end in _ends(term))}}}}}'
    kind = ""
    if term.language:
        kind = f',"xml:lang":{_quoted(term.language)}'
    elif term.datatype.value != _STRING:
        kind = f',"datatype":{_quoted(term.datatype.value)}'
    return f'{{"type":"literal","value":{_quoted(term.value)}{kind}}}'


def _ends(triple: ox.Triple) -> tuple[tuple[str, Term], ...]:
    return ("subject", triple.subject), ("predicate", triple.predicate), ("object", triple.object)


def _xml(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    if isinstance(term, ox.Triple):
        return f"<triple>{''.join(f'<{name}>{_xml(end)}</{name}>' for name, end in _ends(term))}</triple>"
    kind = ""
    if term.language:
        kind = f" xml:lang={quoteattr(term.language)}"
    elif term.datatype.value != _STRING:
        kind = f" datatype={quoteattr(term.datatype.value)}"
    # a bare carriage return would be read as a line feed
    text = escape(_NOT_IN_XML.sub("\ufffd", term.value), {"\r": "&#13;"})
    return f"<literal{kind}>{text}</literal>"


def _csv(term: Term | None) -> str:
    if term is None:
        return ""
    value = term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
    return f'"{value.replace(chr(34), chr(34) * 2)}"' if _QUOTED_IN_CSV.search(value) else value


def _tsv(term: Term) -> str:
    if isinstance(term, ox.Triple):
        return f"<<( {' '.join(_tsv(end) for _, end in _ends(term))} )>>"
    return str(term).replace("\t", "\\t")


WRITERS: Mapping[str, Callable[[Sequence[str], Iterable[Row], IO[bytes]], None]] = {
    "json": write_json,
    "xml": write_xml,
    "csv": write_csv,
    "tsv": write_tsv,
}
