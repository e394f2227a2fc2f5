"""Trains the second opinion: `python -m guanxi.extractors.rescoring_training --gold GOLD --articles ARTICLES -o models/rescoring.npz`.

Every two names of a sentence of the annotated articles are an example: of the relation and direction that the annotation gives them by
evidence in that sentence, else of none. One logistic regression per label, most of whose weights come out as nothing (L1). Needs
scikit-learn, which only training uses. The same input gives the same model.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..graph.model import Article
from ..graph.schema import load_schema
from ..graph.text import name_key
from .context import Context
from .extraction import Group, default_extractor
from .masking import NAMES
from .reading import read
from .rescoring import BACKWARD, FORWARD, LENGTH, RescoringWeights, save_rescoring
from .rescoring_features import pair_features
from .training_options import add_gold_options, read_ids

C, POSITIVE, SEED, FOLDS = 0.5, 1.5, 1, 3
FEWEST = 5  # examples that a label needs
LEAST = 3  # how often a feature must occur
_FARTHEST, _MOST = 90, 14  # characters between two names, names of a sentence
_NOTHING = 1e-3  # a weight below this counts as none
Told = tuple[str, int, int]  # a relation and the offsets of its evidence


@dataclass(frozen=True, slots=True)
class Example:
    """Two names in a sentence: their features, and the relation with its direction that they have (empty for none)."""

    features: tuple[int, ...]
    label: str


def examples(gold: Path, articles: Path, without: Collection[str] = ()) -> Iterator[Example]:
    """Give the examples of a folder of annotated articles, in order of id."""
    extractor = default_extractor()
    for path in sorted(gold.glob("*.json")):
        if path.stem in without:
            continue
        record = json.loads(path.read_text(encoding="utf-8"))
        for article in read([str(articles / f"{path.stem}.txt")]):
            if isinstance(article, Article):
                groups, found = extractor.contexts(article, every=True)
                stands = _stands(groups, record["entities"])
                told = _told(article.text, record)
                for context, _, _ in found:
                    yield from _of_sentence(context, stands, told)


def _stands(groups: Sequence[Group], entities: Sequence[dict[str, Any]]) -> list[str | None]:
    """Give the annotated entity that each mention stands for."""
    named = {name_key(name): str(entity["id"]) for entity in entities for name in entity["names"]}
    out = []
    for group in groups:
        forms = [group.form, *sorted({form for name in group.names for form in name.same_as})]
        out.append(next((named[key] for form in forms if (key := name_key(form)) in named), None))
    return out


def _told(text: str, record: dict[str, Any]) -> dict[tuple[str, str], list[Told]]:
    """Give by subject and object what the annotation tells of them, and where."""
    out: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for relation in sorted(record["relations"], key=lambda relation: not relation["required"]):
        start = text.find(relation.get("evidence") or "\0")
        place = (start, start + len(relation["evidence"])) if start >= 0 else (-1, -1)
        out[relation["subject"], relation["object"]].append((relation["relation"], *place))
    return out


def _of_sentence(
    context: Context, stands: Sequence[str | None], told: dict[tuple[str, str], list[Told]]
) -> Iterator[Example]:
    masked, sentence = context.masked, context.sentence
    names = [
        (place, token.mention)
        for place, token in sorted(masked.tokens.items())
        if token.mention is not None and masked.string[place] in NAMES
    ]
    for (first, one), (second, other) in itertools.combinations(names[:_MOST], 2):
        if second - first > _FARTHEST or one == other:
            continue
        label = _label(stands[one], stands[other], told, sentence.start, sentence.end)
        if label is not None:
            yield Example(pair_features(masked.string, first, second), label)


def _label(
    one: str | None, other: str | None, told: dict[tuple[str, str], list[Told]], start: int, end: int
) -> str | None:
    """Give the label of two entities in a sentence; None where the annotation tells of them only by evidence elsewhere: nobody knows."""
    if one is None or other is None or one == other:
        return ""
    elsewhere = False
    for pair, direction in (((one, other), FORWARD), ((other, one), BACKWARD)):
        for relation, begin, stop in told.get(pair, ()):
            if begin < end and start < stop:
                return relation + (FORWARD if load_schema().relations[relation].symmetric else direction)
            elsewhere = True
    return None if elsewhere else ""


def train(found: Sequence[Example]) -> RescoringWeights:
    """Learn from examples."""
    matrix, keys = _matrix(found)
    said = Counter(example.label for example in found)
    labels = sorted(label for label, count in said.items() if label and FEWEST <= count < len(found))
    weights = np.zeros((len(keys), len(labels)), np.float32)
    intercept, typical = np.zeros(len(labels), np.float32), np.zeros(len(labels), np.float32)
    seen = np.zeros(len(labels), np.uint32)
    fold = np.arange(len(found)) * FOLDS // len(found)  # the sentences of an article stay together
    for number, label in enumerate(labels):
        wanted = np.array([example.label == label for example in found])
        weights[:, number], intercept[number] = _fit(matrix, wanted)
        apart = []
        for part in range(FOLDS):
            away, own = fold != part, (fold == part) & wanted
            if own.any() and wanted[away].any() and not wanted[away].all():
                learned, offset = _fit(matrix[away], wanted[away])
                apart += (matrix[own] @ learned + offset).tolist()
        typical[number], seen[number] = (np.mean(apart), len(apart)) if apart else (0.0, 0)
    return _sparse(labels, keys, weights, intercept, typical, seen)


def _matrix(found: Sequence[Example]) -> tuple[Any, Any]:
    """Give pairs by features as a sparse matrix of scipy (which has no types), and the features."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # ships no types

    counts = Counter(key for example in found for key in example.features)
    keys = sorted(key for key, count in counts.items() if count >= LEAST)
    column = {key: number for number, key in enumerate(keys)}
    rows = [[column[key] for key in example.features if key in column] for example in found]
    values = [np.full(len(row), LENGTH / np.sqrt(len(e.features))) for row, e in zip(rows, found, strict=True)]
    ends = np.cumsum([0, *map(len, rows)])
    shape = (len(found), len(keys))
    return csr_matrix((np.concatenate(values), np.concatenate(rows), ends), shape=shape), np.array(keys, np.uint32)


def _fit(matrix: Any, wanted: Any) -> tuple[Any, float]:
    """Give weights and intercept of one logistic regression."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # ships no types

    model = LogisticRegression(
        C=C, l1_ratio=1, solver="liblinear", class_weight={False: 1, True: POSITIVE}, tol=1e-2, random_state=SEED
    )
    model.fit(matrix, wanted)
    return model.coef_[0], float(model.intercept_[0])


def _sparse(
    labels: Sequence[str], keys: Any, weights: Any, intercept: Any, typical: Any, examples: Any
) -> RescoringWeights:
    """Keep the weights that are something."""
    weights[np.abs(weights) < _NOTHING] = 0
    kept = np.flatnonzero(weights.any(axis=1))
    row, label = np.nonzero(weights[kept])
    starts = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=len(kept)))))
    return RescoringWeights(
        labels=np.array(labels),
        keys=keys[kept],
        starts=starts.astype(np.uint32),
        label=label.astype(np.uint8),
        values=weights[kept][row, label].astype(np.float16),
        intercept=intercept,
        typical=typical,
        examples=examples,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on annotated articles and write the model."""
    parser = argparse.ArgumentParser(prog="python -m guanxi.extractors.rescoring_training", description=__doc__)
    add_gold_options(parser)
    options = parser.parse_args(arguments)
    without = read_ids(options.without)
    folders = zip(options.gold, options.articles, strict=True)
    found = [example for gold, articles in folders for example in examples(gold, articles, without)]
    weights = train(found)
    save_rescoring(weights, options.output)
    related = sum(bool(example.label) for example in found)
    print(f"{options.output}: {len(found)} pairs, {related} of them related, {len(weights.values)} weights")


if __name__ == "__main__":
    main()
