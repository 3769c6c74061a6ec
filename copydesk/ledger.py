"""The ledger: runs, shards, what is known already, and how a checked shard gets in, once."""

import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
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

# The address of a line that could not be had: its file and its number.
_LINE = re.compile(r"(?P<file>.+\.(?:jsonl|ndjson)(?:\.gz)?)#\d+", re.IGNORECASE | re.DOTALL)

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


def unknown(con: duckdb.DuckDBPyConnection, raw: pl.DataFrame) -> pl.DataFrame:
    """Give the arrivals that the database does not know at their address yet: one anti-join for the whole shard.

    Known is a document that stands at its address already (for a whole file: is the newest there), and one that is in
    open quarantine from there.
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
        rows = con.execute(
            "select document_id from quarantine semi join keys using (document_id) where status = 'waived'"
        )
        return {document_id for (document_id,) in rows.fetchall()}


def load_shard(con: duckdb.DuckDBPyConnection, run_id: str, shard: CheckedShard) -> Counts:
    """Load a checked shard in one transaction; what is known already is only sighted, a second try changes nothing."""
    at = warehouse.now()
    with warehouse.transaction(con):
        known = _standing(con, shard.arrivals)
        fresh = _without(shard, known)
        new = fresh.accepted["documents"].select("document_id")
        found = _found(shard, pl.concat([new, known]))
        _insert_documents(con, fresh, new, at)
        _close(
            con, found, "resolved", run_id, at
        )  # first: what is in quarantine counts as known at its address
        _insert_sightings(con, unknown(con, found.unique(["uri", "document_id"], keep="first")), run_id, at)
        quarantined_count = _quarantine(con, fresh, run_id, at)
        in_count = shard.arrivals.height
        counts = Counts(in_count, new.height, in_count - new.height - quarantined_count, quarantined_count)
        _enter_shard(con, run_id, shard, counts, at)
    return counts


def replace_shard(
    con: duckdb.DuckDBPyConnection, run_id: str, shard: CheckedShard, waived_by: str | None = None
) -> tuple[Counts, list[Change]]:
    """Put the re-cleaned documents of a shard in the place of what was loaded, in one transaction; tell what changed.

    In the counts, loaded means changed or newly accepted, known means the same as before. What loads for the first
    time counts as seen when its shard came in: an old version does not become the current one by being mended late.
    """
    at = warehouse.now()
    # Files that could not be had left no bytes to clean again: whether they can be had now is for ingest and retry.
    shard = replace(
        shard,
        arrivals=shard.arrivals.drop_nulls("document_id"),
        rejected=shard.rejected.drop_nulls("document_id"),
    )
    with warehouse.transaction(con):
        first_run_id, first_at = _first_load(con, shard.shard_id) or (run_id, at)
        elsewhere = _standing(con, shard.arrivals, not_from=shard.shard_id)
        own = _without(shard, elsewhere)
        accepted, refused = (
            own.accepted["documents"].select("document_id"),
            own.rejected.select("document_id"),
        )
        found = _found(shard, pl.concat([accepted, elsewhere]))
        changes = _changes(con, own)
        changed = pl.DataFrame({"document_id": list(changes)}, schema={"document_id": pl.String})
        _delete_documents(con, pl.concat([changed, refused]), refused)
        _insert_documents(con, own, changed, first_at)
        if waived_by:
            _close(con, found, "waived", waived_by, at)
        _close(con, found, "resolved", run_id, at)
        _insert_sightings(con, _unsighted(con, found, first_run_id), first_run_id, first_at)
        _quarantine(con, own, run_id, at)
        loaded_count, in_count = _found(shard, changed).height, shard.arrivals.height
        counts = Counts(in_count, loaded_count, found.height - loaded_count, in_count - found.height)
        _enter_shard(con, run_id, shard, counts, at)
    addresses = dict(shard.arrivals.select("document_id", "uri").iter_rows())
    return counts, [
        Change(document_id, addresses[document_id], columns) for document_id, columns in changes.items()
    ]


def file_of(uri: str) -> str:
    """Give the file that an address in quarantine belongs to: itself, or the file of a line."""
    line = _LINE.fullmatch(uri)
    return line["file"] if line else uri


def resolve_files(con: duckdb.DuckDBPyConnection, files: Collection[str], run_id: str) -> None:
    """Close the quarantine of files and folders that could not be had once, and of their lines, now that they could."""
    rows = con.execute(
        "select quarantine_id, uri from quarantine where status = 'open' and document_id is null"
    )
    mended = [quarantine_id for quarantine_id, uri in rows.fetchall() if file_of(uri) in files]
    con.execute(
        "update quarantine set status = 'resolved', closed_by = $run_id, closed_at = $at"
        " where list_contains($mended::varchar[], quarantine_id)",
        {"mended": mended, "run_id": run_id, "at": warehouse.now()},
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


def _insert_documents(
    con: duckdb.DuckDBPyConnection, shard: CheckedShard, new: pl.DataFrame, at: datetime
) -> None:
    """Insert the rows of the documents named in `new`, in every table."""
    for table, frame in shard.accepted.items():
        rows = frame.join(new, on="document_id", how="semi", maintain_order="left")
        if table == "documents":
            rows = rows.with_columns(shard_id=pl.lit(shard.shard_id), first_seen_at=pl.lit(at))
        warehouse.insert(con, table, rows)


def _standing(
    con: duckdb.DuckDBPyConnection, arrivals: pl.DataFrame, not_from: str | None = None
) -> pl.DataFrame:
    """Give the documents among the arrivals that are loaded already, all or only those from another shard.

    They are not judged again: the copy in the shard that was first decides, whatever the name of another says it is.
    """
    with _registered(con, keys=arrivals.select("document_id").unique()):
        return warehouse.query(
            con,
            "select document_id from documents semi join keys using (document_id)"
            " where shard_id is distinct from $not_from",
            {"not_from": not_from},
        )


def _without(shard: CheckedShard, known: pl.DataFrame) -> CheckedShard:
    """Leave documents out of what is to be loaded or quarantined; they stay among the arrivals, to be sighted."""
    if known.is_empty():
        return shard
    is_other = ~pl.col("document_id").is_in(known["document_id"].implode()).fill_null(value=False)
    accepted = {table: frame.filter(is_other) for table, frame in shard.accepted.items()}
    return replace(shard, accepted=accepted, rejected=shard.rejected.filter(is_other))


def _found(shard: CheckedShard, documents: pl.DataFrame) -> pl.DataFrame:
    """Give the arrivals that brought certain documents, with their places in the shard."""
    return shard.arrivals.with_row_index("place").join(
        documents, on="document_id", how="semi", maintain_order="left"
    )


def _first_load(con: duckdb.DuckDBPyConnection, shard_id: str) -> tuple[str, datetime] | None:
    """Give the run that loaded a shard first, and when."""
    rows = con.execute(
        "select run_id, loaded_at from shards where shard_id = ? order by loaded_at limit 1", [shard_id]
    ).fetchall()
    return rows[0] if rows else None


def _unsighted(con: duckdb.DuckDBPyConnection, found: pl.DataFrame, run_id: str) -> pl.DataFrame:
    """Give the arrivals that a run did not enter as sightings: they were not accepted then."""
    with _registered(con, keys=found.unique(["uri", "document_id"], keep="first")):
        return warehouse.query(
            con,
            "select * from keys where not exists (select 1 from sightings where sightings.run_id = $run_id"
            " and sightings.document_id = keys.document_id and sightings.uri = keys.uri)",
            {"run_id": run_id},
        )


def _insert_sightings(con: duckdb.DuckDBPyConnection, found: pl.DataFrame, run_id: str, at: datetime) -> None:
    """Enter where documents were found. Of two versions of one address in a shard, the later line is the newer one."""
    seen_at = pl.lit(at) + pl.duration(microseconds=pl.col("place"))
    rows = found.sort("place").select("document_id", "uri", seen_at=seen_at, run_id=pl.lit(run_id))
    warehouse.insert(con, "sightings", rows)


def _close(
    con: duckdb.DuckDBPyConnection, found: pl.DataFrame, status: str, closed_by: str, at: datetime
) -> None:
    """Close the open quarantine of documents that load now: resolved by a run or waived by a person."""
    with _registered(con, keys=found.select("document_id")):
        con.execute(
            "update quarantine set status = $status, closed_by = $by, closed_at = $at"
            " where status = 'open' and document_id in (select document_id from keys)",
            {"status": status, "by": closed_by, "at": at},
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
            when matched then update set
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
    """Compare accepted documents with those loaded: by document_id the columns of documents and articles that differ,
    the names of other tables whose rows do, or `new`.
    """
    columns = [
        f"old_{table}.{name} is distinct from new_{table}.{name} as {name}"
        for table in ("articles", "documents")
        for name in shard.accepted[table].columns
        if name != "document_id"
    ]
    parts = [table for table in shard.accepted if table not in ("articles", "documents")]
    differing = [
        f"differing_{table} as ({_differing_sql(table, shard.accepted[table].columns)})" for table in parts
    ]
    columns += [f"document_id in (select document_id from differing_{table}) as {table}" for table in parts]
    with _registered(con, **{f"new_{table}": frame for table, frame in shard.accepted.items()}):
        rows = warehouse.query(
            con,
            f"""
            with {", ".join(differing)}
            select document_id, old_articles.document_id is null as new, {", ".join(columns)}
            from new_articles
            join new_documents using (document_id)
            left join articles as old_articles using (document_id)
            left join documents as old_documents using (document_id)
            """,
        )
    return {
        row["document_id"]: ["new"] if row["new"] else changed
        for row in rows.iter_rows(named=True)
        if (changed := [name for name, differs in row.items() if name != "document_id" and differs])
    }


def _differing_sql(table: str, columns: list[str]) -> str:
    """Give a query for the documents of which the rows in a table, as a set, are not those in the new frame."""
    digest = f"hash({', '.join(name for name in columns if name != 'document_id')})::hugeint"
    return (
        f"select document_id from ("
        f" select document_id, {digest} as digest from {table}"
        f" where document_id in (select document_id from new_articles)"
        f" union all select document_id, -{digest} from new_{table}"
        f") as rows group by document_id having sum(digest) <> 0"
    )


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
