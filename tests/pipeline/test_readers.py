"""Readers are never locked out, and lock nobody out: the published file is read in other processes while runs write."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import duckdb
import pytest

from copydesk.errors import LockedError, WarehouseError
from copydesk.status import read_status
from tests.pipeline.desk import ROOT, Desk, article, page

_RUNS = 5
_EACH = 12  # documents that a run adds
_SOUND = {"unfinished": 0, "unsighted": 0, "untiled": 0, "bodies": 0}


@dataclass(slots=True)
class Reader:
    """A reading process and what it has seen so far."""

    process: subprocess.Popen[str]
    seen: list[dict[str, Any]] = field(default_factory=list)
    first_look: threading.Event = field(default_factory=threading.Event)

    def collect(self) -> None:
        """Note the process's looks until it ends."""
        for line in _open(self.process.stdout):
            self.seen.append(json.loads(line))
            self.first_look.set()

    def counts(self) -> list[int]:
        """Give the article counts it saw, each once, in order."""
        return list(dict.fromkeys(look["articles"] for look in self.seen))


@contextmanager
def reading(desk: Desk, manner: str) -> Iterator[Reader]:
    """Keep a reader at work on the published file; at the end it must have gone well."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.pipeline.reader", str(desk.settings.database), manner],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    reader = Reader(process)
    thread = threading.Thread(target=reader.collect)
    thread.start()
    try:
        assert reader.first_look.wait(30)
        yield reader
    finally:
        _open(process.stdin).close()
        thread.join()
        complaints = _open(process.stderr).read()
        _open(process.stderr).close()
        _open(process.stdout).close()
        assert process.wait(30) == 0, complaints


def _open(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def add(desk: Desk, number: int) -> None:
    """Put the documents of one run in."""
    for one in range(number * _EACH, (number + 1) * _EACH):
        desk.put(
            f"{one:03d}.html" if one % 4 == 0 else f"{one:03d}.txt",
            page(one) if one % 4 == 0 else article(one),
        )


@pytest.fixture
def published(desk: Desk) -> Desk:
    """A desk that has published once."""
    add(desk, 0)
    desk.ingest()
    return desk


def test_readers_see_whole_snapshots_while_runs_publish(published: Desk) -> None:
    with (
        reading(published, "often") as one,
        reading(published, "often") as two,
        reading(published, "held") as held,
    ):
        for number in range(1, _RUNS + 1):
            add(published, number)
            report = published.ingest()
            assert report.counts.loaded_count == _EACH
            assert report.published
    steps = [_EACH * (number + 1) for number in range(_RUNS + 1)]
    for reader in (one, two):
        assert len(reader.counts()) > 2, "it saw several snapshots"
        assert reader.counts() == sorted(set(reader.counts()) & set(steps)), "whole ones, in order"
    assert held.counts() == [_EACH], "the file it had opened"
    for look in one.seen + two.seen + held.seen:
        assert {name: look[name] for name in _SOUND} == _SOUND
        assert look["documents"] == look["articles"] == look["runs"] * _EACH


def test_who_stays_reads_on_and_who_comes_sees_the_new(published: Desk) -> None:
    with reading(published, "held") as held:
        add(published, 1)
        published.ingest()
        looks_before = len(held.seen)
        with reading(published, "often") as newcomer:
            assert newcomer.seen[0]["articles"] == 2 * _EACH
        while len(held.seen) < looks_before + 3:
            assert held.process.poll() is None
    assert held.counts() == [_EACH]


def test_a_reader_that_opened_for_writing_stops_no_run(published: Desk) -> None:
    """The engine's own client opens for writing unless told otherwise, and then locks the file it opened."""
    with duckdb.connect(str(published.settings.database)) as con:
        con.execute("create table notes as select 'mine' as note")
        add(published, 1)
        assert published.ingest().published
    assert published.value("select count(*) from articles") == 2 * _EACH
    assert published.rows("select count(*) from duckdb_tables() where table_name = 'notes'") == [(0,)]


_SCRIBBLER = """
import sys
import duckdb
con = duckdb.connect(sys.argv[1])
con.execute("create table notes as select 'mine' as note")
print("open", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("is_killed", [False, True], ids=["closed", "killed"])
def test_a_log_left_beside_the_snapshot_locks_nobody_out(published: Desk, *, is_killed: bool) -> None:
    """Who writes into the snapshot leaves a write-ahead log there, which does not fit the next snapshot."""
    with process_with(published.settings.database, _SCRIBBLER) as scribbler:
        if is_killed:
            scribbler.kill()
            scribbler.wait()
        add(published, 1)
        assert published.ingest().published
        assert published.value("select count(*) from articles") == 2 * _EACH
    assert published.value("select count(*) from articles") == 2 * _EACH


_WRITER = """
import sys
from pathlib import Path
from copydesk import warehouse
from copydesk.settings import Settings
with warehouse.open_writer(Settings(database=Path(sys.argv[1]))):
    print("open", flush=True)
    sys.stdin.read()
"""


@contextmanager
def process_with(database: Path, script: str) -> Iterator[subprocess.Popen[str]]:
    """Keep a process at work that has opened a database."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert _open(process.stdout).readline() == "open\n"
        yield process
    finally:
        process.communicate(timeout=30)


def test_a_second_writer_is_told_who_writes(published: Desk) -> None:
    with process_with(published.settings.database, _WRITER) as writer:
        with pytest.raises(
            LockedError, match=rf"is being written by process {writer.pid} since \d{{4}}-"
        ) as caught:
            published.ingest()
        assert "--db" in str(caught.value), "the sentence has a cure"
        status = read_status(published.settings)
        assert f"process {writer.pid}" in (status.writer or "")
        assert status.tables["Holdings"].row(0, named=True)["articles"] == _EACH
        assert published.value("select count(*) from articles") == _EACH, "readers go on reading"
    published.ingest()


def test_a_program_that_holds_the_writers_file_is_named(published: Desk) -> None:
    writer_file = published.settings.writer_file
    with (
        process_with(writer_file, _SCRIBBLER) as holder,
        pytest.raises(
            WarehouseError,
            match=rf"writer\.duckdb is held open by another program \(process {holder.pid}\); close it there$",
        ),
    ):
        published.ingest()
    published.alter("drop table notes")
    assert published.ingest().published


def test_the_lock_of_a_killed_writer_is_free(published: Desk) -> None:
    with process_with(published.settings.database, _WRITER) as writer:
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        assert published.ingest().published
