"""Trains the tagger: `python -m guanxi.extractors.tagger_training --gold … --articles … -o models/tagger.npz`.

Names of the gold files are looked up in the articles; every article is taken as it is and in `COPIES` copies with other
names in it (`tagger_names`). Needs python-crfsuite, which only training uses. The same input gives the same model.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..graph.text import fold
from .tagger import OUTSIDE, Tagger, Weights, save_weights
from .tagger_features import Tokens, hash_features, tokenize
from .tagger_labels import label_news, read_gold, read_news
from .tagger_names import Labelled, load_material, replace_names
from .training_options import add_gold_options, read_ids

TYPES = ("company", "person", "authority", "organization", "product", "fund", "exchange", "place")
LABELS = (OUTSIDE, *(f"{part}-{kind}" for kind in TYPES for part in "BI"))
COPIES = 3  # of each article with other names: recall of unseen names 0.40 without, 0.45 with two, 0.48 with five
L1, L2, ITERATIONS = 0.5, 0.1, 70

TEACHER_COPIES, TEACHER_ITERATIONS = 2, 45
NEWS_CHARACTERS = 300_000


def with_copies(
    articles: Sequence[Labelled], news: Iterable[Labelled] = (), *, copies: int = COPIES
) -> Iterator[Labelled]:
    """Give the articles, copies of them with other names, and the news with other names."""
    yield from articles
    pool: dict[str, list[str]] = {kind: [] for kind in TYPES}
    for article in articles:
        for name, kind in sorted({(article.text[start:end], kind) for start, end, kind in article.spans}):
            pool[kind].append(name)
    for copy in range(copies):
        for article in articles:
            yield replace_names(article, pool, f"{copy}-{article.id}")
    for sentence in news:
        yield replace_names(sentence, pool, sentence.id)


def train(articles: Iterable[Labelled], workfile: Path, *, iterations: int = ITERATIONS) -> Weights:
    """Learn from articles; `workfile` takes the model of crfsuite on the way."""
    import pycrfsuite  # type: ignore[import-untyped]  # ships no types

    surnames = _surname_characters()
    by_code = np.zeros(0x110000, bool)
    by_code[surnames] = True
    trainer = pycrfsuite.Trainer(verbose=False)
    written: dict[int, str] = {}
    for article in articles:
        folded = fold(article.text)
        tokens = tokenize(article.text, folded)
        hashes = (hash_features(tokens, folded, by_code) >> np.uint64(32)).T.tolist()
        trainer.append([[written.setdefault(key, str(key)) for key in row] for row in hashes], label(tokens, article))
    trainer.select("lbfgs", "crf1d")
    trainer.set_params({"c1": L1, "c2": L2, "max_iterations": iterations, "feature.possible_transitions": True})
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
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on the gold articles and write the model."""
    parser = argparse.ArgumentParser(prog="python -m guanxi.extractors.tagger_training", description=__doc__)
    add_gold_options(parser)
    parser.add_argument("--news", type=Path, help="folder of news that nobody annotated (*.jsonl with id, title, text)")
    parser.add_argument(
        "--pairs", type=Path, help="sentences with the firms in them (head, tail, label, sentence by tabs)"
    )
    options = parser.parse_args(arguments)
    without = read_ids(options.without)
    articles = [
        article
        for gold, folder in zip(options.gold, options.articles, strict=True)
        for article in read_gold(gold, folder, without)
    ]
    workfile = options.output.with_suffix(".crfsuite")
    sentences: list[Labelled] = []
    if options.news:
        teacher = Tagger(train(with_copies(articles, copies=TEACHER_COPIES), workfile, iterations=TEACHER_ITERATIONS))
        every = {path.stem: path for folder in options.articles for path in folder.glob("*.txt")}
        unseen = [every[name].read_text(encoding="utf-8") for name in sorted(without & every.keys())]
        news = read_news(options.news, without | every.keys(), [*(a.text for a in articles), *unseen])
        sentences = list(label_news(teacher, news, characters=NEWS_CHARACTERS))
    weights = train(with_copies(articles, sentences), workfile)
    workfile.unlink()
    save_weights(weights, options.output)
    names = sum(len(article.spans) for article in articles)
    print(f"{options.output}: {len(articles)} articles, {names} names, {len(weights.keys)} features")


if __name__ == "__main__":
    main()
