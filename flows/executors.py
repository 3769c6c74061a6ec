"""Where the stages of the pipeline run: in this process and a pool of workers, with or without Prefect watching."""

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from types import TracebackType
from typing import Any, Literal, Protocol, Self, TypeVar

Result = TypeVar("Result")
Stage = Literal["clean", "load"]


class Pending(Protocol[Result]):  # type: ignore[misc]  # results only come out, but Future is invariant
    """A result that may still be on its way."""

    def result(self) -> Result:
        """Wait for the result; raise what the stage raised."""


class Executor(Protocol):
    """Runs stages: `clean` in a worker process, `load` in order in this one."""

    @property
    def width(self) -> int:
        """How many shards may be under way at once."""

    def submit(self, stage: Stage, shard_id: str, call: Callable[..., Result], *arguments: Any) -> Pending[Result]:  # noqa: ANN401
        """Start a stage for a shard."""


class PoolExecutor:
    """Cleans in worker processes, loads at once in this process; with one worker, everything in this process."""

    def __init__(self, workers: int) -> None:
        self.width = workers + 1
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def submit(self, stage: Stage, shard_id: str, call: Callable[..., Result], *arguments: Any) -> Future[Result]:  # noqa: ANN401, ARG002
        """Start a stage: in a worker process if it is `clean`, else here and now."""
        if stage == "clean" and self._workers > 1:
            return self._started().submit(call, *arguments)
        done: Future[Result] = Future()
        done.set_result(call(*arguments))
        return done

    def _started(self) -> ProcessPoolExecutor:
        """Start the pool when the first shard comes; spawned, because this process has threads."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._workers, multiprocessing.get_context("spawn"), initializer=_ignore_interrupt
            )
        return self._pool


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the parent, which stops the workers in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
