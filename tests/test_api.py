"""The explorer's API over the three articles: what it answers, what it refuses, and that it keeps what it describes."""

import csv
import io
import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import networkx as nx
import pytest
from guanxi.exports.server.api.openapi import described, schemas
from guanxi.graph.analysis.paths import chains
from guanxi.graph.model import Qualifiers
from guanxi.graph.network import graph
from guanxi.graph.store import open_reader

Serve = Callable[..., AbstractContextManager[tuple[str, subprocess.Popen[str]]]]
CAMBRICON, NVIDIA = "company/688256.SH", "company/nvidia"


def call(served: str, path: str, data: object = None, **parameters: object) -> Any:
    """Call the API and give what it answers."""
    body = None if data is None else json.dumps(data).encode()
    asked = f"{served}/api/{path}?{urlencode(parameters, doseq=True)}"
    with urlopen(Request(asked, body, {"Content-Type": "application/json"}), timeout=60) as answer:
        assert answer.headers["Content-Type"] == "application/json"
        return json.load(answer)


def refusal(served: str, path: str, data: object = None, **parameters: object) -> tuple[int, str]:
    with pytest.raises(HTTPError) as caught:
        call(served, path, data, **parameters)
    assert caught.value.headers["Content-Type"] == "application/json"
    return caught.value.code, json.load(caught.value)["error"]


def check(value: object, schema: Mapping[str, Any], place: str = "") -> None:
    """Hold an answer against the schema that describes it: what a description of OpenAPI promises of it."""
    if "$ref" in schema:
        check(value, schemas()[schema["$ref"].rpartition("/")[2]], place)
    for part in schema.get("allOf", ()):
        check(value, part, place)
    if "enum" in schema:
        assert value in schema["enum"], place
    if "type" in schema:
        kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}
        allowed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        assert any(value is None if kind == "null" else isinstance(value, kinds[kind]) for kind in allowed), place
    if isinstance(value, dict):
        assert set(schema.get("required", ())) <= set(value), place
        for name, one in value.items():
            part = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            check(one, part, f"{place}.{name}")
    if isinstance(value, list):
        for number, one in enumerate(value):
            prefix = schema.get("prefixItems", ())
            check(one, prefix[number] if number < len(prefix) else schema.get("items", {}), f"{place}[{number}]")


def test_every_answer_is_what_the_description_says(served: str) -> None:
    with urlopen(f"{served}/openapi.json") as answer:
        told = json.load(answer)
    assert told == json.loads(json.dumps(described())) and told["openapi"] == "3.1.0"
    examples: dict[str, dict[str, object]] = {
        "/api/search": {"q": "hanwuji"},
        "/api/neighbours": {"id": CAMBRICON},
        "/api/graph": {"ids": f"{CAMBRICON},{NVIDIA}"},
        "/api/claims": {"subject": CAMBRICON, "object": "company/百度"},
        "/api/paths": {"from": CAMBRICON, "to": NVIDIA},
        "/api/exposure": {"id": "company/百度"},
        "/api/distances": {"ids": CAMBRICON},
        "/api/questions/{name}": {"company": CAMBRICON},
        "/api/export": {"ids": [CAMBRICON, "company/百度"], "format": "json"},
    }
    ids = {"/api/entities/{id}": CAMBRICON, "/api/questions/{name}": "customers-of"}
    for path, methods in told["paths"].items():
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        if path == "/api/articles/{id}":
            ids[path] = call(served, "overview")["newest"][0]["article"]["id"]
        found = call(
            served, re.sub("{.*}", quote(ids.get(path, "")), path.removeprefix("/api/")), **examples.get(path, {})
        )
        check(found, schema, path)
        assert found["snapshot"] and (len(json.dumps(found)) > 150 or path in ("/api/judgements", "/api/distances"))


def test_references_of_the_description_lead_somewhere() -> None:
    names = re.findall(r"#/components/schemas/(\w+)", json.dumps(described()))
    assert set(names) == set(schemas())


@pytest.mark.parametrize("text", ["hanwuji", "寒武紀", "寒武纪", "688256"])
def test_one_box_finds_a_name_in_any_writing(served: str, text: str) -> None:
    first = call(served, "search", q=text)["things"][0]
    assert (first["id"], first["type"]) == (CAMBRICON, "company") and first["matched"]
    assert first["names"]["zh-Hans"] == "寒武纪" and first["degree"] == 5


def test_neighbours_are_counted_before_they_are_fetched(served: str) -> None:
    profile = call(served, f"entities/{CAMBRICON}")
    for count in profile["counts"]:
        found = call(served, "neighbours", id=CAMBRICON, relation=count["relation"], direction=count["direction"])
        assert found["total"] == count["neighbours"] == len(found["nodes"]) - 1
        assert found["nodes"][0]["id"] == CAMBRICON
        assert sum(edge["claims"] for edge in found["edges"]) == count["claims"]


def test_neighbours_come_page_by_page(served: str) -> None:
    whole = call(served, "neighbours", id=CAMBRICON)
    pages = [call(served, "neighbours", id=CAMBRICON, offset=n, limit=1) for n in range(whole["total"])]
    assert [page["nodes"][1] for page in pages] == whole["nodes"][1:]
    assert [edge for page in pages for edge in page["edges"]] == whole["edges"]
    assert call(served, "neighbours", id=CAMBRICON, offset=100)["nodes"] == whole["nodes"][:1]


def test_a_view_is_restored_and_what_is_gone_is_named(served: str) -> None:
    ids = [CAMBRICON, "company/百度", "company/gone", "company/<script>"]
    by_get, by_post = call(served, "graph", ids=ids), call(served, "graph", {"ids": ids})
    assert by_get == by_post
    assert [node["id"] for node in by_get["nodes"]] == ids[:2] and by_get["gone"] == ids[2:]
    assert {edge["relation"] for edge in by_get["edges"]} >= {"supplies"}


def test_what_is_new_in_a_view_comes_with_its_edges_alone(dealing: str) -> None:
    ids = [node["id"] for node in call(dealing, "overview")["connected"]]
    whole = call(dealing, "graph", ids=ids)["edges"]
    added = call(dealing, "graph", {"ids": ids, "new": ids[:1]})
    expected = [edge for edge in whole if ids[0] in (edge["subject"], edge["object"])]
    assert added["edges"] == expected and 0 < len(expected) < len(whole)
    assert [node["id"] for node in added["nodes"]] == ids[:1]
    gone = call(dealing, "graph", {"ids": [*ids, "company/gone"], "new": ["company/gone"]})
    assert (gone["nodes"], gone["edges"], gone["gone"]) == ([], [], ["company/gone"])


def test_an_edge_leads_to_its_sentences_with_both_names_marked(served: str) -> None:
    (edge,) = call(served, "neighbours", id=CAMBRICON, relation="supplies")["edges"]
    found = call(served, "claims", fact=edge["id"])
    assert found["total"] == edge["claims"] == len(found["claims"])
    for claim in found["claims"]:
        text = call(served, f"articles/{quote(claim['article']['id'])}")["text"]
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        assert {claim["quote"][start:end] for start, end, _ in claim["marks"]} <= {
            "寒武纪",
            "百度",
            "寒武紀",
            "百度集團",
        }
        assert {role for _, _, role in claim["marks"]} == {"subject", "object"}
    same = call(served, "claims", subject=edge["object"], object=edge["subject"], either="true")
    assert found["claims"][0] in same["claims"]
    assert call(served, "claims", ids=found["claims"][0]["id"])["claims"] == found["claims"][:1]


def test_hostile_text_stays_text_and_no_address_runs_anything(served: str) -> None:
    newest = call(served, "overview")["newest"]
    text = json.dumps(newest, ensure_ascii=False)
    assert "<script>" in text
    assert not [claim for claim in newest if (claim["article"]["url"] or "http").lower()[:4] != "http"]


@pytest.mark.parametrize(
    ("path", "parameters", "status", "said"),
    [
        ("search", {}, 400, "q is missing"),
        ("search", {"q": "x", "limit": "0"}, 400, "limit is a whole number from 1 to 1,000"),
        ("search", {"q": ["x", "y"]}, 400, "q is given 2 times"),
        ("search", {"q": "x", "size": "1"}, 400, "no parameter size"),
        ("neighbours", {"id": CAMBRICON, "relation": "likes"}, 400, "there is no likes"),
        ("neighbours", {"id": CAMBRICON, "direction": "up"}, 400, "out, in, both"),
        ("neighbours", {"id": CAMBRICON, "as_of": "soon"}, 400, "no date"),
        ("neighbours", {"id": CAMBRICON, "min_confidence": "nan"}, 400, "from 0 to 1"),
        ("neighbours", {"id": "company/gone"}, 404, "no such entity"),
        ("entities/company/gone", {}, 404, "no such entity"),
        ("entities/%00%22%3E", {}, 404, "no such entity"),
        ("articles/gone", {}, 404, "no such article"),
        ("claims", {"subject": CAMBRICON}, 400, "say which claims"),
        ("claims", {"subject": CAMBRICON, "object": NVIDIA, "either": "maybe"}, 400, "true or false"),
        ("graph", {}, 400, "ids"),
        ("graph", {"ids": ",".join(f"company/{n}" for n in range(5001))}, 400, "5000 at most"),
        ("nothing", {}, 404, "no such call"),
        ("paths", {"from": CAMBRICON}, 400, "to is missing"),
        ("paths", {"from": CAMBRICON, "to": CAMBRICON}, 400, "two different ends"),
        ("paths", {"from": CAMBRICON, "to": "company/gone"}, 404, "company/gone"),
        ("exposure", {"id": "company/gone"}, 404, "no such entity"),
        ("distances", {"ids": ""}, 400, "ids"),
        ("questions/none", {}, 404, "no question is called none"),
        ("questions/suppliers-of", {}, 400, "COMPANY is missing"),
        ("questions/suppliers-of", {"firm": CAMBRICON}, 400, "no parameter firm"),
        ("questions/suppliers-of", {"company": "nobody at all"}, 404, "nothing in the graph is called"),
        ("export", {"ids": CAMBRICON, "format": "exe"}, 400, "csv, graphml, json"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    served: str, path: str, parameters: dict[str, object], status: int, said: str
) -> None:
    code, error = refusal(served, path, **parameters)
    assert code == status and said in error


@pytest.mark.parametrize("data", [[], {"ids": [{}]}, {"ids": None}, {"ids": ["a"], "b": 1}])
def test_a_body_that_makes_no_sense_is_refused(served: str, data: object) -> None:
    assert refusal(served, "graph", data)[0] == 400


def test_an_answer_that_has_not_changed_is_not_sent_again(served: str) -> None:
    with urlopen(f"{served}/api/schema") as answer:
        tag = answer.headers["ETag"]
        assert answer.headers["Cache-Control"] == "no-cache"
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(f"{served}/api/schema", headers={"If-None-Match": tag}))
    assert caught.value.code == 304
    with urlopen(Request(f"{served}/api/search?q=x", headers={"If-None-Match": tag})) as answer:
        assert answer.status == 200


@pytest.fixture(scope="module")
def dealing(dealings: Path, serve: Serve) -> Iterator[str]:
    """Give the address of a service over a small world of deals."""
    with serve(dealings, "--workers", "1") as (address, _):
        yield address


def test_two_are_linked_by_chains_of_which_each_step_has_its_edges(dealing: str, dealings: Path) -> None:
    with open_reader(dealings) as reader:
        told = graph(reader)
        pairs = [(a, b) for a in told for b in told if a != b and a.startswith("company/") and b.startswith("company/")]
        expected = {pair: chains(told, *pair, number=3) for pair in pairs[::7]}
    assert any(found and len(found[0].steps) > 2 for found in expected.values())
    for (source, target), found in expected.items():
        given = call(dealing, "paths", **{"from": source, "to": target, "k": 3, "longest": 8, "status": "actual"})
        assert given["complete"] and bool(given["paths"]) == bool(found)
        for path in given["paths"]:
            assert (path["nodes"][0], path["nodes"][-1]) == (source, target)
            for (a, b), step in zip(itertools.pairwise(path["nodes"]), path["steps"], strict=True):
                assert step and all({edge["subject"], edge["object"]} == {a, b} for edge in step)
        if found:
            assert (len(given["paths"][0]["nodes"]), given["paths"][0]["score"]) == (
                len(found[0].entities),
                pytest.approx(found[0].confidence, abs=1e-5),
            )


def test_where_nothing_actual_links_two_what_is_told_otherwise_does_but_no_denial(dealing: str) -> None:
    nodes = call(dealing, "overview")["connected"]
    for node in nodes[:6]:
        for edge in call(dealing, "neighbours", id=node["id"], status="planned,reported,denied")["edges"]:
            given = call(dealing, "paths", **{"from": edge["subject"], "to": edge["object"]})
            followed = {
                status
                for path in given["paths"]
                for step in path["steps"]
                for one in step
                for status in one["statuses"]
            }
            assert "denied" not in followed and followed <= set(given["status"])


def test_distances_and_exposure_tell_of_the_same_parties(served: str) -> None:
    sanctioned = {claim["object"] for claim in call(served, "overview")["sanctions"] if claim["status"] == "actual"}
    assert sanctioned
    everything = [node["id"] for node in call(served, "overview")["connected"]]
    distances = call(served, "distances", {"ids": [*everything, "company/gone"]})["distances"]
    assert distances["company/gone"] is None and {distances[id_] for id_ in sanctioned & set(everything)} == {0}
    for id_ in everything:
        found = call(served, "exposure", id=id_, hops=4)
        assert (found["parties"][0]["steps"] if found["parties"] else None) == distances[id_]
        for party in found["parties"]:
            assert party["sanctions"] and all(edge["object"] == party["party"] for edge in party["sanctions"])
            assert all(len(chain["steps"]) == party["steps"] for chain in party["chains"])
            assert bool(party["chains"]) == (party["steps"] > 0)


def test_stakes_are_looked_through_as_the_command_does(
    tmp_path: Path, write_store: Callable[..., Path], serve: Serve
) -> None:
    def line(number: int, subject: str, relation: str, object_: str, share: str | None = None) -> tuple[object, ...]:
        return str(number), "2024-01-01", subject, relation, object_, "actual", Qualifiers(stake=share)

    store = write_store(
        tmp_path / "store",
        [
            line(1, "甲部", "sanctions", "戊控股"),
            line(2, "戊控股", "holds_stake_in", "辛投资", "60"),
            line(3, "辛投资", "holds_stake_in", "壬科技", "50"),
            line(4, "壬科技", "supplies", "乙云算"),
            line(5, "乙云算", "holds_stake_in", "壬科技", "150"),
        ],
        {"甲部": "authority"},
    )
    with serve(store, "--workers", "1") as (address, _):
        assert "stakes" not in call(address, "exposure", id="company/壬科技")
        found = call(address, "exposure", id="company/壬科技", hops=1, stakes="true")
        other = call(address, "exposure", id="company/乙云算", hops=1, stakes="true")
    check(found, described()["components"]["schemas"]["Exposure"])  # type: ignore[index]
    assert found["parties"] == [] and {"company/戊控股", "company/辛投资"} <= {node["id"] for node in found["nodes"]}
    (party,) = found["stakes"]["parties"]
    assert (party["party"], party["steps"], party["held_by"]) == ("company/戊控股", None, {"low": 30.0, "high": 30.0})
    rule = found["stakes"]["rule"]
    assert (rule["sure"], rule["low"], [stake["holder"] for stake in rule["through"]]) == (
        True,
        50.0,
        ["company/辛投资"],
    )
    (problem,) = found["stakes"]["problems"]
    assert problem["told"] == [{"holder": "company/乙云算", "share": "150"}] and problem["total"] is None
    assert other["stakes"] == {"total": 0, "parties": [], "rule": None, "problems": []}


def test_every_question_without_parameters_is_answered_and_drawn(dealing: str) -> None:
    drawn = 0
    for question in call(dealing, "questions")["questions"]:
        if all(parameter["optional"] for parameter in question["parameters"]):
            found = call(dealing, f"questions/{question['name']}", limit=5)
            known = {node["id"] for node in found["nodes"]}
            claims = {claim["id"] for claim in found["claims"]}
            for row in found["rows"]:
                assert len(row["cells"]) == len(found["columns"]) and set(row["claims"]) <= claims
                assert {cell["value"] for cell in row["cells"] if cell and cell["kind"] == "entity"} <= known
            assert all({edge["subject"], edge["object"]} <= known for edge in found["edges"])
            drawn += len(found["edges"])
    assert drawn > 5


def test_example_questions_have_an_answer(dealing: str) -> None:
    examples = call(dealing, "overview")["questions"]
    assert examples
    for example in examples:
        assert call(dealing, f"questions/{example['name']}", **example["values"])["rows"]


def test_a_view_is_taken_away_as_a_table_with_its_sentences_or_as_graphml(served: str) -> None:
    asked = urlencode({"ids": [CAMBRICON, "company/百度"]}, doseq=True)
    with urlopen(f"{served}/api/export?{asked}&format=csv") as answer:
        assert answer.headers["Content-Disposition"] == 'attachment; filename="guanxi.csv"'
        rows = list(csv.DictReader(answer.read().decode().splitlines()))
    assert {row["source"] for row in rows} | {row["target"] for row in rows} == {CAMBRICON, "company/百度"}
    assert all(row["quote"] for row in rows)
    with urlopen(f"{served}/api/export?{asked}&format=graphml") as answer:
        drawn = nx.read_graphml(io.BytesIO(answer.read()), force_multigraph=True)
    edges = call(served, "graph", ids=[CAMBRICON, "company/百度"])["edges"]
    assert sorted(key for *_, key in drawn.edges(keys=True)) == sorted(edge["id"] for edge in edges)


def test_a_store_that_is_deleted_and_built_again_is_another_state(
    tmp_path: Path, write_store: Callable[..., Path], serve: Serve
) -> None:
    def line(*names: str) -> list[tuple[str, str, str, str, str, str, Qualifiers]]:
        return [("1", "2025-01-01", names[0], "supplies", names[1], "actual", Qualifiers())]

    store = write_store(tmp_path / "store", line("甲科技", "乙半导体"))
    with serve(store, "--workers", "1") as (address, _):
        before = call(address, "graph", ids="company/甲科技")
        assert before["total"] == 1
        shutil.rmtree(store)
        assert call(address, "search", q="甲科技")["snapshot"] == before["snapshot"], "what was open still answers"
        write_store(store, line("丙控股", "丁软件"))
        after = call(address, "graph", ids=["company/甲科技", "company/丙控股"])
        assert after["snapshot"] != before["snapshot"]
        assert (after["gone"], after["total"]) == (["company/甲科技"], 1)
