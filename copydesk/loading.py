"""Loading: how a checked shard gets into the tables, in one transaction, once."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import duckdb
import polars as pl

from copydesk import ledger, warehouse
from copydesk.ledger import QUARANTINE_ID, Counts

_OPEN_COUNT = "select count(*) from quarantine where status = 'open'"


@dataclass(frozen=True, slots=True)
class CheckedShard:
    """A shard that went through the gate, ready to load."""

    shard_id: str
    byte_count: int
    clean_seconds: float
    accepted: Mapping[str, pl.DataFrame]
    rejected: pl.DataFrame
    arrivals: pl.DataFrame


def load_shard(
    con: duckdb.DuckDBPyConnection, run_id: str, shard: CheckedShard, also: Callable[[], None] = lambda: None
) -> Counts:
    """Load a checked shard in one transaction; what is known already is only sighted, a second try changes nothing.

    `also` writes what belongs to the shard within the same transaction.
    """
    at = warehouse.now()
    with warehouse.transaction(con):
        known = standing_documents(con, shard.arrivals)
        fresh = without(shard, known)
        new = fresh.accepted["documents"].select("document_id")
        found = found_among(shard, pl.concat([new, known]))
        insert_documents(con, fresh, new, at)
        ledger.close_quarantine(
            con, found, "resolved", run_id, at
        )  # first: what is in quarantine counts as known at its address
        insert_sightings(
            con, ledger.unknown(con, found.unique(["uri", "document_id"], keep="first")), run_id, at
        )
        quarantined_count = quarantine_rejected(con, fresh, run_id, at)
        in_count = shard.arrivals.height
        counts = Counts(in_count, new.height, in_count - new.height - quarantined_count, quarantined_count)
        enter_shard(con, run_id, shard, counts, at)
        also()
    return counts


def insert_documents(
    con: duckdb.DuckDBPyConnection, shard: CheckedShard, new: pl.DataFrame, at: datetime
) -> None:
    """Insert the rows of the documents named in `new`, in every table."""
    for table, frame in shard.accepted.items():
        rows = frame.join(new, on="document_id", how="semi", maintain_order="left")
        if table == "documents":
            rows = rows.with_columns(shard_id=pl.lit(shard.shard_id), first_seen_at=pl.lit(at))
        warehouse.insert(con, table, rows)


def standing_documents(
    con: duckdb.DuckDBPyConnection, arrivals: pl.DataFrame, not_from: str | None = None
) -> pl.DataFrame:
    """Give the documents among the arrivals that are loaded already, all or only those from another shard.

    They are not judged again: the copy in the shard that was first decides, whatever the name of another says it is.
    """
    with warehouse.registered(con, keys=arrivals.select("document_id").unique()):
        return warehouse.query(
            con,
            "select document_id from documents semi join keys using (document_id)"
            " where shard_id is distinct from $not_from",
            {"not_from": not_from},
        )


def without(shard: CheckedShard, known: pl.DataFrame) -> CheckedShard:
    """Leave documents out of what is to be loaded or quarantined; they stay among the arrivals, to be sighted."""
    if known.is_empty():
        return shard
    is_other = ~pl.col("document_id").is_in(known["document_id"].implode()).fill_null(value=False)
    accepted = {table: frame.filter(is_other) for table, frame in shard.accepted.items()}
    return replace(shard, accepted=accepted, rejected=shard.rejected.filter(is_other))


def found_among(shard: CheckedShard, documents: pl.DataFrame) -> pl.DataFrame:
    """Give the arrivals that brought certain documents, with their places in the shard."""
    return shard.arrivals.with_row_index("place").join(
        documents, on="document_id", how="semi", maintain_order="left"
    )


def insert_sightings(con: duckdb.DuckDBPyConnection, found: pl.DataFrame, run_id: str, at: datetime) -> None:
    """Enter where documents were found, and when: at the time they were captured, else now.

    Of two versions of one address that came at one time, the later line is the newer one.
    """
    seen_at = pl.col("seen_at").fill_null(pl.lit(at)) + pl.duration(microseconds=pl.col("place"))
    rows = found.sort("place").select("document_id", "uri", seen_at=seen_at, run_id=pl.lit(run_id))
    warehouse.insert(con, "sightings", rows)


def quarantine_rejected(
    con: duckdb.DuckDBPyConnection, shard: CheckedShard, run_id: str, at: datetime
) -> int:
    """Enter the rejected arrivals, each at its address; give how many are newly in quarantine."""
    places = shard.arrivals.select("document_id", "uri").unique(maintain_order=True)
    named = shard.rejected.drop("uri").join(places, on="document_id", how="inner", maintain_order="left")
    failed = shard.rejected.filter(pl.col("document_id").is_null())
    rows = pl.concat([named, failed.select(named.columns)])
    with warehouse.registered(con, keys=rows):
        before = warehouse.count(con, _OPEN_COUNT)
        con.execute(
            f"""
            merge into quarantine using (
                select distinct on (uri, document_id) *, {QUARANTINE_ID} as quarantine_id from keys
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


def enter_shard(
    con: duckdb.DuckDBPyConnection, run_id: str, shard: CheckedShard, counts: Counts, at: datetime
) -> None:
    """Enter a shard into the ledger, within the transaction that loads it."""
    row = asdict(counts) | {
        "shard_id": shard.shard_id,
        "run_id": run_id,
        "byte_count": shard.byte_count,
        "clean_seconds": shard.clean_seconds,
        "loaded_at": at,
    }
    warehouse.insert(con, "shards", pl.DataFrame([row]))
