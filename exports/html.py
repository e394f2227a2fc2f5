"""The graph as one self-contained HTML page that opens offline in any browser."""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib import resources
from typing import IO, TYPE_CHECKING

from ..graph.datafile import read_section
from ..graph.excerpt import Excerpt
from ..graph.lookup import ClaimView, count_sources
from ..graph.model import STATUSES, Entity
from ..graph.namespace import entity_iri, path_of
from ..graph.schema import Schema, load_schema
from ..graph.text import simplified, traditional
from .plain import BIDI, plain

if TYPE_CHECKING:
    from ..graph.storage import Reader

DRAWN = 300  # entities: more than that is a hairball, and takes a browser over two seconds to lay out


@dataclass(frozen=True, slots=True)
class Cut:
    """What is drawn of a graph: entity ids by falling rank, in how many claims each entity stands, and how many there are."""

    ids: tuple[str, ...]
    size: Mapping[str, int]
    claims: int


def write_html(excerpt: Excerpt, sink: IO[bytes], *, limit: int = DRAWN) -> None:
    """Write an excerpt as one HTML page; at most `limit` entities are drawn, and the page says what is left out."""
    cut = chosen(((path_of(row.subject), path_of(row.object)) for row in excerpt.rows()), limit=limit)
    told, known = _drawn(excerpt, cut)
    lone = sum(1 for _ in excerpt.entity_iris()) - len(cut.size)
    sink.write(page(_data(cut, known, told, lone=lone, language=_language(excerpt.reader))).encode())


def chosen(ends: Iterable[tuple[str, str]], *, limit: int) -> Cut:
    """Choose the entities to draw from the ends of all claims: the pairs with most claims around them come first.

    So none stands alone.
    """
    size: Counter[str] = Counter()
    pairs: set[tuple[str, str]] = set()
    names: dict[str, str] = {}  # each id once in memory
    claims = 0
    for subject, object_ in ends:
        pair = (names.setdefault(subject, subject), names.setdefault(object_, object_))
        size.update(set(pair))
        pairs.add(pair)
        claims += 1
    drawn: dict[str, None] = {}
    for pair in sorted(pairs, key=lambda pair: (-size[pair[0]] * size[pair[1]], pair)):
        if len(drawn.keys() | set(pair)) <= limit:
            drawn.update(dict.fromkeys(pair))
    return Cut(tuple(drawn), size, claims)


def _drawn(excerpt: Excerpt, cut: Cut) -> tuple[list[ClaimView], dict[str, Entity]]:
    """Read the claims between the entities that are drawn, and these."""
    if not cut.ids:
        return [], {}
    around = dataclasses.replace(excerpt.selection, around=tuple(map(entity_iri, cut.ids)), hops=0)
    part = Excerpt(excerpt.reader, around)
    told = sorted(part.claims(), key=lambda claim: (claim.subject.id, claim.object.id, claim.relation, claim.id))
    return told, {entity.id: entity for entity in part.entities()}


def page(data: Mapping[str, object]) -> str:
    """Fill the page's template with its data, the drawing library and the page's own script."""
    parts = {
        "language": str(data["language"]),
        "data": as_script(data),
        "vis": _vis_network(),
        "page": _template("graph.js"),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda name: parts[name[1]], _template("graph.html"))


def as_script(data: object) -> str:
    """Write data as JSON that may stand in a script element: no text in it can end the element.

    >>> as_script({"quote": "</script><b>"})
    '{"quote":"\\\\u003c/script\\\\u003e\\\\u003cb\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return re.sub(f"[<>&\u2028\u2029\x7f-\x9f{BIDI}]", lambda char: f"\\u{ord(char[0]):04x}", text)


def _data(
    cut: Cut, known: Mapping[str, Entity], told: Iterable[ClaimView], *, lone: int, language: str
) -> dict[str, object]:
    """Gather all that the page shows, as plain JSON values."""
    schema = load_schema()
    facts: dict[tuple[str, str, str, str], list[ClaimView]] = {}
    for claim in told:
        facts.setdefault((claim.subject.id, claim.object.id, claim.relation, claim.status), []).append(claim)
    here = Counter(path for key, found in facts.items() for path in {key[0], key[1]} for _ in found)
    nodes, edges = _vis_data([known[path] for path in cut.ids], list(facts), here, schema)
    return {
        "language": language,
        "note": {
            "shown": len(cut.ids),
            "entities": len(cut.size),
            "lone": lone,
            "drawn": sum(map(len, facts.values())),
            "claims": cut.claims,
        },
        "texts": load_texts(),
        **_vocabulary(schema),
        "entities": [_entity(known[path], here[path], cut.size[path] - here[path]) for path in cut.ids],
        "facts": [_fact(number, key, found) for number, (key, found) in enumerate(facts.items(), 1)],
        "nodes": nodes,
        "edges": edges,
    }


@functools.cache
def load_texts() -> Mapping[str, Mapping[str, str]]:
    """Read what the page says beside the graph, by language.

    >>> load_texts()["en"]["more"]
    '{n} more claims concern entities that are not drawn.'
    """
    top = read_section(resources.files(__package__) / "page.yaml")
    return {language: {key: texts.text(key) for key in texts.nodes} for language, texts in top.sections()}


def _vocabulary(schema: Schema) -> dict[str, object]:
    """Give the types, relations, families and statuses, each with what it is called in every language."""
    types = sorted(schema.types.values(), key=lambda entity_type: entity_type.order)
    return {
        "types": {t.name: {"labels": dict(t.labels), "colour": t.colour, "shape": t.shape} for t in types},
        "relations": {
            relation.name: {
                "labels": dict(relation.labels),
                "inverse": dict(relation.inverse),
                "family": relation.family,
                "symmetric": relation.symmetric,
            }
            for relation in schema.relations.values()
        },
        "families": {f.name: {"labels": dict(f.labels), "colour": f.colour} for f in schema.families.values()},
        "statuses": {
            name: {
                "labels": dict(style.labels),
                "line": style.line,
                "faded": style.faded,
                "thin": style.thin,
            }
            for name, style in ((name, schema.statuses[name]) for name in STATUSES)
        },
    }


def _entity(entity: Entity, size: int, undrawn: int) -> dict[str, object]:
    """Give what the page says of an entity; `spellings` are its names in the other script, to be searched."""
    names = [*dict(entity.labels).values(), *entity.names]
    spellings = {plain(turn(name)) for name in names for turn in (simplified, traditional)} - set(names)
    return {
        "id": entity.id,
        "type": entity.type,
        "labels": {tag: plain(label) for tag, label in entity.labels},
        "names": [plain(name) for name in entity.names],
        "spellings": sorted(spellings),
        "tickers": list(entity.tickers),
        "size": size,
        "undrawn": undrawn,
    }


def _fact(number: int, key: tuple[str, str, str, str], found: Iterable[ClaimView]) -> dict[str, object]:
    """Give what the page says of one line: all claims of one relation and status between the same two entities."""
    ordered = sorted(found, key=lambda claim: (-claim.confidence, claim.article.id, claim.start))
    return {
        "id": number,
        "from": key[0],
        "to": key[1],
        "relation": key[2],
        "status": key[3],
        "sources": count_sources(ordered),
        "claims": [_claim(claim) for claim in ordered],
    }


def _claim(claim: ClaimView) -> dict[str, object]:
    """Give what the page says of one claim: its sentence, its article and what qualifies it."""
    about = {name: plain(value) for name, value in asdict(claim.article).items() if value}
    return {
        "confidence": claim.confidence,
        "quote": plain(claim.quote),
        "qualifiers": {name: plain(value) for name, value in asdict(claim.qualifiers).items() if value},
        "article": about.pop("id"),
        **about,
    }


def _vis_data(
    drawn: Iterable[Entity], facts: Iterable[tuple[str, str, str, str]], size: Mapping[str, int], schema: Schema
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Give nodes and edges in the form of the drawing library."""
    from pyvis.network import Network  # type: ignore[import-untyped]  # pyvis ships no types

    network = Network(directed=True, cdn_resources="in_line")
    for entity in drawn:
        style = schema.types[entity.type]
        network.add_node(entity.id, shape=style.shape, color=style.colour, value=size[entity.id] ** 0.5)
    for number, (subject, object_, _, _) in enumerate(facts, 1):  # from 1: 0 is no choice in the page's script
        network.add_edge(subject, object_, id=number)
    nodes, edges, *_ = network.get_network_data()
    return nodes, edges


def _language(reader: Reader) -> str:
    """Give the language that most articles are written in."""
    from pyoxigraph import QuerySolutions

    found = reader.query(
        "SELECT ?l (COUNT(?a) AS ?n) WHERE { ?a schema:inLanguage ?l } GROUP BY ?l ORDER BY DESC(?n) ?l"
    )
    rows = [str(row[0].value) for row in found] if isinstance(found, QuerySolutions) else []
    return next((language for language in rows if language in ("zh-Hans", "zh-Hant", "en")), "zh-Hans")


def _vis_network() -> str:
    """Give the drawing library that pyvis carries, without the address of its source map."""
    folders = (resources.files("pyvis") / "templates" / "lib").iterdir()
    newest = max((folder for folder in folders if folder.name.startswith("vis-")), key=lambda folder: folder.name)
    script = (newest / "vis-network.min.js").read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=.*", "", script).replace("</script", "<\\/script")


def _template(name: str) -> str:
    return (resources.files(__package__) / "templates" / name).read_text(encoding="utf-8")
