"""Products that show by where they stand: titles of works in 《》, and model names beside the word for what they are."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from .fullnames import Name
from .vocabulary import pattern
from .words import edge_list

_TITLE_RANK, _MODEL_RANK = 52, 57  # a listed medium is known better; a model is known better than a tagged Latin name
_TITLE = re.compile(r"《\s*([^《》\n]{2,14}?)\s*》")
_MODEL = re.compile(
    r"(?<![a-z0-9.&-])[a-z][a-z0-9]*(?:[- ]?[0-9]{1,4}[a-z]{0,3}|[0-9]*)(?: (?:max|pro|plus|ultra|mini))?(?![a-z0-9%&])"
)
_DIGIT = re.compile(r"\d")


@functools.cache
def _documents() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, edge_list("documents"))) + r"|[)）])$")


def titled_works(clean: str) -> Iterator[Name]:
    """Find the titles of works: what stands in 《》 and is no law, contract, notice or report."""
    for title in _TITLE.finditer(clean):
        if not _documents().search(title.group(1)):
            medium = clean.startswith(edge_list("source_after"), title.end())
            kind = "organization" if medium else "product"
            yield Name(title.start(1), title.end(1), kind, _TITLE_RANK, found_by="title")


def models(clean: str, firms: Sequence[Name]) -> Iterator[Name]:
    """Find model names: Latin words with a number right behind the maker, or right beside the word for what they are."""
    ends = {firm.end for firm in firms if firm.type == "company"}
    nouns = edge_list("product_nouns")
    for found in _MODEL.finditer(clean):
        start, end = found.span()
        if end - start < 2:
            continue
        made = start in ends or (clean[start - 1 : start] == " " and start - 1 in ends)
        named = clean.endswith(nouns, 0, start) or clean.startswith(nouns, end)
        numbered = _DIGIT.search(found.group()) is not None
        if (made and (numbered or named)) or (numbered and named):
            yield Name(start, end, "product", _MODEL_RANK, found_by="model")


def car_models(clean: str, firms: Sequence[Name]) -> Iterator[Name]:
    """Find cars by their maker and the class or series right behind it: 奔馳C級, 寶馬3系, 海馬8S."""
    for firm in firms:
        if firm.type in ("company", "product") and (found := pattern("edges.yaml", "car_class").match(clean, firm.end)):
            yield Name(firm.start, found.end(), "product", _CLASS_RANK, found_by="model")


_CLASS_RANK = 74  # above the maker
