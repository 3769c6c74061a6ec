"""An export holds every row of every table, appears as a whole or not at all, and says what it is."""

import csv
import json
import re
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from checks.contracts import TABLES
from copydesk import warehouse
from copydesk.errors import UsageError, WarehouseError
from copydesk.exporting import ExportFormat
from copydesk.exporting.writing import export
from copydesk.settings import Settings
from tests.pipeline.desk import Desk, article, make_desk, page

LOOKUPS = {"indexed_articles", "signatures", "buckets", "shingles"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = make_desk(tmp_path_factory.mktemp("desk"))
    for number in range(5):
        desk.put(f"{number}.txt", article(number))
    desk.put("page.html", page(9))
    desk.put("bad.txt", "")
    desk.ingest()
    return desk


@pytest.mark.parametrize("form", ExportFormat)
def test_every_table_comes_back_as_it_was(desk: Desk, tmp_path: Path, form: ExportFormat) -> None:
    export(desk.settings, tmp_path / "out", form)
    names = {path.stem for path in (tmp_path / "out").glob(f"*.{form}")}
    assert names == set(TABLES) - LOOKUPS
    with warehouse.open_reader(desk.settings) as published, duckdb.connect() as reader:
        reader.execute("set TimeZone = 'UTC'")
        for name in names:
            path = tmp_path / "out" / f"{name}.{form}"
            here = dict(
                published.execute(
                    f"select column_name, data_type from duckdb_columns() where table_name = '{name}'"
                ).fetchall()
            )
            casts = ", ".join(f'"{column}"::{kind} as "{column}"' for column, kind in here.items())
            source = {
                "parquet": f"read_parquet('{path}')",
                "csv": f"read_csv('{path}', all_varchar = true, header = true)",
                "jsonl": f"read_json('{path}', format = 'newline_delimited')",
            }[form]
            if form == "jsonl" and path.stat().st_size == 0:
                assert published.execute(f"select count(*) from {name}").fetchall() == [(0,)]
                continue
            assert sorted(map(repr, reader.execute(f"select {casts} from {source}").fetchall())) == sorted(
                map(repr, published.execute(f"from {name}").fetchall())
            ), name


def test_everything_holds_views_and_lookups(desk: Desk, tmp_path: Path) -> None:
    export(desk.settings, tmp_path / "out", ExportFormat.parquet, everything=True)
    names = {path.stem for path in (tmp_path / "out").glob("*.parquet")}
    assert names == set(TABLES) | set(warehouse.sql_files("views"))
    assert pl.read_parquet(tmp_path / "out" / "current_articles.parquet").height == 6


def test_other_tools_read_it(desk: Desk, tmp_path: Path) -> None:
    export(desk.settings, tmp_path / "csv", ExportFormat.csv)
    with (tmp_path / "csv" / "articles.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 6
    assert all(isinstance(json.loads(row["authors"]), list) for row in rows)
    assert any("\n\n" in row["body"] for row in rows)
    export(desk.settings, tmp_path / "jsonl", ExportFormat.jsonl)
    records = [
        json.loads(line) for line in (tmp_path / "jsonl" / "sightings.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(records) == 6
    seen = datetime.fromisoformat(records[0]["seen_at"])
    assert seen.utcoffset() == UTC.utcoffset(None)
    assert abs((datetime.now(UTC) - seen).total_seconds()) < 600


def test_the_card_tells_tables_columns_counts_and_checks(desk: Desk, tmp_path: Path) -> None:
    export(desk.settings, tmp_path / "out", ExportFormat.parquet)
    card = json.loads((tmp_path / "out" / "card.json").read_text("utf-8"))
    told = {table["name"]: table for table in card["tables"]}
    assert told["articles"]["row_count"] == 6
    facts = card["facts"]
    assert facts["last_run_id"] == desk.value("select max(run_id) from runs")
    assert all(re.fullmatch(r"(html|text)-\d+", version) for version in facts["labeller_versions"])
    assert told["quarantine"]["row_count"] == 1
    assert all(column["description"] for table in card["tables"] for column in table["columns"])
    assert {check["assertion"] for check in card["checks"]} == set(warehouse.sql_files("assertions"))
    assert all(check["violation_count"] == 0 and check["sentence"] for check in card["checks"])
    readme = (tmp_path / "out" / "README.md").read_text("utf-8")
    for table in told.values():
        assert (
            f"| [{table['name']}](#{table['name']}) | `{table['file']}` | {table['row_count']:,} |" in readme
        )
    assert "## Licence" in readme
    assert str(tmp_path) not in readme


def test_a_folder_that_holds_something_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    for force in (False, True):
        with pytest.raises(UsageError, match=r"holds thesis\.tex, which is of no export"):
            export(desk.settings, tmp_path, ExportFormat.csv, force=force)
    with pytest.raises(UsageError, match="is a file"):
        export(desk.settings, tmp_path / "thesis.tex", ExportFormat.csv)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_an_export_is_replaced_only_when_asked(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    export(desk.settings, out, ExportFormat.csv)
    with pytest.raises(UsageError, match="--force"):
        export(desk.settings, out, ExportFormat.parquet)
    assert (out / "articles.csv").exists()
    export(desk.settings, out, ExportFormat.parquet, force=True)
    assert not (out / "articles.csv").exists()
    assert (out / "articles.parquet").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_was_put_into_an_export_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    export(desk.settings, tmp_path / "out", ExportFormat.csv)
    (tmp_path / "out" / "notes.md").write_text("what I found")
    with pytest.raises(UsageError, match=r"holds notes\.md"):
        export(desk.settings, tmp_path / "out", ExportFormat.csv, force=True)


def test_no_database_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="does not exist; fill it with"):
        export(Settings(database=tmp_path / "none.duckdb"), tmp_path / "out", ExportFormat.csv)
    assert list(tmp_path.iterdir()) == []


def test_little_memory_is_enough(tmp_path: Path) -> None:
    settings = Settings(database=tmp_path / "large.duckdb", memory_limit="200MB")
    with warehouse.open_writer(settings) as con:
        con.execute(
            "insert into comments by name select md5(i::varchar) as document_id, 0 as ordinal,"
            " repeat(md5(i::varchar), 150) as text from range(30000) t(i)"
        )
        warehouse.publish(con, settings)
    for form in ExportFormat:
        export(settings, tmp_path / form, form)
    lines = (tmp_path / "jsonl" / "comments.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 30_000
    assert (
        json.loads(lines[0])["document_id"] == "cfcd208495d565ef66e7dff9f98764da"
    )  # in the order of the table


def test_a_full_disk_is_one_sentence_and_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    """A file may not grow beyond a few kilobytes here, as on a disk that is full."""
    command = [
        str(Path(sys.executable).with_name("copydesk")),
        "export",
        "out",
        "--format",
        "jsonl",
        "--db",
        str(desk.settings.database),
    ]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
    )
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written_is_one_sentence(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WarehouseError, match="cannot be written: Not a directory"):
        export(desk.settings, tmp_path / "file" / "out", ExportFormat.csv)
