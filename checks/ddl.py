"""Contract -> `sql/tables/*.sql`. Run `python -m checks.ddl` (or `make generate`) after changing a contract."""

import inspect
from pathlib import Path

import polars as pl

from checks.contracts import TABLES, Contract
from checks.contracts.base import primary_key

TABLES_FOLDER = Path(__file__).resolve().parent.parent / "sql" / "tables"

_SQL_TYPES: list[tuple[pl.DataType, str]] = [
    (pl.String(), "varchar"),
    (pl.Int64(), "bigint"),
    (pl.Int32(), "integer"),
    (pl.Float64(), "double"),
    (pl.Binary(), "blob"),
    (pl.Date(), "date"),
    (pl.Datetime("us", "UTC"), "timestamptz"),
    (pl.List(pl.String()), "varchar[]"),
]


def table_sql(name: str, contract: type[Contract]) -> str:
    """Give the statements that create and comment one table."""
    columns = contract.to_schema().columns
    lines = [
        f"    {column} {sql_type(spec.dtype.type)}{'' if spec.nullable else ' not null'}"
        for column, spec in columns.items()
    ]
    comments = [f"comment on table {name} is\n{_quoted(inspect.getdoc(contract) or '')};"]
    comments += [
        f"comment on column {name}.{column} is\n{_quoted(spec.description)};"
        for column, spec in columns.items()
    ]
    body = ",\n".join(lines)
    return (
        f"-- Generated from checks/contracts by `make generate`: do not edit.\n"
        f"-- Key: {', '.join(primary_key(contract))}. Not declared: an index would make loading ten times slower (see\n"
        f"-- ARCHITECTURE.md); loading anti-joins on it and sql/assertions/unique_keys.sql proves it.\n"
        f"create table if not exists {name} (\n{body}\n);\n\n" + "\n".join(comments) + "\n"
    )


def write_tables(folder: Path = TABLES_FOLDER) -> list[Path]:
    """Write one file a table and return the paths."""
    paths = []
    for name, contract in TABLES.items():
        path = folder / f"{name}.sql"
        path.write_text(table_sql(name, contract), encoding="utf-8")
        paths.append(path)
    return paths


def sql_type(dtype: pl.DataType) -> str:
    """Give the type of a column in SQL. Raises TypeError for one that no table has had yet."""
    for polars_type, sql_type in _SQL_TYPES:
        if dtype == polars_type:
            return sql_type
    raise TypeError(f"no SQL type for {dtype}: add it to checks/ddl.py")


def _quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


if __name__ == "__main__":
    write_tables()
