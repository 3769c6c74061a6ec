"""A thousand addresses of which a third fail, kills and stops in mid-fetch: the ledger is complete all the same."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import polars as pl
import pytest

from copydesk import warehouse
from copydesk.settings import Settings
from flows import pipeline
from flows.executors import PoolExecutor
from flows.fetching import Wanted
from tests.cli.test_cli import QUIET
from tests.fetching.site import Answer, Site, html, redirect, serving, typed
from tests.pipeline.desk import page

COPYDESK = str(Path(sys.executable).with_name("copydesk"))
_PDF, _OCTETS = "application/pdf", "application/octet-stream"
# Twenty ways to fail, with the state that the ledger must give them.
_FAILURES: list[tuple[Answer, str]] = [
    *((Answer(b"no", status), "refused") for status in (400, 401, 402, 403, 405, 406, 451)),
    *((Answer(b"no", status), "gone") for status in (404, 410)),
    *((Answer(b"no", status, {"Retry-After": "0"}), "retry") for status in (429, 500, 502, 503, 504)),
    (typed(b"%PDF-1.7", _PDF), "refused"),
    (typed(b"\x00\x01", _OCTETS), "refused"),
    (html("x" * 60_000), "refused"),
    (Answer(b"<p>half", cut=True), "retry"),
    (html(b"\x1f\x8bnonsense", **{"Content-Encoding": "gzip"}), "refused"),
    (redirect("//"), "refused"),
]
_WAY_COUNT = 20


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(10) as site:
        yield site


def _put_pages(site: Site, count: int) -> list[str]:
    hosts = len(site.addresses)
    return [site.put_page(n % hosts, f"/news/{n}", lambda n=n: page(n)) for n in range(count)]  # type: ignore[misc]


def _rows(folder: Path, sql: str) -> pl.DataFrame:
    """Read the writer's own database: a run that was stopped publishes nothing."""
    with warehouse.open_writer(Settings(database=folder / "copydesk.duckdb")) as con:
        return warehouse.query(con, sql)


def test_a_thousand_addresses_of_which_a_third_fail_are_all_accounted_for(site: Site, tmp_path: Path) -> None:
    assert len(_FAILURES) == _WAY_COUNT
    planned: dict[str, str] = dict.fromkeys(_put_pages(site, 667), "fetched")
    for n in range(333):
        answer, state = _FAILURES[n % _WAY_COUNT]
        planned[site.put(n % 7, f"/bad/{n}", answer)] = state
    settings = Settings(
        database=tmp_path / "copydesk.duckdb",
        workers=1,
        fetch_allow_private=True,
        fetch_interval=0,
        fetch_max_bytes=50_000,
        shard_documents=250,
        fetch_retry_seconds=3600,
    )
    # A host that fails five times in a row rests: here the good pages come between.
    with PoolExecutor(1) as executor:
        report = pipeline.fetch(Wanted(pages=tuple(sorted(planned, key=hash))), settings, executor)
    found = dict(_rows(tmp_path, "select url, state from fetches").iter_rows())
    resting = {url for url, state in found.items() if state == "waiting"}
    wrong = {url: state for url, state in found.items() if url not in resting and planned[url] != state}
    assert wrong == {}
    assert set(found) == set(planned)
    assert len(resting) < 100
    counts = report.counts
    assert counts.in_count == counts.loaded_count + counts.known_count + counts.quarantined_count
    assert counts.in_count == Counter(found.values())["fetched"]
    failing = _rows(tmp_path, "select * from fetches where state in ('retry', 'refused', 'gone')")
    assert failing["reason"].null_count() == failing["detail"].null_count() == 0
    retried = failing.filter(pl.col("state") == "retry")
    assert retried["next_due_at"].null_count() == 0
    assert retried["attempts"].to_list() == [1] * retried.height


def _start(
    folder: Path,
    more: Mapping[str, str] = MappingProxyType({}),
    before: Callable[[], None] | None = None,
    *options: str,
) -> "subprocess.Popen[bytes]":
    environment = (
        QUIET
        | {
            "COPYDESK_FETCH_INTERVAL": "0.05",
            "COPYDESK_SHARD_DOCUMENTS": "40",
            "COPYDESK_WORKERS": "1",
        }
        | dict(more)
    )
    return subprocess.Popen(
        [COPYDESK, "fetch", "--urls", "urls.txt", "--allow-private", *options],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=before,  # noqa: PLW1509 - no thread of this process holds a lock that the child needs
    )


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "nothing came of it"
        time.sleep(0.01)


def _page_requests(site: Site) -> Counter[str]:
    return Counter(one.path for one in site.log if one.path.startswith("/news/"))


def _assert_complete(folder: Path, count: int) -> None:
    """Hold that every page is in the ledger and loaded, each once."""
    states = _rows(folder, "select state, count(*) as n from fetches group by state")
    assert dict(states.iter_rows()).get("waiting") is None
    assert states["n"].sum() == count
    documents = _rows(folder, "select count(*) as n, count(distinct uri) as uris from sightings")
    assert documents.row(0) == (count, count)


@pytest.mark.parametrize("landed", [1, 4])
def test_after_kill_nothing_that_landed_is_lost_or_asked_again(
    site: Site, tmp_path: Path, landed: int
) -> None:
    count = 300
    (tmp_path / "urls.txt").write_text("\n".join(_put_pages(site, count)), "utf-8")
    raw = tmp_path / ".copydesk" / "copydesk" / "raw"
    with _start(tmp_path) as process:
        _wait(lambda: len(list(raw.glob("*.parquet"))) >= landed)
        process.kill()
    shards = list(raw.glob("*.parquet"))
    safe = {uri.partition("/news")[2] for shard in shards for uri in pl.read_parquet(shard)["uri"]}
    site.forget()
    with _start(tmp_path) as process:
        process.communicate()
    assert process.returncode == 0
    again = {path.removeprefix("/news") for path in _page_requests(site)}
    assert len(again) < count
    assert not safe & again
    _assert_complete(tmp_path, count)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_lands_and_enters_what_was_fetched(site: Site, tmp_path: Path, stop: signal.Signals) -> None:
    count = 400
    (tmp_path / "urls.txt").write_text("\n".join(_put_pages(site, count)), "utf-8")
    with _start(tmp_path, {"COPYDESK_SHARD_DOCUMENTS": "2000"}) as process:
        _wait(lambda: len(_page_requests(site)) > 60)
        process.send_signal(stop)
        _, told = process.communicate()
    assert process.returncode == 130, told
    assert b"run the same command again" in told
    entered = _rows(tmp_path, "select count(*) as n from fetches where state = 'fetched'").item()
    assert 60 - len(site.addresses) <= entered <= len(_page_requests(site))
    assert _rows(tmp_path, "select count(*) as n from documents").item() == entered
    site.forget()
    with _start(tmp_path) as process:
        process.communicate()
    assert process.returncode == 0
    _assert_complete(tmp_path, count)


def test_ctrl_c_ends_a_flow_that_has_a_server_of_its_own(site: Site, tmp_path: Path) -> None:
    """A terminal sends Ctrl-C to the whole group, the temporary server among it."""
    count = 200
    (tmp_path / "urls.txt").write_text("\n".join(_put_pages(site, count)), "utf-8")
    more = {"PREFECT_HOME": str(tmp_path / "prefect"), "COPYDESK_SHARD_DOCUMENTS": "2000"}
    with _start(tmp_path, more, _new_group, "--prefect") as process:
        _wait(lambda: len(_page_requests(site)) > 60)
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(
            timeout=60
        )  # without its server it would try for minutes to tell its end
    assert process.returncode == 130, told
    assert b"run the same command again" in told
    with _start(tmp_path) as process:
        process.communicate()
    assert process.returncode == 0
    _assert_complete(tmp_path, count)


def _new_group() -> None:
    os.setpgrp()


def test_a_database_that_is_being_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "urls.txt").write_text("http://127.0.0.1:1/", "utf-8")
    with warehouse.open_writer(Settings(database=tmp_path / "copydesk.duckdb")), _start(tmp_path) as process:
        _, told = process.communicate()
    assert process.returncode == 1
    assert told.count(b"\n") == 1
    assert b"is being written by process" in told


def _small_files() -> None:
    """Let no file grow beyond 900 kB, as if the disk were full, in the process that is about to start."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, 900_000))


def test_a_full_disk_is_one_sentence_and_costs_no_second_request(site: Site, tmp_path: Path) -> None:
    count = 300
    (tmp_path / "urls.txt").write_text("\n".join(_put_pages(site, count)), "utf-8")
    unlimited = {"COPYDESK_FETCH_INTERVAL": "0", "COPYDESK_SHARD_DOCUMENTS": "2000"}
    with _start(tmp_path, unlimited, _small_files) as process:
        _, told = process.communicate()
    assert process.returncode == 1
    assert b"cannot be written" in told.splitlines()[-1]
    site.forget()
    with _start(tmp_path, unlimited) as process:
        process.communicate()
    assert process.returncode == 0
    assert site.log == []
    _assert_complete(tmp_path, count)


def test_without_permission_no_address_of_this_machine_is_asked(site: Site, tmp_path: Path) -> None:
    url = site.put(0, "/inside", html(page(1)))
    settings = Settings(database=tmp_path / "copydesk.duckdb", workers=1, fetch_interval=0)
    with PoolExecutor(1) as executor:
        pipeline.fetch(Wanted(pages=(url,)), settings, executor)
    assert site.log == []
    assert _rows(tmp_path, "select state from fetches")["state"].to_list() == ["refused"]
