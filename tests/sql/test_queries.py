"""Every named query has a folder here: `given.json`, perhaps `params.json`, and `expect.json`.

Other parameters for the same tables stand in `params.NAME.json`, what they give in `expect.NAME.json`.
"""

import re
from pathlib import Path

import pytest

from tests.sql.desk import PARAMETER, Tables, open_desk, read_json, run_query, sql_files

HERE = Path(__file__).parent
QUERIES = sql_files("queries")
FOLDERS = sorted(path.parent for path in HERE.glob("*/given.json"))
CASES = sorted(HERE.glob("*/expect*.json"))


def test_every_query_has_a_folder() -> None:
    assert [path.stem for path in QUERIES] == [folder.name for folder in FOLDERS]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.parent.name}{case.stem.removeprefix('expect')}"
)
@pytest.mark.parametrize("order", [1, -1], ids=["as_given", "backwards"])
def test_query(case: Path, order: int) -> None:
    given: Tables = {table: rows[::order] for table, rows in read_json(case.with_name("given.json")).items()}
    parameters = case.with_name(case.name.replace("expect", "params"))
    found = run_query(
        open_desk(given), case.parent.name, read_json(parameters) if parameters.exists() else None
    )
    assert found == read_json(case)
    assert found, "an empty answer proves nothing"


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_query_runs_on_an_empty_database(path: Path) -> None:
    assert run_query(open_desk(), path.stem) == []


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_header_is_one_sentence_then_every_parameter(path: Path) -> None:
    sql = path.read_text(encoding="utf-8")
    sentence, *rest = sql.splitlines()
    assert re.fullmatch(r"-- [A-Z].*[^.]\.", sentence)
    declared = [found["name"] for found in map(PARAMETER.fullmatch, rest) if found]
    assert set(declared) == set(re.findall(r"(?<=cast\(\$)\w+", sql))
    assert all(PARAMETER.fullmatch(line) for line in rest[: len(declared)])
    assert rest[len(declared)].split()[0] in {"select", "with"}
