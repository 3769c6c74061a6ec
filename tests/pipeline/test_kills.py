"""Once, whatever happens: runs killed at random moments end in the database of an undisturbed run."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import psutil
import pytest

from tests.pipeline.desk import LANGUAGES, Desk, article, differences, make_desk, page, record
from tests.pipeline.nursery import Nursery

KILLS = 27
_MOST_CHAINS = 2 * KILLS
_KILLS_IN_A_ROW = 4
_SEED = 20240305  # of the moments


def fill(desk: Desk) -> None:
    """Put about 200 documents in: text, pages, a feed, duplicates, and a bit of everything that is quarantined."""
    for number in range(40):
        for language in LANGUAGES:
            desk.put(f"text/{language}-{number:02d}.txt", article(number, language))
    for number in range(100, 125):
        desk.put(f"pages/{number}.html", page(number, commenters=("Piers Holloway", "Anna Otter")))
    for number in range(6):
        desk.put(f"copies/{number}.txt", article(number))
    desk.put("feed.jsonl", "\n".join(_feed()))
    desk.put(
        "bad/short.txt",
        "The ferry to Corrin did not sail on Monday because the engine would not start, they say.",
    )
    desk.put(
        "bad/again.txt",
        "The ferry to Corrin did not sail on Monday because the engine would not start, they say.",
    )
    desk.put("bad/words.txt", "Ferry, harbour, strait.")
    desk.put("bad/nothing.txt", "")
    desk.put("bad/picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    desk.put("bad/cut.txt.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03cut off")
    (desk.inbox / "bad" / "link.txt").symlink_to(desk.inbox / "nowhere.txt")


def _feed() -> Iterator[str]:
    for number in range(200, 230):
        yield record(
            number, url=f"https://gazette.example/{number}", title=f"Ferry plan number {number} is here"
        )
    yield record(200, url="https://gazette.example/200", title="Ferry plan number 200 is here")  # once more
    yield record(231, url="https://gazette.example/201")  # a newer version of an address above
    yield record(232)  # has no address of its own
    yield record(233, url="https://gazette.example/233", date="2190-01-05")  # a day that is yet to come
    yield '{"url": "https://gazette.example/234"}'
    yield "[1, 2]"
    yield '{"text": "cut of'


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk that took everything in without a kill."""
    desk = make_desk(tmp_path_factory.mktemp("undisturbed"))
    fill(desk)
    desk.ingest()
    return desk


def settled(desk: Desk, reference: Desk) -> dict[str, str]:
    """Hold what a desk published against the reference, and the traces that runs leave; empty where all is well."""
    wrong = differences(reference.tables(), desk.tables())
    current = "select uri, document_id from current_articles order by all"
    if desk.rows(current) != reference.rows(current):
        wrong["current_articles"] = "other versions stand at the addresses"
    if running := desk.value("select count(*) from runs where state = 'running'"):
        wrong["runs"] = f"{running} runs that were cut off are not marked abandoned"
    if unbalanced := desk.rows(
        "select run_id from runs where state like 'completed%'"
        " and in_count <> loaded_count + known_count + quarantined_count"
    ):
        wrong["counts"] = f"in is not loaded + known + quarantined in {unbalanced}"
    if desk.value("select sum(loaded_count) from shards") != desk.value("select count(*) from documents"):
        wrong["shards"] = "documents were counted twice"
    landed = {path.stem for path in desk.settings.raw_folder.glob("*.parquet")}
    if landed != {shard_id for (shard_id,) in desk.rows("select shard_id from shards")}:
        wrong["raw"] = "landed and loaded shards are not the same"
    if leftovers := litter(desk):
        wrong["files"] = f"left behind: {leftovers}"
    return wrong


def litter(desk: Desk) -> list[str]:
    """Give the files that should not be there after a run: temporary, cleaned, spilled, of a write-ahead log."""
    index = desk.value("select any_value(index_name) from indexed_articles")
    names = ("lock", "writer.duckdb", index)
    kept = {desk.settings.database, *(desk.settings.state_folder / name for name in names)}
    files = [desk.settings.database.parent.glob("*"), desk.settings.state_folder.rglob("*")]
    found = {path for paths in files for path in paths if path.is_file()}
    return sorted(str(path) for path in found - kept - set(desk.settings.raw_folder.glob("*.parquet")))


def test_killed_runs_end_in_the_same_database(undisturbed: Desk) -> None:
    """Chains of kills, each on a database of its own and followed by a run that completes."""
    rng = random.Random(_SEED)  # noqa: S311
    kills = 0
    with Nursery() as nursery:
        duration, idle = _durations(undisturbed, nursery)
        for number in range(_MOST_CHAINS):
            desk = _beside(undisturbed, f"chain-{number:02d}")
            before = kills
            kills += _kill_in_a_row(nursery, desk, rng, duration, idle)
            outcome = nursery.run(desk.inbox, desk.settings)
            assert outcome.exit_code == 0
            assert settled(desk, undisturbed) == {}, f"after kills {before} to {kills}"
            shutil.rmtree(desk.settings.database.parent)
            if kills >= KILLS:
                break
    assert kills >= KILLS


def _beside(desk: Desk, name: str) -> Desk:
    """Give a desk with the same inbox and an empty database."""
    folder = desk.folder / name
    folder.mkdir()
    return replace(desk, settings=desk.settings.model_copy(update={"database": folder / "desk.duckdb"}))


def _durations(desk: Desk, nursery: Nursery) -> tuple[float, float]:
    """Measure a run that does everything and one that finds everything known."""
    measured = _beside(desk, "measured")
    full, idle = (nursery.run(desk.inbox, measured.settings) for _ in range(2))
    assert (full.exit_code, idle.exit_code) == (0, 0)
    return full.seconds, idle.seconds


def _kill_in_a_row(nursery: Nursery, desk: Desk, rng: random.Random, duration: float, idle: float) -> int:
    """Start runs and kill each at a moment of the work that is left; give how many were killed."""
    left = duration
    for number in range(_KILLS_IN_A_ROW):
        moment = rng.uniform(0, left)
        if not nursery.run(desk.inbox, desk.settings, kill_after=moment).was_killed:
            return number
        left = max(idle, left - moment)
    return _KILLS_IN_A_ROW


# One shard large enough for worker processes, which are spawned as for a user; the command is the user's, too.
_COMMAND = [sys.executable, "-c", "from copydesk.cli import main; main()"]


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with two shards that are worth a worker process each, taken in without a kill."""
    desk = make_desk(tmp_path_factory.mktemp("crowded"), shard_documents=320)
    for number in range(220):
        for language in LANGUAGES:
            desk.put(f"{language}-{number:03d}.txt", article(number, language))
    desk.ingest()
    return desk


def _start(desk: Desk) -> subprocess.Popen[str]:
    settings = desk.settings
    return subprocess.Popen(
        [
            *_COMMAND,
            "ingest",
            str(desk.inbox),
            "--db",
            str(settings.database),
            "--workers",
            "2",
            "--no-prefect",
        ],
        env={**os.environ, "COPYDESK_SHARD_DOCUMENTS": str(settings.shard_documents)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _workers(run: subprocess.Popen[str]) -> list[psutil.Process]:
    """Give the worker processes of a run; the one that only tracks resources is none."""
    children = psutil.Process(run.pid).children()
    return [child for child in children if _is_alive(child) and "spawn_main" in " ".join(child.cmdline())]


def _wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)


def test_workers_end_with_a_run_that_is_killed(crowded: Desk) -> None:
    """Workers that outlive their run would clean into the folder that the next run clears, and never end."""
    desk = _beside(crowded, "orphans")
    run = _start(desk)
    _wait_for(lambda: len(_workers(run)) == 2)
    workers = _workers(run)
    run.send_signal(signal.SIGKILL)  # the run alone, as the kernel does when memory runs out
    run.communicate(timeout=30)
    _wait_for(lambda: not any(_is_alive(worker) for worker in workers), seconds=10)
    desk.ingest()
    assert settled(desk, crowded) == {}
    assert desk.rows("select state from runs order by started_at") == [("abandoned",), ("completed",)]


def test_a_worker_that_is_killed_is_replaced(crowded: Desk) -> None:
    desk = _beside(crowded, "replaced")
    run = _start(desk)
    _wait_for(lambda: len(_workers(run)) == 2)
    _workers(run)[0].kill()
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 0, output
    assert settled(desk, crowded) == {}


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
