"""The core types: everything that flows from an article to a picture passes through them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

Status = Literal["actual", "planned", "reported", "ended", "denied", "possible"]
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Noise:
    """A stretch of an article's text that is not the article: `text[start:end]`, and what kind of noise it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read. All offsets anywhere count Unicode code points in `text`.

    `source` is the IRI of what it was read from (`file:a/1.txt`, `https://…`), `source_hash` is `sha256:…` over the
    bytes of that file or record. `published` is an ISO date (`2025-07-08`), None when not known. `language` is
    `zh-Hans`, `zh-Hant` or `en`. A part of a file with several articles has `part_of`, the id of the whole, and
    `part_start`, its offset in the whole's text.
    """

    id: str
    text: str
    source: str
    source_hash: str
    language: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    part_of: str | None = None
    part_start: int | None = None
    noise: tuple[Noise, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One written form of one type in one article, with every place where it stands.

    `number` is its number in the article, from 1, in order of first place. `type` is an entity type of the schema
    (`company`). `at` holds start offsets, ascending; `article.text[i:i + len(form)] == form` for each. `tickers` are
    those that the text gives beside it (`688256.SH`). `known_as` is the lexicon's id (`company/nvidia`) where
    the lexicon knows it. `same_as` holds numbers of other mentions of the article that the text itself says are the
    same (full name and short name, Chinese and Latin name). `organization` is, for a person, the number of the mention
    the text places the person at.
    """

    article: str
    number: int
    form: str
    type: str
    at: tuple[int, ...]
    tickers: tuple[str, ...] = ()
    known_as: str | None = None
    same_as: tuple[int, ...] = ()
    organization: int | None = None


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """What a text adds to a relation, each only when the text gives it.

    `date` is ISO as precise as the text (`2023`, `2023-06`, `2023-H1`, `2023-Q3`); `amount` a decimal in units of
    `currency`, as a string (`308000000`); `stake` per cent, as a string (`33.4`); `role` a person's title.
    """

    date: str | None = None
    amount: str | None = None
    currency: str | None = None
    stake: str | None = None
    role: str | None = None
    round: str | None = None
    product: str | None = None
    attributed_to: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion at one place in one article: `article.text[start:end] == quote`, at most 300 characters.

    `subject` and `object` are numbers of mentions of that article, `relation` a relation of the schema
    (`invests_in`), `extractors` every rule or model that found it (`rules:sanctions/ban-suffered`),
    `confidence` how often such a claim is right, 0 to 1.
    """

    article: str
    subject: int
    relation: str
    object: int
    status: Status
    start: int
    end: int
    quote: str
    extractors: tuple[str, ...]
    confidence: float
    qualifiers: Qualifiers = field(default_factory=Qualifiers)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article says: what its named graph is written from."""

    article: Article
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    extracted_with: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of the graph: its id (`company/nvidia`), type, names and tickers.

    `labels` maps a language (`zh-Hans`, `zh-Hant`, `en`) to the preferred name; `names` are all other names;
    `tickers` are `CODE.MARKET` (`688256.SH`).
    """

    id: str
    type: str
    labels: tuple[tuple[str, str], ...]
    names: tuple[str, ...] = ()
    tickers: tuple[str, ...] = ()
