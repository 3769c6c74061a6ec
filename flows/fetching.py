"""What a fetch run does: read sources, ask for the pages that are due, land them batch by batch."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from copydesk import fetches, landing, ledger, warehouse
from copydesk.errors import ReadError
from copydesk.fetching import asks
from copydesk.fetching.answers import Outcome
from copydesk.fetching.asks import ASKED, Fetch, Kind
from copydesk.fetching.crawl import Batch, Crawl, open_site
from copydesk.fetching.discovery import find_feeds, usual_places
from copydesk.fetching.feedlist import read_feed_list
from copydesk.fetching.feeds import Entry, read_feed
from copydesk.fetching.sitemaps import read_sitemap
from copydesk.fetching.sites import host_frame
from copydesk.landing import RawShard
from copydesk.ledger import Counts
from flows.running import Run

OnFetched = Callable[[int, int], None]  # addresses dealt with, and of how many

_MOST_ROUNDS = 5  # front page, sitemap index, sitemap of sitemaps ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is to fetch: pages by address, what sources name, and whatever else is due."""

    pages: tuple[str, ...] = ()
    sources: tuple[tuple[str, Kind], ...] = ()
    outlets: dict[str, str] = field(default_factory=dict)  # by the address of the source, as written
    due: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.pages or self.sources or self.due)


@dataclass(slots=True)
class _Found:
    """What sources name: pages as feeds tell of them, and further sources."""

    pages: list[tuple[Fetch, Entry]] = field(default_factory=list)
    sources: list[Fetch] = field(default_factory=list)


def wanted_from(
    feed_list: str | None,
    urls: list[str] | None = None,
    feeds: list[str] | None = None,
    sitemaps: list[str] | None = None,
    sites: list[str] | None = None,
    *,
    due: bool = False,
) -> Wanted:
    """Put together what a run is to fetch; with a list of feeds, whatever is due comes along.

    Raises UsageError for a list that cannot be used.
    """
    enabled = [one for one in read_feed_list(Path(feed_list)) if one.enabled] if feed_list else []
    sources: list[tuple[str, Kind]] = [(one.url, one.kind) for one in enabled]
    sources += [(url, "feed") for url in feeds or ()]
    sources += [(url, "sitemap") for url in sitemaps or ()]
    sources += [(url, "front page") for url in sites or ()]
    outlets = {one.url: one.outlet for one in enabled if one.outlet}
    return Wanted(tuple(urls or ()), tuple(sources), outlets, due=due or bool(enabled))


def fetch_all(now: Run, wanted: Wanted, on_fetched: OnFetched) -> None:
    """Read the sources, then fetch what is due; a stop by a person is passed on once all is landed and loaded."""
    sources = _read_sources(now, wanted)
    pages = _pages_due(now, wanted, sources)
    crawl = _crawl(now, pages, on_fetched)
    stopped: list[bool] = []
    now.process(_landed(now, crawl, stopped))
    if stopped:
        raise KeyboardInterrupt


def _read_sources(now: Run, wanted: Wanted) -> list[str]:
    """Ask feeds, sitemaps and front pages, and what these name; enter the pages; give the sources' addresses."""
    at = datetime.now(UTC)
    names: dict[str, None] = {}
    outlets = {asks.begin(url, "feed", ASKED, at).url: outlet for url, outlet in wanted.outlets.items()}
    todo = [asks.begin(url, kind, ASKED, at) for url, kind in wanted.sources]
    for number in range(_MOST_ROUNDS):
        todo = [one for one in _entered(now, todo) if one.url not in names]
        names |= dict.fromkeys(one.url for one in todo)
        due = [one for one in todo if asks.is_due(one, datetime.now(UTC), now.settings)]
        crawl = _crawl(now, due)
        todo = list(_read_round(now, crawl, outlets, number))
        names |= dict.fromkeys(crawl.urls)
    return list(names)


def _read_round(now: Run, crawl: Crawl, outlets: dict[str, str], number: int) -> Iterator[Fetch]:
    """Ask sources until none is left; each batch is entered with the pages that it names; give further sources."""
    while crawl.pending_count:
        batch = _stretch(now, crawl, f"{now.report.run_id}-sources-{number}")
        found, rows = _Found(), []
        for outcome in batch.outcomes:
            rows.append(_read_source(now, outcome, found))
            outlets.setdefault(outcome.fetch.url, outlets.get(outcome.fetch.source, ""))
        pages = _named_pages(now, found.pages, outlets)
        with warehouse.transaction(now.con):
            fetches.enter(now.con, asks.fetch_frame(pages), host_frame([]))
            fetches.enter(now.con, asks.fetch_frame(rows), host_frame(batch.sites))
        if batch.is_interrupted:
            raise KeyboardInterrupt
        yield from found.sources


def _read_source(now: Run, outcome: Outcome, found: _Found) -> Fetch:
    """Note what one source names; give its row, which says so where it cannot be read."""
    fetch = outcome.fetch
    if fetch.status == 304:
        found.sources += fetches.children(now.con, fetch.url)
    if fetch.status == 304 or fetch.state != "fetched":
        return fetch
    try:
        _read_body(outcome, found)
    except ReadError as error:
        return replace(asks.refused(fetch, error.reason, error.detail), etag=None, last_modified=None)
    return fetch


def _read_body(outcome: Outcome, found: _Found) -> None:
    fetch, at = outcome.fetch, datetime.now(UTC)
    url = fetch.final_url or fetch.url
    links: list[tuple[str, Kind]] = []
    entries: Iterable[Entry] = ()
    if fetch.kind == "feed":
        entries = read_feed(outcome.body, url, outcome.content_type)
    elif fetch.kind == "sitemap":
        sitemap = read_sitemap(outcome.body, url)
        entries, links = sitemap.entries, [(link, "sitemap") for link, _ in sitemap.children]
    else:
        places = find_feeds(outcome.body, url) or usual_places(url)
        links = [(link, "sitemap" if "sitemap" in link else "feed") for link in places]
    found.pages += [(asks.begin(one.url, "page", fetch.url, at, one), one) for one in entries]
    found.sources += [asks.begin(link, kind, fetch.url, at) for link, kind in links]


def _named_pages(now: Run, named: list[tuple[Fetch, Entry]], outlets: dict[str, str]) -> list[Fetch]:
    """Give rows for pages that are new, and for those that a feed says have changed since they were fetched."""
    known = fetches.known(now.con, (fetch.url for fetch, _ in named))
    rows: dict[str, Fetch] = {}
    for fetch, entry in named:
        outlet = entry.outlet or outlets.get(fetch.source) or None
        told = asks.told(replace(entry, outlet=outlet))
        old = known.get(fetch.url)
        if old is None:
            rows.setdefault(fetch.url, replace(fetch, told=told))
        elif asks.tells_change(entry, old):
            rows.setdefault(fetch.url, replace(old, told=told, next_due_at=fetch.found_at))
    return list(rows.values())


def _pages_due(now: Run, wanted: Wanted, sources: list[str]) -> list[Fetch]:
    """Give the pages to ask: those named by a person, and what is due of the sources or at all."""
    at = datetime.now(UTC)
    named = _entered(now, [asks.begin(url, "page", ASKED, at) for url in wanted.pages])
    asked = [one for one in named if asks.is_due(one, datetime.now(UTC), now.settings)]
    return asked + fetches.due(now.con, datetime.now(UTC), None if wanted.due else sources)


def _entered(now: Run, rows: list[Fetch]) -> list[Fetch]:
    """Enter addresses that are new; give the row of each, as the ledger has it."""
    known = fetches.known(now.con, (one.url for one in rows))
    new = {one.url: one for one in rows if one.url not in known}
    with warehouse.transaction(now.con):
        fetches.enter(now.con, asks.fetch_frame(list(new.values())), host_frame([]))
    return list(({one.url: one for one in rows} | known).values())


def _crawl(now: Run, rows: list[Fetch], on_fetched: OnFetched = lambda done, total: None) -> Crawl:
    """Make a crawl that takes hosts up where the ledger left them."""
    settings = now.settings
    sites = {row.host: open_site(row, settings) for row in fetches.hosts(now.con, (one.host for one in rows))}
    done = 0

    def advance(_: Fetch) -> None:
        nonlocal done
        done += 1
        on_fetched(done, done + crawl.pending_count)

    def find(url: str) -> Fetch | None:
        return fetches.known(now.con, [url]).get(url)

    crawl = Crawl(rows, sites, settings, now.report.run_id, advance, find)
    return crawl


def _stretch(now: Run, crawl: Crawl, name: str) -> Batch:
    return now.executor.submit("fetch", name, crawl.fetch).result()


def _landed(now: Run, crawl: Crawl, stopped: list[bool]) -> Iterator[RawShard]:
    """Fetch batch by batch and land what is new, the rows of the ledger beside it."""
    number = 0
    while crawl.pending_count and not stopped:
        shard_id = f"{now.report.run_id}-{number:04d}"
        number += 1
        batch = _stretch(now, crawl, shard_id)
        if batch.is_interrupted:
            stopped.append(True)
        yield from _land(now, shard_id, batch)


def _land(now: Run, shard_id: str, batch: Batch) -> Iterator[RawShard]:
    rows = asks.fetch_frame([one.fetch for one in batch.outcomes])
    hosts = host_frame(batch.sites)
    raw = landing.raw_frame(one.document for one in batch.outcomes if one.document)
    fresh = ledger.unknown(now.con, raw) if raw.height else raw
    known_count = raw.height - fresh.height
    now.count(Counts(in_count=known_count, known_count=known_count))
    if fresh.height:
        fetches.land(now.settings.fetched_folder, shard_id, rows, hosts)
        yield landing.land_raw(now.settings.raw_folder, shard_id, fresh)
    else:
        with warehouse.transaction(now.con):
            fetches.enter(now.con, rows, hosts)
