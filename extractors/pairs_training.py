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
LEAST = 2  # how often a feature must occur: rarer ones cost 0.002 of F1 when left out from 3 on, and size when kept
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


def fit(matrix: Any, labels: NDArray[np.str_]) -> tuple[tuple[str, ...], Scores, Scores]:
    """Give the labels in order, the weights (features by labels) and the intercepts."""
    from sklearn.svm import LinearSVC  # type: ignore[import-untyped]  # ships no types

    model = LinearSVC(C=C, tol=1e-2, random_state=SEED).fit(matrix, labels)
    return tuple(model.classes_.tolist()), model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)


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
    """Learn from pairs with labels, first name to second; give the model and its cross-validated micro-F1."""
    keys, rarity = features_kept(pairs)
    matrix, gold = as_matrix(pairs, keys, rarity), np.array(labels)
    fold = np.array([zlib.crc32(sentence.encode()) % FOLDS for sentence in sentences])
    order, coefficients, intercept = fit(matrix, gold)
    scores = np.zeros((len(pairs), len(order)), np.float32)
    for part in range(FOLDS):
        names, weights, constant = fit(matrix[fold != part], gold[fold != part])
        columns = [order.index(name) for name in names]
        scores[np.ix_(fold == part, columns)] = matrix[fold == part] @ weights + constant
    slope, offset = calibrate(scores, np.array([order.index(label) for label in labels]))
    threshold, f1 = best_threshold(_softmax(scores * slope + offset), order, labels)
    scale = float(np.abs(coefficients).max()) / 127
    rows = np.rint(coefficients / scale).astype(np.int8)
    return PairWeights(order, keys, rarity, rows, scale, intercept, slope, offset, threshold), f1


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
