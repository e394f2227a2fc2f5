"""A small store that several tests ask: three articles written for it, the last one hostile."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import yaml
from guanxi.exports.cli import main
from guanxi.graph.edges import Edge
from guanxi.graph.model import Article, Claim, Entity, Extraction, Mention, Qualifiers, Status
from guanxi.graph.network import assembled
from guanxi.graph.store import open_writer
from remotes import remote, servers  # noqa: F401  # fixtures

NVIDIA = Entity(
    "company/nvidia",
    "company",
    (("zh-Hans", "英伟达"), ("zh-Hant", "輝達"), ("en", "NVIDIA")),
    ("英偉達",),
    ("NVDA.US",),
)
HOSTILE = '甲"><img src=x onerror=alert(1)>科技'
TRICKS = f"{HOSTILE}向\u202e乙丙\u202c公司供应</script><script>alert('x')</script>\u2028\x1b[31m芯片{{{{data}}}}。"

_Said = tuple[int, str, int, Status, str, Qualifiers]


def extraction(article: Article, mentions: Sequence[Mention], said: Sequence[_Said]) -> Extraction:
    """Put an article and what it says together; quotes are looked up in its text."""
    claims = []
    for subject, relation, object_, status, quote, qualifiers in said:
        start = article.text.index(quote)
        end = start + len(quote)
        claim = Claim(
            article.id, subject, relation, object_, status, start, end, quote, ("rules:test",), 0.9, qualifiers
        )
        claims.append(claim)
    return Extraction(article, tuple(mentions), tuple(claims), "test")


def mention(article: Article, number: int, form: str, kind: str, **more: object) -> Mention:
    """Make a mention of every place where a form stands."""
    at = tuple(i for i in range(len(article.text)) if article.text.startswith(form, i))
    assert at, form
    return Mention(article.id, number, form, kind, at, **more)  # type: ignore[arg-type]  # tests name the fields


def article(id_: str, text: str, language: str, **more: str) -> Article:
    """Make an article."""
    return Article(id_, text, f"file:{id_}.txt", f"sha256:{id_}", language, **more)  # type: ignore[arg-type]


def three_articles() -> list[Extraction]:
    """Write the three articles and what they say."""
    one = article(
        "hk/1",
        "寒武紀(688256.SH)向百度集團(下稱「百度」)供應雲端晶片。消息稱輝達計劃向寒武紀投資3億美元。",
        "zh-Hant",
        title="寒武紀獲百度訂單",
        published="2025-07-08",
        publisher="維港商訊",
        url="https://example.com/news/1",
    )
    two = article(
        "cn/2",
        "美国商务部2022年12月将寒武纪列入实体清单。寒武纪与百度在芯片上竞争。陈天石是寒武纪董事长。腾讯(0700.HK)旗下有元宝科技。",
        "zh-Hans",
        published="2025-08-01",
    )
    three = article("bad/3", TRICKS, "zh-Hans", title="<b>标题</b>\u202e&amp;")
    return [
        extraction(
            one,
            [
                mention(one, 1, "寒武紀", "company", tickers=("688256.SH",)),
                mention(one, 2, "百度集團", "company", same_as=(3,)),
                mention(one, 3, "百度", "company", same_as=(2,)),
                mention(one, 4, "輝達", "company", known_as="company/nvidia"),
            ],
            [
                (1, "supplies", 2, "actual", one.text[: one.text.index("消息")], Qualifiers(product="雲端晶片")),
                (
                    4,
                    "invests_in",
                    1,
                    "planned",
                    one.text[one.text.index("消息") :],
                    Qualifiers(amount="300000000", currency="USD"),
                ),
            ],
        ),
        extraction(
            two,
            [
                mention(two, 1, "美国商务部", "authority"),
                mention(two, 2, "寒武纪", "company"),
                mention(two, 3, "百度", "company"),
                mention(two, 4, "陈天石", "person", organization=2),
                mention(two, 5, "腾讯", "company", tickers=("0700.HK",)),
                mention(two, 6, "元宝科技", "company"),
            ],
            [
                (1, "sanctions", 2, "actual", "美国商务部2022年12月将寒武纪列入实体清单", Qualifiers(date="2022-12")),
                (2, "competes_with", 3, "actual", "寒武纪与百度在芯片上竞争", Qualifiers()),
                (4, "holds_position", 2, "actual", "陈天石是寒武纪董事长", Qualifiers(role="董事长")),
                (5, "owns", 6, "actual", "腾讯(0700.HK)旗下有元宝科技", Qualifiers()),
            ],
        ),
        extraction(
            three,
            [mention(three, 1, HOSTILE, "company"), mention(three, 2, "\u202e乙丙\u202c公司", "company")],
            [(1, "supplies", 2, "actual", TRICKS, Qualifiers(product="</script>"))],
        ),
    ]


@pytest.fixture(scope="session")
def articles() -> list[Extraction]:
    """Give the three articles themselves, for tests that build stores of their own."""
    return three_articles()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store that holds the three articles."""
    folder = tmp_path_factory.mktemp("graph") / "store"
    with open_writer(folder, known={NVIDIA.id: NVIDIA}) as writer:
        for said in three_articles():
            writer.put(said, path=f"/articles/{said.article.id}.txt")
    return folder


@pytest.fixture(scope="session")
def reprinted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store of one story in three papers and of another paper's own account of the same."""
    wire = "甲科技周一宣佈與乙半導體結成戰略夥伴,雙方將在未來五年共同開發車用晶片,首批樣品預計明年六月送交客戶。"
    own = "乙半導體董事長昨日在股東會上證實與甲科技合作,他說市場需求強勁,產能已經排到後年,價格也可望維持。"
    folder = tmp_path_factory.mktemp("reprinted") / "store"
    with open_writer(folder, known={}) as writer:
        for id_, day, text in (("b", "08", wire), ("a", "09", wire), ("c", "09", f"{wire}(完)"), ("d", "09", own)):
            about = article(id_, text, "zh-Hant", published=f"2025-07-{day}")
            named = sorted(("甲科技", "乙半導體"), key=text.index)
            ends = [mention(about, number, form, "company") for number, form in enumerate(named, 1)]
            told = (1, "partners_with", 2, "actual", text, Qualifiers())
            writer.put(extraction(about, ends, [told]), path=f"/articles/{id_}.txt")
    return folder


def network_of(*said: tuple[str, str, str] | tuple[str, str, str, dict[str, str]]) -> nx.MultiDiGraph[str]:
    """Make a network of claims: subject, relation, object and what else is known, each of an article of its own.

    Entities are companies, called as their ids are; claims are numbered in order (`claim/0`).
    """
    edges = []
    for number, (subject, relation, object_, *more) in enumerate(said):
        about = {
            "relation": relation,
            "status": "actual",
            "confidence": 0.9,
            "article": f"a{number}",
            "published": None,
            "reprint_of": None,
            **(more[0] if more else {}),
        }
        edges.append(Edge(subject, object_, f"claim/{number}", about))
    entities = [Entity(id_, "company", (("zh-Hans", id_),)) for id_ in {end for edge in edges for end in edge[:2]}]
    return assembled(entities, sorted(edges, key=lambda edge: edge[:3]))


@pytest.fixture(scope="session")
def told() -> Callable[..., nx.MultiDiGraph[str]]:
    """Give `network_of`, for small networks whose answers can be worked out on paper."""
    return network_of


class Run:
    """What a command printed and how it ended."""

    def __init__(self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: object) -> None:
        monkeypatch.setattr(sys, "argv", ["guanxi", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        self.status = ended.value.code
        self.out, self.err = capfd.readouterr()


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Give what runs the command line with some words, in this process."""
    return lambda *words: Run(capfd, monkeypatch, *words)


@contextmanager
def serving(store: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve a store on a free port with the command itself; give the address and the process."""
    command = [sys.executable, "-c", "from guanxi.exports.cli import main; main()", "serve", "--store", str(store)]
    with subprocess.Popen([*command, "--port", "0", *options], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            found = re.search(r"(http://\S+)/ ", said)
            assert found, said
            yield found[1], process
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def serve() -> object:
    """Give `serving`, for tests that serve with options of their own."""
    return serving


@pytest.fixture(scope="session")
def served(store: Path) -> Iterator[str]:
    """Give the address of a service over the three articles."""
    with serving(store, "--workers", "2", "--cors", "https://yasgui.example.org") as (address, _):
        yield address


@pytest.fixture(scope="session")
def dealings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store of the small world that data/dealings.yaml tells of."""
    world = yaml.load((Path(__file__).parent / "data" / "dealings.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    types = {name: kind for kind, names in world["things"].items() for name in names}
    folder = tmp_path_factory.mktemp("dealings") / "store"
    with open_writer(folder, known={}) as writer:
        for entry in world["articles"]:
            text = "。".join(said[4] for said in entry["says"]) + "。"
            about = article(entry["id"], text, "zh-Hans", published=entry["published"])
            forms = sorted({name for said in entry["says"] for name in (said[0], said[2])}, key=text.index)
            numbers = {form: number for number, form in enumerate(forms, 1)}
            mentions = [mention(about, number, form, types[form]) for form, number in numbers.items()]
            claims = [
                (numbers[s], relation, numbers[o], status, quote, Qualifiers(**more))
                for s, relation, o, status, quote, more in entry["says"]
            ]
            writer.put(extraction(about, mentions, claims), path=f"/{entry['id']}.txt")
    return folder


# article, its day, subject, relation, object, status, the claim's own date
TOLD: list[tuple[str, str | None, str, str, str, Status, str | None]] = [
    ("1", "2020-05-01", "甲科技", "supplies", "乙半导体", "actual", None),
    ("2", "2021-03-10", "乙半导体", "supplies", "丙控股", "actual", "2019"),
    ("3", "2022-01-15", "甲科技", "supplies", "乙半导体", "ended", "2021-Q4"),
    ("4", "2023-06-30", "丙控股", "owns", "丁软件", "actual", None),
    ("5", "2023-07-01", "丁软件", "partners_with", "戊银行", "actual", None),
    ("6", "2023-08-01", "戊银行", "partners_with", "丁软件", "ended", None),
    ("7", "2023-09-01", "戊银行", "partners_with", "丁软件", "actual", None),
    ("8", "2024-02-01", "甲科技", "acquires", "丙控股", "planned", "2026"),
    ("9", None, "己汽车", "owns", "庚电池", "actual", None),
    ("10", "2024-03", "己汽车", "sues", "甲科技", "reported", None),
]


@pytest.fixture(scope="session")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store of one claim for each line of `TOLD`."""
    lines = [(*line[:6], Qualifiers(date=line[6])) for line in TOLD]
    return store_of(tmp_path_factory.mktemp("dated") / "store", lines)


_Line = tuple[str, str | None, str, str, str, Status, Qualifiers]


def store_of(folder: Path, lines: Iterable[_Line], types: Mapping[str, str] | None = None) -> Path:
    """Write a store of one article and one claim a line, between companies unless `types` says something else."""
    with open_writer(folder, known={}) as writer:
        for number, day, subject, relation, object_, status, qualifiers in lines:
            text = f"{number}号文章:{subject}与{object_}。"
            about = article(number, text, "zh-Hans", **({"published": day} if day else {}))
            kinds = [(form, (types or {}).get(form, "company")) for form in (subject, object_)]
            ends = [mention(about, n, form, kind) for n, (form, kind) in enumerate(kinds, 1)]
            said = (1, relation, 2, status, text, qualifiers)
            writer.put(extraction(about, ends, [said]), path=f"/{number}.txt")
    return folder


@pytest.fixture(scope="session")
def write_store() -> Callable[..., Path]:
    """Give `store_of`."""
    return store_of


@pytest.fixture
def damaged_copy(store: Path, tmp_path: Path) -> Callable[[Callable[[ox.Store], None]], Path]:
    """Give what copies the store, does damage to the copy, and tells where it is."""

    def copy(damage: Callable[[ox.Store], None]) -> Path:
        shutil.copytree(store, tmp_path / "store")
        (graph,) = (tmp_path / "store" / "snapshots").glob("*/graph")
        quads = ox.Store(str(graph))
        damage(quads)
        del quads  # closes it
        return tmp_path / "store"

    return copy
