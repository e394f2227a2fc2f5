"""Which relation two names in a sentence have, and in which direction: a linear model over the text around them."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from ..graph.errors import DataFileError
from ..graph.model import Status
from .arrays import write_arrays
from .pairs_features import Pair, pair_features

UNKNOWN = "unknown"
# How much each block of features counts; chosen by cross-validation on FinRE's training part (docs/relations-model.md).
BLOCK_WEIGHTS = np.array([0.7, 1.4, 1.0, 1.0, 1.0, 1.0, 1.4, 1.0, 0.7], np.float32)
_MODEL = "pairs.npz"


@dataclass(frozen=True, slots=True)
class Label:
    """A label of FinRE: its inverse, and the relation it stands for here (None where there is none).

    `swapped` tells that the pair's tail is the relation's subject.
    """

    name: str
    inverse: str
    relation: str | None = None
    swapped: bool = False
    status: Status = "actual"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A relation that two names may have; `swapped` tells that the second one asked for is the subject."""

    relation: str
    swapped: bool
    status: Status
    probability: float


@dataclass(frozen=True, slots=True)
class PairWeights:
    """A trained model: `rows[i]` (labels, int8, times `scale`) are the weights of the feature `keys[i]` (ascending).

    `values` says how rare each feature is, which is how much it counts; `slope` and `offset` turn a label's score into
    the logarithm of a probability; a label is given from `threshold` on.
    """

    labels: tuple[str, ...]
    keys: NDArray[np.uint32]
    values: NDArray[np.float16]
    rows: NDArray[np.int8]
    scale: float
    intercept: NDArray[np.float32]
    slope: NDArray[np.float32]
    offset: NDArray[np.float32]
    threshold: float


class PairModel:
    """Tells the relation of pairs of names."""

    def __init__(self, weights: PairWeights) -> None:
        """Prepare the weights for use."""
        self._weights = weights
        self.labels = weights.labels
        self._unknown = weights.labels.index(UNKNOWN)
        self._inverse = np.array([weights.labels.index(load_labels()[name].inverse) for name in weights.labels])

    def probabilities(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Give pairs by labels: how likely each label is, seen from the head to the tail of each pair."""
        scores = np.vstack([np.zeros((0, len(self.labels)), np.float32), *(self._scores(pair)[None] for pair in pairs)])
        logits = scores * self._weights.slope + self._weights.offset
        logits = np.exp(logits - logits.max(axis=1, keepdims=True, initial=0))
        out: NDArray[np.float32] = logits / logits.sum(axis=1, keepdims=True)
        swapped = np.array([pair.swapped for pair in pairs], bool)
        out[swapped] = out[swapped][:, self._inverse]
        return out

    def classify(self, pairs: Sequence[Pair]) -> list[str]:
        """Give the likeliest label of each pair, `unknown` where none is likely enough for the best F1."""
        likely = self.probabilities(pairs)
        likely[:, self._unknown] = 0
        best = likely.argmax(axis=1)
        sure = likely[np.arange(len(pairs)), best] >= self._weights.threshold
        return [self.labels[label] if yes else UNKNOWN for label, yes in zip(best, sure, strict=True)]

    def propose(self, pair: Pair, *, least: float = 0.1) -> list[Proposal]:
        """Give the relations of the schema that a pair may have, the likeliest first; no symmetric one is `swapped`.

        Labels that stand for one relation are added up. Read the probability with the table in
        docs/relations-model.md: it is too sure of itself at the top.
        """
        sums: dict[tuple[str, bool, Status], float] = {}
        for name, probability in zip(self.labels, self.probabilities([pair])[0].tolist(), strict=True):
            label = load_labels()[name]
            if label.relation:
                end = (label.relation, label.swapped and label.name != label.inverse, label.status)
                sums[end] = sums.get(end, 0.0) + probability
        found = [Proposal(*end, round(probability, 3)) for end, probability in sums.items() if probability >= least]
        return sorted(found, key=lambda p: (-p.probability, p.relation, p.swapped))

    def _scores(self, pair: Pair) -> NDArray[np.float32]:
        rows, values = _found(pair, self._weights.keys, self._weights.values)
        scores = values @ self._weights.rows[rows].astype(np.float32)
        return np.asarray(scores * self._weights.scale + self._weights.intercept, np.float32)


def _found(
    pair: Pair, keys: NDArray[np.uint32], rarity: NDArray[np.float16]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Give the features of a pair that the model knows, as indexes into `keys`, and how much each counts.

    Each block has its weight as length, all together have the length 1.
    """
    rows, values = [], []
    for block, weight in zip(pair_features(pair), BLOCK_WEIGHTS, strict=True):
        hashes = np.array(block, np.uint32)
        at = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
        at = at[keys[at] == hashes]
        value = rarity[at].astype(np.float32)
        rows.append(at)
        values.append(value * (weight / max(float(np.linalg.norm(value)), 1e-9)))
    together = np.concatenate(values)
    return np.concatenate(rows), together / max(float(np.linalg.norm(together)), np.float32(1e-9))


def vectors(
    pairs: Iterable[Pair], keys: NDArray[np.uint32], rarity: NDArray[np.float16]
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float32]]]:
    """Give each pair as the model sees it: indexes into `keys` and values."""
    return (_found(pair, keys, rarity) for pair in pairs)


@functools.cache
def load_labels() -> dict[str, Label]:
    """Give the labels by name, both directions of each; raises DataFileError where the file is wrong."""
    raw = yaml.safe_load(_folder().joinpath("pairs.yaml").read_text(encoding="utf-8"))
    out: dict[str, Label] = {}
    for name, entry in raw["labels"].items():
        unknown = set(entry) - {"inverse", "relation", "swapped", "status"}
        if unknown:
            raise DataFileError(f"models/pairs.yaml: {name}: no such key: {', '.join(sorted(unknown))}")
        inverse, swapped = str(entry.get("inverse", name)), bool(entry.get("swapped", False))
        relation, status = entry.get("relation"), entry.get("status", "actual")
        out[name] = Label(name, inverse, relation, swapped, status)
        out.setdefault(inverse, Label(inverse, name, relation, not swapped, status))
    return out


def save_pairs(weights: PairWeights, path: Path) -> None:
    """Write a model; the same weights give the same bytes."""
    arrays = {name: getattr(weights, name) for name in PairWeights.__slots__ if name != "labels"}
    write_arrays(arrays | {"labels": np.array(weights.labels)}, path)


def read_pairs(data: bytes) -> PairWeights:
    """Read a model from the bytes of its file."""
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in PairWeights.__slots__}
    return PairWeights(
        **arrays
        | {
            "labels": tuple(arrays["labels"].tolist()),
            "scale": float(arrays["scale"]),
            "threshold": float(arrays["threshold"]),
        }
    )


@functools.cache
def default_pairs() -> PairModel:
    """Give the model that travels with the package."""
    return PairModel(read_pairs(_folder().joinpath(_MODEL).read_bytes()))


def _folder() -> resources.abc.Traversable:
    return resources.files(__package__).joinpath("models")
