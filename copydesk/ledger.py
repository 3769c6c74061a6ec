"""The ledger: runs, shards, what is known already, and how a checked shard gets in, once."""

import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

import duckdb
import polars as pl

from copydesk import warehouse
from copydesk.cleaning import RULES_VERSION

RunKind = Literal["ingest", "rebuild", "retry", "waive", "audit"]
# Tables keyed by document that cleaning fills; sightings and quarantine are the ledger's own.
_DOCUMENT_TABLES = ("documents", "articles", "spans", "paragraphs", "comments")
# The name of a quarantined arrival: the same document at the same address gets the same one in every run.
_QUARANTINE_ID = "left(sha256(coalesce(keys.document_id, '') || ' ' || keys.uri), 12)"

_OPEN_COUNT = "select count(*) from quarantine where status = 'open'"

RunState = Literal["completed", "completed_with_rejects", "failed"]


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


@dataclass(frozen=True, slots=True)
class Change:
    """What a rebuild changed in one article: the names of the columns, or `new`."""

    document_id: str
    uri: str
    columns: list[str]


@dataclass(frozen=True, slots=True)
class CheckedShard:
    """A shard that went through the gate, ready to load."""

    shard_id: str
    byte_count: int
    clean_seconds: float
    accepted: Mapping[str, pl.DataFrame]
    rejected: pl.DataFrame
    arrivals: pl.DataFrame


def begin_run(con: duckdb.DuckDBPyConnection, kind: RunKind, version: str, pid: int) -> str:
    """Enter a run into the ledger; runs still open belong to processes that are gone, and are marked abandoned."""
    started_at = warehouse.now()
    run_id = f"{started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
    mark_abandoned(con)
    con.execute(
        "insert into runs by name select $run_id as run_id, $kind as kind, 'running' as state, $at as started_at, 0 as in_count,"
        " 0 as loaded_count, 0 as known_count, 0 as quarantined_count, $rules as rules_version,"
        " $version as copydesk_version, $pid as pid",
        {"run_id": run_id, "kind": kind, "at": started_at, "rules": RULES_VERSION, "version": version, "pid": pid},
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


def unknown(con: duckdb.DuckDBPyConnection, raw: pl.DataFrame) -> pl.DataFrame:
    """Give the arrivals that the database does not know at their address yet: one anti-join for the whole shard.

    Known is a document that stands at its address already (for a whole file: is the newest there), and one that is in
    quarantine from there.
    """
    with _registered(con, keys=raw.select("uri", "document_id", "member").with_row_index("place")):
        places = warehouse.query(
            con,
            f"""
            select keys.place
            from keys
            where not exists (
                select 1 from quarantine
                where quarantine.quarantine_id = {_QUARANTINE_ID} and quarantine.status = 'open'
            )
            and not exists (
                select 1 from sightings
                where sightings.uri = keys.uri and sightings.document_id = keys.document_id
                and (keys.member or not exists (
                    select 1 from sightings as later
                    where later.uri = sightings.uri and later.seen_at > sightings.seen_at
                ))
            )
            """,
        )["place"]
    return raw[places.sort()]


def waived_among(con: duckdb.DuckDBPyConnection, arrivals: pl.DataFrame) -> set[str]:
    """Give the documents of a shard that a person has waived, at whatever address."""
    with _registered(con, keys=arrivals):
        rows = con.execute("select document_id from quarantine semi join keys using (document_id) where status = 'waived'")
        return {document_id for (document_id,) in rows.fetchall()}


def load_shard(con: duckdb.DuckDBPyConnection, run_id: str, shard: CheckedShard) -> Counts:
    """Load a checked shard in one transaction; what is known already is only sighted, a second try changes nothing."""
    at = warehouse.now()
    accepted = shard.accepted["documents"]
    with warehouse.transaction(con):
        with _registered(con, keys=accepted):
            new = warehouse.query(con, "select document_id from keys anti join documents using (document_id)")
        _insert_documents(con, shard, new, at)
        _resolve(con, accepted, run_id, at)  # first: what is in quarantine counts as known at its address
        _insert_sightings(con, shard, run_id, at)
        quarantined_count = _quarantine(con, shard, run_id, at)
        in_count = shard.arrivals.height
        counts = Counts(in_count, new.height, in_count - new.height - quarantined_count, quarantined_count)
        _enter_shard(con, run_id, shard, counts, at)
    return counts


def replace_shard(con: duckdb.DuckDBPyConnection, run_id: str, shard: CheckedShard) -> tuple[Counts, list[Change]]:
    """Put re-cleaned documents in the place of those loaded, in one transaction, and tell what changed.

    In the counts, loaded means changed or newly accepted, known means the same as before.
    """
    at = warehouse.now()
    accepted = shard.accepted["documents"].select("document_id")
    refused = shard.rejected.drop_nulls("document_id").select("document_id")
    with warehouse.transaction(con):
        changes = _changes(con, shard)
        changed = pl.DataFrame({"document_id": list(changes)}, schema={"document_id": pl.String})
        _delete_documents(con, pl.concat([changed, refused]), refused)
        _insert_documents(con, shard, changed, at)
        _resolve(con, accepted, run_id, at)  # first: what is in quarantine counts as known at its address
        _insert_sightings(con, shard, run_id, at)
        _quarantine(con, shard, run_id, at)
        quarantined_count = shard.arrivals.height - shard.arrivals.join(accepted, on="document_id", how="semi").height
        loaded_count = shard.arrivals.join(changed, on="document_id", how="semi").height
        known_count = shard.arrivals.height - loaded_count - quarantined_count
        counts = Counts(shard.arrivals.height, loaded_count, known_count, quarantined_count)
        _enter_shard(con, run_id, shard, counts, at)
    addresses = dict(shard.arrivals.select("document_id", "uri").iter_rows())
    return counts, [Change(document_id, addresses[document_id], columns) for document_id, columns in changes.items()]


def resolve_files(con: duckdb.DuckDBPyConnection, files: Collection[str], run_id: str) -> None:
    """Close the quarantine of files that could not be fetched once and were fetched now."""
    con.execute(
        "update quarantine set status = 'resolved', closed_by = $run_id, closed_at = $at"
        " where status = 'open' and document_id is null and list_contains($files, split_part(uri, '#', 1))"
        " and run_id <> $run_id",
        {"files": list(files), "run_id": run_id, "at": warehouse.now()},
    )


def mark_waived(con: duckdb.DuckDBPyConnection, document_id: str, waived_by: str) -> None:
    """Enter who lets a quarantined document load, and when."""
    con.execute(
        "update quarantine set status = 'waived', closed_by = $by, closed_at = $at"
        " where document_id = $document_id and status = 'open'",
        {"by": waived_by, "at": warehouse.now(), "document_id": document_id},
    )


@contextmanager
def _registered(con: duckdb.DuckDBPyConnection, **frames: pl.DataFrame) -> Iterator[None]:
    """Let SQL see frames by name for a while."""
    for name, frame in frames.items():
        con.register(name, frame.to_arrow())
    try:
        yield
    finally:
        for name in frames:
            con.unregister(name)


def _insert_documents(con: duckdb.DuckDBPyConnection, shard: CheckedShard, new: pl.DataFrame, at: datetime) -> None:
    """Insert the rows of the documents named in `new`, in every table."""
    for table, frame in shard.accepted.items():
        rows = frame.join(new, on="document_id", how="semi", maintain_order="left")
        if table == "documents":
            rows = rows.with_columns(shard_id=pl.lit(shard.shard_id), first_seen_at=pl.lit(at))
        warehouse.insert(con, table, rows)


def _insert_sightings(con: duckdb.DuckDBPyConnection, shard: CheckedShard, run_id: str, at: datetime) -> None:
    """Enter where the accepted documents were found, unless they are known to stand there."""
    found = shard.arrivals.join(shard.accepted["documents"], on="document_id", how="semi", maintain_order="left")
    fresh = unknown(con, found.unique(["uri", "document_id"], keep="first", maintain_order=True))
    # Two versions of one address in one shard: the later line is the newer one.
    seen_at = pl.lit(at) + pl.duration(microseconds=pl.int_range(pl.len()))
    warehouse.insert(
        con, "sightings", fresh.select("document_id", "uri", seen_at=seen_at, run_id=pl.lit(run_id))
    )


def _resolve(con: duckdb.DuckDBPyConnection, accepted: pl.DataFrame, run_id: str, at: datetime) -> None:
    """Close the open quarantine of documents that load now."""
    with _registered(con, keys=accepted.select("document_id")):
        con.execute(
            "update quarantine set status = 'resolved', closed_by = $run_id, closed_at = $at"
            " where status = 'open' and document_id in (select document_id from keys)",
            {"run_id": run_id, "at": at},
        )


def _quarantine(con: duckdb.DuckDBPyConnection, shard: CheckedShard, run_id: str, at: datetime) -> int:
    """Enter the rejected arrivals, each at its address; give how many are newly in quarantine."""
    places = shard.arrivals.select("document_id", "uri").unique(maintain_order=True)
    named = shard.rejected.drop("uri").join(places, on="document_id", how="inner", maintain_order="left")
    failed = shard.rejected.filter(pl.col("document_id").is_null())
    rows = pl.concat([named, failed.select(named.columns)])
    with _registered(con, keys=rows):
        before = warehouse.count(con, _OPEN_COUNT)
        con.execute(
            f"""
            merge into quarantine using (
                select distinct on (uri, document_id) *, {_QUARANTINE_ID} as quarantine_id from keys
            ) as keys on quarantine.quarantine_id = keys.quarantine_id
            when matched and quarantine.status <> 'waived' then update set
                stage = keys.stage, reason = keys.reason, detail = keys.detail, cure = keys.cure, status = 'open',
                closed_by = null, closed_at = null
            when not matched then insert
                (quarantine_id, document_id, uri, stage, reason, detail, cure, status, shard_id, run_id, quarantined_at)
                values (keys.quarantine_id, keys.document_id, keys.uri, keys.stage, keys.reason, keys.detail, keys.cure,
                    'open', if(keys.document_id is null, null, $shard_id), $run_id, $at)
            """,
            {"shard_id": shard.shard_id, "run_id": run_id, "at": at},
        )
        return warehouse.count(con, _OPEN_COUNT) - before


def _changes(con: duckdb.DuckDBPyConnection, shard: CheckedShard) -> dict[str, list[str]]:
    """Compare accepted articles with those loaded: changed columns by document_id, `new` for one that was not there."""
    columns = [name for name in shard.accepted["articles"].columns if name != "document_id"]
    differences = [f"old.{name} is distinct from new.{name} as {name}" for name in columns]
    frames = {f"new_{name}": shard.accepted[name] for name in ("articles", "spans", "comments")}
    with _registered(con, **frames):
        rows = warehouse.query(
            con,
            f"""
            with {", ".join(_digest_sql(source, table) for table in ("spans", "comments") for source in ("old", "new"))}
            select new.document_id, old.document_id is null as new, {", ".join(differences)},
                old_spans.digest is distinct from new_spans.digest as spans,
                old_comments.digest is distinct from new_comments.digest as comments
            from new_articles as new
            left join articles as old using (document_id)
            left join old_spans using (document_id) left join new_spans_digest as new_spans using (document_id)
            left join old_comments using (document_id) left join new_comments_digest as new_comments using (document_id)
            """,
        )
    return {
        row["document_id"]: ["new"] if row["new"] else changed
        for row in rows.iter_rows(named=True)
        if (changed := [name for name, differs in row.items() if name != "document_id" and differs])
    }


def _digest_sql(source: str, table: str) -> str:
    """Give a common table expression with one digest a document over a child table."""
    rows = table if source == "old" else f"new_{table}"
    name = f"old_{table}" if source == "old" else f"new_{table}_digest"
    where = " where document_id in (select document_id from new_articles)" if source == "old" else ""
    return f"{name} as (select document_id, bit_xor(hash(columns(* exclude document_id))) as digest from {rows}{where} group by all)"


def _delete_documents(con: duckdb.DuckDBPyConnection, gone: pl.DataFrame, unsighted: pl.DataFrame) -> None:
    with _registered(con, gone=gone, unsighted=unsighted):
        for table in _DOCUMENT_TABLES:
            con.execute(f"delete from {table} where document_id in (select document_id from gone)")
        con.execute("delete from sightings where document_id in (select document_id from unsighted)")


def _enter_shard(
    con: duckdb.DuckDBPyConnection, run_id: str, shard: CheckedShard, counts: Counts, at: datetime
) -> None:
    row = asdict(counts) | {
        "shard_id": shard.shard_id,
        "run_id": run_id,
        "byte_count": shard.byte_count,
        "clean_seconds": shard.clean_seconds,
        "loaded_at": at,
    }
    warehouse.insert(con, "shards", pl.DataFrame([row]))
