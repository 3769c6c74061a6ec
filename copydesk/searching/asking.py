"""Asking the index: which articles have the words, ranked, and what they are.

The rank is Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) as FTS5 has it, where a
phrase counts as a word and what stands in the headline counts three times.
"""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import polars as pl

from copydesk import warehouse
from copydesk.errors import WarehouseError
from copydesk.searching.context import Fragment, find_fragment, find_matches
from copydesk.searching.index import find_name, has_engine
from copydesk.searching.questions import Clause, match, read_question
from copydesk.settings import Settings

_FOUND_SQL = "select rowid, -bm25(words, 1.0, 3.0) from words where words match ?"
_HITS_SQL = """
    select round(score, 6) as score, count(*) over () as hit_count, document_id, published_on, outlet_name, uri
    from found join indexed_articles using (number) where uri is not null{conditions}
    order by score desc, document_id limit $most
"""
_CONDITIONS = {
    "since": "published_on >= $since",
    "until": "published_on <= $until",
    "outlet": "outlet_name ilike $outlet",
    # Other spellings of a name have the same keys; the view of people would take twenty times as long.
    "speaker": """
        document_id in (
            with named as (from quotes where speaker ilike concat('%', $speaker, '%'))
            select document_id from named
            union all
            select document_id from quotes
            where (surname_key, given_key) in (select surname_key, given_key from named)
        )
    """,
}
# By the numbers of their rows: so the engine unpacks the bodies that stand around a hit, and not all.
_TEXTS_SQL = """
    select document_id, title, deck, body from articles
    where rowid in (select rowid from articles where list_contains(?, document_id))
"""
_FRAME = {
    "score": pl.Float64,
    "document_id": pl.String,
    "published_on": pl.Date,
    "outlet_name": pl.String,
    "title": pl.String,
    "context": pl.String,
    "uri": pl.String,
}


class _Text(NamedTuple):
    """What an article says."""

    title: str | None
    deck: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What narrows a search: days of publication, the outlet's name, part of the name of somebody who is quoted.

    % in a name stands for any text.
    """

    since: date | None = None
    until: date | None = None
    outlet: str | None = None
    speaker: str | None = None
    most: int = 10

    @property
    def are_narrow(self) -> bool:
        """Whether articles with the words may be left out."""
        return any(getattr(self, name) is not None for name in _CONDITIONS)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that meets a question: its row without the text, its headline and context with the words marked."""

    row: dict[str, Any]
    headline: Fragment
    context: Fragment


@dataclass(frozen=True, slots=True)
class Answer:
    """The best hits, the best first, and how many articles there are in all."""

    hits: Sequence[Hit]
    hit_count: int

    def frame(self) -> pl.DataFrame:
        """Give the hits as rows, their context as plain text."""
        rows = [
            hit.row | {"title": hit.headline.text or None, "context": hit.context.text} for hit in self.hits
        ]
        return pl.DataFrame([[row[name] for name in _FRAME] for row in rows], schema=_FRAME, orient="row")


def search(
    con: duckdb.DuckDBPyConnection, settings: Settings, text: str, limits: Limits | None = None
) -> Answer:
    """Find the current articles in which all words of a question stand, ranked.

    Raises UsageError for a question without words, WarehouseError where there is no index.
    """
    clauses, limits = read_question(text), limits or Limits()
    rows = _ranked(con, _found(con, settings, clauses), limits)
    texts = _texts(con, rows["document_id"].to_list())
    hits = [_hit(row, texts[row["document_id"]], clauses) for row in rows.iter_rows(named=True)]
    return Answer(hits, rows["hit_count"][0] if hits else 0)


def _found(con: duckdb.DuckDBPyConnection, settings: Settings, clauses: Sequence[Clause]) -> pl.DataFrame:
    """Ask the index: `number` and `score` of all that meets the clauses."""
    path = _index_file(con, settings)
    rows = _asked(path, match(clauses)) if path else []
    found = np.array(rows, [("number", np.int64), ("score", np.float64)])  # of many rows a fifth of the time
    return pl.DataFrame({name: found[name] for name in ("number", "score")})


def _asked(path: Path, question: str) -> list[tuple[int, float]]:
    # Who may not write beside the file cannot take part in its locking; it stands still between runs.
    standing = "" if os.access(path.parent, os.W_OK) else "&immutable=1"
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro{standing}", uri=True)) as index:
            return index.execute(_FOUND_SQL, [question]).fetchall()
    except sqlite3.Error as error:
        raise WarehouseError(
            f"The index of words {path} cannot be read: {error}; delete it and make it anew with: copydesk audit"
        ) from error


def _index_file(con: duckdb.DuckDBPyConnection, settings: Settings) -> Path | None:
    """Give the index that belongs to a database, None where there is nothing to index; raise WarehouseError without."""
    if not has_engine():
        raise WarehouseError("The SQLite of this Python has no FTS5, which search needs; try another Python")
    name = find_name(con)
    if name and (settings.state_folder / name).exists():
        return settings.state_folder / name
    if name is None and not warehouse.count(con, "select count(*) from articles"):
        return None
    if settings.writer_file.exists():
        raise WarehouseError(f"{settings.database} has no index of words; make it with: copydesk audit")
    # A run would begin a database of its own here.
    raise WarehouseError(
        f"{settings.database} has no index of words beside it, which stays where the runs are; ask this copy with:"
        " copydesk query keyword_in_context --word WORD"
    )


def _ranked(con: duckdb.DuckDBPyConnection, found: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """Give the best of what was found and stands somewhere now, within the limits."""
    narrowing = {name: value for name in _CONDITIONS if (value := getattr(limits, name)) is not None}
    conditions = "".join(f" and {_CONDITIONS[name]}" for name in narrowing)
    with warehouse.registered(con, found=found):
        return warehouse.query(
            con, _HITS_SQL.format(conditions=conditions), narrowing | {"most": limits.most}
        )


def _texts(con: duckdb.DuckDBPyConnection, document_ids: Sequence[str]) -> dict[str, _Text]:
    """Give title, deck and body of articles by document_id."""
    found = con.execute(_TEXTS_SQL, [document_ids]).fetchall() if document_ids else []
    return {document_id: _Text(*text) for document_id, *text in found}


def _hit(row: dict[str, Any], text: _Text, clauses: Sequence[Clause]) -> Hit:
    title, deck, body = text
    matches = find_matches(title or "", clauses)
    headline = Fragment(title or "", [(match.start, match.stop) for match in matches])
    context = find_fragment(body, clauses)
    if deck and not context.matches:
        of_deck = find_fragment(deck, clauses)
        context = of_deck if of_deck.matches else context
    return Hit(row, headline, context)
