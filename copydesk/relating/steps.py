"""The steps of relating: what changed is forgotten, what is new is signed, then compared with all that is loaded.

The outcome is a function of the articles alone, whatever the order and the runs in which they came: so each step also
takes up the older articles that a batch makes look different.
"""

import duckdb
import polars as pl

from copydesk import warehouse
from copydesk.relating import clusters, passages
from copydesk.relating.signatures import sign

_TABLES = ("passages", "clusters", "signatures", "buckets", "shingles")
_GONE_SQL = """
    select document_id from signatures
    where state = 'outdated' or document_id not in (select document_id from articles)
"""
_UNSIGNED_SQL = (
    "select document_id from articles anti join signatures using (document_id) order by document_id"
)
_PENDING_SQL = f"""
    select (select count(*) from ({_GONE_SQL})) + (select count(*) from ({_UNSIGNED_SQL}))
        + (select count(*) from signatures where state = 'new')
"""
# The outlet as the article names it, else the host of its address.
_ARTICLES_SQL = r"""
    select
        document_id, body,
        coalesce(
            outlet,
            (
                select nullif(regexp_extract(lower(min(uri)), '^https?://(?:www\.)?([^/:?#]+)', 1), '')
                from sightings where sightings.document_id = articles.document_id
            )
        ) as outlet
    from articles semi join batch using (document_id)
"""
_SIGNED_AT_ONCE = 1000  # documents
_READ_AT_ONCE = 100  # texts laid out in one array: small enough for the processor's cache


def was_done(con: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether articles of this database were compared before."""
    return bool(con.execute("from signatures limit 1").fetchall())


def is_due(con: duckdb.DuckDBPyConnection, run_id: str) -> bool:
    """Tell whether a run has loaded anything, or an earlier one was cut off before it related what it had loaded."""
    return bool(
        warehouse.count(con, _PENDING_SQL)
        or con.execute("from shards where run_id = ? limit 1", [run_id]).fetchall()
    )


def relate(con: duckdb.DuckDBPyConnection) -> None:
    """Bring `passages` and `clusters` up to date with the articles; a second time changes nothing.

    Each step is a transaction, so a run that was killed is taken up by the next where it was.
    """
    forget(con)
    _sign(con)
    _connect(con)


def forget(con: duckdb.DuckDBPyConnection) -> int:
    """Delete what was derived from bodies that are gone or have changed, and give how many these are.

    Who was compared with them is to be again; until then their companions are in no cluster, so that what is left can
    be published as it is.
    """
    gone = warehouse.query(con, _GONE_SQL)
    if gone.is_empty():
        return 0
    with warehouse.transaction(con), warehouse.registered(con, gone=gone):
        for sql in (clusters.COMPANIONS_SQL, clusters.COOLING_SQL, passages.COOLING_SQL):
            con.execute(f"update signatures set state = 'new' where document_id in ({sql})")
        con.execute(f"delete from clusters where document_id in ({clusters.COMPANIONS_SQL})")
        for table in _TABLES:
            con.execute(f"delete from {table} where document_id in (select document_id from gone)")
        con.execute("delete from passages where other_document_id in (select document_id from gone)")
    return gone.height


def _sign(con: duckdb.DuckDBPyConnection) -> None:
    """Enter the articles that have no signature, some at a time."""
    for batch in warehouse.query(con, _UNSIGNED_SQL).iter_slices(_SIGNED_AT_ONCE):
        with warehouse.registered(con, batch=batch):
            articles = warehouse.query(con, _ARTICLES_SQL)
        with warehouse.transaction(con):
            _enter(con, articles)


def _enter(con: duckdb.DuckDBPyConnection, articles: pl.DataFrame) -> None:
    signed = [
        sign(some["document_id"].to_list(), some["body"].to_list())
        for some in articles.iter_slices(_READ_AT_ONCE)
    ]
    signatures, buckets, shingles = (pl.concat(frames) for frames in zip(*signed, strict=True))
    outlets = articles.select("document_id", "outlet")
    signatures = signatures.join(outlets, on="document_id").with_columns(state=pl.lit("new"))
    warehouse.insert(con, "signatures", signatures)
    warehouse.insert(con, "buckets", buckets.unique())
    warehouse.insert(con, "shingles", shingles)


def _connect(con: duckdb.DuckDBPyConnection) -> None:
    """Compare what is new with everything, in one transaction."""
    new = warehouse.query(con, "select document_id from signatures where state = 'new'")
    with warehouse.transaction(con):
        if not new.is_empty():
            touched = clusters.companions(con, new)
            clusters.update(con, touched)
            passages.update(con, touched, new)
            with warehouse.registered(con, touched=touched):
                con.execute("update signatures set state = 'related' where state = 'new'")
        passages.leave_out_kin(con)
