"""Entities of FollowTheMoney as entries of a list: parties, and what Sanction objects say of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ...graph.errors import SkipInput
from ...graph.sanctions.lists import ListEntry
from ..decoding import lines
from ..inputs import Blob, ReadOptions
from .forms import MONEY, Forms, Found, load_forms
from .values import dated, text

_SANCTION, _ADDRESS = "Sanction", "Address"
_Properties = dict[str, list[str]]


@dataclass(slots=True)
class _Read:
    """What a file holds: parties with their properties, and by their ids what is said of them elsewhere."""

    parties: dict[str, tuple[str, str, bool, _Properties]] = field(default_factory=dict)
    sanctions: dict[str, list[_Properties]] = field(default_factory=lambda: defaultdict(list))
    addresses: dict[str, list[str]] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)
    datasets: set[str] = field(default_factory=set)
    others: int = 0


def read_lines(blob: Blob, options: ReadOptions) -> Found:
    """Read a file of one entity per line.

    The parties are those that a Sanction speaks of, that are marked as targets or that have a topic of sanctions; where
    there is nothing of the kind, all that have a name. SkipInput where the last line is no whole object.
    """
    read, skipped = _Read(), []
    torn: SkipInput | None = None
    for number, line in lines(blob, options):
        if not isinstance(line, SkipInput) and not line.strip():
            continue
        torn = line if isinstance(line, SkipInput) else _take_line(line, number, blob.place, read)
        if torn is not None:
            skipped.append(torn)
    if torn is not None:
        raise SkipInput(blob.place, "the last line is no whole object: it was cut short", line=torn.line)
    return _found(read, skipped)


def read_entities(records: Iterable[object], place: str) -> Found:
    """Read entities that one document holds, as `read_lines` does."""
    read = _Read()
    taken = [_take(record, number, place, read) for number, record in enumerate(records, 1)]
    return _found(read, [one for one in taken if one is not None])


def is_entity(record: object) -> bool:
    """Tell whether what JSON holds is an entity of FollowTheMoney.

    >>> is_entity({"id": "a", "schema": "Company", "properties": {}}), is_entity([])
    (True, False)
    """
    return isinstance(record, dict) and load_forms().recognise(record, "json") is load_forms().by_name[MONEY]


def _take_line(line: str, number: int, place: str, read: _Read) -> SkipInput | None:
    try:
        return _take(json.loads(line), number, place, read)
    except (ValueError, RecursionError):
        return SkipInput(place, "not JSON", line=number)


def _take(record: object, number: int, place: str, read: _Read) -> SkipInput | None:
    if not isinstance(record, dict) or not isinstance(record.get("properties"), dict) or not text(record.get("id")):
        return SkipInput(place, "no entity of FollowTheMoney (id, schema, properties)", line=number)
    _take_entity(record, read)
    return None


def _found(read: _Read, skipped: Iterable[SkipInput]) -> Found:
    dataset = next(iter(read.datasets)) if len(read.datasets) == 1 else None
    return Found(load_forms().by_name[MONEY], _entries(read, skipped), dataset, max(read.dates, default=None))


def _take_entity(entity: dict[str, object], read: _Read) -> None:
    properties, inner = _properties(entity["properties"], read)
    schema, key = str(entity.get("schema")), str(entity["id"])
    if schema == _SANCTION:
        for party in properties.get("entity", []):
            read.sanctions[party].append(properties)
    elif schema == _ADDRESS:
        read.addresses[key] = properties.get("full") or properties.get("name") or []
    elif name := text(entity.get("caption")) or next(iter(properties.get("name", [])), None):
        topics = not load_forms().topics.isdisjoint(properties.get("topics", []))
        read.parties[key] = (name, schema, entity.get("target") is True or topics, properties)
        read.sanctions[key] += [one for one in inner if one]
        read.datasets.update(str(one) for one in _list(entity.get("datasets")))
    else:
        read.others += 1  # an ownership, a membership: no party
    read.dates.update(filter(None, (dated(str(entity.get(k) or "")[:10]) for k in ("last_change", "last_seen"))))


def _properties(value: object, read: _Read) -> tuple[_Properties, list[_Properties]]:
    """Give properties as texts, and those of the sanctions that are nested in them."""
    plain: _Properties = {}
    sanctions: list[_Properties] = []
    for name, values in value.items() if isinstance(value, dict) else ():
        plain[name] = [said for one in _list(values) if (said := text(one))]
        for one in _list(values):
            if isinstance(one, dict):  # targets.nested.json has what an entity points to within it
                inner, _ = _properties(one.get("properties"), read)
                if one.get("schema") == _SANCTION:
                    sanctions.append(inner)
                elif one.get("schema") == _ADDRESS:
                    plain.setdefault("address", []).extend(inner.get("full", []))
    return plain, sanctions


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _entries(read: _Read, skipped: Iterable[SkipInput]) -> Iterator[ListEntry | SkipInput]:
    yield from skipped
    listed = {key for key, party in read.parties.items() if party[2] or read.sanctions.get(key)}
    for key in sorted(listed or read.parties):
        yield _entry(key, read, load_forms())


def _entry(key: str, read: _Read, forms: Forms) -> ListEntry:
    name, schema, _, properties = read.parties[key]
    sanctions = read.sanctions.get(key, [])
    told = {field: _all([properties], *forms.properties[field]) for field in forms.properties}
    since = _all(sanctions, "listingDate", "startDate")
    until = _all(sanctions, "endDate")
    return ListEntry(
        key=key,
        name=name,
        type=forms.type_of(schema),
        names=tuple(one for one in told["names"] if one != name),
        countries=tuple(code.upper() for code in told["countries"]),
        addresses=(
            *told["addresses"],
            *(a for one in properties.get("addressEntity", ()) for a in read.addresses.get(one, ())),
        ),
        programmes=_all(sanctions, *forms.properties["programmes"]) or told["programmes"],
        identifiers=told["identifiers"],
        tickers=told["tickers"],
        since=dated(min(since, default=None)),
        until=dated(max(until)) if until and len(until) >= len(sanctions) else None,
        reason=next(iter(_all(sanctions, "reason", "summary")), None),
        url=next(iter([*_all(sanctions, "sourceUrl"), *_all([properties], "sourceUrl")]), None),
    )


def _all(nodes: Iterable[_Properties], *names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for node in nodes for name in names for value in node.get(name, ())))
