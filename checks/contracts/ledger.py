"""Contracts of the ledger: `runs`, `shards` and `check_results`."""

import polars as pl

from checks.contracts.base import Contract, Moment, column, optional

RUN_STATES = ("running", "completed", "completed_with_rejects", "failed", "abandoned")


class Runs(Contract):
    """One row a run: in = loaded + known + quarantined, always."""

    run_id: str = column("Sortable name of the run: UTC time and a few random digits", unique=True, key=True)
    kind: str = column("What was asked for", isin=["ingest", "fetch", "rebuild", "retry", "waive", "audit"])
    state: str = column(
        "How it stands; abandoned: the process was gone before the end", isin=list(RUN_STATES)
    )
    started_at: Moment = column("When it began (UTC)")
    finished_at: Moment = optional("When it ended (UTC)")
    seconds: float = optional("Wall-clock seconds")
    in_count: int = column("Documents that came in", ge=0)
    loaded_count: int = column("Documents loaded (in a rebuild: replaced by a different result)", ge=0)
    known_count: int = column("Documents already known (in a rebuild: unchanged)", ge=0)
    quarantined_count: int = column("Documents quarantined", ge=0)
    rules_version: pl.Int32 = column("Version of the cleaning rules", ge=1)
    copydesk_version: str = column("Version of the program")
    pid: pl.Int32 = column("Process that ran it")
    error: str = optional("The sentence it failed with")


class Shards(Contract):
    """One row a shard that was loaded: written in the same transaction as its documents."""

    shard_id: str = column("Landed shard", key=True)
    run_id: str = column("Run that loaded it", key=True)
    in_count: int = column("Documents in the shard", ge=0)
    loaded_count: int = column("Documents loaded from it", ge=0)
    known_count: int = column("Documents already known", ge=0)
    quarantined_count: int = column("Documents quarantined", ge=0)
    byte_count: int = column("Raw bytes in the shard", ge=0)
    clean_seconds: float = column("Seconds spent cleaning it", ge=0)
    loaded_at: Moment = column("When its transaction began (UTC)")


class CheckResults(Contract):
    """What each SQL assertion found at the end of a run."""

    run_id: str = column("Run that was audited", key=True)
    assertion: str = column("Name of the file in sql/assertions", key=True)
    severity: str = column("fail stops a release, warn is for the reader", isin=["fail", "warn"])
    violation_count: int = column("Rows the assertion returned", ge=0)
    checked_at: Moment = column("When (UTC)")
