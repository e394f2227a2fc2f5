"""What the commands report: builds, articles as they were read, scores and what is wrong with a store."""

from __future__ import annotations

import codecs
import dataclasses
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from ..graph.errors import SkipInput, WrongUse
from ..graph.model import Article
from .console import complain, console, print_json, styled

if TYPE_CHECKING:
    from ..extractors.pipeline import BuildReport, Progress
    from ..extractors.reading import ReadOptions
    from ..graph.integrity import Problem
    from ..graph.storage import Place
    from .calibration import Bin
    from .evaluate import Case, Scores


def read_options(
    *,
    encoding: str | None,
    columns: Iterable[str],
    id_prefix: str,
    max_bytes: str | None = None,
    format_: str | None = None,
) -> ReadOptions:
    """Make the options for reading from what the command line gives.

    Columns are FIELD=COLUMN, or several with commas between them; a size is 200M.
    """
    from ..extractors.readers import READERS
    from ..extractors.reading import ReadOptions

    # a column's own name may hold a comma, and so only one before another FIELD= parts two pairs
    pairs = [pair.partition("=") for told in columns for pair in re.split(r",(?=[a-z]+=)", told)]
    if wrong := [field for field, _, column in pairs if not field or not column]:
        raise WrongUse(f"--map {wrong[0]}: write FIELD=COLUMN, as in --map text=body")
    if format_ is not None and (format_ := format_.lower().lstrip(".")) not in READERS:
        raise WrongUse(f"--format {format_}: there are {', '.join(sorted(READERS))}")
    if encoding is not None:
        _check_encoding(encoding)
    return ReadOptions(
        encoding=encoding,
        columns={field: column for field, _, column in pairs},
        id_prefix=id_prefix,
        max_bytes=None if max_bytes is None else _bytes(max_bytes),
        format=format_,
    )


def _bytes(size: str) -> int:
    """Give a size in bytes: a number, with K, M or G for KiB, MiB or GiB.

    >>> _bytes("2M")
    2097152
    """
    found = re.fullmatch(r"([1-9][0-9]{0,15}) ?([KMG]?)(i?B)?", size.strip(), re.IGNORECASE | re.ASCII)
    if not found:
        raise WrongUse(f"--max-bytes {size}: write a size as 800K, 200M or 2G")
    return int(found[1]) << 10 * " KMG".index(found[2].upper() or " ")


def _check_encoding(encoding: str) -> None:
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise WrongUse(f"--encoding {encoding}: no such encoding is known; utf-8, gb18030 and big5 are") from error


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Show on stderr how far a build is, while it is a terminal and nobody asked for quiet."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.fields[counts]}"), BarColumn(20), TimeElapsedColumn())
    with Progress(
        *columns, TextColumn("{task.description}", markup=False), console=console(sys.stderr), transient=True
    ) as bar:
        task = bar.add_task("", total=None, counts="reading")

        def update(now: object) -> None:
            read, unchanged = getattr(now, "read", 0), getattr(now, "unchanged", 0)
            counts = f"{read:,} read" + (f", {unchanged:,} unchanged" if unchanged else "")
            bar.update(task, counts=counts, description=styled(str(getattr(now, "place", ""))).plain[-60:])

        yield update


def print_build(report: BuildReport, store: Place, *, json: bool, quiet: bool) -> None:
    """Print what a build did; what was skipped goes to stderr, each with its reason."""
    for skipped in report.skipped:
        complain(f"skipped {skipped}")
    if json:
        left_out = [{"place": s.place, "reason": s.reason, "line": s.line} for s in report.skipped]
        print_json({**dataclasses.asdict(dataclasses.replace(report, skipped=())), "skipped": left_out})
    elif not quiet:
        print("\n".join(_build_lines(report, store)))


def _build_lines(report: BuildReport, store: Place) -> Iterator[str]:
    if report.read:
        found = f"{_count(report.mentions, 'mention')} and {_count(report.claims, 'claim')}"
        yield f"read {_count(report.read, 'article')}: {found}"
    elif report.unchanged:
        yield f"nothing has changed: no article was read again, {report.unchanged:,} stay as they were"
    if report.read and report.unchanged:
        yield f"{_count(report.unchanged, 'article')} unchanged, not read again"
    if report.dropped:
        yield f"{_count(report.dropped, 'article')} dropped"
    if report.skipped:
        yield f"{_count(len(report.skipped), 'input')} skipped, named above"
    yield f"{store} holds {_count(report.articles, 'article')}"


def print_articles(paths: Sequence[str], options: ReadOptions, *, json: bool) -> int:
    """Print articles as they are understood, noise struck out, and give the number of inputs that were skipped."""
    from ..extractors.reading import read

    skipped: list[SkipInput] = []
    articles = (item for item in read(paths, options) if not _is_skipped(item, skipped))
    if json:
        print_json([dataclasses.asdict(article) for article in articles if isinstance(article, Article)])
    else:
        for number, article in enumerate(articles):
            if isinstance(article, Article):
                _print_article(article, first=number == 0)
    return len(skipped)


def _is_skipped(item: Article | SkipInput, skipped: list[SkipInput]) -> bool:
    if isinstance(item, SkipInput):
        complain(f"skipped {item}")
        skipped.append(item.bare())
        return True
    return False


def _print_article(article: Article, *, first: bool) -> None:
    """Print one article: what is known of it, then its text, noise struck out (between ~~ off a terminal)."""
    from ..extractors.reading import segments

    out = console()
    if not first:
        out.print()
    out.print(styled(article.id, "bold cyan"))
    known = (
        article.title,
        article.published,
        article.publisher,
        "、".join(article.authors),
        article.url,
        article.language,
    )
    off = not out.is_terminal  # where a line stays a line, however long
    out.print(styled(" · ".join(filter(None, known)), "dim"), soft_wrap=off)
    text = Text()
    for piece, noise in segments(article):
        clean = Text("\n").join(styled(line) for line in piece.split("\n"))
        if noise is not None and clean.plain.strip():
            clean = Text("\n").join(_struck(line, marks=off) for line in clean.split("\n", allow_blank=True))
        text.append_text(clean)
    out.print(text, soft_wrap=off)


def _struck(line: Text, *, marks: bool) -> Text:
    if not line.plain.strip():
        return line
    return Text(f"~~{line.plain}~~") if marks else Text(line.plain, style="strike dim")


def print_scores(scores: Scores, *, misses: bool) -> None:
    """Print scores by relation and in sum; with `misses`, each missed and wrong fact with its sentence before them."""
    out = console()
    if misses:
        for title, cases in (("missed", scores.missed), ("wrong", scores.wrong)):
            for case in cases:
                out.print(_case_line(title, case))
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("relation")
    for title in ("wanted", "found", "wrong", "precision", "recall", "F1"):
        table.add_column(title, justify="right")
    for name, counts in sorted(scores.relations.items()):
        _add_row(table, name, counts["gold"], counts["found"], counts["wrong"])
    rate = scores.rate("relation")
    _add_row(table, "all relations", rate.wanted, rate.right, rate.said - rate.right, style="bold")
    out.print(table)
    for line in _sums(scores):
        out.print(line)


def print_reliability(bins: Sequence[Bin]) -> None:
    """Print what claims promise by their confidence, and what they keep."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("confidence", "claims", "promised", "kept"):
        table.add_column(title, justify="right")
    for row in bins:
        table.add_row(f"{row.low:.1f}-{row.high:.1f}", str(row.claims), f"{row.promised:.3f}", f"{row.kept:.3f}")
    console().print(table)


def _sums(scores: Scores) -> Iterator[str]:
    entity = scores.rate("entity")
    rates = f"precision {entity.precision:.3f}  recall {entity.recall:.3f}  F1 {entity.f1:.3f}"
    yield f"entities   {rates}  types {_share(scores, 'type')}"
    status, qualifiers = scores.rate("status").f1, scores.rate("qualifier").f1
    yield f"status {status:.3f}  qualifiers {qualifiers:.3f}  evidence {_share(scores, 'evidence')}"
    arguable = _count(scores.counts["optional"], "arguable fact")
    yield f"{_count(scores.articles, 'article')}; {arguable} neither right nor wrong"


def _add_row(table: Table, name: str, wanted: int, found: int, wrong: int, *, style: str = "") -> None:
    precision = found / (found + wrong) if found + wrong else 0.0
    recall = found / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    table.add_row(
        name, str(wanted), str(found), str(wrong), f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}", style=style
    )


def _case_line(title: str, case: Case) -> Text:
    ends = f"{_end(case.subject)} {case.relation} {_end(case.object)}"
    return Text.assemble(
        (f"{title:6} ", "bold red"), styled(f"{case.article}: {ends}", "bold"), "  ", styled(case.quote)
    )


def _end(name: str) -> str:
    from .answers import shortened

    return shortened(name)


def _share(scores: Scores, what: str) -> str:
    share = scores.share(what)
    return "-" if share is None else f"{share:.3f}"


def print_problems(problems: Iterable[Problem], *, json: bool) -> int:
    """Print what is wrong with a store, line by line, and give the number of problems."""
    listed = []
    for problem in problems:
        listed.append(dataclasses.asdict(problem))
        if not json:
            print(styled(f"{problem.place}: {problem.message}").plain)
    if json:
        print_json(listed)
    else:
        print(f"{_count(len(listed), 'problem')} found" if listed else "all is well")
    return len(listed)


def print_lexicon_problems(problems: Iterable[object], file: Path, *, json: bool) -> int:
    """Print what is wrong with a lexicon file, a line each with its place, and give the number of problems."""
    listed = list(problems)
    if json:
        print_json([{name: getattr(problem, name) for name in ("file", "line", "reason")} for problem in listed])
    else:
        for problem in listed:
            print(styled(str(problem)).plain)
        print(f"{_count(len(listed), 'problem')} found" if listed else f"{file}: all is well")
    return len(listed)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
