"""Contracts, DDL, roles and cures say the same as the code they are about."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import duckdb
import polars as pl
import pytest

from checks.assertions import severity
from checks.contracts import DOCUMENT_TABLES, TABLES
from checks.contracts.base import primary_key
from checks.contracts.spans import ROLES
from checks.ddl import TABLES_FOLDER, table_sql, write_tables
from checks.verdicts import CURES, DEFAULT_CURE, VERDICTS
from copydesk.columns import clean_shard
from copydesk.document import RawDocument, Role
from copydesk.errors import ContractError
from copydesk.landing import land_raw, raw_frame, read_frames
from copydesk.ledger import RunKind, RunState
from copydesk.warehouse import sql_files
from tests.pipeline.desk import ROOT, Desk, article, make_desk, page

# Rejects that leave an article to load: for these the cure may be to waive them.
_WAIVABLE = {"garbage", "too_short", "date_impossible"}
# What loading adds to the frame, and what the gate alone needs.
_ADDED, _FOR_THE_GATE = {"documents": {"shard_id", "first_seen_at"}}, {"documents": {"text"}}


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """The frames that cleaning gives, as the pipeline reads them back."""
    folder = tmp_path_factory.mktemp("frames")
    raw = [
        RawDocument("/inbox/a.txt", article().encode()),
        RawDocument("/inbox/b.html", page().encode(), "text/html"),
        RawDocument("/inbox/c.txt", b""),
    ]
    shard = land_raw(folder / "raw", "shard", raw_frame(raw))
    cleaned, _ = clean_shard(shard.path, folder / "clean")
    return read_frames(cleaned)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A database that a run has made."""
    desk = make_desk(tmp_path_factory.mktemp("desk"))
    desk.put("a.txt", article())
    desk.ingest()
    return desk


@pytest.mark.parametrize("table", DOCUMENT_TABLES)
def test_cleaning_gives_the_columns_of_the_contract(table: str, frames: dict[str, pl.DataFrame]) -> None:
    columns = {name: spec.dtype.type for name, spec in TABLES[table].to_schema().columns.items()}
    expected = {name: dtype for name, dtype in columns.items() if name not in _ADDED.get(table, set())}
    found = {
        name: dtype
        for name, dtype in frames[table].schema.items()
        if name not in _FOR_THE_GATE.get(table, set())
    }
    assert found == expected
    assert list(found) == [name for name in columns if name in found], "in the same order, too"


@pytest.mark.parametrize("table", TABLES)
def test_the_file_under_sql_is_what_the_contract_generates(table: str) -> None:
    assert (TABLES_FOLDER / f"{table}.sql").read_text("utf-8") == table_sql(table, TABLES[table])


def test_there_is_a_file_for_each_contract_and_no_other(tmp_path: Path) -> None:
    written = {path.name for path in write_tables(tmp_path)}
    assert {path.name for path in TABLES_FOLDER.iterdir()} == written


@pytest.mark.parametrize("table", TABLES)
def test_the_database_has_the_columns_of_the_contract_with_comments(table: str, desk: Desk) -> None:
    with duckdb.connect(str(desk.settings.database), read_only=True) as con:
        rows = con.execute(
            "select column_name, is_nullable, comment from duckdb_columns() where table_name = ? order by column_index",
            [table],
        ).fetchall()
    expected = [
        (name, spec.nullable, " ".join((spec.description or "").split()))
        for name, spec in TABLES[table].to_schema().columns.items()
    ]
    assert rows == expected


@pytest.mark.parametrize("table", TABLES)
def test_every_row_of_the_database_keeps_its_contract(table: str, desk: Desk) -> None:
    with duckdb.connect(str(desk.settings.database), read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        frame = con.sql(f"from {table}").pl()
    TABLES[table].validate(
        frame.cast({name: pl.Datetime("us", "UTC") for name in frame.columns if name.endswith("_at")})
    )


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_a_key_and_is_checked_for_it(table: str) -> None:
    key = primary_key(TABLES[table])
    assert key
    sql = sql_files("assertions")["unique_keys"]
    assert f"from {table}\n    group by {', '.join(key)}\n" in sql


def test_roles_are_those_of_the_document() -> None:
    assert get_args(Role) == ROLES


def test_kinds_and_states_of_runs_are_those_of_the_ledger() -> None:
    columns = TABLES["runs"].to_schema().columns
    (kinds,), (states,) = (
        [check.statistics["allowed_values"] for check in columns[name].checks] for name in ("kind", "state")
    )
    assert tuple(kinds) == get_args(RunKind)
    assert set(states) == {"running", "abandoned", *get_args(RunState)}


def test_every_assertion_says_how_bad_a_violation_is() -> None:
    for name, sql in sql_files("assertions").items():
        assert severity(name, sql) in ("fail", "warn")
    with pytest.raises(ContractError, match="no_header"):
        severity("no_header", "select 1")


def _reasons_in(source: str) -> Iterator[str]:
    """Find the reasons that code gives: ReadError("x", ...), self._broken("x", ...), Failure(uri, "x", ...), and
    `return "x", "A sentence"`.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            place = {"ReadError": 0, "_broken": 0, "Failure": 1}.get(name)
            if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                yield ast.literal_eval(node.args[place])
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and node.value.elts:
            first = node.value.elts[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def reasons() -> set[str]:
    """Give every reason that a row of the quarantine can have."""
    sources = [ROOT / "copydesk" / "collecting.py", *(ROOT / "copydesk" / "reading").glob("*.py")]
    sources += (ROOT / "copydesk" / "archives").glob("*.py")
    read = {reason for path in sources for reason in _reasons_in(path.read_text("utf-8"))}
    judged = {verdict.reason for verdict in VERDICTS if verdict.severity == "reject"}
    return read | judged | {"cleaning_error", "span_ledger_broken", "contract_broken"}


def test_the_scan_finds_reasons_of_every_form() -> None:
    assert reasons() >= {"binary", "too_large", "broken_link", "unreadable", "bad_json", "login_page"}
    assert reasons() >= {"truncated_archive", "wrong_digest"}


def test_every_cure_is_for_a_reason_that_exists() -> None:
    assert set(CURES) <= reasons()


def test_every_reason_has_a_cure_of_its_own_unless_it_can_be_waived() -> None:
    assert reasons() - set(CURES) <= _WAIVABLE
    assert "waive" in DEFAULT_CURE
    assert {reason for reason, cure in CURES.items() if "waive" in cure} <= _WAIVABLE
