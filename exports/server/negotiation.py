"""Which of the formats that there are a client wants, after RFC 9110."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from .tasks import Refused

Offer = Mapping[str, tuple[str, ...]]  # formats by name, the preferred first, each with its media types, its own first
ROWS: Offer = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
TRIPLES: Offer = {
    "turtle": ("text/turtle", "application/x-turtle"),
    "ntriples": ("application/n-triples",),
    "jsonld": ("application/ld+json", "application/json"),
    "rdfxml": ("application/rdf+xml", "application/xml", "text/xml"),
}
PAGE: Offer = {"html": ("text/html", "application/xhtml+xml")}
# what SPARQLWrapper and others say with format=
_ALSO = {
    "json": ("json", "jsonld"),
    "json-ld": ("jsonld",),
    "xml": ("xml", "rdfxml"),
    "rdf": ("rdfxml",),
    "rdf+xml": ("rdfxml",),
    "ttl": ("turtle",),
    "n3": ("turtle",),
    "nt": ("ntriples",),
}
_RANGE = re.compile(r"([\w!#$&^.+-]+|\*)/([\w!#$&^.+-]+|\*)", re.ASCII)
_QUALITY = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?", re.ASCII)
_RANGES = 100  # of one header that are read
_EXACT = 2  # a range that names a media type whole


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name, and the media type under which the client wants it."""

    name: str
    media_type: str

    @property
    def content_type(self) -> str:
        """Give what stands in the Content-Type header."""
        return self.media_type + ("; charset=utf-8" if self.media_type.startswith("text/") else "")


@dataclass(frozen=True, slots=True)
class _Range:
    family: str
    subtype: str
    quality: float

    def width(self, media_type: str) -> int | None:
        """Tell how closely the range names a media type: 2 whole, 1 its family, 0 any, None not at all."""
        family, _, subtype = media_type.partition("/")
        if self.family == "*":
            return 0
        if self.family != family:
            return None
        return 1 if self.subtype == "*" else _EXACT if self.subtype == subtype else None


def choose(accept: str | None, offer: Offer) -> Format | None:
    """Choose from an offer by an Accept header: None where nothing of it is wanted, the first where all is one.

    >>> choose("text/csv;q=0.5, application/json", ROWS)
    Format(name='json', media_type='application/json')
    """
    ranges = list(_ranges(accept or "*/*"))
    best: tuple[tuple[float, int, int], Format] | None = None
    for name, types in offer.items():
        for media_type in types:
            fitting = [
                (width, wanted.quality, -place)
                for place, wanted in enumerate(ranges)
                if (width := wanted.width(media_type)) is not None
            ]
            if not fitting:
                continue
            width, quality, place = max(fitting)  # the narrowest range says how much the type is wanted
            rank = (quality, width, place)
            if quality > 0 and (best is None or rank > best[0]):
                best = rank, Format(name, media_type if width == _EXACT else types[0])
    return best[1] if best else None


def wanted(accept: str | None, names: Sequence[str], *offers: Offer) -> tuple[Format | None, ...]:
    """Give what a client wants of each offer: by the first name that there is, where it gives any, else by Accept.

    A name is a format's or a media type: SPARQLWrapper sends both. Refused where nothing of the offers is wanted.
    """
    for name in names:
        chosen = tuple(_named(name.lower(), offer) for offer in offers)
        if any(chosen):
            return chosen
    if names:
        there_are = ", ".join(n for offer in offers for n in offer)
        raise Refused(HTTPStatus.BAD_REQUEST, f"no format is called {names[0][:40]}; there are {there_are}")
    chosen = tuple(choose(accept, offer) for offer in offers)
    if not any(chosen):
        raise not_acceptable(*offers)
    return chosen


def _named(name: str, offer: Offer) -> Format | None:
    if "/" in name:
        return choose(name, offer)
    names = _ALSO.get(name, (name,))
    return next((Format(n, types[0]) for n, types in offer.items() if n in names), None)


def not_acceptable(*offers: Offer) -> Refused:
    """Make the refusal that says which formats there are."""
    types = ", ".join(types[0] for offer in offers for types in offer.values())
    return Refused(HTTPStatus.NOT_ACCEPTABLE, f"the Accept header fits none of {types}")


def _ranges(accept: str) -> Iterator[_Range]:
    """Read an Accept header; what is no media range is left out, and what comes after more than anyone needs."""
    for part in accept.split(",", _RANGES)[:_RANGES]:
        media, *parameters = (piece.strip() for piece in part.split(";"))
        found = _RANGE.fullmatch(media.lower())
        quality = next((p[2:].strip() for p in parameters if p[:2].lower() == "q="), "1")
        if found and _QUALITY.fullmatch(quality):
            yield _Range(found[1], found[2], float(quality))
