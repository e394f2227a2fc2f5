"""Names that show by their form what they are, and where a name begins."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..graph.text import fold
from .lexicon import read_table
from .vocabulary import pattern
from .words import Words, edge_list, edge_words


@dataclass(frozen=True, slots=True)
class Name:
    """A name at a place: `text[start:end]`, its type, how it was found and how sure that is (higher wins where two overlap).

    `stop` is the end of the aside behind it (ticker, gloss), which belongs to it; `same_as` are other written forms that the text
    itself gives for the same thing; `topic`: the text says that "the company" means this one.
    """

    start: int
    end: int
    type: str
    rank: int
    stop: int = 0
    tickers: tuple[str, ...] = ()
    known_as: str | None = None
    same_as: tuple[str, ...] = ()
    topic: bool = False
    found_by: str = field(default="", compare=False)


_NAME_CHAR = re.compile(r"[\u4e00-\u9fff\w·&.\-()'* ]")
_L = "A-Za-z0-9\u00c0-\u024f"
_LATIN_TAIL = re.compile(
    rf"(?<![{_L}])[A-Z][{_L}&.'’-]*(?:[ ,]{{1,2}}(?:[A-Z0-9][{_L}&.'’-]*|of|and|the|de|&)| ?[(\uff08][A-Za-z ]{{2,20}}[)\uff09])*?,? ?"
    r"(?:Inc|Ltd|Limited|Corp|Corporation|Company|LLC|LLP|PLC|plc|L\.P|LP|Holdings|Group|GmbH|AG|S\.A|SA|N\.V|B\.V|Co|Partners"
    rf"|Capital|Technologies|Pharmaceuticals|Fund)(?![{_L}])\.?(?:,? ?(?:Inc|Ltd|Limited|LLC|L\.P|LP)(?![{_L}])\.?)*"
)


@functools.cache
def _legal_forms() -> re.Pattern[str]:
    """Compile the endings of registered names, the longest first, with the bracket that some end in."""
    endings = [
        r["key"]
        for r in read_table("legal_suffixes")
        if r["strength"] == "strong" and r["key"].endswith(edge_list("registered"))
    ]
    return re.compile("|".join(sorted(map(re.escape, endings), key=len, reverse=True)))


_ONLY_FORMS = re.compile(
    r"(?:(?:Pte|Pty|Pvt|Sdn|Bhd|Co|Ltd|Limited|Inc|Corp|LLC|Group|Holdings|Company|Capital|Fund|AG|SA)\b[.,]? ?)+"
)


def registered_names(text: str, folded: str, words: Words) -> Iterator[Name]:
    """Find names that end in a legal form, Chinese or Latin."""
    types = _ending_types()
    place = 0
    while ending := _legal_forms().search(folded, place):
        start = max(place, left_edge(folded, ending.start(), words, at_most=36))  # no name holds another's legal form
        start += next((len(w) for w in edge_list("pointing") if folded.startswith(w, start)), 0)
        while start < ending.start() and folded[start] in edge_words("never_first"):
            start += 1
        place = ending.end()
        if ending.start() - start < 2 or folded[start : ending.start()] in edge_words("before"):
            continue
        if kind_of_firm().fullmatch(folded, start, ending.end()) or pattern("edges.yaml", "ending_runs_on").match(
            folded, place
        ):
            continue
        yield Name(start, ending.end(), types.get(ending.group(), "company"), 80, found_by="registered")
    for latin in _LATIN_TAIL.finditer(text):
        if not _ONLY_FORMS.fullmatch(latin.group()) and (" " in latin.group() or "," in latin.group()):
            yield Name(latin.start(), latin.end(), "company", 78, found_by="registered")


@functools.cache
def kind_of_firm() -> re.Pattern[str]:
    """Give what is a kind of firm or fund only, legal form and all."""
    lists = ("kinds_of_firm", "registered", "firm_word")
    kinds, forms, form = ("|".join(map(re.escape, edge_list(name))) for name in lists)
    return re.compile(rf"(?:{kinds})+(?:{forms}|{form})?|(?:{kinds})*(?:{forms})")


@functools.cache
def _ending_types() -> Mapping[str, str]:
    return {r["key"]: r["type"] for r in read_table("legal_suffixes")}


def left_edge(folded: str, place: int, words: Words, *, at_most: int) -> int:
    """Find where the name begins whose last part stands at `place`, going back word by word.

    A name ends, going back, at punctuation, at a word of the list `before`, at a date or number, and in front of a place name
    when what stands further back is an ordinary word: registered names begin with their seat.
    """
    import rjieba

    stops = edge_words("before")
    i = words.index_at(place - 1) if place else -1
    start = place
    depth = 0
    while i >= 0 and place - words.starts[i] <= at_most:
        word, tag = words.words[i], words.tags[i]
        if depth == 0 and word == ")" and (opening := _aside_start(folded, words.starts[i])) is not None:
            i = words.index_at(opening) - 1
            continue
        depth += word.count(")") - word.count("(")
        if depth < 0 or not all(_NAME_CHAR.match(c) for c in word) or word == "*":
            break
        if (
            depth == 0
            and word != "("
            and (
                word in stops
                or (bars_name(words, i) and not (_ends_at(words, i, place) and word in edge_words("trades")))
            )
        ):
            if len(word) == 1 and tag not in _PARTICLES and (seat := _seat_before(words, i)) is not None:
                return seat  # a short word inside a registered name, whose seat stands right before
            break
        if word.strip():
            start = words.starts[i]
        elif not _between_latin(folded, words.starts[i]):
            break
        if (
            depth == 0
            and i > 0
            and is_place(word)
            and is_ordinary(words, i - 1)
            and rjieba.has_word(words.words[i - 1])
        ):
            break  # a word that no dictionary has may be the name's beginning
        i -= 1
    if folded.count(")", start, place) > folded.count("(", start, place):
        start = folded.index(")", start, place) + 1  # the end of a bracket that opened before the name
    while start < place and (folded[start] in ")）.- ·&'" or folded[start] in edge_words("never_first")):
        start += 1
    return min(with_seat(words, start), _clause_seat(folded, words, place, at_most))


def _ends_at(words: Words, i: int, place: int) -> bool:
    return words.starts[i] + len(words.words[i]) == place


def _aside_start(folded: str, closing: int) -> int | None:
    """Give where the bracket opens that `closing` ends, when it only interrupts a name: a code or a measure, no seat."""
    opening = folded.rfind("(", max(0, closing - 40), closing)
    return opening if opening > 0 and _FIGURES.search(folded, opening, closing) else None


_FIGURES = re.compile(r"[\d:]")


def _clause_seat(folded: str, words: Words, place: int, at_most: int) -> int:
    """Give the beginning of the clause where it opens with a place and holds no verb of a deal up to `place`: it is one name.

    Gives `place` where that is not so.
    """
    begin = max((folded.rfind(c, max(0, place - at_most), place) for c in _CLAUSE), default=-1) + 1
    begin += len(folded[begin:place]) - len(folded[begin:place].lstrip())
    i, last = words.index_at(begin), words.index_at(place - 1)
    if begin >= place or words.starts[i] != begin or not is_place(words.words[i]) or place - begin > _LONGEST_SEATED:
        return place
    inside = range(i + 1, last + 1)
    if any(
        words.words[j] in edge_words("hard") or words.words[j] in _titles() or is_place(words.words[j]) for j in inside
    ):
        return place
    return begin


_CLAUSE = ',。;:!?\n"“”「」『』、《》【】|*'
_LONGEST_SEATED = 16  # characters from the seat to the legal form: longer ones hold more than a name


def _seat_before(words: Words, i: int) -> int | None:
    """Give the start of a place name that stands at most two words before a word, None where there is none."""
    for j in range(i - 1, max(i - 3, -1), -1):
        if is_place(words.words[j]):
            between = "".join(words.words[j + 1 : i])
            return words.starts[j] if len(between) <= 3 and type_of_ending(between) is None else None
        if words.tags[j] in _CLOSED_TAGS or words.words[j] in edge_words("before") or not words.words[j].isalnum():
            return None
    return None


def with_seat(words: Words, start: int) -> int:
    """Take in the place names that stand right before a name, with the word for their rank."""
    i = words.index_at(start) - 1
    while i >= 0 and words.starts[i + 1] == start and is_place(words.words[i]):
        start = words.starts[i]
        i -= 1
    return start


def bars_name(words: Words, i: int) -> bool:
    """Tell whether a word stands in no name: a title, or one that joins others (adverbs of two characters, jointly, do)."""
    word, tag = words.words[i], words.tags[i]
    if word in _titles():
        return True
    return tag in _CLOSED_TAGS and len(word) < _GUESSED and not (len(word) == 2 and tag in ("d", "r", "t", "zg"))


# A word of three characters with the tag of a particle is a guess of the segmenter at a name it does not know.
_GUESSED = 3
_PARTICLES = frozenset({"uj", "ul", "uz", "ud"})
_CLOSED_TAGS = frozenset({"p", "c", "u", "uj", "ul", "uz", "ud", "y", "r", "t", "e", "o", "zg", "d"})


@functools.cache
def _titles() -> frozenset[str]:
    return frozenset(r["key"] for r in read_table("titles") if len(r["key"]) > 1)


def is_title(folded: str, place: int) -> bool:
    """Tell whether a title of two characters begins at an offset: a bureau's chief right behind the bureau."""
    return folded[place : place + 2] in _titles()


@functools.cache
def _place_names() -> frozenset[str]:
    rows = read_table("places")
    return frozenset(name for r in rows for name in (r["key"], *map(fold, r["names"].split("|"))) if len(name) > 1)


def is_place(word: str) -> bool:
    """Tell whether a word is a place that the tables know, with or without the word for its rank."""
    return word in _place_names() or (word[-1:] in edge_words("ranks") and word[:-1] in _place_names())


def is_ordinary(words: Words, i: int) -> bool:
    """Tell whether a word is an everyday verb, noun or adjective of two characters or more."""
    return words.tags[i] in ("v", "vn", "vd", "n", "d", "a", "b", "f", "q") and len(words.words[i]) >= 2


def _between_latin(folded: str, place: int) -> bool:
    return 0 < place < len(folded) - 1 and folded[place - 1].isascii() and folded[place + 1].isascii()


@functools.cache
def _ending_patterns() -> tuple[tuple[str, str], ...]:
    rows = [(r["key"], r["type"]) for r in read_table("legal_suffixes") if r["strength"] != "weak"]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))


def type_of_ending(name: str) -> str | None:
    """Tell by its ending what a name names, None where the ending says nothing.

    >>> type_of_ending("浙江尚志投资合伙企业(有限合伙)"), type_of_ending("黑龙江证监局")
    ('fund', 'authority')
    """
    return next(
        (kind for ending, kind in _ending_patterns() if name.endswith(ending) and len(name) > len(ending)), None
    )
