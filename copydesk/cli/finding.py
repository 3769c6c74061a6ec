"""The commands that find and take away: search over all articles, export of all tables."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from copydesk import display
from copydesk.cli.options import Database, Format, FormatOption, Output, read_settings
from copydesk.errors import UsageError
from copydesk.exporting import ExportFormat


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            help='Words, "phrases in quotes", beginnings*, -words to leave out. All words must be there.',
            metavar="WORDS",
        ),
    ],
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="First day of publication."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Last day of publication."),
    ] = None,
    outlet: Annotated[
        str | None, typer.Option(help="One outlet only; % stands for any text.", metavar="NAME")
    ] = None,
    speaker: Annotated[
        str | None,
        typer.Option(help="Only articles that quote this person; part of the name will do.", metavar="NAME"),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many articles at most.")] = 10,
    db: Database = None,
    form: FormatOption = Format.table,
    output: Output = None,
) -> None:
    """Find articles by their words, the best first, with the words marked in their context."""
    from copydesk import warehouse
    from copydesk.searching.asking import Limits, search

    if unknown := next((word for word in words if word.startswith("--")), None):
        raise UsageError(f"No such option: {unknown}; see: copydesk search --help")
    limits = Limits(since and since.date(), until and until.date(), outlet, speaker, limit)
    question, settings = " ".join(words), read_settings(db)
    with warehouse.open_reader(settings) as con:
        answer = search(con, settings, question, limits)
    if form == Format.table and output is None:
        display.show_answer(question, answer, is_narrowed=limits.are_narrow)
    else:
        display.show_frame(answer.frame(), form, output)


def export(
    folder: Annotated[Path, typer.Argument(help="A folder that is empty or not there yet.", metavar="DIR")],
    form: Annotated[
        ExportFormat, typer.Option("--format", "-f", help="What the files are; jsonl is JSON, a line a row.")
    ] = ExportFormat.parquet,
    everything: Annotated[
        bool, typer.Option("--all", help="Also views, and tables that only serve lookups.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an export that is there.")] = False,
    db: Database = None,
) -> None:
    """Write the published tables as files, with a card that tells what is in them."""
    from copydesk.exporting import writing

    card = writing.export(read_settings(db), folder, form, everything=everything, force=force)
    display.show_pairs((one.file, display.counted(one.row_count, "row")) for one in card.tables)
    display.say(f"Exported to {folder}; README.md there tells what is in it")
