"""What the commands share: options, exit codes, how settings are read and how a run is reported."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk import display
from copydesk.cli.wording import describe_setting
from copydesk.errors import UsageError

if TYPE_CHECKING:
    from copydesk.settings import Settings
    from flows.running import RunReport

EXIT_FAILED, EXIT_USAGE, EXIT_ASSERTION, EXIT_INTERRUPTED = 1, 2, 3, 130

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
    jsonl = "jsonl"
    parquet = "parquet"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to print the rows.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to a file instead.", metavar="FILE")
]


def read_settings(db: Path | None, workers: int | None = None, **more: Any) -> "Settings":
    """Read the environment; what the command line says comes first. Raises UsageError for what it cannot be."""
    from pydantic import ValidationError

    from copydesk.settings import Settings

    given = {"database": db, "workers": workers, **more}
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise UsageError(describe_setting(error)) from None


def finish(report: "RunReport", settings: "Settings") -> None:
    """Show what a run did; assertions of severity fail end the command with their own exit code."""
    display.show_run(report, settings.database)
    if report.failed_assertions:
        raise typer.Exit(EXIT_ASSERTION)
