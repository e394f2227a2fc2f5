"""From files to a store: reads what is new or changed, extracts it in one or several processes, and publishes."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import multiprocessing
import os
from collections import defaultdict, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain
from multiprocessing import connection
from pathlib import Path
from threading import Thread

from ..graph.errors import SkipInput, WrongUse
from ..graph.model import Article, Extraction
from ..graph.storage import Place, Stamp, Writer
from ..graph.store import open_writer
from .extraction import Recipe, known_to, make_extractor, recipe_for, version_of
from .reading import ReadOptions, Source, discover, read_source

# Articles handed to a process at a time, and how many such handfuls may wait for each: enough to keep all busy, few enough
# that memory stays bounded whatever the collection's size.
_HANDFUL, _WAITING = 16, 4
_NAMED = 5  # reasons why nothing was read that fit into one message


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: articles extracted and left as they were so far, and the input being read."""

    read: int
    unchanged: int
    place: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: articles read, left as they were, taken out; mentions and claims of those read; inputs left out."""

    read: int
    unchanged: int
    dropped: int
    articles: int
    mentions: int
    claims: int
    skipped: tuple[SkipInput, ...]


@dataclass(slots=True)
class _Run:
    """What is known while a build runs."""

    writer: Writer
    version: str
    options: ReadOptions
    stamps: dict[str, Stamp]
    of_path: dict[str, list[str]]
    seen: dict[str, str] = field(default_factory=dict)
    read: int = 0
    unchanged: int = 0
    dropped: int = 0
    mentions: int = 0
    claims: int = 0
    skipped: list[SkipInput] = field(default_factory=list)


def build(
    paths: Sequence[str],
    store: Place,
    *,
    jobs: int = 1,
    prune: bool = False,
    lexicon: Sequence[Path] = (),
    options: ReadOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> BuildReport:
    """Read files, folders, globs or URLs into a store and publish it.

    An article is read again only when its content, the options that shape it, the rules, the models, the lexicon or the schema changed. `jobs` is the number of
    processes; `prune` takes out the articles whose files are gone; `lexicon` are CSV files of names that come before the package's
    own (see `lexicon`). Inputs that can't be read are in the report, and the rest goes on. Raises WrongUse when there is nothing to
    read, DataFileError when a lexicon is wrong, StoreError when the store can't be written.
    """
    if jobs < 1:
        raise WrongUse(f"--jobs must be at least 1, not {jobs}")
    options = options or ReadOptions()
    inputs = _inputs(paths, options)  # before the store is opened, so that a mistyped path makes none
    recipe = recipe_for(lexicon)
    if lexicon:
        make_extractor(recipe)  # what is wrong with a lexicon is said before the store is opened
    with _rare_collection(), open_writer(store, known=known_to(recipe)) as writer:
        stamps = dict(writer.stamps())
        of_path: dict[str, list[str]] = defaultdict(list)
        for stamp in stamps.values():
            of_path[stamp.path].append(stamp.article)
        run = _Run(writer, version_of(recipe) + _shape(options), options, stamps, of_path)
        for path, extraction in _extracted(_changed(inputs, run, progress), jobs, recipe):
            writer.put(replace(extraction, extracted_with=run.version), path=path)
            run.read += 1
            run.mentions += len(extraction.mentions)
            run.claims += len(extraction.claims)
            if writer.due():
                writer.publish()
        if prune:
            _prune(run)
        writer.publish()
        return BuildReport(
            run.read, run.unchanged, run.dropped, len(writer.stamps()), run.mentions, run.claims, tuple(run.skipped)
        )


def _shape(options: ReadOptions) -> str:
    """Give a mark of the options that change what an article is, so that giving others reads it again; nothing for the defaults."""
    given = (options.encoding, sorted(options.columns.items()), options.id_prefix, options.format)
    if given == (None, [], "", None):
        return ""
    return "+" + hashlib.sha256(repr(given).encode()).hexdigest()[:8]


@contextlib.contextmanager
def _rare_collection() -> Iterator[None]:
    """Let the garbage collector run more rarely: a build makes many small objects and no cycles, and it cost a fifth of the time."""
    threshold = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*threshold)


def _inputs(paths: Sequence[str], options: ReadOptions) -> Iterator[Source | SkipInput]:
    """Find what there is to read; raises WrongUse with the reasons when there is no file at all."""
    found = discover(paths, options)
    skipped: list[SkipInput] = []
    for source in found:
        if not isinstance(source, SkipInput):
            return chain(skipped, (source,), found)
        skipped.append(source)
    reasons = "; ".join(map(str, skipped[:_NAMED])) + (
        f"; and {len(skipped) - _NAMED:,} more" * (len(skipped) > _NAMED)
    )
    raise WrongUse(reasons or f"no files found in {', '.join(paths) or 'no path'}")


def _changed(
    inputs: Iterable[Source | SkipInput], run: _Run, progress: Callable[[Progress], None] | None
) -> Iterator[tuple[str, Article]]:
    """Give the articles that must be read, with where they come from, and note the others."""
    for source in inputs:
        if isinstance(source, SkipInput):
            run.skipped.append(source)
            continue
        if progress:
            progress(Progress(run.read, run.unchanged, source.place))
        if not _unchanged_file(source, run):
            yield from _changed_in(source, run)


def _unchanged_file(source: Source, run: _Run) -> bool:
    """Tell whether every article that was read from a file still stands for its present content; then it is not opened further."""
    ids = run.of_path.get(source.path)
    if not ids:
        return False
    stamps = [run.stamps[i] for i in ids]
    if any(s.extracted_with != run.version for s in stamps) or len({s.source_hash for s in stamps}) != 1:
        return False
    try:
        same = stamps[0].source_hash == source.hash()
    except (SkipInput, OSError):
        return False
    if same and not any(i in run.seen for i in ids):
        run.unchanged += len(ids)
        run.seen.update((i, source.place) for i in ids)
        return True
    return False


def _changed_in(source: Source, run: _Run) -> Iterator[tuple[str, Article]]:
    complete = True
    for item in read_source(source, run.options):
        if isinstance(item, SkipInput):
            run.skipped.append(item.bare())
            complete = False
            continue
        if (clash := _clash(item, source, run)) is not None:
            run.skipped.append(clash)
            continue
        run.seen[item.id] = source.place
        stamp = run.stamps.get(item.id)
        if stamp and (stamp.path, stamp.source_hash, stamp.extracted_with) == (
            source.path,
            item.source_hash,
            run.version,
        ):
            run.unchanged += 1
        else:
            yield source.path, item
    if complete:
        for gone in [i for i in run.of_path.get(source.path, ()) if i not in run.seen]:
            _drop(gone, run)


def _clash(article: Article, source: Source, run: _Run) -> SkipInput | None:
    """Refuse a second source under one id: in this run, or one whose first file is still there."""
    if article.id in run.seen:
        other = run.seen[article.id]
        return SkipInput(
            source.place,
            f"its article id {article.id!r} is already taken by {other}; use --id-prefix to set them apart",
        )
    stamp = run.stamps.get(article.id)
    if stamp and stamp.path != source.path and Path(stamp.path).is_file():
        return SkipInput(
            source.place,
            f"its article id {article.id!r} is already taken by {stamp.path}; use --id-prefix to set them apart",
        )
    return None


def _drop(article: str, run: _Run) -> None:
    run.writer.drop(article)
    run.stamps.pop(article, None)
    run.dropped += 1


def _prune(run: _Run) -> None:
    """Take out the articles whose files are gone; what came from a URL or standard input has no file to miss."""
    for article, stamp in sorted(run.stamps.items()):
        if article not in run.seen and Path(stamp.path).is_absolute() and not Path(stamp.path).exists():
            _drop(article, run)


def _extracted(articles: Iterable[tuple[str, Article]], jobs: int, recipe: Recipe) -> Iterator[tuple[str, Extraction]]:
    """Extract articles, in their order, in this process or in several."""
    if jobs == 1:
        for path, article in articles:
            yield path, make_extractor(recipe)(article)
        return
    articles = iter(articles)
    if (first := next(articles, None)) is None:
        return
    make_extractor(recipe)  # before the processes part, so that they share it
    articles = chain((first,), articles)
    with (
        ProcessPoolExecutor(jobs, initializer=_end_with_parent) as pool,
        contextlib.closing(_handfuls(articles)) as handfuls,
    ):
        waiting: deque[tuple[list[str], Future[list[Extraction]]]] = deque()
        for handful in handfuls:
            waiting.append(([path for path, _ in handful], pool.submit(_extract_all, [a for _, a in handful], recipe)))
            if len(waiting) > jobs * _WAITING:
                yield from _taken(waiting)
        while waiting:
            yield from _taken(waiting)


def _handfuls(articles: Iterable[tuple[str, Article]]) -> Generator[list[tuple[str, Article]], None, None]:
    handful: list[tuple[str, Article]] = []
    for item in articles:
        handful.append(item)
        if len(handful) == _HANDFUL:
            yield handful
            handful = []
    if handful:
        yield handful


def _taken(waiting: deque[tuple[list[str], Future[list[Extraction]]]]) -> Iterator[tuple[str, Extraction]]:
    paths, future = waiting.popleft()
    yield from zip(paths, future.result(), strict=True)


def _end_with_parent() -> None:
    """End this process when the one that started it is killed, instead of waiting for its work for ever."""
    if (parent := multiprocessing.parent_process()) is not None:
        sentinel = parent.sentinel
        Thread(target=lambda: (connection.wait([sentinel]), os._exit(1)), daemon=True).start()


def _extract_all(articles: list[Article], recipe: Recipe) -> list[Extraction]:
    extractor = make_extractor(recipe)  # made before the processes parted, or once in each where they can't share
    return [extractor(article) for article in articles]
