"""The command as a person uses it: output, exit codes, errors of one sentence."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import ROOT

COPYDESK = str(Path(sys.executable).with_name("copydesk"))
SEEDS = str(ROOT / "seeds")
QUIET = {**os.environ, "PREFECT_API_URL": "", "PREFECT_HOME": "/nonexistent", "COLUMNS": "160"}


def run(
    folder: Path, *words: str, data: bytes | None = None, environment: Mapping[str, str] = QUIET
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [COPYDESK, *words],
        cwd=folder,
        env=dict(environment),
        input=data,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of all samples and one empty file in quarantine."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "empty.txt").touch()
    (folder / "short.txt").write_text("The council met on Monday and agreed on nothing.")
    done = run(folder, "ingest", SEEDS, "empty.txt", "short.txt")
    assert done.returncode == 0, done.stderr
    assert re.search(r"loaded\s*│\s*17\b", done.stdout)
    assert re.search(r"quarantined\s*│\s*2\b", done.stdout)
    return folder


def test_help_names_every_command_at_once(tmp_path: Path) -> None:
    done = run(tmp_path, "--help")
    assert done.returncode == 0
    for command in (
        "ingest",
        "query",
        "search",
        "export",
        "sql",
        "show",
        "clean",
        "quarantine",
        "rebuild",
        "audit",
        "status",
    ):
        assert re.search(rf"│ {command} ", done.stdout)


def test_show_diff_marks_what_differs_in_a_passage_of_two_articles(desk: Path) -> None:
    paths = [f"{SEEDS}/06-night-train-column.txt", f"{SEEDS}/07-sleeper-slot.txt"]
    done = run(desk, "show", "--diff", *paths)
    assert done.returncode == 0, done.stderr
    assert "[-between-] Ardmoor [-and-]" in done.stdout
    assert "{+from+} Ardmoor {+to+}" in done.stdout
    assert "shared passages: 1; places changed: 7" in done.stderr


def test_show_diff_of_articles_that_share_nothing_says_so(desk: Path) -> None:
    done = run(desk, "show", "--diff", f"{SEEDS}/06-night-train-column.txt", f"{SEEDS}/09-sperrwerk.txt")
    assert (done.returncode, done.stdout) == (0, "")
    assert "They share no passage of twenty words or more" in done.stderr


@pytest.mark.parametrize("words", [("--diff", "one"), ("one", "other")])
def test_show_diff_takes_two_documents(desk: Path, words: tuple[str, ...]) -> None:
    done = run(desk, "show", *words)
    assert done.returncode == 2
    assert done.stderr == "error: Two documents are compared with: copydesk show --diff ONE OTHER\n"


def test_help_imports_no_heavy_library(tmp_path: Path) -> None:
    code = "import sys; sys.argv = ['copydesk', '--help']\nfrom copydesk.cli import app\napp(standalone_mode=False)\n"
    code += (
        "print(sorted({'polars', 'duckdb', 'prefect', 'pandera', 'lxml', 'trafilatura'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_ingest_again_loads_nothing(desk: Path) -> None:
    done = run(desk, "ingest", SEEDS, "empty.txt", "short.txt")
    assert done.returncode == 0
    assert re.search(r"loaded\s*│\s*0\b", done.stdout)
    assert re.search(r"known already\s*│\s*19\b", done.stdout)


def test_progress_is_plain_lines_where_no_terminal_is(tmp_path: Path) -> None:
    done = run(tmp_path, "ingest", SEEDS)
    assert "ingest: 17 documents" in done.stderr
    assert "\x1b" not in done.stderr + done.stdout


def test_progress_is_a_bar_on_a_terminal(tmp_path: Path) -> None:
    main, side = pty.openpty()
    with subprocess.Popen(
        [COPYDESK, "ingest", SEEDS], cwd=tmp_path, env=QUIET, stdout=side, stderr=side
    ) as process:
        os.close(side)
        shown = read_to_the_end(main)
    assert process.returncode == 0
    assert b"documents" in shown
    assert "━".encode() in shown


def read_to_the_end(terminal: int) -> bytes:
    shown = b""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # so Linux reports that the far end was closed
            chunk = b""
        if not chunk:
            os.close(terminal)
            return shown
        shown += chunk


def test_query_lists_names_with_sentences(desk: Path) -> None:
    done = run(desk, "query")
    assert done.returncode == 0
    assert re.search(
        r"^coverage_by_day\s+How many articles each outlet published on each day\.", done.stdout, re.MULTILINE
    )
    assert len(done.stdout.strip().splitlines()) >= 8


@pytest.mark.parametrize("words", [["--language", "de"], ["--language=de"]])
def test_query_takes_its_parameters_as_options(desk: Path, words: list[str]) -> None:
    done = run(desk, "query", "longest_articles", *words, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert [row["language"] for row in json.loads(done.stdout)] == ["de"]


def test_places_of_a_word_stand_below_each_other_in_eighty_columns(desk: Path) -> None:
    done = run(desk, "query", "keyword_in_context", "--word", "fees", environment={**QUIET, "COLUMNS": "80"})
    lines = done.stdout.splitlines()
    places = [line for line in lines if line.startswith("  ")]
    assert len(places) > 3
    assert {line[39:43] for line in places} == {"fees"}
    assert max(map(len, places)) == 80
    heads = [line for line in lines if line not in places]
    assert any(
        re.fullmatch(r"NORDWIRE · Ilse Brandvik · \S+/02-strait-dispatch\.txt", line) for line in heads
    )
    assert done.stderr == f"{len(places)} rows\n"


def test_places_of_a_word_in_wide_characters_are_cut_to_the_columns_they_take(desk: Path) -> None:
    statement = "select '東京都の港では' as before, '渡し船' as word, 'が再開し、島へ戻った' as after"
    done = run(desk, "sql", statement, environment={**QUIET, "COLUMNS": "24"})
    assert done.stdout == "\n  の港では渡し船が再開し\n"  # twenty-four columns
    assert done.stderr == "1 row\n"


def test_rows_of_many_columns_stand_one_by_one_where_there_is_no_room(desk: Path) -> None:
    words = ("query", "quoted_people", "--speaker", "aske")
    narrow = run(desk, *words, environment={**QUIET, "COLUMNS": "80"})
    assert re.search(r"^person +Bertil Aske *\n", narrow.stdout)
    assert re.search(r"^first_published_on +2024-03-06 *$", narrow.stdout, re.MULTILINE)
    assert narrow.stderr == "1 row\n"
    assert "│ Bertil Aske │" in run(desk, *words).stdout


def test_query_help_names_its_parameters(desk: Path) -> None:
    assert "--since DATE" in run(desk, "query", "coverage_by_day", "--help").stdout


def test_rows_are_told_one_by_one_and_as_lines_of_json(desk: Path) -> None:
    done = run(desk, "query", "longest_articles", "--top", "1")
    assert done.stderr == "1 row\n"
    lines = run(desk, "query", "longest_articles", "--top", "2", "--format", "jsonl").stdout.splitlines()
    whole = run(desk, "query", "longest_articles", "--top", "2", "--format", "json").stdout
    assert [json.loads(line) for line in lines] == json.loads(whole)


def test_query_writes_csv_and_parquet(desk: Path) -> None:
    csv = run(desk, "query", "languages", "--format", "csv").stdout
    assert csv.splitlines()[0].startswith("language,")
    assert (
        run(desk, "query", "languages", "--format", "parquet", "--output", "languages.parquet").returncode
        == 0
    )
    assert pl.read_parquet(desk / "languages.parquet").height == len(csv.splitlines()) - 1


def test_sql_answers(desk: Path) -> None:
    done = run(desk, "sql", "select count(*) as n from articles", "--format", "csv")
    assert done.stdout == "n\n17\n"


@pytest.mark.parametrize(
    "statement",
    [
        "from read_text('/etc/hostname')",
        "copy articles to 'stolen.csv'",
        "attach 'other.duckdb'",
        "from 'https://127.0.0.1/x.csv'",
        "install httpfs",
        "load httpfs",
        "drop table articles",
        "delete from articles",
        "set enable_external_access = true",
        "set memory_limit = '1GB'",
        "export database 'out'",
    ],
)
def test_sql_reads_the_database_and_nothing_else(desk: Path, statement: str) -> None:
    done = run(desk, "sql", statement)
    assert done.returncode == 1, done.stdout
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr
    assert not (desk / "stolen.csv").exists()
    assert not (desk / "other.duckdb").exists()


def test_show_prints_the_proof_with_roles_and_rules(desk: Path) -> None:
    done = run(desk, "show", str(ROOT / "seeds" / "03-pilot-interview.txt"))
    assert done.returncode == 0
    for label in (
        "title · title.twice",
        "title · title.repeated",
        "caption · caption.credit",
        "boilerplate · tags.list",
    ):
        assert label in done.stdout
    assert "kept as body" in done.stdout


@pytest.mark.parametrize("command", [["show"], ["clean", "--spans"]])
def test_decisions_of_the_labeller_are_shown_with_their_scores(desk: Path, command: list[str]) -> None:
    done = run(desk, *command, str(ROOT / "seeds" / "11-barrier-audit.html"))
    assert done.returncode == 0
    assert re.search(r"^boilerplate · html-\d+\.(?:above|below|between) 0\.\d\d ", done.stdout, re.MULTILINE)
    assert re.search(r"^0\.\d\d +\w", done.stdout, re.MULTILINE), "no score stands beside the body"


def test_show_takes_the_beginning_of_an_id(desk: Path) -> None:
    document_id = run(desk, "sql", "select min(document_id) as d from articles", "-f", "csv").stdout.split()[
        1
    ]
    assert document_id in run(desk, "show", document_id[:10]).stdout


def test_show_cleans_a_file_that_is_not_loaded(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(
        "Share this\n\n" + "The ferry left the quay at noon and came back at four. " * 4
    )
    done = run(desk, "show", str(tmp_path / "new.txt"))
    assert "cleaned just now" in done.stdout
    assert "boilerplate · share.buttons" in done.stdout


def test_clean_reads_standard_input(tmp_path: Path) -> None:
    text = "date 2024-03-05 " + "The ferry left the quay at noon and came back at four. " * 4
    done = run(tmp_path, "clean", "-", data=text.encode())
    assert done.returncode == 0
    assert "published 2024-03-05" in done.stdout


def test_clean_prints_json_with_spans_that_tile(tmp_path: Path) -> None:
    done = run(tmp_path, "clean", str(ROOT / "seeds" / "11-barrier-audit.html"), "--json")
    article = json.loads(done.stdout)
    assert (
        "".join(article["text"][span["start"] : span["stop"]] for span in article["spans"]) == article["text"]
    )
    assert len(article["comments"]) == 3
    assert article["published_on"] == "2024-03-07"


def test_quarantine_list_show_retry_waive(desk: Path) -> None:
    rows = json.loads(run(desk, "quarantine", "list", "--format", "json").stdout)
    assert [row["reason"] for row in rows] == ["empty_file", "too_short"]
    empty, short = rows
    shown = run(desk, "quarantine", "show", empty["id"]).stdout
    assert "Fetch the file again or remove it" in shown
    refused = run(desk, "quarantine", "waive", empty["id"])
    assert refused.returncode == 1
    assert "holds no article that could be loaded" in refused.stderr
    waived = run(desk, "quarantine", "waive", short["id"], "--by", "Ada Example")
    assert waived.returncode == 0, waived.stderr
    flags = run(
        desk, "sql", "select flags, closed_by from articles join quarantine using (document_id)", "-f", "csv"
    ).stdout
    assert flags.splitlines()[1] == "waived:too_short,Ada Example"
    retried = run(desk, "quarantine", "retry")
    assert retried.returncode == 0
    assert re.search(r"quarantined\s*│\s*1\b", retried.stdout)


def test_rebuild_and_audit_and_status(desk: Path) -> None:
    assert run(desk, "rebuild").returncode == 0
    assert run(desk, "audit").returncode == 0
    status = run(desk, "status").stdout
    assert "Last runs" in status
    assert re.search(r"│ rebuild\s*│ completed", status)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ingest"], "Missing argument 'PATH...'"),
        (["ingest", "nowhere"], "nowhere does not exist; give a file, a folder or a glob that matches some"),
        (["nosuch"], "No such command 'nosuch'"),
        (["ingest", "x", "--nosuch"], "No such option: --nosuch"),
        (["query", "nosuch"], "There is no query nosuch; list them with: copydesk query"),
        (
            ["query", "languages", "--nosuch", "1"],
            "The query languages has no parameter --nosuch; it takes: none",
        ),
        (["query", "coverage_by_day", "--since"], "--since needs a value"),
        (["query", "keyword_in_context"], "The query keyword_in_context needs --word: a word or phrase;"),
        (["query", "keyword_in_context", "--word="], "The query keyword_in_context needs --word"),
        (
            ["query", "coverage_by_day", "--since", "soon"],
            "--since takes a date such as 2024-03-05, not soon",
        ),
        (["query", "coverage_by_day", "--since", "20240305"], "such as 2024-03-05, not 20240305"),
        (
            ["query", "longest_articles", "--top", "-1"],
            "--top takes a whole number from 0 to 2147483647, not -1",
        ),
        (["query", "longest_articles", "--top", "4294967296"], "2147483647, not 4294967296"),
        (["query", "longest_articles", "--top", "ten"], "2147483647, not ten"),
        (["search", "x", "--limit", "0"], "--limit takes a number of at least 1, not 0;"),
        (["search", "x", "--limit", "20000"], "--limit takes a number of at most 10000, not 20000;"),
        (["search", "x", "--limit", "ten"], "--limit takes a whole number, not ten;"),
        (["search", "x", "--limit"], "Option '--limit' requires an argument"),
        (["search", "x", "--since", "soon"], "--since takes a date such as 2024-03-05, not soon;"),
        (["search", "x", "--format", "xml"], "--format takes table, csv, json, jsonl or parquet, not xml;"),
        (["ingest", "x", "--workers", "0"], "--workers takes a number of at least 1, not 0;"),
        (["clean", "nowhere.txt"], "nowhere.txt cannot be read"),
        (["show", "nowhere"], "nowhere is no document of"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(desk: Path, words: list[str], sentence: str) -> None:
    done = run(desk, *words)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("WORKERS", "x", "COPYDESK_WORKERS takes a whole number, not x"),
        ("WORKERS", "0", "COPYDESK_WORKERS takes a number of at least 1, not 0"),
        ("RELATE", "maybe", "COPYDESK_RELATE takes true or false, not maybe"),
        ("FETCH_DEADLINE", "0", "COPYDESK_FETCH_DEADLINE takes a number above 0, not 0"),
        ("FETCH_INTERVAL", "x", "COPYDESK_FETCH_INTERVAL takes a number, not x"),
    ],
)
def test_a_setting_that_cannot_be_taken_is_named(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    done = run(tmp_path, "query", "languages", environment={**QUIET, f"COPYDESK_{name}": value})
    assert (done.returncode, done.stderr) == (2, f"error: {sentence}\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["query", "languages", "--db", "none.duckdb"],
            "none.duckdb does not exist; fill it with: copydesk ingest PATH",
        ),
        (["status", "--db", "none.duckdb"], "none.duckdb does not exist"),
        (["sql", "select 1", "--db", "empty.txt"], "empty.txt cannot be opened as a database"),
        (["sql", "select nosuch from articles"], "nosuch"),
        (["ingest", SEEDS, "--db", "empty.txt/x.duckdb"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_1(
    desk: Path, words: list[str], sentence: str
) -> None:
    done = run(desk, *words)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


READS = (
    ["query", "languages"],
    ["search", "ferry"],
    ["sql", "from articles"],
    ["export", "out"],
    ["show", "00"],
    ["status"],
    ["quarantine", "list"],
)


@pytest.mark.parametrize("words", [*READS, ["audit"], ["ingest", SEEDS]], ids=lambda words: words[0])
def test_a_database_of_something_else_is_refused_in_one_sentence(tmp_path: Path, words: list[str]) -> None:
    import duckdb

    with duckdb.connect(str(tmp_path / "other.duckdb")) as con:
        con.execute("create table articles (title varchar)")
    done = run(tmp_path, *words, "--db", "other.duckdb")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert re.match(
        "error: other.duckdb (is a database, but not of Copydesk|was not published from)", done.stderr
    )
    assert [path.name for path in tmp_path.iterdir()] == ["other.duckdb"]


@pytest.mark.parametrize(
    "words", [words for words in READS if words != ["status"]], ids=lambda words: words[0]
)
def test_a_database_that_another_program_writes_into_is_named_with_who_holds_it(
    desk: Path, words: list[str]
) -> None:
    script = "import duckdb, sys; con = duckdb.connect('copydesk.duckdb'); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=desk, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        done = run(desk, *words)
        holder.communicate(timeout=30)
    assert done.returncode == 1
    assert done.stderr == (
        f"error: copydesk.duckdb is held open by another program (process {holder.pid}) for writing; close it there,"
        " or open it there read-only\n"
    )


def test_debug_shows_the_traceback(desk: Path) -> None:
    done = run(desk, "--debug", "query", "nosuch")
    assert "Traceback" in done.stderr


def test_an_assertion_of_severity_fail_is_exit_code_3(tmp_path: Path) -> None:
    import duckdb

    assert run(tmp_path, "ingest", SEEDS).returncode == 0
    with duckdb.connect(str(tmp_path / ".copydesk" / "copydesk" / "writer.duckdb")) as con:
        con.execute("update spans set stop = stop + 1 where ordinal = 0")
    done = run(tmp_path, "audit")
    assert done.returncode == 3
    assert "spans_tile_text" in done.stdout
    assert "Not published" in done.stdout
    assert run(tmp_path, "audit", "--accept").returncode == 3


def test_a_rebuild_that_must_not_relate_says_what_it_forgot(tmp_path: Path) -> None:
    import duckdb

    assert run(tmp_path, "ingest", SEEDS).returncode == 0
    with duckdb.connect(str(tmp_path / ".copydesk" / "copydesk" / "writer.duckdb")) as con:
        con.execute("update articles set language = 'nl'")
    done = run(tmp_path, "rebuild", environment={**QUIET, "COPYDESK_RELATE": "false"})
    assert done.returncode == 0
    assert "of articles that changed (17) were forgotten; find them again with" in done.stdout


def test_interrupting_leaves_a_database_that_the_next_run_completes(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(600):
        (corpus / f"{number}.txt").write_text(
            f"Ferry {number} left the quay at noon and came back at four. " * 30
        )
    environment = {**QUIET, "COPYDESK_SHARD_DOCUMENTS": "50"}
    command = [COPYDESK, "ingest", "corpus"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        process.stderr.readline()  # the first shard is loaded
        process.send_signal(signal.SIGINT)
        words = process.stderr.read()
    assert process.returncode == 130
    assert "interrupted; what was loaded is safe" in words
    assert "Traceback" not in words
    assert run(tmp_path, "ingest", "corpus").returncode == 0
    assert run(tmp_path, "sql", "select count(*) as n from articles", "-f", "csv").stdout == "n\n600\n"
