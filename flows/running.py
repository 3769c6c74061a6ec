"""A run: what happens to a shard, whatever runs it, within the ledger.

land -> clean -> check -> load, shard by shard; then relate, index, audit and publish.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb
import polars as pl

from copydesk import __version__, fetches, landing, ledger, relating, searching, warehouse
from copydesk.collecting import Failure
from copydesk.columns import clean_shard
from copydesk.document import RawDocument
from copydesk.errors import CopydeskError
from copydesk.landing import RawShard
from copydesk.ledger import Counts, RunKind, RunState
from copydesk.loading import CheckedShard, load_shard
from copydesk.replacing import Change, replace_shard
from copydesk.settings import Settings
from flows.executors import Executor, Pending

Arrivals = Iterable[RawDocument | Failure]
OnProgress = Callable[[Counts], None]

_FORGOTTEN = (
    "COPYDESK_RELATE is false: passages and near-copies of articles that changed ({:,}) were forgotten; find them again"
    " with: COPYDESK_RELATE=true copydesk audit"
)


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
    notes: list[str] = field(default_factory=list)
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


@dataclass(frozen=True, slots=True)
class Replay:
    """How landed documents go through again: all of a shard or some, and who lets them pass whatever is found."""

    only: list[str] | None = None
    waived_by: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run under way: the writer's connection, where its stages run, and what it has to report."""

    con: duckdb.DuckDBPyConnection
    settings: Settings
    executor: Executor
    report: RunReport
    on_progress: OnProgress

    def land(
        self, arrivals: Arrivals, again: frozenset[str] = frozenset(), taken_up: Iterable[RawShard] = ()
    ) -> Iterator[RawShard]:
        """Land what is not known yet, a shard at a time; what is known is counted and goes no further.

        Files in `again` are taken as unknown: they are in quarantine and shall be tried anew. What this run loaded
        from shards it has `taken_up` was counted then.
        """
        counted = landing.read_arrivals(taken_up)
        for number, batch in enumerate(_batches(arrivals, self.settings)):
            frame = landing.raw_frame(batch)
            fresh = ledger.unknown(self.con, frame)
            if again:
                of_these = pl.Series([ledger.file_of(uri) in again for uri in frame["uri"]])
                retried = frame.filter(pl.col("document_id").is_null() & of_these)
                fresh = pl.concat([fresh, retried]).unique(["uri", "document_id"], maintain_order=True)
            known_count = frame.height - fresh.height - _count_shared(frame, counted, fresh)
            self.count(Counts(in_count=known_count, known_count=known_count))
            if fresh.height:
                yield landing.land_raw(self.settings.raw_folder, f"{self.report.run_id}-{number:04d}", fresh)

    def unfinished(self) -> list[RawShard]:
        """Give the shards that a killed run had landed and not loaded."""
        loaded = ledger.loaded_shards(self.con)
        shards = [
            shard for shard in landing.find_raw(self.settings.raw_folder) if shard.shard_id not in loaded
        ]
        fetches.keep_landed(self.settings.fetched_folder, {shard.shard_id for shard in shards})
        return shards

    def process(self, shards: Iterable[RawShard], replay: Replay | None = None) -> None:
        """Clean shards side by side and load them in order; a bounded number is under way, so memory stays flat."""
        under_way: deque[tuple[RawShard, Pending[tuple[Path, float]]]] = deque()
        for shard in shards:
            clean = partial(
                clean_shard,
                shard.path,
                self.settings.clean_folder,
                replay.only if replay else None,
                self.settings.outlet_aliases,
            )
            pending = self.executor.submit(
                "clean", shard.shard_id, clean, document_count=shard.document_count
            )
            under_way.append((shard, pending))
            if len(under_way) >= self.executor.width:
                self._finish(*under_way.popleft(), replay)
        while under_way:
            self._finish(*under_way.popleft(), replay)

    def _finish(self, shard: RawShard, cleaned: Pending[tuple[Path, float]], replay: Replay | None) -> None:
        frames_folder, seconds = cleaned.result()
        load = partial(self._check_and_load, shard, frames_folder, seconds, replay)
        counts = self.executor.submit("load", shard.shard_id, load).result()
        landing.drop_frames(frames_folder)
        landing.drop_frames(self.settings.fetched_folder / shard.shard_id)
        self.count(counts)

    def _check_and_load(
        self, shard: RawShard, frames_folder: Path, seconds: float, replay: Replay | None
    ) -> Counts:
        """Take a cleaned shard through the gate and into the database."""
        # Contracts take a second to import: not before cleaning.
        from checks.gate import check

        frames = landing.read_frames(frames_folder)
        waived_by = replay.waived_by if replay else None
        arrivals = frames["arrivals"]
        waived = set(arrivals["document_id"]) if waived_by else ledger.waived_among(self.con, arrivals)
        checked = check(frames, datetime.now(UTC).date(), waived)
        ready = CheckedShard(
            shard.shard_id, shard.byte_count, seconds, checked.accepted, checked.rejected, checked.arrivals
        )
        if replay is None:
            enter = partial(fetches.enter_landed, self.con, self.settings.fetched_folder, shard.shard_id)
            return load_shard(self.con, self.report.run_id, ready, enter)
        counts, changes = replace_shard(self.con, self.report.run_id, ready, waived_by)
        self.report.changes += changes
        return counts

    def count(self, counts: Counts) -> None:
        """Add to the report of the run and tell how it gets on."""
        self.report.counts += counts
        self.on_progress(counts)


def run(
    kind: RunKind,
    settings: Settings,
    executor: Executor,
    work: Callable[[Run], None],
    on_progress: OnProgress = lambda _: None,
    *,
    accept: bool = False,
) -> RunReport:
    """Do the work of a run within the ledger: open, begin, work, relate, index, audit, end, publish."""
    started = datetime.now(UTC)
    with warehouse.open_writer(settings) as con:
        landing.clear_leftovers(settings.raw_folder, settings.clean_folder)
        report = RunReport(ledger.begin_run(con, kind, __version__, os.getpid()), kind)
        try:
            work(Run(con, settings, executor, report, on_progress))
            was_related = _relate(con, settings, report, executor)
            was_indexed = _index(con, settings, report, executor)
            must_audit = was_related or was_indexed
            report.findings = _findings(con, report, executor, must_audit=must_audit)
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


def _relate(
    con: duckdb.DuckDBPyConnection, settings: Settings, report: RunReport, executor: Executor
) -> bool:
    """Compare what is new with everything loaded before, if there is anything; tell whether there was.

    A database that was related stays related. A run that must not compare still forgets: passages of bodies that it
    changed or took out would stand nowhere.
    """
    if not (relating.was_done(con) if settings.relate is None else settings.relate):
        if count := relating.forget(con):
            report.notes.append(_FORGOTTEN.format(count))
        return False
    is_due = relating.is_due(con, report.run_id)
    if is_due:
        executor.submit("relate", report.run_id, partial(relating.relate, con)).result()
    return is_due


def _index(con: duckdb.DuckDBPyConnection, settings: Settings, report: RunReport, executor: Executor) -> bool:
    """Bring the index of words up to date, if it is not; tell whether it was not."""
    is_due = searching.is_due(con, settings)
    if is_due:
        executor.submit("index", report.run_id, partial(searching.keep_index, con, settings)).result()
    return is_due


def _findings(
    con: duckdb.DuckDBPyConnection, report: RunReport, executor: Executor, *, must_audit: bool
) -> list[Finding]:
    """Give the findings of an audit: of the last one, where nothing has changed since and it passed."""
    standing = None if must_audit or report.kind == "audit" else ledger.standing_audit(con, __version__)
    results = (
        standing or executor.submit("audit", report.run_id, partial(_audit, con, report.run_id)).result()
    )
    return [Finding(*row) for row in results]


def _audit(con: duckdb.DuckDBPyConnection, run_id: str) -> list[tuple[str, str, int]]:
    # Contracts take a second to import: not before cleaning.
    from checks.assertions import run_assertions

    return run_assertions(con, run_id)


def _count_shared(frame: pl.DataFrame, counted: pl.DataFrame, fresh: pl.DataFrame) -> int:
    """Count the arrivals of a frame that were counted before and are not fresh."""
    keys = frame.select(counted.columns)
    shared = keys.join(counted, on=keys.columns, how="semi", nulls_equal=True)
    return shared.join(fresh, on=keys.columns, how="anti", nulls_equal=True).height


def _batches(arrivals: Arrivals, settings: Settings) -> Iterator[list[RawDocument | Failure]]:
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
