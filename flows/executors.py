"""Where the stages of the pipeline run: in this process and a pool of workers, with or without Prefect watching."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread
from types import TracebackType
from typing import Generic, Literal, Protocol, Self, TypeVar

from copydesk.errors import CopydeskError

Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)
Stage = Literal["fetch", "clean", "load", "relate", "index", "audit", "publish"]

_WORTH_A_PROCESS = 300  # documents: cleaning fewer takes less time than starting a worker


class Pending(Protocol[Result_co]):
    """A result that may still be on its way."""

    def result(self) -> Result_co:
        """Wait for the result; raise what the stage raised."""


class Executor(Protocol):
    """Runs stages: `clean` in a worker process where it pays, the others in this one, in order."""

    @property
    def width(self) -> int:
        """How many shards may be under way at once."""

    def submit(
        self, stage: Stage, name: str, call: Callable[[], Result], *, document_count: int = 0
    ) -> Pending[Result]:
        """Start a stage; `name` is that of the shard or the run. What is to be cleaned must be picklable."""


class PoolExecutor:
    """Cleans in worker processes, does the rest at once in this process; with one worker, everything here."""

    def __init__(self, workers: int) -> None:
        self.width = workers + 1
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._starting = Lock()  # Prefect submits from several threads

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def submit(
        self,
        stage: Stage,
        name: str,
        call: Callable[[], Result],
        *,
        document_count: int = 0,
    ) -> Pending[Result]:
        """Start a stage: in a worker process if it is worth one, else here and now."""
        if (
            stage != "clean"
            or self._workers == 1
            or (self._pool is None and document_count < _WORTH_A_PROCESS)
        ):
            done: Future[Result] = Future()
            done.set_result(call())
            return done
        return _SecondChance(self, name, call, self.start(call))

    def start(self, call: Callable[[], Result]) -> Future[Result]:
        """Start a call in the pool, which is made when it is first needed, and anew when a worker's death broke it."""
        with self._starting:
            if self._pool is not None:
                with suppress(BrokenProcessPool):
                    return self._pool.submit(call)
            context = multiprocessing.get_context("spawn")  # not fork: this process has threads
            self._pool = ProcessPoolExecutor(self._workers, context, initializer=follow_parent)
            return self._pool.submit(call)


@dataclass(slots=True)
class _SecondChance(Generic[Result]):
    """A result in a worker process, tried once more if the worker dies under it (out of memory, killed)."""

    executor: PoolExecutor
    name: str
    call: Callable[[], Result]
    future: Future[Result]

    def result(self) -> Result:
        """Wait for the result. Raises CopydeskError if a second worker died as well."""
        try:
            return self.future.result()
        except BrokenProcessPool:
            future = self.executor.start(self.call)
        try:
            return future.result()
        except BrokenProcessPool as error:
            raise CopydeskError(
                f"Two worker processes died cleaning shard {self.name}, perhaps for want of memory; try --workers 1"
            ) from error


def follow_parent() -> None:
    """Leave Ctrl-C to the parent, which stops its workers in order, and end when it is gone.

    A run that is killed cannot stop them: they would wait for ever, or write into the folder that the next run clears.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
