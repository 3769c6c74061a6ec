"""Replacing: how the re-cleaned documents of a shard take the place of what was loaded, and what that changed."""

from dataclasses import dataclass, replace

import duckdb
import polars as pl

from copydesk import ledger, warehouse
from copydesk.ledger import Counts
from copydesk.loading import (
    CheckedShard,
    enter_shard,
    found_among,
    insert_documents,
    insert_sightings,
    quarantine_rejected,
    standing_documents,
    without,
)

# Tables keyed by document that cleaning fills; sightings and quarantine are the ledger's own.
_DOCUMENT_TABLES = (
    *("documents", "articles", "spans", "paragraphs", "comments", "quotes", "citations"),
    "indexed_articles",
)


@dataclass(frozen=True, slots=True)
class Change:
    """What a rebuild changed in one article: the names of the columns, or `new`."""

    document_id: str
    uri: str
    columns: list[str]


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
        first_run_id, first_at = ledger.first_load(con, shard.shard_id) or (run_id, at)
        elsewhere = standing_documents(con, shard.arrivals, not_from=shard.shard_id)
        own = without(shard, elsewhere)
        accepted, refused = (
            own.accepted["documents"].select("document_id"),
            own.rejected.select("document_id"),
        )
        found = found_among(shard, pl.concat([accepted, elsewhere]))
        changes = _changes(con, own)
        changed = pl.DataFrame({"document_id": list(changes)}, schema={"document_id": pl.String})
        _delete_documents(con, pl.concat([changed, refused]), refused)
        insert_documents(con, own, changed, first_at)
        if waived_by:
            ledger.close_quarantine(con, found, "waived", waived_by, at)
        ledger.close_quarantine(con, found, "resolved", run_id, at)
        insert_sightings(con, _unsighted(con, found, first_run_id), first_run_id, first_at)
        quarantine_rejected(con, own, run_id, at)
        loaded_count, in_count = found_among(shard, changed).height, shard.arrivals.height
        counts = Counts(in_count, loaded_count, found.height - loaded_count, in_count - found.height)
        enter_shard(con, run_id, shard, counts, at)
    addresses = dict(shard.arrivals.select("document_id", "uri").iter_rows())
    return counts, [
        Change(document_id, addresses[document_id], columns) for document_id, columns in changes.items()
    ]


def _unsighted(con: duckdb.DuckDBPyConnection, found: pl.DataFrame, run_id: str) -> pl.DataFrame:
    """Give the arrivals that a run did not enter as sightings: they were not accepted then."""
    with warehouse.registered(con, keys=found.unique(["uri", "document_id"], keep="first")):
        return warehouse.query(
            con,
            "select * from keys where not exists (select 1 from sightings where sightings.run_id = $run_id"
            " and sightings.document_id = keys.document_id and sightings.uri = keys.uri)",
            {"run_id": run_id},
        )


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
    with warehouse.registered(con, **{f"new_{table}": frame for table, frame in shard.accepted.items()}):
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
    with warehouse.registered(con, gone=gone, unsighted=unsighted):
        for table in _DOCUMENT_TABLES:
            con.execute(f"delete from {table} where document_id in (select document_id from gone)")
        con.execute("delete from sightings where document_id in (select document_id from unsighted)")
        con.execute(
            "update signatures set state = 'outdated' where document_id in (select document_id from gone)"
        )
