"""Gives the texts that the tagger learns from: gold articles, and news that a first tagger and the lexicon label.

Of the news, only sentences are taken where the first tagger is sure of every name.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from ..graph.text import fold
from .lexicon import load_lexicon
from .overlap import whole_word
from .tagger import TaggedSpan, Tagger
from .tagger_names import Labelled, load_material

_SURE, _DOUBTFUL = 0.6, 0.3  # a sentence with a span between the two is left out
_SENTENCE = re.compile(r"[^。!?\n]{8,}[。!?\n]*")
_KEPT_EMPTY = 3  # of the sentences without any name, one in three


def read_gold(gold: Path, articles: Path, without: Collection[str] = ()) -> Iterator[Labelled]:
    """Read the gold articles in order of id, the names that each lists found in its text, longest first."""
    for path in sorted(gold.glob("*.json")):
        if path.stem in without:
            continue
        record = json.loads(path.read_text(encoding="utf-8"))
        text = (articles / f"{path.stem}.txt").read_bytes().decode("utf-8")
        names = {fold(name): entity["type"] for entity in reversed(record["entities"]) for name in entity["names"]}
        found = find_names(text, names)
        yield Labelled(path.stem, text, with_places(text, found))


def with_places(text: str, spans: Sequence[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    """Add the places of the lexicon that stand in none of the spans: the gold lists few of them."""
    material = load_material()
    places = {name: "place" for name in (*material.places, *material.countries) if len(name) > 1}
    folded = fold(text)
    found = find_names(text, {name: kind for name, kind in places.items() if name in folded})
    free = [place for place in found if all(place[1] <= span[0] or span[1] <= place[0] for span in spans)]
    return tuple(sorted((*spans, *free)))


def find_names(text: str, names: Mapping[str, str]) -> tuple[tuple[int, int, str], ...]:
    """Find names (folded, with their types) wherever they stand in a text, the longest first.

    >>> find_names("中国银行和银行", {"银行": "company", "中国银行": "company"})
    ((0, 4, 'company'), (5, 7, 'company'))
    """
    folded = fold(text)
    taken = bytearray(len(folded))
    found = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        for start in _occurrences(folded, name):
            end = start + len(name)
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append((start, end, names[name]))
    return tuple(sorted(found))


def _occurrences(folded: str, name: str) -> Iterator[int]:
    start = folded.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_cuts_word(folded, start) or _cuts_word(folded, end)):
            yield start
        start = folded.find(name, start + 1)


def _cuts_word(folded: str, at: int) -> bool:
    if not 0 < at < len(folded):
        return False
    before, after = folded[at - 1], folded[at]
    return (before.isascii() and after.isascii()) and (
        (before.isalpha() and after.isalpha()) or (before.isdigit() and after.isdigit())
    )


def read_news(folder: Path, without: Collection[str], texts: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Read id and text of the items in a folder of JSON Lines files, in an order that follows from the ids alone.

    Items with an id of `without`, and those that begin like one of `texts`, are left out.
    """
    beginnings = {fold(text)[:40] for text in texts}
    items = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            text = f"{item['title']}\n{item['text']}" if item.get("title") else item["text"]
            if item["id"] not in without and not {fold(text)[:40], fold(item["text"])[:40]} & beginnings:
                items[item["id"]] = text
    return iter(sorted(items.items(), key=lambda pair: (zlib.crc32(pair[0].encode()), pair[0])))


def _listed_names() -> dict[str, str]:
    """Give the long enough names that the lexicon is sure of, with their types."""
    return {form.key: form.type for form in load_lexicon().forms if form.strength == "strong" and len(form.key) > 2}


def label_news(tagger: Tagger, news: Iterator[tuple[str, str]], *, characters: int) -> Iterator[Labelled]:
    """Label sentences of news until so many characters are taken."""
    find = _finder(_listed_names())
    taken = 0
    for identifier, text in news:
        if taken > characters:
            return
        folded = fold(text)
        spans = tagger.tag(text, folded, min_probability=0.02)
        names = find(folded)
        for match in _SENTENCE.finditer(folded):
            start, end = match.span()
            found = _agreed(
                [span for span in spans if start <= span.start < end],
                [name for name in names if start <= name[0] < end],
            )
            if found is None or (not found and zlib.crc32(match.group().encode()) % _KEPT_EMPTY):
                continue
            moved = tuple((first - start, last - start, kind) for first, last, kind in found)
            taken += end - start
            sentence = text[start:end]
            yield Labelled(f"{identifier}:{start}", sentence, with_places(sentence, moved))


Spans = list[tuple[int, int, str]]


def _agreed(tagged: list[TaggedSpan], listed: Spans) -> Spans | None:
    """Give the spans of a sentence, None in doubt: a listed name stands unless it is part of a tagged one."""
    if any(_DOUBTFUL < span.probability < _SURE for span in tagged):
        return None
    spans = [(span.start, span.end, span.type) for span in tagged if span.probability >= _SURE]
    for start, end, kind in listed:
        beside = [span for span in spans if span[0] < end and start < span[1]]
        if any(span[0] <= start and end <= span[1] for span in beside):
            continue
        if any(span[0] < start or end < span[1] for span in beside):
            return None
        spans = [span for span in spans if span not in beside] + [(start, end, kind)]
    return sorted(spans)


def _finder(names: Mapping[str, str]):  # type: ignore[no-untyped-def]
    import ahocorasick_rs

    keys = sorted(names)
    automaton = ahocorasick_rs.AhoCorasick(keys, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(folded: str) -> Spans:
        found = automaton.find_matches_as_indexes(folded)
        return [(start, end, names[keys[number]]) for number, start, end in found if whole_word(folded, start, end)]

    return find
