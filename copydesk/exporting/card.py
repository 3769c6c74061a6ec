"""The card of an export: tables and columns with what they mean, counts, checks, versions, as Markdown and JSON."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from copydesk import __version__, warehouse

CARD, README = "card.json", "README.md"
_COLUMNS_SQL = """
    select table_name, column_name, data_type, comment from duckdb_columns()
    where database_name = current_database() and not internal order by table_name, column_index
"""
_NAMES_SQL = """
    select table_name, comment, false from duckdb_tables() where database_name = current_database()
    union all
    select view_name, null, true from duckdb_views() where database_name = current_database() and not internal
    order by all
"""
_FACTS_SQL = """
    select
        (select arg_max(run_id, finished_at) from runs where state like 'completed%') as last_run_id,
        (select max(finished_at) from runs where state like 'completed%') as last_run_at,
        (select list(distinct rules_version order by rules_version) from articles) as rules_versions,
        (
            select list(distinct split_part(rule, '.', 1) order by split_part(rule, '.', 1))
            from spans where score is not null
        ) as labeller_versions,
        (select min(published_on) from articles) as first_day,
        (select max(published_on) from articles) as last_day,
        (select list(distinct language order by language) from articles) as languages
"""
_CHECKS_SQL = """
    select assertion, severity, violation_count, checked_at from check_results
    where run_id = (select arg_max(run_id, checked_at) from check_results) order by assertion
"""

_LICENCE = """## Licence

The texts belong to those who published them. Who passes this export on says here under which terms, and takes out
what may not be passed on: (to be filled in)
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its SQL type and what it holds."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view, the file that holds it, and how many rows that has."""

    name: str
    file: str
    description: str
    is_view: bool
    row_count: int
    columns: list[Column]


@dataclass(frozen=True, slots=True)
class Check:
    """What an assertion of the last audit found."""

    assertion: str
    sentence: str
    severity: str
    violation_count: int
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card tells; times are UTC."""

    database: str
    exported_at: datetime
    copydesk_version: str
    duckdb_version: str
    facts: dict[str, Any]
    tables: list[Table]
    checks: list[Check] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Write README.md for people and card.json for programs."""
        (folder / CARD).write_text(
            json.dumps(asdict(self), ensure_ascii=False, indent=1, default=_plain) + "\n", "utf-8"
        )
        (folder / README).write_text(_markdown(self), "utf-8")


def read_card(
    con: duckdb.DuckDBPyConnection, database: str, suffix: str, lookups: Collection[str] | None
) -> Card:
    """Read what a card tells from a published database; tables named in `lookups`, and views, are left out.

    None leaves nothing out.
    """
    rows = con.execute(_NAMES_SQL).fetchall()
    is_wanted = {name: lookups is None or not (is_view or name in lookups) for name, _, is_view in rows}
    tables = [_table(con, suffix, *row) for row in rows if is_wanted[row[0]]]
    facts = warehouse.query(con, _FACTS_SQL).row(0, named=True)
    return Card(
        database=database,
        exported_at=warehouse.now(),
        copydesk_version=__version__,
        duckdb_version=duckdb.__version__,
        facts=facts,
        tables=tables,
        checks=_checks(con),
        left_out=[name for name, wanted in is_wanted.items() if not wanted],
    )


def _table(
    con: duckdb.DuckDBPyConnection, suffix: str, name: str, comment: str | None, is_view: bool
) -> Table:
    described = warehouse.query(con, _COLUMNS_SQL).filter(table_name=name)
    columns = [Column(column, kind, told or "") for _, column, kind, told in described.iter_rows()]
    return Table(
        name=name,
        file=f"{name}.{suffix}",
        description=comment or _sentence("views", name),
        is_view=is_view,
        row_count=warehouse.count(con, f'select count(*) from "{name}"'),
        columns=columns,
    )


def _checks(con: duckdb.DuckDBPyConnection) -> list[Check]:
    return [
        Check(name, _sentence("assertions", name), *rest)
        for name, *rest in con.execute(_CHECKS_SQL).fetchall()
    ]


def _sentence(kind: str, name: str) -> str:
    """Give the sentence at the top of an SQL file; nothing where this version has no such file."""
    return warehouse.sql_files(kind).get(name, "").split("\n", 1)[0].removeprefix("-- ")


def _markdown(card: Card) -> str:
    lines = [f"# Data card of {card.database}", "", *_facts(card), ""]
    lines += ["| table | file | rows | what it holds |", "|---|---|---|---|"]
    lines += [
        f"| [{one.name}](#{one.name}) | `{one.file}` | {one.row_count:,} | {_cell(one.description)} |"
        for one in card.tables
    ]
    if card.left_out:
        lines += ["", f"Not in this export, for SQL in the database: {', '.join(card.left_out)}."]
    for one in card.tables:
        lines += [
            "",
            f"## {one.name}",
            "",
            one.description,
            "",
            "| column | type | what it holds |",
            "|---|---|---|",
        ]
        lines += [
            f"| {column.name} | {column.type} | {_cell(column.description)} |" for column in one.columns
        ]
    lines += ["", "## Checks", "", "What the last audit before the export found:", ""]
    lines += ["| check | promise | severity | violations |", "|---|---|---|---|"]
    lines += [
        f"| {one.assertion} | {_cell(one.sentence)} | {one.severity} | {one.violation_count:,} |"
        for one in card.checks
    ]
    return "\n".join(lines) + "\n\n" + _LICENCE


def _facts(card: Card) -> list[str]:
    facts = card.facts
    days = f"{facts['first_day']} to {facts['last_day']}" if facts["first_day"] else "none told"
    return [
        f"- Exported {card.exported_at:%Y-%m-%d %H:%M:%S} UTC; last run {facts['last_run_id'] or 'none'},"
        f" finished {_time(facts['last_run_at'])}",
        f"- Copydesk {card.copydesk_version}, DuckDB {card.duckdb_version}; versions of the cleaning rules:"
        f" {_list(facts['rules_versions'])}; of the labeller: {_list(facts['labeller_versions'])}",
        f"- Days of publication: {days}; languages: {_list(facts['languages'])}",
        "- Times are UTC, texts UTF-8, empty cells not known; lists are JSON in CSV",
        "- `card.json` tells the same to programs",
    ]


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "never"


def _list(values: list[Any] | None) -> str:
    return ", ".join(map(str, values or ["none"]))


def _cell(text: str) -> str:
    """Keep a text in its cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a card")
