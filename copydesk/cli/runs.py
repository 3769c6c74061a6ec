"""The commands that write: ingest, fetch, rebuild, audit; and status, which tells how the database stands."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk import display
from copydesk.cli.options import Database, Prefect, Workers, finish, read_settings
from copydesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from prefect.client.schemas.objects import State

    from copydesk.settings import Settings
    from flows.running import RunReport

_OUTCOMES = """
    select kind, state, reason, count(*) as addresses, min(next_due_at) filter (where kind = 'page') as next_due_at
    from fetches where run_id = $run_id group by kind, state, reason order by addresses desc, kind, state, reason
"""


def ingest(
    paths: Annotated[list[str], typer.Argument(help="Files, folders and globs.", metavar="PATH...")],
    db: Database = None,
    prefect: Prefect = None,
    workers: Workers = None,
) -> None:
    """Take files in: clean, check, load what is new, quarantine what does not pass, publish.

    Reads .txt, .html, .jsonl, .warc, .wet, also gzipped; others by content. Running again loads nothing twice.
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


def fetch(
    urls: Annotated[list[str] | None, typer.Argument(help="Addresses of pages.", metavar="URL...")] = None,
    url_file: Annotated[
        Path | None, typer.Option("--urls", help="A file of addresses, one a line.", metavar="FILE")
    ] = None,
    feed: Annotated[list[str] | None, typer.Option(help="A feed: RSS, Atom, JSON.", metavar="URL")] = None,
    sitemap: Annotated[
        list[str] | None, typer.Option(help="A sitemap, news sitemap or index.", metavar="URL")
    ] = None,
    site: Annotated[
        list[str] | None, typer.Option(help="A front page, whose feeds are found.", metavar="URL")
    ] = None,
    feeds: Annotated[
        Path | None, typer.Option("--feeds", help="A list such as feeds.toml.", metavar="FILE")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Also whatever the ledger says is due.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Addresses of this machine and private networks, too.")
    ] = False,
    db: Database = None,
    prefect: Prefect = None,
    workers: Workers = None,
) -> None:
    """Fetch pages over the network, politely: what is new or changed goes the ordinary way of a document.

    Every address is accounted for in the table fetches; running again asks only for what changed.
    """
    from copydesk import warehouse
    from flows.detection import server_configured
    from flows.fetching import wanted_from

    settings = read_settings(db, workers, fetch_allow_private=allow_private or None)
    pages = [*(urls or ()), *(_lines(url_file) if url_file else ())]
    given: dict[str, Any] = {"urls": pages, "feeds": feed, "sitemaps": sitemap, "sites": site, "due": due}
    given["feed_list"] = str(feeds) if feeds else None
    wanted = wanted_from(**given)
    if wanted.is_empty:
        raise UsageError(
            f"No feed of {feeds} is enabled: nothing to do"
            if feeds
            else "Nothing to fetch; give URLs, --urls, --feed, --sitemap, --site, --feeds or --due"
        )
    if prefect if prefect is not None else server_configured():
        report = _run_flow("fetch", settings=settings, **given)
    else:
        from flows import pipeline
        from flows.executors import PoolExecutor

        with PoolExecutor(settings.workers) as executor, display.fetching() as on_fetched:
            report = pipeline.fetch(wanted, settings, executor, on_fetched=on_fetched)
    finish(report, settings)
    with warehouse.open_reader(settings) as con:
        outcomes = warehouse.query(con, _OUTCOMES, {"run_id": report.run_id})
    if outcomes.height:
        display.show_frame(outcomes)


def _lines(path: Path) -> list[str]:
    """Give the addresses of a file; lines that begin with # are remarks."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read as UTF-8 text; give a file with one address a line"
        ) from error
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


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


def _run_flow(name: str, *, settings: "Settings", **given: Any) -> "RunReport":
    """Run the pipeline as a flow and give its report, whatever state it ends in."""
    from flows.fetch import fetch as fetch_flow
    from flows.ingest import ingest as ingest_flow
    from flows.orchestration import start_server
    from flows.rebuild import rebuild as rebuild_flow

    common: dict[str, Any] = {"database": str(settings.database), "workers": settings.workers}
    if name == "fetch":
        common["allow_private"] = settings.fetch_allow_private
    flows: dict[str, Callable[..., State[RunReport]]] = {
        "fetch": fetch_flow,
        "ingest": ingest_flow,
        "rebuild": rebuild_flow,
    }
    start_server()
    state = flows[name](**given, **common, return_state=True)
    result = state.result(raise_on_failure=False)
    if isinstance(result, Exception):
        raise result
    return result
