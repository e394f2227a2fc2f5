"""Bytes to text: the encoding is given, marked, or recognised, and nothing is replaced silently."""

from __future__ import annotations

import codecs
import functools
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from ..graph.errors import SkipInput
from .inputs import MIB, STREAM_LIMIT, Blob, ReadOptions, megabytes
from .vocabulary import load_yaml

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Names that files and servers use, and the superset that reads them: HKSCS holds what Big5 lacks (裏, 恒, 着).
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "big5-tw": "big5hkscs", "cp936": "gb18030"}
_SAMPLE = 4 * MIB
_LONGEST_LINE = 16 * MIB
# Own text in GB18030 or Big5 scores 0.35 to 0.65, a wrong decoding below 0.1 (measured on news in both scripts).
_LEAST_COMMON = 0.15
_LINE_END = re.compile("\r\n?|\u2028|\u2029")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


def decode(data: bytes, *, place: str, encoding: str | None = None) -> str:
    """Give the text of some bytes with line ends as `\\n`; raises SkipInput that says which byte is wrong.

    >>> decode("寒武紀股價".encode("big5"), place="a.txt")
    '寒武紀股價'
    """
    name = codec(encoding, place) if encoding else recognise(data, place=place)
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise SkipInput(place, _undecodable(name, error), line=_line(data, error.start)) from error
    text = clean(text)
    if len(_CONTROL.findall(text, 0, 100_000)) * 100 > min(len(text), 100_000):
        raise SkipInput(place, "does not look like text (control characters)")
    return text


def clean(text: str) -> str:
    """Give a text with line ends as `\\n` and without a byte order mark."""
    return _LINE_END.sub("\n", text).removeprefix("\ufeff")


def codec(encoding: str, place: str) -> str:
    """Give the Python codec for an encoding's name; raises SkipInput for an unknown one."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError as error:
        raise SkipInput(place, f"unknown encoding {encoding!r}") from error
    return "utf-8-sig" if name == "utf-8" else _WIDER.get(name, name)


def recognise(data: bytes, *, place: str) -> str:
    """Tell the Python codec that reads some bytes; raises SkipInput when none does.

    >>> recognise("百度集团发布公告".encode("gb18030"), place="a.txt")
    'gb18030'
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    wide = _unmarked_utf16(data)
    if wide:
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _chinese(data[:_SAMPLE], place, error)
    return "utf-8"


def _unmarked_utf16(data: bytes) -> str | None:
    sample = data[:4096]
    if len(data) % 2 or b"\x00" not in sample:
        return None  # a zero byte stands for the high half of a line end or a digit; no other encoding of text has it
    plain = {name: _plainness(sample.decode(name, "replace")) for name in ("utf-16-le", "utf-16-be")}
    name = max(plain, key=lambda name: plain[name])
    return name if plain[name] > 0.3 and _decodes(data, name) else None


def _plainness(text: str) -> float:
    common = _common()
    return sum(char in common or " " <= char <= "~" or char == "\n" for char in text) / len(text)


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _chinese(sample: bytes, place: str, error: UnicodeDecodeError) -> str:
    best, score = "", 0.0
    wide = () if len(sample) % 2 else ("utf-16-le", "utf-16-be")
    for name in ("gb18030", "big5hkscs", "cp950", *wide):
        text = _leading(sample, name)
        if text is not None and commonness(text) > score:
            best, score = name, commonness(text)
    if score < _LEAST_COMMON:
        raise SkipInput(place, _undecodable("utf-8", error), line=_line(sample, error.start))
    return best


def _leading(sample: bytes, name: str) -> str | None:
    """Decode a sample whose last character may be cut."""
    try:
        return codecs.getincrementaldecoder(name)().decode(sample, final=len(sample) < _SAMPLE)
    except UnicodeDecodeError:
        return None


def commonness(text: str) -> float:
    """Give the share of very common Chinese characters among all that are not ASCII, 0 to 1.

    >>> commonness("这是中国的一家公司") > 0.8
    True
    """
    wide = [char for char in text if char > "\x7f"]
    common = _common()
    return sum(char in common for char in wide) / max(len(wide), 1)


@functools.cache
def _common() -> frozenset[str]:
    return frozenset(str(load_yaml("encodings.yaml")["common"])) - {" "} | frozenset("，。、：；「」（）“”")


def _undecodable(name: str, error: UnicodeDecodeError) -> str:
    byte = error.object[error.start]
    return f"byte {error.start:,} (0x{byte:02X}) is not {name.removesuffix('-sig')}; name the encoding with --encoding"


def _line(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def lines(blob: Blob, options: ReadOptions) -> Iterator[tuple[int, str | SkipInput]]:
    """Give the numbered lines of a blob of any size in bounded memory; a bad line comes as a SkipInput."""
    name = _stream_codec(blob, options)
    with blob.open(options, STREAM_LIMIT) as stream:
        if name.startswith(("utf-16", "utf-32")):
            yield from _wide_lines(stream, blob.place, name)
        else:
            yield from _byte_lines(stream, blob.place, name)


def _stream_codec(blob: Blob, options: ReadOptions) -> str:
    given = options.encoding or blob.charset
    if given:
        return codec(given, blob.place)
    with blob.open(options, STREAM_LIMIT) as stream:
        sample = stream.read(_SAMPLE)
    cut = sample.rfind(b"\n") + 1 if len(sample) == _SAMPLE else 0
    try:
        return recognise(sample[:cut] if cut else sample, place=blob.place)
    except SkipInput:  # a bad line or a cut end do not make the other lines another encoding
        told = [line for line in sample.split(b"\n") if not line.isascii()]
        if sum(_decodes(line, "utf-8") for line in told) * 2 < len(told):
            raise
        return "utf-8"


def _byte_lines(stream: BinaryIO, place: str, name: str) -> Iterator[tuple[int, str | SkipInput]]:
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(_LONGEST_LINE)
            yield number, SkipInput(place, f"a line longer than {megabytes(_LONGEST_LINE)}", line=number)
            continue
        try:
            pieces = _pieces(line.decode(name))
        except UnicodeDecodeError as error:
            yield number, SkipInput(place, _undecodable(name, error), line=number)
            continue
        for more, piece in enumerate(pieces):
            number += more > 0
            yield number, piece


def _pieces(line: str) -> list[str]:
    """Part what old carriage returns part; other separators may stand within a string of JSON."""
    line = line.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return [piece + "\n" for piece in line.removesuffix("\n").split("\n")] if "\n" in line else [line]


def _wide_lines(stream: BinaryIO, place: str, name: str) -> Iterator[tuple[int, str | SkipInput]]:
    number = 0
    with io.TextIOWrapper(stream, encoding=name, newline=None) as text:
        try:
            while line := text.readline(_LONGEST_LINE):
                number += 1
                yield number, line.removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            yield number + 1, SkipInput(place, _undecodable(name, error), line=number + 1)
