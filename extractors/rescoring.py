"""A second opinion on what a rule has found: how likely two names so placed have that relation, learned from annotated articles.

It proposes nothing. It weighs in on the confidence of a rule's find, and what is then less likely than not worth telling is left out.
`rescoring_training` makes the model; docs/relations-model.md has the numbers.
"""

from __future__ import annotations

import contextlib
import functools
import io
import math
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .arrays import write_arrays
from .masking import Masked, Token
from .rescoring_features import pair_features
from .vocabulary import load_yaml

FORWARD, BACKWARD = ">", "<"  # whether the subject stands first; a symmetric relation is always FORWARD
LENGTH = 10.0  # every pair's features together count like one vector of this length
_MODEL = "rescoring.npz"
_FARTHEST = 8.0  # log odds: below it one sentence is as unlikely as another
_PRECISIONS = (0.05, 0.99)


@dataclass(frozen=True, slots=True)
class RescoringWeights:
    """A trained model: feature `keys[i]` (ascending) has the weights `values[starts[i]:starts[i + 1]]` for the labels there.

    A label is a relation and a direction (`owns>`: the subject stands first). `examples` counts those it was learned from, `typical` is
    the mean of their log odds where they took no part in the learning.
    """

    labels: NDArray[np.str_]
    keys: NDArray[np.uint32]
    starts: NDArray[np.uint32]
    label: NDArray[np.uint8]
    values: NDArray[np.float16]
    intercept: NDArray[np.float32]
    typical: NDArray[np.float32]
    examples: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Mixture:
    """How a rule's own precision and the model's opinion make one confidence: numbers of rescoring.yaml."""

    rule: float
    model: float
    without: float
    offset: float
    enough: float
    usual: float
    least: float


class Rescorer:
    """Weighs rules' finds."""

    def __init__(self, weights: RescoringWeights, mixture: Mixture) -> None:
        """Prepare the weights for use."""
        self._weights, self._mixture = weights, mixture
        self._label = {str(label): number for number, label in enumerate(weights.labels)}

    def opinion(self, masked: Masked, subject: int, object_: int, relation: str, *, symmetric: bool) -> float | None:
        """Say how the names at two positions of a masked sentence compare with two that are known to have a relation.

        The answer is in log odds: 0 as good as those, below 0 worse. Of a relation that was seldom seen it is nearer to 0, of one
        that was never seen None.
        """
        first, second = sorted((subject, object_))
        number = self._label.get(relation + (FORWARD if symmetric or subject == first else BACKWARD))
        if number is None:
            return None
        weights = self._weights
        score = log_odds(weights, pair_features(masked.string, first, second), number)
        seen = float(weights.examples[number])
        against = float(weights.typical[number]) + self._mixture.usual
        return (max(score, -_FARTHEST) - against) * seen / (seen + self._mixture.enough)

    def confidence(
        self,
        masked: Masked,
        ends: tuple[Token | None, Token | None],
        relation: str,
        precision: float,
        *,
        symmetric: bool,
    ) -> float | None:
        """Give the confidence of a rule's find, None where it is too low to tell it.

        `precision` is the rule's; an end that the words leave out has no token, and then there is no opinion.
        """
        if _UNWEIGHED.get():
            return precision
        mixture, places = self._mixture, [_place(masked, token) for token in ends]
        precision = min(max(precision, _PRECISIONS[0]), _PRECISIONS[1])
        odds = mixture.offset + mixture.rule * math.log(precision / (1 - precision))
        if places[0] is None or places[1] is None or places[0] == places[1]:
            odds += mixture.without
        else:
            odds += mixture.model * (self.opinion(masked, places[0], places[1], relation, symmetric=symmetric) or 0.0)
        confidence = round(1 / (1 + math.exp(-odds)), 3)
        return confidence if confidence >= mixture.least else None


def log_odds(weights: RescoringWeights, features: Sequence[int], label: int) -> float:
    """Give the log odds of a label for a pair's features (ascending)."""
    wanted = np.array(features, np.uint32)
    at = np.minimum(np.searchsorted(weights.keys, wanted), len(weights.keys) - 1)
    score = 0.0
    for row in at[weights.keys[at] == wanted].tolist():
        stretch = slice(int(weights.starts[row]), int(weights.starts[row + 1]))
        score += float(weights.values[stretch][weights.label[stretch] == label].sum(dtype=np.float64))
    return float(weights.intercept[label]) + score * LENGTH / math.sqrt(len(features))


def _place(masked: Masked, token: Token | None) -> int | None:
    """Give where a token stands in a masked sentence."""
    if token is None:
        return None
    return next((place for place, each in masked.tokens.items() if each.start == token.start), None)


_UNWEIGHED: ContextVar[bool] = ContextVar("unweighed", default=False)


@contextlib.contextmanager
def unweighed() -> Iterator[None]:
    """Let rules speak for themselves for a while, within this process: how often each is right is counted before any second opinion."""
    token = _UNWEIGHED.set(True)
    try:
        yield
    finally:
        _UNWEIGHED.reset(token)


def save_rescoring(weights: RescoringWeights, path: Path) -> None:
    """Write a model; the same weights give the same bytes."""
    write_arrays({field.name: getattr(weights, field.name) for field in fields(weights)}, path)


def read_rescoring(data: bytes) -> RescoringWeights:
    """Read a model from the bytes of its file."""
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        return RescoringWeights(**{field.name: stored[field.name] for field in fields(RescoringWeights)})


@functools.cache
def default_rescorer() -> Rescorer:
    """Give the second opinion that travels with the package."""
    data = resources.files(__package__).joinpath("models", _MODEL).read_bytes()
    raw = load_yaml("rescoring.yaml", "models")["confidence"]
    return Rescorer(read_rescoring(data), Mixture(**{field.name: float(raw[field.name]) for field in fields(Mixture)}))
