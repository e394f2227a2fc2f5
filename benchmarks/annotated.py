"""Lays out the news that this project annotated as folders of articles and gold files, with a list of the items' ids.

    python benchmarks/annotated.py ../shared/data OUT [--part work|check]

`annotations/news.jsonl` holds what 1,851 items state, in the form of the gold files, without a word of their text: names,
and for each relation the offsets of its evidence. The texts are read from the data folder; one that is not the same as
when it was annotated is named and left out, and the exit status is then 1. `work` is the part that rules were written
with, `check` the part that nobody looked at while writing rules.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ANNOTATIONS = Path(__file__).parent / "annotations" / "news.jsonl"
Record = dict[str, Any]  # as json reads it


def read_texts(data: Path, files: set[str]) -> dict[tuple[str, str], str]:
    """Read headline and text of every item of some JSON Lines files, by file and id."""
    texts = {}
    for file in sorted(files):
        for line in (data / file).read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            text, title = item["text"], item.get("title") or ""
            whole = f"{title}\n{text}" if title and not text.startswith(title) else text
            texts[file, str(item["id"])] = whole.strip()
    return texts


def gold_files(data: Path, part: str | None) -> Iterator[tuple[str, str | None, Record]]:
    """Give name, text (None where it is not the one that was annotated) and gold record of each item."""
    records = [json.loads(line) for line in ANNOTATIONS.read_text(encoding="utf-8").splitlines()]
    texts = read_texts(data, {record["file"] for record in records})
    for record in records:
        if part and record["part"] != part:
            continue
        name = f"{Path(record['file']).stem}-{record['id']}"
        text = texts.get((record["file"], record["id"]), "")
        if hashlib.sha256(text.encode()).hexdigest()[:16] != record["sha256"]:
            yield name, None, record
            continue
        entities = [{"id": entity["names"][0], "tickers": [], **entity} for entity in record["entities"]]
        relations = [
            {key: value for key, value in row.items() if key not in ("start", "end")}
            | {"evidence": text[row["start"] : row["end"]]}
            for row in record["relations"]
        ]
        gold = {
            "article": name,
            "id": record["id"],
            "title": text.split("\n")[0],
            "entities": entities,
            "relations": relations,
        }
        yield name, text, gold


def main() -> None:
    """Write the folders OUT/gold and OUT/articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", choices=["work", "check"])
    options = parser.parse_args()
    folders = options.out / "gold", options.out / "articles"
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    changed = written = 0
    ids = []
    for name, text, gold in gold_files(options.data, options.part):
        if text is None:
            print(f"{name}: the text is not the one that was annotated", file=sys.stderr)
            changed += 1
            continue
        (folders[0] / f"{name}.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1), encoding="utf-8")
        (folders[1] / f"{name}.txt").write_text(text, encoding="utf-8")
        ids.append(gold["id"])
        written += 1
    (options.out / "ids.txt").write_text("\n".join(ids) + "\n", encoding="utf-8")
    print(f"{written} articles in {options.out}")
    sys.exit(1 if changed else 0)


if __name__ == "__main__":
    main()
