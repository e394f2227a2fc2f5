"""Makes a dossier: reads what there is to tell, and writes it section by section in one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ... import __version__
from ...graph.analysis.facts import sentences, source_of
from ...graph.analysis.names import name_of
from ...graph.analysis.roles import load_roles
from ...graph.lookup import label_of
from ...graph.model import STATUSES, Entity
from ...graph.schema import load_schema
from ..plain import plain
from .document import Block, Detail, Dossier, Head, Section, renumbered
from .history import contradiction_blocks, single_block, single_count, timeline_block
from .material import Material, gather
from .owners import stake_claims
from .picture import picture
from .relations import relation_sections
from .sanctions import sanctions_glance, tainted
from .telling import claims_by_id, contradicted
from .wording import Words, load_words
from .writing import Writer, numbered

if TYPE_CHECKING:
    from ...graph.storage import Reader

LIMIT = 40  # statements of one block


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a dossier is to be: its language, what is told up to a date alone, how sure, how long its blocks may be.

    `hops` is how many steps away parties under sanctions are looked for.
    """

    language: str = "zh-Hans"
    as_of: str | None = None
    min_confidence: float = 0.0
    limit: int = LIMIT
    hops: int = 2


def make(reader: Reader, entity: Entity, options: Options) -> Dossier:
    """Make the dossier of an entity; WrongUse for a language or a date that there is not."""
    words = load_words(options.language)
    material = gather(reader, entity, as_of=options.as_of, min_confidence=options.min_confidence, hops=options.hops)
    writer = _writer(words, material)
    quotes = {id_: claim.quote for id_, claim in sentences(reader, stake_claims(material.ownership)).items()}
    glance = tuple(_glance(writer, material))
    sections = [*relation_sections(writer, material, quotes, options.limit)]
    sections += _looking_across(writer, material, options.limit)
    drawn, left = picture(writer, material.tellings, entity.id, tainted(writer, material))
    told = sentences(reader, writer.cited)
    evidence, numbers = numbered(words, [told[id_] for id_ in writer.cited])
    name = writer.name(entity.id)
    caption = words.say("picture_note", name=name) + (" " + words.say("undrawn", n=left) if left else "")
    return Dossier(
        words.language,
        words.say("title", name=name),
        _head(writer, material, options),
        renumbered(glance, numbers),
        tuple(_legend(words)),
        drawn,
        caption,
        renumbered(tuple(sections), numbers),
        evidence,
        words.say("made", version=__version__),
    )


def _writer(words: Words, material: Material) -> Writer:
    names = {material.entity.id: label_of(material.entity, words.language)}
    claims = {}
    for network in material.networks:
        names.update((str(node), name_of(network, node, words.language)) for node in network)
        claims.update(claims_by_id(network))
    return Writer(words, names, claims)


def _looking_across(writer: Writer, material: Material, limit: int) -> Iterator[Section]:
    if not material.tellings:
        return
    for key, blocks in (
        ("timeline", timeline_block(writer, material, 2 * limit)),
        ("contradictions", contradiction_blocks(writer, material, limit)),
        ("single", single_block(writer, material, limit)),
    ):
        found: tuple[Block, ...] = tuple(blocks)
        if found:
            yield Section(key, writer.words.named("sections", key), found)


def _head(writer: Writer, material: Material, options: Options) -> Head:
    entity, words = material.entity, writer.words
    schema = load_schema()
    kind = schema.types[entity.type].labels[words.language] if entity.type in schema.types else entity.type
    name = writer.name(entity.id)
    labels = tuple(dict.fromkeys(plain(label) for _, label in entity.labels if plain(label) != name))
    return Head(
        entity.id,
        name,
        kind,
        labels,
        tuple(plain(other) for other in entity.names),
        entity.tickers,
        words.say("lede", name=name),
        _counted(words, material, options),
    )


def _counted(words: Words, material: Material, options: Options) -> str:
    told = claims_by_id(material.around).values()
    if not told:
        return words.say("nothing", name=label_of(material.entity, words.language))
    days = [data["published"] for data in told if data.get("published")]
    latest = words.date(max(days)) if days else words.say("undated")
    articles = len({data["article"] for data in told})
    independent = len({source_of(data) for data in told})
    text = words.say("counted", claims=len(told), articles=articles, sources=independent, latest=latest, n=articles)
    filters = [
        words.say("as_of", date=words.date(options.as_of)) if options.as_of else "",
        words.say("sure", percent=f"{options.min_confidence:.0%}") if options.min_confidence else "",
    ]
    if any(filters):
        text += " " + words.say("filtered", filters=words.marks["list"].join(filter(None, filters)))
    return text


def _legend(words: Words) -> Iterator[tuple[str, str]]:
    """Explain the words for a status."""
    statuses = load_schema().statuses
    for name in ("disputed", "unsure"):
        yield words.named("leads", name), words.say(f"legend_{name}")
    for name in STATUSES:
        if name != "actual":
            yield words.named("leads", name), statuses[name].descriptions[words.language]


def _glance(writer: Writer, material: Material) -> Iterator[Detail]:
    """Write the summary, what weighs most first."""
    words = writer.words
    yield from sanctions_glance(writer, material)
    yield from _owned(writer, material)
    yield from _most_told(writer, material)
    disputes = [t for t in material.tellings if t.relation in ("sues", "rules_on")]
    if disputes:
        yield Detail(words.say("glance_dispute", n=len(disputes)), ())
    if contradictions := len(list(contradicted(material.tellings))):
        yield Detail(words.say("glance_contradictions", n=contradictions), ())
    total, single = single_count(material.tellings)
    if single:
        yield Detail(words.say("glance_single", total=total, n=single), ())


def _owned(writer: Writer, material: Material) -> Iterator[Detail]:
    found, words = material.ownership, writer.words
    if found is None:
        return
    if sure := [one for one in found.controllers if one.control.sure and one.ultimate]:
        facts = [fact for one in sure for stake in one.control.through for fact in stake.facts]
        names = writer.named(one.entity for one in sure)
        yield Detail(words.say("glance_control", names=names), writer.cite_facts(facts))
        return
    ultimate = [owner for owner in found.owners if owner.ultimate and owner.low > 0]
    if ultimate:
        first = ultimate[0]
        direct = [stake for stake in found.holders if stake.holder == first.entity]
        text = words.say("glance_owner", name=writer.name(first.entity), stake=words.bounds(first.low, first.high))
        yield Detail(text, writer.cite_facts(fact for stake in direct for fact in stake.facts))


def _most_told(writer: Writer, material: Material) -> Iterator[Detail]:
    """Write the customer, supplier and rival that most sources tell of."""
    entity = material.entity.id
    roles = load_roles()
    for key, relations, is_subject in (
        ("glance_customer", roles.supply, True),
        ("glance_supplier", roles.supply, False),
        ("glance_rival", roles.rivals, None),
    ):
        told = [
            telling
            for telling in material.tellings
            if telling.relation in relations
            and telling.status == "actual"
            and (is_subject is None or (telling.subject == entity) == is_subject)
        ]
        if told and (len(told) == 1 or told[0].sources > told[1].sources):  # else none is told of most
            text = writer.words.say(key, name=writer.name(told[0].other(entity)))
            yield Detail(text, writer.cite_facts(told[0].leading))
