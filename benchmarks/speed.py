"""Characters a second of the whole build, beside jieba.posseg on the same text, in one run on one machine.

    python benchmarks/speed.py [FOLDER] [--times N]

FOLDER holds text files (default: ../shared/articles where it is there, else the bundled examples, repeated until there is enough to
measure). The text is converted to Simplified for jieba first: on Traditional text it is some sixty times slower, which
would flatter us. The build runs in one process and, as the command line does by
default, in one for each core. Every figure is the best of three runs; jieba's dictionary and our lexicon are loaded before the clock starts.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENOUGH = 200_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument(
        "--times", type=int, default=1, help="so many copies of the folder: ten show whether time grows with size"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes of the second build")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "articles"
        characters = copy(arguments.folder or default_folder(), folder, arguments.times)
        print(f"{len(list(folder.iterdir())):,} files, {characters:,} characters")
        theirs = best(lambda: tag_all(folder))
        builds = {
            jobs: best(lambda j=jobs: build_all(folder, Path(scratch), j)) for jobs in sorted({1, arguments.jobs})
        }
        report("jieba.posseg, one process", characters, theirs)
        for jobs, seconds in builds.items():
            name = f"guanxi build, {'one process' if jobs == 1 else f'{jobs} processes'}"
            report(name, characters, seconds)
            print(f"{'':28} {theirs / seconds:.2f} times as fast as jieba.posseg")


def report(name: str, characters: int, seconds: float) -> None:
    print(f"{name:28} {seconds:7.2f} s {characters / seconds:12,.0f} characters/s")


def default_folder() -> Path:
    shared = ROOT.parent / "shared" / "articles"
    return shared if shared.is_dir() else ROOT / "examples" / "articles"


def copy(source: Path, target: Path, times: int) -> int:
    """Copy the text files `times` times, more often when that is too little to measure; give the characters in all."""
    texts = [(f.stem, f.read_text(encoding="utf-8")) for f in sorted(source.glob("*.txt"))]
    if not texts:
        raise SystemExit(f"no text files in {source}")
    size = sum(len(text) for _, text in texts)
    times = max(times, -(-ENOUGH // size))
    target.mkdir()
    for number in range(times):
        for stem, text in texts:
            (target / f"{stem}-{number}.txt").write_text(text, encoding="utf-8")
    return size * times


def best(run: Callable[[], None]) -> float:
    seconds = []
    for _ in range(3):
        begin = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def build_all(folder: Path, scratch: Path, jobs: int) -> None:
    from guanxi.extractors.pipeline import build

    store = scratch / "store"
    shutil.rmtree(store, ignore_errors=True)
    build([str(folder)], store, jobs=jobs)


def tag_all(folder: Path) -> None:
    import jieba.posseg
    from guanxi.graph.text import simplified

    for file in sorted(folder.glob("*.txt")):
        for _ in jieba.posseg.cut(simplified(file.read_text(encoding="utf-8"))):
            pass


if __name__ == "__main__":
    import jieba
    from guanxi.extractors.extraction import default_extractor

    jieba.setLogLevel(60)
    jieba.initialize()
    default_extractor()
    main()
