"""A process that starts ingest runs as children of its own and kills them at a given moment.

Starting Python and importing takes longer than a whole run of the test: here that is done once, and each run is a fork.
Nothing has touched the database engine or the data frames before the fork, so none of their threads are missed.
"""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal, NamedTuple, NoReturn, Self

from pandera.backends.polars.register import register_polars_backends

from checks.assertions import run_assertions
from checks.gate import check
from copydesk import clean
from copydesk.settings import Settings
from flows import pipeline
from flows.executors import PoolExecutor, follow_parent
from tests.pipeline.desk import ROOT, article, page

_LOOK_EVERY = 0.002  # seconds


class Outcome(NamedTuple):
    """How a run ended: by itself, with an exit code, or killed."""

    was_killed: bool
    exit_code: int
    seconds: float


class Nursery:
    """Starts runs in a process that has everything imported."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.pipeline.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=30)

    def run(
        self,
        inbox: Path,
        settings: Settings,
        kill_after: float | None = None,
        kind: Literal["ingest", "rebuild"] = "ingest",
    ) -> Outcome:
        """Run with two workers; kill the run and its workers after some seconds, if it takes as long."""
        order = {
            "kind": kind,
            "inbox": str(inbox),
            "settings": settings.model_dump(mode="json"),
            "kill_after": kill_after,
        }
        orders, answers = _open(self._process.stdin), _open(self._process.stdout)
        orders.write(json.dumps(order) + "\n")
        orders.flush()
        return Outcome(*json.loads(answers.readline()))


class _ForkedPool(PoolExecutor):
    """The pipeline's own executor, its workers forked at once: spawning them would take longer than the run."""

    def __init__(self, workers: int) -> None:
        super().__init__(workers)
        context = multiprocessing.get_context("fork")
        self._pool = ProcessPoolExecutor(workers, context, initializer=follow_parent)
        self._pool.submit(int).result()


def _open(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def _serve() -> None:
    """Carry out one order a line, after loading what the first run of a process otherwise loads as it goes."""
    clean(article())
    clean(page(), media_type="text/html")
    run_assertions.__module__, check.__module__  # noqa: B018
    register_polars_backends()
    for line in sys.stdin:
        outcome = _carry_out(json.loads(line))
        sys.stdout.write(json.dumps(outcome) + "\n")
        sys.stdout.flush()


def _carry_out(order: dict[str, Any]) -> Outcome:
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        _live(order)
    with suppress(ProcessLookupError, PermissionError):
        os.setpgid(child, child)  # the child does so, too: whoever comes first
    deadline = started + (order["kill_after"] or float("inf"))
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return Outcome(False, os.waitstatus_to_exitcode(status), time.monotonic() - started)
        if time.monotonic() >= deadline:
            os.killpg(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            was_killed = os.waitstatus_to_exitcode(status) == -signal.SIGKILL
            return Outcome(was_killed, os.waitstatus_to_exitcode(status), time.monotonic() - started)
        time.sleep(_LOOK_EVERY)


def _live(order: dict[str, Any]) -> NoReturn:
    """Be the run, from the fork to the end of the process."""
    os.setpgid(0, 0)
    settings = Settings(**order["settings"])
    try:
        with _ForkedPool(2) as executor:
            if order["kind"] == "ingest":
                pipeline.ingest([order["inbox"]], settings, executor)
            else:
                pipeline.rebuild(settings, executor)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    _serve()
