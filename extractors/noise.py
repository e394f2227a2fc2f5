"""What in an article's text is not the article: menus, widgets, bylines, promotion; found, never removed."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..graph.errors import DataFileError
from ..graph.model import Noise
from ..graph.text import fold
from .bylines import find_names
from .vocabulary import load_yaml, words

_FILE = "noise.yaml"


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    near: tuple[str, ...]
    pattern: re.Pattern[str]
    back: int


def find_noise(text: str) -> tuple[Noise, ...]:
    """Find every stretch that is no part of the story, ascending and without overlaps.

    >>> find_noise("三一重工(行情600031,诊股)公告，净利增长。")
    (Noise(start=4, end=17, kind='widget'),)
    """
    folded = fold(text)
    found = [*_by_rule(folded), *_promotion(folded), *find_lists(folded)]
    footers = tuple(noise.start for noise in found if noise.kind in _FOOTERS)
    return _merged([*found, *(Noise(start, end, "byline") for start, end in find_names(folded, footers))])


_FOOTERS = ("subscription", "disclaimer")


def clean_title(title: str | None) -> str | None:
    """Give a headline without the quotes widgets, footnote marks and promotion in it; None where nothing is left.

    >>> clean_title("三一重工(12.3,0.1,0.8%)回购股份")
    '三一重工回购股份'
    """
    kept = title or ""
    for noise in reversed(find_noise(kept)):
        if noise.kind in ("widget", "footnote", "promotion"):
            kept = kept[: noise.start] + kept[noise.end :]
    return kept.strip() or None


def _by_rule(folded: str) -> Iterator[Noise]:
    for rule in _rules():
        if any(word in folded for word in rule.near):
            for match in rule.pattern.finditer(folded):
                if match.end() > match.start():
                    yield Noise(_clause_start(folded, match.start(), rule.back), match.end(), rule.kind)


def _clause_start(folded: str, start: int, back: int) -> int:
    """Go back to where a clause begins, at most `back` characters."""
    if not back:
        return start
    earliest = max(0, start - back)
    return max([earliest, *(folded.rfind(mark, earliest, start) + 1 for mark in "。;,\n")])


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    listed = load_yaml(_FILE).get("rules")
    if not isinstance(listed, list):
        raise DataFileError(f"lexicon/{_FILE}: rules: not a list")
    return tuple(_rule(number, rule) for number, rule in enumerate(listed, 1))


def _rule(number: int, rule: dict[str, object]) -> _Rule:
    near = rule.get("near")
    back = int(str(rule.get("back", 0)))
    try:
        # Folded YAML scalars put a space where a line ends; alternatives are written one per line.
        pattern = re.compile(re.sub(r"\| +", "|", str(rule["pattern"])), re.MULTILINE)
        return _Rule(str(rule["kind"]), tuple(near) if isinstance(near, list) else ("",), pattern, back)
    except (KeyError, re.error) as error:
        raise DataFileError(f"lexicon/{_FILE}: rule {number}: {error}") from error


def _promotion(folded: str) -> Iterator[Noise]:
    gap, roles, word = _promotion_words()
    run: list[re.Match[str]] = []
    for match in word.finditer(folded):
        if run and (match.start() - run[-1].end() > gap or _BREAK.search(folded, run[-1].end(), match.start())):
            yield from _advertisement(folded, run, roles)
            run = []
        run.append(match)
    yield from _advertisement(folded, run, roles)


_BREAK = re.compile(r"[。\n;,]")
_TAIL = re.compile(r"[a-z0-9:+\-./_]{0,24}[^\S\n]*[!~】)>→]*")
_LEAD = re.compile(r"[\s_|·【(\[<—-]*$")
_LONGEST_AD = 160  # characters of a line that is an advertisement as a whole


def _advertisement(folded: str, run: list[re.Match[str]], roles: dict[str, frozenset[str]]) -> Iterator[Noise]:
    run = _without_fillers(run, roles["fillers"])
    said = {match.group() for match in run}
    if not (said & roles["both"] or (said & roles["baits"] and said & roles["urges"])):
        return
    start, end = run[0].start(), run[-1].end()
    line_start, line_end = folded.rfind("\n", 0, start) + 1, folded.find("\n", end)
    line = folded[line_start : line_end if line_end >= 0 else len(folded)]
    if said & roles["both"] and line_start > 0 and len(line) <= _LONGEST_AD and "。" not in line:
        yield Noise(line_start, line_start + len(line), "promotion")
        return
    tail, lead = _TAIL.match(folded, end), _LEAD.search(folded, max(line_start, start - 16), start)
    yield Noise(lead.start() if lead and lead.start() > line_start else start, tail.end() if tail else end, "promotion")


def _without_fillers(run: list[re.Match[str]], fillers: frozenset[str]) -> list[re.Match[str]]:
    """Leave out words at the ends that decide nothing, unless they touch the next one: 「腾讯分分彩」."""
    while run and run[0].group() in fillers and not (len(run) > 1 and run[0].end() == run[1].start()):
        run = run[1:]
    while run and run[-1].group() in fillers and not (len(run) > 1 and run[-2].end() == run[-1].start()):
        run = run[:-1]
    return run


@functools.cache
def _promotion_words() -> tuple[int, dict[str, frozenset[str]], re.Pattern[str]]:
    data = load_yaml(_FILE).get("promotion")
    if not isinstance(data, dict):
        raise DataFileError(f"lexicon/{_FILE}: promotion: not a mapping")
    roles = {role: frozenset(data.get(role, ())) for role in ("baits", "urges", "both", "fillers")}
    longest_first = sorted(set().union(*roles.values()), key=lambda word: (-len(word), word))
    return int(data.get("gap", 12)), roles, re.compile("|".join(map(re.escape, longest_first)))


_STAMP = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_BULLET = re.compile(r"[^\S\n]*(?:[•·●▪■◆▶►*\-]|\d{1,2}[.、])[^\S\n]+")
_ENDS_SENTENCE = re.compile(r"(?:[。!?;…」”\"]|\.\.\.)$")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def _lines(folded: str) -> list[_Line]:
    lines, start = [], 0
    for raw in folded.split("\n"):
        lines.append(_Line(start, start + len(raw), raw.strip()))
        start += len(raw) + 1
    return lines


def find_lists(folded: str) -> Iterator[Noise]:
    """Find menus and lists of other headlines in folded text."""
    lines = _lines(folded)
    yield from _menus(lines)
    yield from _headed_lists(lines)


def _menus(lines: list[_Line]) -> Iterator[Noise]:
    """Find runs of at least four bulleted words, and runs of at least three bulleted headlines that end with a date."""
    for kind, least, belongs in (("navigation", 4, _menu_item), ("related", 3, _dated_item)):
        run: list[_Line] = []
        for line in [*lines, _Line(-1, -1, "end of text")]:
            if belongs(line.text):
                run.append(line)
            elif line.text:
                if len(run) >= least:
                    yield Noise(run[0].start, run[-1].end, kind)
                run = []


def _menu_item(text: str) -> bool:
    bullet = _BULLET.match(text)
    return bullet is not None and 0 < len(text) - bullet.end() <= 8


def _dated_item(text: str) -> bool:
    dates = list(_STAMP.finditer(text))
    return bool(_BULLET.match(text)) and bool(dates) and dates[-1].end() == len(text)


def _headed_lists(lines: list[_Line]) -> Iterator[Noise]:
    headings = words(_FILE, "list_headings")
    end = -1
    for at, line in enumerate(lines):
        title = line.text.strip(" :【】[]()>»|·•-")
        if at > end and len(line.text) <= 12 and title.startswith(headings):
            end = at
            for other in range(at + 1, len(lines)):
                text = lines[other].text
                if len(text) > 40 and _ENDS_SENTENCE.search(text) and not _BULLET.match(text):
                    break
                end = other if text else end
            yield Noise(line.start, lines[end].end, "related")


def _merged(found: list[Noise]) -> tuple[Noise, ...]:
    merged: list[Noise] = []
    for noise in sorted(found, key=lambda noise: (noise.start, -noise.end, noise.kind)):
        if merged and noise.start < merged[-1].end:
            last = merged[-1]
            if noise.end > last.end:
                merged[-1] = Noise(last.start, noise.end, last.kind)
        else:
            merged.append(noise)
    return tuple(merged)
