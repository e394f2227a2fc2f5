"""The schema files say what the guide says, and a mistake in one is named by file and line."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest
from guanxi.graph.errors import DataFileError
from guanxi.graph.model import STATUSES, Qualifiers
from guanxi.graph.schema import LANGUAGES, load_schema
from guanxi.graph.text import fold, simplified
from guanxi.graph.vocabulary import Described, Link

OWN = Path(__file__).parents[1] / "graph" / "schema"
SHARED = Path(__file__).parents[2] / "shared"

FAMILIES = {
    "ownership": {
        "owns",
        "invests_in",
        "holds_stake_in",
        "reduces_stake_in",
        "acquires",
        "sells_to",
        "spins_off",
        "merges_with",
        "lends_to",
        "repurchases_shares",
    },
    "trade": {
        "supplies",
        "manufactures_for",
        "partners_with",
        "competes_with",
        "produces",
    },
    "people": {
        "founded_by",
        "holds_position",
        "covers",
    },
    "conflict": {
        "sanctions",
        "sues",
        "rules_on",
    },
    "place_and_market": {
        "listed_on",
        "located_in",
    },
}
OKABE_ITO = {"#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"}
INSURES = """\
labels: {zh-Hans: 承保, zh-Hant: 承保, en: insures}
descriptions: {zh-Hans: 保险公司为某方承保。, zh-Hant: 保險公司為某方承保。, en: An insurer insures a party.}
inverse: {zh-Hans: 投保于, zh-Hant: 投保於, en: is insured by}
family: trade
wider: [supplies]
subject:
  types: [company]
  role: {zh-Hans: 承保人, zh-Hant: 承保人, en: insurer}
object:
  types: [company, person]
  role: {zh-Hans: 投保人, zh-Hant: 投保人, en: insured}
qualifiers: [date, amount, currency]
follow_the_money: {schema: UnknownLink, subject: subject, object: object}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OWN, tmp_path / "schema"))


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_it_has_the_types_and_relations_of_the_guide() -> None:
    schema = load_schema()
    assert " ".join(schema.types) == "company person authority exchange organization product fund place"
    assert set(schema.relations) == set().union(*FAMILIES.values()) and len(schema.relations) == 23
    assert {name for name, relation in schema.relations.items() if relation.symmetric} == {
        "merges_with",
        "partners_with",
        "competes_with",
    }


def test_qualifiers_and_statuses_are_those_of_the_core_types() -> None:
    schema = load_schema()
    assert list(schema.qualifiers) == [field.name for field in fields(Qualifiers)]
    assert tuple(sorted(schema.statuses)) == tuple(sorted(STATUSES))


def test_the_reader_gives_everything_that_a_relation_file_says() -> None:
    relation = load_schema().relations["manufactures_for"]
    assert (relation.name, relation.term, relation.iri) == (
        "manufactures_for",
        "manufacturesFor",
        "https://w3id.org/guanxi/ns#manufacturesFor",
    )
    assert relation.labels == {"zh-Hans": "代工", "zh-Hant": "代工", "en": "manufactures for"}
    assert relation.wider == ("supplies",) and relation.family == "trade"
    assert relation.object_role["zh-Hant"] == "委託方"
    assert relation.admits("company", "company") and not relation.admits("company", "place")
    position = load_schema().relations["holds_position"]
    assert position.qualifiers == ("date", "role", "attributed_to")
    assert Link("skos:closeMatch", "schema:worksFor") in position.mappings
    money = position.follow_the_money
    assert (money.schema, money.subject, money.object) == ("Employment", "employee", "employer")
    assert money.qualifiers == {"date": "startDate", "role": "role"}


def test_the_special_case_implies_the_wider_relation() -> None:
    assert load_schema().wider("manufactures_for") == ("supplies",)
    assert load_schema().wider("supplies") == ()


def test_families_are_those_of_the_explorer_and_tell_apart_for_the_colour_blind() -> None:
    schema = load_schema()
    assert list(schema.families) == list(FAMILIES)
    for family, names in FAMILIES.items():
        assert {r.name for r in schema.relations.values() if r.family == family} == names
    colours = [family.colour for family in schema.families.values()]
    assert len(set(colours)) == len(colours) and set(colours) <= OKABE_ITO
    assert len({t.colour for t in schema.types.values()}) == len({t.shape for t in schema.types.values()}) == 8


def test_every_label_stands_in_three_languages_and_the_two_scripts_say_the_same() -> None:
    schema = load_schema()
    groups: list[Described] = [*schema.types.values(), *schema.relations.values(), *schema.qualifiers.values()]
    texts = [words for item in groups for words in (item.labels, item.descriptions)]
    texts += [words for r in schema.relations.values() for words in (r.inverse, r.subject_role, r.object_role)]
    texts += [family.labels for family in schema.families.values()]
    texts += [status.labels for status in schema.statuses.values()]
    for words in texts:
        assert tuple(words) == LANGUAGES
        assert simplified(words["zh-Hans"]) == words["zh-Hans"]
        assert fold(words["zh-Hans"]) == fold(words["zh-Hant"])
        assert words["en"].isascii() or "’" in words["en"]


def test_no_two_relations_are_called_the_same() -> None:
    for language in LANGUAGES:
        count = Counter(relation.labels[language] for relation in load_schema().relations.values())
        assert max(count.values()) == 1


def test_it_is_read_once() -> None:
    assert load_schema() is load_schema()


def test_a_new_relation_is_a_file_and_no_code(folder: Path) -> None:
    (folder / "relations" / "insures.yaml").write_text(INSURES, encoding="utf-8")
    schema = load_schema(folder)
    assert len(schema.relations) == 24
    assert schema.relations["insures"].labels["zh-Hant"] == "承保"
    assert schema.relations["insures"].admits("company", "person")
    assert schema.wider("insures") == ("supplies",)


def test_the_digest_follows_the_content_alone(folder: Path) -> None:
    assert load_schema(folder).digest == load_schema().digest
    file = folder / "relations" / "owns.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_schema(folder).digest == load_schema().digest
    replace(file, "en: owns", "en: controls")
    assert load_schema(folder).digest != load_schema().digest


MISTAKES = [
    ("relations/owns.yaml", "family: ownership", "family: property", "13: family: 'property' is none of ownership,"),
    ("relations/owns.yaml", "  en: owns\n", "", "2: labels.en: is missing"),
    ("relations/owns.yaml", "  en: owns\n", "  en: no\n", "4: labels.en: must be a text"),
    ("relations/owns.yaml", "  en: owns\n", "  en: owns\n  fr: possède\n", "5: labels.fr: unknown key"),
    ("relations/owns.yaml", "family: ownership", "family: ownership\nfamily: trade", "14: family: stands twice"),
    ("relations/owns.yaml", "family: ownership", "famly: ownership", "13: famly: unknown key"),
    ("relations/owns.yaml", "family: ownership", "family: [", "15: "),
    ("relations/owns.yaml", "family: ownership", "family: ownership\nsymmetric: maybe", "14: symmetric: must be true"),
    ("relations/owns.yaml", "family: ownership", "family: ownership\nsymmetric: true", "9: inverse: a symmetric"),
    ("relations/owns.yaml", "family: ownership", "family: ownership\nwider: [owns]", "14: wider: 'owns' is none of"),
    (
        "relations/owns.yaml",
        "family: ownership",
        "family: ownership\nwider: [covers]",
        "14: wider: covers doesn't admit",
    ),
    ("relations/owns.yaml", "[company, fund, person,", "[firm, fund, person,", "15: subject.types: 'firm' is none of"),
    ("relations/owns.yaml", "[date, stake,", "[date, date,", "20: qualifiers: must be a list of different"),
    ("relations/owns.yaml", "[date, stake,", "[when, stake,", "20: qualifiers: 'when' is none of date,"),
    ("relations/owns.yaml", "[org:linkedTo]", "[orgs:linkedTo]", "22: mappings.skos:broadMatch: 'orgs:linkedTo' must"),
    ("relations/owns.yaml", "skos:broadMatch", "rdfs:subClassOf", "22: mappings.rdfs:subClassOf: unknown key"),
    ("relations/owns.yaml", "subject: owner", "subjects: owner", "26: follow_the_money.subjects: unknown key"),
    ("entities/fund.yaml", '"#0072B2"', "blue", "9: display.colour: 'blue' must be written like #0072B2"),
    ("entities/fund.yaml", "order: 7", "order: last", "9: display.order: must be a whole number"),
    ("entities/fund.yaml", "triangleDown", "heart", "9: display.shape: 'heart' is none of dot,"),
    ("statuses.yaml", "\ndenied:", "\nrefuted:", "2: denied: is missing: the core types have it"),
    ("statuses.yaml", "line: double", "line: wavy", "line: 'wavy' is none of solid,"),
    ("terms.yaml", "\nknownAs:", "\nowns:", "owns: gx:owns stands in relations/owns.yaml already"),
    ("terms.yaml", "\nknownAs:", "\nknown-as:", "known-as: gx:known-as must be letters only"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), MISTAKES)
def test_a_mistake_is_named_by_file_and_line(folder: Path, file: str, old: str, new: str, message: str) -> None:
    replace(folder / file, old, new)
    with pytest.raises(DataFileError) as caught:
        load_schema(folder)
    assert str(folder / file) in str(caught.value)
    assert message in str(caught.value)


def test_relations_that_are_wider_than_each_other_are_refused(folder: Path) -> None:
    replace(folder / "relations" / "sues.yaml", "family: conflict\n", "family: conflict\nwider: [rules_on]\n")
    (folder / "relations" / "rules_on.yaml").write_text(
        (folder / "relations" / "sues.yaml").read_text(encoding="utf-8").replace("[rules_on]", "[sues]"),
        encoding="utf-8",
    )
    with pytest.raises(DataFileError, match=r"wider: goes in a circle"):
        load_schema(folder)


def test_a_file_that_is_no_schema_file_is_refused(folder: Path) -> None:
    (folder / "relations" / "owns.yml").write_text("", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"owns\.yml: is no file of a schema"):
        load_schema(folder)


def test_a_missing_file_or_folder_is_named(folder: Path) -> None:
    (folder / "families.yaml").unlink()
    with pytest.raises(DataFileError, match=r"families\.yaml: is missing"):
        load_schema(folder)
    with pytest.raises(DataFileError, match="no such folder"):
        load_schema(folder / "nowhere")


def test_the_ends_admit_what_careful_readers_found() -> None:
    """Nearly every required fact of the gold fits; the rest are an end typed against the guide (a place that acts)."""
    gold = SHARED / "gold"
    if not gold.is_dir():
        assert os.environ.get("CI") != "true", f"{gold} must be there on CI"
        pytest.skip(f"{gold} is not there")
    aside = set((SHARED / "eval" / "set-aside.txt").read_text(encoding="utf-8").split())
    fits: Counter[bool] = Counter()
    for file in sorted(gold.glob("*.json")):
        if file.stem in aside:
            continue
        record = json.loads(file.read_text(encoding="utf-8"))
        types = {entity["id"]: entity["type"] for entity in record["entities"]}
        for fact in record["relations"]:
            if fact["required"]:
                relation = load_schema().relations[fact["relation"]]
                fits[relation.admits(types[fact["subject"]], types[fact["object"]])] += 1
    assert fits[True] / fits.total() > 0.99
