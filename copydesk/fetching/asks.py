"""One address in the ledger of fetches: what is known of it, when it is due, and what an answer makes of it."""

import random
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Protocol

import polars as pl

from copydesk.document import Hints
from copydesk.errors import ReadError
from copydesk.fetching.backoff import next_try
from copydesk.fetching.canonical import canonical, host_key
from copydesk.fetching.feeds import Entry
from copydesk.reading.hints import write_hints

Kind = Literal["page", "feed", "sitemap", "front page"]
State = Literal["waiting", "fetched", "unchanged", "moved", "retry", "gone", "refused", "failed"]

ASKED = "asked"  # the source of an address that a person named
_GONE = (404, 410)
_LONGEST_DETAIL = 200


class Pace(Protocol):
    """When addresses are asked again."""

    @property
    def fetch_attempts(self) -> int:
        """Failures in a row after which an address is given up."""

    @property
    def fetch_retry_seconds(self) -> float:
        """Longest wait after a first failure, doubled with each further one."""

    @property
    def fetch_fresh_seconds(self) -> float:
        """Seconds in which an address that was asked is not asked again."""

    @property
    def fetch_recheck_hours(self) -> float:
        """Hours until a new article is looked at again; 0 means never."""

    @property
    def fetch_recheck_days(self) -> float:
        """Age from which an article is not looked at again."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """A row of `fetches`; the contract tells what the columns mean."""

    url: str
    asked_url: str
    host: str
    kind: Kind
    source: str
    state: State
    found_at: datetime
    told: str | None = None
    reason: str | None = None
    detail: str | None = None
    robots_rule: str | None = None
    status: int | None = None
    final_url: str | None = None
    document_id: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    byte_count: int | None = None
    seconds: float | None = None
    attempts: int = 0
    asked_at: datetime | None = None
    fetched_at: datetime | None = None
    next_due_at: datetime | None = None
    run_id: str | None = None


_MOMENT = pl.Datetime("us", "UTC")
_TYPES: dict[str, Any] = {
    "status": pl.Int32(),
    "byte_count": pl.Int64(),
    "seconds": pl.Float64(),
    "attempts": pl.Int32(),
} | dict.fromkeys(("found_at", "asked_at", "fetched_at", "next_due_at"), _MOMENT)
FETCH_SCHEMA = pl.Schema({one.name: _TYPES.get(one.name, pl.String()) for one in fields(Fetch)})


def fetch_frame(fetches: list[Fetch]) -> pl.DataFrame:
    """Lay rows out in columns."""
    return pl.DataFrame([asdict(one) for one in fetches], schema=FETCH_SCHEMA)


def begin(url: str, kind: Kind, source: str, now: datetime, entry: Entry | None = None) -> Fetch:
    """Give the first row of an address: waiting and due, or refused where it is no web address."""
    hints = told(entry) if entry else None
    try:
        return Fetch(
            canonical(url), url, host_key(url), kind, source, "waiting", now, told=hints, next_due_at=now
        )
    except ReadError as error:
        return Fetch(
            url, url, "", kind, source, "refused", now, told=hints, reason=error.reason, detail=error.detail
        )


def told(entry: Entry) -> str | None:
    """Give what a feed or a sitemap says of an article, as evidence: JSON as `write_hints` has it."""
    return write_hints(
        Hints(
            title=(entry.title, entry.source) if entry.title else None,
            date=(entry.published, entry.source) if entry.published else None,
            outlet=entry.outlet,
            authors=entry.authors,
        )
    )


def is_due(fetch: Fetch, now: datetime, pace: Pace) -> bool:
    """Tell whether an address that a run names is to be asked: a failure waits for its moment, a page until it ages.

    So a command that was stopped goes on where it was. Feeds, sitemaps and front pages are asked every time.
    """
    if fetch.reason == "bad_address":
        return False
    if fetch.next_due_at is not None and fetch.next_due_at <= now:
        return True
    if fetch.state in ("waiting", "retry"):
        return False
    is_fresh = fetch.asked_at is not None and now - fetch.asked_at < timedelta(
        seconds=pace.fetch_fresh_seconds
    )
    return fetch.kind != "page" or not is_fresh


def tells_change(entry: Entry, fetch: Fetch) -> bool:
    """Tell whether a feed names a change that is later than the copy that was fetched."""
    if not entry.changed or fetch.fetched_at is None:
        return False
    try:
        changed = datetime.fromisoformat(entry.changed)
    except ValueError:
        return False
    return (changed if changed.tzinfo else changed.replace(tzinfo=UTC)) > fetch.fetched_at


def arrived(fetch: Fetch, document_id: str | None, now: datetime, pace: Pace) -> Fetch:
    """Give the row after an answer that brought bytes; None as document stands for 304, which brought none."""
    is_new = document_id is not None and document_id != fetch.document_id
    return replace(
        fetch,
        state="fetched" if is_new or fetch.kind != "page" else "unchanged",
        document_id=document_id or fetch.document_id,
        reason=None,
        detail=None,
        attempts=0,
        fetched_at=now,
        next_due_at=_recheck(fetch, now, pace),
    )


def _recheck(fetch: Fetch, now: datetime, pace: Pace) -> datetime | None:
    """Give the moment of the next look: after the age of the article, so that the intervals double, then never."""
    if fetch.kind != "page":
        return now
    if not pace.fetch_recheck_hours:
        return None
    age = now - fetch.found_at
    next_at = now + max(age, timedelta(hours=pace.fetch_recheck_hours))
    return next_at if next_at - fetch.found_at <= timedelta(days=pace.fetch_recheck_days) else None


def declined(fetch: Fetch, status: int) -> Fetch:
    """Give the row after an answer that will be the same next time: gone for 404 and 410, else refused."""
    state: State = "gone" if status in _GONE else "refused"
    return refused(fetch, f"http_{status}", f"The server answers {status}", state)


def refused(fetch: Fetch, reason: str, detail: str, state: State = "refused") -> Fetch:
    """Give the row of an address that is not asked again by itself."""
    return replace(
        fetch, state=state, reason=reason, detail=detail[:_LONGEST_DETAIL], next_due_at=None, attempts=0
    )


def failed(
    fetch: Fetch, reason: str, detail: str, now: datetime, pace: Pace, rng: random.Random, wait: float = 0.0
) -> Fetch:
    """Give the row after a failure that may pass: due in at least `wait` seconds, given up after too many in a row."""
    attempts = fetch.attempts + 1
    delay = max(wait, next_try(attempts, rng, base=pace.fetch_retry_seconds, cap=6 * 3600.0))
    is_over = attempts >= pace.fetch_attempts
    return replace(
        fetch,
        state="failed" if is_over else "retry",
        reason=reason,
        detail=detail[:_LONGEST_DETAIL],
        attempts=attempts,
        next_due_at=None if is_over else now + timedelta(seconds=delay),
    )


def postponed(fetch: Fetch, reason: str, detail: str, until: datetime) -> Fetch:
    """Give the row of an address that was not asked, because its host must be left alone."""
    return replace(fetch, state="waiting", reason=reason, detail=detail, next_due_at=until)
