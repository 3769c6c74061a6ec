"""The ledger: runs and shards, what is known at which address, and what waits in quarantine."""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import duckdb
import polars as pl

from copydesk import warehouse
from copydesk.cleaning import RULES_VERSION

RunKind = Literal["ingest", "fetch", "rebuild", "retry", "waive", "audit"]
RunState = Literal["completed", "completed_with_rejects", "failed"]

# The name of a quarantined arrival: the same document at the same address gets the same one in every run.
QUARANTINE_ID = "left(sha256(coalesce(keys.document_id, '') || ' ' || keys.uri), 12)"

# The address of a line or record that could not be had: its file and its number.
_LINE = re.compile(r"(?P<file>.+\.(?:jsonl|ndjson|warc|wet)(?:\.gz|\.zst)?)#\d+", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Counts:
    """What came in and what became of it: in = loaded + known + quarantined."""

    in_count: int = 0
    loaded_count: int = 0
    known_count: int = 0
    quarantined_count: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.in_count + other.in_count,
            self.loaded_count + other.loaded_count,
            self.known_count + other.known_count,
            self.quarantined_count + other.quarantined_count,
        )


def begin_run(con: duckdb.DuckDBPyConnection, kind: RunKind, version: str, pid: int) -> str:
    """Enter a run into the ledger; runs still open belong to processes that are gone, and are marked abandoned."""
    started_at = warehouse.now()
    # To the microsecond: landed shards are replayed in the order of their names, and versions depend on it.
    run_id = f"{started_at:%Y%m%dT%H%M%S%f}-{secrets.token_hex(2)}"
    mark_abandoned(con)
    con.execute(
        "insert into runs by name select $run_id as run_id, $kind as kind, 'running' as state, $at as started_at,"
        " 0 as in_count, 0 as loaded_count, 0 as known_count, 0 as quarantined_count, $rules as rules_version,"
        " $version as copydesk_version, $pid as pid",
        {
            "run_id": run_id,
            "kind": kind,
            "at": started_at,
            "rules": RULES_VERSION,
            "version": version,
            "pid": pid,
        },
    )
    return run_id


def mark_abandoned(con: duckdb.DuckDBPyConnection) -> None:
    """Mark the runs that are still open: who holds the writer's lock knows that their processes are gone."""
    con.execute("update runs set state = 'abandoned' where state = 'running'")


def end_run(
    con: duckdb.DuckDBPyConnection, run_id: str, state: RunState, counts: Counts, error: str | None = None
) -> None:
    """Close a run with what it did."""
    con.execute(
        "update runs set state = $state, finished_at = $at, seconds = epoch($at) - epoch(started_at),"
        " in_count = $in_count, loaded_count = $loaded, known_count = $known, quarantined_count = $quarantined,"
        " error = $error where run_id = $run_id",
        {
            "state": state,
            "at": warehouse.now(),
            "in_count": counts.in_count,
            "loaded": counts.loaded_count,
            "known": counts.known_count,
            "quarantined": counts.quarantined_count,
            "error": error,
            "run_id": run_id,
        },
    )


def loaded_shards(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Give the shards that were loaded; landed ones that are not here were cut off and wait to be loaded."""
    return {shard_id for (shard_id,) in con.execute("select distinct shard_id from shards").fetchall()}


def first_load(con: duckdb.DuckDBPyConnection, shard_id: str) -> tuple[str, datetime] | None:
    """Give the run that loaded a shard first, and when."""
    rows = con.execute(
        "select run_id, loaded_at from shards where shard_id = ? order by loaded_at limit 1", [shard_id]
    ).fetchall()
    return rows[0] if rows else None


def standing_audit(con: duckdb.DuckDBPyConnection, version: str) -> list[tuple[str, str, int]]:
    """Give name, severity and violations of each assertion at the last audit, if it passed and still holds.

    It holds while the same version has loaded no shard, closed no quarantine and lost no run since: the tables are the
    same.
    """
    return con.execute(
        """
        with last as (
            select run_id, finished_at from runs
            where state like 'completed%' and copydesk_version = $version
            and run_id in (select run_id from check_results)
            order by run_id desc limit 1
        )
        select assertion, severity, violation_count
        from check_results semi join last using (run_id)
        where not exists (from shards, last where loaded_at > finished_at)
        and not exists (from quarantine, last where closed_at > finished_at)
        and not exists (from runs, last where runs.state = 'abandoned' and runs.run_id > last.run_id)
        and not exists (
            from check_results as failed semi join last using (run_id)
            where severity = 'fail' and violation_count > 0
        )
        order by assertion
        """,
        {"version": version},
    ).fetchall()


def unknown(con: duckdb.DuckDBPyConnection, raw: pl.DataFrame) -> pl.DataFrame:
    """Give the arrivals that the database does not know at their address yet: one anti-join for the whole shard.

    Known is a document that stands at its address already (for a whole file: is the newest there), and one that is in
    open quarantine from there.
    """
    with warehouse.registered(con, keys=raw.select("uri", "document_id", "member").with_row_index("place")):
        places = warehouse.query(
            con,
            f"""
            with standing as (
                select uri, document_id, seen_at = max(seen_at) over (partition by uri) as is_newest
                from sightings semi join keys using (uri)
            ),
            refused as (
                select place from (select place, {QUARANTINE_ID} as quarantine_id from keys)
                semi join (from quarantine where status = 'open') using (quarantine_id)
            )
            select place from keys
            anti join standing on standing.uri = keys.uri and standing.document_id = keys.document_id
                and (keys.member or standing.is_newest)
            anti join refused using (place)
            """,
        )["place"]
    return raw[places.sort()]


def waived_among(con: duckdb.DuckDBPyConnection, arrivals: pl.DataFrame) -> set[str]:
    """Give the documents of a shard that a person has waived, at whatever address."""
    with warehouse.registered(con, keys=arrivals):
        rows = con.execute(
            "select document_id from quarantine semi join keys using (document_id) where status = 'waived'"
        )
        return {document_id for (document_id,) in rows.fetchall()}


def close_quarantine(
    con: duckdb.DuckDBPyConnection, found: pl.DataFrame, status: str, closed_by: str, at: datetime
) -> None:
    """Close the open quarantine of documents that load now: resolved by a run or waived by a person."""
    with warehouse.registered(con, keys=found.select("document_id")):
        con.execute(
            "update quarantine set status = $status, closed_by = $by, closed_at = $at"
            " where status = 'open' and document_id in (select document_id from keys)",
            {"status": status, "by": closed_by, "at": at},
        )


def file_of(uri: str) -> str:
    """Give the file that an address in quarantine belongs to: itself, or the file of a line."""
    line = _LINE.fullmatch(uri)
    return line["file"] if line else uri


def resolve_files(
    con: duckdb.DuckDBPyConnection, files: Collection[str], failed: Collection[str], run_id: str
) -> None:
    """Close the quarantine of files, folders, lines and records that could not be had once, now that they could.

    `files` are those that were read, `failed` the addresses that could still not be had.
    """
    rows = con.execute(
        "select quarantine_id, uri from quarantine where status = 'open' and document_id is null"
    )
    mended = [
        quarantine_id
        for quarantine_id, uri in rows.fetchall()
        if file_of(uri) in files and uri not in failed and file_of(uri) not in failed
    ]
    con.execute(
        "update quarantine set status = 'resolved', closed_by = $run_id, closed_at = $at"
        " where list_contains($mended::varchar[], quarantine_id)",
        {"mended": mended, "run_id": run_id, "at": warehouse.now()},
    )
