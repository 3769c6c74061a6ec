"""What the flows share: stages as named task runs, settings from parameters, the state a run ends in."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from prefect import get_client, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from copydesk.settings import Settings
from flows.executors import Pending, PoolExecutor, Stage
from flows.running import RunReport

if TYPE_CHECKING:
    from prefect.futures import PrefectFuture

Result = TypeVar("Result")

# A failed request is tried again when the ledger says so, not by its task.
_RETRIES: dict[Stage, int] = {
    "fetch": 0,
    "clean": 1,
    "load": 2,
    "relate": 1,
    "index": 1,
    "audit": 0,
    "publish": 2,
}
# Threads that wait for worker processes; the cast, because a runner of one kind of future is no runner of futures.
TASK_RUNNER = cast(
    "TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=2 * (os.cpu_count() or 1))
)


class PrefectExecutor:
    """Runs every stage as a task run named after its shard, in the places where PoolExecutor runs it.

    `clean` tasks wait in threads for worker processes; the others run in the flow's own thread, one after the other,
    because one process owns the database.
    """

    def __init__(self, pool: PoolExecutor) -> None:
        self.width = pool.width
        self._pool = pool

    def submit(
        self, stage: Stage, name: str, call: Callable[[], Result], *, document_count: int = 0
    ) -> Pending[Result]:
        """Start a stage as a task run."""
        calls: list[Callable[[], Result]] = [call]

        @task(
            name=stage,
            task_run_name=f"{stage}-{name}",
            retries=_RETRIES[stage],
            retry_delay_seconds=2,
            cache_policy=NO_CACHE,
        )
        def run_stage() -> Result:
            return self._pool.submit(stage, name, calls[0], document_count=document_count).result()

        if stage == "clean":
            return run_stage.submit()
        try:
            return _Done(run_stage())
        finally:
            calls.clear()  # Prefect remembers its tasks; the database connection in the call must not live on


class _Done(Generic[Result]):
    """A result that is there."""

    def __init__(self, value: Result) -> None:
        self._value = value

    def result(self) -> Result:
        return self._value


def settings_from(database: str, workers: int | None = None, **given: Any) -> Settings:
    """Make settings of a flow's parameters, without those that are None; the environment fills in the rest."""
    given |= {"workers": workers}
    known = {name: value for name, value in given.items() if value is not None}
    return Settings(database=Path(database), **known)


def conclude(report: RunReport) -> State[RunReport]:
    """Give the state that tells how a run went: Completed, Completed with rejects, or Failed."""
    counts = report.counts
    summary = (
        f"{counts.in_count} in, {counts.loaded_count} loaded, "
        f"{counts.known_count} known, {counts.quarantined_count} quarantined"
    )
    if report.failed_assertions:
        names = ", ".join(finding.assertion for finding in report.failed_assertions)
        return Failed(message=f"{summary}; assertions of severity fail: {names}", data=report)
    if counts.quarantined_count:
        return Completed(name="Completed with rejects", message=summary, data=report)
    return Completed(message=summary, data=report)


def start_server() -> None:
    """Start Prefect's temporary server, where no other is configured, deaf to Ctrl-C.

    A terminal sends Ctrl-C to all that it runs. Without its server an interrupted flow tries for minutes to tell how it
    ended; Prefect stops the server when this process ends.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a process inherits it
    try:
        get_client(sync_client=True)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
