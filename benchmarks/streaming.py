"""Peak memory of a build from one large JSONL file, beside what the store alone needs for the same claims.

    python benchmarks/streaming.py [--megabytes 100] [--limit 400] [--reading]

Each stage runs in a process of its own: reading alone, reading and extracting, the whole build. What reading and
extracting need is what the build needs beyond the store; more than --limit MiB of it is a failure. --reading measures
reading alone.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

MIB = 1024 * 1024
STORY = (
    "{0}科技公布,與{1}半導體簽訂供貨協議,總額{2}億元,由{1}半導體代工,預計明年交付。"
    "{0}科技董事長王大明表示,協議有助提升市場份額。{3}證券維持{0}科技買入評級。"
    "公司去年營收{2}億元,按年增長{4}%。{0}科技旗下{3}基金持有{1}半導體{4}%股份。"
)
NAMES = [a + b for a in "金木水火土日月星辰雲" for b in "山川河海湖江泉溪林石"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--limit", type=int, default=400, help="MiB that reading and extracting may need")
    parser.add_argument("--reading", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "news.jsonl"
        articles = write(file, arguments.megabytes * MIB)
        print(f"{articles:,} articles, {arguments.megabytes} MiB")
        needed = measured("reading", read, file)
        if not arguments.reading:
            needed = measured("reading and extracting", read_and_extract, file)
            measured("the whole build", build, file)
        if needed > arguments.limit:
            raise SystemExit(f"{needed:.0f} MiB is more than {arguments.limit} MiB")


def write(file: Path, size: int) -> int:
    """Write records until the file has its size; give their number."""
    number = 0
    with file.open("w", encoding="utf-8") as out:
        while out.tell() < size:
            a, b, c = (NAMES[number * step % len(NAMES)] for step in (1, 7, 13))
            body = STORY.format(a, b, number % 90 + 3, c, number % 40 + 2) * 3
            record = {
                "id": f"n{number}",
                "title": f"{a}科技簽訂供貨協議",
                "content": body,
                "pub_ts": 1_760_000_000 + number,
            }
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            number += 1
    return number


def measured(name: str, stage: Callable[[Path], None], file: Path) -> float:
    """Run a stage in a fresh process, print its time, and give its peak memory in MiB."""
    context = multiprocessing.get_context("spawn")
    peaks = context.Queue()
    process = context.Process(target=_run, args=(stage, file, peaks))
    started = time.perf_counter()
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{name} failed")
    peak = float(peaks.get())
    print(f"{name:24} {time.perf_counter() - started:8.1f} s {peak:8.0f} MiB")
    return peak


def _run(stage: Callable[[Path], None], file: Path, peaks: multiprocessing.Queue[float]) -> None:
    stage(file)
    peaks.put(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def read(file: Path) -> None:
    from guanxi.extractors import reading

    for article in reading.read([str(file)]):
        assert getattr(article, "text", None), article


def read_and_extract(file: Path) -> None:
    from guanxi.extractors import reading
    from guanxi.extractors.extraction import extract
    from guanxi.graph.model import Article

    for article in reading.read([str(file)]):
        assert isinstance(article, Article)
        extract(article)


def build(file: Path) -> None:
    from guanxi.extractors import pipeline

    pipeline.build([str(file)], file.parent / "store")


if __name__ == "__main__":
    main()
