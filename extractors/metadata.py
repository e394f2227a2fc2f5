"""Headline, date, publisher and authors of an article, as far as its own text gives them."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from ..graph.errors import DataFileError
from ..graph.model import Noise
from ..graph.text import fold
from .bylines import is_name
from .noise import find_noise
from .vocabulary import load_yaml, pattern, words

_FILE = "metadata.yaml"
_HEAD_LINES = 40  # a page's menu can be this long before the headline
_HEAD = 20_000  # characters
_LONGEST_HEADLINE = 80
_SENTENCE_END = re.compile(r"(?:[。;,、:!?]|\.\.\.|…)$")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no text in any encoding holds these: NUL, halves of surrogate pairs
_SPACE = re.compile(r"[ \t\r\n\xa0]+")
_CODE_ONLY = re.compile(r"[\d\W_]*|[a-z0-9]{1,6}\.[a-z]{2}")
_BRACKETED = re.compile(r"[【\[<](.{4,80}?)[】\]>]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a text says about itself; None and empty where it says nothing."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text that is not empty: its place, the text without margins, and the same folded."""

    start: int
    text: str
    folded: str


def metadata_of(text: str, noise: Sequence[Noise] | None = None) -> Metadata:
    """Read headline, date (ISO), publisher and authors out of a text.

    >>> metadata_of("寒武紀中標\\n財經網 2025-11-21 07:29\\n公司公布,獲得訂單。")
    Metadata(title='寒武紀中標', published='2025-11-21', publisher='財經網', authors=())
    """
    folded = fold(text)
    noise = find_noise(text) if noise is None else noise
    lines = head_lines(text, folded, noise)
    stamp = _stamp(lines)
    labelled = _labelled(text)
    return Metadata(
        title=labelled.get("title") or _title(lines, stamp),
        published=iso_date(labelled.get("published")) or _published(folded, lines, stamp),
        publisher=labelled.get("publisher") or _publisher(text, folded, lines, stamp),
        authors=_names(labelled.get("authors", "")) or _authors(text, folded, noise),
    )


def _labelled(text: str) -> dict[str, str]:
    """Give what the first lines say under labels (「標題:…」「日期:…」), where a title is one of them."""
    found: dict[str, str] = {}
    for line in text[:2_000].split("\n")[:12]:
        label, mark, value = line.replace("：", ":", 1).partition(":")
        field = block_labels().get(fold(label).strip("# *[]【】\"'"), "") if mark else ""
        if field and field != "text" and value.strip(" \"'"):
            found.setdefault(field, spaced(value).strip("\"'"))
    return found if "title" in found and len(found) > 1 else {}


@functools.cache
def block_labels() -> dict[str, str]:
    """Give the labels of blocks, folded, each with the field that it stands over."""
    blocks = load_yaml(_FILE).get("block")
    if not isinstance(blocks, dict):
        raise DataFileError(f"lexicon/{_FILE}: block: not a mapping")
    return {word: field for field, listed in blocks.items() for word in listed}


def head_lines(text: str, folded: str, noise: Sequence[Noise]) -> list[Line]:
    """Give the first lines that are not empty and not wholly noise."""
    lines: list[Line] = []
    start = 0
    while start < min(len(text), _HEAD) and len(lines) < _HEAD_LINES:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        stripped = text[start:end].strip()
        if stripped and not any(n.start <= start and end <= n.end + 1 for n in noise):
            lines.append(Line(start, stripped, folded[start:end].strip()))
        start = end + 1
    return lines


def _stamp(lines: Sequence[Line]) -> tuple[int, re.Match[str]] | None:
    """Find the line of the head that is a date stamp: its number, and the match of publisher and date."""
    for number, line in enumerate(lines[:5]):
        match = pattern(_FILE, "stamp").search(line.folded) if len(line.folded) < 64 else None
        if match and not (number and lines[number - 1].folded.endswith(("...", "…"))):  # the date of a teaser
            return number, match
    return None


def looks_like_headline(folded: str) -> bool:
    """Tell whether a folded line can be a headline: short, no sentence's end, more than a code or a menu word.

    >>> looks_like_headline("寒武纪中标10亿元"), looks_like_headline("0020.hk"), looks_like_headline("公司公布业绩。")
    (True, False, False)
    """
    if not 5 <= len(folded) <= _LONGEST_HEADLINE or _CODE_ONLY.fullmatch(folded):
        return False
    end = _SENTENCE_END.search(folded)
    return end is None or end.group() in "!?…"


def _title(lines: Sequence[Line], stamp: tuple[int, re.Match[str]] | None) -> str | None:
    if stamp:
        over = above_stamp([line.folded for line in lines], stamp[0])
        if over is not None:
            return spaced(lines[over].text.lstrip("#"))
        lines = [line for number, line in enumerate(lines) if number != stamp[0]]
    for line in lines[:6]:
        if looks_like_headline(line.folded) and not pattern(_FILE, "label_line").search(line.folded):
            return spaced(line.text.lstrip("#"))
        bracketed = _BRACKETED.match(line.text)
        if bracketed:
            return bracketed.group(1)
        if len(line.folded) > _LONGEST_HEADLINE:
            return None
    return None


def above_stamp(folded: Sequence[str], stamp: int) -> int | None:
    """Give the number of the headline over a date stamp; up to two lines of source or author may stand between."""
    for number in range(stamp - 1, max(-1, stamp - 4), -1):
        if pattern(_FILE, "label_line").search(folded[number]):
            continue
        return number if looks_like_headline(folded[number]) else None
    return None


def published_in(page: str, title: str | None) -> str | None:
    """Give the date in a stamp near a headline in the whole text of a page (`visible_text`), as ISO."""
    lines = page.split("\n")
    at = next((n for n, line in enumerate(lines) if title and line.startswith(title)), None)
    if at is None:
        return None
    near = [Line(0, line, fold(line)) for line in lines[at + 1 : at + 6]]
    stamp = _stamp(near)
    return iso_date(stamp[1].group(2)) if stamp else None


def spaced(title: str) -> str:
    """Give a headline on one line, without margins; wide spaces stay, they part its halves.

    >>> spaced(" 上市月餘\xa0急回購 ")
    '上市月餘 急回購'
    """
    return _SPACE.sub(" ", UNSTORABLE.sub("", title)).strip()


def _published(folded: str, lines: Sequence[Line], stamp: tuple[int, re.Match[str]] | None) -> str | None:
    if stamp:
        return iso_date(stamp[1].group(2))
    for expression in _patterns("dated"):
        match = expression.search(folded, 0, 3000)
        if match:
            return iso_date(match.group(1))
    return None


def _publisher(text: str, folded: str, lines: Sequence[Line], stamp: tuple[int, re.Match[str]] | None) -> str | None:
    refused = frozenset(words(_FILE, "not_publishers"))
    if stamp and stamp[1].group(1):
        start, end = stamp[1].span(1)
        said = lines[stamp[0]].folded[start:end].strip(" ·|:")
        if said not in refused and not said.startswith(words(_FILE, "person_labels")):
            return lines[stamp[0]].text[start:end].strip(" ·|:：")
    for expression in _patterns("publisher"):
        for match in expression.finditer(folded):
            if match.group(1) not in refused:
                return text[match.start(1) : match.end(1)].strip()
    return None


def _authors(text: str, folded: str, noise: Sequence[Noise]) -> tuple[str, ...]:
    for expression in _patterns("authors"):
        match = expression.search(folded)
        names = _names(text[match.start(1) : match.end(1)]) if match else ()
        if names:
            return names
    alone = [folded[one.start : one.end] for one in noise if one.kind == "byline" and one.end - one.start < 16]
    names = tuple(name for span in alone for name in _names(span) if is_name(name))
    places = ((folded.find(name), len(name)) for name in names)  # -1 for a name written with a gap
    return tuple(text[place : place + size] for place, size in places if place >= 0)


def _names(written: str) -> tuple[str, ...]:
    """Take the names out of a byline: titles, places and 「記者」 between them are none."""
    titles = "|".join(map(re.escape, words(_FILE, "author_titles")))
    parts = re.split(r"[、,，]\s*|\s+(?=[^\sA-Za-z]{2})|\s{2,}", written.strip())
    joined = (re.sub(r"(?<![A-Za-z])\s", "", part) for part in parts)
    return tuple(name for name in joined if name and not re.fullmatch(f".*(?:{titles})", fold(name)))


@functools.cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(expression, re.MULTILINE) for expression in words(_FILE, key))
    except re.error as error:
        raise DataFileError(f"lexicon/{_FILE}: {key}: {error}") from error


def iso_date(value: object) -> str | None:
    """Give the ISO date (`2025-11-21`) in what a table, feed or page gives as a date; None where there is none.

    Reads ISO and Chinese dates, RFC 822 dates and Unix times in seconds or milliseconds.

    >>> iso_date("2025年11月21日 07:29"), iso_date("Fri, 21 Nov 2025 07:29:00 +0800"), iso_date(1763710140)
    ('2025-11-21', '2025-11-21', '2025-11-21')
    """
    if isinstance(value, bool) or value is None:
        return None
    written = fold(str(value).strip())
    match = pattern(_FILE, "day").search(written)
    if match and not re.fullmatch(r"\d{9,13}(?:\.\d+)?", written):
        year, *rest = match.groups()
        month, day = (part for part in rest if part)
        return _valid(int(year), int(month), int(day))
    if re.fullmatch(r"\d{9,13}(?:\.\d+)?", written):
        seconds = float(written) / (1000 if float(written) > 1e11 else 1)
        return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds + 8 * 3600)).date().isoformat()  # Beijing time
    try:
        return parsedate_to_datetime(str(value)).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None
