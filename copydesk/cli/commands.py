"""The list of commands, in the order in which --help shows them. A new one is a function and a line here."""

import os
from typing import Annotated

import typer

from copydesk.cli import finding, quarantine, questions, runs

app = typer.Typer(
    help="Raw news text in, a checked DuckDB out: cleaned, explained, accounted for to the character.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
_OWN_OPTIONS = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}

app.command()(runs.ingest)
app.command()(runs.fetch)
app.command()(runs.rebuild)
app.command()(runs.audit)
app.command()(runs.status)
app.command(context_settings=_OWN_OPTIONS)(questions.query)
app.command()(questions.sql)
app.command(context_settings={"ignore_unknown_options": True})(finding.search)  # -words to leave out
app.command()(finding.export)
app.command()(questions.show)
app.command()(questions.clean)
app.add_typer(quarantine.app, name="quarantine")


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Set what holds for every command."""
    if debug:
        os.environ["COPYDESK_DEBUG"] = "1"
