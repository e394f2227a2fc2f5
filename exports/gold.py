"""Gold annotations and a built graph's answers in one form, so that they can be compared."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from ..graph.errors import DataFileError, WrongUse
from ..graph.namespace import resource
from ..graph.text import simplified

if TYPE_CHECKING:
    from ..graph.storage import Reader

_FOLDED = re.compile(r"[\s·・\-'\"“”「」『』《》()（）.,，]")


@dataclass(frozen=True, slots=True)
class Party:
    """Whoever stands at the end of a fact: an id, a type (None where nobody says), and all names and tickers, folded.

    `required` is false for an entity that a builder need not find.
    """

    id: str
    type: str | None
    keys: frozenset[str]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that gold or a graph states; `subject` and `object` are ids of parties.

    `start` and `end` place the quote in the stored text, `extractors` and `confidence` say how it was found; gold has none. `required` is false for gold that is arguable.
    """

    subject: str
    relation: str
    object: str
    status: str | None
    quote: str
    date: str | None = None
    amount: float | None = None
    stake: float | None = None
    start: int | None = None
    end: int | None = None
    text: str = ""
    required: bool = True
    extractors: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(slots=True)
class Annotated:
    """What one article states: the parties it mentions, all parties of its facts, and the facts."""

    mentioned: dict[str, Party] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)


@functools.lru_cache(maxsize=100_000)
def key_of(name: str) -> str:
    """Fold script, width, case, spacing and marks of a name.

    >>> key_of("百度 集團") == key_of("百度集团")
    True
    """
    return _FOLDED.sub("", simplified(unicodedata.normalize("NFKC", name).casefold()))


def keys_of(names: Iterable[str]) -> frozenset[str]:
    """Fold all names of a party."""
    return frozenset(map(key_of, names)) - {""}


def load_gold(folder: Path, *, only: Collection[str] = (), without: Collection[str] = ()) -> dict[str, Annotated]:
    """Read a folder of gold files, by article id, in order of file name.

    Raises WrongUse for a folder without any and for an id that has no file, DataFileError for a file that is no gold.
    """
    files = {file.stem: file for file in sorted(folder.glob("*.json"))}
    unknown = sorted((set(only) | set(without)) - set(files))
    if not files or unknown:
        raise WrongUse(f"no gold in {folder}" + (f" for {', '.join(unknown[:3])}" if files else ""))
    gold: dict[str, Annotated] = {}
    for stem, file in files.items():
        if stem not in without and (not only or stem in only):
            try:
                document = json.loads(file.read_text(encoding="utf-8"))
                gold[document["article"]] = _annotated(document)
            except (ValueError, KeyError, TypeError) as error:
                raise DataFileError(f"{file}: this is no gold file: {error!r}") from error
    return gold


def _annotated(document: Mapping[str, list[dict[str, object]]]) -> Annotated:
    parties = {
        str(row["id"]): Party(
            id=str(row["id"]),
            type=str(row["type"]),
            keys=keys_of([*_texts(row["names"]), *_texts(row.get("tickers"))]),
            required=bool(row.get("required", True)),
        )
        for row in document["entities"]
    }
    return Annotated(parties, parties, [_gold_fact(row) for row in document["relations"]])


def _gold_fact(row: Mapping[str, object]) -> Fact:
    return Fact(
        subject=str(row["subject"]),
        relation=str(row["relation"]),
        object=str(row["object"]),
        status=str(row["status"]),
        quote=str(row["evidence"]),
        date=str(row["date"]) if row.get("date") is not None else None,
        amount=number_of(row.get("amount")),
        stake=number_of(row.get("stake")),
        required=bool(row["required"]),
    )


def said_by(reader: Reader) -> dict[str, Annotated]:
    """Read what a built graph says, by article id."""
    from ..graph.lookup import claims, entities, iri_of, rows

    parties = {
        iri: Party(iri, entity.type, keys_of([name for _, name in entity.labels] + [*entity.names, *entity.tickers]))
        for iri, entity in entities(reader).items()
    }
    said: dict[str, Annotated] = {}
    texts: dict[str, str] = {}
    body = "?a dcterms:identifier ?id ; schema:articleBody ?text"
    for article, text in rows(reader, f"SELECT ?id ?text WHERE {{ {body} }}"):
        texts[article] = text
    for article, iri in rows(reader, "SELECT ?id ?e WHERE { ?a dcterms:identifier ?id ; gx:mentions ?e }"):
        if iri in parties:
            said.setdefault(article, Annotated()).mentioned[iri] = parties[iri]
    found_by: dict[str, list[str]] = {}
    for claim_iri, extractor in rows(reader, "SELECT ?c ?x WHERE { ?c gx:extractor ?x } ORDER BY ?c ?x"):
        found_by.setdefault(claim_iri, []).append(extractor)
    for claim in claims(reader):
        here = said.setdefault(claim.article.id, Annotated())
        subject, object_ = iri_of(claim.subject), iri_of(claim.object)
        here.parties |= {subject: parties[subject], object_: parties[object_]}
        here.facts.append(
            Fact(
                subject=subject,
                relation=claim.relation,
                object=object_,
                status=claim.status,
                quote=claim.quote,
                date=claim.qualifiers.date,
                amount=number_of(claim.qualifiers.amount),
                stake=number_of(claim.qualifiers.stake),
                start=claim.start,
                end=claim.end,
                text=texts.get(claim.article.id, ""),
                extractors=tuple(found_by.get(resource(claim.id), ())),
                confidence=claim.confidence,
            )
        )
    return said


def join_parts(said: Mapping[str, Annotated], gold: Collection[str]) -> dict[str, Annotated]:
    """Put the parts of a split file (`a#2`) together under the id that the gold knows (`a`)."""
    joined: dict[str, Annotated] = {}
    for article, annotated in said.items():
        whole = article.split("#")[0]
        here = joined.setdefault(whole if article not in gold and whole in gold else article, Annotated())
        here.mentioned |= annotated.mentioned
        here.parties |= annotated.parties
        here.facts += annotated.facts
    return joined


@functools.cache
def venues() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Read the listing venues: which venue a folded name means, and which wider venue a venue belongs to."""
    import yaml

    source = (resources.files(__package__) / "venues.yaml").read_text(encoding="utf-8")
    table: dict[str, dict[str, object]] = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    names = {key_of(name): venue for venue, row in table.items() for name in _texts(row["names"])}
    return names, {venue: str(row["wider"]) for venue, row in table.items() if "wider" in row}


def number_of(value: object) -> float | None:
    """Give a number, None for anything that is none."""
    try:
        return float(str(value)) if value is not None else None
    except ValueError:
        return None


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
