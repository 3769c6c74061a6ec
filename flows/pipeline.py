"""The pipeline: one definition of what happens to a shard, whatever runs it.

collect -> clean -> check -> load, shard by shard; then audit and publish.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb
import polars as pl

from copydesk import __version__, landing, ledger, warehouse
from copydesk.collecting import Failure, address, collect, find_files, path_at
from copydesk.columns import clean_shard
from copydesk.document import RawDocument
from copydesk.errors import CopydeskError
from copydesk.landing import RawShard
from copydesk.ledger import Change, CheckedShard, Counts, RunKind, RunState
from copydesk.settings import Settings
from flows.executors import Executor, Pending

OnProgress = Callable[[Counts], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one SQL assertion found."""

    assertion: str
    severity: str
    violation_count: int


@dataclass(slots=True)
class RunReport:
    """What a run did, for whoever tells a person."""

    run_id: str
    kind: RunKind
    counts: Counts = field(default_factory=Counts)
    seconds: float = 0.0
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    published: bool = False

    @property
    def state(self) -> RunState:
        """Completed, with or without rejects."""
        return "completed_with_rejects" if self.counts.quarantined_count else "completed"

    @property
    def failed_assertions(self) -> list[Finding]:
        """Findings that forbid a release."""
        return [
            finding for finding in self.findings if finding.severity == "fail" and finding.violation_count
        ]


def ingest(
    paths: Sequence[str], settings: Settings, executor: Executor, on_progress: OnProgress = lambda _: None
) -> RunReport:
    """Take files, folders and globs in: load what is new, quarantine what does not pass, publish."""
    files = find_files(paths)

    def work(con: duckdb.DuckDBPyConnection, report: RunReport) -> None:
        _process(con, report, settings, executor, _unfinished(con, settings), on_progress)
        fetched = _Fetched()
        shards = _land(con, report, settings, fetched.note(collect(files, settings)), on_progress)
        _process(con, report, settings, executor, shards, on_progress)
        ledger.resolve_files(con, _reached(files) - fetched.failed, report.run_id)

    return _run("ingest", settings, executor, work)


def rebuild(settings: Settings, executor: Executor, on_progress: OnProgress = lambda _: None) -> RunReport:
    """Clean every landed document again with today's rules and replace what comes out differently."""

    def work(con: duckdb.DuckDBPyConnection, report: RunReport) -> None:
        new = _unfinished(con, settings)
        _process(con, report, settings, executor, new, on_progress)
        shards = [shard for shard in landing.find_raw(settings.raw_folder) if shard not in new]
        _process(con, report, settings, executor, shards, on_progress, replace=True)

    return _run("rebuild", settings, executor, work)


def audit(settings: Settings, executor: Executor, *, accept: bool = False) -> RunReport:
    """Run the assertions and publish; `accept` publishes whatever they find."""
    return _run("audit", settings, executor, lambda con, report: None, accept=accept)


def retry(settings: Settings, executor: Executor, quarantine_ids: Sequence[str] = ()) -> RunReport:
    """Try quarantined documents again, all or those named: landed bytes from the shards, others from disk."""

    def work(con: duckdb.DuckDBPyConnection, report: RunReport) -> None:
        rows = _open_quarantine(con, quarantine_ids)
        _replay(con, report, settings, executor, rows)
        files = dict.fromkeys(map(ledger.file_of, rows.filter(pl.col("document_id").is_null())["uri"]))
        fetched = _Fetched()
        arrivals = collect(map(path_at, files), settings)
        shards = _land(con, report, settings, fetched.note(arrivals), lambda _: None, again=set(files))
        _process(con, report, settings, executor, shards, lambda _: None)
        ledger.resolve_files(con, set(files) - fetched.failed, report.run_id)

    return _run("retry", settings, executor, work)


def waive(settings: Settings, executor: Executor, quarantine_id: str, waived_by: str) -> RunReport:
    """Load one quarantined document whatever the verdicts say; flags on the article name them."""

    def work(con: duckdb.DuckDBPyConnection, report: RunReport) -> None:
        rows = _open_quarantine(con, [quarantine_id])
        _replay(con, report, settings, executor, rows, waived_by)
        if not report.changes:
            row = rows.row(0, named=True)
            raise CopydeskError(
                f"{quarantine_id} holds no article that could be loaded ({row['reason']}). {row['cure']}"
            )

    return _run("waive", settings, executor, work)


def _replay(
    con: duckdb.DuckDBPyConnection,
    report: RunReport,
    settings: Settings,
    executor: Executor,
    rows: pl.DataFrame,
    waived_by: str | None = None,
) -> None:
    """Clean the documents of some rows of the quarantine again, from the shards in which they landed."""
    for (shard_id,), group in rows.drop_nulls("document_id").group_by("shard_id", maintain_order=True):
        shard = RawShard(str(shard_id), settings.raw_folder / f"{shard_id}.parquet", group.height, 0)
        only = group["document_id"].to_list()
        _process(
            con,
            report,
            settings,
            executor,
            [shard],
            lambda _: None,
            replace=True,
            only=only,
            waived_by=waived_by,
        )


def _run(
    kind: RunKind,
    settings: Settings,
    executor: Executor,
    work: Callable[[duckdb.DuckDBPyConnection, RunReport], None],
    *,
    accept: bool = False,
) -> RunReport:
    """Do the work of a run within the ledger: open, begin, work, audit, end, publish."""
    started = datetime.now(UTC)
    with warehouse.open_writer(settings) as con:
        landing.clear_leftovers(settings.raw_folder, settings.clean_folder)
        report = RunReport(ledger.begin_run(con, kind, __version__, os.getpid()), kind)
        try:
            work(con, report)
            report.findings = executor.submit(
                "audit", report.run_id, partial(_audit, con, report.run_id)
            ).result()
        except BaseException as error:
            sentence = str(error) if isinstance(error, CopydeskError) else type(error).__name__
            # A full disk takes no last word; the next run marks this one abandoned.
            with suppress(duckdb.Error):
                ledger.end_run(con, report.run_id, "failed", report.counts, sentence)
            raise
        ledger.end_run(con, report.run_id, report.state, report.counts)
        report.seconds = (datetime.now(UTC) - started).total_seconds()
        if accept or not report.failed_assertions:
            executor.submit("publish", report.run_id, partial(warehouse.publish, con, settings)).result()
            report.published = True
    return report


def _audit(con: duckdb.DuckDBPyConnection, run_id: str) -> list[Finding]:
    # Contracts take a second to import: not before cleaning.
    from checks.assertions import run_assertions

    return [Finding(*row) for row in run_assertions(con, run_id)]


def _unfinished(con: duckdb.DuckDBPyConnection, settings: Settings) -> list[RawShard]:
    """Give the shards that a killed run had landed and not loaded."""
    loaded = ledger.loaded_shards(con)
    return [shard for shard in landing.find_raw(settings.raw_folder) if shard.shard_id not in loaded]


@dataclass(slots=True)
class _Fetched:
    """Remembers which files failed while arrivals stream by."""

    failed: set[str] = field(default_factory=set)

    def note(self, arrivals: Iterable[RawDocument | Failure]) -> Iterator[RawDocument | Failure]:
        for arrival in arrivals:
            if isinstance(arrival, Failure):
                self.failed.add(ledger.file_of(arrival.uri))
            yield arrival


def _reached(files: Iterable[Path]) -> set[str]:
    """Give the addresses of files and of the folders they were found in."""
    addresses = {address(file) for file in files}
    folders = {Path(folder) for folder in map(os.path.dirname, addresses)}
    return addresses | {str(one) for folder in folders for one in (folder, *folder.parents)}


def _land(
    con: duckdb.DuckDBPyConnection,
    report: RunReport,
    settings: Settings,
    arrivals: Iterable[RawDocument | Failure],
    on_progress: OnProgress,
    again: set[str] | None = None,
) -> Iterator[RawShard]:
    """Land what is not known yet, a shard at a time; what is known is counted and goes no further.

    Addresses in `again` are taken as unknown: they are in quarantine and shall be tried anew.
    """
    for number, batch in enumerate(_batches(arrivals, settings)):
        frame = landing.raw_frame(batch)
        fresh = ledger.unknown(con, frame)
        if again:
            of_these = pl.Series([ledger.file_of(uri) in again for uri in frame["uri"]])
            retried = frame.filter(pl.col("document_id").is_null() & of_these)
            fresh = pl.concat([fresh, retried]).unique(["uri", "document_id"], maintain_order=True)
        known = Counts(in_count=frame.height - fresh.height, known_count=frame.height - fresh.height)
        report.counts += known
        on_progress(known)
        if fresh.height:
            yield landing.land_raw(settings.raw_folder, f"{report.run_id}-{number:04d}", fresh)


def _batches(
    arrivals: Iterable[RawDocument | Failure], settings: Settings
) -> Iterator[list[RawDocument | Failure]]:
    """Gather arrivals up to a number of documents or of bytes."""
    batch: list[RawDocument | Failure] = []
    size = 0
    for arrival in arrivals:
        batch.append(arrival)
        size += len(arrival.data) if isinstance(arrival, RawDocument) else 0
        if len(batch) >= settings.shard_documents or size >= settings.shard_bytes:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _process(
    con: duckdb.DuckDBPyConnection,
    report: RunReport,
    settings: Settings,
    executor: Executor,
    shards: Iterable[RawShard],
    on_progress: OnProgress,
    *,
    replace: bool = False,
    only: list[str] | None = None,
    waived_by: str | None = None,
) -> None:
    """Clean shards side by side and load them in order; a bounded number is under way, so memory stays flat."""
    under_way: deque[tuple[RawShard, Pending[tuple[Path, float]]]] = deque()

    def load_oldest() -> None:
        shard, pending = under_way.popleft()
        frames_folder, seconds = pending.result()
        load = partial(
            _check_and_load, con, report, shard, frames_folder, seconds, replace=replace, waived_by=waived_by
        )
        counts = executor.submit("load", shard.shard_id, load).result()
        landing.drop_frames(frames_folder)
        report.counts += counts
        on_progress(counts)

    for shard in shards:
        clean = partial(clean_shard, shard.path, settings.clean_folder, only)
        pending = executor.submit("clean", shard.shard_id, clean, document_count=shard.document_count)
        under_way.append((shard, pending))
        if len(under_way) >= executor.width:
            load_oldest()
    while under_way:
        load_oldest()


def _check_and_load(
    con: duckdb.DuckDBPyConnection,
    report: RunReport,
    shard: RawShard,
    frames_folder: Path,
    seconds: float,
    *,
    replace: bool,
    waived_by: str | None,
) -> Counts:
    """Take a cleaned shard through the gate and into the database."""
    # Contracts take a second to import: not before cleaning.
    from checks.gate import check

    frames = landing.read_frames(frames_folder)
    waived = (
        set(frames["arrivals"]["document_id"]) if waived_by else ledger.waived_among(con, frames["arrivals"])
    )
    checked = check(frames, datetime.now(UTC).date(), waived)
    ready = CheckedShard(
        shard.shard_id, shard.byte_count, seconds, checked.accepted, checked.rejected, checked.arrivals
    )
    if not replace:
        return ledger.load_shard(con, report.run_id, ready)
    counts, changes = ledger.replace_shard(con, report.run_id, ready, waived_by)
    report.changes += changes
    return counts


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
