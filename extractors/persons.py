"""Titles, and the names of persons that stand beside them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from .fullnames import Name
from .lexicon import read_table
from .masking import Token
from .words import edge_list, edge_words

if TYPE_CHECKING:
    import ahocorasick_rs


@functools.cache
def _titles() -> ahocorasick_rs.AhoCorasick:
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(list(title_kinds()), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


@functools.cache
def _joined() -> re.Pattern[str]:
    """Compile what stands between two titles that are one; the second may name its department."""
    joins = "|".join(map(re.escape, edge_list("joins")))
    return re.compile(rf"\s?(?:{joins}|[/&])\s?[\u4e00-\u9fff]{{0,6}}")


@functools.cache
def title_kinds() -> dict[str, str]:
    """Give the kind of each title (executive, official, analyst, founder, …), by its folded form."""
    return {r["key"]: r["kind"] for r in read_table("titles")}


def find_roles(folded: str) -> list[Token]:
    """Find the titles in a folded text; several joined ones (chairman and chief executive) are one.

    >>> [t.value for t in find_roles("董事长兼首席执行官徐立")]
    ['董事长兼首席执行官']
    """
    kinds = title_kinds()
    spans: list[tuple[int, int]] = []
    for _, start, end in _titles().find_matches_as_indexes(folded):
        if spans and start - spans[-1][1] < _JOIN_LIMIT and _joined().fullmatch(folded, spans[-1][1], start):
            spans[-1] = (spans[-1][0], end)
        elif _whole_word(folded, start, end):
            spans.append((start, end))
    return [Token(a, b, _token_kind(folded[a:b], kinds), value=folded[a:b]) for a, b in spans]


_JOIN_LIMIT = 12  # two joins of spaces, the word itself and a department of six characters


def _whole_word(folded: str, start: int, end: int) -> bool:
    """Tell whether a Latin title is no part of a longer word."""
    before, after = folded[start - 1 : start] if start else "", folded[end : end + 1]
    left = before.isascii() and before.isalnum() and folded[start].isascii()
    return not left and not (after.isascii() and after.isalnum() and folded[end - 1].isascii())


def _token_kind(title: str, kinds: dict[str, str]) -> str:
    """Tell an office from any other post, and from what only says who somebody is (founder, holder, reporter): no post."""
    kind = kinds.get(title)
    if any(word in title for word in edge_list("also")) and any(word in title for word in edge_list("founders")):
        return "founding_role"
    if title.endswith(edge_list("no_post")) or kind in ("founder", "media"):
        return "epithet"
    return "office" if kind == "official" else "role"


@functools.cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    keys = [r["key"] if "key" in r else r["zh_hans"] for r in read_table("surnames")]
    return frozenset(k for k in keys if len(k) == 1), frozenset(k for k in keys if len(k) == 2)


@functools.cache
def _after() -> re.Pattern[str]:
    words = "|".join(map(re.escape, edge_list("person_after")))
    return re.compile(rf"(?:{words}|[^\u4e00-\u9fff·]|$)")


_HAN = re.compile(r"[\u4e00-\u9fff]")
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{1,6}[·・‧•.-][\u4e00-\u9fff]{1,7}(?:[·・‧•-][\u4e00-\u9fff]{1,6})?")
_L = "A-Za-z\u00c0-\u024f"
_LATIN = re.compile(
    rf"(?:(?:Mr|Ms|Mrs|Dr)\.? )?[A-Z\u00c0-\u00de][{_L}'’.-]*"
    rf"(?: (?:[A-Z\u00c0-\u00de][{_L}'’.-]*|(?:bin|bint|de|van|von|der|al)(?= [A-Z]))){{1,4}}|[A-Z][a-z]{{3,}}(?![{_L}.])"
)


def person_at(text: str, folded: str, place: int) -> tuple[int, int] | None:
    """Read the name of a person that begins at an offset, None when none does.

    Chinese names are a surname and one or two characters, so that what follows them is no part of a name; names from
    other languages need the dot between their parts or Latin letters.
    """
    if foreign := _FOREIGN.match(folded, place):
        return _foreign_end(folded, foreign)
    if latin := _LATIN.match(text, place):
        return latin.span()
    return _chinese(folded, place)


def _foreign_end(folded: str, found: re.Match[str]) -> tuple[int, int]:
    """Cut a transliterated name before the first word that can't be part of it."""
    start, end = found.span()
    last = max(folded.rfind(dot, start, end) for dot in "·・‧•.-")
    for i in range(last + 2, end):
        if _after_foreign().match(folded, i):
            return start, i
    return start, end


@functools.cache
def _after_foreign() -> re.Pattern[str]:
    words = [*(w for w in edge_list("person_after") if len(w) > 1), *edge_list("foreign_after")]
    return re.compile("|".join(map(re.escape, words)))


def _chinese(folded: str, place: int) -> tuple[int, int] | None:
    single, double = _surnames()
    family = 2 if folded[place : place + 2] in double else 1 if folded[place : place + 1] in single else 0
    if not family:
        return None
    for given in (2, 1):
        end = place + family + given
        name = folded[place:end]
        if len(name) < family + given or not all(_HAN.match(c) for c in name):
            continue
        over = given == 2 and (name[-1] in edge_words("name_never_ends") or _after_word(folded, end - 1))
        if _after().match(folded, end) and not over:
            return place, end
    return None


@functools.cache
def _strong_after() -> frozenset[str]:
    return frozenset(w for w in edge_list("person_after") if len(w) == 2)


def trimmed_person(folded: str, start: int, end: int) -> int:
    """Give where a Chinese person's name ends that a guess made too long: 叶蓁将 is 叶蓁, 蘇映雪於 is 蘇映雪."""
    single, _ = _surnames()
    name = folded[start:end]
    if not all(_HAN.match(c) for c in name) or folded[start : start + 1] not in single:
        return end
    too_long = len(name) == 4 and name[-1] in edge_words("person_after")
    return end - 1 if too_long or (len(name) > 2 and name[-1] in edge_words("name_never_ends")) else end


def _after_word(folded: str, place: int) -> bool:
    """Tell whether a two-character word that ends names begins here: 王涛表示 is 王涛, not 王涛表."""
    return folded[place : place + 2] in _strong_after()


def persons_beside_roles(text: str, folded: str, roles: list[Token]) -> Iterator[Name]:
    """Find the persons that stand right behind a title, also several in a list, and right before one after a comma."""
    for role in roles:
        place = role.end
        while place < len(folded) and folded[place] in ' :“"':
            place += 1
        while found := person_at(text, folded, place):
            yield Name(*found, "person", 65, found_by="role")
            if folded[found[1] : found[1] + 1] not in edge_words("person_list"):
                break
            place = found[1] + 1


@functools.cache
def _said() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, edge_list("said"))))


def speakers(text: str, folded: str) -> Iterator[Name]:
    """Find the persons whose full name opens a clause and who say something in it."""
    for said in _said().finditer(folded):
        end = said.start()
        for length in (3, 2, 4):
            start = end - length
            if start < 0 or not (start == 0 or folded[start - 1] in ",。;:!?\n 】"):
                continue
            if (found := _chinese(folded, start)) and found[1] == end:
                yield Name(*found, "person", 50, found_by="speech")
                break


def addressed(folded: str) -> Iterator[Name]:
    """Find the persons who are called by a surname and a form of address only: 李女士."""
    for found in _addressed().finditer(folded):
        yield Name(*found.span(), "person", _ADDRESSED, found_by="address")


_ADDRESSED = 42  # below whatever else is found there: 王小姐 is no more than a guess where 欧阳王 is a name


@functools.cache
def _addressed() -> re.Pattern[str]:
    single, double = _surnames()
    nobody = "|".join(edge_list("anonymous"))
    names = "|".join([*sorted(double), f"[{''.join(sorted(single))}](?:{nobody})?"])
    return re.compile(rf"(?<![\u4e00-\u9fff])(?:{names})(?:{'|'.join(edge_list('addresses'))})")


def cut_at_namesake(clean: str, names: list[Name]) -> list[Name]:
    """Cut persons' names that run on where the text also has what they begin with: 李家超讚揚 is 李家超; and begin too early: 後柳泉 is 柳泉."""
    keys = {clean[n.start : n.end] for n in names if n.type == "person"}
    out = []
    for name in names:
        key = clean[name.start : name.end]
        if name.type == "person" and len(key) > _FULL:
            first = next((i for i in (2, _FULL) if key[:i] in keys and _after().match(key, i)), len(key))
            first = _FULL if first == len(key) and key[:_FULL] in keys else first
            name = replace(name, end=name.start + first)
        if name.type == "person" and key[1:] in keys and key[0] in edge_words("before_person"):
            name = replace(name, start=name.start + 1)
        out.append(name)
    return out


def settled(clean: str, name: Name) -> Name:
    """Give a person's name its right length where its last character may be a word of its own.

    All places in the text decide: 吕志和 if 吕志 always goes on with 和, and 许刚 if it once does not go on with 于.
    """
    single, _ = _surnames()
    key = clean[name.start : name.end]
    if name.type != "person" or len(key) not in (2, 3) or key[0] not in single or not _HAN.match(key[1]):
        return name
    following = {clean[m.end() : m.end() + 1] for m in re.finditer(re.escape(key[:2]), clean)}
    last = key[2:] or clean[name.end : name.end + 1]
    if last not in edge_words("person_after"):
        return name
    if len(key) == _FULL:
        return name if following == {last} else replace(name, end=name.end - 1)
    more = last in edge_words("given_too") and clean.count(key) > 1 and following == {last}
    return replace(name, end=name.end + 1) if more else name


_FULL = 3  # characters of a Chinese name with two given ones
