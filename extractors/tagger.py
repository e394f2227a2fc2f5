"""Finds names that no list holds: a linear-chain CRF over hashed features, run by numpy alone.

The weights come from `tagger_training`; `docs/names.md` has the comparison with other approaches and the numbers.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .tagger_features import hash_features, tokenize
from .words import Words

MODEL = Path(__file__).parent / "models" / "tagger.npz"
OUTSIDE = "O"

_SLOTS = 1 << 19  # of the table from feature to weights: several times as many as there are features
_PROBES = 3
# A token whose label O leads by this much (natural logarithm) is taken for O: there the text falls into stretches.
# Of 2,918 spans in 360 news articles, 5 changes nine against 12 and is three times as fast; 4 changes 22.
_CERTAIN = 5.0
_RESCALED = 4  # steps between two rescalings of the forward and backward products, which float32 holds easily
_KNOWN = 3.0  # what a span that is known already adds to its labels, in natural logarithms
_UNREPORTED = frozenset({"place"})  # learned to tell places from companies; the lexicon knows places better
_MIN_PROBABILITY = 0.3  # below it a span is not worth reporting

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A name that the tagger sees at `text[start:end]`; `probability` is that of exactly this span with this type."""

    start: int
    end: int
    type: str
    probability: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned.

    `labels` are O, then B and I of each type in turn; `transitions` the scores from label to label; `keys` the hashes
    of the features, `rows` their scores by label, in units of `scale`; `surnames` sorted code points.
    """

    labels: tuple[str, ...]
    transitions: Scores
    keys: NDArray[np.uint32]
    rows: NDArray[np.int8]
    scale: float
    surnames: NDArray[np.uint32]


class Tagger:
    """Finds names in a text."""

    def __init__(self, weights: Weights) -> None:
        """Prepare the weights for use."""
        self._weights = weights
        self._types = [label[2:] for label in weights.labels[1::2]]
        self._begins = {name: 2 * number + 1 for number, name in enumerate(self._types)}
        self._surnames = np.zeros(0x110000, bool)
        self._surnames[weights.surnames] = True
        self._transitions = _allowed(weights.labels, np.exp(weights.transitions))
        self._table = _table(weights.keys)
        self._keys = np.append(weights.keys, np.uint32(0))
        self._rows = np.vstack([weights.rows, np.zeros((1, len(weights.labels)), np.int8)])

    def tag(
        self,
        text: str,
        folded: str,
        *,
        known: Sequence[tuple[int, int, str]] = (),
        min_probability: float = _MIN_PROBABILITY,
        words: Words | None = None,
    ) -> list[TaggedSpan]:
        """Find the names in a text, in order, none overlapping another.

        `folded` is `fold(text)`. `known` are spans that are found already (start, end, type): they weigh in, so that
        what stands beside them is seen more clearly, and are given again unless a longer name is likelier. `words` are those of
        `folded`, where they are known already.
        """
        if not text.strip():
            return []
        tokens = tokenize(text, folded)
        emissions = self._emissions(hash_features(tokens, folded, self._surnames, words))
        for start, end, kind in known:
            first, last = np.searchsorted(tokens.start, (start, end)).tolist()
            if first < last and kind in self._begins:
                emissions[first, self._begins[kind]] += _KNOWN
                emissions[first + 1 : last, self._begins[kind] + 1] += _KNOWN
        spans = []
        for first, last, number, probability in sorted(self._spans(emissions)):
            if probability >= min_probability and self._types[number] not in _UNREPORTED:
                start, end = int(tokens.start[first]), int(tokens.end[last])
                spans.append(TaggedSpan(start, end, self._types[number], round(probability, 3)))
        return spans

    def _emissions(self, hashes: NDArray[np.uint64]) -> Scores:
        """Add up the weights of the features: tokens by labels."""
        keys = (hashes >> np.uint64(32)).astype(np.uint32)
        slots = (keys & np.uint32(_SLOTS - 1)).astype(np.int32)
        found = self._table[slots]
        missed = np.flatnonzero(self._keys[found] != keys)
        flat = found.reshape(-1)
        for probe in range(1, _PROBES):
            missed = missed[flat[missed] >= 0]
            flat[missed] = self._table[(slots.reshape(-1)[missed] + probe) & (_SLOTS - 1)]
            missed = missed[self._keys[flat[missed]] != keys.reshape(-1)[missed]]
        flat[missed] = -1
        emissions: Scores = self._rows[found].sum(axis=0, dtype=np.int32).astype(np.float32)
        emissions *= self._weights.scale
        return emissions

    def _spans(self, emissions: Scores) -> Iterator[tuple[int, int, int, float]]:
        """Give first token, last token, number of the type and probability of every span."""
        lead = emissions[:, 0] - emissions[:, 1:].max(axis=1)
        open_tokens = np.flatnonzero(lead < _CERTAIN)
        if not len(open_tokens):
            return
        breaks = np.flatnonzero(np.diff(open_tokens) > 1) + 1
        first = open_tokens[np.append(0, breaks)]
        size = np.diff(np.concatenate(([0], breaks, [len(open_tokens)])))
        order = np.argsort(size, kind="stable")
        for group in np.array_split(order, 1 + len(order) // 64):
            if len(group):
                chains = _Chains(emissions, first[group], size[group], self._transitions)
                yield from chains.spans()


class _Chains:
    """Stretches of tokens between certain O's, their marginal probabilities computed side by side."""

    def __init__(
        self, emissions: Scores, first: NDArray[np.int64], size: NDArray[np.int64], transitions: Scores
    ) -> None:
        self.first, self.size, self.transitions = first, size, transitions
        steps = int(size.max())
        place = np.minimum(first[:, None] + np.arange(steps + 1), len(emissions) - 1)
        scores = emissions[place]
        scores = np.exp(scores - scores.max(axis=2, keepdims=True))
        scores[np.arange(steps + 1) >= size[:, None]] = np.eye(1, scores.shape[2], dtype=np.float32)  # O after the end
        self.scores = scores
        self.forward = np.empty_like(scores)
        self.backward = np.ones_like(scores)
        state = np.broadcast_to(transitions[0], scores[:, 0].shape)
        for step in range(steps + 1):
            state = state * scores[:, step]
            if step % _RESCALED == 0:
                state /= state.sum(axis=1, keepdims=True)
            self.forward[:, step] = state
            state = state @ transitions
        state = np.ones_like(scores[:, 0])
        for step in range(steps - 1, -1, -1):
            state = (state * scores[:, step + 1]) @ transitions.T
            if step % _RESCALED == 0:
                state /= state.sum(axis=1, keepdims=True)
            self.backward[:, step] = state
        marginals = self.forward * self.backward
        self.marginals = marginals / marginals.sum(axis=2, keepdims=True)

    def spans(self) -> Iterator[tuple[int, int, int, float]]:
        best = self.marginals.argmax(axis=2)
        for row in np.flatnonzero((best > 0).any(axis=1)).tolist():
            labels = best[row, : self.size[row] + 1].tolist()
            at = 0
            while at < len(labels):
                label = labels[at]
                if not label:
                    at += 1
                    continue
                begin, inside = (label, label + 1) if label % 2 else (label - 1, label)
                last = at
                while labels[last + 1] == inside:
                    last += 1
                base = int(self.first[row])
                yield base + at, base + last, begin // 2, self._probability(row, at, last, begin)
                at = last + 1

    def _probability(self, row: int, first: int, last: int, begin: int) -> float:
        """Give the probability that exactly the tokens first to last are one name of the type that `begin` begins."""
        probability = float(self.marginals[row, first, begin])
        label = begin
        for step in range(first + 1, last + 2):
            onward = self.transitions[label] * self.scores[row, step] * self.backward[row, step]
            share = float(onward[begin + 1] / onward.sum())
            probability *= share if step <= last else 1.0 - share
            label = begin + 1
        return probability


def _allowed(labels: Sequence[str], transitions: Scores) -> Scores:
    """Set to nothing what can't be: an I that follows neither B nor I of its type."""
    return np.array(
        [
            [
                value if not after.startswith("I") or before[1:] == after[1:] else 0.0
                for after, value in zip(labels, row, strict=True)
            ]
            for before, row in zip(labels, transitions, strict=True)
        ],
        np.float32,
    )


def _table(keys: NDArray[np.uint32]) -> NDArray[np.int32]:
    """Give the number of the row of each key at one of the slots where it is looked for, -1 at all others."""
    table = np.full(_SLOTS, -1, np.int32)
    waiting = np.arange(len(keys), dtype=np.int32)
    for probe in range(_PROBES):
        slots = ((keys[waiting] & np.uint32(_SLOTS - 1)).astype(np.int64) + probe) & (_SLOTS - 1)
        free = table[slots] < 0
        taken, first = np.unique(slots[free], return_index=True)
        table[taken] = waiting[free][first]
        waiting = np.setdiff1d(waiting, table[taken])
    return table  # of 100,000 keys about 20 find no slot: their weights are lost, which no measurement shows


def save_weights(weights: Weights, path: Path) -> None:
    """Write a model; the same weights give the same bytes."""
    np.savez_compressed(
        path,
        labels=np.array(weights.labels),
        transitions=weights.transitions,
        keys=weights.keys,
        rows=weights.rows,
        scale=np.float64(weights.scale),
        surnames=weights.surnames,
    )


def load_weights(path: Path) -> Weights:
    """Read a model."""
    with np.load(path, allow_pickle=False) as file:
        return Weights(
            labels=tuple(file["labels"].tolist()),
            transitions=file["transitions"],
            keys=file["keys"],
            rows=file["rows"],
            scale=float(file["scale"]),
            surnames=file["surnames"],
        )


@functools.cache
def load_tagger() -> Tagger:
    """Give the tagger with the model that comes with the package."""
    return Tagger(load_weights(MODEL))
