from pathlib import Path

import numpy as np
import pytest
from guanxi.extractors.pairs import PairModel, read_pairs
from guanxi.extractors.pairs_features import pair_in_sentence
from guanxi.extractors.pairs_training import best_threshold, calibrate, main

FIRMS = ("远景重工", "海川港务", "天枢科技", "北辰软件", "金帆乳业", "长盛证券")
WORDINGS = {
    "收购": "{0}宣布收购{1}全部股权",
    "被收购": "{0}的股权已被{1}收购",
    "竞争": "{0}是{1}的主要竞争对手",
    "unknown": "昨日{0}股价上涨,{1}则下跌",
}
INVERSE = {"收购": "被收购", "被收购": "收购", "竞争": "竞争", "unknown": "unknown"}


def _lines() -> list[str]:
    out = []
    for one in FIRMS:
        for other in FIRMS:
            for label, wording in WORDINGS.items():
                if one != other:
                    sentence = wording.format(one, other)
                    out.append(f"{one}\t{other}\t{label}\t{sentence}")
                    out.append(f"{other}\t{one}\t{INVERSE[label]}\t{sentence}")
    return out


def test_it_learns_wordings_and_writes_the_same_bytes_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("sklearn")
    (tmp_path / "train.txt").write_text("\n".join(_lines()), encoding="utf-8")
    for name in ("a.npz", "b.npz"):
        main(["--finre", str(tmp_path / "train.txt"), "-o", str(tmp_path / name)])
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert "120 pairs" in capsys.readouterr().out
    model = PairModel(read_pairs((tmp_path / "a.npz").read_bytes()))
    new = [pair_in_sentence("昊天能源", "中洋电气", w.format("昊天能源", "中洋电气")) for w in WORDINGS.values()]
    assert model.classify(new) == list(WORDINGS)


def test_calibration_makes_probabilities_of_scores() -> None:
    random = np.random.default_rng(1)
    gold = random.integers(0, 3, 3000).astype(np.intp)
    seen = np.where(random.random(3000) < 0.7, gold, random.integers(0, 3, 3000))
    scores = (np.eye(3)[seen] * 0.5 - 0.2).astype(np.float32)
    slope, offset = calibrate(scores, gold)
    powers = np.exp(scores * slope + offset)
    surest = (powers / powers.sum(1, keepdims=True)).max(1)
    assert abs(float(surest.mean()) - 0.8) < 0.03


def test_the_threshold_leaves_out_what_is_mostly_wrong() -> None:
    likely = np.array([[0.1, 0.9], [0.6, 0.4], [0.7, 0.3], [0.2, 0.8]])
    threshold, f1 = best_threshold(likely, ["unknown", "a"], ["a", "unknown", "unknown", "a"])
    assert 0.4 < threshold <= 0.8
    assert f1 == 1
