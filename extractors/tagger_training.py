"""Trains the tagger: `python -m guanxi.extractors.tagger_training --gold … --articles … -o models/tagger.npz`.

Names of the gold files are looked up in the articles; every article is taken as it is and in `COPIES` copies with other
names in it (`tagger_names`). Needs python-crfsuite, which only training uses. The same input gives the same model.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..graph.text import fold
from .tagger import OUTSIDE, Weights, save_weights
from .tagger_features import Tokens, hash_features, tokenize
from .tagger_names import Labelled, load_material, replace_names

TYPES = ("company", "person", "authority", "organization", "product", "fund", "exchange")
LABELS = (OUTSIDE, *(f"{part}-{kind}" for kind in TYPES for part in "BI"))
COPIES = 5  # unseen names: recall 0.49 without copies, 0.58 with 2, 0.59 with 5
L1, L2, ITERATIONS = 0.5, 0.1, 70  # L1 keeps one feature in ten; more iterations change nothing in the second decimal


def read_gold(gold: Path, articles: Path, without: Collection[str] = ()) -> Iterator[Labelled]:
    """Read the gold articles in order of id, the names that each lists found in its text, longest first."""
    for path in sorted(gold.glob("*.json")):
        if path.stem in without:
            continue
        record = json.loads(path.read_text(encoding="utf-8"))
        text = (articles / f"{path.stem}.txt").read_bytes().decode("utf-8")
        names: dict[str, str] = {}
        for entity in record["entities"]:
            for name in entity["names"]:
                names.setdefault(fold(name), entity["type"])
        yield Labelled(path.stem, text, find_names(text, {k: v for k, v in names.items() if v in TYPES}))


def find_names(text: str, names: Mapping[str, str]) -> tuple[tuple[int, int, str], ...]:
    """Find names (folded, with their types) wherever they stand in a text, the longest first.

    >>> find_names("中国银行和银行", {"银行": "company", "中国银行": "company"})
    ((0, 4, 'company'), (5, 7, 'company'))
    """
    folded = fold(text)
    taken = bytearray(len(folded))
    found = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        for start in _occurrences(folded, name):
            end = start + len(name)
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append((start, end, names[name]))
    return tuple(sorted(found))


def _occurrences(folded: str, name: str) -> Iterator[int]:
    start = folded.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_cuts_word(folded, start) or _cuts_word(folded, end)):
            yield start
        start = folded.find(name, start + 1)


def _cuts_word(folded: str, at: int) -> bool:
    if not 0 < at < len(folded):
        return False
    before, after = folded[at - 1], folded[at]
    return (before.isascii() and after.isascii()) and (
        (before.isalpha() and after.isalpha()) or (before.isdigit() and after.isdigit())
    )


def with_copies(articles: Sequence[Labelled], copies: int = COPIES) -> Iterator[Labelled]:
    """Give the articles, then copies of them with other names."""
    yield from articles
    pool: dict[str, list[str]] = {kind: [] for kind in TYPES}
    for article in articles:
        for name, kind in sorted({(article.text[start:end], kind) for start, end, kind in article.spans}):
            pool[kind].append(name)
    for copy in range(copies):
        for article in articles:
            yield replace_names(article, pool, f"{copy}-{article.id}")


def train(articles: Iterable[Labelled], workfile: Path) -> Weights:
    """Learn from articles; `workfile` takes the model of crfsuite on the way."""
    import pycrfsuite  # type: ignore[import-untyped]  # ships no types

    surnames = _surname_characters()
    trainer = pycrfsuite.Trainer(verbose=False)
    written: dict[int, str] = {}
    for article in articles:
        folded = fold(article.text)
        tokens = tokenize(article.text, folded)
        hashes = (hash_features(tokens, folded, surnames) >> np.uint64(32)).T.tolist()
        trainer.append([[written.setdefault(key, str(key)) for key in row] for row in hashes], label(tokens, article))
    trainer.select("lbfgs", "crf1d")
    trainer.set_params({"c1": L1, "c2": L2, "max_iterations": ITERATIONS, "feature.possible_transitions": True})
    trainer.train(str(workfile))
    return _weights(workfile, surnames)


def label(tokens: Tokens, article: Labelled) -> list[str]:
    """Give the label of every token."""
    labels = [OUTSIDE] * len(tokens.start)
    for start, end, kind in article.spans:
        first, last = np.searchsorted(tokens.start, (start, end)).tolist()
        if first < last:
            labels[first:last] = [f"B-{kind}", *[f"I-{kind}"] * (last - first - 1)]
    return labels


def _surname_characters() -> NDArray[np.uint32]:
    return np.array(sorted({ord(name) for name in load_material().surnames if len(name) == 1}), np.uint32)


def _weights(workfile: Path, surnames: NDArray[np.uint32]) -> Weights:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open(str(workfile))
    info = tagger.info()
    column = {name: number for number, name in enumerate(LABELS)}
    keys = sorted({int(key) for key, _ in info.state_features})
    row = {key: number for number, key in enumerate(keys)}
    scores = np.zeros((len(keys), len(LABELS)), np.float32)
    for (key, name), score in info.state_features.items():
        scores[row[int(key)], column[name]] = score
    transitions = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for (before, after), score in info.transitions.items():
        transitions[column[before], column[after]] = score
    scale = float(np.abs(scores).max()) / 127
    return Weights(
        labels=LABELS,
        transitions=transitions,
        keys=np.array(keys, np.uint32),
        rows=np.rint(scores / scale).astype(np.int8),
        scale=scale,
        surnames=surnames,
        with_known=False,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on the gold articles and write the model."""
    parser = argparse.ArgumentParser(prog="python -m guanxi.extractors.tagger_training", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder of gold files (*.json)")
    parser.add_argument("--articles", type=Path, required=True, help="folder of the articles (*.txt)")
    parser.add_argument("--without", type=Path, help="file of article ids that take no part, one per line")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the model (*.npz)")
    options = parser.parse_args(arguments)
    without = set(options.without.read_text(encoding="utf-8").split()) if options.without else set()
    articles = list(read_gold(options.gold, options.articles, without))
    weights = train(with_copies(articles), options.output.with_suffix(".crfsuite"))
    options.output.with_suffix(".crfsuite").unlink()
    save_weights(weights, options.output)
    names = sum(len(article.spans) for article in articles)
    print(f"{options.output}: {len(articles)} articles, {names} names, {len(weights.keys)} features")


if __name__ == "__main__":
    main()
