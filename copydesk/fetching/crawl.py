"""The crawl: many hosts at once, one request at a time to each, in batches that are landed as they fill.

A host has its queue and its own pace. What is asked for becomes an `Outcome`; what must wait stays in the ledger.
"""

import asyncio
import random
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from copydesk.errors import FetchError, ReadError
from copydesk.fetching import asks
from copydesk.fetching.answers import Outcome, find_value, read_answer, read_error
from copydesk.fetching.asks import Fetch
from copydesk.fetching.canonical import host_key
from copydesk.fetching.client import Client, FetchLimits
from copydesk.fetching.sites import HostRow, Site
from copydesk.settings import Settings

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/json")
_SOURCE_TYPES = (
    *_PAGE_TYPES,
    *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
    *("application/xml", "text/xml", "application/gzip", "application/x-gzip", "application/octet-stream"),
)
_MOST_HOPS = 5  # from host to host
_FOUND = 302


@dataclass(slots=True)
class Batch:
    """Outcomes of one stretch of crawling, the hosts that were asked, and whether a person stopped it."""

    outcomes: list[Outcome] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    byte_count: int = 0
    is_interrupted: bool = False


class Crawl:
    """Addresses to be asked, by host, and how it goes on; `fetch` runs until a batch is full or nothing is left."""

    def __init__(
        self,
        fetches: Iterable[Fetch],
        sites: dict[str, Site],
        settings: Settings,
        run_id: str,
        on_outcome: Callable[[Fetch], None] = lambda _: None,
        find: Callable[[str], Fetch | None] = lambda _: None,
    ) -> None:
        self._sites = sites
        self._settings = settings
        self._run_id = run_id
        self._on_outcome = on_outcome
        self._find = find  # the row of an address, where the ledger has one
        self._rng = random.Random()  # noqa: S311 - jitter, no secret
        self._agent = settings.user_agent
        self._queues: dict[str, deque[Fetch]] = {}
        self._seen: set[str] = set()
        self._hops: dict[str, int] = {}
        for fetch in fetches:
            self._enqueue(fetch)

    @property
    def pending_count(self) -> int:
        """Addresses that are still to be asked."""
        return sum(map(len, self._queues.values()))

    @property
    def urls(self) -> set[str]:
        """Every address that was ever in a queue, those that others moved to as well."""
        return set(self._seen)

    def fetch(self) -> Batch:
        """Crawl until a shard is full, the flush interval is over, nothing is left or a person stops it.

        Ctrl-C and SIGTERM end the batch: requests under way are dropped and stay in the queue.
        """
        with asyncio.Runner() as runner:
            return runner.run(self._fetch())

    def _enqueue(self, fetch: Fetch) -> None:
        if fetch.url in self._seen:
            return
        self._seen.add(fetch.url)
        self._queues.setdefault(fetch.host, deque()).append(fetch)
        if fetch.host not in self._sites:
            self._sites[fetch.host] = open_site(HostRow(fetch.host), self._settings)

    async def _fetch(self) -> Batch:
        batch = Batch()
        self._batch, self._stop = batch, asyncio.Event()
        self._slots = asyncio.Semaphore(self._settings.fetch_concurrency)
        queues = {key: queue for key, queue in self._queues.items() if queue}
        batch.sites = [self._sites[key] for key in queues]
        async with AsyncExitStack() as stack:
            self._pages = await stack.enter_async_context(self._client(_PAGE_TYPES))
            self._sources = await stack.enter_async_context(self._client(_SOURCE_TYPES))
            workers = [
                asyncio.create_task(self._serve(self._sites[key], queue)) for key, queue in queues.items()
            ]
            await self._watch(workers, batch)
        self._queues = {key: queue for key, queue in self._queues.items() if queue}
        return batch

    def _client(self, media_types: tuple[str, ...]) -> Client:
        limits = self._settings
        return Client(
            FetchLimits(
                max_bytes=limits.fetch_max_bytes,
                max_redirects=limits.fetch_redirects,
                connect_timeout=limits.fetch_connect_timeout,
                read_timeout=limits.fetch_read_timeout,
                deadline=limits.fetch_deadline,
                media_types=media_types,
            ),
            user_agent=self._agent,
            allow_private=limits.fetch_allow_private,
        )

    async def _watch(self, workers: "list[asyncio.Task[None]]", batch: Batch) -> None:
        """Wait for the workers; stop them in order when the time is over, at once when a person asks."""
        me = asyncio.current_task()
        with _stopped_by_signal(lambda: me and me.cancel()):
            try:
                await asyncio.wait(workers, timeout=self._settings.fetch_flush_seconds)
                self._stop.set()
                await asyncio.gather(*workers)
            except asyncio.CancelledError:
                batch.is_interrupted = True
                for worker in workers:
                    worker.cancel()
                await asyncio.gather(*workers, return_exceptions=True)

    async def _serve(self, site: Site, queue: deque[Fetch]) -> None:
        """Work off the queue of one host, at its pace, until it is empty, the batch is full or the host must rest."""
        while queue and not self._stop.is_set():
            if site.needs_robots(time.time(), self._agent):
                if await self._is_ready(site, queue):
                    await self._read_robots(site)
            elif outcome := self._forbidden(site, queue[0]):
                self._add(queue, outcome)
            elif await self._is_ready(site, queue):
                async with self._slots:
                    if not self._stop.is_set():
                        self._add(queue, await self._ask(site, queue[0]))

    def _add(self, queue: deque[Fetch], outcome: Outcome) -> None:
        queue.popleft()
        batch = self._batch
        batch.outcomes.append(outcome)
        batch.byte_count += len(outcome.document.data) if outcome.document else len(outcome.body)
        self._on_outcome(outcome.fetch)
        limits = self._settings
        if len(batch.outcomes) >= limits.shard_documents or batch.byte_count >= limits.shard_bytes:
            self._stop.set()

    async def _is_ready(self, site: Site, queue: deque[Fetch]) -> bool:
        """Wait until the host may be asked; where that takes longer than a run waits, leave its queue to later runs."""
        now = time.time()
        delay = site.host.wait(now)
        if delay > self._settings.fetch_patience:
            is_resting = site.host.resting_until > now
            reason = "host_resting" if is_resting else "host_not_ready"
            told = "The host failed too often and rests" if is_resting else "The host asks for a longer pause"
            if not is_resting and site.host.ready_at <= now:
                reason, told = "budget_spent", "Today's budget of requests to this host is spent"
            until = _now_plus(delay)
            while queue:
                self._add(queue, Outcome(asks.postponed(queue[0], reason, told, until)))
            return False
        if delay:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), delay)
        return not self._stop.is_set() and site.host.wait(time.time()) <= 0

    async def _read_robots(self, site: Site) -> None:
        """Ask for robots.txt; a host that gives none it can be read from is left alone for a while."""
        status, body, pause = None, b"", None
        async with self._slots:
            site.host.take(time.time())
            try:
                answer = await self._sources.get(f"{site.key}/robots.txt")
                status, body, pause = answer.status, answer.body, find_value(answer, "retry-after")
            except FetchError as error:
                status = None if error.transient else 404
            finally:
                site.host.finish(time.time(), status, pause)
        site.take_robots(status, body, time.time(), self._agent)

    def _forbidden(self, site: Site, fetch: Fetch) -> Outcome | None:
        """Give the outcome of an address that robots.txt keeps us from, None where it may be asked."""
        assert site.robots is not None  # noqa: S101 - `needs_robots` came first
        verdict = site.robots.verdict(fetch.url, self._agent)
        if verdict.allowed:
            return None
        told = replace(fetch, robots_rule=verdict.rule, run_id=self._run_id)
        if site.robots.is_unreachable:
            detail = "robots.txt cannot be had: the host is left alone until it can"
            return Outcome(asks.failed(told, "robots_unreachable", detail, _now(), self._settings, self._rng))
        return Outcome(asks.refused(told, "robots", f"robots.txt forbids it: {verdict.rule}"))

    async def _ask(self, site: Site, fetch: Fetch) -> Outcome:
        """Make one request and give what came of it."""
        assert site.robots is not None  # noqa: S101 - `needs_robots` came first
        rule = site.robots.verdict(fetch.url, self._agent).rule
        elsewhere: list[str] = []
        status, pause = None, None
        asked = replace(
            fetch, robots_rule=rule, asked_at=_now(), run_id=self._run_id, status=None, seconds=None
        )
        client = self._pages if fetch.kind == "page" else self._sources
        site.host.take(time.time())
        try:
            answer = await client.get(
                fetch.url,
                _conditions(fetch),
                may_follow=lambda url: self._may_follow(site, url, elsewhere),
            )
            status, pause = answer.status, find_value(answer, "retry-after")
            return read_answer(asked, answer, self._settings, self._rng)
        except FetchError as error:
            if elsewhere:
                status = 301
                return self._moved(asked, elsewhere[0])
            status = None if error.transient else 400
            return read_error(asked, error, self._settings, self._rng)
        finally:
            site.host.finish(time.time(), status, pause)

    async def _may_follow(self, site: Site, url: str, elsewhere: list[str]) -> bool:
        """Follow redirects on the same host where robots.txt allows it; those to others are asked on their own."""
        assert site.robots is not None  # noqa: S101 - `needs_robots` came first
        try:
            is_same = host_key(url) == site.key
        except ReadError:
            return True  # the client refuses it with its own reason
        if not is_same:
            elsewhere.append(url)
        if not is_same or not site.robots.verdict(url, self._agent).allowed:
            return False
        await self._pace(site)
        return True

    async def _pace(self, site: Site) -> None:
        """Leave a host alone between the hops of a redirect as between any two requests.

        Raises FetchError where that takes longer than a run waits.
        """
        site.host.finish(time.time(), _FOUND)
        while delay := site.host.wait(time.time()):
            if delay > self._settings.fetch_patience:
                raise FetchError("host_not_ready", "The host must be left alone for longer", transient=True)
            await asyncio.sleep(delay)
        site.host.take(time.time())

    def _moved(self, asked: Fetch, target: str) -> Outcome:
        """Let another host be asked at its own pace and by its own robots.txt."""
        hops = self._hops.get(asked.url, 0) + 1
        if hops > _MOST_HOPS:
            return Outcome(
                asks.refused(asked, "too_many_redirects", "It leads from host to host without end")
            )
        there = asks.begin(target, asked.kind, asked.url, _now())
        there = self._find(there.url) or replace(there, told=asked.told)
        self._hops.setdefault(there.url, hops)
        if asks.is_due(there, _now(), self._settings):
            self._enqueue(there)
        moved = asks.refused(asked, "moved", f"It has moved to {there.url}", "moved")
        return Outcome(replace(moved, final_url=there.url))


def open_site(row: HostRow, settings: Settings) -> Site:
    """Take a host up where the ledger left it."""
    return Site(row, settings.fetch_interval, settings.fetch_budget)


@contextmanager
def _stopped_by_signal(stop: Callable[[], object]) -> Iterator[None]:
    """Let SIGTERM end the batch in order, as Ctrl-C does; in other threads than the main one it is not ours."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop, before = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)
    loop.add_signal_handler(signal.SIGTERM, stop)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGTERM, before)


def _conditions(fetch: Fetch) -> dict[str, str]:
    """Ask only for what is newer than the copy that is there (RFC 9110, 13.1)."""
    pairs = {"If-None-Match": fetch.etag, "If-Modified-Since": fetch.last_modified}
    return {name: value for name, value in pairs.items() if value} if fetch.fetched_at else {}


def _now() -> datetime:
    return datetime.now(UTC)


def _now_plus(seconds: float) -> datetime:
    return datetime.fromtimestamp(time.time() + seconds, UTC)
