"""Passages that otherwise different articles share: found by rare shingles, then aligned word by word."""

from collections.abc import Iterator

import duckdb
import polars as pl

from copydesk import warehouse
from copydesk.relating.alignment import align
from copydesk.relating.words import Words, read_words

# Shingles that more documents hold do not count: stock phrases, and paragraphs put under everything.
COMMON = 50
# Those that more documents of one outlet hold do not count between them: its own refrains, which others may still copy.
REFRAIN = 10
SEEDS = 2  # rare shingles that a passage must hold
_DOCUMENTS_AT_ONCE = 20_000  # whose shingles are joined at once: the database engine has 320 MB
_PAIRS_AT_ONCE = 20_000  # whose passages are held against all shingles at once
_ALIGNED_AT_ONCE = 2000  # pairs whose texts are held as words

_SCHEMA = pl.Schema(
    {
        "document_id": pl.String,
        "other_document_id": pl.String,
        "text": pl.String,
        "other_text": pl.String,
        "start": pl.Int32,
        "stop": pl.Int32,
        "other_start": pl.Int32,
        "other_stop": pl.Int32,
        "similarity": pl.Float64,
    }
)

# Shingles that are over a limit, yet would not be without some of their holders.
_CROSSING_SQL = f"""
    with counted as (
        select
            shingle, outlet, count(*) as holder_count,
            count(*) filter (document_id not in (select document_id from {{some}})) as other_count
        from shingles
        semi join (select shingle from shingles semi join {{some}} using (document_id)) as mine using (shingle)
        join signatures using (document_id)
        group by all
    )
    select shingle from counted group by shingle
    having (sum(holder_count) > {COMMON} and sum(other_count) <= {COMMON})
    or bool_or(outlet is not null and holder_count > {REFRAIN} and other_count <= {REFRAIN})
"""
# Documents with shingles that are no longer common without others.
COOLING_SQL = f"""
    select document_id from shingles where shingle in ({_CROSSING_SQL.format(some="gone")})
"""
_CANDIDATES_SQL = f"""
    with mine as (
        select distinct shingle from shingles semi join touched using (document_id) where shingle & $mask = $part
    ),
    rare as (
        select shingle from shingles semi join mine using (shingle)
        group by shingle having count(*) between 2 and {COMMON}
    ),
    held as (
        select shingle, document_id, document_id in (select document_id from touched) as is_touched
        from shingles semi join rare using (shingle)
    )
    select one.document_id, other.document_id as other_document_id, count(*) as seed_count
    from held as one join held as other using (shingle)
    where one.document_id < other.document_id and (one.is_touched or other.is_touched)
    group by all
"""
# Pairs that are kin: near-copies, and versions of one address. Materialised, because the engine does not know how many
# rows this transaction has inserted, and would else join each cluster with itself first: the square of a large one.
_KIN_SQL = """
    with clustered as materialized (
        select pairs.document_id, pairs.other_document_id, cluster_id
        from {pairs} as pairs join clusters using (document_id)
    ),
    placed as materialized (
        select pairs.document_id, pairs.other_document_id, uri
        from {pairs} as pairs join sightings using (document_id)
    )
    select document_id, other_document_id from clustered
    where (other_document_id, cluster_id) in (select document_id, cluster_id from clusters)
    union
    select document_id, other_document_id from placed
    where (other_document_id, uri) in (select document_id, uri from sightings)
"""
_SEEDED_SQL = f"""
    with seeds as (
        select asked.place, one.shingle, if(here.outlet = there.outlet, here.outlet, null) as outlet from asked
        join signatures as here on here.document_id = asked.document_id
        join signatures as there on there.document_id = asked.other_document_id
        join shingles as one on one.document_id = asked.document_id
            and one.start >= asked.start and one.start < asked.stop
        join shingles as other on other.document_id = asked.other_document_id and other.shingle = one.shingle
            and other.start >= asked.other_start and other.start < asked.other_stop
    ),
    counted as (
        select shingle, outlet, count(*) as holder_count
        from shingles semi join seeds using (shingle) join signatures using (document_id)
        group by all
    ),
    rare as (select shingle from counted group by shingle having sum(holder_count) <= {COMMON}),
    refrains as (select shingle, outlet from counted where outlet is not null and holder_count > {REFRAIN})
    select place from seeds semi join rare using (shingle) anti join refrains using (shingle, outlet)
    group by place having count(*) >= {SEEDS} order by place
"""
# Passages with shingles that new documents have made common.
_WEAKENED_SQL = f"""
    with holders as (
        select document_id, start from shingles where shingle in ({_CROSSING_SQL.format(some="new")})
    )
    select passages.* from passages where exists (
        select 1 from holders where holders.document_id = passages.document_id
        and holders.start >= passages.start and holders.start < passages.stop
    )
"""


def update(con: duckdb.DuckDBPyConnection, touched: pl.DataFrame, new: pl.DataFrame) -> None:
    """Find the passages of documents anew, and drop those of others that are made of common text by now."""
    with warehouse.registered(con, touched=touched, new=new):
        con.execute(
            "delete from passages where document_id in (from touched) or other_document_id in (from touched)"
        )
        pairs = _candidates(con, touched.height)
        weakened = warehouse.query(con, _WEAKENED_SQL) if _has_passages(con) else pl.DataFrame(schema=_SCHEMA)
    for some in _strangers(con, pairs).iter_slices(_PAIRS_AT_ONCE):
        rows = [row for few in some.iter_slices(_ALIGNED_AT_ONCE) for row in _aligned(con, few)]
        found = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
        warehouse.insert(con, "passages", found[_seeded(con, found)])
    fallen = weakened.with_row_index("place").filter(~pl.col("place").is_in(_seeded(con, weakened).implode()))
    with warehouse.registered(con, fallen=fallen.select("document_id", "other_document_id", "start")):
        con.execute("delete from passages where (document_id, other_document_id, start) in (from fallen)")


def leave_out_kin(con: duckdb.DuckDBPyConnection) -> None:
    """Delete the passages of documents that have become near-copies or versions of one address since."""
    con.execute(
        "delete from passages where (document_id, other_document_id) in"
        f" ({_KIN_SQL.format(pairs='passages')})"
    )


def _has_passages(con: duckdb.DuckDBPyConnection) -> bool:
    return warehouse.count(con, "select count(*) from passages") > 0


def _candidates(con: duckdb.DuckDBPyConnection, touched_count: int) -> pl.DataFrame:
    """Give the pairs of documents, one of them touched, that share enough rare shingles."""
    part_count = 1 << (touched_count // _DOCUMENTS_AT_ONCE).bit_length()
    parts = [
        warehouse.query(con, _CANDIDATES_SQL, {"mask": part_count - 1, "part": part})
        for part in range(part_count)
    ]
    totals = pl.concat(parts).group_by("document_id", "other_document_id").agg(pl.col("seed_count").sum())
    return totals.filter(pl.col("seed_count") >= SEEDS).select("document_id", "other_document_id")


def _strangers(con: duckdb.DuckDBPyConnection, pairs: pl.DataFrame) -> pl.DataFrame:
    """Leave out pairs that are kin; the others come in order."""
    with warehouse.registered(con, pairs=pairs):
        kin = warehouse.query(con, _KIN_SQL.format(pairs="pairs"))
    return pairs.join(kin, on=["document_id", "other_document_id"], how="anti").sort(pairs.columns)


def _aligned(con: duckdb.DuckDBPyConnection, pairs: pl.DataFrame) -> Iterator[tuple[object, ...]]:
    """Give the rows of the passages that pairs of articles share."""
    names = pl.concat([pairs["document_id"], pairs["other_document_id"]]).unique().to_frame("document_id")
    with warehouse.registered(con, names=names):
        articles = warehouse.query(
            con, "select document_id, body from articles semi join names using (document_id)"
        )
    bodies = dict(articles.iter_rows())
    words: dict[str, Words] = dict(zip(bodies, read_words(list(bodies.values())), strict=True))
    for name, other in pairs.iter_rows():
        for found in align(words[name], words[other]):
            text = bodies[name][found.start : found.stop]
            other_text = bodies[other][found.other_start : found.other_stop]
            yield name, other, text, other_text, *found


def _seeded(con: duckdb.DuckDBPyConnection, asked: pl.DataFrame) -> pl.Series:
    """Give the places of the passages that hold enough rare shingles."""
    places = asked.select(pl.exclude("text", "other_text", "similarity")).with_row_index("place")
    with warehouse.registered(con, asked=places):
        return warehouse.query(con, _SEEDED_SQL)["place"]
