"""The versions of an address: which documents stood there since when, and what each changed."""

import os
from collections import Counter

import polars as pl

from copydesk import warehouse
from copydesk.collecting import address
from copydesk.errors import ReadError, UsageError
from copydesk.fetching.canonical import canonical
from copydesk.settings import Settings

_VERSIONS = """
    select sightings.seen_at, sightings.document_id, articles.title, articles.published_on, articles.word_count, body
    from sightings inner join articles using (document_id)
    where sightings.uri in ($target, $path, $url)
        or sightings.uri in (select final_url from fetches where url in ($target, $url))
    order by sightings.seen_at
"""


def find_versions(target: str, settings: Settings) -> pl.DataFrame:
    """Give a row for each version of a path or URL, oldest first: since when, title, words, and what changed.

    Words added and removed are counted as in a bag: a sentence that moved changes nothing. Raises UsageError for an
    address at which no article ever stood.
    """
    names = {"target": target, "path": address(os.path.abspath(target)), "url": _canonical(target)}  # noqa: PTH100
    with warehouse.open_reader(settings) as con:
        rows = warehouse.query(con, _VERSIONS, names)
    if rows.is_empty():
        raise UsageError(
            f"No article ever stood at {target}; find addresses with: copydesk sql 'from addresses'"
        )
    bags = [Counter(body.split()) for body in rows["body"]]
    before = [Counter(), *bags[:-1]]
    added = [(new - old).total() for old, new in zip(before, bags, strict=True)]
    removed = [(old - new).total() for old, new in zip(before, bags, strict=True)]
    return rows.select(
        since="seen_at",
        document=pl.col("document_id").str.head(12),
        title="title",
        published_on="published_on",
        words="word_count",
        added=pl.Series(added),
        removed=pl.Series(removed),
        title_changed=pl.col("title").ne_missing(pl.col("title").shift(1)) & (pl.int_range(pl.len()) > 0),
    )


def _canonical(target: str) -> str:
    try:
        return canonical(target)
    except ReadError:
        return target
