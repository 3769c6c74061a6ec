"""The reference of the database is what contracts and SQL files say today."""

import pytest

from checks.contracts import TABLES
from checks.reference import REFERENCE, reference
from copydesk.warehouse import sql_files


def test_the_page_is_current() -> None:
    assert REFERENCE.read_text("utf-8") == reference(), "run `make generate` and commit docs/reference.md"


@pytest.mark.parametrize("kind", ["queries", "views", "assertions"])
def test_everything_under_sql_has_a_line(kind: str) -> None:
    page = reference()
    assert [name for name in sql_files(kind) if f"\n| `{name}` | " not in page] == []


def test_every_table_has_its_columns() -> None:
    page = reference()
    for name, contract in TABLES.items():
        section = page.split(f"\n### {name}\n", 1)[1].split("\n### ", 1)[0]
        assert [
            column for column in contract.to_schema().columns if f"\n| `{column}` | " not in section
        ] == []
