"""A small database for the SQL tests, built straight from `sql/tables` and `sql/views`."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

SQL = Path(__file__).resolve().parents[2] / "sql"

Row = dict[str, Any]
Tables = dict[str, list[Row]]

PARAMETER = re.compile(r"-- \$(?P<name>\w+) (?:date|varchar|integer)(?: = (?P<default>\S+))?: \S.*")

NOON = "2024-05-01 12:00:00+00"

# What a row says in the columns that a test does not care about.
DEFAULTS: dict[str, Row] = {
    "documents": {
        "media_type": "text/plain",
        "encoding": "utf-8",
        "byte_count": 100,
        "char_count": 100,
        "shard_id": "shard-1",
        "first_seen_at": NOON,
    },
    "sightings": {"seen_at": NOON, "run_id": "run-1"},
    "articles": {
        "body": "The boats came home.",
        "authors": [],
        "language": "en",
        "word_count": 100,
        "flags": [],
        "rules_version": 1,
    },
    "spans": {"ordinal": 0, "rule": "prose"},
    "paragraphs": {"ordinal": 0, "text": "The boats came home.", "start": 0, "stop": 20},
    "comments": {"ordinal": 0, "text": "Well said."},
    "passages": {
        "text": "The boats came home.",
        "other_text": "The boats came home.",
        "start": 0,
        "stop": 20,
        "other_start": 0,
        "other_stop": 20,
        "similarity": 1.0,
    },
    "clusters": {"how": "same", "similarity": 1.0},
    "signatures": {"state": "related"},
    "buckets": {"bucket": 7},
    "shingles": {"shingle": 11, "start": 0},
    "indexed_articles": {"number": 1, "index_name": "words-1-0a0b0c0d.sqlite"},
    "quotes": {
        "ordinal": 0,
        "text": "At last!",
        "kind": "quote",
        "speaker_kind": "person",
        "cue": "said",
        "start": 0,
        "stop": 8,
    },
    "citations": {"ordinal": 0, "text": "TASS", "cue": "told", "start": 0, "stop": 4},
    "quarantine": {
        "stage": "check",
        "reason": "too_short",
        "detail": "The text has four words.",
        "cure": "Give the whole page.",
        "status": "open",
        "run_id": "run-1",
        "quarantined_at": NOON,
    },
    "runs": {
        "kind": "ingest",
        "state": "completed",
        "started_at": NOON,
        "in_count": 0,
        "loaded_count": 0,
        "known_count": 0,
        "quarantined_count": 0,
        "rules_version": 1,
        "copydesk_version": "0.1.0",
        "pid": 1,
    },
    "shards": {
        "shard_id": "shard-1",
        "run_id": "run-1",
        "in_count": 0,
        "loaded_count": 0,
        "known_count": 0,
        "quarantined_count": 0,
        "byte_count": 100,
        "clean_seconds": 0.1,
        "loaded_at": NOON,
    },
    "check_results": {"severity": "fail", "violation_count": 0, "checked_at": NOON},
    "fetches": {
        "asked_url": "https://harbour-gazette.example/",
        "host": "https://harbour-gazette.example:443",
        "kind": "page",
        "source": "asked",
        "state": "fetched",
        "found_at": NOON,
        "attempts": 0,
    },
    "hosts": {"failure_count": 0, "rest_count": 0, "asked_on": 19844, "asked_count": 1},
}


def open_desk(given: Tables | None = None) -> duckdb.DuckDBPyConnection:
    """Give a database in memory that holds the given rows, the columns left out filled by `DEFAULTS`."""
    desk = duckdb.connect()
    desk.execute("SET TimeZone = 'UTC'")
    for path in sql_files("tables") + sql_files("views"):
        desk.execute(path.read_text(encoding="utf-8"))
    for table, rows in (given or {}).items():
        for row in rows:
            _insert(desk, table, DEFAULTS[table] | row)
    return desk


def sql_files(folder: str) -> list[Path]:
    """Give the files of one folder of `sql/`, by name."""
    return sorted((SQL / folder).glob("*.sql"))


def rows_of(desk: duckdb.DuckDBPyConnection, sql: str, parameters: Row | None = None) -> list[Row]:
    """Run a statement and give its rows as JSON would show them: days and moments in ISO 8601."""
    rows = desk.sql(sql, params=parameters).pl().to_dicts()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def run_query(desk: duckdb.DuckDBPyConnection, name: str, parameters: Row | None = None) -> list[Row]:
    """Run a named query; parameters are strings, those left out have the default of its header."""
    sql = (SQL / "queries" / f"{name}.sql").read_text(encoding="utf-8")
    defaults = {
        found["name"]: None if found["default"] == "null" else found["default"]
        for found in map(PARAMETER.fullmatch, sql.splitlines())
        if found
    }
    return rows_of(desk, sql, defaults | (parameters or {}))


def read_json(path: Path) -> Any:
    """Read a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def _insert(desk: duckdb.DuckDBPyConnection, table: str, row: Row) -> None:
    values = ", ".join(f"${name}" for name in row)
    desk.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})", row)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    assert value is None or isinstance(value, str | int | float), f"no CSV or JSON holds a {type(value)}"
    return value
