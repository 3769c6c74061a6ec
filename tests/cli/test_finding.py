"""copydesk search and copydesk export as a person uses them."""

import csv
import io
import json
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_cli import COPYDESK, QUIET, SEEDS, read_to_the_end, run


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of all samples."""
    folder = tmp_path_factory.mktemp("desk")
    assert run(folder, "ingest", SEEDS).returncode == 0
    return folder


def test_search_shows_headline_origin_and_context(desk: Path) -> None:
    done = run(desk, "search", "harbour charter")
    assert done.returncode == 0
    blocks = done.stdout.strip().split("\n\n")
    assert blocks[0].startswith("1. ")
    assert all("harbour" in block.lower() for block in blocks)
    assert "score" in blocks[0]
    assert done.stderr.strip().endswith("articles")


def test_search_takes_words_one_by_one(desk: Path) -> None:
    assert run(desk, "search", "night", "train").stdout == run(desk, "search", "night train").stdout != ""


def test_search_that_finds_nothing_says_so(desk: Path) -> None:
    done = run(desk, "search", "zeppelin")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "No article has all of this: zeppelin; ask for fewer words, or for beginnings*\n"
    assert run(desk, "search", "zeppelin", "--format", "json").stdout == "[]\n"


def test_search_that_limits_leave_nothing_says_so(desk: Path) -> None:
    done = run(desk, "search", "harbour", "--outlet", "No Such Paper")
    assert done.stderr.startswith("No article within these limits has all of this: harbour;")


def test_words_to_leave_out_are_no_options_and_wrong_options_are_no_words(desk: Path) -> None:
    apart, together = run(desk, "search", "harbour", "-charter"), run(desk, "search", "harbour -charter")
    assert apart.stdout == together.stdout != run(desk, "search", "harbour").stdout
    wrong = run(desk, "search", "harbour", "--sinse", "2024-03-01")
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "error: No such option: --sinse; see: copydesk search --help\n",
    )


def test_search_without_a_database_is_one_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "search", "ferry")
    assert done.returncode == 1
    assert done.stderr == "error: copydesk.duckdb does not exist; fill it with: copydesk ingest PATH\n"


def test_search_marks_words_on_a_terminal(desk: Path) -> None:
    main, side = pty.openpty()
    terminal = {**QUIET, "TERM": "xterm-256color"}
    with subprocess.Popen(
        [COPYDESK, "search", "charter"], cwd=desk, env=terminal, stdout=side, stderr=side
    ) as process:
        os.close(side)
        shown = read_to_the_end(main)
    assert process.returncode == 0
    assert b"\x1b[1;33mcharter\x1b[0m" in shown


def test_search_gives_rows_to_programs(desk: Path) -> None:
    done = run(desk, "search", "harbour", "--format", "json", "--limit", "2")
    rows = json.loads(done.stdout)
    assert len(rows) == 2
    assert rows[0]["score"] >= rows[1]["score"] > 0
    done = run(desk, "search", "harbour", "--format", "csv", "--since", "2024-03-06", "--until", "2024-03-06")
    assert {row["published_on"] for row in csv.DictReader(io.StringIO(done.stdout))} == {"2024-03-06"}


def test_search_by_speaker(desk: Path) -> None:
    done = run(desk, "search", "harbour", "--speaker", "Ilse Brandvik", "--format", "json")
    assert len(json.loads(done.stdout)) == 2
    assert json.loads(run(desk, "search", "harbour", "--speaker", "Nobody", "--format", "json").stdout) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["…"], "There is no word to look for"),
        (["a*"], "fits too many words"),
        (["ferry", "--since", "soon"], "soon"),
        (["ferry", "--limit", "0"], "--limit"),
    ],
)
def test_search_refuses_in_one_sentence(desk: Path, words: list[str], told: str) -> None:
    done = run(desk, "search", *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.startswith("error: ")


def test_export_says_what_it_wrote(desk: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(desk, "export", str(out), "--format", "csv")
    assert done.returncode == 0
    assert "articles.csv" in done.stdout
    assert "17 rows" in done.stdout
    assert re.search(r"^runs\.csv +1 row *$", done.stdout, re.MULTILINE)
    assert (out / "README.md").read_text("utf-8").startswith("# Data card of copydesk.duckdb\n")
    wrong = run(desk, "export", str(tmp_path / "other"), "--format", "xml")
    assert wrong.returncode == 2
    assert "--format takes parquet, csv or jsonl, not xml" in wrong.stderr
    again = run(desk, "export", str(out))
    assert again.returncode == 2
    assert "--force" in again.stderr
