"""When addresses are due, and what lasts of politeness from one run to the next, against a real server."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copydesk import warehouse
from copydesk.errors import UsageError
from copydesk.fetching import asks
from copydesk.fetching.asks import Fetch
from copydesk.fetching.feeds import Entry
from copydesk.settings import Settings
from flows import pipeline
from flows.executors import PoolExecutor
from flows.fetching import Wanted, wanted_from
from flows.running import RunReport
from tests.conftest import ROOT
from tests.fetching.site import Answer, Site, html, redirect, serving, typed
from tests.pipeline.desk import page

START = datetime(2026, 3, 5, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
DOCUMENT = "0" * 32
SETTINGS = Settings()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(3) as site:
        yield site


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database=tmp_path / "copydesk.duckdb",
        workers=1,
        fetch_allow_private=True,
        fetch_interval=0,
        fetch_fresh_seconds=0,
    )


def fetch(settings: Settings, *pages: str, wanted: Wanted | None = None) -> RunReport:
    with PoolExecutor(1) as executor:
        return pipeline.fetch(wanted or Wanted(pages=pages), settings, executor)


def states(settings: Settings) -> dict[str, tuple[str, str | None]]:
    """Give state and reason by the last part of the address."""
    with warehouse.open_writer(settings) as con:
        rows = warehouse.query(con, "select url, state, reason from fetches").rows()
    return {url.rpartition("/")[2]: (state, reason) for url, state, reason in rows}


def article_row() -> Fetch:
    return asks.begin("https://courier.example/1", "page", "asked", START)


def test_an_article_is_looked_at_again_at_doubling_intervals_and_then_never() -> None:
    row, now, hours = article_row(), START, []
    while row.next_due_at is not None:
        now = row.next_due_at
        hours.append((now - START) / HOUR)
        row = asks.arrived(row, DOCUMENT, now, SETTINGS)
    assert hours == [0, 6, 12, 24, 48, 96]


def test_an_article_is_fetched_once_where_rechecks_are_off() -> None:
    row = asks.arrived(article_row(), DOCUMENT, START, Settings(fetch_recheck_hours=0))
    assert (row.state, row.next_due_at) == ("fetched", None)


def test_the_same_bytes_are_unchanged() -> None:
    first = asks.arrived(article_row(), DOCUMENT, START, SETTINGS)
    assert asks.arrived(first, DOCUMENT, START + HOUR, SETTINGS).state == "unchanged"
    assert asks.arrived(first, None, START + HOUR, SETTINGS).document_id == DOCUMENT


def test_a_page_named_again_is_left_alone_while_it_is_fresh_or_waits() -> None:
    row = replace(asks.arrived(article_row(), DOCUMENT, START, SETTINGS), asked_at=START)
    assert not asks.is_due(row, START + timedelta(minutes=9), SETTINGS)
    assert asks.is_due(row, START + timedelta(minutes=11), SETTINGS)
    waiting = replace(row, state="retry", next_due_at=START + HOUR)
    assert not asks.is_due(waiting, START + HOUR / 2, SETTINGS)
    assert asks.is_due(waiting, START + HOUR, SETTINGS)


@pytest.mark.parametrize(
    ("changed", "is_later"),
    [
        ("2026-03-05T10:00:00+00:00", True),
        ("2026-03-05T09:30:00+02:00", False),
        ("2026-03-06", True),
        ("2026-03-04", False),
        ("last Tuesday", False),
        (None, False),
    ],
)
def test_a_feed_tells_a_later_change(changed: str | None, is_later: bool) -> None:
    row = asks.arrived(article_row(), DOCUMENT, START, SETTINGS)
    assert asks.tells_change(Entry(row.url, changed=changed), row) is is_later
    assert not asks.tells_change(Entry(row.url, changed=changed), article_row())


def test_the_budget_of_a_day_holds_over_runs(site: Site, settings: Settings) -> None:
    urls = [site.put(0, f"/{n}", html(page(n))) for n in range(6)]
    small = settings.model_copy(update={"fetch_budget": 4})
    fetch(small, *urls)
    assert [one.path for one in site.log] == ["/robots.txt", "/0", "/1", "/2"]
    assert states(small)["5"] == ("waiting", "budget_spent")
    fetch(small, *urls)
    assert len(site.log) == 4


def test_a_dead_host_rests_and_the_others_go_on(site: Site, settings: Settings) -> None:
    ill = [site.put(0, f"/ill-{n}", Answer(b"", 500)) for n in range(8)]
    well = [site.put(1, f"/well-{n}", html(page(n))) for n in range(8)]
    fetch(settings, *ill, *well)
    found = states(settings)
    assert [found[f"ill-{n}"][0] for n in range(8)] == ["retry"] * 5 + ["waiting"] * 3
    assert found["ill-7"] == ("waiting", "host_resting")
    assert all(found[f"well-{n}"] == ("fetched", None) for n in range(8))


def test_a_long_retry_after_is_left_to_a_later_run(site: Site, settings: Settings) -> None:
    site.put(0, "/busy", Answer(b"", 429, {"Retry-After": "3600"}))
    fetch(settings, site.url(0, "/busy"), site.put(0, "/next", html(page(1))))
    assert states(settings) == {"busy": ("retry", "http_429"), "next": ("waiting", "host_not_ready")}
    with warehouse.open_writer(settings) as con:
        (due,) = con.execute("select epoch(min(next_due_at) - max(asked_at)) from fetches").fetchall()[0]
    assert due > 3500


def test_robots_is_kept_for_a_day(site: Site, settings: Settings) -> None:
    site.put(0, "/robots.txt", typed("User-agent: *\nDisallow: /no", "text/plain"))
    fetch(settings, site.put(0, "/1", html(page(1))))
    fetch(settings, site.put(0, "/2", html(page(2))), site.url(0, "/no"))
    assert [one.path for one in site.log] == ["/robots.txt", "/1", "/2"]
    assert states(settings)["no"] == ("refused", "robots")


def test_an_address_is_given_up_after_too_many_failures(site: Site, settings: Settings) -> None:
    url = site.put(0, "/ill", Answer(b"", 503))
    often = settings.model_copy(update={"fetch_attempts": 3, "fetch_retry_seconds": 0})
    fetch(often, url)
    assert states(often)["ill"] == ("retry", "http_503")
    fetch(often, wanted=Wanted(due=True))
    fetch(often, wanted=Wanted(due=True))
    assert states(often)["ill"] == ("failed", "http_503")
    fetch(often, wanted=Wanted(due=True))
    assert len([one for one in site.log if one.path == "/ill"]) == 3


def test_a_redirect_to_another_host_keeps_that_hosts_rules(site: Site, settings: Settings) -> None:
    site.put(1, "/robots.txt", typed("User-agent: *\nDisallow: /closed", "text/plain"))
    site.put(0, "/a", redirect(site.url(1, "/closed")))
    site.put(0, "/b", redirect(site.url(1, "/open")))
    site.put(1, "/open", html(page(1)))
    fetch(settings, site.url(0, "/a"), site.url(0, "/b"))
    assert states(settings) == {
        "a": ("moved", "moved"),
        "b": ("moved", "moved"),
        "closed": ("refused", "robots"),
        "open": ("fetched", None),
    }
    assert "/closed" not in {one.path for one in site.asked(1)}


def test_where_an_address_has_moved_is_asked_with_conditions_the_second_time(
    site: Site, settings: Settings
) -> None:
    old = site.put(0, "/old", redirect(site.put_page(1, "/new", lambda: page(1))))
    fetch(settings, old)
    assert states(settings) == {"old": ("moved", "moved"), "new": ("fetched", None)}
    fetch(settings, old)
    assert states(settings) == {"old": ("moved", "moved"), "new": ("unchanged", None)}


def test_hosts_that_lead_to_each_other_come_to_an_end(site: Site, settings: Settings) -> None:
    site.put(0, "/round", redirect(site.url(1, "/round")))
    site.put(1, "/round", redirect(site.url(0, "/round")))
    fetch(settings, site.url(0, "/round"))
    assert states(settings)["round"] == ("moved", "moved")
    assert len([one for one in site.log if one.path == "/round"]) == 2


def test_a_known_page_at_a_new_address_is_sighted_there(site: Site, settings: Settings) -> None:
    first = fetch(settings, site.put(0, "/one", html(page(1)))).counts
    second = fetch(settings, site.put(1, "/two", html(page(1)))).counts
    assert (first.loaded_count, second.loaded_count, second.known_count) == (1, 0, 1)
    with warehouse.open_writer(settings) as con:
        assert con.execute("select count(*), count(distinct document_id) from sightings").fetchall() == [
            (2, 1)
        ]


def test_the_list_of_the_project_enables_nothing() -> None:
    assert wanted_from(str(ROOT / "feeds.toml")).is_empty


def test_a_list_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"feeds\.toml cannot be read"):
        wanted_from(str(tmp_path / "feeds.toml"))
