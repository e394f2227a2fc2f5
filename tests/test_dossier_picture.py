import re
from collections.abc import Callable, Mapping
from xml.etree import ElementTree

import networkx as nx
import pytest
from guanxi.exports.dossier.picture import fitted, picture
from guanxi.exports.dossier.telling import claims_by_id, tellings
from guanxi.exports.dossier.wording import load_words
from guanxi.exports.dossier.writing import Writer


def drawn(network: nx.MultiDiGraph, entity: str, tainted: Mapping[str, str] = {}) -> tuple[str, int]:
    claims = claims_by_id(network)
    standing = [id_ for id_, about in claims.items() if about["status"] == "actual"]
    writer = Writer(load_words("en"), {str(node): str(node) for node in network}, claims)
    return picture(writer, tellings(network, standing, entity), entity, tainted)


def boxes(svg: str) -> dict[str, tuple[list[str], dict[str, str]]]:
    """Give the lines of text in each box, and how its frame is drawn, by the party's name."""
    space = "{http://www.w3.org/2000/svg}"
    groups = ElementTree.fromstring(svg).iter(f"{space}g")
    return {
        texts[0]: (texts[1:], rect.attrib)
        for group in groups
        for texts, rect in [([one.text or "" for one in group.iter(f"{space}text")], group.find(f"{space}rect"))]
        if rect is not None
    }


def test_each_box_says_what_the_party_is_and_how_sure_that_is(told: Callable[..., nx.MultiDiGraph]) -> None:
    network = told(
        ("甲", "supplies", "乙"),
        ("丙", "holds_stake_in", "甲", {"stake": "12.5"}),
        ("丙", "invests_in", "甲"),
        ("甲", "acquires", "丁", {"status": "planned"}),
        ("戊", "sues", "甲", {"status": "denied"}),
    )
    svg, left = drawn(network, "甲", {"丙": "under sanctions"})
    found = boxes(svg)
    assert left == 0
    assert {name: lines for name, (lines, _) in found.items()} == {
        "甲": [],
        "乙": ["supplies"],
        "丙": ["has shareholder 12.5% +1", "under sanctions"],
        "丁": ["acquires", "planned"],
        "戊": ["is sued by", "denied"],
    }
    assert [name for name, (_, frame) in found.items() if "stroke-dasharray" in frame] == ["丁", "戊"]
    y = {name: float(frame["y"]) for name, (_, frame) in found.items()}
    assert y["丙"] < y["乙"] < y["丁"]  # who owns it above, what it owns below


def test_what_is_not_drawn_is_counted_and_those_under_sanctions_are_drawn_first(
    told: Callable[..., nx.MultiDiGraph],
) -> None:
    lines = [("甲", "supplies", f"客户{number:02}") for number in range(30)]
    svg, left = drawn(told(*lines, ("甲", "partners_with", "末")), "甲", {"末": "under sanctions"})
    assert left == 31 - 18
    assert boxes(svg)["末"][0] == ["partners with", "under sanctions"]
    frames = [(float(frame["x"]), float(frame["y"])) for _, frame in boxes(svg).values()]
    assert len(set(frames)) == 19
    width, height = map(float, re.findall(r'viewBox="0 0 (\d+) ([\d.]+)"', svg)[0])
    assert all(0 <= x <= width - 184 and 0 <= y <= height - 62 for x, y in frames)
    assert all(  # no box on another
        abs(a[0] - b[0]) >= 184 or abs(a[1] - b[1]) >= 62 for a in frames for b in frames if a != b
    )


def test_nobody_around_is_no_picture(told: Callable[..., nx.MultiDiGraph]) -> None:
    assert drawn(told(("甲", "repurchases_shares", "甲")), "甲") == ("", 0)


@pytest.mark.parametrize(("text", "width"), [("北京北辰實業股份有限公司", 8), ("International Business Machines", 12)])
def test_a_long_name_is_cut_with_a_mark(text: str, width: int) -> None:
    cut = fitted(text, width)
    assert cut.endswith("…") and text.startswith(cut[:-1]) and 4 < len(cut) < len(text)
