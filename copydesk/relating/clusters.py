"""Clusters: articles that are near-copies of each other, directly or through others."""

from collections.abc import Iterable, Iterator
from itertools import chain

import duckdb
import polars as pl

from copydesk import warehouse
from copydesk.relating.signatures import read_signatures, similarities

LEAST = 0.5  # of the shingles of two near-copies together that both have, as estimated
# A bucket of more different texts holds a form that is filled in, as of weather reports: it joins nothing.
CROWD = 200
_DOCUMENTS_AT_ONCE = 2000  # whose pairs are compared at once: there may be hundreds of each

# Members of the clusters that documents leave.
COMPANIONS_SQL = """
    select document_id from clusters
    where cluster_id in (select cluster_id from clusters semi join gone using (document_id))
"""
# Documents in buckets that are no longer crowded without others.
COOLING_SQL = f"""
    with held as (
        select bucket, document_id, signature, document_id in (select document_id from gone) as is_gone
        from buckets
        semi join (select bucket from buckets semi join gone using (document_id)) as mine using (bucket)
        join signatures using (document_id)
    )
    select document_id from held where bucket in (
        select bucket from held group by bucket
        having count(distinct signature) > {CROWD}
        and count(distinct signature) filter (not is_gone) <= {CROWD}
    )
"""
# Documents in buckets that new ones have made crowded.
_CROWDING_SQL = f"""
    with shared as (
        select bucket from buckets
        semi join (select bucket from buckets semi join new using (document_id)) as mine using (bucket)
        group by bucket having count(*) > {CROWD}
    ),
    held as (
        select bucket, document_id, signature, document_id in (select document_id from new) as is_new
        from buckets semi join shared using (bucket) join signatures using (document_id)
    )
    select document_id from held where bucket in (
        select bucket from held group by bucket
        having count(distinct signature) > {CROWD}
        and count(distinct signature) filter (not is_new) <= {CROWD}
    )
"""
# Members of buckets that may hold near-copies. Of texts with the same signature the first stands for all.
_HELD_SQL = f"""
    with shared as (
        select bucket from buckets
        semi join (select bucket from buckets semi join touched using (document_id)) as mine using (bucket)
        group by bucket having count(*) > 1
    ),
    held as (
        select bucket, min(document_id) as document_id
        from buckets semi join shared using (bucket) join signatures using (document_id)
        group by bucket, signature
    ),
    calm as (select bucket from held group by bucket having count(*) between 2 and {CROWD})
    select bucket, document_id from held semi join calm using (bucket)
"""
_CANDIDATES_SQL = """
    select distinct one.document_id, other.document_id as other_document_id
    from held as one join held as other using (bucket)
    where one.document_id < other.document_id and hash(one.document_id) % $part_count = $part
"""
_SAME_SQL = """
    select unnest(list(document_id)) as document_id, min(document_id) as other_document_id
    from signatures
    where signature in (select signature from signatures semi join touched using (document_id))
    group by signature having count(*) > 1
"""


def companions(con: duckdb.DuckDBPyConnection, new: pl.DataFrame) -> pl.DataFrame:
    """Give the new documents, with those whose clusters they may change for other reasons than by joining them."""
    with warehouse.registered(con, new=new):
        return warehouse.query(
            con,
            f"""
            with moved as (from new union ({_CROWDING_SQL}))
            from new union
            select document_id from clusters
            where cluster_id in (select cluster_id from clusters semi join moved using (document_id))
            """,
        )


def update(con: duckdb.DuckDBPyConnection, touched: pl.DataFrame) -> None:
    """Find the clusters of documents anew, and enlarge or join those of others that they belong to."""
    with warehouse.registered(con, touched=touched):
        con.execute("delete from clusters where document_id in (select document_id from touched)")
        same = warehouse.query(con, _SAME_SQL)
        held = warehouse.query(con, _HELD_SQL)
    # from frame to frame, because of texts much alike there are hundreds of pairs for each
    joined = _components(pair for pairs in chain([same], _near(con, held)) for pair in pairs.iter_rows())
    reached = pl.DataFrame({"document_id": list(joined)}, schema={"document_id": pl.String})
    with warehouse.registered(con, reached=reached):
        standing = warehouse.query(
            con,
            "select document_id, cluster_id from clusters"
            " where cluster_id in (select cluster_id from clusters semi join reached using (document_id))",
        )
    firsts = _components([*joined.items(), *standing.iter_rows()])
    rows = pl.DataFrame(
        list(firsts.items()), schema={"document_id": pl.String, "cluster_id": pl.String}, orient="row"
    )
    with warehouse.registered(con, standing=standing):
        con.execute("delete from clusters where cluster_id in (select cluster_id from standing)")
    warehouse.insert(con, "clusters", _described(con, rows))


def _near(con: duckdb.DuckDBPyConnection, held: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Give the pairs that share a bucket and whose signatures are alike, those of some documents at a time."""
    part_count = 1 + held["document_id"].n_unique() // _DOCUMENTS_AT_ONCE
    for part in range(part_count):
        with warehouse.registered(con, held=held):
            candidates = warehouse.query(con, _CANDIDATES_SQL, {"part_count": part_count, "part": part})
        near = _compared(con, candidates).filter(pl.col("similarity") >= LEAST)
        yield near.select("document_id", "other_document_id")


def _compared(con: duckdb.DuckDBPyConnection, pairs: pl.DataFrame) -> pl.DataFrame:
    """Add how alike the two documents of each row are, as estimated, and whether they have the same words."""
    one, other = (pairs[:, side].rename("document_id").to_frame() for side in (0, 1))
    with warehouse.registered(con, names=pl.concat([one, other]).unique()):
        held = warehouse.query(
            con, "select document_id, signature from signatures semi join names using (document_id)"
        )
    left, right = (
        side.join(held, on="document_id", how="left", maintain_order="left")["signature"]
        for side in (one, other)
    )
    shares = similarities(read_signatures(left), read_signatures(right))
    return pairs.with_columns(pl.Series("similarity", shares, dtype=pl.Float64), is_same=left == right)


def _described(con: duckdb.DuckDBPyConnection, members: pl.DataFrame) -> pl.DataFrame:
    """Add what each member has in common with the first of its cluster."""
    how = pl.when("is_same").then(pl.lit("same")).otherwise(pl.lit("near"))
    return _compared(con, members).select("document_id", "cluster_id", how.alias("how"), "similarity")


def _components(edges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give for each end of an edge the smallest name of all that are connected with it (union-find)."""
    parents: dict[str, str] = {}

    def first(name: str) -> str:
        while (parent := parents.setdefault(name, name)) != name:
            parents[name] = name = parents[parent]
        return name

    for one, other in edges:
        smaller, larger = sorted((first(one), first(other)))
        parents[larger] = smaller
    return {name: first(name) for name in list(parents)}
