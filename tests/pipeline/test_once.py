"""Loading once: known input changes nothing, new versions keep the old, copies are sighted, and nothing is lost."""

import gzip
import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from checks.verdicts import VERDICTS
from copydesk import warehouse
from copydesk.errors import CopydeskError, LockedError, UsageError, WarehouseError
from copydesk.ledger import Counts
from copydesk.proof import find_proof
from copydesk.status import read_status
from tests.pipeline.desk import LANGUAGES, Desk, article, differences, make_desk, page, record, refusal

FERRY = "https://gazette.example/ferry"
SHORT = "The ferry to Corrin did not sail on Monday because the engine would not start, the office said."


@pytest.fixture
def mixed(desk: Desk) -> Desk:
    """A desk that has taken in a little of everything."""
    for number in range(25):
        desk.put(f"{number:02d}.txt", article(number, LANGUAGES[number % 3]))
    desk.put("copy.txt", article(0))
    desk.put("page.html", page(40))
    desk.put("feed.jsonl", "\n".join([record(50, url=FERRY), record(51), "[1]"]))
    desk.put("short.txt", SHORT)
    desk.put("empty.txt", "")
    desk.put("cut.txt.gz", gzip.compress(article(60).encode())[:-20])
    desk.ingest()
    return desk


def current(desk: Desk, uri: object) -> str:
    """Give the beginning of the article that stands at an address."""
    body: str = desk.value(f"select body from current_articles where uri = '{uri}'")
    return body


def test_the_first_run_accounts_for_everything(mixed: Desk) -> None:
    ((state, *counts),) = mixed.rows(
        "select state, in_count, loaded_count, known_count, quarantined_count from runs"
    )
    assert (state, counts) == ("completed_with_rejects", [33, 28, 1, 4])
    assert mixed.value("select count(*) from documents") == 28
    assert mixed.value("select count(*) from sightings") == 29
    assert mixed.value("select count(*) from quarantine where status = 'open'") == 4


def test_a_second_run_changes_no_table_but_the_ledger(mixed: Desk) -> None:
    before = mixed.tables(volatile=())
    shards = mixed.rows("from shards order by all")
    report = mixed.ingest()
    assert report.counts == Counts(in_count=33, known_count=33)
    assert report.state == "completed"
    assert report.published
    assert differences(before, mixed.tables(volatile=())) == {}
    assert mixed.rows("from shards order by all") == shards
    assert mixed.value("select count(*) from runs") == 2


def test_a_run_counts_what_it_takes_up_from_another_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run before was cut off between landing and loading."""
    for number in range(3):
        desk.put(f"{number}.txt", article(number))
    desk.put("copy.txt", article(0))
    desk.put("empty.txt", "")

    def cut_off(*_: object) -> None:
        raise CopydeskError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr("flows.running.load_shard", cut_off)
        with pytest.raises(CopydeskError, match="the power went"):
            desk.ingest()
    desk.put("new.txt", article(3))
    assert desk.ingest().counts == Counts(in_count=6, loaded_count=4, known_count=1, quarantined_count=1)
    assert desk.ingest().counts == Counts(in_count=6, known_count=6)


def test_a_changed_file_is_a_new_version_and_the_old_one_stays(desk: Desk) -> None:
    path = desk.put("story.txt", article(1))
    desk.ingest()
    desk.put("story.txt", article(2))
    report = desk.ingest()
    assert report.counts == Counts(in_count=1, loaded_count=1)
    assert current(desk, path) == article(2)
    assert desk.value("select count(*) from articles") == 2
    assert desk.value("select version_count from addresses") == 2


def test_a_file_changed_back_shows_its_first_version_again(desk: Desk) -> None:
    for number in (1, 2, 1):
        path = desk.put("story.txt", article(number))
        report = desk.ingest()
    assert report.counts == Counts(in_count=1, known_count=1)
    assert current(desk, path) == article(1)
    assert desk.value("select count(*) from articles") == 2
    assert desk.value("select count(*) from sightings") == 3
    assert desk.ingest().counts == Counts(in_count=1, known_count=1)
    assert desk.value("select count(*) from sightings") == 3


def test_the_same_bytes_at_two_paths_are_one_document_with_two_sightings(desk: Desk) -> None:
    paths = [desk.put("a.txt", article(1)), desk.put("deep/b.txt", article(1))]
    report = desk.ingest()
    assert report.counts == Counts(in_count=2, loaded_count=1, known_count=1)
    assert desk.value("select count(*) from documents") == 1
    assert desk.rows("select uri from sightings order by uri") == [(str(path),) for path in paths]


def test_the_same_bytes_found_later_elsewhere_are_known_and_sighted(desk: Desk) -> None:
    desk.put("a.txt", article(1))
    desk.ingest()
    desk.put("b.txt", article(1))
    assert desk.ingest().counts == Counts(in_count=2, known_count=2)
    assert desk.value("select count(*) from sightings") == 2
    assert desk.ingest().counts == Counts(in_count=2, known_count=2)
    assert desk.value("select count(*) from sightings") == 2


def test_copies_within_one_shard_and_across_shards_load_once(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shard_documents=4)
    for number in range(10):
        desk.put(f"{number}.txt", article(number % 2))
    report = desk.ingest()
    assert report.counts == Counts(in_count=10, loaded_count=2, known_count=8)
    assert desk.value("select count(*) from sightings") == 10
    assert desk.value("select count(*) from shards") == 3


@pytest.mark.parametrize("shard_documents", [20, 1], ids=["one shard", "a shard each"])
def test_of_two_records_with_one_url_the_later_line_is_current(tmp_path: Path, shard_documents: int) -> None:
    desk = make_desk(tmp_path, shard_documents=shard_documents)
    desk.put("feed.jsonl", "\n".join(record(number, url=FERRY) for number in (1, 2, 1)))
    report = desk.ingest()
    assert report.counts == Counts(in_count=3, loaded_count=2, known_count=1)
    assert current(desk, FERRY) == article(2)
    assert desk.value("select version_count from addresses") == 2
    assert desk.ingest().counts == Counts(in_count=3, known_count=3)
    assert current(desk, FERRY) == article(2)


def test_a_rejected_copy_is_quarantined_at_each_address(desk: Desk) -> None:
    desk.put("a.txt", SHORT)
    desk.put("b.txt", SHORT)
    assert desk.ingest().counts == Counts(in_count=2, quarantined_count=2)
    assert desk.ingest().counts == Counts(in_count=2, known_count=2)
    assert desk.value("select count(*) from quarantine where reason = 'too_short'") == 2


def test_a_file_that_failed_and_was_mended_closes_its_row(desk: Desk) -> None:
    whole = gzip.compress(article(1).encode())
    path = desk.put("story.txt.gz", whole[:-20])
    assert desk.ingest().counts == Counts(in_count=1, quarantined_count=1)
    desk.put("story.txt.gz", whole)
    report = desk.ingest()
    assert report.counts == Counts(in_count=1, loaded_count=1)
    ((status, closed_by, is_dated),) = desk.rows(
        "select status, closed_by, closed_at >= quarantined_at from quarantine"
    )
    assert (status, closed_by, is_dated) == ("resolved", report.run_id, True)
    assert current(desk, path) == article(1)
    desk.put("story.txt.gz", whole[:-20])
    assert desk.ingest().counts == Counts(in_count=1, quarantined_count=1)
    assert desk.rows("select status, closed_by, closed_at from quarantine") == [("open", None, None)]


@pytest.mark.parametrize("name", ["tide #3.txt", "tide#3", "a#1/story.txt"])
def test_a_mended_file_with_a_number_sign_in_its_name_closes_its_row(desk: Desk, name: str) -> None:
    whole = gzip.compress(article(1).encode())
    desk.put(name, whole[:-20])
    desk.ingest()
    desk.put(name, whole)
    desk.ingest()
    assert desk.rows("select status from quarantine") == [("resolved",)]


def test_a_retry_finds_a_file_with_a_number_sign_in_its_name(desk: Desk) -> None:
    whole = gzip.compress(article(1).encode())
    desk.put("tide #3.txt.gz", whole[:-20])
    desk.ingest()
    desk.put("tide #3.txt.gz", whole)
    assert desk.retry().counts == Counts(in_count=1, loaded_count=1)
    assert desk.rows("select reason, status from quarantine") == [("broken_gzip", "resolved")]


def test_a_line_that_was_too_large_keeps_its_row_while_its_file_fails(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, max_bytes=2000)
    desk.put("feed.jsonl", "\n".join([record(1), json.dumps({"text": "x" * 3000}), record(2)]))
    assert desk.ingest().counts == Counts(in_count=3, loaded_count=2, quarantined_count=1)
    assert desk.ingest().counts == Counts(in_count=3, known_count=3)
    assert desk.rows("select status from quarantine") == [("open",)]
    desk.put("feed.jsonl", "\n".join([record(1), record(3), record(2)]))
    assert desk.ingest().counts == Counts(in_count=3, loaded_count=1, known_count=2)
    assert desk.rows("select status from quarantine") == [("resolved",)]


def test_a_failure_that_a_killed_run_had_landed_is_closed_once_the_file_is_mended(desk: Desk) -> None:
    """The run that finds the failure among the shards of the killed one is the run that reads the mended file."""
    whole = gzip.compress(article(1).encode())
    desk.put("story.txt.gz", whole[:-20])
    desk.ingest()
    desk.alter("delete from shards", "delete from quarantine")  # as if killed before the shard was loaded
    desk.put("story.txt.gz", whole)
    desk.ingest()
    assert desk.rows("select status from quarantine") == [("resolved",)]


def test_a_folder_that_could_not_be_listed_closes_its_row(open_desk: Desk) -> None:
    desk = open_desk
    desk.put("open/a.txt", article(1))
    shut = desk.put("shut/b.txt", article(2)).parent
    desk.ingest(desk.inbox / "open")  # imports what can only be imported by this user
    shut.chmod(0)
    with nobody(desk.folder):
        desk.ingest()
    assert desk.rows("select uri, reason from quarantine") == [(str(shut), "no_permission")]
    shut.chmod(0o755)
    assert desk.ingest().counts == Counts(in_count=2, loaded_count=1, known_count=1)
    assert desk.rows("select status from quarantine") == [("resolved",)]


@pytest.fixture
def open_desk() -> Iterator[Desk]:
    """A desk in a folder that every user may enter."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield make_desk(Path(folder))


@contextmanager
def nobody(folder: Path) -> Iterator[None]:
    """Be a user without special rights, to whom everything in the folder belongs."""
    if os.geteuid():
        yield
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, 65534, 65534, follow_symlinks=False)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_document_known_to_the_database_is_not_judged_again_at_another_address(desk: Desk) -> None:
    """Stricter rules than at the time of loading must not put an article that counts into quarantine as well."""
    desk.put("a.txt", article(1))
    desk.ingest()
    desk.put("b.txt", article(1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("checks.gate.VERDICTS", (refusal("ferries"), *VERDICTS))
        report = desk.ingest()
    assert report.counts == Counts(in_count=2, known_count=2)
    assert report.published
    assert desk.value("select count(*) from quarantine") == 0


def test_a_failing_assertion_withholds_the_snapshot_until_a_person_accepts(mixed: Desk) -> None:
    before = mixed.value("select count(*) from runs")
    mixed.alter("delete from paragraphs where document_id = (select min(document_id) from articles)")
    report = mixed.audit()
    assert {finding.assertion for finding in report.failed_assertions} == {
        "articles_are_complete",
        "body_equals_paragraphs",
    }
    assert not report.published
    assert mixed.value("select count(*) from runs") == before, "analysts still have the last good snapshot"
    assert not mixed.ingest().published, "an audit that failed does not stand"
    accepted = mixed.audit(accept=True)
    assert accepted.published
    assert accepted.failed_assertions
    assert mixed.value("select count(*) from runs") == before + 3
    assert mixed.rows("select kind, state from runs order by started_at desc limit 1") == [
        ("audit", "completed")
    ]


def test_a_warning_does_not_withhold_the_snapshot(mixed: Desk) -> None:
    mixed.alter("update runs set state = 'abandoned'")
    report = mixed.audit()
    assert [finding.assertion for finding in report.findings if finding.violation_count] == [
        "no_abandoned_runs"
    ]
    assert report.published


def test_a_run_that_changes_nothing_lets_the_last_audit_stand(desk: Desk) -> None:
    """The assertions over a large database take longer than seeing that all of it is known."""
    audits = "select count(distinct run_id) from check_results"
    desk.put("a.txt", article(1))
    first = desk.ingest()
    again = desk.ingest()
    assert again.published
    assert again.findings == first.findings
    assert (desk.value("select count(*) from runs"), desk.value(audits)) == (2, 1)
    desk.put("b.txt", article(2))
    desk.ingest()
    assert desk.value(audits) == 2
    desk.alter(
        "insert into runs by name (select * replace ('z' as run_id, 'running' as state) from runs limit 1)"
    )
    assert desk.ingest().findings != first.findings, "one run was abandoned since"
    desk.audit()
    assert desk.value(audits) == 4


def test_another_version_audits_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.txt", article(1))
    desk.ingest()
    monkeypatch.setattr("flows.running.__version__", "99")
    desk.ingest()
    assert desk.value("select count(distinct run_id) from check_results") == 2


def test_a_path_that_names_nothing_leaves_no_trace(desk: Desk) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        desk.ingest(desk.folder / "nowhere")
    assert not desk.settings.state_folder.exists()


def test_a_state_folder_that_is_a_file(desk: Desk) -> None:
    desk.put("a.txt", article())
    desk.settings.state_folder.parent.mkdir()
    desk.settings.state_folder.write_text("in the way")
    with pytest.raises(WarehouseError, match=r"The folder .* cannot be written: File exists"):
        desk.ingest()


def test_a_raw_folder_that_is_a_file(desk: Desk) -> None:
    desk.put("a.txt", article())
    desk.settings.state_folder.mkdir(parents=True)
    desk.settings.raw_folder.write_text("in the way")
    with pytest.raises(WarehouseError, match=r"cannot be written"):
        desk.ingest()
    desk.settings.raw_folder.unlink()
    assert desk.ingest().counts == Counts(in_count=1, loaded_count=1)
    assert desk.rows("select state from runs order by started_at") == [("failed",), ("completed",)]


def test_a_writer_database_that_is_none(desk: Desk) -> None:
    desk.put("a.txt", article())
    desk.settings.state_folder.mkdir(parents=True)
    desk.settings.writer_file.write_text("in the way, and long enough to be taken for a header" * 500)
    with pytest.raises(WarehouseError, match="cannot be opened as a database"):
        desk.ingest()


def test_a_file_that_this_folder_has_not_published_is_not_replaced(desk: Desk) -> None:
    desk.put("a.txt", article())
    desk.ingest()
    desk.settings.state_folder.rename(desk.folder / "elsewhere")
    before = desk.settings.database.read_bytes()
    desk.put("b.txt", article(2))
    for run in (desk.ingest, desk.rebuild):
        with pytest.raises(WarehouseError, match="a run would replace it"):
            run()
    assert desk.settings.database.read_bytes() == before
    assert not desk.settings.state_folder.exists()
    (desk.folder / "elsewhere").rename(desk.settings.state_folder)
    assert desk.ingest().counts == Counts(in_count=2, loaded_count=1, known_count=1)


def test_a_published_path_that_is_a_folder(desk: Desk) -> None:
    desk.put("a.txt", article())
    desk.settings.database.mkdir()
    with pytest.raises(WarehouseError, match=r"The snapshot .* cannot be written: Is a directory"):
        desk.ingest()
    assert not list(desk.folder.glob(".*.tmp"))
    desk.settings.database.rmdir()
    assert desk.ingest().counts == Counts(in_count=1, known_count=1)
    assert desk.value("select count(*) from articles") == 1


@pytest.mark.parametrize("most", [10_000, 100_000, 1_000_000, 2_000_000])
def test_a_disk_that_is_full_gives_a_sentence_and_loses_nothing(desk: Desk, most: int) -> None:
    """A limit on the size of files stands for the disk: landing, the database or the snapshot runs into it."""
    for number in range(60):
        desk.put(f"{number}.txt", article(number) * 4)
    with files_up_to(most), pytest.raises(WarehouseError, match=r"desk\b.* cannot be (written|opened)"):
        desk.ingest()
    desk.ingest()
    assert desk.value("select count(*) from articles") == 60


@contextmanager
def files_up_to(byte_count: int) -> Iterator[None]:
    """Let this process write no file that is larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (byte_count, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_another_run_on_the_same_database_is_refused(desk: Desk) -> None:
    desk.put("a.txt", article())
    with (
        warehouse.open_writer(desk.settings),
        pytest.raises(LockedError, match="is being written by process"),
    ):
        desk.ingest()
    desk.ingest()


def test_a_database_of_an_older_version_gets_the_columns_it_lacks(desk: Desk) -> None:
    desk.put("a.txt", article(1))
    desk.ingest()
    desk.alter("alter table spans drop column score", "alter table articles drop column agency")
    desk.put("b.html", page(2))
    assert desk.ingest().published
    assert desk.value("select count(*) from spans where score is not null") > 0
    assert desk.value("select count(agency) from articles") == 0
    assert desk.value("select count(*) from articles") == 2


@pytest.mark.parametrize(
    "name",
    [
        ".desk.duckdb.tmp",
        ".copydesk/desk/writer.tmp",
        ".copydesk/desk/raw/20240305T101500-ab12-0000.tmp",
        ".copydesk/desk/clean/20240305T101500-ab12-0000.tmp/articles.parquet",
        ".copydesk/desk/clean/20240305T101500-ab12-0001/articles.parquet",
        ".copydesk/desk/spill/duckdb_temp_storage_DEFAULT-0.tmp",
    ],
)
def test_what_a_kill_left_half_written_is_cleared(desk: Desk, name: str) -> None:
    desk.put("a.txt", article())
    leftover = desk.folder / name
    leftover.parent.mkdir(parents=True, exist_ok=True)
    leftover.write_bytes(b"half a file")
    assert desk.ingest().published
    assert not leftover.exists()
    assert desk.value("select count(*) from articles") == 1


def test_status_tells_of_runs_in_the_order_in_which_they_began(desk: Desk) -> None:
    desk.put("a.txt", article())
    names = [desk.ingest().run_id for _ in range(4)]
    tables = read_status(desk.settings).tables
    assert tables["Last runs"]["run_id"].to_list() == names[::-1]
    assert tables["Holdings"].row(0, named=True)["articles"] == 1


def test_status_marks_a_run_whose_process_is_gone(desk: Desk) -> None:
    desk.put("a.txt", article())
    desk.ingest()
    desk.alter("update runs set state = 'running'")
    assert read_status(desk.settings).tables["Last runs"]["state"].to_list() == ["abandoned"]


def test_the_proof_of_a_loaded_document_is_found_by_id_and_path(mixed: Desk) -> None:
    path = mixed.inbox / "page.html"
    document_id = mixed.value(f"select document_id from sightings where uri = '{path}'")
    by_path, by_id = find_proof(str(path), mixed.settings), find_proof(document_id[:10], mixed.settings)
    assert by_path == by_id
    assert by_path.is_loaded
    assert "".join(by_path.text[span.start : span.stop] for span in by_path.spans) == by_path.text
    assert {span.role for span in by_path.spans} >= {"title", "body", "comment", "space"}


def test_the_proof_of_a_changed_file_is_that_of_its_newest_version(desk: Desk) -> None:
    for number in (1, 2):
        path = desk.put("story.txt", article(number))
        desk.ingest()
    assert find_proof(str(path), desk.settings).text == article(2)
