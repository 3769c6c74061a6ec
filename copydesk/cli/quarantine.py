"""The commands of `copydesk quarantine`: see, retry and waive what did not pass the gate."""

import getpass
from typing import Annotated

import typer

from copydesk import display
from copydesk.cli.options import Database, Format, FormatOption, Workers, finish, read_settings
from copydesk.errors import UsageError

app = typer.Typer(help="See, retry and waive what did not pass the gate.", no_args_is_help=True)


@app.command("list")
def list_rows(
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
    with warehouse.open_reader(read_settings(db)) as con:
        display.show_frame(warehouse.query(con, statement), form)


@app.command("show")
def show_row(
    quarantine_id: Annotated[str, typer.Argument(help="Id of the row.", metavar="ID")], db: Database = None
) -> None:
    """Show one row with its cause and cure."""
    from copydesk import warehouse

    with warehouse.open_reader(read_settings(db)) as con:
        rows = warehouse.query(
            con, "select * from quarantine where starts_with(quarantine_id, $id)", {"id": quarantine_id}
        )
    if rows.height != 1:
        raise UsageError(
            f"{rows.height} rows of the quarantine begin with {quarantine_id}; see: copydesk quarantine list"
        )
    display.show_record(rows.row(0, named=True))


@app.command("retry")
def retry(
    quarantine_ids: Annotated[
        list[str] | None, typer.Argument(help="Ids of rows; without any, all.", metavar="ID...")
    ] = None,
    db: Database = None,
    workers: Workers = None,
) -> None:
    """Try again, after the rules or the files have changed."""
    from flows import pipeline
    from flows.executors import PoolExecutor

    settings = read_settings(db, workers)
    with PoolExecutor(settings.workers) as executor:
        report = pipeline.retry(settings, executor, quarantine_ids or [])
    finish(report, settings)


@app.command("waive")
def waive(
    quarantine_id: Annotated[str, typer.Argument(help="Id of the row.", metavar="ID")],
    by: Annotated[str | None, typer.Option("--by", help="Who decides. [default: the user's name]")] = None,
    db: Database = None,
) -> None:
    """Load a document whatever the gate says; the article keeps a flag, the row who and when."""
    from flows import pipeline
    from flows.executors import PoolExecutor

    settings = read_settings(db)
    with PoolExecutor(1) as executor:
        report = pipeline.waive(settings, executor, quarantine_id, by or getpass.getuser())
    finish(report, settings)
