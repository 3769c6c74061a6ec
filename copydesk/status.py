"""How the database stands: last runs, table sizes, the last audit, and who is writing."""

from dataclasses import dataclass

import duckdb
import polars as pl

from copydesk import warehouse
from copydesk.errors import LockedError, WarehouseError
from copydesk.ledger import mark_abandoned
from copydesk.settings import Settings

_TABLES: dict[str, str] = {
    "Last runs": """
        select run_id, kind, state, round(seconds, 1) as seconds, in_count as came_in,
            loaded_count as loaded, known_count as known, quarantined_count as quarantined
        from runs order by started_at desc limit 10
    """,
    "Holdings": """
        select
            (select count(*) from articles) as articles,
            (select count(*) from documents) as documents,
            (select count(distinct uri) from sightings) as addresses,
            (select count(*) from comments) as comments,
            (select count(*) from quarantine where status = 'open') as in_quarantine,
            (select count(*) from runs where state = 'abandoned') as abandoned_runs
    """,
    "Last audit": """
        select assertion, severity, violation_count as violations from check_results
        where run_id = (select arg_max(run_id, checked_at) from check_results) order by violation_count desc, assertion
    """,
}


@dataclass(frozen=True, slots=True)
class Status:
    """What `copydesk status` shows: who is writing, if anyone, and a few tables."""

    writer: str | None
    tables: dict[str, pl.DataFrame]


def read_status(settings: Settings) -> Status:
    """Read the writer's own database, or, while a run is writing, the published file.

    Runs whose process is gone are marked abandoned on the way. Raises WarehouseError where there is no database.
    """
    if not settings.writer_file.exists() and not settings.database.exists():
        raise WarehouseError(f"{settings.database} does not exist; fill it with: copydesk ingest PATH")
    if not settings.writer_file.exists():
        return Status(None, _published(settings))
    try:
        with warehouse.open_writer(settings) as con:
            mark_abandoned(con)
            return Status(None, _read(con))
    except LockedError as error:
        tables = _published(settings) if settings.database.exists() else {}
        return Status(f"A run is under way: {error}", tables)


def _published(settings: Settings) -> dict[str, pl.DataFrame]:
    with warehouse.open_reader(settings) as con:
        return _read(con)


def _read(con: duckdb.DuckDBPyConnection) -> dict[str, pl.DataFrame]:
    return {title: warehouse.query(con, sql) for title, sql in _TABLES.items()}
