"""The real flow against a real site: every outcome in the ledger as planned, politely, and once."""

import gzip
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from copydesk import warehouse
from copydesk.settings import Settings
from tests.conftest import Server
from tests.fetching.site import Answer, Request, Site, html, redirect, serving, typed
from tests.pipeline.desk import article, page

COPYDESK = str(Path(sys.executable).with_name("copydesk"))
HOSTS, PAGES = 10, 30  # three hundred pages
INTERVAL, CRAWL_DELAY = 0.04, 0.3
_CONSENT = (
    "<title>Your privacy</title><h1>We value your privacy</h1><p>We and our 842 partners store and access"
    " information on a device, such as cookies. Click Accept all to consent to this processing.</p>"
    "<button>Accept all</button><button>Manage options</button>"
)
_SHELL = (
    "<!DOCTYPE html><html><head><title>Harbour Gazette</title></head><body>"
    "<header><a href='/'>Harbour Gazette</a></header><div id='app'></div></body></html>"
)
_LOGIN = (
    "<title>Log in</title><h1>Log in to your account</h1><form><label>Email</label><label>Remember me</label></form>"
    "<p><a href='#'>Forgot your password?</a></p><p>New here? Create an account to save stories.</p>"
)
_PAYWALL = (
    '<!DOCTYPE html><html lang="en"><head><title>Ferry stops at the end of the month</title></head><body>'
    "<article><h1>Ferry stops at the end of the month</h1><p>The last boat of the winter leaves the old pier on Sunday"
    " at noon, the harbour office said.</p><div class='wall'><p>Subscribe to continue reading.</p>"
    "<p>Already a subscriber? Log in</p></div></article></body></html>"
)
_SOFT_404 = "<title>Page not found</title><h1>Page not found</h1><p>The page you are looking for does not exist or has been moved.</p>"


@dataclass(frozen=True)
class Desk:
    """A folder with the site's addresses in a file, and the command to fetch them as a flow."""

    folder: Path
    site: Site
    words: tuple[str, ...]
    environment: dict[str, str]

    def fetch(self) -> subprocess.CompletedProcess[str]:
        self.site.forget()
        return subprocess.run(
            [COPYDESK, "fetch", *self.words, "--allow-private", "--prefect"],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=200,
        )

    def ask(self, sql: str) -> pl.DataFrame:
        with warehouse.open_reader(Settings(database=self.folder / "copydesk.duckdb")) as con:
            return warehouse.query(con, sql)

    def outcome(self, host: int, path: str) -> tuple[Any, ...]:
        url = self.site.url(host, path)
        return self.ask(f"select state, reason from fetches where url = '{url}'").row(0)


class Edition:
    """Which edition of the site is served: the second has a few changed pages."""

    number = 1


def _rss(urls: list[str]) -> Answer:
    items = "".join(
        f"<item><title>From the feed {n}</title><link>{url}?utm_source=rss&amp;utm_medium=feed</link>"
        f"<pubDate>Tue, 05 Mar 2024 08:00:00 GMT</pubDate></item>"
        for n, url in enumerate(urls)
    )
    return typed(
        f'<rss version="2.0"><channel><title>The Courier</title>{items}</channel></rss>',
        "application/rss+xml",
    )


def _atom(edition: Edition, urls: list[str]) -> Answer:
    """Tell in the second edition that the first page has changed since it was fetched."""
    changed = "2124-01-01T00:00:00Z" if edition.number == 2 else "2024-03-05T08:00:00Z"
    entries = "".join(
        f'<entry><title>Atom {n}</title><link href="{url}"/><id>{url}</id>'
        f"<updated>{changed if n == 0 else '2024-03-05T08:00:00Z'}</updated></entry>"
        for n, url in enumerate(urls)
    )
    return typed(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>The Dispatch</title><id>x</id>{entries}</feed>',
        "application/atom+xml",
    )


def _json_feed(urls: list[str]) -> Answer:
    items = ", ".join(f'{{"id": "{url}", "url": "{url}"}}' for url in urls)
    return typed(
        f'{{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{items}]}}',
        "application/feed+json",
    )


def _urlset(urls: list[str]) -> str:
    rows = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


def _news(urls: list[str]) -> str:
    rows = "".join(
        f"<url><loc>{url}</loc><news:news><news:publication><news:name>The Strait</news:name></news:publication>"
        f"<news:publication_date>2024-03-04</news:publication_date><news:title>News {n}</news:title></news:news></url>"
        for n, url in enumerate(urls)
    )
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{rows}</urlset>'
    )


def _modified(request: Request) -> Answer:
    """Know a page by Last-Modified only."""
    stamp = "Tue, 05 Mar 2024 08:00:00 GMT"
    if request.headers.get("if-modified-since") == stamp:
        return Answer(b"", 304)
    return html(page(7001), **{"Last-Modified": stamp})


def _heals(request: Request) -> Answer:
    return Answer(b"", 503) if request.count == 1 else html(page(7002))


# Path on host 5 -> answer, and the state and reason that the first run must enter for it.
_PLANS: dict[str, tuple[Any, tuple[str, str | None]]] = {
    "/missing": (Answer(b"no", 404), ("gone", "http_404")),
    "/gone": (Answer(b"no", 410), ("gone", "http_410")),
    "/forbidden": (Answer(b"no", 403), ("refused", "http_403")),
    "/login": (Answer(b"no", 401), ("refused", "http_401")),
    "/pay": (Answer(b"no", 402), ("refused", "http_402")),
    "/law": (Answer(b"no", 451), ("refused", "http_451")),
    "/private/secret": (html(page(7003)), ("refused", "robots")),
    "/limit": (Answer(b"slow down", 429, {"Retry-After": "1"}), ("retry", "http_429")),
    "/heals": (_heals, ("retry", "http_503")),
    "/ill": (Answer(b"", 500), ("retry", "http_500")),
    "/binary": (typed(b"%PDF-1.7", "application/pdf"), ("refused", None)),
    "/huge": (html("x" * 300_000), ("refused", None)),
    "/slow": (Answer(b"", 200, delay=2.0), ("retry", None)),
    "/cut": (Answer(b"<p>half", 200, cut=True), ("retry", None)),
    "/garbled": (html(b"\x1f\x8bnonsense", **{"Content-Encoding": "gzip"}), ("refused", None)),
    "/loop": (redirect("/loop"), ("refused", None)),
    "/moved": (redirect("/news/3", 301), ("fetched", None)),
    "/to-private": (redirect("/private/secret"), ("refused", None)),
    "/consent": (html(_CONSENT), ("fetched", None)),
    "/shell": (html(_SHELL), ("fetched", None)),
    "/members": (html(_LOGIN), ("fetched", None)),
    "/wall": (html(_PAYWALL), ("fetched", None)),
    "/soft-404": (html(_SOFT_404), ("fetched", None)),
    "/copy": (html(page(500)), ("fetched", None)),
    "/modified": (_modified, ("fetched", None)),
    "/plain": (typed(article(7004), "text/plain; charset=utf-8"), ("fetched", None)),
}


def _fill(site: Site, edition: Edition) -> tuple[list[str], tuple[str, ...]]:
    """Give the addresses to ask for one by one and the words that name the sources."""
    news = [
        [
            site.put_page(
                host,
                f"/news/{n}",
                lambda n=n, host=host: page(  # type: ignore[misc]
                    100 * host + n, commenters=("Piers Holloway",) * (edition.number if n == 0 else 1)
                ),
            )
            for n in range(PAGES)
        ]
        for host in range(HOSTS)
    ]
    sitemap = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'
    parts = [
        site.put(3, "/news.xml", typed(_news(news[3][:15]), "application/xml")),
        site.put(3, "/rest.xml.gz", typed(gzip.compress(_urlset(news[3][15:]).encode()), "application/gzip")),
    ]
    index = sitemap.format("".join(f"<sitemap><loc>{part}</loc></sitemap>" for part in parts))
    site.put(4, "/feed.xml", _rss(news[4]))
    sources = (
        *("--feed", site.put(0, "/feed.xml", _rss(news[0]))),
        *("--feed", site.put(1, "/atom.xml", lambda _: _atom(edition, news[1]))),
        *("--feed", site.put(2, "/feed.json", _json_feed(news[2]))),
        *("--sitemap", site.put(3, "/sitemap.xml", typed(index, "application/xml"))),
        *(
            "--site",
            site.put(4, "/", html('<link rel="alternate" type="application/rss+xml" href="/feed.xml"><p>Hi')),
        ),
        *("--feed", site.put(9, "/broken.xml", typed("<html>no feed", "application/xml"))),
    )
    site.put(
        5, "/robots.txt", typed("User-agent: *\nDisallow: /private/\nAllow: /private/open\n", "text/plain")
    )
    site.put(7, "/robots.txt", typed(f"User-agent: copydesk\nCrawl-delay: {CRAWL_DELAY}\n", "text/plain"))
    site.put(8, "/robots.txt", Answer(b"", 503))
    asked = [url for host in (5, 6, 7, 8, 9) for url in news[host]]
    asked += [site.put(5, path, answer) for path, (answer, _) in _PLANS.items()]
    asked += [
        site.put(5, "/away", redirect(site.url(6, "/only-there"))),
        site.url(6, "/news/1?fbclid=abc&utm_campaign=x"),
        "ftp://example.org/",
    ]
    site.put(6, "/only-there", html(page(7005)))
    return asked, sources


@pytest.fixture(scope="module")
def desk(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("wire")
    with serving(HOSTS) as site:
        site.edition = edition = Edition()  # type: ignore[attr-defined]
        asked, sources = _fill(site, edition)
        (folder / "urls.txt").write_text("# the site\n" + "\n".join(asked), "utf-8")
        environment = server.environment | {
            "COPYDESK_FETCH_INTERVAL": str(INTERVAL),
            "COPYDESK_FETCH_READ_TIMEOUT": "0.8",
            "COPYDESK_FETCH_MAX_BYTES": "200000",
            "COPYDESK_FETCH_RETRY_SECONDS": "0",
            "COPYDESK_FETCH_FRESH_SECONDS": "0",
            "COPYDESK_FETCH_CONTACT": "desk@example.org",
        }
        desk = Desk(folder, site, ("--urls", "urls.txt", *sources), environment)
        yield desk


@pytest.fixture(scope="module")
def first(desk: Desk) -> subprocess.CompletedProcess[str]:
    done = desk.fetch()
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.usefixtures("first")
class TestFirstRun:
    """What the first run must have done; the tests read its database and the site's log."""

    @pytest.mark.parametrize("path", _PLANS)
    def test_every_planned_outcome_is_in_the_ledger(self, desk: Desk, path: str) -> None:
        state, reason = _PLANS[path][1]
        found = desk.outcome(5, path)
        assert found[0] == state
        if reason or state in ("fetched", "gone"):
            assert found[1] == reason
        else:
            assert found[1] is not None

    def test_the_pages_of_every_source_are_loaded(self, desk: Desk) -> None:
        rows = desk.ask(
            "select host, count(*) as n from fetches where kind = 'page' and url like '%/news/%'"
            " and state = 'fetched' group by host"
        )
        assert set(rows["n"]) == {PAGES}
        assert rows.height == HOSTS - 1  # one host shows no robots.txt

    def test_a_host_without_robots_is_left_alone(self, desk: Desk) -> None:
        assert desk.outcome(8, "/news/1") == ("retry", "robots_unreachable")
        assert {one.path for one in desk.site.asked(8)} == {"/robots.txt"}

    def test_robots_rule_stands_in_the_ledger(self, desk: Desk) -> None:
        rows = desk.ask("select robots_rule from fetches where reason = 'robots'")
        assert rows["robots_rule"].to_list() == ["Disallow: /private/ (line 2)"]

    def test_politeness_is_kept_as_the_server_saw_it(self, desk: Desk) -> None:
        for host in range(HOSTS):
            moments = [one.moment for one in desk.site.asked(host)]
            shortest = min((later - one for one, later in pairwise(moments)), default=1)
            wanted = CRAWL_DELAY if host == 7 else INTERVAL
            assert shortest >= wanted, f"host {host}"

    def test_the_user_agent_names_project_and_contact(self, desk: Desk) -> None:
        agents = {one.headers["user-agent"] for one in desk.site.log}
        assert len(agents) == 1
        assert agents.pop().startswith("Copydesk/")

    def test_tracking_parameters_make_no_second_address(self, desk: Desk) -> None:
        urls = desk.ask("select url from fetches")["url"]
        assert not [url for url in urls if "utm_" in url or "fbclid" in url]
        assert not [one for one in desk.site.log if "utm_" in one.path or "fbclid" in one.path]

    def test_pages_that_are_no_article_are_quarantined_with_their_reason(self, desk: Desk) -> None:
        rows = dict(desk.ask("select uri, reason from quarantine where status = 'open'").iter_rows())
        found = {url.rpartition("/")[2]: reason for url, reason in rows.items()}
        assert found["consent"] == "consent_wall"
        assert found["shell"] == "empty_shell"
        assert found["members"] == "login_page"
        assert found["wall"] == "paywall"
        assert found["soft-404"] == "error_page"

    def test_the_same_bytes_at_two_addresses_are_one_document(self, desk: Desk) -> None:
        urls = [desk.site.url(5, "/copy"), desk.site.url(5, "/news/0")]
        rows = desk.ask(f"select distinct document_id from sightings where uri in {tuple(urls)}")
        assert rows.height == 1

    def test_redirects_lead_to_the_address_where_the_document_stands(self, desk: Desk) -> None:
        moved = desk.ask(f"select final_url from fetches where url = '{desk.site.url(5, '/moved')}'")
        assert moved["final_url"][0] == desk.site.url(5, "/news/3")
        assert desk.outcome(5, "/away") == ("moved", "moved")
        assert desk.outcome(6, "/only-there") == ("fetched", None)

    def test_the_feed_is_evidence_where_the_page_is_silent(self, desk: Desk) -> None:
        url = desk.site.url(0, "/news/1")
        (found,) = desk.ask(
            f"select published_evidence from current_articles where uri = '{url}'"
        ).to_series()
        assert found == "feed: 2024-03-05T08:00:00+00:00"

    def test_what_cannot_be_asked_or_read_is_told(self, desk: Desk) -> None:
        rows = desk.ask("select state, reason from fetches where url = 'ftp://example.org/'")
        assert rows.rows() == [("refused", "bad_address")]
        assert desk.outcome(9, "/broken.xml") == ("refused", "not_a_feed")

    def test_the_ui_shows_progress_and_failing_hosts(self, desk: Desk, server: Server) -> None:
        del desk
        runs = [one for one in server.find("flow_runs") if one["name"] == "fetch into copydesk.duckdb"]
        run = min(runs, key=lambda one: one["start_time"])
        artifacts = server.find("artifacts", artifacts={"flow_run_id": {"any_": [run["id"]]}})
        found = {one["key"]: one for one in artifacts}
        assert found["copydesk-fetching"]["data"] == 100
        assert "robots_unreachable" in str(found["copydesk-failing-hosts"]["data"])
        names = {one["name"] for one in server.find("task_runs", flow_runs={"id": {"any_": [run["id"]]}})}
        assert any(name.startswith("fetch-") and "sources" in name for name in names)

    def test_the_second_run_loads_only_what_changed(self, desk: Desk) -> None:
        before = desk.ask("select count(*) as n from documents")["n"][0]
        desk.site.edition.number = 2  # type: ignore[attr-defined]
        done = desk.fetch()
        assert done.returncode == 0, done.stderr
        # The first page of each host that is asked by address has changed, that of the Atom feed says so as well;
        # the others are not due before six hours have passed. What failed and has healed comes in now.
        asked = {one.path for one in desk.site.asked(0)} | {one.path for one in desk.site.asked(2)}
        assert asked == {"/feed.xml", "/feed.json"}
        assert [one.path for one in desk.site.asked(1)] == ["/atom.xml", "/news/0"]
        assert desk.outcome(5, "/heals") == ("fetched", None)
        assert desk.outcome(5, "/modified") == ("unchanged", None)
        loaded = desk.ask("select count(*) as n from documents")["n"][0] - before
        assert loaded == 1 + 1 + 4  # /heals, the Atom page, and one page of each of the hosts 5, 6, 7 and 9
        url = desk.site.url(1, "/news/0")
        assert desk.ask(f"select version_count from addresses where uri = '{url}'").item() == 2
        told = subprocess.run(
            [COPYDESK, "show", f"{url}?utm_source=x", "--versions"],
            cwd=desk.folder,
            capture_output=True,
            text=True,
            check=True,
        )
        assert "2 rows" in told.stderr
