"""The commands that read: query and sql over the database, show for one article, clean for one document."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copydesk import display
from copydesk.cli.options import Database, Format, FormatOption, Output, read_settings
from copydesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from copydesk.queries import NamedQuery


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
    with warehouse.open_reader(read_settings(db)) as con:
        display.show_frame(warehouse.query(con, wanted.sql, values), form, output)


def sql(
    statement: Annotated[str, typer.Argument(help="One SQL query.")],
    db: Database = None,
    form: FormatOption = Format.table,
    output: Output = None,
) -> None:
    """Ask in SQL: read-only, without access to files or the network."""
    from copydesk import warehouse

    with warehouse.open_reader(read_settings(db)) as con:
        display.show_frame(warehouse.query(con, statement), form, output)


def show(
    target: Annotated[str, typer.Argument(help="A document id (its beginning will do), a path or a URL.")],
    other: Annotated[str | None, typer.Argument(help="With --diff, the document to compare with.")] = None,
    db: Database = None,
    versions: Annotated[
        bool,
        typer.Option("--versions", help="List what stood at a path or URL since when, and what changed."),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show two documents side by side, changed words marked.")
    ] = False,
) -> None:
    """Show the proof of an article: kept text plain, everything else dimmed with its role and rule."""
    if diff != (other is not None):
        raise UsageError("Two documents are compared with: copydesk show --diff ONE OTHER")
    if other is not None:
        from copydesk.comparing import compare

        display.show_comparison(compare(target, other, read_settings(db)))
        return
    if versions:
        from copydesk.versions import find_versions

        display.show_frame(find_versions(target, read_settings(db)))
        return
    from copydesk.proof import find_proof

    display.show_proof(find_proof(target, read_settings(db)))


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
