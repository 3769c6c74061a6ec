"""Search over made-up articles: what the index of words costs, and how long questions take beside a scan in SQL.

    python benchmarks/search.py [ARTICLES]

Words are drawn from a Zipf distribution (exponent 1.07) over 300,000 made-up words, so that there are words in every
article and words in one. The scan looks for the same words with ILIKE in all bodies: no words apart, no ranks, no
context. What can be compared between machines are the ratios.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from copydesk import warehouse
from copydesk.searching import keep_index
from copydesk.searching.asking import search
from copydesk.settings import Settings

_VOCABULARY = 300_000
_EXPONENT = 1.07
_MEDIAN_WORDS = 560
_BATCH = 5000  # articles
_REPEATS = 9


def main() -> None:
    """Make the articles, index them, ask, and print both tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    vocabulary = make_vocabulary()
    with tempfile.TemporaryDirectory(prefix="copydesk-search-") as name:
        settings = Settings(database=Path(name) / "copydesk.duckdb")
        with warehouse.open_writer(settings) as con:
            fill(con, vocabulary, count)
            cost = measure_index(con, settings, count)
            warehouse.publish(con, settings)
        with warehouse.open_reader(settings) as con:
            rows = [measure_question(con, settings, *one) for one in make_questions(con, vocabulary)]
    print_table(
        ("articles", "CPU seconds to index", "ms an article", "MB of index", "MB of database"), [cost]
    )
    print_table(("question", "hits", "search, ms", "scan, ms", "times as fast"), rows)


def print_table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print rows under the names of their columns."""
    table = Table(*columns)
    for row in rows:
        table.add_row(*row)
    Console(width=100).print(table)


def make_vocabulary(seed: int = 7) -> list[str]:
    """Give different made-up words, the most frequent first."""
    rng = np.random.default_rng(seed)
    letters = np.array(list("etaoinshrdlucmfwypvbgk"))
    sizes = np.minimum(2 + rng.poisson(4.2, _VOCABULARY), 14)
    return list(dict.fromkeys("".join(rng.choice(letters, size)) for size in sizes))


def make_bodies(vocabulary: list[str], count: int, seed: int = 7) -> Iterator[str]:
    """Give bodies of about 4 KB, the same ones for the same seed."""
    rng = np.random.default_rng(seed)
    names = np.array(vocabulary, dtype=object)
    weights = (np.arange(1, len(names) + 1) + 2.7) ** -_EXPONENT
    steps = np.cumsum(weights / weights.sum())
    for _ in range(count):
        size = max(30, int(rng.lognormal(np.log(_MEDIAN_WORDS), 0.45)))
        yield " ".join(names[np.minimum(np.searchsorted(steps, rng.random(size)), len(names) - 1)])


def fill(con: duckdb.DuckDBPyConnection, vocabulary: list[str], count: int) -> None:
    """Enter articles straight into the tables: cleaning is measured elsewhere."""
    bodies = make_bodies(vocabulary, count)
    for first in range(0, count, _BATCH):
        frame = pl.DataFrame({"number": range(first, min(first + _BATCH, count))})
        frame = frame.with_columns(body=pl.Series([next(bodies) for _ in range(frame.height)]))
        with warehouse.registered(con, made=frame):
            con.execute(
                "insert into articles by name select md5(number::varchar) as document_id, left(body, 60) as title,"
                " 'text' as title_source, body, date '2024-01-01' + (number % 365)::integer as published_on,"
                " 'made' as published_evidence, [] as authors, 'en' as language, 600 as word_count, [] as flags,"
                " 1 as rules_version from made"
            )
            con.execute(
                "insert into sightings select md5(number::varchar),"
                " 'https://sheet-' || number % 40 || '.example/' || number, now(), 'run-1' from made"
            )


def measure_index(con: duckdb.DuckDBPyConnection, settings: Settings, count: int) -> tuple[str, ...]:
    """Index all articles at once, in seconds of the processor."""
    con.execute("checkpoint warehouse")
    started = time.process_time()
    keep_index(con, settings)
    seconds = time.process_time() - started
    size = sum(path.stat().st_size for path in settings.state_folder.glob("words-*"))
    of_database = settings.writer_file.stat().st_size
    return (
        f"{count:,}",
        f"{seconds:.1f}",
        f"{1000 * seconds / count:.3f}",
        f"{size / 1e6:.0f}",
        f"{of_database / 1e6:.0f}",
    )


def make_questions(con: duckdb.DuckDBPyConnection, words: list[str]) -> list[tuple[str, str, list[str]]]:
    """Give questions of several kinds: their names, what is asked, and what the scan looks for."""
    phrase = _phrase(con, words[3000])
    common = _phrase(con, words[40])
    return [
        ("rare word", words[8000], [words[8000]]),
        ("two words", f"{words[200]} {words[800]}", [words[200], words[800]]),
        ("three words", " ".join(words[150:4000:1500]), words[150:4000:1500]),
        ("in every article", words[0], [words[0]]),
        ("two of the commonest", f"{words[5]} {words[20]}", [words[5], words[20]]),
        ("phrase", f'"{phrase}"', [phrase]),
        ("common phrase", f'"{common}"', [common]),
        ("beginning*", f"{words[8000][:5]}*", [words[8000][:5]]),
    ]


def _phrase(con: duckdb.DuckDBPyConnection, word: str) -> str:
    """Give a word with the one behind it in some article."""
    sql = "select regexp_extract(body, ?, 1) from articles where contains(body, ?) limit 1"
    return str(con.execute(sql, [f" ({word} [a-z]+)", f" {word} "]).fetchall()[0][0])


def measure_question(
    con: duckdb.DuckDBPyConnection, settings: Settings, name: str, question: str, words: list[str]
) -> tuple[str, ...]:
    """Ask once in both ways unmeasured, then several times."""
    asked = partial(search, con, settings, question)
    where = " and ".join(["true", *("body ilike ?" for _ in words)])
    sql = f"select document_id from current_articles where {where} limit 10"  # noqa: S608 - our own words
    scanned = partial(con.execute, sql.replace("limit 10", "order by document_id"), [f"%{w}%" for w in words])
    hits = asked().hit_count
    ours, theirs = _clock(asked), _clock(lambda: scanned().fetchall())
    return name, f"{hits:,}", f"{ours:.0f}", f"{theirs:.0f}", f"{theirs / ours:.1f}"


def _clock(call: Callable[[], object]) -> float:
    """Give the fastest of some calls, in milliseconds: the others tell what else the machine had to do."""
    times = []
    for _ in range(_REPEATS):
        started = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - started))
    return min(times)


if __name__ == "__main__":
    main()
