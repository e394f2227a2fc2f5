"""Peak memory of a build from one large JSONL file, beyond what the store alone needs for as much.

    python benchmarks/streaming.py [--megabytes 100] [--limit 400] [--reading]

Each stage runs in a process of its own: reading alone, reading and extracting, storing as many articles that were
extracted before, and the whole build. What the build needs more than storing is what it needs beyond the store's own;
more than --limit MiB of it is a failure. --reading measures reading alone.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guanxi.graph.model import Article, Extraction

MIB = 1024 * 1024
STORY = (
    "{0}科技公布,與{1}半導體簽訂供貨協議,總額{2}億元,由{1}半導體代工,預計明年交付。"
    "{0}科技董事長王大明表示,協議有助提升市場份額。{3}證券維持{0}科技買入評級。"
    "公司去年營收{2}億元,按年增長{4}%。{0}科技旗下{3}基金持有{1}半導體{4}%股份。"
)
PROSE = (
    "市場人士指出,行業景氣仍在回升,{0}家受訪企業中有{1}%預期訂單增加,能見度較去年同期改善。"
    "不過原材料價格波動,物流成本居高不下,部分中小企業仍然面對壓力,復甦步伐並不平均。"
    "管理層在業績會上表示,將審慎控制開支,優先投資研發與自動化,未來三年不會大幅擴充人手。"
)
NAMES = [a + b + c for a in "金木水火土日月星辰雲" for b in "山川河海湖江泉溪林石" for c in "華達康泰盛隆興昌瑞豐"]
DISTINCT = 500  # articles that storing alone repeats under new ids


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--limit", type=int, default=400, help="MiB that a build may need beyond the store's own")
    parser.add_argument("--reading", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "news.jsonl"
        articles = write(file, arguments.megabytes * MIB)
        print(f"{articles:,} articles, {arguments.megabytes} MiB")
        needed = measured("reading", read, file)
        if not arguments.reading:
            measured("reading and extracting", read_and_extract, file)
            needed = -measured("storing alone", store, file)
            needed += measured("the whole build", build, file)
        print(f"beyond the store's own: {needed:.0f} MiB")
        if needed > arguments.limit:
            raise SystemExit(f"{needed:.0f} MiB is more than {arguments.limit} MiB")


def write(file: Path, size: int) -> int:
    """Write records until the file has its size; give their number."""
    number = 0
    with file.open("w", encoding="utf-8") as out:
        while out.tell() < size:
            a, b, c = (NAMES[number * step % len(NAMES)] for step in (1, 7, 13))
            body = STORY.format(a, b, number * 7 + 3, c, number % 40 + 2)
            body += "".join(PROSE.format(number * part + 11, (number + part) % 70) for part in range(3, 8))
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


def store(file: Path) -> None:
    from guanxi.extractors.lexicon import load_lexicon
    from guanxi.extractors.reading import read
    from guanxi.graph.model import Article
    from guanxi.graph.store import open_writer

    with file.open(encoding="utf-8") as lines:
        articles = sum(1 for _ in lines)
    made = extracted([a for a in islice(read([str(file)]), DISTINCT) if isinstance(a, Article)])
    with open_writer(file.parent / "alone", known=load_lexicon().entities) as writer:
        for number in range(articles):
            writer.put(renamed(made[number % len(made)], f"n{number}", number), path=str(file))
            if writer.due():
                writer.publish()


def extracted(articles: list[Article]) -> list[Extraction]:
    """Extract in a process that ends, so that what extracting needs is not measured as the store's."""
    from concurrent.futures import ProcessPoolExecutor

    from guanxi.extractors.extraction import extract

    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(extract, articles, chunksize=50))


def renamed(made: Extraction, id_: str, number: int) -> Extraction:
    """Give an article under another id, and with a figure of its own, so that it is no reprint of the first."""
    text = made.article.text + f"成交{number}手。" * 9
    article = replace(made.article, id=id_, text=text)
    mentions = tuple(replace(mention, article=id_) for mention in made.mentions)
    claims = tuple(replace(claim, article=id_) for claim in made.claims)
    return replace(made, article=article, mentions=mentions, claims=claims)


def build(file: Path) -> None:
    from guanxi.extractors import pipeline

    pipeline.build([str(file)], file.parent / "store")


if __name__ == "__main__":
    main()
