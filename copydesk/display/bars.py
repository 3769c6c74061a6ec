"""How a run gets on: a bar on a terminal, plain lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from copydesk.display.console import counted, err, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from copydesk.ledger import Counts


@contextmanager
def progress(title: str) -> Iterator["Callable[[Counts], None]"]:
    """Show how a run gets on, shard by shard."""
    if not err.is_terminal:
        yield _plain_progress(title)
        return
    with _bar(title, "documents") as (bar, task):
        yield lambda counts: bar.advance(task, counts.in_count)


@contextmanager
def fetching() -> Iterator["Callable[[int, int], None]"]:
    """Show how fetching gets on: how many addresses of how many are done."""
    if not err.is_terminal:
        yield _plain_fetching()
        return
    with _bar("fetch", "addresses") as (bar, task):
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _bar(title: str, unit: str) -> Iterator[tuple[Progress, TaskID]]:
    columns = (SpinnerColumn(), TextColumn(title), BarColumn(pulse_style="cyan"), MofNCompleteColumn())
    with Progress(*columns, TextColumn(unit), TimeElapsedColumn(), console=err, transient=True) as bar:
        yield bar, bar.add_task(title, total=None)


def _plain_progress(title: str) -> "Callable[[Counts], None]":
    done = 0

    def advance(counts: "Counts") -> None:
        nonlocal done
        if not counts.in_count:
            return
        done += counts.in_count
        say(f"{title}: {counted(done, 'document')}")

    return advance


def _plain_fetching() -> "Callable[[int, int], None]":
    """Tell each tenth."""
    shown = 0

    def advance(done: int, total: int) -> None:
        nonlocal shown
        if 10 * done // total > shown:
            shown = 10 * done // total
            say(f"fetch: {done} of {total} addresses")

    return advance
