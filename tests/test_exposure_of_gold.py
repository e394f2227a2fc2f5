"""The README's opening question, over what careful analysts read in real articles, and the US Entity List.

The articles may not be passed on: the test runs where they lie beside the repository.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from guanxi.extractors.inputs import ReadOptions
from guanxi.extractors.lexicon import load_lexicon
from guanxi.extractors.reading import read
from guanxi.extractors.sanctions.reading import Wanted, read_list
from guanxi.graph.model import Article, Claim, Extraction, Mention, Qualifiers
from guanxi.graph.names import all_names, bare_key
from guanxi.graph.store import open_writer

SHARED = Path(__file__).parents[2] / "shared"
ENTITY_LIST = SHARED / "data" / "sanctions" / "us-entity-list.json"
FIELDS = ("date", "amount", "currency", "stake", "product", "attributed_to")

pytestmark = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="no annotated articles beside the repository")


def known_ids() -> dict[tuple[str, str], str]:
    """Give the lexicon's ids by type and name."""
    ids: dict[tuple[str, str], str] = {}
    for entity in load_lexicon().entities.values():
        for name in all_names(entity):
            ids.setdefault((entity.type, bare_key(name)), entity.id)
    return ids


def extraction(article: Article, gold: dict[str, Any], ids: dict[tuple[str, str], str]) -> Extraction:
    """Write what gold says of an article as a reader of it would have: every claim with its words."""
    mentions: list[Mention] = []
    numbers: dict[str, int] = {}
    for entity in gold["entities"]:
        told = [name for name in entity["names"] if name in article.text]
        known = next((ids[k] for n in told if (k := (entity["type"], bare_key(n))) in ids), None)
        first = len(mentions) + 1
        for number, form in enumerate(dict.fromkeys(told), first):
            at = tuple(i for i in range(len(article.text)) if article.text.startswith(form, i))
            same = tuple(other for other in range(first, first + len(told)) if other != number)
            tickers = tuple(entity["tickers"]) if number == first else ()
            mentions.append(Mention(article.id, number, form, entity["type"], at, tickers, known, same))
            numbers.setdefault(entity["id"], number)
    return Extraction(article, tuple(mentions), tuple(claims(article, gold, numbers)), "by hand")


def claims(article: Article, gold: dict[str, Any], numbers: dict[str, int]) -> Iterator[Claim]:
    for said in gold["relations"]:
        quote, ends = said["evidence"], (numbers.get(said["subject"]), numbers.get(said["object"]))
        start = article.text.find(quote)
        if start >= 0 and ends[0] is not None and ends[1] is not None:
            about = Qualifiers(**{name: str(said[name]) for name in FIELDS if said.get(name) is not None})
            place = (said["status"], start, start + len(quote), quote, ("by hand",), 0.9, about)
            yield Claim(article.id, ends[0], said["relation"], ends[1], *place)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    aside = set((SHARED / "eval" / "set-aside.txt").read_text(encoding="utf-8").split())
    golds = {file.stem: file for file in sorted((SHARED / "gold").glob("*.json")) if file.stem not in aside}
    texts = [str(SHARED / "articles" / f"{id_}.txt") for id_ in golds]
    folder, ids = tmp_path_factory.mktemp("gold") / "store", known_ids()
    with open_writer(folder, known=load_lexicon().entities) as writer:
        for article in read(texts, ReadOptions()):
            if isinstance(article, Article) and article.id in golds:
                gold = json.loads(golds[article.id].read_text(encoding="utf-8"))
                writer.put(extraction(article, gold, ids), path=article.source)
        writer.put_list(read_list(str(ENTITY_LIST), Wanted(), ReadOptions()).list)
    return folder


def evidence(article: str, subject: str, relation: str, object_: str) -> str:
    gold = json.loads((SHARED / "gold" / f"{article}.json").read_text(encoding="utf-8"))
    return next(
        said["evidence"]
        for said in gold["relations"]
        if (said["subject"], said["relation"], said["object"]) == (subject, relation, object_)
    )


def test_which_customers_of_a_chip_maker_stand_near_a_sanctioned_company_and_what_says_so(
    store: Path, run: Any
) -> None:
    said = run("exposure", "--customers-of", "昆仑芯", "--hops", "2", "--json", "--store", store)
    assert said.status == 0
    told = json.loads(said.out)
    names = {id_: about["label"] for id_, about in told["entities"].items()}
    found = {
        (names[one["entity"]], names[exposure["party"]["entity"]]): exposure
        for one in told["result"]
        for exposure in one["exposures"]
    }
    assert {("百度", "智谱"), ("百度", "三六零")} <= set(found)
    assert {customer for customer, _ in found} == {"百度"}  # 中国移动 is linked with nobody of the kind
    by_list = found["百度", "智谱"]
    assert (by_list["steps"], by_list["party"]["told"]) == (2, [])
    assert by_list["party"]["listed"][0]["name"] == "Beijing Zhipu Huazhang Technology Co., Ltd."
    quotes = [
        {told["claims"][claim]["quote"] for fact in step["facts"] for claim in fact["claims"]}
        for step in by_list["chains"][0]["steps"]
    ]
    assert quotes == [
        {evidence("004-parallel", "百度", "supplies", "并行科技")},
        {evidence("004-parallel", "智谱", "supplies", "并行科技")},
    ]
    by_partner = found["百度", "三六零"]["chains"][0]["steps"][1]
    assert [fact["relation"] for fact in by_partner["facts"]] == ["partners_with"]
    claim = told["claims"][by_partner["facts"][0]["claims"][0]]
    assert claim["quote"] == evidence("004-parallel", "并行科技", "partners_with", "360集团")
    assert claim["article"]["id"] == "004-parallel"


def test_every_sentence_stands_where_it_is_said_to(store: Path, run: Any) -> None:
    told = json.loads(run("exposure", "中金科", "大疆", "商汤", "--hops", "2", "--json", "--store", store).out)
    assert len(told["claims"]) >= 5
    for claim in told["claims"].values():
        (article,) = read([str(SHARED / "articles" / f"{claim['article']['id']}.txt")], ReadOptions())
        assert isinstance(article, Article) and article.text[claim["start"] : claim["end"]] == claim["quote"]
    by_name = {told["entities"][one["entity"]]["label"]: one for one in told["result"]}
    news = by_name["商汤"]["exposures"][0]
    assert news["steps"] == 0 and news["party"]["told"] and news["party"]["listed"]  # by the news and by the list
