"""The pipeline: what each kind of run does, one definition for every executor."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

import duckdb
import polars as pl

from copydesk import landing, ledger, warehouse
from copydesk.collecting import Failure, address, collect, find_files, path_at
from copydesk.document import RawDocument
from copydesk.errors import CopydeskError
from copydesk.landing import RawShard
from copydesk.settings import Settings
from flows.executors import Executor
from flows.fetching import OnFetched, Wanted, fetch_all
from flows.running import Arrivals, OnProgress, Replay, Run, RunReport, run


def ingest(
    paths: Sequence[str], settings: Settings, executor: Executor, on_progress: OnProgress = lambda _: None
) -> RunReport:
    """Take files, folders and globs in: load what is new, quarantine what does not pass, publish."""
    files = find_files(paths)

    def work(now: Run) -> None:
        taken_up = now.unfinished()
        now.process(taken_up)
        fetched = _Fetched()
        now.process(now.land(fetched.note(collect(files, settings)), taken_up=taken_up))
        ledger.resolve_files(now.con, _reached(files), fetched.failed, now.report.run_id)

    return run("ingest", settings, executor, work, on_progress)


def fetch(
    wanted: Wanted,
    settings: Settings,
    executor: Executor,
    on_progress: OnProgress = lambda _: None,
    on_fetched: OnFetched = lambda done, total: None,
) -> RunReport:
    """Ask sources and pages over the network, as politely as they wish; then the ordinary way of a document."""

    def work(now: Run) -> None:
        now.process(now.unfinished())
        fetch_all(now, wanted, on_fetched)

    return run("fetch", settings, executor, work, on_progress)


def rebuild(settings: Settings, executor: Executor, on_progress: OnProgress = lambda _: None) -> RunReport:
    """Clean every landed document again with today's rules and replace what comes out differently."""

    def work(now: Run) -> None:
        new = now.unfinished()
        now.process(new)
        shards = [shard for shard in landing.find_raw(settings.raw_folder) if shard not in new]
        now.process(shards, Replay())

    return run("rebuild", settings, executor, work, on_progress)


def audit(settings: Settings, executor: Executor, *, accept: bool = False) -> RunReport:
    """Run the assertions and publish; `accept` publishes whatever they find."""
    return run("audit", settings, executor, lambda now: None, accept=accept)


def retry(settings: Settings, executor: Executor, quarantine_ids: Sequence[str] = ()) -> RunReport:
    """Try quarantined documents again, all or those named: landed bytes from the shards, others from disk."""

    def work(now: Run) -> None:
        rows = _open_quarantine(now.con, quarantine_ids)
        _replay(now, rows)
        unfetched = rows.filter(pl.col("document_id").is_null())["uri"]
        files = frozenset(map(ledger.file_of, unfetched))
        fetched = _Fetched()
        now.process(now.land(fetched.note(collect(map(path_at, sorted(files)), settings)), again=files))
        ledger.resolve_files(now.con, files, fetched.failed, now.report.run_id)

    return run("retry", settings, executor, work)


def waive(settings: Settings, executor: Executor, quarantine_id: str, waived_by: str) -> RunReport:
    """Load one quarantined document whatever the verdicts say; flags on the article name them."""

    def work(now: Run) -> None:
        rows = _open_quarantine(now.con, [quarantine_id])
        _replay(now, rows, waived_by)
        if not now.report.changes:
            row = rows.row(0, named=True)
            raise CopydeskError(
                f"{quarantine_id} holds no article that could be loaded ({row['reason']}). {row['cure']}"
            )

    return run("waive", settings, executor, work)


def _replay(now: Run, rows: pl.DataFrame, waived_by: str | None = None) -> None:
    """Clean the documents of some rows of the quarantine again, from the shards in which they landed."""
    for (shard_id,), group in rows.drop_nulls("document_id").group_by("shard_id", maintain_order=True):
        shard = RawShard(str(shard_id), now.settings.raw_folder / f"{shard_id}.parquet", group.height, 0)
        now.process([shard], Replay(group["document_id"].to_list(), waived_by))


@dataclass(slots=True)
class _Fetched:
    """Remembers the addresses of what could not be had while arrivals stream by."""

    failed: set[str] = field(default_factory=set)

    def note(self, arrivals: Arrivals) -> Iterator[RawDocument | Failure]:
        for arrival in arrivals:
            if isinstance(arrival, Failure):
                self.failed.add(arrival.uri)
            yield arrival


def _reached(files: Iterable[str]) -> set[str]:
    """Give the addresses of files and of the folders they were found in."""
    addresses = set(map(address, files))
    folders = map(PurePath, set(map(os.path.dirname, addresses)))
    return addresses | {str(one) for folder in folders for one in (folder, *folder.parents)}


def _open_quarantine(con: duckdb.DuckDBPyConnection, quarantine_ids: Sequence[str]) -> pl.DataFrame:
    """Give the open rows, or those named, with those of the same documents at other addresses.

    Raises CopydeskError for a name that no open row has.
    """
    rows = warehouse.query(con, "select * from quarantine where status = 'open' order by quarantine_id")
    if not quarantine_ids:
        return rows
    named = rows.filter(pl.col("quarantine_id").is_in(list(quarantine_ids)))
    missing = set(quarantine_ids) - set(named["quarantine_id"])
    if missing:
        raise CopydeskError(
            f"No open row {', '.join(sorted(missing))} in quarantine; see: copydesk quarantine list"
        )
    copies = rows.join(named, on="document_id", how="semi")
    return pl.concat([named, copies]).unique("quarantine_id", keep="first", maintain_order=True)
