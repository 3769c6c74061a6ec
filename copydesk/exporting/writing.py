"""Writing an export: every table a file, streamed by the engine into a folder that appears as a whole or not at all."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from copydesk import warehouse
from copydesk.errors import UsageError, WarehouseError
from copydesk.exporting import ExportFormat
from copydesk.exporting.card import CARD, README, Card, Table, read_card
from copydesk.settings import Settings

# Tables that only serve lookups: a run makes them again from the others.
_LOOKUPS = frozenset({"indexed_articles", "signatures", "buckets", "shingles"})
# Small groups of rows: the engine holds some of them in memory, and a row may be a long article.
_OPTIONS = {
    ExportFormat.parquet: "format parquet, compression zstd, row_group_size 4096",
    ExportFormat.csv: "format csv, header true",
    ExportFormat.jsonl: "format json",
}


def export(
    settings: Settings, folder: Path, form: ExportFormat, *, everything: bool = False, force: bool = False
) -> Card:
    """Write the published tables and a card (README.md, card.json) into a folder; give the card.

    `everything` adds views and the tables that only serve lookups. Lists are JSON in CSV, times are UTC.
    Raises UsageError where the folder holds something (`force` replaces an export, nothing else), WarehouseError
    where it cannot be written or there is no database.
    """
    _refuse(folder, force)
    with _opened(settings) as con, _appearing(folder, settings) as partial:
        card = read_card(con, settings.database.name, form.value, None if everything else _LOOKUPS)
        for table in card.tables:
            _write(con, table, partial / table.file, form)
        card.write(partial)
    return card


def _refuse(folder: Path, force: bool) -> None:
    """Raise UsageError where something stands in the way that must not be deleted."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder")
    held = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if strange := sorted(held - _exported(folder)):
        raise UsageError(
            f"{folder} holds {strange[0]}, which is of no export; name a folder that is empty or not there"
        )
    if held and not force:
        raise UsageError(f"{folder} holds an export already; name another folder, or replace it with --force")


def _exported(folder: Path) -> set[str]:
    """Give the names of the files that the card in a folder tells of; none where there is no card."""
    try:
        card = json.loads((folder / CARD).read_text("utf-8"))
        return {CARD, README, *(table["file"] for table in card["tables"])}
    except (OSError, ValueError, LookupError, TypeError):
        return set()


@contextmanager
def _opened(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published file for reading by an engine that may write files."""
    with warehouse.open_reader(settings):
        pass  # says what is wrong with the file in one sentence
    # One thread, rows in its order: more would gather their texts in memory to bring them into order.
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": settings.memory_limit,
        "threads": 1,
        "preserve_insertion_order": False,
    }
    with duckdb.connect(config=config) as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"attach {_quoted(settings.database)} as published (read_only)")
        con.execute("use published")
        yield con


@contextmanager
def _appearing(folder: Path, settings: Settings) -> Iterator[Path]:
    """Give a folder beside the one that is wanted, which takes its place in the end, or is deleted."""
    folder = folder.absolute()
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    try:
        partial.mkdir(parents=True)
        yield partial
        _replace(partial, folder)
    except duckdb.OutOfMemoryException as error:
        raise WarehouseError(
            f"The export needs more than {settings.memory_limit} of memory; set COPYDESK_MEMORY_LIMIT higher. Nothing"
            " of it was left behind"
        ) from error
    except (OSError, duckdb.IOException) as error:
        reason = getattr(error, "strerror", None) or str(error).strip().splitlines()[0]
        raise WarehouseError(
            f"{folder} cannot be written: {reason}. Nothing of it was left behind"
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _replace(partial: Path, folder: Path) -> None:
    """Put a folder in the place of another one, which is moved away first: it may be full."""
    old = partial.with_suffix(".old")
    if folder.exists():
        folder.rename(old)
    partial.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _write(con: duckdb.DuckDBPyConnection, table: Table, path: Path, form: ExportFormat) -> None:
    columns = [
        f'to_json("{one.name}") as "{one.name}"'
        if form == ExportFormat.csv and one.type.endswith("]")
        else f'"{one.name}"'
        for one in table.columns
    ]
    con.execute(
        f'copy (select {", ".join(columns)} from "{table.name}") to {_quoted(path)} ({_OPTIONS[form]})'
    )


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
