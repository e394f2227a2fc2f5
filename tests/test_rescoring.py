"""The second opinion on what a rule has found."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from guanxi.extractors.masking import Masked, Token, mask
from guanxi.extractors.rescoring import (
    Mixture,
    Rescorer,
    RescoringWeights,
    default_rescorer,
    read_rescoring,
    save_rescoring,
    unweighed,
)
from guanxi.extractors.rescoring_features import pair_features
from guanxi.graph.text import fold

MIXTURE = Mixture(rule=1.0, model=0.5, without=-1.0, offset=0.0, enough=0.0, usual=0.0, least=0.4)


def masked_of(text: str, names: dict[str, str]) -> tuple[Masked, list[Token]]:
    folded = fold(text)
    tokens = sorted(
        (
            Token(folded.index(fold(n)), folded.index(fold(n)) + len(n), kind, i)
            for i, (n, kind) in enumerate(names.items())
        ),
        key=lambda token: token.start,
    )
    return mask(folded, 0, len(folded), tokens), tokens


def weights_for(features: Sequence[int], value: float) -> RescoringWeights:
    """Give a model that knows one label, owns with the subject first, and these features."""
    return RescoringWeights(
        labels=np.array(["owns>"]),
        keys=np.array(features, np.uint32),
        starts=np.arange(len(features) + 1, dtype=np.uint32),
        label=np.zeros(len(features), np.uint8),
        values=np.full(len(features), value, np.float16),
        intercept=np.zeros(1, np.float32),
        typical=np.zeros(1, np.float32),
        examples=np.array([100], np.uint32),
    )


def test_names_are_no_features() -> None:
    one, _ = masked_of("甲科技旗下乙芯片发布新品。", {"甲科技": "company", "乙芯片": "company"})
    other, _ = masked_of("丙控股旗下丁能源发布新品。", {"丙控股": "company", "丁能源": "company"})
    assert pair_features(one.string, 0, 3) == pair_features(other.string, 0, 3)
    assert list(pair_features(one.string, 0, 3)) == sorted(set(pair_features(one.string, 0, 3)))


def test_an_opinion_moves_the_confidence_of_a_rule() -> None:
    masked, ends = masked_of("甲科技旗下乙芯片发布新品。", {"甲科技": "company", "乙芯片": "company"})
    features = pair_features(masked.string, 0, 3)
    told = {}
    for value in (-0.1, 0.0, 0.1):
        rescorer = Rescorer(weights_for(features, value), MIXTURE)
        told[value] = rescorer.confidence(masked, (ends[0], ends[1]), "owns", 0.8, symmetric=False)
    assert told[0.0] == 0.8
    assert told[0.1] > 0.8
    assert told[-0.1] is None  # less likely than not worth telling


def test_of_what_was_never_seen_there_is_no_opinion() -> None:
    masked, ends = masked_of("甲科技旗下乙芯片发布新品。", {"甲科技": "company", "乙芯片": "company"})
    rescorer = Rescorer(weights_for(pair_features(masked.string, 0, 3), -1.0), MIXTURE)
    assert rescorer.opinion(masked, 0, 3, "lends_to", symmetric=False) is None
    assert rescorer.opinion(masked, 3, 0, "owns", symmetric=False) is None  # the other way round is another label
    assert rescorer.opinion(masked, 3, 0, "owns", symmetric=True) == rescorer.opinion(
        masked, 0, 3, "owns", symmetric=False
    )
    assert rescorer.confidence(masked, (ends[0], ends[1]), "lends_to", 0.8, symmetric=False) == 0.8


def test_an_end_that_is_left_out_counts_by_itself() -> None:
    masked, ends = masked_of("收购乙芯片。", {"乙芯片": "company"})
    rescorer = Rescorer(weights_for([1], 0.0), MIXTURE)
    assert rescorer.confidence(masked, (None, ends[0]), "owns", 0.9, symmetric=False) == 0.768  # log odds less 1


def test_rules_can_speak_for_themselves() -> None:
    masked, ends = masked_of("甲科技旗下乙芯片发布新品。", {"甲科技": "company", "乙芯片": "company"})
    rescorer = Rescorer(weights_for(pair_features(masked.string, 0, 3), -1.0), MIXTURE)
    with unweighed():
        assert rescorer.confidence(masked, (ends[0], ends[1]), "owns", 0.31, symmetric=False) == 0.31
    assert rescorer.confidence(masked, (ends[0], ends[1]), "owns", 0.31, symmetric=False) is None


def test_the_model_that_travels_tells_a_direction() -> None:
    masked, _ = masked_of("甲科技旗下乙芯片发布新品。", {"甲科技": "company", "乙芯片": "company"})
    rescorer = default_rescorer()
    there, back = (rescorer.opinion(masked, *ends, "owns", symmetric=False) for ends in ((0, 3), (3, 0)))
    assert there is not None and back is not None
    assert there > back + 3


def test_a_model_is_written_to_the_same_bytes_and_read_again(tmp_path: Path) -> None:
    weights = weights_for([3, 5, 8], 0.25)
    for name in ("a", "b"):
        save_rescoring(weights, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    again = read_rescoring((tmp_path / "a").read_bytes())
    assert again.keys.tolist() == [3, 5, 8]
    assert again.values.tolist() == [0.25] * 3


def test_training_learns_from_annotated_articles(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="there is no scikit-learn: pip install -e '.[training]'")
    from guanxi.extractors.rescoring_training import main

    gold, articles = tmp_path / "gold", tmp_path / "articles"
    gold.mkdir(), articles.mkdir()
    firms = ("岚舟科技", "云桥半导体", "赤霞能源", "白榆资本", "青笠证券", "玄圃生物", "紫陌传媒")
    for number, (one, other) in enumerate(itertools.pairwise(firms)):
        sentences = (
            f"{one}股份有限公司旗下{other}股份有限公司发布新品。",
            f"{one}股份有限公司与{other}股份有限公司股价上涨。",
            f"{one}股份有限公司与海石花银行股份有限公司股价上涨。",
        )
        text = "\n".join(sentences)
        entities = [{"id": n, "type": "company", "names": [f"{n}股份有限公司"], "tickers": []} for n in (one, other)]
        fact = {"subject": one, "relation": "owns", "object": other, "required": True, "evidence": sentences[0]}
        (gold / f"n{number}.json").write_text(json.dumps({"entities": entities, "relations": [fact]}), encoding="utf-8")
        (articles / f"n{number}.txt").write_text(text, encoding="utf-8")
    for name in ("a.npz", "b.npz"):
        main(["--gold", str(gold), "--articles", str(articles), "-o", str(tmp_path / name)])
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    learned = read_rescoring((tmp_path / "a.npz").read_bytes())
    assert learned.labels.tolist() == ["owns>"]
    assert learned.examples.tolist() == [6]
    masked, _ = masked_of("甲科技旗下乙芯片发布新品。", {"甲科技": "company", "乙芯片": "company"})
    beside, _ = masked_of("甲科技与乙芯片股价上涨。", {"甲科技": "company", "乙芯片": "company"})
    rescorer = Rescorer(learned, MIXTURE)
    assert rescorer.opinion(masked, 0, 3, "owns", symmetric=False) > rescorer.opinion(
        beside, 0, 2, "owns", symmetric=False
    )
