"""SQL assertions: each file in sql/assertions returns the rows that break a promise, and says how bad that is."""

import re

import duckdb
import polars as pl

from copydesk import warehouse
from copydesk.errors import ContractError

_SEVERITY = re.compile(r"^-- severity: (fail|warn)$", re.MULTILINE)


def severity(name: str, sql: str) -> str:
    """Give the severity that an assertion's header names. Raises ContractError where it names none."""
    match = _SEVERITY.search(sql)
    if match is None:
        raise ContractError(
            f"sql/assertions/{name}.sql needs a line `-- severity: fail` or `-- severity: warn`"
        )
    return match[1]


def run_assertions(con: duckdb.DuckDBPyConnection, run_id: str) -> list[tuple[str, str, int]]:
    """Run every assertion, enter the results into `check_results`, and give name, severity and violations of each."""
    results = []
    for name, sql in warehouse.sql_files("assertions").items():
        violation_count = warehouse.count(
            con, f"select count(*) from ({sql.strip().rstrip(';')}\n) as violations"
        )
        results.append((name, severity(name, sql), violation_count))
    rows = pl.DataFrame(
        results, schema=["assertion", "severity", "violation_count"], orient="row"
    ).with_columns(run_id=pl.lit(run_id), checked_at=pl.lit(warehouse.now()))
    warehouse.insert(con, "check_results", rows)
    return results
