"""FollowTheMoney's own library reads what is exported, and finds nothing wrong with it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from followthemoney import ValueEntity, model
from guanxi.exports import followthemoney
from guanxi.exports.plain import printable
from guanxi.graph.excerpt import Excerpt
from guanxi.graph.model import STATUSES, Article, Claim, Extraction, Mention, Qualifiers
from guanxi.graph.schema import load_schema
from guanxi.graph.selection import Selection
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader, open_writer


@pytest.fixture(scope="module")
def reader(store: Path) -> Iterator[Reader]:
    with open_reader(store) as reader:
        yield reader


def _written(reader: Reader, *status: str) -> bytes:
    sink = io.BytesIO()
    followthemoney.write(Excerpt(reader, Selection(status=status or STATUSES), lone=True), sink)
    return sink.getvalue()


def _entities(data: bytes) -> dict[str, ValueEntity]:
    read = (ValueEntity.from_dict(json.loads(line), cleaned=False) for line in data.splitlines())
    return {str(entity.id): entity for entity in read}


def test_ftm_validate_accepts_it(reader: Reader, tmp_path: Path) -> None:
    source, target = tmp_path / "a.json", tmp_path / "b.json"
    source.write_bytes(_written(reader))
    run = "from followthemoney.cli.cli import cli; cli()"
    words = [sys.executable, "-c", run, "validate", "-i", str(source), "-o", str(target)]
    ended = subprocess.run(words, capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    assert len(target.read_bytes().splitlines()) == len(source.read_bytes().splitlines()) > 15


def test_the_library_keeps_every_value(reader: Reader) -> None:
    """But for white space, which it folds: a value that it took for wrong it would leave out."""

    def folded(values: list[str]) -> list[str]:
        return sorted(" ".join(value.replace("\u202e", "").replace("\u202c", "").split()) for value in values)

    data = _written(reader)
    read = _entities(data)
    for line in data.splitlines():
        written = json.loads(line)
        for name, values in written["properties"].items():
            assert folded(read[written["id"]].get(name)) == folded(values), (written["schema"], name)


def test_every_reference_leads_to_what_may_stand_there(reader: Reader) -> None:
    read = _entities(_written(reader))
    references = 0
    for entity in read.values():
        for prop, value in entity.itervalues():
            if prop.type.name == "entity":
                assert prop.range is not None and read[value].schema.is_a(prop.range), (entity.schema.name, prop.name)
                references += 1
        for name in entity.schema.required:
            assert entity.get(name), (entity.schema.name, name)
    assert references > 15


def test_things_are_what_they_are(reader: Reader) -> None:
    read = _entities(_written(reader))
    names = {entity.caption: entity for entity in read.values()}
    assert names["陈天石"].schema.name == "Person"
    assert names["美国商务部"].schema.name == "PublicBody"
    nvidia = names["NVIDIA"]
    assert (nvidia.schema.name, nvidia.get("ticker")) == ("Company", ["NVDA.US"])
    assert set(nvidia.get("name")) == {"英伟达", "輝達", "NVIDIA"} and nvidia.get("alias") == ["英偉達"]


def test_relations_have_their_schemata_and_their_proof(reader: Reader) -> None:
    read = _entities(_written(reader, "actual"))
    kinds = {entity.schema.name: entity for entity in read.values()}
    board, owns, sanction = kinds["Directorship"], kinds["Ownership"], kinds["Sanction"]
    assert [read[end].first("name") for end in board.get("director")] == ["陈天石"]
    assert ["寒武纪" in read[end].get("name") for end in board.get("organization")] == [True]
    assert board.get("role") == ["董事长"]
    assert [read[end].caption for end in (*owns.get("owner"), *owns.get("asset"))] == ["腾讯", "元宝科技"]
    assert (sanction.get("authority"), sanction.get("startDate")) == (["美国商务部"], ["2022-12"])
    for relation in (board, owns, sanction):
        (proof,) = relation.get("proof")
        (words,) = relation.get("description")
        assert read[proof].schema.name == "Article" and words in read[proof].first("bodyText")
        assert relation.get("status") == ["actual"] and relation.get("modifiedAt") == ["2025-08-01"]


def test_what_is_not_said_to_be_so_is_no_fact(reader: Reader) -> None:
    told = [
        entity for entity in _entities(_written(reader)).values() if entity.get("status", quiet=True) == ["planned"]
    ]
    assert [entity.schema.name for entity in told] == ["UnknownLink"]
    assert told[0].get("role") == ["planned: invests in"]


def test_articles_that_say_the_same_prove_one_relation(reprinted: Path) -> None:
    with open_reader(reprinted) as reader:
        read = _entities(_written(reader))
    (link,) = [entity for entity in read.values() if entity.schema.name == "UnknownLink"]
    assert len(link.get("proof")) == len(link.get("recordId")) == 4
    assert "sources: 2" in str(link.first("summary"))


@pytest.mark.parametrize(
    ("role", "schema"),
    [
        ("董事长", "Directorship"),
        ("獨立非執行董事", "Directorship"),
        ("監事會主席", "Directorship"),
        ("董事會秘書", "Employment"),
        ("董秘", "Employment"),
        ("董事總經理", "Employment"),
        ("首席财务官", "Employment"),
        (None, "Employment"),
    ],
)
def test_a_seat_on_the_board_is_a_directorship(role: str | None, schema: str, tmp_path: Path) -> None:
    read = _told("holds_position", "person", "company", Qualifiers(role=role), tmp_path)
    assert read.schema.name == schema


@pytest.mark.parametrize(
    ("relation", "subject", "object_", "schema"),
    [
        ("owns", "company", "organization", "UnknownLink"),  # an Organization is no Asset
        ("owns", "person", "product", "Ownership"),
        ("holds_stake_in", "authority", "company", "Ownership"),
        ("lends_to", "company", "person", "Debt"),
        ("sanctions", "authority", "product", "Sanction"),
        ("located_in", "company", "place", "UnknownLink"),
    ],
)
def test_where_the_ends_do_not_fit_it_is_another_link(
    relation: str, subject: str, object_: str, schema: str, tmp_path: Path
) -> None:
    assert _told(relation, subject, object_, Qualifiers(), tmp_path).schema.name == schema


@pytest.mark.parametrize(("date", "read"), [("2023-H1", "2023"), ("2023-Q3", "2023"), ("2023-06-03", "2023-06-03")])
def test_dates_are_as_precise_as_the_model_can_say(date: str, read: str, tmp_path: Path) -> None:
    link = _told("acquires", "company", "company", Qualifiers(date=date, amount="12.5", currency="HKD"), tmp_path)
    assert (link.get("startDate"), link.get("sharesValue"), link.get("sharesCurrency")) == ([read], ["12.5"], ["HKD"])


def _told(relation: str, subject: str, object_: str, added: Qualifiers, folder: Path) -> ValueEntity:
    text = "甲乙与丙丁。"
    about = Article("1", text, "file:1", "sha256:0", "zh-Hans")
    ends = (Mention("1", 1, "甲乙", subject, (0,)), Mention("1", 2, "丙丁", object_, (3,)))
    said = Claim("1", 1, relation, 2, "actual", 0, len(text), text, ("rules:test",), 0.9, added)
    with open_writer(folder / "store", known={}) as writer:
        writer.put(Extraction(about, ends, (said,), "test"), path="/1")
    with open_reader(folder / "store") as reader:
        (link,) = [e for e in _entities(_written(reader)).values() if e.schema.is_a("Interval")]
    return link


def test_ids_are_such_as_the_library_takes_and_do_not_change(reader: Reader) -> None:
    from followthemoney.types import registry

    read = _entities(_written(reader))
    assert all(registry.entity.validate(id_) for id_ in read)
    assert list(read) == list(_entities(_written(reader)))
    assert printable("\x1b") == "\ufffd"


# What is written down here of the model is what the library says


def test_the_kinds_are_the_librarys() -> None:
    known = followthemoney._model()
    for kind in load_schema().types.values():
        schema = model.get(kind.follow_the_money)
        assert schema is not None and not schema.abstract
        wanted = {"Thing", "LegalEntity", "Organization", "Asset"}
        assert {s.name for s in schema.schemata if s.name in wanted} - {schema.name} == set(known.kinds[schema.name])


def test_the_ends_and_properties_are_the_librarys() -> None:
    known = followthemoney._model()
    forms = [r.follow_the_money for r in load_schema().relations.values()]
    forms += [special for form in forms for special in form.instead]
    assert {form.schema for form in forms} == set(known.ends)
    for name, ends in known.ends.items():
        schema = model.get(name)
        assert schema is not None
        for end, wanted in ends.items():
            prop = schema.get(end)
            assert prop is not None and (prop.range.name if prop.range else "text") == wanted, (name, end)
    for form in forms:
        assert {form.subject, form.object} == set(known.ends[form.schema])
        assert set(form.qualifiers.values()) <= set(model[form.schema].properties)
    for property_, schemata in known.having.items():
        every = {*known.ends} if property_ != "ticker" else {*known.kinds}
        assert {name for name in every if property_ in model[name].properties} == set(schemata), property_
