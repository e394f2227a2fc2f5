"""The command line: thin verbs over the library. It alone reads the environment, files and streams."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ..graph.errors import GuanxiError, NotFound, QueryError, WrongUse
from . import (
    analysis_commands,
    ask_commands,
    dossier_commands,
    export_commands,
    identity_commands,
    plot_commands,
    sanctions_commands,
    search_commands,
    serve_commands,
)
from .console import complain, drop_output, prepare_streams
from .options import CORES, HERE, AsJson, Columns, Encoding, Format, IdPrefix, Jobs, Lexicons, MaxBytes, Store

app = typer.Typer(
    help="Chinese business news in, a knowledge graph with evidence out.",
    epilog="Example: guanxi build articles/ && guanxi show Cambricon",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
evaluations = typer.Typer(help="Measure how good the graph is.", no_args_is_help=True)
app.add_typer(
    evaluations, name="evaluate", epilog="Example: guanxi evaluate gold examples/gold examples/articles --misses"
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from .. import __version__

        print(f"guanxi {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Hold the options that stand before any command."""


@app.command(epilog="Example: guanxi build articles/ --store my-store --jobs 4")
def build(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders, patterns, URLs, - for stdin.")],
    store: Store = HERE,
    jobs: Jobs = CORES,
    prune: Annotated[bool, typer.Option("--prune", help="Drop the articles whose files are gone.")] = False,
    json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but what was skipped.")] = False,
    encoding: Encoding = None,
    columns: Columns = None,
    id_prefix: IdPrefix = "",
    max_bytes: MaxBytes = None,
    format: Format = None,
    lexicon: Lexicons = None,
) -> None:
    """Read articles into a graph; run again, only what changed is read."""
    from ..extractors import pipeline
    from ..graph.judgements import read_log
    from .reports import print_build, progress_bar, read_options

    options = read_options(
        encoding=encoding, columns=columns or (), id_prefix=id_prefix, max_bytes=max_bytes, format_=format
    )
    with progress_bar(quiet=quiet or json) as progress:
        report = pipeline.build(
            paths, store, jobs=jobs, prune=prune, lexicon=lexicon or (), options=options, progress=progress
        )
    print_build(report, store, json=json, quiet=quiet)
    for lost in read_log(store).skipped:
        complain(str(lost))
    if report.skipped:
        raise typer.Exit(1)


@app.command(epilog="Example: guanxi query 'SELECT ?a ?b WHERE { ?a gx:supplies ?b }' --store my-store")
def query(
    sparql: Annotated[
        str | None, typer.Argument(metavar="SPARQL", help="A SPARQL query; the vocabulary's prefixes are known.")
    ] = None,
    file: Annotated[str | None, typer.Option("--file", "-f", help="Read the query from a file; - for stdin.")] = None,
    style: Annotated[str, typer.Option("--format", help="table, json, csv, tsv, or turtle for CONSTRUCT.")] = "table",
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Print at most this many rows.")] = None,
    store: Store = HERE,
) -> None:
    """Ask the graph anything in SPARQL."""
    from ..graph.store import open_reader
    from .answers import STYLES, point_at, print_answer

    style = "json" if json else style
    if style not in STYLES:
        raise WrongUse(f"--format {style}: there are {', '.join(STYLES)}")
    text = _query_text(sparql, file)
    text.encode()  # raises for what the shell gave in another encoding
    with open_reader(store) as reader:
        try:
            print_answer(reader, reader.query(text), style, limit=limit)
        except QueryError as error:
            complain(str(error).split("\n")[0])
            if place := point_at(error, text):
                print(place, file=sys.stderr)
            raise typer.Exit(2) from error


@app.command(epilog="Example: guanxi show Cambricon --store my-store")
def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A short, full or Latin name in either script, or a ticker.")
    ],
    limit: Annotated[int, typer.Option(min=1, help="Of each relation, show at most this many facts.")] = 50,
    json: AsJson = False,
    store: Store = HERE,
) -> None:
    """Show what the graph says of one company, person or other thing, each line with its sentence."""
    from ..graph.lookup import label_of
    from ..graph.store import open_reader
    from . import show as shows
    from .console import console, print_json

    with open_reader(store) as reader:
        entity, others = shows.wanted(reader, name)
        if json:
            print_json(shows.as_json(reader, entity, others))
            return
        shows.print_entity(reader, entity, console(), language=shows.language_for(name), limit=limit)
    if others:
        complain(f"{name} also names {', '.join(f'{label_of(other)} ({other.id})' for other in others)}")


@evaluations.command("gold", epilog="Example: guanxi evaluate gold examples/gold examples/articles --misses")
def evaluate_gold(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A folder of annotations, one JSON file per article.")],
    articles: Annotated[Path, typer.Argument(metavar="ARTICLES", help="The folder of the articles themselves.")],
    only: Annotated[str, typer.Option(help="Ids, comma-separated, or a file of ids.")] = "",
    without: Annotated[str, typer.Option(help="Ids to leave out, comma-separated, or a file of ids.")] = "",
    misses: Annotated[
        bool, typer.Option("--misses", help="List what was missed and what is wrong, with the sentences.")
    ] = False,
    jobs: Jobs = 1,
    lexicon: Lexicons = None,
    json: AsJson = False,
) -> None:
    """Build the articles that people annotated, and compare."""
    from .console import print_json
    from .evaluate import as_json, evaluate_folders
    from .reports import print_scores

    scores = evaluate_folders(gold, articles, only=_ids(only), without=_ids(without), jobs=jobs, lexicon=lexicon or ())
    if json:
        print_json(as_json(scores))
    else:
        print_scores(scores, misses=misses)


@evaluations.command("rules", epilog="Example: guanxi evaluate rules examples/gold examples/articles -o precision.yaml")
def evaluate_rules(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A folder of annotations, one JSON file per article.")],
    articles: Annotated[Path, typer.Argument(metavar="ARTICLES", help="The folder of the articles themselves.")],
    without: Annotated[str, typer.Option(help="Ids to leave out, comma-separated, or a file of ids.")] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the counts of every rule here, as YAML."),
    ] = None,
    jobs: Jobs = 1,
    json: AsJson = False,
) -> None:
    """Count how often each rule is right, and show whether confidences keep their word."""
    from .calibration import counts_yaml, judge_folders, judge_rules, reliability, rule_counts
    from .console import print_json
    from .files import whole_file
    from .reports import print_reliability

    found = judge_rules(gold, articles, without=_ids(without))
    counts = rule_counts(found)
    if output:
        with whole_file(output) as sink:
            sink.write(counts_yaml(counts, f"{len(counts)} rules on {len(found)} claims").encode())
    bins = reliability(judge_folders(gold, articles, without=_ids(without), jobs=jobs))
    if json:
        print_json({"rules": {k: list(v) for k, v in counts.items()}, "reliability": [asdict(b) for b in bins]})
    else:
        print_reliability(bins)


@evaluations.command("finre", epilog="Example: guanxi evaluate finre valid.txt -o predictions.txt")
def evaluate_finre(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Head, tail, label and sentence per line, by tabs.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Write one label per line here.")] = "-",
) -> None:
    """Let the pair classifier alone tell the relation of each line, and compare with the labels that stand there."""
    from ..extractors import finre
    from .console import write_bytes

    outcome = finre.evaluate_finre(file)
    lines = "".join(f"{label}\n" for label in outcome.labels).encode()
    if output == "-":
        write_bytes(lines)
        return
    Path(output).write_bytes(lines)
    print(
        f"precision {outcome.precision:.4f}  recall {outcome.recall:.4f}  micro-F1 {outcome.f1:.4f}"
        f"  ({len(outcome.labels)} lines)"
    )


@app.command(epilog="Example: guanxi read articles/1.txt")
def read(
    paths: Annotated[list[str], typer.Argument(metavar="FILE", help="Files, folders, patterns, URLs, - for stdin.")],
    json: AsJson = False,
    encoding: Encoding = None,
    columns: Columns = None,
    id_prefix: IdPrefix = "",
    max_bytes: MaxBytes = None,
    format: Format = None,
) -> None:
    """Print articles as they are understood, with what is not the article struck out; nothing is stored."""
    from .reports import print_articles, read_options

    options = read_options(
        encoding=encoding, columns=columns or (), id_prefix=id_prefix, max_bytes=max_bytes, format_=format
    )
    if print_articles(paths, options, json=json):
        raise typer.Exit(1)


analysis_commands.add_to(app)
ask_commands.add_to(app)
dossier_commands.add_to(app)
plot_commands.add_to(app)
export_commands.add_to(app)
search_commands.add_to(app)
identity_commands.add_to(app)
sanctions_commands.add_to(app)
serve_commands.add_to(app)


def main() -> None:
    """Run the command line; every error on purpose is one line on stderr and exit status 2."""
    prepare_streams()
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except GuanxiError as error:
        complain(str(error))
        if isinstance(error, NotFound) and error.near:
            complain(f"the nearest are {', '.join(error.near)}")
        sys.exit(2)
    except UnicodeEncodeError:
        complain("an argument holds bytes that are no text in this locale; a UTF-8 locale reads them (LC_ALL=C.UTF-8)")
        sys.exit(2)
    except BrokenPipeError:
        drop_output()
        sys.exit(1)
    except OSError as error:
        complain(f"{error.filename or 'the output'}: {error.strerror or error}")
        drop_output()
        sys.exit(2)


def _query_text(sparql: str | None, file: str | None) -> str:
    """Give the query itself, from the argument, a file or stdin."""
    if (sparql is None) == (file is None):
        raise WrongUse("give a query, or a file that holds one with -f, and not both")
    if sparql is not None:
        return sparql
    try:
        return sys.stdin.read() if file == "-" else Path(str(file)).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise WrongUse(f"{file} can't be read: {reason}") from error


def _ids(wanted: str) -> frozenset[str]:
    """Give the ids that an option names or that the file it names holds."""
    file = Path(wanted)
    return frozenset(file.read_text(encoding="utf-8").split() if wanted and file.is_file() else wanted.split(",")) - {
        ""
    }
