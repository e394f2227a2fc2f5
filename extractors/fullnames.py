"""Names that show by their form what they are: registered names, short names defined in the text, names before a ticker."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .lexicon import read_table
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
        place = ending.end()
        start = left_edge(folded, ending.start(), words, at_most=36)
        if ending.start() - start < 2 or folded[start : ending.start()] in edge_words("before"):
            continue
        yield Name(start, ending.end(), types.get(ending.group(), "company"), 80, found_by="registered")
    for latin in _LATIN_TAIL.finditer(text):
        if not _ONLY_FORMS.fullmatch(latin.group()) and (" " in latin.group() or "," in latin.group()):
            yield Name(latin.start(), latin.end(), "company", 78, found_by="registered")


@functools.cache
def _ending_types() -> Mapping[str, str]:
    return {r["key"]: r["type"] for r in read_table("legal_suffixes")}


def left_edge(folded: str, place: int, words: Words, *, at_most: int) -> int:
    """Find where the name begins whose last part stands at `place`, going back word by word.

    A name ends, going back, at punctuation, at a word of the list `before`, at a date or number, and in front of a place name
    when what stands further back is an ordinary word: registered names begin with their seat.
    """
    stops = edge_words("before")
    i = words.index_at(place - 1) if place else -1
    start = place
    depth = 0
    while i >= 0 and place - words.starts[i] <= at_most:
        word, tag = words.words[i], words.tags[i]
        depth += word.count(")") - word.count("(")
        if depth < 0 or not all(_NAME_CHAR.match(c) for c in word) or word == "*":
            break
        if depth == 0 and word != "(" and (word in stops or word in _titles() or _is_little(word, tag)):
            if len(word) == 1 and (seat := _seat_before(words, i)) is not None:
                return seat  # a short word inside a registered name, whose seat stands right before
            break
        if word.strip():
            start = words.starts[i]
        elif not _between_latin(folded, words.starts[i]):
            break
        if depth == 0 and i > 0 and _is_place(word) and _ordinary(words, i - 1):
            break
        i -= 1
    while start < place and (folded[start] in ")）.- ·&'" or folded[start] in edge_words("never_first")):
        start += 1
    return min(_with_seat(words, start), _clause_seat(folded, words, place, at_most))


def _clause_seat(folded: str, words: Words, place: int, at_most: int) -> int:
    """Give the beginning of the clause where it opens with a place and holds no verb of a deal up to `place`: it is one name.

    Gives `place` where that is not so.
    """
    begin = max((folded.rfind(c, max(0, place - at_most), place) for c in _CLAUSE), default=-1) + 1
    begin += len(folded[begin:place]) - len(folded[begin:place].lstrip())
    i, last = words.index_at(begin), words.index_at(place - 1)
    if begin >= place or words.starts[i] != begin or not _is_place(words.words[i]) or place - begin > _LONGEST_SEATED:
        return place
    inside = range(i + 1, last + 1)
    if any(
        words.words[j] in edge_words("hard") or words.words[j] in _titles() or _is_place(words.words[j]) for j in inside
    ):
        return place
    return begin


_CLAUSE = ',。;:!?\n"“”「」『』、《》【】|*'
_LONGEST_SEATED = 16  # characters from the seat to the legal form: longer ones hold more than a name


def _seat_before(words: Words, i: int) -> int | None:
    """Give the start of a place name that stands at most two words before a word, None where there is none."""
    for j in range(i - 1, max(i - 3, -1), -1):
        if _is_place(words.words[j]):
            between = "".join(words.words[j + 1 : i])
            return words.starts[j] if len(between) <= 3 and type_of_ending(between) is None else None
        if words.tags[j] in _CLOSED_TAGS or words.words[j] in edge_words("before") or not words.words[j].isalnum():
            return None
    return None


def _with_seat(words: Words, start: int) -> int:
    """Take in the place names that stand right before a name, with the word for their rank."""
    i = words.index_at(start) - 1
    while i >= 0 and words.starts[i + 1] == start and _is_place(words.words[i]):
        start = words.starts[i]
        i -= 1
    return start


def _is_little(word: str, tag: str) -> bool:
    """Tell whether a word is one of those that join others; adverbs of two characters (jointly) stand in names too."""
    return tag in _CLOSED_TAGS and len(word) < _GUESSED and not (len(word) == 2 and tag in ("d", "r", "t", "zg"))


# A word of three characters with the tag of a particle is a guess of the segmenter at a name it does not know.
_GUESSED = 3
_CLOSED_TAGS = frozenset({"p", "c", "u", "uj", "ul", "uz", "ud", "y", "r", "t", "e", "o", "zg", "d"})


@functools.cache
def _titles() -> frozenset[str]:
    return frozenset(r["key"] for r in read_table("titles") if len(r["key"]) > 1)


@functools.cache
def _place_names() -> frozenset[str]:
    return frozenset(r["key"] for r in read_table("places"))


def _is_place(word: str) -> bool:
    return word in _place_names() or (word[-1:] in edge_words("ranks") and word[:-1] in _place_names())


def _ordinary(words: Words, i: int) -> bool:
    return words.tags[i] in ("v", "vn", "vd", "n", "d", "a", "b", "f", "q") and len(words.words[i]) >= 2


def _between_latin(folded: str, place: int) -> bool:
    return 0 < place < len(folded) - 1 and folded[place - 1].isascii() and folded[place + 1].isascii()


@dataclass(frozen=True, slots=True)
class Aside:
    """A bracket behind a name: what it defines, which tickers it holds, and whether the text makes the name "the company"."""

    start: int
    end: int
    short: tuple[tuple[int, int], ...]
    tickers: tuple[str, ...]
    topic: bool


@functools.cache
def _definition() -> re.Pattern[str]:
    words = "|".join(map(re.escape, edge_list("defined")))
    return re.compile(
        rf"(?:{words})[{''.join(edge_list('defined_as'))}]?[:\s]*[\"“”「『‘《]?(?P<short>[^\"“”「」『』‘’《》,，、;；:()（）]{{2,30}})[\"“”」』’》]?(?:[{''.join(edge_list('defined_or'))}][\"“”「『‘]?(?P<more>[^\"“”「」『』‘’,，、;；:()（）]{{2,20}})[\"“”」』’])?"
    )


def defined_names(folded: str, words: Words, registered: Mapping[int, int]) -> Iterator[Name]:
    """Find the names behind which a bracket defines a short form: the bracket shows that what stands before it is a name.

    `registered` maps the ends of names found by their legal form to their starts. The short form also shows where a name
    begins: its characters must all be inside.
    """
    for bracket in _BRACKET.finditer(folded):
        defined = _definition().search(bracket.group(1))
        end = _rstrip(folded, bracket.start())
        if not defined or end == 0 or folded[end - 1] in "\u300b>":
            continue
        short = defined["short"].strip()
        start = _quoted_start(folded, end)
        if start is None:
            start = registered.get(end, left_edge(folded, end, words, at_most=40))
            start = _trimmed(folded, _reached(folded, start, end, short), end, short, words)
            start = _with_latin(folded, start)
        kind = type_of_ending(folded[start:end]) or type_of_ending(short)
        if kind is None and folded.startswith(edge_list("acts"), bracket.end()):
            kind = "company"
        if kind and 2 <= end - start <= 40:
            yield Name(start, end, kind, 82, found_by="defines")


def _quoted_start(folded: str, end: int) -> int | None:
    """Give where a quoted name begins whose closing mark stands right behind it."""
    marks = {"”": "“", "」": "「", "』": "『", '"': '"'}
    opening = folded.rfind(marks[folded[end]], max(0, end - 40), end) if folded[end : end + 1] in marks else -1
    return opening + 1 if opening >= 0 else None


def _with_latin(folded: str, start: int) -> int:
    """Take in the Latin words that a name begins with: NEIWAI内外, Mr Zoo 小小动物元."""
    latin = _LATIN_BEFORE.search(folded, max(0, start - 24), start)
    return latin.start() if latin else start


_LATIN_BEFORE = re.compile(r"[a-z][a-z0-9&.'-]*(?: [a-z0-9&.'-]+)* ?$")


def _rstrip(folded: str, end: int) -> int:
    while end and folded[end - 1] in ' "”」』)':
        if folded[end - 1] == ")" and folded.rfind("(", 0, end) > folded.rfind(")", 0, end - 1):
            break
        end -= 1
    return end


def _reached(folded: str, start: int, end: int, short: str) -> int:
    """Move a name's start to the left, within its clause, until the name holds the characters of its short form in their order."""
    if _is_inside(short, folded[start:end]):
        return start
    clause = max(folded.rfind(c, 0, start) for c in ',。;:!?\n"“”「」、()') + 1
    for left in range(start - 1, max(clause, end - 40) - 1, -1):
        if _is_inside(short, folded[left:end]):
            return left
    return start


def _trimmed(folded: str, start: int, end: int, short: str, words: Words) -> int:
    """Cut ordinary words off a name's beginning that its short form does not use: what the firm is, before its name."""
    first = max(
        (p for p in range(start, end) if folded[p] == short[:1] and _is_inside(short, folded[p:end])), default=start
    )
    first = _with_seat(words, first)
    i, last = words.index_at(start), words.index_at(first)
    if (
        first > start
        and words.is_boundary(first)
        and all(_ordinary(words, j) or words.tags[j] in ("x", "eng", "s", "n") for j in range(i, last))
    ):
        return first
    return start


def _is_inside(short: str, name: str) -> bool:
    rest = iter(name)
    return all(c in rest for c in short)


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


_QUOTED_ONLY = re.compile(r"^[\"“”「『‘](?P<short>[^\"“”「」『』‘’]{2,20})[\"“”」』’]$")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,120}(?:\([^()]{0,40}\)[^()\[\]]{0,80})?)[)\]]")
_LATIN_GLOSS = re.compile(r"^[A-Za-zÀ-ɏ][\w&.,'’\- À-ɏ]{1,60}$")


def aside_after(text: str, folded: str, end: int) -> Aside | None:
    """Read the bracket that stands right behind a name, None when there is none that defines anything."""
    start = end + 1 if folded[end : end + 1] == " " else end
    if folded[start : start + 1] not in ("(", "["):
        return None
    bracket = _BRACKET.match(folded, start)
    if not bracket:
        return None
    begin, stop = bracket.span(1)
    inner = folded[begin:stop]
    tickers = tuple(tickers_in(text[begin:stop]))
    shorts: list[tuple[int, int]] = []
    topic = False
    for found in _definition().finditer(inner):
        for group in ("short", "more"):
            if (word := found[group]) and word.strip():
                left, right = begin + found.start(group), begin + found.end(group)
                while left < right and folded[left].isspace():
                    left += 1
                while right > left and folded[right - 1].isspace():
                    right -= 1
                if folded[left:right] in edge_words("defined_topic"):
                    topic = True
                elif not folded[left:right].isdigit():
                    shorts.append((left, right))
    if not shorts and not topic and not tickers:
        gloss = _QUOTED_ONLY.match(inner)
        if gloss:
            shorts.append((begin + gloss.start("short"), begin + gloss.end("short")))
        elif _LATIN_GLOSS.match(inner):
            shorts.append((begin, stop))
    return Aside(start, bracket.end(), tuple(shorts), tickers, topic)


_CODE = re.compile(
    r"(?P<a>\d{4,6})\s?[.:]\s?(?P<am>HK|SH|SS|SZ|BJ|TW|TWO|US|OQ|N|T|KS|DE)\b|"
    r"\b(?P<bm>SHA|SHE|SH|SZ|HKG|HKEX|HKSE|SEHK|HK|BJ|TPE|TWSE|TW)\s?[:：.]?\s?(?P<b>\d{4,6})\b|"
    r"\b(?P<cm>NASDAQ|NYSE|NASD|AMEX)\s?[:：]\s?(?P<c>[A-Z]{1,5})\b|"
    r"\b(?P<d>[A-Z]{1,6})\s?\.\s?(?P<dm>US|O|N|OQ|DE|L|PA|AS|KS|T)\b|"
    r"(?<![\d.,])(?P<e>\d{6})(?![\d%]|[.,]\d)|(?<![\d.,])(?P<f>0\d{4})(?![\d%]|[.,]\d)"
)  # fmt: skip
_MARKET = {
    "SS": "SH", "SHA": "SH", "SHE": "SZ", "HKG": "HK", "HKEX": "HK", "HKSE": "HK", "SEHK": "HK", "TPE": "TW", "TWSE": "TW",
    "TWO": "TW", "OQ": "US", "O": "US", "N": "US",
}  # fmt: skip


def tickers_in(text: str) -> Iterator[str]:
    """Find the tickers in the text of an aside, as `CODE.MARKET`.

    >>> list(tickers_in("9888.HK, BIDU.US")), list(tickers_in("SHA: 688256")), list(tickers_in("NASDAQ: NVDA"))
    (['9888.HK', 'BIDU.US'], ['688256.SH'], ['NVDA.US'])
    >>> list(tickers_in("行情002354,诊股")), list(tickers_in("00382"))
    (['002354.SZ'], ['0382.HK'])
    """
    seen: set[str] = set()
    ticker: str | None
    for m in _CODE.finditer(text):
        if m["a"]:
            ticker = _numbered(m["a"], m["am"])
        elif m["b"]:
            ticker = _numbered(m["b"], m["bm"])
        elif m["c"]:
            ticker = f"{m['c']}.US"
        elif m["d"]:
            ticker = f"{m['d']}.{_MARKET.get(m['dm'], m['dm'])}"
        elif m["e"]:
            ticker = _mainland(m["e"])
        else:
            ticker = _numbered(m["f"], "HK")
        if ticker and ticker not in seen:
            seen.add(ticker)
            yield ticker


def _numbered(code: str, market: str) -> str:
    market = _MARKET.get(market, market)
    if market == "HK":
        code = f"{int(code):04d}"
    return f"{code}.{market}"


def _mainland(code: str) -> str | None:
    """Give a bare six-digit code the market of its number, None when no mainland market numbers so."""
    if code.startswith(("600", "601", "603", "605", "688", "689", "900")):
        return f"{code}.SH"
    if code.startswith(("000", "001", "002", "003", "300", "301", "302", "200")):
        return f"{code}.SZ"
    if code.startswith(("43", "83", "87", "88", "92")):
        return f"{code}.BJ"
    return None


@functools.cache
def _quote_widget() -> re.Pattern[str]:
    label = "|".join(edge_list("code_label"))
    return re.compile(
        rf"\((?:{label})?\s?[A-Za-z]{{0,2}}\d{{6}}[^()]{{0,12}}\)|"
        r"\([^()\n]{0,20}\d{4,6}\s?[.]\s?[A-Z]{2}[^()\n]{0,40}\)|\([A-Z]{2,6}\s?:\s?\w{1,6}[^()\n]{0,30}\)|\(0\d{4}[^()\n%]{0,20}\)"
    )


def names_before_tickers(
    text: str, folded: str, words: Words, listings: Mapping[str, tuple[str, ...]]
) -> Iterator[Name]:
    """Find the name that stands before a ticker in brackets.

    `listings` maps a ticker to the folded names it is listed under: the longest that stands there is the name. Where none
    does, the name goes back to the nearest edge, at most eight characters.
    """
    for widget in _quote_widget().finditer(folded):
        end = widget.start()
        while end and folded[end - 1] in ' "”」』':
            end -= 1
        tickers = tuple(tickers_in(text[widget.start() : widget.end()].replace("（", "(")))
        if not end or not tickers:
            continue
        known = [n for t in tickers for n in listings.get(t, ()) if folded.endswith(n, 0, end)]
        start = end - max(map(len, known)) if known else _short_edge(folded, end, words)
        if end - start >= 2:
            yield Name(start, end, "company", 90 if known else 60, widget.end(), tickers, found_by="ticker")


def _short_edge(folded: str, end: int, words: Words) -> int:
    start = left_edge(folded, end, words, at_most=10)
    return start if end - start <= 8 else end


__all__ = [
    "Aside",
    "Name",
    "aside_after",
    "defined_names",
    "left_edge",
    "names_before_tickers",
    "registered_names",
    "tickers_in",
    "type_of_ending",
]
