"""The ledger of web addresses in the database: what is known, what is due, and how a batch is entered."""

from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from copydesk import landing, warehouse
from copydesk.fetching.asks import FETCH_SCHEMA, Fetch
from copydesk.fetching.sites import HOST_SCHEMA, HostRow

_FETCHES, _HOSTS = ", ".join(FETCH_SCHEMA), ", ".join(HOST_SCHEMA)


def known(con: duckdb.DuckDBPyConnection, urls: Iterable[str]) -> dict[str, Fetch]:
    """Give the rows of some addresses."""
    with warehouse.registered(con, keys=pl.DataFrame({"url": list(urls)}, schema={"url": pl.String})):
        frame = warehouse.query(con, f"select {_FETCHES} from fetches semi join keys using (url)")
    return {one.url: one for one in _fetches(frame)}


def due(con: duckdb.DuckDBPyConnection, now: datetime, sources: Iterable[str] | None) -> list[Fetch]:
    """Give the pages that are due, of all sources or of some, the longest due first."""
    of_sources = "" if sources is None else "and list_contains($sources::varchar[], source)"
    parameters = {"now": now} | ({} if sources is None else {"sources": list(sources)})
    frame = warehouse.query(
        con,
        f"select {_FETCHES} from fetches where kind = 'page' and next_due_at <= $now {of_sources}"
        " order by next_due_at, found_at, url",
        parameters,
    )
    return _fetches(frame)


def children(con: duckdb.DuckDBPyConnection, source: str) -> list[Fetch]:
    """Give the feeds and sitemaps that a source named when it was last read."""
    frame = warehouse.query(
        con,
        f"select {_FETCHES} from fetches where kind <> 'page' and source = $source order by found_at, url",
        {"source": source},
    )
    return _fetches(frame)


def hosts(con: duckdb.DuckDBPyConnection, names: Iterable[str]) -> list[HostRow]:
    """Give what is kept of some hosts."""
    keys = pl.DataFrame({"host": list(set(names))}, schema={"host": pl.String})
    with warehouse.registered(con, keys=keys):
        frame = warehouse.query(con, f"select {_HOSTS} from hosts semi join keys using (host)")
    return [HostRow(**row) for row in frame.iter_rows(named=True)]


def enter(con: duckdb.DuckDBPyConnection, fetches: pl.DataFrame, hosts: pl.DataFrame) -> None:
    """Put rows in the place of those of the same address or host, within the transaction of the caller."""
    for table, key, frame in (("fetches", "url", fetches), ("hosts", "host", hosts)):
        rows = frame.unique(key, keep="last", maintain_order=True)
        with warehouse.registered(con, keys=rows.select(key)):
            con.execute(f"delete from {table} where {key} in (select {key} from keys)")
        warehouse.insert(con, table, rows)


def land(folder: Path, shard_id: str, fetches: pl.DataFrame, hosts: pl.DataFrame) -> None:
    """Write the rows of a batch beside the raw shard that is about to land: a run that is killed leaves both."""
    landing.land_frames(folder, shard_id, {"fetches": fetches, "hosts": hosts})


def enter_landed(con: duckdb.DuckDBPyConnection, folder: Path, shard_id: str) -> None:
    """Enter the rows that landed with a raw shard, where it was fetched."""
    if (folder / shard_id).is_dir():
        frames = landing.read_frames(folder / shard_id)
        enter(con, frames["fetches"], frames["hosts"])


def keep_landed(folder: Path, shard_ids: Collection[str]) -> None:
    """Delete the rows of batches whose raw shard never landed, or is loaded."""
    for path in folder.glob("*"):
        if path.name not in shard_ids:
            landing.drop_frames(path)


def _fetches(frame: pl.DataFrame) -> list[Fetch]:
    return [Fetch(**row) for row in frame.iter_rows(named=True)]
