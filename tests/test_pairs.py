from pathlib import Path

import numpy as np
import pytest
from guanxi.extractors.pairs import PairModel, default_pairs, load_labels, read_pairs, save_pairs
from guanxi.extractors.pairs_features import BLOCKS, FIRST, OTHER, SECOND, pair_features, pair_in_sentence
from guanxi.graph.schema import load_schema

SENTENCES = [
    ("昊天能源", "中洋电气", "昊天能源宣布收购中洋电气100%股权,交易已完成。", "收购"),
    ("远景重工", "海川港务", "公告显示,远景重工持有海川港务12.5%的股份,为第三大股东。", "持股"),
    ("长盛证券", "金帆乳业", "长盛证券分析师认为,金帆乳业今年业绩将超出预期,维持买入评级。", "分析"),
    ("云海集团", "云海物流", "云海集团旗下全资子公司云海物流昨日在上海设立新的配送中心。", "拥有"),
    ("北辰软件", "天枢科技", "北辰软件与天枢科技展开合作,双方共同开发云平台。", "合作"),
]


@pytest.mark.parametrize(("head", "tail", "sentence", "label"), SENTENCES)
def test_it_tells_the_relation_and_its_direction(head: str, tail: str, sentence: str, label: str) -> None:
    forward, backward = pair_in_sentence(head, tail, sentence), pair_in_sentence(tail, head, sentence)
    assert default_pairs().classify([forward, backward]) == [label, load_labels()[label].inverse]


def test_a_pair_seen_from_its_other_end_is_equally_likely() -> None:
    model = default_pairs()
    sentence = "甲酒业向乙糖业转让丙食品30%股权"
    ends = (("甲酒业", "乙糖业"), ("乙糖业", "甲酒业"))
    forward, backward = model.probabilities([pair_in_sentence(*names, sentence, ["丙食品"]) for names in ends])
    inverse = [model.labels.index(load_labels()[label].inverse) for label in model.labels]
    assert np.array_equal(forward, backward[inverse])
    assert forward.sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("head", "tail", "sentence", "relation", "swapped"),
    [
        ("远景重工", "海川港务", "公告显示,远景重工持有海川港务12.5%的股份,为第三大股东。", "holds_stake_in", False),
        ("海川港务", "远景重工", "公告显示,远景重工持有海川港务12.5%的股份,为第三大股东。", "holds_stake_in", True),
        ("天枢科技", "北辰软件", "北辰软件与天枢科技展开合作,双方共同开发云平台。", "partners_with", False),
        ("金帆乳業", "長盛證券", "長盛證券分析師認為,金帆乳業今年業績將超出預期,維持買入評級。", "covers", True),
    ],
)
def test_it_proposes_relations_of_the_schema(head: str, tail: str, sentence: str, relation: str, swapped: bool) -> None:
    proposals = default_pairs().propose(pair_in_sentence(head, tail, sentence))
    assert (proposals[0].relation, proposals[0].swapped) == (relation, swapped)
    assert proposals[0].probability == max(p.probability for p in proposals) >= 0.1


def test_no_pairs_have_no_probabilities() -> None:
    assert default_pairs().probabilities([]).shape == (0, len(default_pairs().labels))
    assert default_pairs().classify([]) == []


def test_names_become_marks_and_the_nearest_places_count() -> None:
    pair = pair_in_sentence("中洋", "海川", "海川昨日公告称:中洋、远景与海川合资12亿元", ["远景"])
    assert pair.text == f"{SECOND}昨日公告称:{FIRST}、{OTHER}与{SECOND}合资<n>亿元"
    assert (pair.text[pair.first], pair.second, pair.swapped) == (FIRST, 11, False)


def test_a_name_inside_the_other_has_a_place_of_its_own_or_the_pair_no_text() -> None:
    assert pair_in_sentence("中洋", "中洋电气", "中洋电气大涨").text == ""
    assert pair_in_sentence("中洋", "中洋电气", "中洋称中洋电气大涨").text == f"{FIRST}称{SECOND}大涨"


def test_both_scripts_have_the_same_features() -> None:
    simple = pair_features(pair_in_sentence("远景重工", "海川港务", "远景重工认购海川港务新股"))
    traditional = pair_features(pair_in_sentence("遠景重工", "海川港務", "遠景重工認購海川港務新股"))
    assert simple == traditional
    assert len(simple) == len(BLOCKS)


def test_every_label_has_an_inverse_and_a_relation_that_exists() -> None:
    labels = load_labels()
    assert len(labels) == 44
    for label in labels.values():
        back = labels[label.inverse]
        assert labels[back.inverse] == label
        assert (label.relation, label.status) == (back.relation, back.status)
        assert label.relation is None or label.relation in load_schema().relations
        if label.inverse == label.name and label.relation:
            assert load_schema().relations[label.relation].symmetric
        if label.inverse != label.name:
            assert label.swapped != back.swapped


def test_a_model_comes_back_as_it_was_written_and_the_bytes_stay_the_same(tmp_path: Path) -> None:
    weights = default_pairs()._weights
    save_pairs(weights, tmp_path / "a.npz")
    save_pairs(weights, tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    again = PairModel(read_pairs((tmp_path / "a.npz").read_bytes()))
    pairs = [pair_in_sentence(head, tail, sentence) for head, tail, sentence, _ in SENTENCES]
    assert np.array_equal(again.probabilities(pairs), default_pairs().probabilities(pairs))
