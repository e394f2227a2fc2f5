"""Files as the web gives them: split into their articles, noise apart, and as true as the clean articles.

They stand in ../shared and are no part of the repository, so their headlines stand here as digests.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.exports.evaluate import Scores, evaluate
from guanxi.exports.gold import Annotated, load_gold, said_by
from guanxi.extractors.extraction import extract
from guanxi.extractors.pipeline import build
from guanxi.extractors.reading import read
from guanxi.graph.model import Article
from guanxi.graph.store import open_reader

SHARED = Path(__file__).resolve().parents[2] / "shared"
HEADLINES = {
    "001-sensetime-reorg": "80abfe62f857",
    "001-xiaomian": "215be9e42664",
    "001-maogeping": "cf3d4a451019",
    "002-cn-us-ai-stocks": "4ba1c7303898",
    "000-kunlunxin": "841b0ccb69d4",
    "000-ark-alibaba": "e639f000aab8",
    "000-moorethreads": "35628553cf32",
    "000-zjk": "0eb32524ca0f",
    "000-us-ai-strategy": "a831e75540da",
    "004-parallel": "785e9b4b5617",
    "004-ksyun-everbright": "ad1a5de7c487",
    "004-ksyun-guoyuan": "df5e21c2490d",
}
NEAR = 0.02  # by which the F1 of the files as they come may differ from that of the clean articles
IN_SENTENCES = {"footnote", "widget"}  # noise that a quote may run over


@pytest.fixture(scope="module", autouse=True)
def shared() -> Path:
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("../shared is missing: the files can't be read")
        pytest.skip("../shared is not here: its files are no part of the repository")
    return SHARED


@pytest.fixture(scope="module")
def parts(shared: Path) -> dict[str, str]:
    """Give the clean article that each article of the files is; a file of one article may be named without number."""
    told: dict[str, str] = json.loads((shared / "dumps" / "parts.json").read_text(encoding="utf-8"))
    return told


@pytest.fixture(scope="module")
def dumped(shared: Path) -> list[Article]:
    articles = list(read([str(shared / "dumps" / "*.txt")]))
    return [article for article in articles if isinstance(article, Article)]


def clean_articles(shared: Path) -> Iterator[Article]:
    """Read the articles that may be read: all but those set aside to measure with."""
    aside = set((shared / "eval" / "set-aside.txt").read_text(encoding="utf-8").split())
    files = [file for file in sorted((shared / "articles").glob("*.txt")) if file.stem not in aside]
    assert len(files) > 300
    for article in read([str(file) for file in files]):
        assert isinstance(article, Article), article
        yield article


def test_each_file_gives_its_articles_with_their_headlines(dumped: list[Article], parts: dict[str, str]) -> None:
    found = {parts[article.id]: hashlib.sha256((article.title or "").encode()).hexdigest()[:12] for article in dumped}
    assert found == HEADLINES
    assert len(dumped) == len(found) == 12


def test_parts_are_stretches_of_their_file(dumped: list[Article], shared: Path) -> None:
    for article in dumped:
        text = (shared / "dumps" / f"{article.id.split('#')[0]}.txt").read_text(encoding="utf-8-sig")
        start = article.part_start or 0
        assert text[start : start + len(article.text)] == article.text


def test_nothing_is_said_in_noise(dumped: list[Article], shared: Path) -> None:
    spans = 0
    for article in (*dumped, *clean_articles(shared)):
        extraction = extract(article) if article.noise else None
        for noise in article.noise if extraction else ():
            spans += 1
            named = [
                m.form for m in extraction.mentions for i in m.at if i < noise.end and noise.start < i + len(m.form)
            ]
            if noise.kind == "byline":  # who wrote and published it is mentioned, and nothing else
                named = [form for form in named if form not in (*article.authors, article.publisher)]
            assert not named, f"{article.id}: {named} in {noise}"
            if noise.kind not in IN_SENTENCES:
                quoted = [c.quote for c in extraction.claims if c.start < noise.end and noise.start < c.end]
                assert not quoted, f"{article.id}: {quoted} in {noise}"
    assert spans > 300


def test_no_fact_joins_two_lines_of_headlines(shared: Path) -> None:
    claims = 0
    for article in clean_articles(shared):
        if article.id.startswith("twhead"):
            for claim in extract(article).claims:
                claims += 1
                assert "\n" not in claim.quote, article.id
    assert claims > 20


@pytest.fixture(scope="module")
def scores(shared: Path, parts: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scores]:
    """Score the files as they come and the clean articles they were made from."""
    wanted = set(parts.values())
    gold = load_gold(shared / "gold", only=wanted)
    inputs = {
        "dumps": [str(shared / "dumps" / "*.txt")],
        "clean": [str(shared / "articles" / f"{article}.txt") for article in sorted(wanted)],
    }
    scores = {}
    for name, paths in inputs.items():
        store = tmp_path_factory.mktemp(name) / "store"
        assert not build(paths, store).skipped
        with open_reader(store) as reader:
            said: dict[str, Annotated] = {parts.get(id_, id_): one for id_, one in said_by(reader).items()}
        scores[name] = evaluate(gold, said, {})
    return scores


@pytest.mark.parametrize("what", ["relation", "entity"])
def test_the_files_score_as_the_clean_articles_do(scores: dict[str, Scores], what: str) -> None:
    clean, dumps = (scores[name].rate(what) for name in ("clean", "dumps"))
    assert clean.right > 20
    assert dumps.f1 == pytest.approx(clean.f1, abs=NEAR)


def test_every_quote_of_the_files_stands_where_it_says(scores: dict[str, Scores]) -> None:
    assert scores["dumps"].share("evidence") == 1.0
