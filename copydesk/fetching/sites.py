"""What the ledger keeps of a host between runs: robots.txt, and when it may be asked again."""

from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

import polars as pl

from copydesk.fetching.politeness import Host
from copydesk.fetching.robots import Robots

_LIFETIME = 24 * 3600.0  # seconds that robots.txt may be kept (RFC 9309, 2.4)
_UNREACHABLE_LIFETIME = 300.0
_LONGEST = 500 * 1024


@dataclass(frozen=True, slots=True)
class HostRow:
    """A row of `hosts`."""

    host: str
    robots_status: int | None = None
    robots_text: str | None = None
    robots_at: datetime | None = None
    ready_at: datetime | None = None
    resting_until: datetime | None = None
    failure_count: int = 0
    rest_count: int = 0
    asked_on: int = 0
    asked_count: int = 0


_TYPES: dict[str, Any] = dict.fromkeys(
    ("robots_status", "failure_count", "rest_count", "asked_on", "asked_count"), pl.Int32()
) | dict.fromkeys(("robots_at", "ready_at", "resting_until"), pl.Datetime("us", "UTC"))
HOST_SCHEMA = pl.Schema({one.name: _TYPES.get(one.name, pl.String()) for one in fields(HostRow)})


class Site:
    """One host during a crawl: its politeness and its robots.txt."""

    def __init__(self, row: HostRow, interval: float, daily_budget: int) -> None:
        self.key = row.host
        self.host = Host(
            interval=interval,
            daily_budget=daily_budget,
            ready_at=_seconds(row.ready_at),
            resting_until=_seconds(row.resting_until),
            failure_count=row.failure_count,
            rest_count=row.rest_count,
            day=row.asked_on,
            asked_today_count=row.asked_count,
        )
        self.robots: Robots | None = None
        self._row = row
        self._robots_at = _seconds(row.robots_at)
        self._status, self._body = row.robots_status, row.robots_text

    def needs_robots(self, now: float, agent: str) -> bool:
        """Tell whether robots.txt has to be asked for; a kept one that is young enough is read first."""
        if self.robots is None and self._robots_at:
            self.robots = Robots.from_response(self._status, (self._body or "").encode())
            self.host.obey(self.robots.crawl_delay(agent))
        if self.robots is None:
            return True
        lifetime = _UNREACHABLE_LIFETIME if self.robots.is_unreachable else _LIFETIME
        return now - self._robots_at > lifetime

    def take_robots(self, status: int | None, body: bytes, now: float, agent: str) -> None:
        """Take over a robots.txt that was asked for; None stands for a host that could not be reached."""
        self.robots = Robots.from_response(status, body)
        self.host.obey(self.robots.crawl_delay(agent))
        self._robots_at, self._status = now, status
        self._body = body[:_LONGEST].decode("utf-8", "replace") if status and status < 300 else None

    def row(self) -> HostRow:
        """Give what the ledger keeps."""
        host = self.host
        return HostRow(
            self.key,
            self._status,
            self._body,
            _moment(self._robots_at),
            _moment(host.ready_at),
            _moment(host.resting_until),
            host.failure_count,
            host.rest_count,
            host.day,
            host.asked_today_count,
        )


def host_frame(sites: list[Site]) -> pl.DataFrame:
    """Lay the rows of hosts out in columns."""
    return pl.DataFrame([asdict(one.row()) for one in sites], schema=HOST_SCHEMA)


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


def _moment(seconds: float) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
