"""Keeping the index of words: articles that are not in it yet are entered, some at a time.

Words go into the file first, numbers into the database after them, and no number is given twice. So the file holds all
that the database names, wherever a run is cut off, and a snapshot of the database that readers have open asks the same
file and sees nothing of what came later. What is gone or has changed leaves words without a name behind; where
they are many, the file is made anew under another name.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from copydesk import warehouse
from copydesk.errors import WarehouseError
from copydesk.searching.words import TOKENIZER, WORDS_VERSION, searchable
from copydesk.settings import Settings

# What is entered at once.
_MOST_ARTICLES = 4000
_MOST_CHARACTERS = 2**24
_LIVING_TO_GONE = 10
# The body first: a word of another column takes two bytes more for each article.
_CREATE_SQL = f"create virtual table words using fts5(body, headline, content='', tokenize=\"{TOKENIZER}\")"
# Pieces of the index are put together eight at a time: half the time that four take, the default.
_MERGE_SQL = "insert into words (words, rank) values ('automerge', 8)"
_ENTER_SQL = "insert into words (rowid, body, headline) values (?, ?, ?)"
_LAST_SQL = "select coalesce(max(id), 0) from words_docsize"

_ABSENT_SQL = """
    select document_id, length(body) as size
    from articles anti join (from indexed_articles where index_name = $name) using (document_id)
    order by document_id
"""
_UNNAMED_SQL = "from articles anti join indexed_articles using (document_id)"
_GONE_SQL = "from indexed_articles anti join articles using (document_id)"
_TEXTS_SQL = """
    select document_id, concat_ws(chr(10), title, deck) as headline, body
    from articles semi join batch using (document_id) order by document_id
"""
# What a search shows and narrows by, where it is not what the articles and their addresses say now. To ask the view for
# it would take a search longer than to find and rank.
_MOVED_SQL = """
    select document_id, current_articles.uri, current_articles.outlet_name, current_articles.published_on
    from indexed_articles as entered left join current_articles using (document_id)
    where (entered.uri, entered.outlet_name, entered.published_on)
        is distinct from (current_articles.uri, current_articles.outlet_name, current_articles.published_on)
"""
_MOVE_SQL = f"""
    update indexed_articles
    set uri = moved.uri, outlet_name = moved.outlet_name, published_on = moved.published_on
    from ({_MOVED_SQL}) as moved where indexed_articles.document_id = moved.document_id
"""
_EXTENT_SQL = """
    select coalesce(max(number), 0), count(*), (select count(*) from articles) from indexed_articles
"""


def is_due(con: duckdb.DuckDBPyConnection, settings: Settings) -> bool:
    """Tell whether articles and index are apart: since the run has loaded, or because one was cut off.

    Never where SQLite was built without FTS5: such a database has no search.
    """
    if not has_engine():
        return False
    differences = (_UNNAMED_SQL, _GONE_SQL, f"from ({_MOVED_SQL})")
    if any(con.execute(f"select 1 {sql} limit 1").fetchall() for sql in differences):
        return True
    return find_name(con) is not None and _standing(con, settings) is None


def keep_index(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Bring the index up to date with the articles; a second time changes nothing.

    A run that was killed is taken up by the next where it was. Raises WarehouseError where the file cannot be written.
    """
    con.execute(f"delete from indexed_articles where document_id in (select document_id {_GONE_SQL})")
    _clear_leftovers(con, settings)
    with _explained(settings):
        path = _standing(con, settings) or _begin_anew(settings)
        with closing(sqlite3.connect(path)) as index:
            index.execute("pragma journal_mode = wal")  # readers and writer do not wait for each other
            for batch in _batches(warehouse.query(con, _ABSENT_SQL, {"name": path.name})):
                with warehouse.registered(con, batch=batch):
                    texts = warehouse.query(con, _TEXTS_SQL)
                _enter(con, index, path.name, texts)
    con.execute(_MOVE_SQL)


@cache
def has_engine() -> bool:
    """Tell whether the SQLite of this Python has full-text tables; nearly all have."""
    with closing(sqlite3.connect(":memory:")) as trial:
        return ("ENABLE_FTS5",) in trial.execute("pragma compile_options").fetchall()


@contextmanager
def _explained(settings: Settings) -> Iterator[None]:
    """Turn errors of SQLite into a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise WarehouseError(
            f"The index of words in {settings.state_folder} cannot be written: {error}. What was loaded is safe;"
            " mend it, or delete words-*, and run the same command again"
        ) from error


def _standing(con: duckdb.DuckDBPyConnection, settings: Settings) -> Path | None:
    """Give the file that the database names; None where it is not there, is behind, or holds too much that is gone.

    What is gone still counts in the ranks: a word of many old versions would pass for a common one.
    """
    last_number, named_count, article_count = con.execute(_EXTENT_SQL).fetchall()[0]
    path = settings.state_folder / str(find_name(con))
    if not path.name.startswith(_prefix()) or not path.exists():
        return None
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as index:
        entered = int(index.execute(_LAST_SQL).fetchone()[0])
        return path if last_number <= entered <= named_count + article_count // _LIVING_TO_GONE else None
    return None


def _begin_anew(settings: Settings) -> Path:
    """Create an empty index under a new name: readers of the published database may still ask the one before."""
    path = settings.state_folder / f"{_prefix()}{secrets.token_hex(4)}.sqlite"
    with closing(sqlite3.connect(path)) as index, index:
        index.execute(_CREATE_SQL)
        index.execute(_MERGE_SQL)
    return path


def _clear_leftovers(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Delete the files that the database does not name: it is published as the last run left it."""
    name = find_name(con)
    for path in settings.state_folder.glob("words-*"):
        if name is None or not path.name.startswith(name):
            path.unlink(missing_ok=True)


def find_name(con: duckdb.DuckDBPyConnection) -> str | None:
    """Give the file of the index that a database names; None where it names none, or is of an older version."""
    with suppress(duckdb.CatalogException):
        name: str | None = con.execute("select any_value(index_name) from indexed_articles").fetchall()[0][0]
        return name
    return None


def _prefix() -> str:
    return f"words-{WORDS_VERSION}-"


def _batches(absent: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Cut a list of articles into batches, by their number and their size."""
    number = pl.max_horizontal(
        pl.int_range(pl.len()) // _MOST_ARTICLES, (pl.col("size").cum_sum() - 1) // _MOST_CHARACTERS
    )
    yield from absent.with_columns(batch=number).partition_by("batch", maintain_order=True, include_key=False)


def _enter(
    con: duckdb.DuckDBPyConnection, index: sqlite3.Connection, index_name: str, texts: pl.DataFrame
) -> None:
    """Enter articles under the numbers behind the last, and durably, before the database names them."""
    first = int(index.execute(_LAST_SQL).fetchone()[0]) + 1
    rows = texts.select("body", "headline").iter_rows()
    with index:
        index.executemany(
            _ENTER_SQL,
            (
                (number, searchable(body), searchable(headline))
                for number, (body, headline) in enumerate(rows, first)
            ),
        )
    numbers = pl.int_range(first, first + texts.height, eager=True)
    with warehouse.transaction(con):
        con.execute("delete from indexed_articles where index_name <> $name", {"name": index_name})
        warehouse.insert(
            con,
            "indexed_articles",
            texts.select("document_id", number=numbers, index_name=pl.lit(index_name)),
        )
