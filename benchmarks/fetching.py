"""Pages a second: a bare httpx loop, the fetcher, and the whole run, from fifty hosts on loopback in one go.

The server runs in a process of its own, so that on two cores it takes one and the fetcher the other.
"""

import asyncio
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from copydesk.fetching import asks
from copydesk.fetching.crawl import Crawl
from copydesk.settings import Settings
from flows import pipeline
from flows.executors import PoolExecutor
from flows.fetching import Wanted
from tests.fetching.site import html, serving
from tests.pipeline.desk import page

HOSTS, PAGES = 50, 3000


def main() -> None:
    """Print pages and processor seconds of each way over the same site."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,))
    server.start()
    try:
        urls: list[str] = here.recv()
        with tempfile.TemporaryDirectory() as folder:
            settings = _settings(Path(folder))
            _report("bare httpx loop, one connection a host", lambda: asyncio.run(_bare(urls)))
            _report("the fetcher: robots, pace, ledger rows", lambda: _crawl(urls, settings))
            _report("the whole run: fetch, clean, load, publish", lambda: _run(urls, settings))
    finally:
        here.send("end")
        server.join()


def _serve(connection: Connection) -> None:
    with serving(HOSTS) as site:
        answers = [html(page(number)) for number in range(PAGES)]
        connection.send([site.put(n % HOSTS, f"/news/{n}", answer) for n, answer in enumerate(answers)])
        connection.recv()


def _settings(folder: Path) -> Settings:
    return Settings(
        database=folder / "bench.duckdb",
        fetch_allow_private=True,
        fetch_interval=0,
        fetch_budget=10**6,
        workers=os.cpu_count() or 1,
    )


async def _bare(urls: list[str]) -> None:
    """Get every page, fifty hosts at once, one request at a time to each."""
    async with httpx.AsyncClient(trust_env=False) as client:

        async def host(number: int) -> None:
            for url in urls[number::HOSTS]:
                (await client.get(url)).raise_for_status()

        await asyncio.gather(*map(host, range(HOSTS)))


def _crawl(urls: list[str], settings: Settings) -> None:
    crawl = Crawl([asks.begin(url, "page", "asked", datetime.now(UTC)) for url in urls], {}, settings, "run")
    fetched = 0
    while crawl.pending_count:
        fetched += sum(one.document is not None for one in crawl.fetch().outcomes)
    if fetched != PAGES:
        raise SystemExit(f"only {fetched} pages came")


def _run(urls: list[str], settings: Settings) -> None:
    with PoolExecutor(settings.workers) as executor:
        report = pipeline.fetch(Wanted(pages=tuple(urls)), settings, executor)
    if report.counts.in_count != PAGES:
        raise SystemExit(f"not all pages came: {report.counts}")


def _report(name: str, call: Callable[[], None]) -> None:
    started, before = time.perf_counter(), _processor_seconds()
    call()
    seconds, used = time.perf_counter() - started, _processor_seconds() - before
    print(f"{name:<45}{PAGES / seconds:7.0f} pages/s   {used / PAGES * 1000:5.2f} ms of processor a page")


def _processor_seconds() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
