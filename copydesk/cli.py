"""The command `copydesk`: the edge. Every error is one sentence with its cure; --debug shows the traceback.

Commands import what they need when they run: --help answers at once.
"""

import atexit
import gc
import getpass
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from typer.exceptions import TyperException

from copydesk import display
from copydesk.errors import CopydeskError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from copydesk.queries import NamedQuery
    from copydesk.settings import Settings
    from flows.running import RunReport

EXIT_FAILED, EXIT_USAGE, EXIT_ASSERTION, EXIT_INTERRUPTED = 1, 2, 3, 130

app = typer.Typer(
    help="Raw news text in, a checked DuckDB out: cleaned, explained, accounted for to the character.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
quarantine_app = typer.Typer(help="See, retry and waive what did not pass the gate.", no_args_is_help=True)
app.add_typer(quarantine_app, name="quarantine")

Database = Annotated[
    Path | None,
    typer.Option("--db", help="The published database. [default: copydesk.duckdb]", metavar="FILE"),
]
Prefect = Annotated[
    bool | None,
    typer.Option(
        "--prefect/--no-prefect", help="Run as a Prefect flow. [default: if a server is configured]"
    ),
]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes that clean. [default: one a core]")]


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to print the rows.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to a file instead.", metavar="FILE")
]


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Set what holds for every command."""
    if debug:
        os.environ["COPYDESK_DEBUG"] = "1"


@app.command()
def ingest(
    paths: Annotated[list[str], typer.Argument(help="Files, folders and globs.", metavar="PATH...")],
    db: Database = None,
    prefect: Prefect = None,
    workers: Workers = None,
) -> None:
    """Take files in: clean, check, load what is new, quarantine what does not pass, publish.

    Reads .txt, .html and .jsonl, each also gzipped; other names by content. Running again loads nothing twice.
    """
    from flows.detection import server_configured

    settings = _settings(db, workers)
    if prefect if prefect is not None else server_configured():
        report = _run_flow("ingest", paths=paths, settings=settings)
    else:
        from flows import pipeline
        from flows.executors import PoolExecutor

        with PoolExecutor(settings.workers) as executor, display.progress("ingest") as on_progress:
            report = pipeline.ingest(paths, settings, executor, on_progress)
    _finish(report, settings)
    display.show_next(quarantined=report.counts.quarantined_count > 0)


@app.command()
def rebuild(db: Database = None, prefect: Prefect = None, workers: Workers = None) -> None:
    """Clean everything that ever landed again with today's rules; tell which articles changed and how."""
    from flows.detection import server_configured

    settings = _settings(db, workers)
    if prefect if prefect is not None else server_configured():
        report = _run_flow("rebuild", settings=settings)
    else:
        from flows import pipeline
        from flows.executors import PoolExecutor

        with PoolExecutor(settings.workers) as executor, display.progress("rebuild") as on_progress:
            report = pipeline.rebuild(settings, executor, on_progress)
    display.show_changes(report.changes)
    _finish(report, settings)


@app.command()
def audit(
    db: Database = None,
    accept: Annotated[bool, typer.Option("--accept", help="Publish whatever the assertions find.")] = False,
) -> None:
    """Run the SQL assertions over the database and publish it if none of severity fail fires."""
    from flows import pipeline
    from flows.executors import PoolExecutor

    settings = _settings(db)
    _finish(pipeline.audit(settings, PoolExecutor(1), accept=accept), settings)


@app.command()
def status(db: Database = None) -> None:
    """Show the last runs, the tables' sizes, what the last audit found, and whether a run is writing now."""
    from copydesk.status import read_status

    report = read_status(_settings(db))
    if report.writer:
        display.say(f"[yellow]{report.writer}[/]")
    for title, frame in report.tables.items():
        display.out.print(title, style="bold")
        display.show_frame(frame)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)
def query(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="The query; without it, a list of all.")] = None,
    db: Database = None,
    form: FormatOption = Format.table,
    output: Output = None,
    wants_help: Annotated[
        bool, typer.Option("--help", "-h", help="Show this message, or what NAME takes.")
    ] = False,
) -> None:
    """Ask a named question; its parameters are options: copydesk query coverage_by_day --since 2024-03-01."""
    from copydesk import warehouse
    from copydesk.queries import named_queries, named_query

    if name is None:
        if wants_help:
            display.out.print(context.get_help())
        else:
            _list_queries(named_queries().values())
        return
    wanted = named_query(name)
    if wants_help:
        display.show_query(wanted)
        return
    values = wanted.bind(_parameters(context.args))
    with warehouse.open_reader(_settings(db)) as con:
        display.show_frame(warehouse.query(con, wanted.sql, values), form, output)


@app.command()
def sql(
    statement: Annotated[str, typer.Argument(help="One SQL query.")],
    db: Database = None,
    form: FormatOption = Format.table,
    output: Output = None,
) -> None:
    """Ask in SQL: read-only, without access to files or the network."""
    from copydesk import warehouse

    with warehouse.open_reader(_settings(db)) as con:
        display.show_frame(warehouse.query(con, statement), form, output)


@app.command()
def show(
    target: Annotated[str, typer.Argument(help="A document id (its beginning will do), a path or a URL.")],
    db: Database = None,
) -> None:
    """Show the proof of an article: kept text plain, everything else dimmed with its role and rule."""
    from copydesk.proof import find_proof

    display.show_proof(find_proof(target, _settings(db)))


@app.command()
def clean(
    file: Annotated[str, typer.Argument(help="A file, or - for standard input.", metavar="FILE|-")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print every column, comments and spans as JSON.")
    ] = False,
    spans: Annotated[
        bool,
        typer.Option("--spans", help="Print all of the text, with the role, rule and score of each part."),
    ] = False,
) -> None:
    """Clean one document to the terminal; no database is touched."""
    import copydesk

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}; give a file or - for standard input"
        ) from error
    article = copydesk.clean(data, uri=None if file == "-" else file)
    if as_json:
        display.out.print(copydesk.to_json(article), soft_wrap=True, markup=False)
    elif spans:
        from copydesk.proof import Proof

        display.show_proof(Proof(file, article.text, article.spans, is_loaded=False))
    else:
        display.show_article(article)


@quarantine_app.command("list")
def quarantine_list(
    db: Database = None,
    everything: Annotated[bool, typer.Option("--all", help="Resolved and waived rows too.")] = False,
    form: FormatOption = Format.table,
) -> None:
    """List what is in quarantine."""
    from copydesk import warehouse

    where = "" if everything else "where status = 'open' "
    statement = (
        f"select quarantine_id as id, reason, uri, detail, status from quarantine {where}order by reason, uri"  # noqa: S608 - our own words
    )
    with warehouse.open_reader(_settings(db)) as con:
        display.show_frame(warehouse.query(con, statement), form)


@quarantine_app.command("show")
def quarantine_show(
    quarantine_id: Annotated[str, typer.Argument(help="Id of the row.", metavar="ID")], db: Database = None
) -> None:
    """Show one row with its cause and cure."""
    from copydesk import warehouse

    with warehouse.open_reader(_settings(db)) as con:
        rows = warehouse.query(
            con, "select * from quarantine where starts_with(quarantine_id, $id)", {"id": quarantine_id}
        )
    if rows.height != 1:
        raise UsageError(
            f"{rows.height} rows of the quarantine begin with {quarantine_id}; see: copydesk quarantine list"
        )
    display.show_record(rows.row(0, named=True))


@quarantine_app.command("retry")
def quarantine_retry(
    quarantine_ids: Annotated[
        list[str] | None, typer.Argument(help="Ids of rows; without any, all.", metavar="ID...")
    ] = None,
    db: Database = None,
    workers: Workers = None,
) -> None:
    """Try again, after the rules or the files have changed."""
    from flows import pipeline
    from flows.executors import PoolExecutor

    settings = _settings(db, workers)
    with PoolExecutor(settings.workers) as executor:
        report = pipeline.retry(settings, executor, quarantine_ids or [])
    _finish(report, settings)


@quarantine_app.command("waive")
def quarantine_waive(
    quarantine_id: Annotated[str, typer.Argument(help="Id of the row.", metavar="ID")],
    by: Annotated[str | None, typer.Option("--by", help="Who decides. [default: the user's name]")] = None,
    db: Database = None,
) -> None:
    """Load a document whatever the gate says; the article keeps a flag, the row who and when."""
    from flows import pipeline
    from flows.executors import PoolExecutor

    settings = _settings(db)
    with PoolExecutor(1) as executor:
        report = pipeline.waive(settings, executor, quarantine_id, by or getpass.getuser())
    _finish(report, settings)


def main() -> None:
    """Run the command and turn errors into sentences and exit codes."""
    atexit.register(_hush)  # first in, last out
    gc.set_threshold(50_000, 20, 100)  # frames and lists of thousands are no garbage
    try:
        code = app(standalone_mode=False)  # Ctrl-C comes back as a code, --help as None
        if code == EXIT_INTERRUPTED:
            display.complain("interrupted; what was loaded is safe, run the same command again to go on")
        sys.exit(code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_FAILED)
    except Exception as error:
        sys.exit(_explain(error))


def _hush() -> None:
    """Silence the end of the process: Prefect's threads outlive the database module, which complains of leaks."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _explain(error: Exception) -> int:
    """Say what went wrong in a sentence and give the exit code."""
    if "COPYDESK_DEBUG" in os.environ:
        raise error
    if isinstance(error, TyperException):
        message = error.format_message() if isinstance(error, typer.BadParameter) else str(error)
        display.complain(f"{message.rstrip('.')}; see: copydesk --help")
        return EXIT_USAGE
    if isinstance(error, CopydeskError):
        display.complain(str(error))
        return EXIT_USAGE if isinstance(error, UsageError) else EXIT_FAILED
    display.complain(f"{type(error).__name__}: {error} (a fault of Copydesk; --debug shows where)")
    return EXIT_FAILED


def _settings(db: Path | None, workers: int | None = None) -> "Settings":
    """Read the environment; what the command line says comes first."""
    from copydesk.settings import Settings

    given = {"database": db, "workers": workers}
    return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


def _run_flow(name: str, *, settings: "Settings", paths: list[str] | None = None) -> "RunReport":
    """Run the pipeline as a flow and give its report, whatever state it ends in."""
    from flows.ingest import ingest as ingest_flow
    from flows.rebuild import rebuild as rebuild_flow

    database, workers = str(settings.database), settings.workers
    if name == "ingest":
        state = ingest_flow(paths=paths or [], database=database, workers=workers, return_state=True)
    else:
        state = rebuild_flow(database=database, workers=workers, return_state=True)
    result = state.result(raise_on_failure=False)
    if isinstance(result, Exception):
        raise result
    return cast("RunReport", result)


def _finish(report: "RunReport", settings: "Settings") -> None:
    display.show_run(report, settings.database)
    if report.failed_assertions:
        raise typer.Exit(EXIT_ASSERTION)


def _list_queries(queries: "Iterable[NamedQuery]") -> None:
    display.show_pairs((query.name, query.sentence) for query in queries)
    display.say(
        "\nRun one with: copydesk query NAME; its parameters are listed by: copydesk query NAME --help"
    )


def _parameters(words: list[str]) -> dict[str, str]:
    """Read `--name value` and `--name=value`. Raises UsageError for anything else."""
    values: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            raise UsageError(f"{word} is no parameter; write --name value")
        following = value if equals else next(rest, None)
        if following is None:
            raise UsageError(f"--{name} needs a value")
        values[name.replace("-", "_")] = following
    return values
