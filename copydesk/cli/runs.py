"""The commands that write: ingest, rebuild, audit; and status, which tells how the database stands."""

from typing import TYPE_CHECKING, Annotated, cast

import typer

from copydesk import display
from copydesk.cli.options import Database, Prefect, Workers, finish, read_settings

if TYPE_CHECKING:
    from copydesk.settings import Settings
    from flows.running import RunReport


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

    settings = read_settings(db, workers)
    if prefect if prefect is not None else server_configured():
        report = _run_flow("ingest", paths=paths, settings=settings)
    else:
        from flows import pipeline
        from flows.executors import PoolExecutor

        with PoolExecutor(settings.workers) as executor, display.progress("ingest") as on_progress:
            report = pipeline.ingest(paths, settings, executor, on_progress)
    finish(report, settings)
    display.show_next(quarantined=report.counts.quarantined_count > 0)


def rebuild(db: Database = None, prefect: Prefect = None, workers: Workers = None) -> None:
    """Clean everything that ever landed again with today's rules; tell which articles changed and how."""
    from flows.detection import server_configured

    settings = read_settings(db, workers)
    if prefect if prefect is not None else server_configured():
        report = _run_flow("rebuild", settings=settings)
    else:
        from flows import pipeline
        from flows.executors import PoolExecutor

        with PoolExecutor(settings.workers) as executor, display.progress("rebuild") as on_progress:
            report = pipeline.rebuild(settings, executor, on_progress)
    display.show_changes(report.changes)
    finish(report, settings)


def audit(
    db: Database = None,
    accept: Annotated[bool, typer.Option("--accept", help="Publish whatever the assertions find.")] = False,
) -> None:
    """Run the SQL assertions over the database and publish it if none of severity fail fires."""
    from flows import pipeline
    from flows.executors import PoolExecutor

    settings = read_settings(db)
    finish(pipeline.audit(settings, PoolExecutor(1), accept=accept), settings)


def status(db: Database = None) -> None:
    """Show the last runs, the tables' sizes, what the last audit found, and whether a run is writing now."""
    from copydesk.status import read_status

    report = read_status(read_settings(db))
    if report.writer:
        display.say(f"[yellow]{report.writer}[/]")
    for title, frame in report.tables.items():
        display.out.print(title, style="bold")
        display.show_frame(frame)


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
