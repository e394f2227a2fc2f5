"""A picture of the neighbourhood: who stands around an entity, each box with what the party is to it, as one SVG element.

It holds text as text, no script, no style of its own and no address, so that it may stand in any page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ...graph.analysis.roles import load_roles
from ...graph.schema import load_schema
from ..plain import printable
from .plan import ZONES, zone_of
from .telling import Telling
from .writing import Writer

_ROW, _COLUMN = 4, 5  # boxes in a row above and below, and in the column on either side
_WIDTH, _BOX, _HIGH, _GAP, _RISE = 820, 184, 62, 14, 70
_LINES = {"actual": "", "ended": "2 6", "denied": "2 6"}  # any other status: long dashes
_NAME, _SMALL = 14, 11.5  # sizes of letters
_ELLIPSIS = "…"
_NOBODY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class _Party:
    """A party to draw: its name, what it is to the entity, a remark on that, and how the line to it looks."""

    name: str
    said: str
    remark: str
    status: str
    colour: str
    outward: bool
    inward: bool


def picture(
    writer: Writer, tellings: Sequence[Telling], entity: str, tainted: Mapping[str, str] = _NOBODY
) -> tuple[str, int]:
    """Draw who stands around an entity, best told first, and give the SVG and how many parties are not drawn.

    `tainted` are those that are under sanctions, or may be, with the words that their boxes say so with.
    """
    by_party: dict[str, list[Telling]] = {}
    for telling in tellings:
        if (other := telling.other(entity)) != entity:
            by_party.setdefault(other, []).append(telling)
    zones: dict[str, list[_Party]] = {zone: [] for zone in ZONES}
    room = {"above": _ROW, "below": _ROW, "left": _COLUMN, "right": _COLUMN}
    held = load_roles().held
    for told in by_party.values():
        told.sort(
            key=lambda telling: (telling.status != "actual", telling.relation not in held, not writer.share(telling))
        )
    ranked = sorted(
        by_party,
        key=lambda party: (
            party not in tainted,
            by_party[party][0].status != "actual",
            -_weight(by_party[party]),
            party,
        ),
    )
    for party in ranked:
        zone = zone_of(by_party[party][0], entity)
        zone = (
            zone if len(zones[zone]) < room[zone] else next((z for z in reversed(ZONES) if len(zones[z]) < room[z]), "")
        )
        if not zone:
            break
        zones[zone].append(_party(writer, by_party[party], party, entity, tainted.get(party, "")))
    drawn = sum(map(len, zones.values()))
    return _svg(writer, writer.name(entity), zones) if drawn else "", len(by_party) - drawn


def _weight(told: Iterable[Telling]) -> int:
    return sum(telling.sources for telling in told)


def _party(writer: Writer, told: Sequence[Telling], party: str, entity: str, taint: str) -> _Party:
    schema, words = load_schema(), writer.words
    first = told[0]
    relation = schema.relations.get(first.relation)
    outward = first.subject == entity
    label = (relation.labels if outward else relation.inverse)[words.language] if relation else first.relation
    colour = schema.families[relation.family].colour if relation else "#555555"
    remarks = [writer.label(first.status)]
    said = f"{label} {writer.share(first)}".strip() + (f" +{len(told) - 1}" if len(told) > 1 else "")
    if taint:
        remarks, colour = [taint, *remarks], schema.families["conflict"].colour
    symmetric = relation is not None and relation.symmetric
    remark = " · ".join(filter(None, remarks))
    return _Party(
        writer.name(party), said, remark, first.status, colour, outward or symmetric, not outward or symmetric
    )


def _svg(writer: Writer, name: str, zones: Mapping[str, Sequence[_Party]]) -> str:
    rows = max(len(zones["left"]), len(zones["right"]), 1)
    above, below = bool(zones["above"]), bool(zones["below"])
    top = _GAP + (_HIGH + _RISE if above else 0)
    middle = rows * (_HIGH + _GAP) - _GAP
    height = top + middle + (_RISE + _HIGH if below else 0) + _GAP
    centre = (_WIDTH / 2, top + middle / 2)
    parts: list[str] = []
    for zone, parties in zones.items():
        for number, party in enumerate(parties):
            place = _place(zone, number, len(parties), top, middle, height)
            parts += _drawn(party, zone, place, centre)
    title = escape(printable(writer.words.say("picture_of", name=name)))
    box = _box(*centre, name, "", "centre", "#000000", "")
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" font-size="{_NAME}" '
            f'text-anchor="middle" font-family="system-ui, sans-serif" aria-label="{title}">',
            f"<title>{title}</title>",
            *parts,
            *box,
            "</svg>",
        ]
    )


def _place(zone: str, number: int, count: int, top: float, middle: float, height: float) -> tuple[float, float]:
    if zone in ("above", "below"):
        step = (_WIDTH - 2 * _GAP) / count
        return _GAP + step * (number + 0.5), _GAP + _HIGH / 2 if zone == "above" else height - _GAP - _HIGH / 2
    used = count * (_HIGH + _GAP) - _GAP
    y = top + (middle - used) / 2 + number * (_HIGH + _GAP) + _HIGH / 2
    return (_GAP + _BOX / 2 if zone == "left" else _WIDTH - _GAP - _BOX / 2), y


def _drawn(party: _Party, zone: str, place: tuple[float, float], centre: tuple[float, float]) -> list[str]:
    """Draw a line from box to box with an arrow head at the end that the relation leads to, then the party's box."""
    (x, y), (cx, cy) = place, centre
    if zone in ("above", "below"):
        sign = 1 if zone == "above" else -1
        spread = (x - cx) / _WIDTH * _BOX  # where on the middle box the line ends
        ends = (cx + spread, cy - sign * _HIGH / 2), (x, y + sign * _HIGH / 2)
    else:
        sign = 1 if zone == "left" else -1
        ends = (cx - sign * _BOX / 2, cy + (y - cy) * 0.15), (x + sign * _BOX / 2, y)
    dashes = _LINES.get(party.status, "7 4")
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    (x1, y1), (x2, y2) = ends
    line = (
        f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" fill="none" stroke="{party.colour}" stroke-width="1.8"{dash}/>'
    )
    heads = [_head(*ends, party.colour)] if party.outward else []
    heads += [_head(ends[1], ends[0], party.colour)] if party.inward else []
    return [line, *heads, *_box(x, y, party.name, party.said, "party", party.colour, dash, party.remark)]


def _head(start: tuple[float, float], end: tuple[float, float], colour: str) -> str:
    """Draw the head of an arrow at the end of a line."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max((dx * dx + dy * dy) ** 0.5, 1.0)
    ux, uy = dx / length * 9, dy / length * 9
    left = f"{end[0] - ux - uy / 2:.1f} {end[1] - uy + ux / 2:.1f}"
    right = f"{end[0] - ux + uy / 2:.1f} {end[1] - uy - ux / 2:.1f}"
    return f'<path d="M{end[0]:.1f} {end[1]:.1f}L{left}L{right}Z" fill="{colour}"/>'


def _box(x: float, y: float, name: str, said: str, kind: str, colour: str, dash: str, remark: str = "") -> list[str]:
    full = escape(printable(" · ".join(filter(None, (name, said, remark)))))
    width = 2.4 if kind == "centre" else 1.4
    small = [text for text in (said, remark) if text]
    top = y + 5 - len(small) * 8.5
    lines = [
        f"<g><title>{full}</title>",
        f'<rect x="{x - _BOX / 2:.1f}" y="{y - _HIGH / 2:.1f}" width="{_BOX}" height="{_HIGH}" rx="6" fill="#ffffff" '
        f'stroke="{colour}" stroke-width="{width}"{dash}/>',
        _text(x, top, fitted(name, (_BOX - 14) / _NAME), _NAME, ' font-weight="600"'),
    ]
    for number, text in enumerate(small, 1):
        weight = ' font-weight="600"' if text == remark else ""
        lines.append(_text(x, top + 17 * number, fitted(text, (_BOX - 12) / _SMALL), _SMALL, weight))
    return [*lines, "</g>"]


def _text(x: float, y: float, text: str, size: float, more: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="#111111"{more}>{escape(printable(text))}</text>'


def fitted(text: str, width: float) -> str:
    """Cut a text to a width in ems, where a Chinese character is one wide and a Latin letter about half of that.

    >>> fitted("北京北辰實業股份有限公司", 8), fitted("NVIDIA", 8)
    ('北京北辰實業股…', 'NVIDIA')
    """
    if _wide(text) <= width:
        return text
    while text and _wide(text) + 1 > width:
        text = text[:-1]
    return text.rstrip() + _ELLIPSIS


def _wide(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.6 for char in text)
