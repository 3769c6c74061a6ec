"""The pool of workers: one pool whoever asks, a second chance for what a worker's death cut off, then a sentence."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from copydesk.errors import CopydeskError, ReadError
from flows.executors import PoolExecutor

MANY = 1000  # documents: worth a worker process


@pytest.fixture
def executor() -> Iterator[PoolExecutor]:
    with PoolExecutor(2) as executor:
        yield executor


def die_once(marker: Path) -> int:
    """End the worker the first time, answer the second."""
    if marker.exists():
        return os.getpid()
    marker.touch()
    os._exit(1)


def refuse() -> None:
    raise ReadError("binary", "The file is a PNG image, not text")


def test_threads_that_submit_at_once_share_one_pool(executor: PoolExecutor) -> None:
    with ThreadPoolExecutor(8) as threads:
        pending = list(
            threads.map(
                lambda _: executor.submit("clean", "shard", os.getpid, document_count=MANY), range(16)
            )
        )
    processes = {one.result() for one in pending}
    assert 1 <= len(processes) <= 2
    assert os.getpid() not in processes


def test_few_documents_and_other_stages_stay_in_this_process(executor: PoolExecutor) -> None:
    assert executor.submit("clean", "shard", os.getpid, document_count=10).result() == os.getpid()
    assert executor.submit("load", "shard", os.getpid, document_count=MANY).result() == os.getpid()


def test_one_worker_is_this_process() -> None:
    with PoolExecutor(1) as executor:
        assert executor.submit("clean", "shard", os.getpid, document_count=MANY).result() == os.getpid()


def test_what_a_dying_worker_took_along_is_done_by_another(executor: PoolExecutor, tmp_path: Path) -> None:
    cut_off = executor.submit("clean", "one", partial(die_once, tmp_path / "marker"), document_count=MANY)
    beside = [executor.submit("clean", "two", os.getpid, document_count=MANY) for _ in range(3)]
    assert cut_off.result() != os.getpid()
    assert all(one.result() != os.getpid() for one in beside)
    assert executor.submit("clean", "three", os.getpid, document_count=MANY).result() != os.getpid()


def test_a_shard_that_ends_two_workers_is_named(executor: PoolExecutor) -> None:
    pending = executor.submit("clean", "20240305T101500-ab12-0003", partial(os._exit, 1), document_count=MANY)
    with pytest.raises(CopydeskError, match="died cleaning shard 20240305T101500-ab12-0003"):
        pending.result()


def test_an_error_comes_back_from_a_worker_as_it_was(executor: PoolExecutor) -> None:
    with pytest.raises(ReadError, match="PNG image") as caught:
        executor.submit("clean", "shard", refuse, document_count=MANY).result()
    assert caught.value.reason == "binary"
