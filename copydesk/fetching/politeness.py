"""When a host may be asked again. Every moment is in seconds since 1970 (UTC) and comes in as an argument."""

from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from math import inf, isfinite
from typing import Literal

from copydesk.fetching.backoff import is_transient

_DAY = 86_400.0
Circuit = Literal["closed", "resting", "half-open"]


@dataclass(slots=True)
class Host:
    """What is known of one host: when it may be asked, what is left of today's budget, and whether it is dead.

    `take` begins a request and `finish` ends it; one is under way at a time. After `fewest_failures` in a row the
    circuit opens and the host rests; then a single trial decides whether it rests twice as long or is asked as before
    (the circuit breaker of Michael Nygard, "Release It!", 2007).
    """

    # Seconds from the end of a request to the next: when in between a server sees it, only the server knows.
    interval: float = 1.0
    longest_delay: float = 60.0  # seconds: a Crawl-delay above counts as this
    longest_pause: float = _DAY  # seconds: a Retry-After above counts as this
    daily_budget: int | None = None  # requests a UTC day
    fewest_failures: int = 5
    first_rest: float = 300.0  # seconds
    longest_rest: float = 6 * 3600.0

    ready_at: float = 0.0
    resting_until: float = 0.0
    failure_count: int = 0
    rest_count: int = 0
    day: int = 0
    asked_today_count: int = 0
    is_under_way: bool = False

    def obey(self, crawl_delay: float | None) -> None:
        """Take over the Crawl-delay of robots.txt where it asks for more than the interval, up to `longest_delay`."""
        if crawl_delay is not None and crawl_delay > self.interval:
            longer = min(crawl_delay, max(self.longest_delay, self.interval))
            self.ready_at += longer - self.interval if self.ready_at else 0.0
            self.interval = longer

    def wait(self, now: float) -> float:
        """Tell how many seconds it must be left alone; 0 means now, infinity that a request is under way."""
        if self.is_under_way:
            return inf
        return max(0.0, self.ready_at - now, self.resting_until - now, self._until_budget(now))

    def take(self, now: float) -> None:
        """Begin a request. Raises ValueError where `wait` is not over: that is a fault of the caller."""
        if self.wait(now) > 0:
            raise ValueError("this host must not be asked yet")
        if self._today(now) > self.day:
            self.day, self.asked_today_count = self._today(now), 0
        self.asked_today_count += 1
        self.is_under_way = True
        self.ready_at = now + self.interval

    def finish(self, now: float, status: int | None, retry_after: str | None = None) -> None:
        """End the request with its status, or None where the network failed, and the header Retry-After if it came."""
        self.is_under_way = False
        self.ready_at = max(self.ready_at, now + self.interval)
        if not is_transient(status):
            self.failure_count = self.rest_count = 0
            return
        self.failure_count += 1
        self.ready_at = max(self.ready_at, now + min(retry_seconds(retry_after, now), self.longest_pause))
        if self.failure_count >= self.fewest_failures:
            rest = min(self.longest_rest, self.first_rest * 2.0 ** min(self.rest_count, 60))
            self.resting_until = now + rest
            self.rest_count += 1

    def circuit(self, now: float) -> Circuit:
        """Name the state of the circuit: closed, resting, or half-open while the next answer decides."""
        if self.failure_count < self.fewest_failures:
            return "closed"
        return "resting" if now < self.resting_until else "half-open"

    def _until_budget(self, now: float) -> float:
        if (
            self.daily_budget is None
            or self._today(now) > self.day
            or self.asked_today_count < self.daily_budget
        ):
            return 0.0
        return (self.day + 1) * _DAY - now

    @staticmethod
    def _today(now: float) -> int:
        return int(now // _DAY)


def retry_seconds(header: str | None, now: float) -> float:
    """Read Retry-After (RFC 9110, 10.2.3): seconds or an HTTP date; 0 where it is missing, past or unreadable."""
    text = (header or "").strip()
    if not text:
        return 0.0
    if text.isascii() and text.replace(".", "", 1).isdigit():
        seconds = float(text)
        return seconds if isfinite(seconds) else 0.0
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - now)
