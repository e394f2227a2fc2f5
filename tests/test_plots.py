"""Plots: what they hold, that they tell statuses apart without colour, and that they are the same twice."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from guanxi.exports.plots.drawing import check_fonts, clean, load_style
from guanxi.exports.plots.network import without_what_is_over
from guanxi.exports.plots.ownership import share
from guanxi.graph.analysis.stakes import stakes
from guanxi.graph.errors import WrongUse
from guanxi.graph.model import STATUSES, Qualifiers

PLOTS = ["timeline", "network", "ownership", "concentration"]
LINES: list[tuple[str | None, str, str, str, str, Qualifiers]] = [
    ("2024-01-05", "星河半导体", "supplies", "北岸云算", "actual", Qualifiers(amount="1100000000", currency="HKD")),
    ("2024-02-01", "赤霞光电", "supplies", "北岸云算", "actual", Qualifiers(date="2024-01")),
    ("2024-02-02", "赤霞光电", "supplies", "北岸云算", "actual", Qualifiers()),
    ("2024-03-01", "北岸云算", "supplies", "价值$1_{x}$公司", "actual", Qualifiers()),
    ("2024-05-02", "北岸控股", "owns", "北岸云算", "actual", Qualifiers(stake="60")),
    ("2024-05-03", "何嘉明", "holds_stake_in", "北岸控股", "actual", Qualifiers(stake="50")),
    ("2024-05-04", "北岸云算", "invests_in", "镜面<b>&机器人", "actual", Qualifiers()),
    ("2024-07-01", "北岸云算", "acquires", "曜日汽车", "planned", Qualifiers()),
    ("2024-09-01", "北岸云算", "acquires", "曜日汽车", "denied", Qualifiers()),
    ("2024-09-02", "苏映雪", "holds_position", "北岸云算", "ended", Qualifiers()),
    (None, "嵐天雲", "sues", "北岸云算", "reported", Qualifiers()),
]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory, write_store: Callable[..., Path]) -> Path:
    """Give a store of one article for each line, and beside it every plot of 北岸云算 from two processes."""
    folder = tmp_path_factory.mktemp("plots")
    lines = [(str(number), *line) for number, line in enumerate(LINES, 1)]
    store = write_store(folder / "store", lines, {"何嘉明": "person", "苏映雪": "person"})
    words = [["plot", plot, "北岸云算", "--store", str(store), "-o", f"{plot}.svg"] for plot in PLOTS]
    program = f"from guanxi.exports.cli import app; [app(words, standalone_mode=False) for words in {words!r}]"
    for seed in ("1", "2"):
        (folder / seed).mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        ended = subprocess.run(
            [sys.executable, "-c", program], cwd=folder / seed, capture_output=True, env=environment, check=False
        )
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
    return folder


def texts(folder: Path, plot: str) -> list[str]:
    tree = ElementTree.fromstring((folder / "1" / f"{plot}.svg").read_bytes())
    return [element.text or "" for element in tree.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("plot", PLOTS)
def test_two_processes_draw_the_same_bytes(drawn: Path, plot: str) -> None:
    """Two in which sets have another order each."""
    one, other = ((drawn / seed / f"{plot}.svg").read_bytes() for seed in ("1", "2"))
    assert one == other
    assert len(one) > 5000 and b"<dc:date>" not in one and b"matplotlib.org" not in one


@pytest.mark.parametrize(
    ("plot", "said"),
    [
        (
            "timeline",
            [
                "北岸云算的时间线",
                "（计划） 北岸云算 收购 曜日汽车 · （2024年7月1日）",
                "赤霞光电 供应 北岸云算 · 2024年1月",
            ],
        ),
        ("timeline", ["实际", "计划", "否认", "已终止", "空心为文章日期，事情发生在此之前。 1 项日期不详，从略。"]),
        (
            "network",
            [
                "北岸云算的关系图",
                "北岸云算",
                "供应",
                "收购 （计划）",
                "收购 （否认）",
                "任职 （已终止）",
                "公司",
                "人物",
            ],
        ),
        ("ownership", ["北岸控股", "何嘉明", "60%", "50%", "镜面<b>&机器人", "?"]),
        ("concentration", ["供应商与代工方：2 个，赫芬达尔指数 0.56", "67%", "33%，11 亿港元", "价值$1_{x}$公司"]),
    ],
)
def test_what_a_plot_says_is_text(drawn: Path, plot: str, said: list[str]) -> None:
    found = texts(drawn, plot)
    assert [text for text in said if text not in found] == []


def test_chinese_text_names_fonts_that_have_it(drawn: Path) -> None:
    svg = (drawn / "1" / "network.svg").read_text(encoding="utf-8")
    families = set(re.findall(r"font(?:-family)?: ([^;\"]*Noto Sans CJK SC[^;\"]*)", svg))
    assert families
    assert all("PingFang SC" in family and "Microsoft YaHei" in family for family in families)
    assert not re.search(
        r"https?://(?!www\.w3\.org|purl\.org|creativecommons\.org)", svg
    )  # no address but of vocabularies


def test_statuses_are_told_apart_without_colour() -> None:
    style = load_style()
    assert set(style.markers) == set(style.lines) == set(STATUSES)
    assert len(set(style.markers.values())) == len(set(style.lines.values())) == len(STATUSES)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["timeline", "北岸云算"], "name a file with -o: x.svg or x.png"),
        (["network", "北岸云算", "-o", "x.gif"], "x.gif: a plot is .svg or .png"),
        (["ownership", "苏映雪", "-o", "x.svg"], "nothing is told here that could be drawn"),
        (["concentration", "苏映雪", "-o", "x.svg"], "nothing is told here that could be drawn"),
        (["timeline", "北岸云算", "-o", "x.svg", "--since", "2030"], "nothing is told here that could be drawn"),
        (["timeline", "不存在的", "-o", "x.svg"], "nothing in the graph is called 不存在的"),
        (["timeline", "北岸云算", "-o", "x.svg", "--language", "fr"], "no language is called fr"),
    ],
)
def test_what_can_not_be_drawn_is_said_and_leaves_no_file(
    drawn: Path, run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run("plot", *words, "--store", drawn / "store")
    assert ended.status == 2 and said in ended.err
    assert list(tmp_path.iterdir()) == []


def test_json_is_what_would_be_drawn(drawn: Path, run: Any) -> None:
    ended = run("plot", "concentration", "北岸云算", "--json", "--store", drawn / "store")
    assert (ended.status, ended.err) == (0, "")
    assert [one["side"] for one in json.loads(ended.out)["result"]] == ["customers", "suppliers"]


def test_a_png_is_made_where_a_font_is_and_refused_where_none_is(drawn: Path, run: Any, tmp_path: Path) -> None:
    """On a machine without one the command itself is what is refused."""
    ended = run("plot", "ownership", "北岸云算", "-o", tmp_path / "x.png", "--store", drawn / "store")
    if ended.status == 0:
        assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
        first = (tmp_path / "x.png").read_bytes()
        run("plot", "ownership", "北岸云算", "-o", tmp_path / "x.png", "--store", drawn / "store")
        assert (tmp_path / "x.png").read_bytes() == first
    else:
        assert "needs a font that has it" in ended.err and not (tmp_path / "x.png").exists()


def test_which_fonts_will_do() -> None:
    check_fonts(["Cambricon 30.8%", "≥ 30%"], "zh-Hant", [])
    check_fonts(["寒武紀"], "zh-Hant", ["DejaVu Sans", "Noto Sans CJK TC"])
    for text in ("寒武紀", "全形：", "\U00020000"):
        with pytest.raises(WrongUse, match=r"install one \(Noto Sans CJK TC, .* fonts-noto-cjk\), or write an SVG"):
            check_fonts(["Latin", text], "zh-Hant", ["DejaVu Sans"])


def test_hostile_names_become_one_harmless_line() -> None:
    assert clean("\u202e甲\x1b[31m\n乙\ufffe\ud800") == "甲[31m 乙\ufffd\ufffd"


def test_shares_in_few_signs(told: Callable[..., nx.MultiDiGraph]) -> None:
    network = told(
        ("甲", "holds_stake_in", "戊", {"stake": "30"}),
        ("乙", "acquires", "戊", {"stake": "20"}),
        ("丙", "invests_in", "戊"),
        ("甲", "acquires", "己", {"stake": "20"}),
        ("甲", "invests_in", "庚"),
    )
    by = stakes(network).by
    assert [share(by["戊"][holder]) for holder in ("甲", "乙", "丙")] == ["30%", "20-70%", "≤ 50%"]
    assert (share(by["己"]["甲"]), share(by["庚"]["甲"])) == ("≥ 20%", "?")


def test_what_is_over_is_not_drawn_as_if_it_were_so(told: Callable[..., nx.MultiDiGraph]) -> None:
    network = told(("甲", "supplies", "乙"), ("甲", "supplies", "丙"), ("甲", "supplies", "丙", {"status": "ended"}))
    now = network.copy()
    now.remove_edge("甲", "丙", "claim/1")
    without_what_is_over(network, now)
    assert sorted(key for *_, key in network.edges(keys=True)) == ["claim/0", "claim/2"]


def test_without_matplotlib_it_is_said_what_to_install(
    drawn: Path, run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)  # as Python itself marks what can't be imported
    ended = run("plot", "timeline", "北岸云算", "-o", tmp_path / "x.svg", "--store", drawn / "store")
    assert (ended.status, "pip install 'guanxi[plots]'" in ended.err) == (2, True)
    assert run("dossier", "北岸云算", "-o", tmp_path / "x.html", "--store", drawn / "store").status == 0
