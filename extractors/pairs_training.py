"""Trains the pair classifier: `python -m guanxi.extractors.pairs_training --finre train.txt -o models/pairs.npz`.

A linear support vector machine per label over the features of `pairs_features`; probabilities and the threshold come
from cross-validation over whole sentences. Needs scikit-learn, which only training uses. The same input gives the same
model.
"""

from __future__ import annotations

import argparse
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .finre import micro_f1, read_finre, row_pairs
from .pairs import UNKNOWN, PairWeights, load_labels, save_pairs, vectors
from .pairs_features import Pair, pair_features

Scores = NDArray[np.float32]
C, FOLDS, SEED = 0.5, 5, 20
POSITIVE = 2  # what a pair that has the label weighs against one that has not
LEAST = 2  # how often a feature must occur: from 3 on costs 0.002 of micro-F1
_STEPS, _RATE, _PULL = 400, 0.5, 1e-3  # of the calibration


def features_kept(pairs: Sequence[Pair]) -> tuple[NDArray[np.uint32], NDArray[np.float16]]:
    """Give the features that occur often enough, ascending, and how much each counts: the rarer, the more."""
    counts = Counter(key for pair in pairs for block in pair_features(pair) for key in block)
    keys = sorted(key for key, count in counts.items() if count >= LEAST)
    rarity = [np.sqrt(np.log(len(pairs) / counts[key])) for key in keys]
    return np.array(keys, np.uint32), np.array(rarity, np.float16)


def as_matrix(pairs: Sequence[Pair], keys: NDArray[np.uint32], rarity: NDArray[np.float16]) -> Any:
    """Give pairs by features as a sparse matrix of scipy (which has no types)."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # ships no types

    found = list(vectors(pairs, keys, rarity))
    ends = np.cumsum([0, *(len(rows) for rows, _ in found)])
    rows = np.concatenate([rows for rows, _ in found])
    values = np.concatenate([values for _, values in found])
    return csr_matrix((values, rows, ends), shape=(len(pairs), len(keys)))


def fit(matrix: Any, table: NDArray[np.bool_]) -> tuple[Scores, Scores]:
    """Give the weights (features by labels) and the intercepts of one machine per column of `table` (pairs by labels)."""
    from sklearn.svm import LinearSVC  # type: ignore[import-untyped]  # ships no types

    weights = np.zeros((matrix.shape[1], table.shape[1]), np.float32)
    intercept = np.full(table.shape[1], -1, np.float32)
    for number, column in enumerate(table.T):
        if column.any():
            model = LinearSVC(C=C, class_weight={False: 1, True: POSITIVE}, tol=1e-2, random_state=SEED)
            model.fit(matrix, column)
            weights[:, number], intercept[number] = model.coef_[0], model.intercept_[0]
    return weights, intercept


def calibrate(scores: Scores, gold: NDArray[np.intp]) -> tuple[Scores, Scores]:
    """Give slope and offset per label that make the likeliest probabilities of scores; slopes stay near each other."""
    labels = scores.shape[1]
    slope, offset = np.full(labels, 5.0), np.zeros(labels)
    seen_slope, seen_offset = np.full(labels, 1e-6), np.full(labels, 1e-6)
    target = np.eye(labels)[gold]
    for _ in range(_STEPS):
        off = _softmax(scores * slope + offset) - target
        by_slope = (off * scores).mean(0) + _PULL * (slope - slope.mean())
        by_offset = off.mean(0) + _PULL * 0.1 * offset
        seen_slope += by_slope**2
        seen_offset += by_offset**2
        slope -= _RATE * by_slope / np.sqrt(seen_slope)
        offset -= _RATE * by_offset / np.sqrt(seen_offset)
    return slope.astype(np.float32), offset.astype(np.float32)


def _softmax(logits: NDArray[Any]) -> NDArray[Any]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def best_threshold(likely: NDArray[Any], labels: Sequence[str], gold: Sequence[str]) -> tuple[float, float]:
    """Give the probability from which on a label is best given, and the micro-F1 there."""
    likely = likely.copy()
    likely[:, labels.index(UNKNOWN)] = 0
    best, sure = likely.argmax(axis=1), likely.max(axis=1)
    tried = []
    for threshold in np.arange(0.1, 0.6, 0.01):
        said = [labels[b] if s >= threshold else UNKNOWN for b, s in zip(best, sure, strict=True)]
        tried.append((micro_f1(gold, said)[2], float(threshold)))
    f1, threshold = max(tried)
    return threshold, f1


def train(pairs: Sequence[Pair], labels: Sequence[str], sentences: Sequence[str]) -> tuple[PairWeights, float]:
    """Learn from pairs with labels, seen from first name to second; give the model and its cross-validated micro-F1."""
    order = tuple(sorted(set(labels)))
    gold = np.array([order.index(label) for label in labels])
    keys, rarity = features_kept(pairs)
    matrix = as_matrix(pairs, keys, rarity)
    first, table = _all_labels([(pair.names, text) for pair, text in zip(pairs, sentences, strict=True)], gold)
    fold = np.array([zlib.crc32(sentence.encode()) % FOLDS for sentence in sentences])
    scores = np.zeros(table.shape, np.float32)
    for part in range(FOLDS):
        learn = first & (fold != part)
        weights, intercept = fit(matrix[learn], table[learn])
        scores[fold == part] = matrix[fold == part] @ weights + intercept
    slope, offset = calibrate(scores, gold)
    threshold, f1 = best_threshold(_softmax(scores * slope + offset), order, labels)
    weights, intercept = fit(matrix[first], table[first])
    scale = float(np.abs(weights).max()) / 127
    rows = np.rint(weights / scale).astype(np.int8)
    return PairWeights(order, keys, rarity, rows, scale, intercept, slope, offset, threshold), f1


def _all_labels(listings: Sequence[object], gold: NDArray[np.intp]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell for each row whether it is the first listing of its pair, and which labels the pair has (rows by labels).

    FinRE lists a pair with two relations twice: neither listing is a counterexample of the other's label.
    """
    at: dict[object, int] = {}
    same = np.array([at.setdefault(listing, number) for number, listing in enumerate(listings)])
    table = np.zeros((len(gold), int(gold.max()) + 1), bool)
    table[same, gold] = True
    return same == np.arange(len(gold)), table[same]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on FinRE and write the model."""
    parser = argparse.ArgumentParser(prog="python -m guanxi.extractors.pairs_training", description=__doc__)
    parser.add_argument("--finre", type=Path, required=True, help="FinRE's train.txt")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the model (*.npz)")
    options = parser.parse_args(arguments)
    rows = read_finre(options.finre)
    known = load_labels()
    # Every pair stands there twice, once from each end; the model learns it once, from the name that stands first.
    wanted = [(row, pair) for row, pair in zip(rows, row_pairs(rows), strict=True) if not pair.swapped]
    labels = [known[row.label].name for row, _ in wanted]
    weights, f1 = train([pair for _, pair in wanted], labels, [row.sentence for row, _ in wanted])
    save_pairs(weights, options.output)
    print(
        f"{options.output}: {len(wanted)} pairs, {len(weights.keys)} features, "
        f"cross-validated micro-F1 {f1:.4f} from {weights.threshold:.2f} on"
    )


if __name__ == "__main__":
    main()
